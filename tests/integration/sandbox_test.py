"""Pages are read in workers: what one dies of costs a page, not the run; what the kernel lacks is said."""

import ctypes
import errno
import json
import os
import pathlib
import signal
import subprocess
import threading
import unittest

from hostile_server import HOST, Behaviour, HostileServer, answer
from program import (CONFIG, EDITION, HEADLINE, IS_SANITIZED, PAGE, PAGE_URL, PROGRAM, ProgramTest, environment,
                     measures_memory, needs, newshole, tree)

SECCOMP_ALLOW, SECCOMP_ERRNO = 0x7fff0000, 0x00050000


def has_walls():
    return "seccomp): yes" in newshole("--version", "--verbose").stdout


def without_seccomp():
    """In a new process: the kernel refuses further filters, as that of some containers does."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    filtered = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(SECCOMP_ALLOW)))
    number = library.seccomp_syscall_resolve_name(b"seccomp")
    library.seccomp_rule_add(filtered, ctypes.c_uint32(SECCOMP_ERRNO | errno.ENOSYS), number, 0)
    if library.seccomp_load(filtered) != 0:
        os._exit(99)


def children(process):
    """Numbers of the processes that it started."""
    tasks = pathlib.Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for task in tasks for number in task.read_text().split()]


@needs("openssl")
class Workers(ProgramTest):
    def convert(self, *arguments, **options):
        return newshole("convert", PAGE, "--url", PAGE_URL, *arguments, **options)

    def configuration(self, sandbox):
        (self.folder / "sites").symlink_to(CONFIG.parent / "sites")
        path = self.folder / "newshole.json"
        path.write_text(json.dumps(json.loads(CONFIG.read_text()) | {"sandbox": sandbox}))
        return path

    def test_a_page_reads_the_same_without_a_sandbox(self):
        off = self.convert("--config", self.configuration("off"))
        self.check_status(off, 0)
        self.assertIn(HEADLINE, off.stdout)
        self.assertEqual(self.convert().stdout, off.stdout)

    def test_a_check_of_profiles_reads_the_same_without_a_sandbox_and_heeds_a_required_one(self):
        off = newshole("sites", "--check", "--from", EDITION, "--config", self.configuration("off"))
        self.check_status(off, 0)
        self.assertIn("byline", off.stdout)
        on = newshole("sites", "--check", "--from", EDITION)
        self.assertEqual((on.stdout, on.stderr), (off.stdout, off.stderr))
        os.unlink(self.folder / "sites")
        refused = newshole("sites", "--check", "--from", EDITION, "--config", self.configuration("required"),
                           preexec_fn=without_seccomp)
        self.check_status(refused, 2)
        self.assertEqual(refused.stdout, "")

    def test_a_page_in_any_encoding_is_decoded_behind_the_walls(self):
        words = {"windows-1252": "café", "iso-8859-2": "žluťoučký", "windows-1251": "Трамвай", "koi8-r": "Трамвай",
                 "iso-8859-7": "Τραμ", "windows-1255": "חשמלית", "windows-1256": "ترام", "windows-874": "รถราง",
                 "shift_jis": "路面電車", "euc-jp": "路面電車", "iso-2022-jp": "路面電車", "gbk": "电车", "gb18030": "电车",
                 "big5": "電車", "euc-kr": "전차", "utf-16le": "Трамвай", "macintosh": "café"}
        python = {"windows-874": "cp874", "macintosh": "mac_roman"}
        for encoding, word in words.items():
            with self.subTest(encoding):
                mark = "\ufeff" if encoding == "utf-16le" else ""
                page = self.folder / "page.html"
                page.write_bytes((f"{mark}<!doctype html><meta charset={encoding}><h1 class=headline>{word}</h1>"
                                  f"<article class=article--lite><p class=paragraph--lite>{word}.</p></article>"
                                  ).encode(python.get(encoding, encoding)))
                process = newshole("convert", page, "--url", PAGE_URL)
                self.assertIn(f"\n{word}.\n", process.stdout, process.stderr)

    @unittest.skipUnless(has_walls(), "this kernel filters no system calls")
    def test_a_required_sandbox_that_is_there_lets_pages_be_read(self):
        self.check_status(self.convert("--config", self.configuration("required")), 0)

    def test_a_kernel_without_filters_is_told_of_once_and_pages_are_read(self):
        process = self.convert(PAGE, preexec_fn=without_seccomp)
        self.check_status(process, 0)
        self.assertEqual(process.stderr, "newshole: pages are read without a sandbox: this kernel does not filter "
                                         "system calls\n")

    def test_a_kernel_without_filters_is_refused_where_a_sandbox_is_required(self):
        process = self.convert("--config", self.configuration("required"), preexec_fn=without_seccomp)
        self.check_status(process, 2)
        self.assertEqual(process.stdout, "")
        self.assertIn("requires a sandbox", process.stderr)

    def test_the_version_tells_which_walls_are_there(self):
        process = newshole("--version", "--verbose")
        self.check_status(process, 0)
        self.assertRegex(process.stdout, r"\Anewshole [0-9.]+\n")
        for wall in ("a process of their own: yes", "seccomp): ", "Landlock): ", "256 MB of memory"):
            self.assertIn(wall, process.stdout)

    @unittest.skipIf(IS_SANITIZED, "a sanitizer's memory has no limit")
    @measures_memory
    def test_a_page_that_needs_too_much_memory_costs_itself_alone(self):
        table = "<table>" + "<tr>" + "<td>cell</td>" * 200 + "</tr>"
        page = self.folder / "page.html"
        page.write_text(f"<html><body><h1>A table</h1><p>{'It is long. ' * 40}</p>" + table * 6000 + "</body></html>")
        process = newshole("convert", page, PAGE, "--url", PAGE_URL)
        self.assertIn(process.returncode, (0, 1), process.stderr)
        self.assertIn(HEADLINE, process.stdout)
        if process.returncode == 1:
            self.assertRegex(process.stderr, r"\Anewshole: [^\n]+page.html: too-complex: [^\n]+\n\Z")

    def test_a_worker_that_is_killed_takes_one_page_and_the_run_goes_on(self):
        is_asked, is_free = threading.Event(), threading.Event()

        def act(peer):
            name = peer.path.strip("/") or "index"
            if name != "index":
                is_asked.set()
                is_free.wait(120)
            page = EDITION / HOST / f"{name}.html"
            peer.send(answer(body=page.read_bytes()) if page.is_file() else answer(status="404 Not Found"))

        server = self.enterContext(HostileServer(self.folder))
        self.addCleanup(is_free.set)
        port = server.listen(Behaviour("", (), act, certificate="good"))
        command = [PROGRAM, "mirror", "--site", HOST, "--root", self.root, "--quiet", "--connect-to",
                   f"{HOST}:443:127.0.0.1:{port}", "--cacert", server.authority]
        with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True) as process:
            self.assertTrue(is_asked.wait(120), "no story was asked for")
            # One has read the front page and waits.
            workers = [worker for nursery in children(process.pid) for worker in children(nursery)]
            self.assertEqual(len(workers), 1)
            os.kill(workers[0], signal.SIGKILL)
            is_free.set()
            _, messages = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, messages)
        self.assertRegex(messages, r"\Anewshole: https://[^\n]+: too-complex: reading it failed \(signal 9\)\n\Z")
        stories = [name for name in tree(self.root) if name.endswith(".txt") and "/digest/" not in name]
        self.assertGreater(len(stories), 3)


if __name__ == "__main__":
    unittest.main()
