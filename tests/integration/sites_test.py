"""The shipped sites, and one that a user adds: mirrored and checked from saved pages."""

import contextlib
import email.utils
import functools
import html
import http.server
import json
import os
import re
import shutil
import sqlite3
import subprocess
import threading
import time
import unittest
import xml.etree.ElementTree

import atom
from program import EDITION, PROGRAM, SOURCE, ProgramTest, environment, fingerprints, install, needs, newshole, tree

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


def story_words(text):
    """Those of headline and body: what stands above and below has another form without a profile."""
    view, links = text.index("ARTICLE VIEW:"), text.find("\nLinks:")
    parts = re.split(r"\n\n+", text[view:links if links > 0 else text.index("Full article:")])
    return [word for part in parts[1:2] + parts[3:] for word in part.split() if not re.fullmatch(r"\[\d+\][.,]?", word)]


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

    def redesigned(self):
        """The edition, each class and id another word."""
        names = {}

        def renamed(match):
            words = [names.setdefault(word, f"x{len(names):03}") for word in match.group(2).split()]
            return f'{match.group(1)}="{" ".join(words)}"'
        folder = self.folder / "redesigned"
        shutil.copytree(EDITION / "lite.cnn.com", folder / "lite.cnn.com")
        for page in folder.rglob("*.html"):
            page.write_text(re.sub(r'\b(class|id)="([^"]*)"', renamed, page.read_text()))
        self.assertGreater(len(names), 10)
        return folder

    def mirror_lite(self, pages):
        report = self.folder / "report.json"
        process = newshole("mirror", "--from", pages, "--root", self.root, "--site", "lite.cnn.com", "--report", report)
        self.check_status(process, 0)
        return json.loads(report.read_text()), process.stderr

    def test_a_mirror_outlives_a_redesign_and_its_end_without_a_change(self):
        report, _ = self.mirror_lite(EDITION)
        before = fingerprints(self.root)
        folder = self.redesigned()
        for pages, alarms in ((folder, 1), (folder, 0), (EDITION, 0)):
            report, stderr = self.mirror_lite(pages)
            self.assertEqual([report["sites"][0][key] for key in ("listed", "changed")], [16, 0])
            self.assertEqual(stderr.count("its profile finds 0 of 2803 words in 16 stories"), alarms, stderr)
            self.assertEqual(fingerprints(self.root), before)

    def test_a_redesigned_site_is_mirrored_word_for_word(self):
        self.mirror_lite(EDITION)
        known = {path.name: path.read_text() for path in self.root.rglob("*.txt") if path.parent.name != "digest"}
        shutil.rmtree(self.root)
        self.mirror_lite(self.redesigned())
        found = {path.name: path.read_text() for path in self.root.rglob("*.txt") if path.parent.name != "digest"}
        self.assertEqual(sorted(found), sorted(known))
        for name, text in known.items():
            with self.subTest(name=name):
                self.assertEqual(story_words(found[name]), story_words(text))

    def test_the_check_of_a_redesigned_site_says_both_counts(self):
        process = newshole("sites", "--check", "--from", self.redesigned(), "--site", "lite.cnn.com")
        self.check_status(process, 1)
        self.assertRegex(process.stderr, r"lite\.cnn\.com/\S+: the profile finds 0 of \d\d+ words; the page is read without it")

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


PROSE = "<p>The harbour office said on Friday that the ferry would run again from spring, it saw no reason to wait.</p>"


def ferry(name):
    return f"The ferry of {name} runs again from spring"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        super().do_GET()

    def guess_type(self, path):
        return "text/html; charset=iso-8859-1" if "latin" in str(path) else super().guess_type(path)

    def end_headers(self):
        if "latin" in self.path:
            self.send_header("X-Robots-Tag", "noarchive")
        super().end_headers()

    def log_message(self, *_):
        pass


