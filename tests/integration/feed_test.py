"""Feeds of ordinary and hostile stories are valid Atom, and an independent reader finds in them what was put in."""

import os
import random
import subprocess
import unittest

import atom
from program import needs

SITE = ["The Example", "news.example - on gopher", "https://news.example/", "hole.example", "7070",
        "/news.example/feed.xml", "/news.example"]
STORY = ["https://news.example/2025/09/19/tech/a", "/news.example/2025/09/19/tech/a.txt", "Rates up", "Tech"]

HOSTILE = [
    "", " ", "</title></entry></feed>", "<![CDATA[", "]]>", "<!-- -- -->", "<?xml version='1.1'?>", "&amp;amp;",
    "&bogus;", "&#0;", "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;", "a\r\nb\tc\vd\fe",
    "\x01\x02\x08\x0b\x0c\x0e\x1b[31m\x7f", "\u0085\u009f\u2028\u2029", "\u202ebackwards\u2066", "\ufffe\uffff",
    "\U0001fffe\U0010ffff", "\ue000 private", "e" + "\u0301" * 500, "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "'\"`%00%zz\\", "x" * 100000, b"\xff\xfe\xc0\x80\xed\xa0\x80\xf5\x80", b"cut short \xe2\x82",
]


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def feed_of(*stories, site=None):
    fields = [*(site or SITE), *(field for story in stories for field in story)]
    process = subprocess.run([os.environ["PRINT_FEED"]], input=b"".join(as_bytes(each) + b"\0" for each in fields),
                             capture_output=True, timeout=60, check=True)
    return process.stdout


@needs("xmllint")
class Feed(unittest.TestCase):
    def check_valid(self, feed, what=""):
        feed.decode("utf-8")
        self.assertEqual(atom.faults(feed), [], what)

    def test_the_schema_refuses_what_rfc_4287_refuses(self):
        feed = feed_of(STORY).decode()
        self.check_valid(feed.encode())
        for cut, put in [("<id>https://news.example/</id>", ""), ("<title>Rates up</title>", ""),
                         ("12:00:00Z</updated>\n  <author>", "12:00:00</updated>\n  <author>"),
                         ("<published>2025-09-19T", "<published>2025-02-30T"),
                         ("<published>2025-09-19T12:00:00Z", "<published>Fri, 19 Sep 2025"),
                         ("<id>https://news.example/2025", "<id>/2025"), ("<title>Rates", "<title><b/>Rates"),
                         ("    <link rel=\"alternate\" type=\"text/plain\"", "    <link rel=\"alternate\" rev=\"x\""),
                         ("gopher://hole.example:7070/0/news.example/2025", "https://hole.example/2025"),
                         ("rel=\"self\" type=\"application/atom+xml\"", "rel=\"alternate\""),
                         (" term=\"Tech\"", ""), ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
                         ("    <name>The Example</name>\n", ""), ("</entry>", "</entry><entry/>")]:
            self.assertIn(cut, feed)
            self.assertNotEqual(atom.faults(feed.replace(cut, put).encode()), [], (cut, put))

    def test_an_ordinary_feed_says_what_was_put_in(self):
        stories = [[f"https://news.example/{i}", f"/news.example/{i}.txt", f"Story {i}", "Tech"] for i in range(60)]
        feed = feed_of(*stories)
        self.check_valid(feed)
        found = atom.entries(feed)
        self.assertEqual([entry["id"] for entry in found], [story[0] for story in stories[:50]])
        self.assertEqual(found[7], {"id": "https://news.example/7", "title": "Story 7", "sections": ["Tech"],
                                    "href": "gopher://hole.example:7070/0/news.example/7.txt",
                                    "published": "2025-09-19T12:00:00Z", "updated": "2025-09-19T12:00:00Z"})

    def test_a_feed_without_stories_is_valid(self):
        self.check_valid(feed_of())
        self.check_valid(feed_of(site=["", "", *SITE[2:]]))

    def test_hostile_texts_leave_the_feed_valid_and_whole(self):
        for text in HOSTILE:
            with self.subTest(text=text[:40]):
                feed = feed_of([STORY[0], STORY[1], text, text], STORY, site=[text, text, *SITE[2:]])
                self.check_valid(feed)
                self.assertEqual(len(atom.entries(feed)), 2)
                self.assertEqual(atom.entries(feed)[1]["title"], "Rates up")

    def test_printable_text_comes_back_as_it_was(self):
        for text in ["a <b> & \"c\" 'd' ]]> e", "\u00e9\u4e2d\U0001f600", "&amp; &lt;"]:
            entry = atom.entries(feed_of([STORY[0], STORY[1], text, text]))[0]
            self.assertEqual((entry["title"], entry["sections"]), (text, [text]))

    def test_hostile_addresses_leave_the_feed_valid(self):
        for text in HOSTILE:
            with self.subTest(text=text[:40]):
                address = b"https://news.example/" + as_bytes(text)
                self.check_valid(feed_of([address, b"/x/" + as_bytes(text), "a", "b"],
                                         site=[*SITE[:2], address, *SITE[3:5], text, text]))

    def test_an_ipv6_host_and_a_default_port_are_valid(self):
        feed = feed_of(STORY, site=[*SITE[:3], "2001:db8::7", "70", *SITE[5:]])
        self.check_valid(feed)
        self.assertEqual(atom.entries(feed)[0]["href"], "gopher://[2001:db8::7]/0" + STORY[1])

    def test_random_bytes_leave_the_feed_valid(self):
        source = random.Random(4287)
        for round_number in range(20):
            stories = []
            for i in range(50):
                title = bytes(source.choice(b"<>&\"'/!-[]?#; \t\n\x01\x1b\x7f\xc2\xa0\xe2\x80\xaf\xed\xa0\xf0\x9f\xffab")
                              for _ in range(source.randrange(60)))
                stories.append([f"https://news.example/{i}", f"/{i}.txt", title, title[::-1]])
            feed = feed_of(*stories)
            self.check_valid(feed, round_number)
            self.assertEqual(len(atom.entries(feed)), 50)

    def test_the_same_stories_give_the_same_bytes(self):
        self.assertEqual(feed_of(STORY, STORY), feed_of(STORY, STORY))


if __name__ == "__main__":
    unittest.main()
