"""Each file, section, promise and test that this repository cites is in it."""

import functools
import json
import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACES = (".ci", "config", "converter", "lib", "scripts", "tests", "CHANGELOG.md", "CMakeLists.txt",
          "CONTRIBUTING.md", "README.md")
# A path below a folder of the root, or a source file as an include names it. A word in capitals stands for a name.
PATH = re.compile(r"(?<![\w/.:@$}~-])((?:\.ci|config|converter|fixtures|lib|scripts|tests)/[\w./-]*\w"
                  r"|[a-z_]+(?:/[a-z_]+)+\.(?:h|cpp|py|cmake))(?![\w/*{<$-]|\.\*)")
DOCUMENT = re.compile(r"(?<![\w/.-])([\w./-]*\w\.md)\b")
# What follows the name of a document: "section 5", "sections 5 and 6", "1.8", "P3", "P3 to P5", "1 ... (P3)".
PLACE = re.compile(r"[,:]?\s+(?:sections?\s+)?((?:P?\d+(?:\.\d+)?)(?:(?:,| and| to|, and)\s+P?\d+(?:\.\d+)?)*)")
# A document that is named without its suffix.
BARE = re.compile(r"\b([A-Z]{4,})(?:\s+section\s+\d|:\s+[A-Z]\d+\b)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r'\("(P\d+)",')
TEST = re.compile(r"`((?:clients|extract|golden|integration|policy|torture)/[a-z_]+(?:\.\.\.)?|golden/\.\.\.|torture/\.\.\.)`")


def is_placeholder(path):
    """Whether a part of it is a word in capitals, alone or before "_" or "."; documents are none."""
    return any(re.fullmatch(r"[A-Z]+([_.]\w+)*", part) for part in path.split("/") if not part.endswith(".md"))


def find(path, file, root=ROOT):
    """What `path` means in `file`: from the root, from its own folder, or as an include says it."""
    for place in (root, file.parent, root / "lib", root / "tests"):
        if (place / path).exists():
            return place / path
    return None


# What people read of a file of each kind; of any other all after "#". A comment of several lines is one.
READ = {
    ".md": re.compile(r".+", re.DOTALL),
    ".h": re.compile(r"//[^\n]*(?:\n\s*//[^\n]*)*"),
    ".py": re.compile(r'"""[^"]*"""|#[^\n]*(?:\n\s*#[^\n]*)*'),
    "": re.compile(r"(?<![^\s])#[^\n]*(?:\n\s*#[^\n]*)*"),
}


def read_of(file, text):
    kind = ".h" if file.suffix == ".cpp" else ".py" if text.startswith("#!/usr/bin/env python") else file.suffix
    blocks = READ.get(kind, READ[""]).findall(text)
    return "\n\n".join(re.sub(r"\n\s*(?:///?<?|#+)\s*", " ", block) if kind != ".md" else block
                       for block in blocks)


@functools.cache
def places_in(document):
    """The sections "1", their items "1.8", and the promises "P3" of a document."""
    found, section = set(), ""
    for line in document.read_text().splitlines():
        if heading := re.match(r"##+ (\d+)\.", line):
            section = heading[1]
            found.add(section)
        elif item := re.match(r"(\d+)\. ", line):
            found.add(f"{section}.{item[1]}")
        elif promise := re.match(r"- \*\*(P\d+)\b", line):
            found.add(promise[1])
    return found


def cited_places(text):
    """Numbers of sections and promises at the start of `text`, which follows the name of a document."""
    matched = PLACE.match(text)
    if not matched:
        return []
    places = re.findall(r"P?\d+(?:\.\d+)?", matched[1])
    if " to " in matched[1] and len(places) == 2 and places[0].startswith("P"):
        first, last = (int(place[1:]) for place in places)
        return [f"P{number}" for number in range(first, last + 1)]
    return places


def faults_of_documents(file, text, root=ROOT):
    for name in DOCUMENT.finditer(text):
        document = find(name[1], file, root)
        if not document:
            yield f"{name[1]} is not there"
            continue
        for place in cited_places(text[name.end():name.end() + 80]):
            if place not in places_in(document):
                yield f"{name[1]} has no {place}"
    for name in BARE.finditer(text):
        yield f"{name[0]}: names no file"


def faults_of_paths(file, text, root=ROOT):
    for path in PATH.findall(text):
        if not is_placeholder(path) and not find(path, file, root):
            yield f"{path} is not there"


def anchors_of(text):
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
            for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def faults_of_links(file, text):
    for target in LINK.findall(text) if file.suffix == ".md" else ():
        path, _, anchor = target.partition("#")
        linked = file.parent / path if path else file
        if "://" in target:
            continue
        if not linked.exists():
            yield f"{target} is not there"
        elif anchor and anchor not in anchors_of(linked.read_text()):
            yield f"{target}: no such heading"


def faults_of(file, text, root=ROOT):
    read = read_of(file, text)
    return [*faults_of_documents(file, read, root), *faults_of_paths(file, read, root), *faults_of_links(file, read)]


def files():
    for place in PLACES:
        place = ROOT / place
        for file in sorted(place.rglob("*")) if place.is_dir() else (place,):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


class Repository(unittest.TestCase):
    def test_what_is_cited_is_there(self):
        for file in files():
            if file == pathlib.Path(__file__).resolve():
                continue
            with self.subTest(str(file.relative_to(ROOT))):
                try:
                    self.assertEqual(faults_of(file, file.read_text()), [])
                except UnicodeDecodeError:
                    continue

    def test_each_kind_of_torture_that_a_promise_names_is_one(self):
        kinds = set(re.findall(r'^    "([a-z-]+)": \(', (ROOT / "scripts/torture").read_text(), re.MULTILINE))
        named = set(re.findall(r"`scripts/torture ([a-z-]+)`", (ROOT / "tests/PROMISES.md").read_text()))
        self.assertGreater(len(named), 10)
        self.assertEqual(named - kinds, set())

    def test_each_behaviour_of_the_hostile_server_is_held_to_a_promise(self):
        promises = places_in(ROOT / "tests/PROMISES.md") | {"P0"}
        text = (ROOT / "tests/integration/hostile_server.py").read_text()
        codes = set(CODE.findall(text))
        self.assertGreater(len(codes), 10)
        self.assertEqual(codes - promises, set())

    def test_each_promise_names_a_test(self):
        text = (ROOT / "tests/PROMISES.md").read_text()
        for promise in re.findall(r"^- \*\*P.*?(?=^- \*\*P|^## |\Z)", text, re.MULTILINE | re.DOTALL):
            with self.subTest(promise.split("**")[1]):
                self.assertRegex(promise, r"`(tests/|scripts/torture )")

    def test_the_map_names_the_modules_in_their_order(self):
        named = re.findall(r"^\| `(\w+)` \|", (ROOT / "lib/README.md").read_text(), re.MULTILINE)
        built = re.findall(r"^add_subdirectory\((\w+)\)", (ROOT / "lib/CMakeLists.txt").read_text(), re.MULTILINE)
        self.assertEqual(named, built)

    @unittest.skipUnless("NEWSHOLE_BUILD" in os.environ, "no build")
    def test_each_test_that_is_named_for_contributors_runs(self):
        listed = subprocess.run(["ctest", "--show-only=json-v1"], cwd=os.environ["NEWSHOLE_BUILD"],
                                capture_output=True, text=True, check=True).stdout
        tests = {test["name"] for test in json.loads(listed)["tests"]}
        named = TEST.findall((ROOT / "CONTRIBUTING.md").read_text())
        self.assertGreater(len(named), 8)
        for name in named:
            with self.subTest(name):
                self.assertTrue(name in tests or (name.endswith("...")
                                                  and any(test.startswith(name[:-3]) for test in tests)))


class Faults(unittest.TestCase):
    """What the check finds, and what it leaves alone."""

    def check(self, name, text, *faults):
        self.assertEqual(faults_of(ROOT / name, text), list(faults))

    def test_a_document_that_is_not_there(self):
        self.check("lib/a.h", "// As PLAN.md has it.", "PLAN.md is not there")

    def test_a_section_and_a_promise_that_are_not_there(self):
        self.check("lib/a.h", "// gopher/CONVENTIONS.md section 5, 1.8 and 9", "gopher/CONVENTIONS.md has no 9")
        self.check("lib/a.h", "// (tests/PROMISES.md P3 to P5)")
        self.check("tests/a.py", "# PROMISES.md, P99", "PROMISES.md has no P99")

    def test_a_citation_that_goes_on_in_the_next_line(self):
        self.check("lib/a.h", "/// Seen (gopher/CONVENTIONS.md\n  /// section 77).", "gopher/CONVENTIONS.md has no 77")

    def test_a_document_without_its_suffix(self):
        self.check("lib/a.h", "int a; // PLAN section 3", "PLAN section 3: names no file")
        self.check("lib/a.h", "// (PLAN: N8)", "PLAN: N8: names no file")

    def test_a_path_that_is_not_there(self):
        self.check("README.md", "run scripts/no-such-script now", "scripts/no-such-script is not there")
        self.check("lib/a.h", "// see text/no_such_header.h", "text/no_such_header.h is not there")

    def test_a_link_that_leads_nowhere(self):
        self.check("README.md", "[a](NO.txt) [b](lib/README.md#no-such-heading)", "NO.txt is not there",
                   "lib/README.md#no-such-heading: no such heading")

    def test_what_is_there_and_what_stands_for_a_name(self):
        self.check("lib/a.h", "// text/clean.h, RFC 1436 section 3.8, lib/gopher/CONVENTIONS.md 1.8")
        self.check("README.md", "scripts/test, config/sites/NAME.json, fixtures/NAME/CASE/, https://a.example/lib/x.h")

    def test_code_is_no_citation(self):
        self.check("lib/a.cpp", 'open("tests/none/such.h");')
        self.check("tests/a.py", "PROGRAM = BUILD / 'tests/none/such'")


if __name__ == "__main__":
    unittest.main()
