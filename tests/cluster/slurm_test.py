"""An array of jobs on Slurm with the recipe that we ship: a node is lost in the middle, and nothing else is."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from archives import write_archives
from slurm import Cluster, wait_until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from program import CONFIG, PROGRAM, SOURCE, needs, newshole  # noqa: E402

RECIPE = SOURCE / "packaging/cluster/convert.sbatch"
SHARES = 40
# Says on which node it runs; the first on node n2 stops when it has begun, as one does that is slow.
WRAPPER = """#!/bin/bash
echo "$SLURMD_NODENAME $SLURM_ARRAY_TASK_ID" >>{folder}/begun
if [[ $SLURMD_NODENAME == n2 ]] && mkdir {folder}/stopped 2>/dev/null; then
  {program} "$@" & kill -STOP $!; echo $! >{folder}/stopped/process; wait
fi
exec {program} "$@"
"""


def lines_of(paths):
    return sorted(line for path in paths
                  for line in subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout.splitlines())


@unittest.skipUnless(os.geteuid() == 0, "slurmd starts jobs as root alone")
class Array(unittest.TestCase):
    @needs("slurmctld", "slurmd", "sbatch", "munged", "zstd")
    def test_no_record_is_lost_or_there_twice_when_a_node_is(self):
        with tempfile.TemporaryDirectory() as name:
            self.folder = pathlib.Path(name)
            archives, urls = write_archives(self.folder / "archives", SHARES, 3)
            (self.folder / "list").write_text("".join(f"{path}\n" for path in archives))
            wrapper = self.folder / "bin/newshole"
            wrapper.parent.mkdir()
            wrapper.write_text(WRAPPER.format(folder=self.folder, program=PROGRAM))
            wrapper.chmod(0o755)
            (self.folder / "cluster").mkdir()
            with Cluster(self.folder / "cluster", 4) as self.cluster:
                try:
                    self.check_array(archives, urls)
                except (AssertionError, RuntimeError) as failure:
                    raise AssertionError(f"{failure}\n{self.cluster.logs()}") from failure

    def submit(self, *arguments, **variables):
        return self.cluster.submit(*arguments, RECIPE, self.folder / "list", self.folder / "out",
                                   PATH=f"{self.folder}/bin:{os.environ['PATH']}", NEWSHOLE_CONFIG=str(CONFIG), **variables)

    def begun(self):
        return (self.folder / "begun").read_text().splitlines()

    def shares(self):
        return sorted((self.folder / "out").glob("*.jsonl.zst"))

    def check_array(self, archives, urls):
        array = f"--array=1-{SHARES}"
        job = self.submit(array)
        wait_until("a task runs on n2", (self.folder / "stopped/process").exists)
        self.cluster.kill_node("n2")
        self.cluster.wait(job)
        lost = [line.split()[1] for line in self.begun() if line.startswith("n2 ")][-1]
        self.assertEqual(len([line for line in self.begun() if line.split()[1] == lost]), 2)
        self.check_output(archives, urls)
        before = [path.stat() for path in self.shares()]
        self.cluster.wait(self.submit(array))
        self.assertEqual([path.stat() for path in self.shares()], before)
        # One share is gone, and is made again alone.
        bytes_before = self.shares()[0].read_bytes()
        share = self.shares()[0]
        share.unlink()
        self.cluster.wait(self.submit(f"--array={share.name.split('.')[0]}", NEWSHOLE_SHARES=str(SHARES)))
        self.assertEqual(share.read_bytes(), bytes_before)

    def check_output(self, archives, urls):
        whole = self.folder / "whole.jsonl.zst"
        process = newshole("convert", "--warc", *archives, "--format", "json", "-o", whole)
        self.assertEqual(process.returncode, 0, process.stderr)
        lines = lines_of(self.shares())
        self.assertEqual(sorted(json.loads(line)["url"] for line in lines), sorted(urls))
        self.assertEqual(lines, lines_of([whole]))
        self.assertEqual(len(self.shares()), SHARES)
        merged = json.loads(newshole("report", "merge", *(self.folder / "out").glob("*.report.json")).stdout)
        self.assertEqual((merged["runs"], merged["converted"], merged["failed"]), (SHARES, len(urls), 0))


if __name__ == "__main__":
    unittest.main()
