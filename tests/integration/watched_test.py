"""A run is watched: by its report, its metrics, and what it says on standard error."""

import json
import os
import re
import shutil
import subprocess
import time
import unittest

from program import EDITION, SOURCE, ProgramTest, needs, newshole

try:
    import jsonschema
except ImportError:
    jsonschema = None

SITE = "lite.cnn.com"
SAMPLE = re.compile(r'^([a-z_]+)(?:\{site="([^"]*)"\})? (\S+)$')


def samples(metrics):
    """Values by name and site; the site of a run's own is empty."""
    found = {}
    for line in metrics.splitlines():
        if not line.startswith("#"):
            name, site, value = SAMPLE.match(line).groups()
            found[name, site or ""] = float(value)
    return found


class WatchedTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.pages = self.folder / "pages"
        shutil.copytree(EDITION, self.pages)
        self.report = self.folder / "report.json"
        self.metrics = self.folder / "newshole.prom"

    def run_mirror(self, *arguments, **options):
        return newshole("mirror", "--from", self.pages, "--root", self.root, *arguments, **options)

    def break_stories(self, count):
        """Takes the pages of so many stories away; their names."""
        stories = sorted(path for path in (self.pages / SITE).rglob("*.html") if path.name != "index.html")[:count]
        for story in stories:
            story.unlink()
        return [story.stem for story in stories]

    def break_front_page(self):
        (self.pages / SITE / "index.html").unlink()


class StandardError(WatchedTest):
    def check_lines(self, process, count):
        lines = process.stderr.splitlines()
        self.assertEqual(len(lines), count, process.stderr)
        for line in lines:
            self.assertRegex(line, r"^newshole: \S")

    def test_nothing_is_said_when_all_is_well(self):
        for _ in range(2):
            process = self.run_mirror("--report", self.report, "--metrics", self.metrics)
            self.assertEqual((process.returncode, process.stdout, process.stderr), (0, "", ""))

    def test_each_failure_is_one_line_that_names_it_and_they_are_those_of_the_report(self):
        broken = self.break_stories(4)
        process = self.run_mirror("--report", self.report)
        self.check_status(process, 1)
        self.check_lines(process, 4)
        self.assertEqual(process.stdout, "")
        failures = json.loads(self.report.read_text())["failures"]
        for line, failure in zip(process.stderr.splitlines(), failures, strict=True):
            self.assertTrue(line.startswith(f"newshole: {failure['subject']}: {failure['reason']}: "), line)
        for name in broken:
            self.assertEqual(sum(name in line for line in process.stderr.splitlines()), 1)

    def test_what_failed_is_told_once_and_the_next_run_is_well(self):
        self.break_stories(4)
        self.check_status(self.run_mirror(), 1)
        process = self.run_mirror("--report", self.report)
        self.assertEqual((process.returncode, process.stdout, process.stderr), (0, "", ""))
        failures = json.loads(self.report.read_text())["failures"]
        self.assertEqual([failure["told_before"] for failure in failures], [True] * 4)
        self.check_lines_beside_news(self.run_mirror("--verbose"), 4)
        self.break_front_page()
        process = self.run_mirror()
        self.check_status(process, 2)
        self.check_lines(process, 1)
        process = self.run_mirror()
        self.assertEqual((process.returncode, process.stdout, process.stderr), (2, "", ""))

    def check_lines_beside_news(self, process, count):
        lines = [line for line in process.stderr.splitlines() if line.startswith("newshole: ")]
        self.assertEqual(len(lines), count, process.stderr)

    def test_a_few_failed_stories_are_told_and_leave_the_status_0(self):
        broken = self.break_stories(3)
        process = self.run_mirror()
        self.check_status(process, 0)
        self.check_lines(process, 3)
        menu = (self.root / SITE / "gophermap").read_text()
        for name in broken:
            self.assertRegex(menu, rf"(?m)^h.*\tURL:https://{re.escape(SITE)}/\S*{name}\t")
        self.assertEqual(self.run_mirror().stderr, "")

    def test_a_failed_front_page_is_one_line(self):
        self.break_front_page()
        process = self.run_mirror()
        self.assertNotEqual(process.returncode, 0)
        self.check_lines(process, 1)

    def test_a_fault_of_the_request_is_one_line_whatever_bytes_it_holds(self):
        for arguments in (["--config", "/no/such\nfile\x1b[31m"], ["--site", "no\nsite"], ["--limit", "x\ny"],
                          ["--no-such\noption"], ["--root", "/proc/no\nfolder"], ["--from", "/no\nfolder"]):
            with self.subTest(arguments):
                process = newshole("mirror", *arguments)
                self.assertNotEqual(process.returncode, 0)
                self.check_lines(process, 1)
                self.assertNotIn("\x1b", process.stderr)

    def test_a_report_and_metrics_that_cannot_be_written_are_a_line_each(self):
        process = self.run_mirror("--report", "/no/folder/report", "--metrics", "/no/folder/metrics")
        self.check_status(process, 1)
        self.check_lines(process, 2)
        self.assertTrue((self.root / "gophermap").is_file())


