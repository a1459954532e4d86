"""What a packager meets: a build without a preset, what it installs, the packages that each purpose needs."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
INSTALL = SOURCE / "scripts/install-packages"
GROUPS = ("build", "quickstart", "test", "cluster", "lint", "bench")


def configure(folder, *options):
    """The compiler's options for each source, the compiler's name left out."""
    clean = {name: value for name, value in os.environ.items() if name not in ("CFLAGS", "CXXFLAGS", "CPPFLAGS")}
    subprocess.run(["cmake", "-G", "Ninja", "-S", SOURCE, "-B", folder, "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", *options],
                   check=True, capture_output=True, env=clean)
    entries = json.loads(pathlib.Path(folder, "compile_commands.json").read_text())
    return [entry["command"].split()[1:] for entry in entries]


def packages(*groups):
    return set(subprocess.run([INSTALL, "--list", *groups], check=True, capture_output=True, text=True).stdout.split())


class Packaging(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="newshole-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.plain = cls.folder / "plain"
        cls.commands = configure(cls.plain)

    def test_a_build_without_a_preset_is_optimised_and_has_no_flags_of_developers(self):
        self.assertTrue(self.commands)
        for options in self.commands:
            self.assertIn("-O3", options)
            # CMake itself asks for the last one, with a precompiled header.
            flags = {it for it in options if it.startswith(("-W", "-g", "-f"))} - {"-Winvalid-pch"}
            self.assertEqual(flags, set(), options)

    def test_what_the_packager_chooses_is_what_is_built(self):
        commands = configure(self.folder / "chosen", "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_STANDARD=23",
                             "-DCMAKE_CXX_EXTENSIONS=ON", "-DCMAKE_CXX_FLAGS=-O1")
        for options in commands:
            self.assertIn("-std=gnu++23", options)
            self.assertEqual([it for it in options if it.startswith("-O")], ["-O1"])

    def test_licence_readme_and_changes_are_installed(self):
        place = self.folder / "installed"
        subprocess.run(["cmake", "--install", self.plain, "--prefix", place, "--component", "Documentation"],
                       check=True, capture_output=True)
        for name in ("LICENSE", "README.md", "CHANGELOG.md"):
            self.assertEqual((place / "share/doc/newshole" / name).read_bytes(), (SOURCE / name).read_bytes())

    def test_each_purpose_has_its_packages_and_the_program_needs_no_tests(self):
        for group in GROUPS:
            self.assertTrue(packages(group), group)
        self.assertEqual(packages(), packages(*GROUPS))
        self.assertEqual(packages("build") & packages("quickstart", "test", "lint", "bench"), set())
        self.assertEqual(subprocess.run([INSTALL, "--list", "builds"], capture_output=True).returncode, 2)


if __name__ == "__main__":
    unittest.main()
