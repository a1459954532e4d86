"""Kinds of pages that grow: whatever is in them, twice of it may cost twice as much and no more.

A kind makes a page of about `size` bytes. Most put one thing again and again into the body of a story; the
others are about the head, a field, or one element that gets longer.
"""

import json

PROFILE_URL = "https://lite.cnn.com/2025/12/01/world/x"
FRONT_PAGE_URL = "https://lite.cnn.com/"
GENERIC_URL = "https://www.example.org/2025/12/01/world/x"
PROSE = ("<p class=paragraph--lite>The council met on Monday and spoke about the bridge for three hours, which "
         "nobody had expected, and the mayor said that it would stay closed until the spring.</p>")


def filled(piece, size):
    """`piece`, a string or a function of a number, until there are `size` bytes."""
    if isinstance(piece, str):
        return piece * max(1, size // len(piece.encode()))
    parts, length = [], 0
    while length < size:
        parts.append(piece(len(parts)))
        length += len(parts[-1].encode())
    return "".join(parts)


def page(body="", head="", title="A story of the bridge", byline="By Jane Doe, CNN", attributes="", before=""):
    """A page that the profile of lite.cnn.com and the generic extractor read alike."""
    return (f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head>"
            f"<body {attributes}>{before}<article class=article--lite><h1 class=headline>{title}</h1>"
            f"<p class=byline--lite>{byline}</p><p class=timestamp--lite>Updated: 4:33 AM EST, Mon December 1, 2025"
            f"</p>{PROSE}{body}{PROSE}{PROSE}</article></body></html>")


def body(piece, before="", after=""):
    """Again and again in the body."""
    return lambda size: page(before + filled(piece, size) + after)


def script(make):
    """A script of JSON-LD that `make` gives for a size."""
    return lambda size: page(head="<script type=application/ld+json>" + make(size) + "</script>")


def authors(piece):
    return script(lambda size: '{"@type":"NewsArticle","headline":"A story of the bridge","author":['
                  + filled(piece, size).rstrip(",") + "]}")


def nested(start, middle, end):
    def make(size):
        depth = size // (len(start) + len(end))
        return start * depth + middle + end * depth
    return make


def author_refs(size):
    types = json.dumps(["Thing"] * (size // 20))
    refs = filled('{"@id":"a"},', size // 2).rstrip(",")
    return ('{"@type":"NewsArticle","author":[' + refs + '],"about":{"@id":"a","name":"A","@type":' + types + "}}")


def data(make):
    """A script of data, whose nodes are searched for the story of a page that shows little."""
    return lambda size: page(f"<script>window.data = {make(size)};</script>",
                             head='<meta property=og:title content="A story of the bridge">')


def rich_text(size):
    words = "words of the story that the script has, and no end of them. "
    node = '{"type":"paragraph","content":[{"type":"text","text":"' + words + '"},{"type":"link","url":"/x"}]},'
    return '{"type":"doc","content":[' + filled(node, size).rstrip(",") + "]}"


def in_strings(size):
    return json.dumps({"a": json.dumps({"b": json.dumps({"c": rich_text(size // 8)})})})


def header_repeated(size):
    header = "a header that goes on and on " * (size // 60)
    rows = filled("<tr><td>x<td>y", size // 2)
    return page(f"<table><tr><th>{header}<th>b</tr>{rows}</table>")


def header_in_prose(size):
    rows = filled("<tr><td>one<td>two", size // 2)
    prose = "words of a header that nobody reads " * (size // 72)
    return page(f"<table><tr><td>{prose}<td>{prose[:60]}</tr>{rows}</table>")


def spans_and_rows(size):
    return page("<table>" + filled("<tr><td colspan=50>x<td rowspan=50>y", size) + "</table>")


def long_base(size):
    base = "https://www.example.org/" + "b/" * 3500
    return page(filled('<a href="x">w</a> ', size), head=f'<base href="{base}">')


def title_and_blocks(size):
    title = "title " * (size // 12)
    return page(filled("<p>short words.</p>", size // 2), title=title)


def grams(*pieces):
    return lambda number: pieces[number % len(pieces)] + str(number)


def selectors(size):
    return page(filled('<div class="a b c" id=d><span class=byline>', size) + "x", attributes="class=x")


def front_page(piece):
    return lambda size: ("<!doctype html><html><head><meta charset=utf-8><title>CNN</title></head><body><ul>"
                         + filled(piece, size) + "</ul></body></html>")


def story(headline):
    return lambda number: f'<li class=card--lite><a href="/2025/12/01/world/story-{number}">{headline}</a></li>'


def own_link(number):
    return f'<a href="/a/the-story-of-number-{number}">The story that has number {number}</a>'


def own_list(piece, size, attributes=""):
    return (f"<!doctype html><html><head><meta charset=utf-8><title>News</title></head><body><main {attributes}>"
            + filled(piece, size) + "</main></body></html>")


# What one cluster of UAX #29 may be made of, however long: see tests/text/endless_clusters.h.
CLUSTERS = {
    "jamo-l": "\u1100", "jamo-v": "\u1161", "devanagari": "\u0915\u094d", "gujarati": "\u0a95\u0acd",
    "prepend-0d4e": "\u0d4e", "prepend-0600": "\u0600", "thai": "\u0e01\u0e33", "halfwidth-mark": "\uff9e",
    "mark": "\u0301", "letter-and-marks": "a\u0301\u0323", "spacing-mark": "\u0903",
    "zwj": "\U0001f468\u200d", "selector": "\u2764\ufe0f", "skin-tone": "\U0001f44d\U0001f3fd",
    "flag": "\U0001f1eb", "keycap": "1\ufe0f\u20e3", "tags": "\U0001f3f4\U000e0067", "khmer": "\u1780\u17d2",
    "myanmar": "\u1000\u1039", "lao": "\u0e81\u0eb3", "tibetan": "\u0f40\u0fb7", "chinese": "\u4e2d",
    "soft-hyphen": "ab\u00ad", "no-break": "ab\u00a0", "zero-width-space": "ab\u200b", "letters": "x",
    "arabic": "\u0639\u0645", "quotes": "\u201c\u201d", "slashes": "/", "hyphens": "-", "digits": "1,",
}

KINDS = {
    # JSON-LD
    "jsonld-array-of-objects": script(lambda size: "[" + filled("{},", size).rstrip(",") + "]"),
    "jsonld-object-of-objects": script(
        lambda size: "{" + filled(lambda i: f'"k{i}":{{}},', size).rstrip(",") + "}"),
    "jsonld-nested-arrays": script(nested("[", "1", "]")),
    "jsonld-nested-objects": script(nested('{"a":', "1", "}")),
    "jsonld-authors": authors('{"@type":"Person","name":"Jane Doe"},'),
    "jsonld-author-strings": authors(lambda i: f'"Jane Doe{i}",'),
    "data-rich-text": data(rich_text),
    "data-in-strings": data(in_strings),
    "data-nested-paragraphs": data(nested('{"type":"paragraph","content":[', "1", "]}")),
    "data-nested-items": data(nested('{"type":"li","children":["paragraph",', "1", "]}")),
    "data-of-no-json": data(nested("{paragraph{", "paragraph", "}}")),
    "data-never-closed": data(lambda size: filled('{"paragraph":[', size)),
    "data-members": data(lambda size: '{"type":"paragraph",' + filled(lambda n: f'"k{n}":"paragraph",', size) + '"z":1}'),
    "data-pushes": body('<script>self.__next_f.push([1,"\\"p\\" paragraph"])</script>',
                        "<meta property=og:title content=x>"),
    "text-encoded-twice": body("\u00c3\u00a9t\u00c3\u00a9 \u00e2\u20ac\u2122 "),
    "jsonld-author-one-name": script(
        lambda size: '{"@type":"NewsArticle","author":"' + filled("Jane Doe, ", size) + '"}'),
    "jsonld-author-refs": script(author_refs),
    "jsonld-author-outlets": authors(lambda i: f'{{"@type":"Organization","name":"House {i}"}},'),
    "jsonld-outlets": script(
        lambda size: "[" + filled(lambda i: f'{{"@type":"Organization","name":"H{i}"}},', size).rstrip(",") + "]"),
    "jsonld-articles": script(
        lambda size: "[" + filled('{"@type":"NewsArticle","headline":"A"},', size).rstrip(",") + "]"),
    "jsonld-headline": script(lambda size: '{"@type":"NewsArticle","headline":"' + "word " * (size // 5) + '"}'),
    "jsonld-body": script(lambda size: '{"@type":"NewsArticle","articleBody":"' + "word. \\n" * (size // 8) + '"}'),
    "jsonld-types": script(lambda size: '{"@type":[' + filled('"Thing",', size).rstrip(",") + "]}"),
    "jsonld-scripts": lambda size: page(head=filled("<script type=application/ld+json>{}</script>", size)),
    "jsonld-strings": script(lambda size: '["' + "\\u0041\\n" * (size // 8) + '"]'),
    # The head and the fields
    "byline-commas": lambda size: page(byline="By " + filled("Jane Doe, ", size)),
    "byline-ands": lambda size: page(byline="By " + filled(lambda i: f"Jane D{i} and ", size)),
    "byline-letters": lambda size: page(byline="By " + "x" * size),
    "bylines": body(lambda i: f"<p class=byline--lite>By Jane Doe{i}</p>"),
    "metas": lambda size: page(head=filled(lambda i: f"<meta name=author content='Jane D{i}'>", size)),
    "meta-title": lambda size: page(head=f"<meta property=og:title content='{'word ' * (size // 5)}'>"),
    "meta-source": lambda size: page(head=f"<meta property=og:site_name content='{'word ' * (size // 5)}'>"),
    "title": lambda size: page(title="word " * (size // 5)),
    "title-separators": lambda size: page(title="a | " * (size // 4)),
    "title-long-many-blocks": title_and_blocks,
    "headings": body("<h2>Another part of it</h2>"),
    "times": body("<time datetime=2025-12-01T10:00:00Z>Dec 1, 2025</time> "),
    "date-lines": body(lambda i: f"<p>December {i % 28 + 1}, 2025 at {i % 12 + 1}:00 p.m. ET</p>"),
    # Links
    "links": body('<a href="/x">w</a> '),
    "links-different": body(lambda i: f'<a href="/2025/12/01/x/story-{i}">word {i}</a> '),
    "links-long-base": long_base,
    "links-long": body(lambda i: f'<a href="/{"long/" * 600}{i}">word</a> '),
    "link-paragraphs": body(lambda i: f'<p><a href="/x/{i}">words of a link</a></p>'),
    "breadcrumbs": lambda size: page(before="", body="<p>" + filled('<a href="/us">US</a> / ', size) + "</p>"),
    "link-unclosed": body('<a href="/x">w '),
    "link-one-long": body("words ", '<p><a href="/x">', "</a></p>"),
    # Tables
    "table-header-repeated": header_repeated,
    "table-header-in-prose": header_in_prose,
    "table-colspan": body("<tr><td colspan=50>x<td>y", "<table>", "</table>"),
    "table-spans": spans_and_rows,
    "table-one-row": body("<td>x", "<table><tr><td>a<td>b<tr>", "</table>"),
    "table-one-column": body("<tr><td>x<td>", "<table>", "</table>"),
    "table-wide-cells": body("<tr><td>" + "word " * 40 + "<td>" + "word " * 40, "<table>", "</table>"),
    "table-empty-cells": body("<tr><td><td><td>", "<table>", "</table>"),
    "table-links": body('<tr><td><a href="/x">w</a><td>y', "<table>", "</table>"),
    "tables": body("<table><tr><td>x<td>y</table>"),
    "table-one-cell": body("word ", "<table><tr><td>a<td>", "</table>"),
    # Elements
    "paragraphs": body("<p>x"),
    "paragraphs-of-prose": body(PROSE),
    "breaks": body("x<br>"),
    "lists": body("<li>x", "<ul>", "</ul>"),
    "lists-nested": body("<ul><li>x"),
    "quotes-nested": body("<blockquote>x"),
    "divs-nested": body("<div>x"),
    "spans": body("<span>x</span> "),
    "bolds": body("<b>x"),
    "fonts": body(lambda i: f"<font size={i}>x"),
    "classes": body(lambda i: f"<div class='c{i} byline share'>x</div>"),
    "one-class": lambda size: page(attributes=f"class='{'c ' * (size // 2)}'"),
    "names": selectors,
    "attributes": body(lambda i: f"<p a{i % 300}=1>x</p>"),
    "figures": body("<figure><img alt=x><figcaption>A caption (Photo by Jane)</figcaption></figure>"),
    "preformatted": body("x" * 20 + "\n", "<pre>", "</pre>"),
    "preformatted-line": body("x ", "<pre>", "</pre>"),
    "comments": body("<!-- x -->"),
    "scripts": body("<script>x</script>"),
    "entities": body("&amp;&lt;&#x41;"),
    "hidden": body("<p hidden>x</p>"),
    "controls": body("\u0001\u0002\u001b"),
    "rare-names": body(lambda i: f"<x{i}>y</x{i}>"),
    # Text
    "one-word": body("x", "<p>"),
    "one-paragraph": body("word ", "<p>"),
    "shares": body("<p>Share on Facebook and Twitter</p>"),
    "sign-ups": body("<p>Sign up for our newsletter and read more on it</p>"),
    "author-notes": body("<p>Jane Doe is a reporter who covers the courts.</p>"),
    "sentences": body(grams("One. ", "Two! ", "Three? ")),
} | {"text-" + name: body(piece, "<p>") for name, piece in CLUSTERS.items()} | {
    "title-jamo": lambda size: page(title=filled("\u1100", size)),
    "table-jamo": body("\u1100", "<table><tr><td>a<td>", "</table>"),
    "pre-jamo": body("\u1100", "<pre>", "</pre>"),
    "link-jamo": body("\u1100", '<p><a href="/x">', "</a></p>"),
    "list-jamo": body("\u1100", "<ul><li>", "</ul>"),
}

# Lists of stories that no profile knows.
OWN_LINKS = {
    "list-flat": lambda size: own_list(lambda i: own_link(i) + "<br>", size),
    "list-boxes": lambda size: own_list(lambda i: f"<li class='card c{i}'><h3>{own_link(i)}</h3><p>Words of it.", size),
    "list-boxes-nested": lambda size: own_list(lambda i: "<div>" + own_link(i), min(size, 200_000)),
    "list-one-story": lambda size: own_list(lambda i: own_link(1) + "<div>Read more</div>", size),
    "list-headings": lambda size: own_list(lambda i: f"<h2>Section {i}</h2>{own_link(i)}", size),
    "list-dates": lambda size: own_list(lambda i: f"<li>{own_link(i)} <time>May {i % 28 + 1}, 2025</time>", size),
    "list-pictures": lambda size: own_list(
        lambda i: f'<a href="/a/x-y-z-w-{i}"><img alt="What is on it {i}"></a>', size),
    "list-other-sites": lambda size: own_list(
        lambda i: f'<li><a href="https://h{i}.example/x">The story of {i}</a>', size),
    "list-no-stories": lambda size: own_list(lambda i: f'<a href="/about">About the people of number {i}</a>', size),
    "list-long-class": lambda size: own_list(own_link, size // 2, f"class='{'c ' * (size // 4)}'"),
}
KINDS |= OWN_LINKS

# They are read as the list of their stories.
FRONT_PAGES = {
    "front-stories": front_page(story("A story of the bridge")),
    "front-one-story": front_page('<li class=card--lite><a href="/2025/12/01/world/x">A story</a></li>'),
    "front-long-headlines": front_page(story("words of a headline " * 200)),
    "front-jamo": front_page(story("\u1100" * 400)),
    "front-one-headline": lambda size: front_page(story("word " * (size // 5)))(100),
    "front-other-links": front_page(lambda i: f'<li><a href="https://other.example/{i}">Elsewhere</a></li>'),
}
KINDS |= FRONT_PAGES

# The parser of the tree takes more than its share of these by itself; its time is bounded, not linear.
OF_THE_PARSER = {"fonts", "list-boxes-nested", "bolds", "divs-nested", "lists-nested", "quotes-nested", "names"}
