"""scripts/quickstart, with the program that is already built."""

import contextlib
import os
import pathlib
import re
import shlex
import signal
import subprocess
import threading
import unittest

from program import PROGRAM, SOURCE, ProgramTest, needs
from servers import IS_ROOT, end_group, free_port

QUICKSTART = SOURCE / "scripts/quickstart"
PATIENCE = 120


def command(*arguments):
    return {"args": [QUICKSTART, *map(str, arguments)], "env": os.environ | {"NEWSHOLE": PROGRAM},
            "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}


def quickstart(*arguments, prefix=()):
    options = command(*arguments)
    return subprocess.run([*prefix, *options.pop("args")], timeout=PATIENCE, **options)


@contextlib.contextmanager
def quickstart_until_it_serves(*arguments):
    """The process, in a group of its own as at a terminal, and what it has said."""
    process = subprocess.Popen(start_new_session=True, **command(*arguments))
    watchdog = threading.Timer(PATIENCE, end_group, [process])
    watchdog.start()
    try:
        said = ""
        while line := process.stdout.readline():
            said += line
            if line.startswith("Ctrl-C"):
                break
        yield process, said
    finally:
        watchdog.cancel()
        end_group(process)
        process.stdout.close()
        process.stderr.close()


def can_cut_the_network():
    return subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode == 0


@needs("curl")
class Quickstart(ProgramTest):
    def test_offline_shows_the_front_page_of_the_bundled_edition(self):
        port = free_port()
        process = quickstart("--offline", "--once", "--port", port)
        self.check_status(process, 0)
        self.assertIn("Latest stories", process.stdout)
        self.assertIn("\n7Search 16 stories\n", process.stdout)
        self.assertIn(f"lynx gopher://127.0.0.1:{port}/", process.stdout)

    @needs("lynx")
    def test_the_search_that_it_names_finds_stories(self):
        with quickstart_until_it_serves("--offline", "--port", free_port()) as (_, said):
            lynx, url = shlex.split(re.search(r"(?m)^Search it: +(.*)$", said)[1])
            found = subprocess.run([lynx, "-dump", "-nolist", url], capture_output=True, text=True, check=True,
                                   timeout=PATIENCE).stdout
        self.assertRegex(found, r"[0-9]+ stories have this")
        self.assertRegex(found, r"\(FILE\) \w")

    @needs("ps")
    def test_ctrl_c_ends_the_server_and_removes_the_mirror(self):
        port = free_port()
        with quickstart_until_it_serves("--offline", "--port", port) as (process, said):
            folder = pathlib.Path(re.search(r"(?m)^The mirror: +(.*)/mirror$", said)[1])
            self.assertTrue(folder.is_dir())
            served = ["ps", "-o", "user=,args=", "--ppid", str(process.pid)]
            server = subprocess.run(served, capture_output=True, text=True, check=True).stdout
            self.assertIn(f"{PROGRAM} serve", server)
            if IS_ROOT:
                self.assertRegex(server, r"\Anobody ")
            os.killpg(process.pid, signal.SIGINT)
            self.assertEqual(process.wait(PATIENCE), 0)
            self.assertFalse(folder.exists())
        again = quickstart("--offline", "--once", "--port", port)
        self.check_status(again, 0)

    @unittest.skipUnless(can_cut_the_network(), "needs a network namespace")
    def test_without_a_network_it_says_so_and_names_offline(self):
        process = quickstart("--once", prefix=("unshare", "-n"))
        self.check_status(process, 75)
        self.assertIn("lite.cnn.com cannot be reached", process.stderr)
        self.assertIn("--offline", process.stderr)


if __name__ == "__main__":
    unittest.main()
