"""The program of lib/README.md is built over the installed library, as another project would, and works."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["NEWSHOLE_BUILD"])
CASE = ROOT / "fixtures/lite.cnn.com/plain"
COMPILER = os.environ.get("CXX", "c++")


def run(*command, **options):
    process = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    if process.returncode != 0:
        raise AssertionError(f"{command}: {process.returncode}\n{process.stdout[-4000:]}{process.stderr[-4000:]}")
    return process.stdout


class Consumer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="newshole-test-")))
        cls.prefix = cls.folder / "prefix"
        run("cmake", "--install", BUILD, "--prefix", cls.prefix)
        run("cmake", "-G", "Ninja", "-S", ROOT / "tests/consumer", "-B", cls.folder / "build",
            f"-DCMAKE_PREFIX_PATH={cls.prefix}", f"-DCMAKE_CXX_COMPILER={COMPILER}")
        run("cmake", "--build", cls.folder / "build")
        cls.program = cls.folder / "build/consumer"

    def test_a_page_becomes_the_text_that_is_expected(self):
        url = re.search(r'"url": "([^"]+)"', (CASE / "case.json").read_text())[1]
        text = run(self.program, CASE / "page.html", url, self.prefix / "share/newshole/sites")
        self.assertEqual(text, (CASE / "expected.txt").read_text())

    def test_a_page_alone_is_read_without_a_profile(self):
        text = run(self.program, CASE / "page.html")
        headline = (CASE / "expected.txt").read_text().split("ARTICLE VIEW:\n\n")[1].split("\n")[0]
        self.assertIn(f"ARTICLE VIEW:\n\n{headline}\n", text)

    def test_a_site_is_mirrored(self):
        run(self.program, "--mirror", self.prefix / "share/newshole", ROOT / "fixtures/edition",
            self.folder / "mirror")
        self.assertTrue((self.folder / "mirror/gophermap").is_file())
        self.assertGreater(len(list((self.folder / "mirror").rglob("*.txt"))), 10)

    def test_the_example_has_15_to_40_lines(self):
        block = re.search(r"```cpp\n(.*?)```", (ROOT / "lib/README.md").read_text(), re.DOTALL)[1]
        self.assertIn(len(block.splitlines()), range(15, 41))

    def test_an_installed_header_needs_no_other(self):
        headers = sorted((self.prefix / "include/newshole").rglob("*.h"))
        self.assertGreater(len(headers), 30)
        all_of_them = self.folder / "all.cpp"
        all_of_them.write_text("".join(f'#include "{header}"\n' for header in headers))
        run(COMPILER, "-std=c++20", "-fsyntax-only", "-I", self.prefix / "include/newshole", all_of_them)


if __name__ == "__main__":
    unittest.main()
