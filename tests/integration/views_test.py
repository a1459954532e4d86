"""Stories as texts, as menus and as both, in every dialect: whoever follows the links finds all of it."""

import itertools
import json
import re
import shutil
import unittest

from menus import FILE_NAMES, Mirror, columns
from program import EDITION, ProgramTest, fingerprints, newshole, tree, without_times

SITES = ["lite.cnn.com", "text.npr.org", "csmonitor.com", "cbc.ca", "68k.news", "legiblenews.com"]
VIEWS = ("text", "menu", "both")
DIALECTS = ("gophermap", "gph", "raw")
# Columns of what UMN gopher puts behind a title within its 67: "/", " <?>", " <HTML>".
ROOM_BEHIND = {"1": 1, "7": 4, "h": 7}
HEADING = "ARTICLE VIEW:"


def letters(lines):
    """What stands there, however it is broken into lines."""
    return "".join(re.sub(r"\s", "", line) for line in lines)


def story_letters(items):
    """The text of a story's menu, twice: with the lines that the titles of links go on in, and without what looks
    like them, which may be text."""
    with_titles, without, is_title = [], [], False
    for each in items:
        is_title = each.type != "i" or (is_title and each.display.startswith("  "))
        with_titles += [each.display] if each.type == "i" else []
        without += [] if is_title else [each.display]
    return [letters(lines[lines.index(HEADING):]) for lines in (with_titles, without)]


def paragraphs(text):
    """Of a text version, from its heading to its notes, without their numbers."""
    body = text[text.index(HEADING):]
    body = re.split(r"\n\nLinks:\n\n|\n\nFull article:|\n\nBack to index:", body)[0]
    return re.sub(r"\s\[\d+\]", "", body).split("\n\n")


def is_story(items):
    return any(each.display == HEADING for each in items)


class Views(ProgramTest):
    def configure(self, view, dialect, **keys):
        config = {"sites": SITES, "host": "hole.example", "port": 7070, "root": str(self.root),
                  "editions": [{"dialect": dialect, "article_view": view, **keys}]}
        (self.folder / "newshole.json").write_text(json.dumps(config))

    def mirror(self):
        process = newshole("mirror", "--config", self.folder / "newshole.json", "--from", EDITION)
        self.check_status(process, 0)

    def stories_of(self, files):
        return {name: items for name, items in files.items() if items is not None and is_story(items)}

    def check_items(self, dialect, files, width=67):
        place = ("server", "port") if dialect == "gph" else ("hole.example", "7070")
        for name, items in files.items():
            for each in items or ():
                self.assertEqual((each.host, each.port), place, name)
                most = min(width, 67 - ROOM_BEHIND.get(each.type, 0))
                self.assertLessEqual(columns(each.display), most, f"{name}: {each.display}")

    def check_view(self, view, dialect):
        files = Mirror(self.root, dialect).walk()
        self.check_items(dialect, files)
        stories = self.stories_of(files)
        texts = [name for name, items in files.items() if items is None]
        self.assertEqual(len(stories) > 30, view != "text")
        self.assertEqual(len(texts) > 30, view != "menu")
        self.assertEqual(set(tree(self.root)), set(files), "all that is there can be reached")
        for name, items in stories.items():
            self.check_story(view, name, items)

    def check_story(self, view, name, items):
        ends = [each.display for each in items if each.type in "01"]
        self.assertEqual((ends[0], ends[-1]), ("<- back to index",) * 2, name)
        self.assertRegex(ends[-2], "^<- .*day", name)
        self.assertEqual("Text version" in ends, view == "both", name)
        if view == "both":
            text = (self.root / (name.rsplit("/", 1)[0] + ".txt")).read_text()
            said = story_letters(items)
            for paragraph in paragraphs(text):
                if not re.search(r"\S {2,}\S", paragraph):  # tables may stand otherwise in another width
                    self.assertTrue(any(letters([paragraph]) in each for each in said), f"{name}: {paragraph}")

    def test_each_view_in_each_dialect_can_be_walked_whole_also_with_its_state_lost(self):
        for view, dialect in itertools.product(VIEWS, DIALECTS):
            with self.subTest(view=view, dialect=dialect):
                shutil.rmtree(self.root, ignore_errors=True)
                self.configure(view, dialect)
                self.mirror()
                self.check_view(view, dialect)
                before = fingerprints(self.root)
                self.mirror()
                self.assertEqual(fingerprints(self.root), before, "a second run writes nothing")
                shutil.rmtree(self.root / ".newshole")
                self.mirror()
                self.check_view(view, dialect)

    def test_a_mirror_whose_view_or_dialect_changed_is_as_one_that_always_had_it(self):
        expected = {}
        changes = [("text", "gophermap"), ("both", "gph"), ("menu", "raw")]
        for view, dialect in changes:
            shutil.rmtree(self.root, ignore_errors=True)
            self.configure(view, dialect)
            self.mirror()
            expected[view, dialect] = self.without_times()
        for change in changes:  # the first from what the last of the loop above left
            with self.subTest(change=change):
                self.configure(*change)
                self.mirror()
                self.assertEqual(self.without_times(), expected[change])

    def without_times(self):
        return without_times(tree(self.root))

    def test_a_narrow_edition_of_menus_is_within_its_width_in_cells_and_bytes(self):
        self.configure("both", "gophermap", width=40, menu_width=40, menu_width_bytes=True)
        self.mirror()
        files = Mirror(self.root, "gophermap").walk()
        self.check_items("gophermap", files, width=40)
        for name, items in files.items():
            for each in items or ():
                self.assertLessEqual(len(each.display.encode()), 40, f"{name}: {each.display}")

    def test_the_feed_leads_to_the_stories_as_menus_name_them(self):
        for view, kind in (("text", "0"), ("menu", "1"), ("both", "1")):
            with self.subTest(view=view):
                self.configure(view, "gophermap")
                self.mirror()
                files = Mirror(self.root, "gophermap").walk()
                for site in SITES:
                    feed = (self.root / site / "feed.xml").read_text()
                    links = re.findall(r'href="gopher://hole\.example:7070/(.)(/[^"]*/[^"]*)"', feed)
                    stories = [link for link in links if not link[1].endswith("feed.xml")]
                    self.assertTrue(stories, site)
                    for type_, selector in stories:
                        self.assertEqual(type_, kind, selector)
                        name = selector[1:] + (f"/{FILE_NAMES['gophermap']}" if kind == "1" else "")
                        self.assertIn(name, files)


if __name__ == "__main__":
    unittest.main()