class Report(WatchedTest):
    def check_report(self, *arguments):
        """The report of a run, once it is what its schema says."""
        if jsonschema is None:
            self.skipTest("python3-jsonschema is not installed")
        self.report.unlink(missing_ok=True)
        self.run_mirror("--report", self.report, *arguments)
        report = json.loads(self.report.read_text())
        schema = json.loads((SOURCE / "config/report.schema.json").read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        jsonschema.Draft7Validator(schema).validate(report)
        return report

    def test_reports_of_every_kind_of_run_match_the_schema(self):
        self.assertGreater(self.check_report("--dry-run")["sites"][0]["added"], 0)
        self.assertGreater(len(self.check_report()["files_written"]), 12)
        self.assertEqual(self.check_report()["files_written"], [])
        self.break_stories(2)
        shutil.rmtree(self.root)
        self.assertEqual(len(self.check_report()["failures"]), 2)
        self.break_front_page()
        self.assertTrue(self.check_report()["sites"][0]["front_page_failed"])
        self.assertEqual(self.check_report("--site", "no.such.site")["sites"], [])

    def test_the_schema_refuses_what_no_run_writes(self):
        report = self.check_report()
        schema = json.loads((SOURCE / "config/report.schema.json").read_text())
        site = report["sites"][0]
        failure = {"site": "", "subject": "", "reason": "io", "message": "x", "told_before": False, "since": None}
        for bad in ({"bytes_written": -1}, {"more": 1}, {"sites": [site | {"seconds": "1"}]},
                    {"sites": [site | {"more": 1}]}, {"sites": [{"site": SITE}]}, {"retries": 1.5},
                    {"failures": [failure | {"reason": "bad luck"}]}, {"failures": [failure | {"message": ""}]}):
            with self.subTest(bad):
                self.assertFalse(jsonschema.Draft7Validator(schema).is_valid(report | bad))
        self.assertTrue(jsonschema.Draft7Validator(schema).is_valid(report | {"failures": [failure]}))


class Metrics(WatchedTest):
    def measured(self, *arguments, status=0):
        process = self.run_mirror("--metrics", self.metrics, *arguments)
        self.check_status(process, status)
        return samples(self.metrics.read_text())

    def test_metrics_say_what_the_report_says(self):
        before = time.time()
        values = self.measured("--report", self.report)
        report = json.loads(self.report.read_text())
        site = report["sites"][0]
        for name, value in {"stories_listed": site["listed"], "stories_published": site["added"],
                            "stories_changed": 0, "stories_failed": 0, "refresh_success": 1,
                            "received_bytes": site["bytes_on_the_wire"]}.items():
            self.assertEqual(values["newshole_" + name, SITE], value, name)
        self.assertAlmostEqual(values["newshole_refresh_seconds", SITE], site["seconds"], places=2)
        self.assertEqual(values["newshole_written_files", ""], len(report["files_written"]))
        self.assertEqual(values["newshole_written_bytes", ""], report["bytes_written"])
        self.assertEqual(values["newshole_run_failures", ""], 0)
        for key in [("newshole_last_run_timestamp_seconds", ""), ("newshole_last_success_timestamp_seconds", SITE)]:
            self.assertLessEqual(int(before), values[key])
            self.assertLessEqual(values[key], time.time())

    def test_a_run_that_is_done_in_part_is_measured(self):
        self.break_stories(4)
        values = self.measured(status=1)
        self.assertEqual(values["newshole_stories_failed", SITE], 4)
        self.assertEqual(values["newshole_stories_failing", SITE], 4)
        self.assertEqual(values["newshole_refresh_success", SITE], 1)

    def test_a_failed_run_keeps_the_last_success(self):
        success = self.measured()["newshole_last_success_timestamp_seconds", SITE]
        self.break_front_page()
        process = self.run_mirror("--metrics", self.metrics)
        self.assertNotEqual(process.returncode, 0)
        values = samples(self.metrics.read_text())
        self.assertEqual(values["newshole_refresh_success", SITE], 0)
        self.assertEqual(values["newshole_last_success_timestamp_seconds", SITE], success)

    def test_a_run_that_could_not_begin_leaves_the_metrics_as_they_were(self):
        self.measured()
        before = self.metrics.read_bytes()
        self.assertNotEqual(self.run_mirror("--metrics", self.metrics, "--site", "no.such.site").returncode, 0)
        self.assertEqual(self.metrics.read_bytes(), before)

    def test_the_collector_may_read_the_file_whatever_the_umask_and_sees_it_whole(self):
        self.metrics.write_text("old")
        os.chmod(self.metrics, 0o600)
        self.check_status(self.run_mirror("--metrics", self.metrics, umask=0o077), 0)
        self.assertEqual(self.metrics.stat().st_mode & 0o7777, 0o644)
        self.assertEqual([path.name for path in self.folder.iterdir() if "prom" in path.name], ["newshole.prom"])

    def test_a_dry_run_has_nothing_to_measure(self):
        process = self.run_mirror("--metrics", self.metrics, "--dry-run")
        self.check_status(process, 2)
        self.assertIn("--dry-run", process.stderr)
        self.assertFalse(self.metrics.exists())

    def test_metrics_can_go_to_standard_output(self):
        process = self.run_mirror("--metrics", "-")
        self.check_status(process, 0)
        self.assertIn(("newshole_stories_listed", SITE), samples(process.stdout))

    @needs("promtool")
    def test_promtool_has_nothing_against_the_metrics(self):
        for break_something in (lambda: None, lambda: self.break_stories(1), self.break_front_page):
            break_something()
            self.run_mirror("--metrics", self.metrics)
            process = subprocess.run(["promtool", "check", "metrics"], input=self.metrics.read_text(),
                                     capture_output=True, text=True, timeout=60)
            self.assertEqual((process.returncode, process.stdout, process.stderr), (0, "", ""))


if __name__ == "__main__":
    unittest.main()
