"""The shipped sites, and one that a user adds: mirrored and checked from saved pages."""

import json
import os
import re
import shutil
import subprocess
import unittest

from program import EDITION, SOURCE, ProgramTest, environment, fingerprints, install, newshole, tree

# A site, and the folder of its pages.
SITES = {"lite.cnn.com": "lite.cnn.com", "text.npr.org": "text.npr.org", "csmonitor.com": "www.csmonitor.com",
         "cbc.ca": "www.cbc.ca", "68k.news": "68k.news", "legiblenews.com": "legiblenews.com"}

FRONT_PAGE = "<ul><li><h3><a href='/world/rain'>Rain in the west</a></h3></ul>"
STORY = """<html lang=en><article><h1>Rain in the west</h1><p class=byline>By Ann Poe</p>
<p class=info>The Example, Published: 3 December 2025 14:05</p><div class=text><p>It rained.</p></div>
<div class=share>Share this</div></article>"""


def readme_profile():
    """The profile that the README shows."""
    text = (SOURCE / "README.md").read_text()
    section = text[text.index("## Add a site"):text.index("## More")]
    return re.search(r"^    \{\n.*?^    \}\n", section, re.MULTILINE | re.DOTALL).group()


class Shipped(ProgramTest):
    def mirror_all(self, *arguments):
        sites = [option for site in SITES for option in ("--site", site)]
        return newshole("mirror", "--from", EDITION, "--root", self.root, *sites, *arguments)

    def test_every_shipped_site_is_mirrored_without_a_word(self):
        process = self.mirror_all()
        self.check_status(process, 0)
        self.assertEqual((process.stdout, process.stderr), ("", ""))
        for site in SITES:
            self.assertIn(f"{site}/gophermap", tree(self.root))
            self.assertTrue([path for path in tree(self.root) if path.startswith(site) and path.endswith(".txt")])

    def test_a_second_run_writes_not_one_byte(self):
        self.check_status(self.mirror_all(), 0)
        before = fingerprints(self.root)
        self.check_status(self.mirror_all(), 0)
        self.assertEqual(fingerprints(self.root), before)

    def test_every_shipped_profile_fits_its_saved_pages(self):
        process = newshole("sites", "--check", "--from", EDITION)
        self.check_status(process, 0)
        self.assertEqual(process.stderr, "")
        self.assertEqual([line for line in process.stdout.splitlines() if not line.startswith(" ")],
                         sorted(SITES))

    def test_a_site_that_changed_its_pages_sounds_the_alarm(self):
        for site, folder in SITES.items():
            with self.subTest(site=site):
                saved = self.folder / site
                shutil.copytree(EDITION / folder, saved / folder)
                pages = [path for path in saved.rglob("*.html")]
                for page in pages:
                    page.write_text(re.sub(r"(class|id)=", "data-x=", page.read_text())
                                    .replace("<h1", "<h4").replace("<section", "<div"))
                process = newshole("sites", "--check", "--from", saved)
                self.check_status(process, 1)
                self.assertIn(f"newshole: {site}: http", process.stderr)

    def test_a_required_field_that_is_gone_is_named(self):
        folder = self.folder / "text.npr.org"
        shutil.copytree(EDITION / "text.npr.org", folder)
        for page in folder.rglob("*.html"):
            page.write_text(re.sub(r"<p>[^<]*\u2022[^<]*</p>", "", page.read_text()))
        process = newshole("sites", "--check", "--from", self.folder)
        self.check_status(process, 1)
        self.assertRegex(process.stderr, "text.npr.org: .*: nothing matches for timestamp, published")
        self.assertIn("timestamp is required", process.stdout)

    def test_a_folder_without_pages_has_nothing_to_check(self):
        process = newshole("sites", "--check", "--from", self.folder)
        self.check_status(process, 2)
        self.assertIn("holds no page of any site", process.stderr)
        self.check_status(newshole("sites", "--check", "--from", self.folder / "none"), 2)
        self.check_status(newshole("sites", "--from", self.folder), 2)
        self.check_status(newshole("sites", "--check", "--site", "68k.nesw", "--from", EDITION), 2)

    def test_a_part_of_a_host_is_a_site_of_its_own(self):
        page = EDITION / "www.cbc.ca/lite/story/9.6972932.html"
        process = newshole("convert", page, "--url", "https://www.cbc.ca/lite/story/9.6972932", "--format", "json")
        self.check_status(process, 0)
        self.assertEqual(json.loads(process.stdout)["site"], "cbc.ca")
        process = newshole("convert", page, "--url", "https://www.cbc.ca/news/9.6972932", "--explain")
        self.assertNotIn("cbc.ca\n", process.stdout)


