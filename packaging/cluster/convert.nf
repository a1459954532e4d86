// Nextflow: an output for each archive. Not run by our tests.
//
//   nextflow run convert.nf --archives '/data/news/*.warc.gz' --out /data/out -resume
process convert {
  publishDir params.out
  cpus 1
  memory '1 GB'
  maxRetries 3

  input:
  path archive

  output:
  path "${archive.baseName}.jsonl.zst"

  script:
  """
  newshole convert --warc ${archive} --format json -o ${archive.baseName}.jsonl.zst || [ \$? = 1 ]
  """
}

workflow {
  convert(Channel.fromPath(params.archives))
}
