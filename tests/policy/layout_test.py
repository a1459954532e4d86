"""A newcomer finds any file from the tree alone: no folder is too full, none is called by a name that says nothing."""

import collections
import os
import pathlib
import subprocess
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MOST_FILES = 30
TOP = {"CMakeLists.txt", "CMakePresets.json", "converter", "lib", "tests", "fixtures", "config", "scripts", "packaging",
       "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"}
EMPTY_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "core"}


def tracked():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=SOURCE,
                            capture_output=True, check=True, env=environment).stdout.decode()
    return [pathlib.PurePath(name) for name in listed.split("\0") if name and (SOURCE / name).is_file()]


class Layout(unittest.TestCase):
    def test_no_folder_has_more_than_30_files(self):
        counts = collections.Counter(path.parent for path in tracked())
        self.assertGreater(len(counts), 50)
        self.assertEqual({str(folder): count for folder, count in counts.items()
                          if count > MOST_FILES and folder.parts[0] != "fixtures"}, {})

    def test_the_top_level_has_what_it_may_have(self):
        found = {path.parts[0] for path in tracked()}
        self.assertEqual({name for name in found if not name.startswith(".")} - TOP, set())

    def test_names_of_folders_and_files_say_something(self):
        named = {part.split(".")[0] for path in tracked() for part in path.parts}
        self.assertEqual(named & EMPTY_NAMES, set())


if __name__ == "__main__":
    unittest.main()
