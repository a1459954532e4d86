"""The examples for systemd and cron: they are what these programs read, and what stands in them works."""

import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

from program import EDITION, PROGRAM, SOURCE, ProgramTest, needs, newshole

EXAMPLES = SOURCE / "config/examples"
COMMAND = re.compile(r"newshole mirror .*")


def command_of(example):
    """What an example runs, as words."""
    lines = [line for line in (EXAMPLES / example).read_text().splitlines() if not line.startswith("#")]
    [command] = COMMAND.findall("\n".join(lines))
    return shlex.split(command)


class Examples(ProgramTest):
    def analyze(self, *arguments):
        return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60)

    @needs("systemd-analyze")
    def test_systemd_understands_every_line_of_the_units(self):
        with tempfile.TemporaryDirectory() as folder:
            units = []
            for name in ("newshole.service", "newshole.timer", "newshole-serve.service", "newshole-serve.socket"):
                unit = pathlib.Path(folder) / name
                # systemd looks for a bare name in /usr/local/bin and /usr/bin, where this build is not.
                unit.write_text((EXAMPLES / name).read_text().replace("=newshole ", f"={PROGRAM} "))
                units.append(unit)
            process = self.analyze("verify", "--man=no", *units)
        self.assertEqual((process.returncode, process.stdout, process.stderr), (0, "", ""))

    @needs("systemd-analyze")
    def test_what_pages_on_demand_need_fits_the_service(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "newshole-serve.service"
            dropped_in = pathlib.Path(folder) / "newshole-serve.service.d/live.conf"
            dropped_in.parent.mkdir()
            for path, name in ((unit, "newshole-serve.service"), (dropped_in, "newshole-serve-live.conf")):
                path.write_text((EXAMPLES / name).read_text().replace("=newshole ", f"={PROGRAM} "))
            (unit.parent / "newshole-serve.socket").write_text((EXAMPLES / "newshole-serve.socket").read_text())
            process = self.analyze("verify", "--man=no", unit)
        self.assertEqual((process.returncode, process.stdout, process.stderr), (0, "", ""))
        self.assertIn("\nExecStart=\nExecStart=newshole serve --live ",
                      (EXAMPLES / "newshole-serve-live.conf").read_text())

    @needs("systemd-analyze")
    def test_the_services_may_do_little(self):
        for name in ("newshole.service", "newshole-serve.service"):
            process = self.analyze("security", "--offline=yes", "--threshold=15", EXAMPLES / name)
            self.assertEqual(process.returncode, 0, process.stdout + process.stderr)

    @needs("systemd-analyze")
    def test_the_timer_names_times_that_come(self):
        [times] = re.findall(r"^OnCalendar=(.*)$", (EXAMPLES / "newshole.timer").read_text(), re.MULTILINE)
        self.assertEqual(self.analyze("calendar", times).returncode, 0)

    def test_a_line_of_the_crontab_is_five_times_and_the_command(self):
        lines = [line for line in (EXAMPLES / "newshole.crontab").read_text().splitlines()
                 if line and not line.startswith("#")]
        for line in lines:
            self.assertRegex(line, r"^([A-Z]+=\S+|[0-9,*/]+( [0-9,*/]+){4} newshole mirror .*)$")
            self.assertNotIn("%", line, "cron ends a command there")

    def test_what_the_examples_run_works(self):
        for example in ("newshole.service", "newshole.crontab"):
            with self.subTest(example):
                words = command_of(example)
                config = self.folder / "newshole.json"
                config.write_text('{"root": "%s", "sites": ["lite.cnn.com"]}' % self.root)
                metrics = self.folder / f"{example}.prom"
                words[words.index("--config") + 1] = str(config)
                words[words.index("--metrics") + 1] = str(metrics)
                process = newshole(*words[1:], "--from", EDITION)
                self.assertEqual((process.returncode, process.stdout, process.stderr), (0, "", ""))
                self.assertTrue(metrics.is_file())

    def test_the_service_may_write_where_its_command_does(self):
        service = (EXAMPLES / "newshole.service").read_text()
        words = command_of("newshole.service")
        metrics = pathlib.Path(words[words.index("--metrics") + 1])
        self.assertIn(f"\nReadWritePaths=-{metrics.parent}\n", service)
        [root] = re.findall(r'"root": "([^"]+)"', service)
        self.assertIn(f"\nReadWritePaths={root}\n", service)

    @needs("cmake")
    def test_examples_and_the_reports_schema_are_installed_in_one_place_each(self):
        build = pathlib.Path(PROGRAM).parents[1]
        subprocess.run(["cmake", "--install", build, "--prefix", self.folder / "usr"], check=True,
                       capture_output=True, timeout=120)
        share = self.folder / "usr/share"
        installed = sorted(str(path.relative_to(share)) for path in share.rglob("*") if path.is_file())
        self.assertLessEqual({"newshole/report.schema.json", "doc/newshole/examples/newshole.service",
                              "doc/newshole/examples/newshole.timer", "doc/newshole/examples/newshole.crontab",
                              "doc/newshole/examples/newshole-serve.service",
                              "doc/newshole/examples/newshole-serve-live.conf",
                                                            "doc/newshole/examples/newshole-serve.socket",
                              "doc/newshole/examples/newshole-search.cgi",
                              "doc/newshole/examples/newshole-search.dcgi"},
                             set(installed))
        self.assertEqual([path for path in installed if path.startswith("newshole/examples")], [])
        for script in ("newshole-search.cgi", "newshole-search.dcgi"):
            path = share / "doc/newshole/examples" / script
            self.assertIn(f"\nnewshole={self.folder}/usr/bin/newshole\n", path.read_text())
            self.assertTrue(path.stat().st_mode & 0o111)


if __name__ == "__main__":
    unittest.main()
