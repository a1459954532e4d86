"""scripts/affected: a change asks for the tests of the modules that depend on it, and for no others."""

import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
# Of all programs, one object a source; it is configured and not built.
BUILD = pathlib.Path(sys.argv.pop())


def setUpModule():
    subprocess.run(["cmake", "--preset", "dev", "-B", BUILD], cwd=SOURCE, check=True, stdout=subprocess.DEVNULL)


def affected(*files):
    """Targets, and the pattern of tests' names."""
    run = subprocess.run([SOURCE / "scripts/affected", BUILD, *files], capture_output=True, text=True, check=True)
    targets, tests = run.stdout.splitlines()
    return targets.split(), re.compile(tests)


class Affected(unittest.TestCase):
    def test_a_module_affects_those_that_depend_on_it(self):
        targets, tests = affected("lib/gopher/menu.cpp")
        self.assertLessEqual({"gopher_test", "mirror_test", "serve_test", "newshole"}, set(targets))
        self.assertFalse({"text_test", "html_test", "fetch_test", "extract_test"} & set(targets))
        for name in ("gopher/a menu", "serve/an answer", "integration/gopher", "torture/quick", "policy/layers"):
            self.assertTrue(tests.match(name), name)
        for name in ("text/a line", "fetch/a page"):
            self.assertFalse(tests.match(name), name)

    def test_a_header_affects_whatever_includes_it(self):
        self.assertIn("text_test", affected("lib/base/error.h")[0])
        targets, _ = affected("tests/fetch/local_server.h")
        self.assertIn("fetch_test", targets)
        self.assertNotIn("gopher_test", targets)

    def test_a_test_of_the_program_affects_itself(self):
        _, tests = affected("tests/integration/serve_test.py")
        self.assertTrue(tests.match("integration/serve"))
        self.assertFalse(tests.match("integration/serve_live"))

    def test_a_document_affects_the_checks_of_form(self):
        targets, tests = affected("README.md")
        self.assertEqual(targets, ["newshole"])
        self.assertTrue(tests.match("policy/spelling"))
        self.assertFalse(tests.match("integration/cli"))

    def test_what_nobody_knows_affects_everything(self):
        for file in ("CMakeLists.txt", "config/newshole.json", "fixtures/edition/new.html"):
            targets, tests = affected("README.md", file)
            self.assertEqual(targets, ["all"])
            self.assertTrue(tests.match("text/a line"))


if __name__ == "__main__":
    unittest.main()
