"""A mirror of saved pages: what is on disk after a run, and after the next."""

import fcntl
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import time
import unittest

import atom
from program import (CONFIG, EDITION, HEADLINE, PAGE, PAGE_URL, PROGRAM, ProgramTest, environment, files_below,
                     fingerprints, needs, newshole, tree)
from servers import PATIENCE


def menu_items(menu):
    """(type, display, selector, host, port) of a gophermap's lines."""
    return [(line[0], *line[1:].split("\t")) for line in menu.read_text().splitlines()]


class Mirror(ProgramTest):
    def test_a_second_run_writes_not_one_byte(self):
        first = self.mirror_edition()
        self.assertEqual((first.stdout, first.stderr), ("", ""))
        before = fingerprints(self.root)
        self.assertGreater(len(before), 12)
        self.mirror_edition()
        self.assertEqual(fingerprints(self.root), before)

    def test_every_item_of_every_menu_is_there(self):
        self.mirror_edition()
        menus = [path for path in files_below(self.root) if path.name == "gophermap"]
        self.assertIn(self.root / "gophermap", menus)
        linked = set()
        for menu in menus:
            for kind, _, selector, *_ in menu_items(menu):
                if kind == "0":
                    self.assertTrue((self.root / selector.lstrip("/")).is_file(), selector)
                    linked.add(selector)
                elif kind == "1":
                    self.assertTrue((self.root / selector.lstrip("/") / "gophermap").is_file(), selector)
        stories = [path for path in files_below(self.root) if path.suffix == ".txt"]
        self.assertEqual({selector for selector in linked if selector.endswith(".xml")}, {"/lite.cnn.com/feed.xml"})
        self.assertEqual(len(linked), len(stories) + 1)
        self.assertGreaterEqual(len(stories), 12)

    @needs("xmllint")
    def test_the_feed_of_a_mirror_is_valid_and_newest_first(self):
        self.mirror_edition()
        feed = (self.root / "lite.cnn.com/feed.xml").read_bytes()
        self.assertEqual(atom.faults(feed), [])
        self.assertIn(b"<summary>", feed)
        published = re.findall(rb"<published>([^<]+)<", feed)
        self.assertGreater(len(set(published)), 12)
        self.assertEqual(published, sorted(published, reverse=True))

    def test_everybody_may_read_and_only_the_owner_write_whatever_the_umask(self):
        process = newshole("mirror", "--from", EDITION, "--root", self.root, umask=0o077)
        self.check_status(process, 0)
        for path in (self.root, *self.root.rglob("*")):
            if ".newshole" not in path.parts:
                self.assertEqual(path.stat().st_mode & 0o7777, 0o755 if path.is_dir() else 0o644, path)
        self.assertEqual((self.root / ".newshole").stat().st_mode & 0o777, 0o700)

    def test_a_dry_run_writes_nothing_and_says_what_it_would(self):
        process = newshole("mirror", "--from", EDITION, "--root", self.root, "--dry-run")
        self.check_status(process, 0)
        self.assertIn(".txt", process.stdout)
        self.assertEqual(tree(self.root) if self.root.exists() else {}, {})

    def test_a_limit_holds(self):
        self.mirror_edition("--limit", "3")
        self.assertEqual(len([path for path in tree(self.root) if path.endswith(".txt") and "/digest/" not in path]), 3)

    def test_a_report_says_what_happened(self):
        report = self.folder / "report.json"
        self.mirror_edition("--report", report)
        site = json.loads(report.read_text())["sites"][0]
        self.assertGreaterEqual(site["added"], 12)
        self.mirror_edition("--report", report)
        self.assertEqual(json.loads(report.read_text())["sites"][0]["added"], 0)

    def test_a_run_beside_another_ends_at_once(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            first = self.start_with_silent(silent)
            try:
                silent.settimeout(PATIENCE)
                connection, _ = silent.accept()
                with connection:
                    second = newshole("mirror", "--from", EDITION, "--root", self.root)
                    self.assertIsNone(first.poll(), "the first run has ended too early")
            finally:
                first.kill()
                first.communicate()
        self.check_status(second, 75)
        self.assertEqual(len(second.stderr.splitlines()), 1)
        # The lock dies with its process.
        self.mirror_edition()

    def test_a_file_that_may_not_grow_is_said_and_the_next_run_heals(self):
        process = newshole("mirror", "--from", EDITION, "--root", self.root,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
        self.check_status(process, 2)
        self.assertIn(f"{self.root}/", process.stderr)
        self.mirror_edition()

    def test_a_signal_ends_a_run_that_waits_for_a_site_soon(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number), socket.create_server(("127.0.0.1", 0)) as silent:
                process = self.start_with_silent(silent)
                silent.settimeout(PATIENCE)
                connection, _ = silent.accept()
                with connection:
                    process.send_signal(number)
                    began = time.monotonic()
                    _, messages = process.communicate(timeout=PATIENCE)
                self.assertLess(time.monotonic() - began, 45, "it has 60 s for a page")
                self.assertEqual(process.returncode, 75, messages)
                self.assertIn("asked to stop", messages)
        self.mirror_edition()

    def test_a_signal_that_is_ignored_stays_so(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            process = self.start_with_silent(silent, "nohup")
            silent.settimeout(PATIENCE)
            connection, _ = silent.accept()
            with connection:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                ignored = int(re.search(r"(?m)^SigIgn:\s+(\w+)$", status)[1], 16)
                self.assertTrue(ignored >> (signal.SIGHUP - 1) & 1, status)
                self.assertFalse(ignored >> (signal.SIGTERM - 1) & 1, status)
                process.kill()
                process.communicate()

    def start_with_silent(self, server, *prefix):
        """A run whose site takes connections and never answers."""
        port = server.getsockname()[1]
        return subprocess.Popen(
            [*prefix, PROGRAM, "mirror", "--root", self.root, "--max-time", "60", "--connect-to",
             f"lite.cnn.com:443:127.0.0.1:{port}"],
            env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True)

    def test_a_root_that_cannot_be_written_is_the_callers_fault(self):
        self.root.write_text("a file, where a folder should be")
        process = newshole("mirror", "--from", EDITION, "--root", self.root)
        self.check_status(process, 2)
        self.assertIn(str(self.root), process.stderr)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_folder_without_write_permission_is_the_callers_fault(self):
        self.root.mkdir(mode=0o555)
        self.check_status(newshole("mirror", "--from", EDITION, "--root", self.root), 2)

    def test_a_folder_without_saved_pages_mirrors_nothing_and_says_so(self):
        process = newshole("mirror", "--from", self.folder, "--root", self.root)
        self.assertIn(process.returncode, (2, 75))
        self.assertIn("lite.cnn.com", process.stderr)
        self.assertEqual(tree(self.root), {})

    def test_a_lost_front_page_leaves_the_mirror_alone(self):
        self.mirror_edition()
        before = fingerprints(self.root)
        process = newshole("mirror", "--from", self.folder, "--root", self.root)
        self.assertNotEqual(process.returncode, 0)
        self.assertEqual(fingerprints(self.root), before)

    def test_prune_removes_an_edition_that_is_configured_no_more(self):
        config = self.folder / "newshole.json"
        both = {"root": str(self.root), "sites": ["lite.cnn.com"], "editions": [{}, {"name": "small", "width": 40}]}
        config.write_text(json.dumps(both))
        arguments = ("mirror", "--config", config, "--from", EDITION)
        self.check_status(newshole(*arguments), 0)
        config.write_text(json.dumps(both | {"editions": [{}]}))
        process = newshole(*arguments)
        self.check_status(process, 0)
        self.assertEqual(process.stderr, "newshole: small: no site or edition of the configuration owns it any more; "
                                         "newshole mirror --prune removes it\n")
        self.assertEqual(newshole(*arguments).stderr, "")
        (self.root / "small/mine.txt").write_text("mine")
        files = sorted(str(path.relative_to(self.root)) for path in (self.root / "small").rglob("*")
                       if path.is_file() and path.name != "mine.txt")
        process = newshole(*arguments, "--prune", "--dry-run")
        self.check_status(process, 0)
        removed = [line.removeprefix("would remove ") for line in process.stdout.splitlines()
                   if line.startswith("would remove ")]
        self.assertEqual(sorted(removed), files)
        self.assertEqual(newshole(*arguments, "--prune", "--site", "lite.cnn.com").returncode, 2)
        process = newshole(*arguments, "--prune")
        self.check_status(process, 0)
        self.assertEqual(process.stderr, "newshole: small/mine.txt: stays, newshole did not make it\n")
        self.assertEqual([path.name for path in (self.root / "small").iterdir()], ["mine.txt"])

    def test_a_root_is_relative_to_the_file_that_names_it(self):
        config = self.folder / "newshole.json"
        config.write_text('{"root": "news", "sites": ["lite.cnn.com"]}')
        (self.folder / "elsewhere").mkdir()
        process = newshole("mirror", "--config", config, "--from", EDITION, cwd=self.folder / "elsewhere")
        self.check_status(process, 0)
        self.assertTrue((self.folder / "news/gophermap").is_file())
        self.assertEqual(list((self.folder / "elsewhere").iterdir()), [])

    def test_the_shipped_configuration_names_the_root(self):
        process = newshole("mirror", "--from", EDITION, "--config", CONFIG, cwd=self.folder)
        self.check_status(process, 0)
        self.assertTrue((self.folder / "mirror/gophermap").is_file())


class Digest(ProgramTest):
    """What `newshole digest` prints of a mirror of two sites, one of which had news on the last day."""

    def setUp(self):
        super().setUp()
        self.add("lite.cnn.com", "2026-04-23", "Old")
        self.add("lite.cnn.com", "2026-04-24", "New")
        self.add("zeitung.example", "2026-04-23", "Alt")
        self.config = self.folder / "newshole.json"
        self.config.write_text(json.dumps({"root": str(self.root), "sites": ["lite.cnn.com"],
                                           "editions": [{}, {"name": "small", "charset": "iso-8859-1"}]}))

    def add(self, folder, day, words, heading="THE DAY IN BRIEF", charset="utf-8"):
        path = self.root / folder / f"digest/{day}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"tagline\n\n{heading}\n\n{words}\n", encoding=charset)

    def digest(self, *arguments):
        return newshole("digest", "--config", self.config, *arguments)

    def printed(self, *arguments):
        process = self.digest(*arguments)
        self.check_status(process, 0)
        return [text.splitlines()[-1] for text in process.stdout.split("\f\n")]

    def refused(self, *arguments):
        process = self.digest(*arguments)
        self.check_status(process, 2)
        self.assertEqual(process.stdout, "")
        self.assertEqual(process.stderr.count("\n"), 1)
        return process.stderr

    def test_it_is_that_of_the_newest_day_or_of_a_day_that_is_asked_for(self):
        self.assertEqual(self.printed(), ["New"])
        self.assertEqual(self.printed("--day", "2026-04-23"), ["Old", "Alt"])
        self.assertEqual(self.printed("--site", "zeitung.example"), ["Alt"])
        self.assertEqual(self.printed("--site", "https://lite.cnn.com/", "--day", "2026-04-23"), ["Old"])

    def test_an_edition_has_its_own_and_prints_utf_8(self):
        self.add("small/lite.cnn.com", "2026-04-22", "Caf\u00e9", charset="iso-8859-1")
        self.assertEqual(self.printed("--edition", "small"), ["Caf\u00e9"])
        self.assertIn("smalls: no such edition; did you mean small?", self.refused("--edition", "smalls"))

    def test_what_is_no_digest_is_none(self):
        self.add("lite.cnn.com", "2026-05-01", "secret", heading="NOTES")
        self.add("lite.cnn.com", "notes", "secret")
        (self.root / "lite.cnn.com/digest/2026-06-01.txt").symlink_to(self.root / "lite.cnn.com/digest/2026-04-23.txt")
        self.assertEqual(self.printed(), ["New"])
        self.assertIn("no digest of this day", self.refused("--day", "2026-05-01"))

    def test_a_digest_that_is_not_there_is_named_with_what_is(self):
        self.assertIn("2026-04-25: the mirror has no digest of this day; the newest is of 2026-04-24",
                      self.refused("--day", "2026-04-25"))
        self.assertIn("zeitung.exampl: the mirror has no digest of this site; did you mean zeitung.example?",
                      self.refused("--site", "zeitung.exampl"))
        for day in ("2026-02-30", "yesterday", "2026-4-24"):
            self.assertIn(f"--day: {day}: no day like 2026-04-24", self.refused("--day", day))
        self.assertRegex(self.refused("--root", self.folder / "none"), "none: no digest there yet")
        self.assertFalse((self.folder / "none").exists())

    def test_a_mirror_of_a_real_edition_has_one(self):
        shutil.rmtree(self.root)
        self.mirror_edition()
        process = newshole("digest", "--root", self.root)
        self.check_status(process, 0)
        newest = max((self.root / "lite.cnn.com/digest").iterdir())
        self.assertEqual(process.stdout, newest.read_text())


class Takedown(ProgramTest):
    SITE = "https://lite.cnn.com/"

    def setUp(self):
        super().setUp()
        self.mirror_edition()
        self.story = next(path.relative_to(self.root) for path in files_below(self.root)
                          if path.suffix == ".txt" and path.parent.name != "digest")
        self.url = self.SITE + str(self.story).removeprefix("lite.cnn.com/").removesuffix(".txt")

    def takedown(self, *arguments, status=0):
        process = newshole("takedown", "--root", self.root, *arguments)
        self.check_status(process, status)
        return process

    def test_a_story_goes_by_whichever_name_and_no_run_brings_it_back(self):
        before = tree(self.root)
        for name in (self.url, "/" + str(self.story), str(self.story).removesuffix(".txt"), self.root / self.story,
                     f"gopher://hole.example:7070/0/{self.story}", "/live/" + self.url.removeprefix("https://")):
            with self.subTest(name):
                self.assertEqual(self.takedown(name).stdout, f"{self.url}: removed, 1 file\n")
                self.mirror_edition()
                after = tree(self.root)
                self.assertNotIn(str(self.story), after)
                self.assertFalse([path for path, data in after.items() if self.story.name[:-4].encode() in data])
                self.assertEqual(self.takedown("--undo", self.url).stdout, f"{self.url}: may be fetched again\n")
                self.mirror_edition()
                self.assertEqual(tree(self.root).keys(), before.keys())

    def test_the_list_says_what_was_taken_down_and_when(self):
        self.assertEqual(self.takedown("--list").stdout, "")
        other = "https://other.example/a"
        self.assertEqual(self.takedown(self.url, other).stdout, f"{self.url}: removed, 1 file\n"
                         f"{other}: was not in the mirror; it will not be fetched\n")
        self.assertEqual(self.takedown(other).stdout, f"{other}: was taken down before\n")
        lines = self.takedown("--list").stdout
        self.assertRegex(lines, rf"\A20\d\d-\d\d-\d\d {self.url}\n20\d\d-\d\d-\d\d {other}\n\Z")
        self.assertEqual((self.root / ".newshole/takedowns").read_text(), lines)

    def test_what_is_no_story_is_named_and_the_rest_is_done(self):
        before = fingerprints(self.root)
        none = self.takedown("/lite.cnn.com/nothing.txt", status=2)
        self.assertIn("newshole: lite.cnn.com/nothing.txt: no story of the mirror", none.stderr)
        self.assertEqual(fingerprints(self.root), before)
        some = self.takedown("nothing", self.url, status=1)
        self.assertEqual(some.stdout, f"{self.url}: removed, 1 file\n")
        self.assertIn("newshole: nothing: no story", some.stderr)
        for arguments in ((), ("--list", self.url), ("--undo",), ("--undo", "https://other.example/")):
            self.takedown(*arguments, status=2)
        self.check_status(newshole("takedown", "--root", self.folder / "none", self.url), 2)
        self.assertFalse((self.folder / "none").exists())

    def test_a_run_that_holds_the_mirror_is_not_disturbed(self):
        with open(self.root / ".newshole/lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            process = self.takedown(self.url, status=75)
        self.assertEqual(process.stdout, "")
        self.assertIn("another run holds the mirror", process.stderr)
        self.assertFalse((self.root / ".newshole/takedowns").exists())

    def test_convert_reads_it_all_the_same(self):
        self.takedown(PAGE_URL)
        process = newshole("convert", PAGE, "--url", PAGE_URL)
        self.check_status(process, 0)
        self.assertIn(HEADLINE, process.stdout)


if __name__ == "__main__":
    unittest.main()
