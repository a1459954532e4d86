"""What `newshole COMMAND --help` offers is what the man page and each completion file offer, and the keys of the
schemas are those that the man pages of the files name."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["NEWSHOLE"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]
CONVERTER = SOURCE / "converter"
COMMANDS = ("add", "banner", "convert", "digest", "mirror", "report", "search", "serve", "sites", "takedown")
OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][A-Za-z-]*")
# A man page, the schema whose keys it names, and for each object of that the section that names its keys.
FILE_PAGES = (
    ("newshole.json.5", "newshole.schema.json",
     {"": "KEYS", "sites": "Sites", "edition": "Editions", "network": "Network", "serve": "Serve"}),
    ("newshole-site.5", "site.schema.json",
     {"": "KEYS", "dates": "Dates", "stories": "Stories", "stories/rewrite": "Rewritten addresses",
      "article": "Articles", "article/remove_paragraphs": "Paragraphs to remove", "banner": "Banners",
      "field": "Fields"}),
)


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def options_of_help(command):
    """The options that stand first on a line, with their other names."""
    text = output_of(PROGRAM, command, "--help")
    names = re.findall(r"^ +(-[A-Za-z-]+(?:, ?-[A-Za-z-]+)*)", text, re.MULTILINE)
    return set(OPTION.findall(" ".join(names)))


def options_of_man(command):
    sections = {f"Options of {command}", "Common options"}
    if command not in ("banner", "digest", "report", "search", "takedown"):
        sections.add("Network options")
    found, section = set(), ""
    for line in (CONVERTER / "man/newshole.1").read_text().splitlines():
        if line.startswith((".Sh ", ".Ss ")):
            section = line.split(" ", 1)[1]
        elif line.startswith(".It") and section in sections:
            found |= {"-" + name for name in re.findall(r"Fl (-?[A-Za-z-]+)", line)}
    return found - ({"--config"} if command == "report" else set())


def options_of_bash(command):
    script = (f"source {CONVERTER}/completions/newshole.bash; COMP_WORDS=(newshole {command} -);"
              "COMP_CWORD=2; _newshole; printf '%s\\n' \"${COMPREPLY[@]}\"")
    return set(output_of("bash", "-c", script).split())


def options_of_zsh(command):
    script = (f"words=(newshole {command} -); CURRENT=3; _arguments() {{ print -rl -- $@ }};"
              f"source {CONVERTER}/completions/_newshole")
    lines = output_of("zsh", "-f", "-c", script)
    return set(re.findall(r"^\*?(?:\([^)]*\))?(--?[A-Za-z][A-Za-z-]*)[\[=+-]", lines, re.MULTILINE))


def options_of_fish(command):
    script = f"source {CONVERTER}/completions/newshole.fish; complete -C 'newshole {command} -'"
    return {line.split("\t")[0] for line in output_of("fish", "--no-config", "-c", script).splitlines()}


def keys_of_schema(schema, path=""):
    """The keys of each object, by the keys that lead to it; of a definition, by its name."""
    found = {}
    if "properties" in schema:
        found[path] = set(schema["properties"])
    below = [(path, each) for name in ("anyOf", "oneOf", "allOf") for each in schema.get(name, [])]
    below += [(path, schema["items"])] if "items" in schema else []
    below += [(f"{path}/{key}".strip("/"), value) for key, value in schema.get("properties", {}).items()]
    below += list(schema.get("definitions", {}).items())
    for place, each in below:
        for key, names in keys_of_schema(each, place).items():
            found[key] = found.get(key, set()) | names
    return found


def keys_of_page(text):
    """The keys that each section names."""
    found, section = {}, ""
    for line in text.splitlines():
        if line.startswith((".Sh ", ".Ss ")):
            section = line.split(" ", 1)[1]
        elif line.startswith(".It Cm "):
            found.setdefault(section, set()).update(line.removeprefix(".It Cm ").split(" , "))
    return found


def examples_of_page(text):
    """The JSON files that it shows."""
    shown = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", text, re.MULTILINE | re.DOTALL)
    return [json.loads(each) for each in shown if each.startswith("{")]


class DocsInSync(unittest.TestCase):
    maxDiff = None

    def check(self, read, needs=None):
        if needs and not shutil.which(needs):
            if os.environ.get("CI"):
                self.fail(f"{needs} is not installed")
            self.skipTest(f"{needs} is not installed")
        for command in COMMANDS:
            with self.subTest(command):
                documented = read(command) - {"-V", "--version"}
                self.assertEqual(sorted(documented), sorted(options_of_help(command) - {"-V", "--version"}))

    def test_help_shows_options(self):
        self.assertLessEqual({"--url", "--width", "--connect-to", "-o", "--help"}, options_of_help("convert"))

    def test_every_command_is_in_the_help(self):
        text = output_of(PROGRAM, "--help")
        for command in COMMANDS:
            self.assertRegex(text, rf"(?m)^ +{command}\b")

    def test_man_page(self):
        self.check(options_of_man)

    def test_bash(self):
        self.check(options_of_bash, "bash")

    def test_zsh(self):
        self.check(options_of_zsh, "zsh")

    def test_fish(self):
        self.check(options_of_fish, "fish")


class FilePages(unittest.TestCase):
    maxDiff = None

    def test_each_key_of_a_schema_is_in_the_section_of_its_object_and_no_other_is(self):
        for page, schema, sections in FILE_PAGES:
            documented = keys_of_page((CONVERTER / "man" / page).read_text())
            keys = keys_of_schema(json.loads((SOURCE / "config" / schema).read_text()))
            self.assertEqual(sorted(keys), sorted(sections), page)
            for path, section in sections.items():
                with self.subTest(page=page, section=section):
                    self.assertEqual(sorted(documented.get(section, ())), sorted(keys[path]))

    def test_a_key_that_nobody_documented_is_found(self):
        schema = {"properties": {"a": {"items": {"anyOf": [{"type": "string"}, {"properties": {"b": {}}}]}}},
                  "definitions": {"d": {"oneOf": [{"properties": {"c": {}}}]}}}
        self.assertEqual(keys_of_schema(schema), {"": {"a"}, "a": {"b"}, "d": {"c"}})
        self.assertEqual(keys_of_page(".Sh KEYS\n.It Cm a , b\nc\n.Ss More\n.It Li d\n.It Cm e\n"),
                         {"KEYS": {"a", "b"}, "More": {"e"}})

    def test_an_object_among_the_sites_has_the_keys_of_a_profile(self):
        configuration = keys_of_schema(json.loads((SOURCE / "config/newshole.schema.json").read_text()))
        profile = keys_of_schema(json.loads((SOURCE / "config/site.schema.json").read_text()))
        self.assertEqual(configuration["sites"] - {"site"}, profile[""] - {"$schema", "extends"})

    def test_the_program_reads_the_examples(self):
        for page, _, _ in FILE_PAGES:
            examples = examples_of_page((CONVERTER / "man" / page).read_text())
            self.assertTrue(examples, page)
            for example in examples:
                with self.subTest(page=page, example=example), tempfile.TemporaryDirectory() as name:
                    folder = pathlib.Path(name)
                    (folder / "sites").mkdir()
                    is_profile = "name" in example
                    path = folder / ("sites/example.json" if is_profile else "newshole.json")
                    if is_profile:
                        (folder / "newshole.json").write_text(json.dumps({"sites": [example["name"]]}))
                    path.write_text(json.dumps(example))
                    for text_file in ("welcome.txt", "contact.txt"):
                        (path.parent / text_file).write_text("Welcome\n")
                    process = subprocess.run([PROGRAM, "sites", "--config", folder / "newshole.json"], text=True,
                                             capture_output=True, check=False, env={"HOME": name})
                    self.assertEqual((process.returncode, process.stderr), (0, ""))
                    names = [example["name"]] if is_profile else ["news.example-feed"]
                    for site in names:
                        self.assertRegex(process.stdout, rf"(?m)^{re.escape(site)} ")

    def test_every_page_is_installed(self):
        rules = (CONVERTER / "CMakeLists.txt").read_text()
        for page in (CONVERTER / "man").iterdir():
            number = page.suffix[1:]
            self.assertRegex(rules, rf"install\(FILES [^)]*man/{re.escape(page.name)} [^)]*MANDIR}}/man{number}\)")

    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_every_page_is_one_that_readers_of_pages_read(self):
        for page in (CONVERTER / "man").iterdir():
            process = subprocess.run(["mandoc", "-Tlint", "-Wwarning", page], capture_output=True, text=True,
                                     check=False)
            self.assertEqual((process.returncode, process.stdout), (0, ""), page)


if __name__ == "__main__":
    unittest.main()
