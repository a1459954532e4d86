"""What is read of each file of fixtures/feeds is what other programs read: of RSS and Atom feedparser, of JSON and
sitemaps Python's own parsers. Titles, links, days and ids are compared; a difference needs a reason.

    feeds_oracle_test.py FEED_LINES     FEED_LINES is the program of feed_lines.cpp
"""

import datetime
import html
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

import feedparser

FEEDS = pathlib.Path(__file__).resolve().parents[2] / "fixtures/feeds"
URL = "https://harbour.example/feed.xml"
ALL = "title link day id"
NO_ADDRESS = "an item that is cut off before its address leads nowhere"
ONE_PAGE = "what leads to the page of another item is the same story"
NO_TITLE = "a story needs a name: its first words, or those of its address"
# File: the fields that differ from the oracle's, and why.
DIFFERENCES = {
    "atom/cut-off.xml": (ALL, NO_ADDRESS),
    "atom/titles.xml": ("title", "text that says that it is no HTML keeps its brackets; feedparser drops them"),
    "json/attachments.json": (ALL, "an item that is nothing but sound is no story"),
    "json/cut-off.json": (ALL, "what stands before the cut is kept; Python keeps nothing"),
    "json/external-url.json": ("link", "an item that tells of another page leads there"),
    "json/no-titles.json": ("title link", "an id that is an address leads there; " + NO_TITLE),
    "rss/bare-ampersand.xml": ("title", "feedparser ends what is no reference with a semicolon"),
    "rss/control-characters.xml": ("title", "feedparser keeps control characters"),
    "rss/cut-in-tag.xml": (ALL, NO_ADDRESS),
    "rss/says-1251-is-utf8.xml": ("title", "bytes that are UTF-8 are that; feedparser believes the prolog"),
    "sitemap/images.xml": ("title", NO_TITLE),
    "sitemap/index.xml": ("link day", "the latest sitemap comes first; a sitemap is no story of a day"),
    "sitemap/no-namespace.xml": ("title", NO_TITLE),
    "sitemap/plain.xml": ("title", NO_TITLE),
    "stories/dates.xml": ("day", "three forms are unknown to feedparser: no zone, the month first, no blank"),
    "stories/fragments.xml": ("link", "a fragment that tells no items apart is no part of an address"),
    "stories/guid-changes.xml": (ALL, ONE_PAGE),
    "stories/guid-no-url.xml": (ALL, "a guid that is no address is none; feedparser resolves it as a link"),
    "stories/no-titles.xml": ("title", NO_TITLE),
    "stories/original-link.xml": ("link", "the address before a counter's is the story's"),
    "stories/podcast.xml": (ALL, "an item that is nothing but sound is no story"),
    "stories/same-twice.xml": (ALL, ONE_PAGE),
    "stories/tracking.xml": ("link", "what says where a reader came from is no part of an address"),
}


def words(text):
    return " ".join(html.unescape(text).split())


def day_of(struct):
    return "%d-%02d-%02d" % struct[:3] if struct else ""


def by_feedparser(path):
    feed = feedparser.parse(path.read_bytes(), response_headers={"content-location": URL})
    return [{"title": re.sub(r"<[^>]*>", "", entry.get("title", "")), "link": entry.get("link", ""), "id": entry.get("id", ""),
             "day": day_of(entry.get("published_parsed") or entry.get("updated_parsed"))} for entry in feed.entries]


def by_json(path):
    try:
        items = json.loads(path.read_text())["items"]
    except json.JSONDecodeError:
        return []
    return [{"title": item.get("title", ""), "link": item.get("url", ""), "id": str(item["id"]),
             "day": utc_day(item.get("date_published"))} for item in items]


def by_element_tree(path):
    def text(entry, name):
        found = next((e for e in entry.iter() if e.tag.endswith(name) and "image" not in e.tag), None)
        return found.text.strip() if found is not None else ""

    return [{"title": text(entry, "}title"), "link": text(entry, "loc"), "id": "",
             "day": utc_day(text(entry, "publication_date") or text(entry, "lastmod"))}
            for entry in xml.etree.ElementTree.parse(path).getroot()]


def utc_day(stated):
    """Of RFC 3339, or a date alone."""
    if not stated or len(stated) == 10:
        return stated or ""
    moment = datetime.datetime.fromisoformat(stated.replace("Z", "+00:00"))
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%d")


def own(program, path):
    lines = subprocess.run([program, URL, path], check=True, capture_output=True, text=True).stdout.splitlines()
    feed, *stories = map(json.loads, lines)
    assert "error" not in feed, feed
    if feed["kind"] == "index":
        return [{"title": "", "link": url, "id": "", "day": ""} for url in feed["sitemaps"]]
    return [{"title": story["headline"], "link": story["url"], "id": story["id"],
             "day": utc_day(story["published"] or story["updated"])} for story in stories]


ORACLES = {"json": by_json, "sitemap": by_element_tree}


def differences(program, path):
    """By each field in which the two readings differ, both."""
    read, expected = own(program, path), ORACLES.get(path.parent.name, by_feedparser)(path)
    values = {field: ([words(item[field]) for item in read], [words(item[field]) for item in expected])
              for field in ALL.split()}
    return {field: (mine, others) for field, (mine, others) in values.items() if mine != others}


def main(program):
    files = sorted(path for path in FEEDS.rglob("*") if path.is_file())
    assert len(files) >= 60, files
    status = 0
    for path in files:
        name = str(path.relative_to(FEEDS))
        expected = DIFFERENCES.get(name, ("", ""))[0].split()
        found = differences(program, path)
        for field in set(expected) ^ set(found):
            mine, others = found.get(field, ("differs", "no more"))
            print(f"{name}, {field}: {mine}, {others}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
