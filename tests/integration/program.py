"""Runs newshole, and looks at what it left behind."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["NEWSHOLE"]
IS_SANITIZED = bool(os.environ.get("NEWSHOLE_SANITIZED"))
IS_FOR_MEMORY = bool(os.environ.get("NEWSHOLE_MEMORY_ONLY"))
SOURCE = pathlib.Path(__file__).resolve().parents[2]
CONFIG = SOURCE / "config/newshole.json"
EDITION = SOURCE / "fixtures/edition"
PAGE = SOURCE / "fixtures/lite.cnn.com/plain/page.html"
PAGE_URL = "https://lite.cnn.com/2026/02/17/science/lake-constance-drone-survey"
HEADLINE = "A drone fleet is mapping the floor of Lake Constance"

# A shell ignores these for what it starts in the background, and newshole would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


# For tests whose clients are all at one address.
ROOMY = {"max_per_address": 1024, "max_requests": 1_000_000, "max_searches": 64, "max_live_pages": 32,
         "live_pages_a_minute": 100_000, "site_pages_a_minute": 100_000}


def roomy_config(folder):
    """The shipped configuration with these limits, in a folder of its own."""
    path = folder / "roomy/newshole.json"
    if not path.exists():
        path.parent.mkdir(mode=0o755)
        (path.parent / "sites").symlink_to(SOURCE / "config/sites")
        path.write_text(json.dumps(json.loads(CONFIG.read_text()) | {"serve": ROOMY}))
    return path


def environment():
    """Nothing of the caller's that could change a result."""
    kept = {name: value for name, value in os.environ.items()
            if name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")}
    return kept | {"HOME": "/nonexistent", "LC_ALL": "C", "NEWSHOLE_CONFIG": str(CONFIG)}


def newshole(*arguments, text=True, timeout=120, prefix=(), **options):
    """The finished process, output captured."""
    command = [*prefix, PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=text, timeout=timeout,
                          **{"env": environment(), "encoding": "utf-8" if text else None} | options)


def install(folder):
    """A copy of the program and its data that anybody may run, though only its owner may look where the build is."""
    program = folder / "usr/bin/newshole"
    program.parent.mkdir(parents=True)
    shutil.copy(PROGRAM, program)
    shutil.copytree(SOURCE / "config", folder / "usr/share/newshole")
    for path in (folder / "usr").rglob("*"):
        path.chmod(0o755 if path.is_dir() or path == program else 0o644)
    return program


def needs(*programs):
    """Skips a test where a program is missing; where CI is set, that is a failure."""
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    missing = [program for program in programs if not shutil.which(program, path=path)]

    def decorate(test):
        if not missing:
            return test
        if os.environ.get("CI"):
            raise RuntimeError(f"not installed: {', '.join(missing)}")
        return unittest.skip(f"not installed: {', '.join(missing)}")(test)
    return decorate


def measures_memory(test):
    """A sanitizer needs memory of its own, so that its build cannot run all of this test: the plain build does."""
    test.measures_memory = True
    return test


# Where menus and feeds say when something was seen or written: what two runs may differ in.
TIMES = re.compile(rb"(Last change|New: came|Came since|changed \d|<published>|<updated>)[^<\t|]*")


def without_times(files):
    return {path: TIMES.sub(b"", content) for path, content in files.items()}


def tree(root):
    """Bytes of every file below `root` outside .newshole, by relative path."""
    return {str(path.relative_to(root)): path.read_bytes() for path in files_below(root)}


def fingerprints(root):
    """What changes if anything is written below `root` outside .newshole."""
    paths = [root, *entries_below(root)]
    return {str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns, path.lstat().st_mode,
                        path.read_bytes() if path.is_file() else b"")
            for path in paths}


def entries_below(root):
    return [path for path in pathlib.Path(root).rglob("*")
            if ".newshole" not in path.relative_to(root).parts]


def files_below(root):
    return [path for path in entries_below(root) if path.is_file()]


class ProgramTest(unittest.TestCase):
    """Has a folder of its own that anybody may read, as servers that run as nobody must."""
    maxDiff = 2000

    def setUp(self):
        if IS_FOR_MEMORY and not hasattr(getattr(self, self._testMethodName), "measures_memory"):
            self.skipTest("measures no memory; the sanitized build runs it")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="newshole-test-"))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.root = self.folder / "mirror"

    def check_status(self, process, want):
        self.assertEqual(process.returncode, want, process.stderr)

    def mirror_edition(self, *arguments):
        process = newshole("mirror", "--from", EDITION, "--root", self.root, *arguments)
        self.check_status(process, 0)
        return process