class Closed(ProgramTest):
    """A mirror of somebody else, whose state others may not read."""

    def setUp(self):
        super().setUp()
        self.mirror_edition()
        self.program = install(self.folder)
        self.private = self.root / ".newshole"
        self.addCleanup(self.private.chmod, 0o700)
        (self.private / "state.sqlite").chmod(0)

    def another_user(self, *arguments):
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.run([self.program, *map(str, arguments)], capture_output=True, text=True, cwd=self.folder,
                              env={"HOME": "/nonexistent", "LC_ALL": "C"}, timeout=60, **user)

    def test_what_cannot_be_read_is_named_with_its_cause_and_not_taken_for_nothing(self):
        for mode in (0o000, 0o711):
            self.private.chmod(mode)
            for arguments, status, shown in ((["sites"], 1, r"(?m)^lite\.cnn\.com .* unknown$"),
                                             (["mirror", "--dry-run", "--from", self.folder], 2, r"\A\Z")):
                with self.subTest(mode=oct(mode), arguments=arguments):
                    process = self.another_user(*arguments, "--root", self.root)
                    self.check_status(process, status)
                    self.assertRegex(process.stdout, shown)
                    self.assertRegex(process.stderr, rf"^newshole: {self.private}/state\.sqlite: "
                                     r"cannot be (read|opened): permission denied\n$")

    def test_a_folder_without_a_state_was_not_mirrored(self):
        process = self.another_user("sites", "--root", self.folder)
        self.check_status(process, 0)
        self.assertRegex(process.stdout, r"(?m)^lite\.cnn\.com .*not mirrored$")


class Own(ProgramTest):
    """A user's own folder of profiles."""

    def setUp(self):
        super().setUp()
        self.sites = self.folder / "xdg/newshole/sites"
        self.sites.mkdir(parents=True)
        self.saved = self.folder / "saved"
        (self.saved / "news.example/world").mkdir(parents=True)
        (self.saved / "news.example/index.html").write_text(FRONT_PAGE)
        (self.saved / "news.example/world/rain.html").write_text(STORY)

    def newshole(self, *arguments):
        return newshole(*arguments, env=environment() | {"XDG_CONFIG_HOME": str(self.folder / "xdg")})

    def test_the_profile_of_the_readme_reads_a_story_and_says_how(self):
        (self.sites / "news.example.json").write_text(readme_profile())
        process = self.newshole("convert", "--explain", "--url", "https://news.example/world/rain",
                                self.saved / "news.example/world/rain.html")
        self.check_status(process, 0)
        self.assertRegex(process.stdout, r'headline +h1 +"Rain in the west"')
        self.assertRegex(process.stdout, r'published +\.info +"3 December 2025 14:05"')
        self.assertRegex(process.stdout, r'body +article \.text +"It rained\."')

    def test_a_front_page_is_explained_by_its_stories(self):
        (self.sites / "news.example.json").write_text(readme_profile())
        process = self.newshole("convert", "--explain", "--url", "https://news.example/",
                                self.saved / "news.example/index.html")
        self.check_status(process, 0)
        self.assertRegex(process.stdout, r'stories +h3 a@href +"1, first: Rain in the west"')

    def test_the_profile_of_the_readme_is_checked_and_mirrored(self):
        (self.sites / "news.example.json").write_text(readme_profile())
        process = self.newshole("sites", "--check", "--site", "news.example", "--from", self.saved)
        self.check_status(process, 0)
        self.assertRegex(process.stdout, r'stories +h3 a@href +"1, first: Rain in the west"')
        process = self.newshole("mirror", "--site", "news.example", "--from", self.saved, "--root", self.root)
        self.check_status(process, 0)
        self.assertIn(b"It rained.", tree(self.root)["news.example/world/rain.txt"])

    def test_an_own_profile_stands_before_the_shipped_one_of_its_name_or_host(self):
        profile = json.loads(readme_profile()) | {"hosts": ["lite.cnn.com"]}
        (self.sites / "zz.json").write_text(json.dumps(profile))
        process = self.newshole("convert", self.saved / "news.example/world/rain.html", "--format", "json",
                                "--url", "https://lite.cnn.com/world/rain")
        self.check_status(process, 0)
        self.assertEqual(json.loads(process.stdout)["site"], "news.example")
        (self.sites / "zz.json").write_text(json.dumps(profile | {"name": "68k.news"}))
        self.assertRegex(self.newshole("sites").stdout, r"(?m)^68k\.news +lite\.cnn\.com ")

    def test_a_slip_in_an_own_profile_is_named_with_its_line(self):
        profile = readme_profile().replace("Europe/London", "Europe/Lodnon")
        (self.sites / "news.example.json").write_text(profile)
        process = self.newshole("sites")
        self.check_status(process, 2)
        self.assertRegex(process.stderr, r"news\.example\.json:8: /dates/0/zone: expected a zone")


if __name__ == "__main__":
    unittest.main()
