"""What `newshole COMMAND --help` offers is what the man page and each completion file offer."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

PROGRAM = os.environ["NEWSHOLE"]
CONVERTER = pathlib.Path(__file__).resolve().parents[2] / "converter"
COMMANDS = ("banner", "convert", "mirror", "search", "serve", "sites", "takedown")
OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][A-Za-z-]*")


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def options_of_help(command):
    """The options that stand first on a line, with their other names."""
    text = output_of(PROGRAM, command, "--help")
    names = re.findall(r"^ +(-[A-Za-z-]+(?:, ?-[A-Za-z-]+)*)", text, re.MULTILINE)
    return set(OPTION.findall(" ".join(names)))


def options_of_man(command):
    sections = {f"Options of {command}", "Common options"}
    if command not in ("banner", "search", "takedown"):
        sections.add("Network options")
    found, section = set(), ""
    for line in (CONVERTER / "man/newshole.1").read_text().splitlines():
        if line.startswith((".Sh ", ".Ss ")):
            section = line.split(" ", 1)[1]
        elif line.startswith(".It") and section in sections:
            found |= {"-" + name for name in re.findall(r"Fl (-?[A-Za-z-]+)", line)}
    return found


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


class DocsInSync(unittest.TestCase):
    maxDiff = None

    def check(self, read, needs=None):
        if needs and not shutil.which(needs):
            if os.environ.get("CI"):
                self.fail(f"{needs} is not installed")
            self.skipTest(f"{needs} is not installed")
        for command in COMMANDS:
            with self.subTest(command):
                documented = read(command) - {"--version"}
                self.assertEqual(sorted(documented), sorted(options_of_help(command) - {"--version"}))

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


if __name__ == "__main__":
    unittest.main()
