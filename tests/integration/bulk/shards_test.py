"""`newshole convert` as engines run it many times: shares of the sources, outputs that are whole, reports that add up."""

import contextlib
import gzip
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "cluster"))
from archives import write_archives  # noqa: E402
from program import PROGRAM, SOURCE, environment, newshole  # noqa: E402

SCHEMA = json.loads((SOURCE / "config/convert-report.schema.json").read_text())
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Harbour {0} opens</title>
<link rel="canonical" href="https://news.example/2026/10/0{0}/harbour-{0}"></head><body><article><h1>Harbour {0} opens</h1>
<p>The harbour of the town opened to ships on Monday after nine years of work, the council said.</p>
<p>Some four hundred people came to see the first ship, which had waited outside for a day and a half.</p>
<p>Number {0} of the quays is for ferries, and the others are for those who carry grain and stone.</p></article></body></html>
"""


def unpacked(path):
    if path.suffix == ".zst":
        return subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


class Bulk(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.pages = []
        for number in range(1, 8):
            page = self.folder / f"page-{number}.html"
            page.write_text(PAGE.format(number))
            self.pages.append(str(page))

    def convert(self, *arguments, sources=None, status=0, **variables):
        process = newshole("convert", "--format", "json", *arguments, *(self.pages if sources is None else sources),
                           env=environment() | variables)
        self.assertEqual(process.returncode, status, process.stderr)
        return process

    def inputs(self, text):
        return [json.loads(line)["input"] for line in text.splitlines()]


class Shards(Bulk):
    def test_each_source_is_in_one_share_whatever_their_order(self):
        for count in (1, 2, 3, 7, 9):
            with self.subTest(count=count):
                shares = [self.inputs(self.convert("--shard", f"{each}/{count}", "-o", "-").stdout)
                          for each in range(1, count + 1)]
                mixed = [self.inputs(self.convert("--shard", f"{each}/{count}", sources=self.pages[::-1]).stdout)
                         for each in range(1, count + 1)]
                self.assertEqual(sorted(sum(shares, [])), self.pages)
                self.assertEqual([sorted(share) for share in mixed], shares)
                sizes = [len(share) for share in shares]
                self.assertLessEqual(max(sizes) - min(sizes), 1)

    def test_sources_of_a_list_are_shared_too(self):
        sources = self.folder / "sources"
        sources.write_text("".join(f"{page}\thttps://news.example/{index}\n" for index, page in enumerate(self.pages)))
        shares = [self.inputs(self.convert("--shard", f"{each}/2", "--sources", sources, sources=[]).stdout)
                  for each in (1, 2)]
        self.assertEqual(sorted(sum(shares, [])), self.pages)

    def test_a_task_of_an_array_takes_its_own_share(self):
        def share_of(number, first, last):
            return self.convert("--shard", "auto", SLURM_ARRAY_TASK_ID=str(number), SLURM_ARRAY_TASK_MIN=str(first),
                                SLURM_ARRAY_TASK_COUNT=str(last - first + 1), SLURM_ARRAY_TASK_MAX=str(last)).stdout
        shares = {number: share_of(number, 1, 3) for number in (1, 2, 3)}
        for number, share in shares.items():
            self.assertEqual(share, self.convert("--shard", f"{number}/3").stdout)
            # The same task, when it alone runs again.
            self.assertEqual(share, self.convert("--shard", "auto/3", SLURM_ARRAY_TASK_ID=str(number),
                                                 SLURM_ARRAY_TASK_COUNT="1").stdout)
        from_zero = [self.inputs(share_of(number, 0, 2)) for number in (0, 1, 2)]
        self.assertEqual(sorted(sum(from_zero, [])), self.pages)

    def test_a_pod_takes_its_own_share(self):
        pods = [self.inputs(self.convert("--shard", "auto/3", JOB_COMPLETION_INDEX=str(pod)).stdout) for pod in range(3)]
        self.assertEqual(sorted(sum(pods, [])), self.pages)

    def test_what_is_no_share_converts_nothing(self):
        some_tasks = {"SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "3",
                      "SLURM_ARRAY_TASK_MAX": "9"}
        for share, variables, cause in (
                ("0/3", {}, "I from 1 to N"), ("4/3", {}, "I from 1 to N"), ("1/0", {}, "I from 1 to N"),
                ("3", {}, "I from 1 to N"), ("-1/3", {}, "I from 1 to N"), ("1/3x", {}, "I from 1 to N"),
                ("auto", {}, "no task of a Slurm job array"), ("auto", some_tasks, "some of the tasks only"),
                ("auto", {"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "1", "SLURM_ARRAY_TASK_MIN": "3",
                          "SLURM_ARRAY_TASK_MAX": "3"}, "some of the tasks only"),
                ("auto/3", {"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "0"}, "names one of the shares"),
                ("auto/3", {}, "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX"),
                ("auto/3", {"JOB_COMPLETION_INDEX": "3"}, "names one of the shares")):
            with self.subTest(share=share, variables=variables):
                process = self.convert(f"--shard={share}", status=2, **variables)
                self.assertEqual(process.stdout, "")
                self.assertIn(cause, process.stderr)
        self.assertIn("not standard input", self.convert("--shard", "1/2", sources=["-"], status=2).stderr)


class Outputs(Bulk):
    def test_a_packed_output_is_the_plain_one(self):
        plain = self.convert().stdout.encode()
        for name in ("all.jsonl", "all.jsonl.gz", "all.jsonl.zst"):
            with self.subTest(name):
                for _ in range(2):
                    output = self.folder / name
                    self.convert("-o", output)
                    self.assertEqual(unpacked(output), plain)
        again = self.folder / "again.jsonl.gz"
        self.convert("-o", again)
        self.assertEqual(again.read_bytes(), (self.folder / "all.jsonl.gz").read_bytes())

    def test_a_share_that_is_made_is_not_made_again(self):
        output = self.folder / "share.jsonl.zst"
        self.convert("--shard", "1/2", "-o", output)
        first = output.stat()
        process = self.convert("--shard", "1/2", "-o", output)
        self.assertRegex(process.stderr, r"^newshole: \S+/share\.jsonl\.zst: is there, nothing to do; --force [^\n]+\n$")
        self.assertEqual(output.stat(), first)
        bytes_before = output.read_bytes()
        self.convert("--shard", "1/2", "-o", output, "--force")
        self.assertNotEqual(output.stat().st_ino, first.st_ino)
        self.assertEqual(output.read_bytes(), bytes_before)

    def test_a_share_without_sources_has_an_output_without_lines(self):
        for name in ("none.jsonl", "none.jsonl.gz", "none.jsonl.zst"):
            output = self.folder / name
            self.convert("--shard", "9/9", "-o", output)
            self.assertEqual(unpacked(output), b"")

    def test_a_run_that_is_killed_leaves_no_output(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        output = self.folder / "out/all.jsonl.gz"
        output.parent.mkdir()
        for number in (signal.SIGKILL, signal.SIGTERM):
            with self.subTest(number):
                process = subprocess.Popen([PROGRAM, "convert", "--format", "json", "--shard", "1/1", "-o", output,
                                            self.pages[0], pipe], env=environment(), stderr=subprocess.DEVNULL)
                # It waits for the rest of a page, which does not come.
                with open(pipe, "wb"):
                    process.send_signal(number)
                    process.wait()
                self.assertEqual([each.name for each in output.parent.iterdir() if each.name == output.name], [])

    def test_what_cannot_be_written_is_named_before_pages_are_converted(self):
        process = self.convert("--shard", "1/2", "-o", self.folder / "none/all.jsonl", status=2)
        self.assertRegex(process.stderr, r"^newshole: \S+/none/all\.jsonl: cannot be written: [^\n]+\n$")


class Archives(Bulk):
    def setUp(self):
        super().setUp()
        self.archives, self.urls = write_archives(self.folder / "archives", 5, 2)

    def test_archives_are_shared_by_their_names_and_a_pattern_is_all_of_them(self):
        pattern = self.folder / "archives/*.warc.gz"
        shares = [self.convert("--warc", "--shard", f"{each}/3", sources=[pattern]).stdout for each in (1, 2, 3)]
        self.assertEqual(sorted(json.loads(line)["url"] for share in shares for line in share.splitlines()),
                         sorted(self.urls))
        self.assertEqual(shares[0], self.convert("--warc", "--shard", "1/3", sources=self.archives).stdout)

    def test_an_output_of_archives_is_not_made_again(self):
        output = self.folder / "all.jsonl.zst"
        self.convert("--warc", "-o", output, sources=self.archives)
        before = output.stat()
        self.assertIn("nothing to do", self.convert("--warc", "-o", output, sources=self.archives).stderr)
        self.assertEqual(output.stat(), before)

    def test_without_one_of_its_archives_there_is_no_output(self):
        output = self.folder / "all.jsonl"
        process = self.convert("--warc", "-o", output, sources=[*self.archives, self.folder / "none.warc.gz"], status=2)
        self.assertIn("none.warc.gz", process.stderr)
        self.assertIn("there is no output, since a source cannot be read", process.stderr)
        self.assertFalse(output.exists())
        # Standard output has had the others.
        self.convert("--warc", sources=[*self.archives, self.folder / "none.warc.gz"], status=1)

    def test_a_terminal_shows_how_far_it_is_and_nothing_else_does(self):
        terminal, end = os.openpty()
        process = subprocess.Popen([PROGRAM, "convert", "--warc", *self.archives], env=environment(), stderr=end,
                                   stdout=subprocess.DEVNULL)
        os.close(end)
        shown = b""
        # A terminal that nobody writes to any more is an error for who reads it.
        with contextlib.suppress(OSError):
            while part := os.read(terminal, 4096):
                shown += part
        os.close(terminal)
        self.assertEqual(process.wait(), 0)
        self.assertRegex(shown, rb"^\r\x1b\[K1 record, 0 pages")
        self.assertTrue(shown.endswith(b"\r\x1b[K"), shown)
        self.assertEqual(self.convert("--warc", sources=self.archives).stderr, "")

    def test_an_archive_that_is_named_twice_is_converted_once(self):
        first = self.archives[0]
        lines = self.convert("--warc", sources=[first, first.parent / "." / first.name, f"{first.parent}/./{first.name}",
                                                first.parent / "*.warc.gz"]).stdout.splitlines()
        self.assertEqual(sorted(json.loads(line)["url"] for line in lines), sorted(self.urls))

    def test_a_pattern_without_files_gives_no_share_an_output(self):
        for share in (1, 2):
            output = self.folder / f"{share}.jsonl"
            process = self.convert("--warc", "--shard", f"{share}/2", "-o", output, status=2,
                                   sources=[self.folder / "elsewhere/*.warc.gz"])
            self.assertIn("there is no such file", process.stderr)
            self.assertFalse(output.exists())

    def test_what_cannot_be_read_now_leaves_no_output(self):
        empty = self.folder / "empty.warc.gz"
        empty.write_bytes(b"")
        cuts = self.folder / "cuts"
        cuts.write_text(f"{self.folder}/none.warc.gz\t0\t100\n")
        for arguments, sources in ((("--warc",), [empty]), (("--warc",), [self.folder]),
                                   (("--shard", "1/1", "--sources", cuts), [self.pages[0]])):
            with self.subTest(sources=sources):
                output = self.folder / "lacking.jsonl"
                process = self.convert(*arguments, "-o", output, sources=sources, status=2)
                self.assertIn("there is no output, since a source cannot be read", process.stderr)
                self.assertFalse(output.exists())

    def test_a_report_counts_what_is_passed_over(self):
        with self.archives[0].open("ab") as file:
            file.write(gzip.compress(
                b"WARC/1.0\r\nWARC-Type: request\r\nWARC-Target-URI: https://news.example/\r\n"
                b"Content-Type: application/http; msgtype=request\r\nContent-Length: 4\r\n\r\nGET \r\n\r\n"))
        report = self.folder / "report.json"
        self.convert("--warc", "--report", report, sources=self.archives)
        found = json.loads(report.read_text())
        jsonschema.validate(found, SCHEMA)
        self.assertEqual((found["converted"], found["passed_over"]), (len(self.urls), {"request": 1}))
        self.assertEqual(found["bytes_read"], sum(path.stat().st_size for path in self.archives))


class Reports(Bulk):
    def report(self, path):
        report = json.loads(path.read_text())
        jsonschema.validate(report, SCHEMA)
        return report

    def test_reports_of_shares_add_up_to_that_of_all(self):
        bad = self.folder / "page-8.html"
        bad.write_text("<!DOCTYPE html><title>Nothing</title><p>Nothing</p>")
        sources = [*self.pages, str(bad), str(self.folder / "missing.html")]
        self.convert("--report", self.folder / "all.json", sources=sources, status=1)
        for share in (1, 2, 3):
            process = newshole("convert", "--format", "json", "--shard", f"{share}/3", "--report",
                               self.folder / f"{share}.json", *sources)
            self.assertIn(process.returncode, (0, 1), process.stderr)
        process = newshole("report", "merge", *(self.folder / f"{share}.json" for share in (1, 2, 3)))
        self.assertEqual((process.returncode, process.stderr), (0, ""))
        merged, whole = json.loads(process.stdout), self.report(self.folder / "all.json")
        jsonschema.validate(merged, SCHEMA)
        self.assertEqual(merged["runs"], 3)
        for key in ("sources", "converted", "failed", "failures", "bytes_read", "bytes_written", "passed_over"):
            self.assertEqual(merged[key], whole[key], key)
        self.assertEqual((whole["sources"], whole["converted"], whole["failures"]),
                         (9, 7, {"not-article": 1, "usage": 1}))
        self.assertGreater(whole["cpu_seconds"], 0)

    def test_what_is_no_report_is_named(self):
        good = self.folder / "good.json"
        self.convert("--report", good)
        report = self.report(good)
        faults = ("", "[]", "{", "[" * 100_000, json.dumps(report | {"sources": -1}), json.dumps(report | {"failures": {"a": "b"}}),
                  json.dumps(report | {"seconds": "1"}), json.dumps({key: report[key] for key in list(report)[1:]}))
        for text in faults:
            bad = self.folder / "bad.json"
            bad.write_text(text)
            process = newshole("report", "merge", good, bad)
            self.assertEqual(process.returncode, 2, text[:80])
            self.assertRegex(process.stderr, r"^newshole: \S+/bad\.json: is no report of newshole convert\n$")
        self.assertRegex(newshole("report", "merge", self.folder / "none.json").stderr, r"none\.json: [^\n]*no such file")


if __name__ == "__main__":
    unittest.main()