class Addresses(ProgramTest):
    """Sites of nothing but an address, from saved pages."""
    NAMES = ("amber", "birch", "cedar", "delta", "ember", "fjord")

    def setUp(self):
        super().setUp()
        self.pages = self.folder / "pages"
        self.site = self.pages / "news.example"
        for number, name in enumerate(self.NAMES):
            path = self.site / f"world/2026/11/{20 + number}/ferry-of-{name}-runs-again"
            path.mkdir(parents=True)
            (path / "index.html").write_text(
                f"<title>{ferry(name)}</title><article><h1>{ferry(name)}</h1>{PROSE * 5}</article>")
        self.paths = [f"/world/2026/11/{20 + number}/ferry-of-{name}-runs-again/"
                      for number, name in enumerate(self.NAMES)]
        cards = "".join(f"<div class=card><h3><a href={path}>{ferry(name)}</a></h3></div>"
                        for name, path in zip(self.NAMES, self.paths))
        (self.site / "index.html").write_text(
            "<title>News</title><nav><a href=/about-the-people-of-our-newsroom>About the people of our newsroom</a>"
            f"</nav><main>{cards}</main>")
        items = "".join(f"<item><title>{ferry(name)}</title><link>https://news.example{path}?utm_source=rss</link>"
                        "<pubDate>Fri, 27 Nov 2026 10:00:00 +0100</pubDate></item>"
                        for name, path in zip(self.NAMES, self.paths))
        (self.site / "feed.xml").write_text(f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>")

    def mirror(self, sites, *arguments):
        config = {"sites": sites, "root": str(self.root)}
        (self.folder / "newshole.json").write_text(json.dumps(config))
        return newshole("mirror", "--config", self.folder / "newshole.json", "--from", self.pages, *arguments)

    def stories(self, site):
        return [path for path in tree(self.root)
                if path.startswith(site + "/") and path.endswith(".txt") and "/digest/" not in path]

    def test_a_feed_and_a_home_page_are_mirrored_without_a_profile(self):
        process = self.mirror(["https://news.example/feed.xml", "https://news.example/", "lite.cnn.com"], "--site",
                              "https://news.example/feed.xml", "--site", "news.example")
        self.check_status(process, 0)
        self.assertEqual(process.stderr, "")
        for site in ("news.example-feed", "news.example"):
            self.assertEqual(sorted(self.stories(site)), sorted(f"{site}{path[:-1]}.txt" for path in self.paths))
            menu = (self.root / site / "gophermap").read_text()
            for name in self.NAMES:
                self.assertIn(f"0{ferry(name)}\t/{site}/world/", menu)
            self.assertNotIn("About the people", menu)

    def test_a_second_run_changes_nothing_and_a_lost_state_is_found_again(self):
        self.check_status(self.mirror(["https://news.example/"]), 0)
        before = fingerprints(self.root)
        self.check_status(self.mirror(["https://news.example/"]), 0)
        self.assertEqual(fingerprints(self.root), before)
        shutil.rmtree(self.root / ".newshole")
        self.check_status(self.mirror(["https://news.example/"]), 0)
        self.assertEqual(sorted(self.stories("news.example")),
                         sorted(f"news.example{path[:-1]}.txt" for path in self.paths))

    def test_the_sitemaps_of_an_index_are_mirrored_those_of_news_and_the_newest_stories_first(self):
        xmlns = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        index = "".join(f"<sitemap><loc>https://news.example/{name}.xml</loc></sitemap>"
                        for name in ("old", "older", "oldest", "news"))
        (self.site / "index.xml").write_text(f"<sitemapindex {xmlns}>{index}</sitemapindex>")
        urls = "".join(f"<url><loc>https://news.example{path}</loc><lastmod>2026-11-{20 + number}</lastmod></url>"
                       for number, path in enumerate(self.paths))
        (self.site / "news.xml").write_text(f"<urlset {xmlns}>{urls}</urlset>")
        for name in ("old", "older"):
            (self.site / f"{name}.xml").write_text(f"<urlset {xmlns}></urlset>")
        process = self.mirror(["https://news.example/index.xml"], "--limit", "2")
        self.check_status(process, 0)
        self.assertEqual(process.stderr, "")
        self.assertEqual(sorted(self.stories("news.example-index")),
                         sorted(f"news.example-index{path[:-1]}.txt" for path in self.paths[-2:]))

    def test_an_object_changes_parts_of_a_site(self):
        process = self.mirror([{"site": "https://news.example/", "name": "harbour", "title": "Harbour", "limit": 2,
                                "banner": "", "tagline": "the harbour's news"}])
        self.check_status(process, 0)
        self.assertEqual(len(self.stories("harbour")), 2)
        menu = (self.root / "harbour/gophermap").read_text()
        self.assertTrue(menu.startswith("ithe harbour's news\t"), menu[:80])

    def test_the_operators_lines_stand_on_the_front_page_and_a_change_of_their_text_sets_that_anew(self):
        site = {"site": "https://news.example/", "name": "harbour", "header": "above.txt", "footer": "below.txt"}
        (self.folder / "above.txt").write_text("The harbour hole\n\n  1Not an item\t/x\tevil.example\t70\n")
        (self.folder / "below.txt").write_text("Write to me\n")
        self.check_status(self.mirror([site]), 0)
        menus = (self.root / "gophermap", self.root / "harbour/gophermap")
        for menu in menus:
            lines = menu.read_text().splitlines()
            shown = [line.split("\t")[0] for line in lines]
            title = shown.index("iLatest stories")
            self.assertEqual(shown[title - 4:title], ["iThe harbour hole", "i ",
                                                      "i  1Not an item  /x      evil.example    70", "i "])
            self.assertEqual(shown[-2:], ["i ", "iWrite to me"])
        before = tree(self.root)
        (self.folder / "above.txt").write_text("Another word\n")
        self.check_status(self.mirror([site]), 0)
        after = tree(self.root)
        self.assertEqual({path for path in after if after[path] != before.get(path)},
                         {"gophermap", "harbour/gophermap"})
        for menu in menus:
            self.assertIn("\niAnother word\t", menu.read_text())
            self.assertNotIn("harbour hole", menu.read_text())

    def test_the_limit_of_the_command_line_counts_before_that_of_the_site(self):
        self.check_status(self.mirror([{"site": "https://news.example/", "limit": 2}], "--limit", "3"), 0)
        self.assertEqual(len(self.stories("news.example")), 3)

    def test_two_sites_of_one_name_are_the_configurations_fault(self):
        process = self.mirror(["https://news.example/", "https://www.news.example/"])
        self.check_status(process, 2)
        self.assertRegex(process.stderr, r'newshole.json:1: /sites/1: the site "news.example" is there already')

    def test_who_names_no_known_site_is_told_what_to_do(self):
        process = self.mirror(["bbc.example"])
        self.check_status(process, 2)
        self.assertIn("https://...", process.stderr)
        process = self.mirror(["bbc.example/news"])
        self.check_status(process, 2)
        self.assertRegex(process.stderr, "/sites/0: expected the name of a site, or an address that begins with https:")

    def test_a_list_is_printed_as_text_menu_and_json(self):
        feed = self.site / "feed.xml"
        text = newshole("convert", feed)
        self.check_status(text, 0)
        self.assertIn(f"1. {ferry('amber')}\n   Fri 27 November 2026, 10:00 +01:00\n", text.stdout)
        self.assertIn(f"[1] https://news.example{self.paths[0]}\n", text.stdout)
        menu = newshole("convert", "--format", "menu", feed)
        self.assertIn(f"h{ferry('amber')}\tURL:https://news.example{self.paths[0]}\t", menu.stdout)
        for source in (feed, self.site / "index.html"):
            lines = newshole("convert", "--format", "json", "--url", "https://news.example/", source).stdout.splitlines()
            stories = [json.loads(line) for line in lines]
            self.assertEqual([story["headline"] for story in stories], [ferry(name) for name in self.NAMES])
            self.assertEqual([story["url"] for story in stories],
                             [f"https://news.example{path}" for path in self.paths])
            for story in stories:
                self.assertEqual((story["input"], story["error"]), (str(source), None))

    def test_links_of_a_list_whose_address_is_not_known_are_left_out_where_they_are_not_whole(self):
        feed = self.folder / "feed.xml"
        items = "".join(f"<item><title>{ferry(name)}</title><link>{prefix}/{name}</link></item>"
                        for name, prefix in (("amber", ""), ("birch", "https://news.example")))
        feed.write_text(f"<rss version='2.0'><channel>{items}</channel></rss>")
        process = newshole("convert", "--format", "json", feed)
        self.check_status(process, 0)
        self.assertEqual([json.loads(line)["url"] for line in process.stdout.splitlines()],
                         ["https://news.example/birch"])

    def test_a_story_that_no_rules_read_says_where_it_is_from(self):
        self.check_status(self.mirror(["https://news.example/"]), 0)
        text = (self.root / f"news.example{self.paths[0][:-1]}.txt").read_text()
        self.assertIn(f"\n\nFull article:\nhttps://news.example{self.paths[0]}\n\nBack to index: ", text)

    def test_how_a_list_was_read_is_explained(self):
        process = newshole("convert", "--explain", "--url", "https://news.example/x", self.site / "feed.xml")
        self.check_status(process, 0)
        self.assertRegex(process.stdout, r'stories +feed +"6, first: The ferry of amber')


class Adding(ProgramTest):
    """`newshole add` against a site on loopback."""
    NAMES = Addresses.NAMES

    def setUp(self):
        super().setUp()
        self.pages = self.folder / "pages"
        for name in self.NAMES:
            (self.pages / f"world/ferry-of-{name}").mkdir(parents=True)
            (self.pages / f"world/ferry-of-{name}/index.html").write_text(
                f"<title>{ferry(name)}</title><article><h1>{ferry(name)}</h1>{PROSE * 5}</article>")
        handler = functools.partial(QuietHandler, directory=self.pages)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.asked = self.asked = []
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.home = f"http://127.0.0.1:{self.server.server_port}/"
        self.name = f"127.0.0.1-{self.server.server_port}"
        self.cache = self.folder / "cache"
        self.config = self.folder / "newshole.json"
        self.config.write_text(json.dumps({"sites": ["lite.cnn.com"], "network": {"private_hosts": ["127.0.0.1"]}}))
        self.profile = self.folder / f"home/.config/newshole/sites/{self.name}.json"

    def write_home(self, head=""):
        cards = "".join(f"<div class=card><h3><a href=/world/ferry-of-{name}/>{ferry(name)}</a></h3></div>"
                        for name in self.NAMES)
        (self.pages / "index.html").write_text(f"<title>Harbour News</title>{head}<main>{cards}</main>")

    def write_feed(self, name, paths):
        items = "".join(f"<item><title>{ferry(path)}</title><link>{self.home}{path}</link></item>" for path in paths)
        (self.pages / name).write_text(f"<rss version='2.0'><channel>{items}</channel></rss>")

    def add(self, *arguments):
        return newshole("add", "--config", self.config, *arguments,
                        env=environment() | {"HOME": str(self.folder / "home")})

    def test_the_feed_of_a_home_page_is_proved_and_its_profile_mirrors_the_site(self):
        self.write_home("<link rel=alternate type=application/rss+xml title=Comments href=/comments.xml>"
                        "<link rel=alternate type=application/rss+xml href=/feed.xml>")
        self.write_feed("feed.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        self.write_feed("comments.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        process = self.add(self.home)
        self.check_status(process, 0)
        self.assertEqual(process.stderr, "")
        self.assertRegex(process.stdout, r"feed +http://127.0.0.1:\d+/feed.xml\n +6 stories; 3 of 3 read, \d+ words each")
        self.assertNotIn("comments", process.stdout)
        profile = json.loads(self.profile.read_text())
        self.assertEqual((profile["name"], profile["title"], profile["front_pages"]),
                         (self.name, "Harbour News", [self.home + "feed.xml"]))
        mirror = newshole("mirror", "--config", self.config, "--root", self.root, "--site", self.name,
                          env=environment() | {"HOME": str(self.folder / "home")})
        self.check_status(mirror, 0)
        self.assertIn(f"{self.name}/world/ferry-of-amber.txt", tree(self.root))
        again = self.add(self.home)
        self.check_status(again, 2)
        self.assertIn("is there already", again.stderr)

    def test_a_home_page_without_a_feed_is_its_own_list_and_print_writes_nothing(self):
        self.write_home()
        process = self.add("--print", self.home)
        self.check_status(process, 0)
        self.assertEqual(json.loads(process.stdout)["front_pages"], [self.home])
        self.assertIn("6 stories; 3 of 3 read", process.stderr)
        self.assertFalse(self.profile.exists())

    def test_a_sitemap_that_robots_txt_names_is_found_where_the_home_page_lists_nothing(self):
        (self.pages / "index.html").write_text("<title>Harbour News</title><p>Welcome.</p>")
        locations = "".join(f"<url><loc>{self.home}world/ferry-of-{name}/</loc></url>" for name in self.NAMES)
        (self.pages / "map.xml").write_text(
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{locations}</urlset>")
        (self.pages / "robots.txt").write_text(f"Sitemap: {self.home}map.xml\n")
        process = self.add("--print", self.home)
        self.check_status(process, 0)
        self.assertEqual(json.loads(process.stdout)["front_pages"], [self.home + "map.xml"])

    def test_the_stories_of_a_list_are_converted_in_its_order_and_what_fails_keeps_its_line(self):
        self.write_home()
        self.write_feed("feed.xml", ["world/ferry-of-birch/", "gone", "world/ferry-of-amber/"])
        process = newshole("convert", "--config", self.config, "--full", "--format", "json", self.home + "feed.xml")
        self.check_status(process, 1)
        lines = [json.loads(line) for line in process.stdout.splitlines()]
        self.assertEqual([line["input"] for line in lines],
                         [self.home + path for path in ("world/ferry-of-birch/", "gone", "world/ferry-of-amber/")])
        self.assertEqual([line.get("headline") for line in lines], [ferry("birch"), None, ferry("amber")])
        self.assertIn("404", lines[1]["error"])
        story = newshole("convert", "--config", self.config, "--full", self.home + "world/ferry-of-amber/")
        self.check_status(story, 0)
        self.assertIn(ferry("amber"), story.stdout)
        whole = newshole("convert", "--config", self.config, "--full", self.home)
        self.check_status(whole, 0)
        self.assertEqual(whole.stdout.count("ARTICLE VIEW:"), len(self.NAMES))

    def atom_of(self, *arguments):
        process = newshole("convert", "--config", self.config, "--format", "atom", *arguments)
        self.check_status(process, 0)
        self.assertEqual(atom.schema_faults(process.stdout.encode(), atom.WEB_SCHEMA), [])
        return xml.etree.ElementTree.fromstring(process.stdout)

    def test_a_list_becomes_a_feed_and_with_full_one_of_whole_texts(self):
        self.write_feed("feed.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        for arguments, has_text in (((), False), (("--full",), True)):
            feed = self.atom_of(*arguments, self.home + "feed.xml")
            self.assertEqual(feed.findtext(atom.ATOM + "id"), self.home + "feed.xml")
            entries = feed.findall(atom.ATOM + "entry")
            self.assertEqual([entry.findtext(atom.ATOM + "id") for entry in entries],
                             [f"{self.home}world/ferry-of-{name}/" for name in self.NAMES])
            texts = [entry.findtext(atom.ATOM + "content") or "" for entry in entries]
            self.assertEqual([PROSE in text for text in texts], [has_text] * len(self.NAMES))

    def test_a_feed_is_called_what_its_list_is_and_its_entries_have_the_times_that_the_list_states(self):
        times = "".join(f"<item><title>{ferry(name)}</title><link>{self.home}world/ferry-of-{name}/</link>{date}</item>"
                        for name, date in (("amber", "<pubDate>Fri, 27 Nov 2026 10:00:00 +0100</pubDate>"), ("birch", "")))
        (self.pages / "feed.xml").write_text(
            f"<rss version='2.0'><channel><title>Harbour &amp;amp; News</title>{times}</channel></rss>")
        self.write_home()
        for arguments in ((), ("--full",)):
            feed = self.atom_of(*arguments, self.home + "feed.xml")
            self.assertEqual(feed.findtext(atom.ATOM + "title"), "Harbour & News")
            self.assertEqual([entry.findtext(atom.ATOM + "updated") for entry in feed.iter(atom.ATOM + "entry")],
                             ["2026-11-27T09:00:00Z", "1970-01-01T00:00:00Z"])
            self.assertEqual(self.atom_of(*arguments, self.home).findtext(atom.ATOM + "title"), "Harbour News")
        both = self.atom_of(self.home + "feed.xml", self.home)
        self.assertEqual(both.findtext(atom.ATOM + "title"), self.home + "feed.xml")

    def test_who_has_a_feed_converted_that_ends_early_is_told_so_once(self):
        self.write_feed("feed.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        feed = (self.pages / "feed.xml").read_text()
        (self.pages / "feed.xml").write_text(feed[:feed.index("<item><title>The ferry of world/ferry-of-cedar") + 9])
        for arguments in ((), ("--full",)):
            process = newshole("convert", "--config", self.config, *arguments, self.home + "feed.xml")
            self.check_status(process, 0)
            self.assertEqual(process.stderr, f"newshole: {self.home}feed.xml: read in part: "
                                             "line 1: the feed ends in the middle of an item\n")

    def test_wherever_a_site_is_named_its_address_is_a_name(self):
        self.write_home()
        story = self.home + "world/ferry-of-amber/"
        process = newshole("convert", "--config", self.config, "--format", "json", "--site", self.home, story)
        self.check_status(process, 0)
        self.assertEqual(json.loads(process.stdout)["site"], self.name)
        process = newshole("convert", "--config", self.config, "--site", "https://", story)
        self.check_status(process, 2)
        process = newshole("sites", "--config", self.config, "--check", "--site", self.home)
        self.check_status(process, 0)
        self.assertRegex(process.stdout, rf'\A{self.name}\n  {self.home}\n    stories +.*"6, first: The ferry of amber')
        config = self.folder / "searched.json"
        config.write_text(json.dumps({"sites": [self.home], "root": str(self.root), "search": "serve",
                                      "network": {"private_hosts": ["127.0.0.1"]}}))
        self.check_status(newshole("mirror", "--config", config), 0)
        process = newshole("search", "--config", config, "--site", self.home, "ferry")
        self.check_status(process, 0)
        self.assertIn(f"/{self.name}/world/ferry-of-amber.txt", process.stdout)

    def asked_by(self, *arguments, status=0):
        """What a run with a cache asks for, but for robots.txt, and its output."""
        self.asked.clear()
        process = newshole("convert", "--config", self.config, "--cache", self.cache, "--full", *arguments)
        self.check_status(process, status)
        self.assertLessEqual(self.asked.count("/robots.txt"), 1)
        return sorted(path for path in self.asked if path != "/robots.txt"), process

    def kept(self):
        return {str(path.relative_to(self.cache)) for path in self.cache.rglob("*") if path.is_file()}

    def copy_of(self, name):
        return self.cache / f"127.0.0.1/world/ferry-of-{name}/index.html.page"

    def test_of_a_list_whose_stories_are_kept_only_what_is_new_is_asked_for(self):
        for form in ("atom", "json", "text"):
            with self.subTest(form):
                shutil.rmtree(self.cache, ignore_errors=True)
                self.write_feed("feed.xml", [f"world/ferry-of-{name}/" for name in self.NAMES[1:]])
                asked, first = self.asked_by("--format", form, self.home + "feed.xml")
                self.assertEqual(asked, ["/feed.xml", *(f"/world/ferry-of-{name}/" for name in self.NAMES[1:])])
                asked, second = self.asked_by("--format", form, self.home + "feed.xml")
                self.assertEqual(asked, ["/feed.xml"])
                self.assertEqual(second.stdout, first.stdout)
                self.write_feed("feed.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
                self.assertEqual(self.asked_by("--format", form, self.home + "feed.xml")[0],
                                 ["/feed.xml", "/world/ferry-of-amber/"])
        self.assertEqual(self.kept(), {str(self.copy_of(name).relative_to(self.cache)) for name in self.NAMES})

    def write_texts(self, texts):
        """A feed that has these texts of stories."""
        items = "".join(f"<item><title>{ferry(name)}</title><link>{self.home}world/ferry-of-{name}/</link>"
                        f"<description>{html.escape(text)}</description></item>" for name, text in texts.items())
        (self.pages / "feed.xml").write_text(f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>")

    def test_a_text_of_a_feed_is_used_where_it_is_whole(self):
        whole = "".join(f"<p>On morning {day} the ferry left late, since a gull slept on its rope.</p>" for day in range(30))
        self.write_texts({"amber": whole, "birch": "<p>A summary of birch.</p>", "gone": "<p>A summary of the other.</p>"})
        asked, process = self.asked_by("--format", "json", self.home + "feed.xml", status=1)
        self.assertEqual(asked, ["/feed.xml", "/world/ferry-of-birch/", "/world/ferry-of-gone/"])
        amber, birch, gone = [json.loads(line) for line in process.stdout.splitlines()]
        self.assertEqual([block["text"] for block in amber["blocks"]], re.findall("<p>(.*?)</p>", whole))
        self.assertEqual(amber["notice"], "the text is that of the site's feed")
        self.assertIsNone(birch.get("notice"))
        self.assertIn(re.search("<p>(.*?)</p>", PROSE).group(1), birch["blocks"][0]["text"])
        self.assertIn("404", gone["error"])
        self.assertEqual(process.stderr.count("\n"), 1)

    def test_a_mirror_publishes_the_texts_of_a_feed(self):
        whole = "".join(f"<p>On morning {day} the ferry left late, since a gull slept on its rope.</p>" for day in range(30))
        self.write_texts({"amber": whole, "birch": "<p>A summary of birch.</p>"})
        for expected in (["/feed.xml", "/robots.txt", "/world/ferry-of-birch/"], ["/feed.xml", "/world/ferry-of-birch/"]):
            self.asked.clear()
            process = newshole("mirror", "--config", self.config, "--root", self.root, "--site", self.home + "feed.xml")
            self.check_status(process, 0)
            self.assertEqual(process.stderr, "")
            self.assertEqual(sorted(set(self.asked)), expected)
        texts = [path.read_text() for path in self.root.rglob("*.txt") if path.parent.name != "digest"]
        self.assertEqual(sum("On morning 29 the ferry left late" in text for text in texts), 1)
        self.assertEqual(len(texts), 2)

    def test_a_page_is_asked_for_again_when_its_list_says_so_or_its_copy_is_old(self):
        now, hour = time.time(), 3600
        # Of each story when its list says that it was published, and when it was fetched; hours ago.
        stories = {"amber": (None, 23), "birch": (None, 25), "cedar": (1, 2), "delta": (24 * 20, 24 * 5),
                   "ember": (24 * 100, 24 * 31), "fjord": (-24, 1)}
        items = "".join(f"<item><title>{ferry(name)}</title><link>{self.home}world/ferry-of-{name}/</link>"
                        + (f"<pubDate>{email.utils.formatdate(now - listed * hour)}</pubDate>" if listed else "")
                        + "</item>" for name, (listed, _) in stories.items())
        (self.pages / "feed.xml").write_text(f"<rss version='2.0'><channel>{items}</channel></rss>")
        self.asked_by(self.home + "feed.xml")
        for name, (_, fetched) in stories.items():
            os.utime(self.copy_of(name), (now, now - fetched * hour))
        self.assertEqual(self.asked_by(self.home + "feed.xml")[0],
                         ["/feed.xml", *(f"/world/ferry-of-{name}/" for name in ("birch", "cedar", "ember"))])
        self.assertEqual(self.asked_by(self.home + "feed.xml")[0], ["/feed.xml"])

    def test_only_pages_with_an_article_are_kept_and_lists_never(self):
        self.write_home()
        (self.pages / "empty.html").write_text("<title>Harbour</title><p>Welcome.</p>")
        self.write_feed("feed.xml", ["world/ferry-of-amber/", "gone", "empty.html"])
        for _ in range(2):
            asked, _ = self.asked_by(self.home + "feed.xml", self.home + "world/ferry-of-birch/", status=1)
            self.assertLessEqual({"/feed.xml", "/gone", "/empty.html"}, set(asked))
            self.assertEqual(self.kept(), {str(self.copy_of(name).relative_to(self.cache)) for name in ("amber", "birch")})
        process = newshole("convert", "--config", self.config, "--cache", self.cache, self.home)
        self.check_status(process, 0)
        self.assertEqual(len(self.kept()), 2)

    def test_a_copy_gives_what_the_page_gave_with_what_its_server_said_of_it(self):
        (self.pages / "latin").mkdir()
        (self.pages / "latin/index.html").write_bytes(
            f"<title>x</title><article><h1>Caf\xe9 {ferry('x')}</h1>{PROSE * 5}</article>".encode("iso-8859-1"))
        outputs = []
        for expected in (["/latin", "/latin/"], []):
            self.asked.clear()
            process = newshole("convert", "--config", self.config, "--cache", self.cache, "--format", "json",
                               self.home + "latin")
            self.check_status(process, 0)
            self.assertEqual(self.asked, expected)
            outputs.append(process.stdout)
        story = json.loads(outputs[0])
        self.assertEqual((story["headline"], story["url"]), (f"Caf\xe9 {ferry('x')}", self.home + "latin/"))
        self.assertIn("noarchive", outputs[0])
        self.assertEqual(outputs[1], outputs[0])

    def test_a_story_whose_server_is_away_has_its_earlier_copy(self):
        self.write_feed("feed.xml", ["world/ferry-of-amber/"])
        feed = self.pages / "feed.xml"
        before = self.asked_by(feed)[1].stdout
        os.utime(self.copy_of("amber"), (0, 0))
        self.server.shutdown()
        self.server.server_close()
        process = newshole("convert", "--config", self.config, "--cache", self.cache, self.home + "world/ferry-of-amber/")
        self.check_status(process, 0)
        self.assertEqual(process.stdout, before)
        self.assertRegex(process.stderr, r"\Anewshole: http\S+: an earlier copy is used: .*\n\Z")

    def test_a_copy_that_nobody_used_for_30_days_is_removed_and_nothing_else(self):
        self.write_feed("feed.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        self.asked_by(self.home + "feed.xml")
        now, day = time.time(), 24 * 3600
        os.utime(self.copy_of("amber"), (now - 31 * day, now - 40 * day))
        os.utime(self.copy_of("birch"), (now - 29 * day, now - 40 * day))
        os.utime(self.copy_of("cedar"), (now - 31 * day, now - 31 * day))
        left = self.copy_of("delta").with_suffix(".page.123.part")
        left.write_bytes(self.copy_of("delta").read_bytes()[:40])
        os.utime(left, (0, 0))
        (self.cache / "empty").mkdir()
        own = self.cache / "own.html"
        own.write_text("x")
        os.utime(own, (0, 0))
        outside = self.folder / "outside"
        outside.mkdir()
        (outside / "x.page").write_text("x")
        os.utime(outside / "x.page", (0, 0))
        (self.cache / "link").symlink_to(outside)
        self.write_feed("feed.xml", ["world/ferry-of-cedar/"])
        self.asked_by(self.home + "feed.xml")
        self.assertEqual(self.kept(), {"own.html"} | {str(self.copy_of(name).relative_to(self.cache))
                                                      for name in self.NAMES if name != "amber"})
        self.assertFalse(self.copy_of("amber").parent.exists())
        self.assertTrue((self.cache / "empty").exists())
        self.assertTrue((outside / "x.page").exists())

    def write_old(self, contents):
        """Files below the folder for pages that nobody used for 90 days."""
        old = time.time() - 90 * 24 * 3600
        for name, content in contents.items():
            path = self.cache / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, (old, old))

    def test_a_users_own_files_stay_in_the_folder_for_pages_whatever_their_names_and_age(self):
        story = self.home + "world/ferry-of-amber/"
        self.asked_by(story)
        copy = self.copy_of("amber").read_bytes()
        own = {"docs/deep/chapter.page": b"Chapter one\n", "docs/deep/empty.page": b"", "docs/data.page": b'{"title":1}\n',
               "docs/deep/notes.page.old.part": copy, "docs/deep/notes.page..part": copy, "docs/notes.part": copy,
               "docs/deep/notes.page.12.part": b"x", "docs/.page.12.part": b'{"newshole_pages":1}\n'}
        ours = {"left/deep/a.page": copy, "left/deep/a.page.12.part": b"", "left/b.page.7.part": copy[:9],
                "docs/left/c.page.12.part": copy}
        self.write_old(own | ours)
        outside = self.folder / "outside.page"
        outside.write_bytes(copy)
        link = self.cache / "docs/link.page"
        link.symlink_to(outside)
        for path in (outside, link):
            os.utime(path, (0, 0), follow_symlinks=False)
        self.asked_by(story)
        self.assertEqual({name: (self.cache / name).read_bytes() for name in self.kept()},
                         own | {"docs/link.page": copy, str(self.copy_of("amber").relative_to(self.cache)): copy})
        self.assertTrue(link.is_symlink())
        self.assertFalse((self.cache / "left").exists())
        self.assertFalse((self.cache / "docs/left").exists())

    def test_the_folder_itself_stays_when_its_last_copy_goes(self):
        self.write_home()
        self.asked_by(self.home)
        for name in self.NAMES:
            os.utime(self.copy_of(name), (0, 0))
        (self.pages / "empty.xml").write_text("<rss version='2.0'><channel><title>x</title></channel></rss>")
        process = newshole("convert", "--config", self.config, "--cache", f"{self.cache}/", self.pages / "empty.xml")
        self.check_status(process, 2)
        self.assertEqual(list(self.cache.iterdir()), [])

    def test_a_copy_that_is_damaged_or_of_another_address_is_none(self):
        self.write_feed("feed.xml", ["world/ferry-of-amber/"])
        before = self.asked_by(self.home + "feed.xml")[1].stdout
        copy = self.copy_of("amber").read_bytes()
        for damaged in (b"", b"\n", b"{}\n", b"[" * 100_000, copy[:40], copy.replace(b'"asked":"http:', b'"asked":"https:'),
                        copy.replace(b'page":1', b'page":2'), copy.replace(b'"url":"http:', b'"url":"gopher:'),
                        copy[:copy.index(b"\n") + 1], b"\0" * 1000):
            with self.subTest(damaged[:40]):
                self.copy_of("amber").write_bytes(damaged)
                asked, process = self.asked_by(self.home + "feed.xml")
                self.assertEqual(asked, ["/feed.xml", "/world/ferry-of-amber/"])
                self.assertEqual((process.stdout, self.copy_of("amber").read_bytes()), (before, copy))

    def test_several_runs_at_once_may_keep_pages_in_one_folder(self):
        self.write_feed("feed.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        command = [PROGRAM, "convert", "--config", self.config, "--cache", self.cache, "--full", self.home + "feed.xml"]
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
                for _ in range(4)]
        outputs = [(*run.communicate(timeout=120), run.returncode) for run in runs]
        self.assertEqual(outputs, [(outputs[0][0], b"", 0)] * 4)
        self.assertEqual(self.kept(), {str(self.copy_of(name).relative_to(self.cache)) for name in self.NAMES})

    def test_a_folder_for_pages_that_cannot_be_made_is_the_requests_fault(self):
        (self.folder / "file").write_text("x")
        process = newshole("convert", "--config", self.config, "--cache", self.folder / "file", "--full", self.home)
        self.check_status(process, 2)
        self.assertRegex(process.stderr, r"\Anewshole: \S+/file: ")
        self.assertEqual(self.asked, [])

    @needs("newsboat")
    def test_newsboat_keeps_the_whole_texts_of_a_feed_that_it_has_newshole_make(self):
        self.write_feed("feed.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        urls, cache = self.folder / "urls", self.folder / "cache.db"
        urls.write_text(f'"exec:{PROGRAM} convert --config {self.config} --format atom --cache {self.cache} '
                        f'--full {self.home}feed.xml"\n')
        for _ in range(2):
            subprocess.run(["newsboat", "-u", urls, "-c", cache, "-C", "/dev/null", "-x", "reload"], check=True,
                           capture_output=True, timeout=60, env=environment() | {"HOME": str(self.folder)})
            with contextlib.closing(sqlite3.connect(cache)) as database:
                rows = database.execute("SELECT guid, title, content FROM rss_item ORDER BY id").fetchall()
            self.assertEqual(sorted(row[0] for row in rows),
                             [f"{self.home}world/ferry-of-{name}/" for name in self.NAMES])
            for _, title, content in rows:
                self.assertIn(title, [ferry(name) for name in self.NAMES])
                self.assertEqual(content.count(PROSE), 5)

    def write_list(self, *addresses):
        outlines = "".join(f"<outline type='rss' text='Number {number}' xmlUrl='{address}'/>"
                           for number, address in enumerate(addresses))
        path = self.folder / "subscriptions.opml"
        path.write_text(f"<opml version='2.0'><body><outline text='News'>{outlines}</outline></body></opml>")
        return path

    def test_the_sites_of_a_list_are_added_and_one_that_fails_stops_no_other(self):
        self.write_home()
        for feed in ("one", "two"):
            self.write_feed(f"{feed}.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        addresses = [self.home + path for path in ("one.xml", "gone.xml", "two.xml", "one.xml#again")]
        process = self.add("--opml", self.write_list(*addresses, "https://lite.cnn.com/rss"))
        self.check_status(process, 1)
        self.assertRegex(process.stdout, r"(?s)one.xml\n.* 3 of 3 read.*\nwrote .*two.xml\n.*\nwrote ")
        self.assertTrue(process.stdout.endswith("\n2 added, 1 failed, 1 has a profile already\n"), process.stdout)
        self.assertRegex(process.stderr, r"\Anewshole: http\S+/gone.xml: .*404.*\n\Z")
        folder = self.profile.parent
        profiles = {path.stem: json.loads(path.read_text()) for path in folder.iterdir()}
        self.assertEqual({name: (profile["title"], profile["front_pages"]) for name, profile in profiles.items()},
                         {f"{self.name}-one": ("Number 0", [addresses[0]]),
                          f"{self.name}-two": ("Number 2", [addresses[2]])})
        asked = len(self.asked)
        again = self.add("--opml", self.write_list(addresses[0], addresses[2]))
        self.check_status(again, 0)
        self.assertTrue(again.stdout.endswith("\n2 have profiles already\n"), again.stdout)
        self.assertEqual(len(self.asked), asked)

    def test_of_two_addresses_of_one_name_the_second_is_told_and_counted_as_failed(self):
        for feed in ("one.xml", "one.html", "one.htm"):
            self.write_feed(feed, [f"world/ferry-of-{name}/" for name in self.NAMES])
        first, second, third = (self.home + feed for feed in ("one.xml", "one.html", "one.htm"))
        known = ["https://lite.cnn.com/rss", "https://lite.cnn.com/rss.xml"]
        path = self.write_list(first, first.upper().replace("ONE.XML", "one.xml"), second, third, *known)
        told = "".join(f"newshole: {address}: its name {self.name}-one is that of {first} already; "
                       "give it a profile of its own\n" for address in (second, third))
        for came in ("1 added, 2 failed, 2 have profiles already", "2 failed, 3 have profiles already"):
            process = self.add("--opml", path)
            self.check_status(process, 1)
            self.assertEqual(process.stderr, told)
            self.assertTrue(process.stdout.endswith(f"\n{came}\n"), process.stdout)
        self.assertEqual([path for path in self.asked if path.startswith("/one.htm")], [])
        process = self.add("--print", first, second, first + "#part")
        self.check_status(process, 1)
        self.assertEqual(json.loads(process.stdout)["front_pages"], [first])
        self.assertIn(told.splitlines()[0] + "\n", process.stderr)
        self.assertIn("\n1 printed, 1 failed\n", process.stderr)

    def test_the_second_address_of_a_name_is_known_once_its_profile_has_another_name(self):
        for feed in ("one.xml", "one.html"):
            self.write_feed(feed, [f"world/ferry-of-{name}/" for name in self.NAMES])
        path = self.write_list(self.home + "one.xml", self.home + "one.html")
        self.check_status(self.add("--opml", path), 1)
        process = self.add("--print", self.home + "one.html")
        self.check_status(process, 0)
        (self.profile.parent / "other.json").write_text(json.dumps(json.loads(process.stdout) | {"name": "other"}))
        process = self.add("--opml", path)
        self.check_status(process, 0)
        self.assertIn("other: has a profile already", process.stdout)
        self.assertTrue(process.stdout.endswith("\n2 have profiles already\n"), process.stdout)

    def test_the_profiles_of_a_list_are_printed_one_after_the_other(self):
        for feed in ("one", "two"):
            self.write_feed(f"{feed}.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        listed = self.write_list(self.home + "one.xml", self.home + "two.xml").read_text()
        process = newshole("add", "--config", self.config, "--print", "--opml", "-", input=listed)
        self.check_status(process, 0)
        first, end = json.JSONDecoder().raw_decode(process.stdout)
        second = json.loads(process.stdout[end:])
        self.assertEqual([profile["title"] for profile in (first, second)], ["Number 0", "Number 1"])
        self.assertTrue(process.stderr.endswith("\n2 printed\n"), process.stderr)
        self.assertFalse(self.profile.parent.exists())

    def test_a_list_that_is_none_or_goes_beyond_a_limit_adds_nothing(self):
        path = self.folder / "subscriptions.opml"
        outlines = "".join(f"<outline xmlUrl='{self.home}{number}'/>" for number in range(100_000))
        for content, cause in (("<html><body>", "no OPML"), ("", "line 1: it ends early"),
                               ("<opml><body><outline text='x'/></body></opml>", "it names no site"),
                               (f"<opml>{outlines}</opml>", "line 1: it names more sites than are read"),
                               ("<opml>" + "<outline>" * 100_000, "line 1: elements are nested too deeply")):
            path.write_text(content)
            process = self.add("--opml", path)
            self.check_status(process, 2)
            self.assertEqual((process.stdout, process.stderr), ("", f"newshole: {path}: {cause}\n"))
        self.assertEqual(self.asked, [])
        self.check_status(self.add("--opml", self.folder / "none.opml"), 2)
        self.check_status(self.add(), 2)

    def test_of_a_list_that_is_cut_off_what_is_whole_is_added_and_the_cut_told(self):
        self.write_feed("one.xml", [f"world/ferry-of-{name}/" for name in self.NAMES])
        path = self.write_list(self.home + "one.xml", self.home + "two.xml")
        path.write_text(path.read_text().split("two.xml")[0])
        process = self.add("--opml", path)
        self.check_status(process, 1)
        self.assertEqual(process.stderr, f"newshole: {path}: read in part: line 1: it ends early\n")
        self.assertTrue(process.stdout.endswith("\n1 added\n"), process.stdout)

    def test_where_nothing_can_be_read_the_status_is_1_and_what_was_tried_is_told(self):
        (self.pages / "index.html").write_text(
            "<title>News</title><link rel=alternate type=application/rss+xml href=/feed.xml><p>Welcome.</p>")
        self.write_feed("feed.xml", ["gone/one", "gone/two"])
        process = self.add(self.home)
        self.check_status(process, 1)
        self.assertRegex(process.stdout, r"feed.xml\n +2 stories; 0 of 2 read\n +http.*gone/two: .*404")
        self.assertIn("nothing there can be read as news", process.stderr)
        self.assertFalse(self.profile.exists())

    def test_a_site_that_has_a_profile_is_named(self):
        process = self.add("lite.cnn.com")
        self.check_status(process, 0)
        self.assertIn("lite.cnn.com: has a profile already", process.stdout)

    def test_a_full_disk_and_an_address_that_is_none_are_faults(self):
        self.write_home()
        with open("/dev/full", "w", encoding="utf-8") as full:
            process = subprocess.run([PROGRAM, "add", "--config", self.config, "--print", self.home], stdout=full,
                                     stderr=subprocess.PIPE, env=environment(), timeout=60, check=False)
        self.check_status(process, 2)
        self.check_status(self.add("ftp://news.example/"), 2)


if __name__ == "__main__":
    unittest.main()
