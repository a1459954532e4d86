"""scripts/quickstart, with the program that is already built."""

import os
import subprocess
import unittest

from program import PROGRAM, SOURCE, ProgramTest, needs
from servers import free_port

QUICKSTART = SOURCE / "scripts/quickstart"


def quickstart(*arguments, prefix=()):
    environment = os.environ | {"NEWSHOLE": PROGRAM}
    return subprocess.run([*prefix, QUICKSTART, *map(str, arguments)], capture_output=True, text=True,
                          env=environment, timeout=120, stdin=subprocess.DEVNULL)


def can_cut_the_network():
    return subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode == 0


@needs("gophernicus", "socat", "curl")
class Quickstart(ProgramTest):
    def test_offline_shows_the_front_page_of_the_bundled_edition(self):
        port = free_port()
        process = quickstart("--offline", "--once", "--port", port)
        self.check_status(process, 0)
        self.assertIn("Latest stories", process.stdout)
        self.assertIn(f"lynx gopher://127.0.0.1:{port}/", process.stdout)

    @unittest.skipUnless(can_cut_the_network(), "needs a network namespace")
    def test_without_a_network_it_says_so_and_names_offline(self):
        process = quickstart("--once", prefix=("unshare", "-n"))
        self.check_status(process, 75)
        self.assertIn("lite.cnn.com cannot be reached", process.stderr)
        self.assertIn("--offline", process.stderr)


if __name__ == "__main__":
    unittest.main()
