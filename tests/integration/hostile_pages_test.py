"""Pages made to hurt: each ends with an article or a named error, within bounds."""

import resource
import subprocess
import unittest

from program import IS_SANITIZED, PAGE, PAGE_URL, PROGRAM, ProgramTest, environment, needs

TEXT = "<p class=paragraph--lite>The story goes on for a while.</p>"
HEAD = ("<!doctype html><html><head><title>A story</title></head><body><h2 class=headline>A story</h2>"
        "<article class=article--lite>" + TEXT)


def numbered(pattern, count):
    return "".join(pattern % i for i in range(count))


# What gumbo with default options needs gigabytes or half a minute for, or crashes on.
NASTY = {
    "nested divs, 1e5": "<div>" * 100_000,
    "nested divs, 1e6": "<div>" * 1_000_000,
    "nested blockquotes": "<blockquote>" * 100_000,
    "nested lists": "<ul><li>" * 100_000,
    "nested b": "<b>" * 1_000_000,
    "nested spans": "<span>" * 1_000_000 + "x",
    "nested svg": "<svg>" * 1_000_000,
    "nested tables": "<table><tr><td>" * 100_000,
    "nested templates": "<template>" * 10_000,
    "b over divs": "<b>" + "<div>" * 20_000 + "</b>" * 20_000,
    "divs and unmatched end tags": "<div>" * 20_000 + numbered("</x%d>", 20_000),
    "anchors over divs": "<a><div>" * 10_000,
    "attributes, all different": "<p " + numbered("a%d=1 ", 100_000) + ">x</p>",
    "an attribute of 10 MB": "<p title='" + "x" * 10_000_000 + "'>x</p>",
    "unclosed paragraphs": "<p>x" * 1_000_000,
    "line breaks": "<p>" + "x<br>" * 1_000_000,
    "a table of 1000 x 1000": "<table>" + ("<tr>" + "<td>x" * 1000) * 1000 + "</table>",
    "fonts and paragraphs": numbered("<font size=%d>", 5000) + "<p>" * 5000,
    "a word of 10 MB": "<p>" + "x" * 10_000_000,
    "combining marks": "<p>e" + "\u0301" * 1_000_000,
    "combining marks out of order": "<p>e" + "\u0301\u0316" * 500_000,
    "zero-width joiners": "<p>" + "\u200d\U0001f469" * 300_000,
    "comments": "<!--" * 500_000,
    "an unclosed script": "<script>" + "<!--<script>" * 200_000,
    "unmatched svg end tags": "<g>" * 100_000 + "</x>" * 100_000,
    "control characters": "<p>" + "".join(map(chr, range(1, 32))) * 10_000,
}

MEGABYTE = 1 << 20


def kilobytes_of(page, *arguments):
    """Peak memory of a conversion. GNU time starts it: a child of Python would count Python's own."""
    process = subprocess.run(
        ["/usr/bin/time", "-f", "%M", PROGRAM, "convert", "-", "--url", PAGE_URL, *arguments],
        input=page, capture_output=True, text=True, env=environment(), timeout=60, check=True)
    return int(process.stderr.splitlines()[-1]), process.stdout


@unittest.skipIf(IS_SANITIZED, "a sanitizer needs memory and stack of its own")
class HostilePages(ProgramTest):
    def convert(self, page):
        # An eighth of what Linux gives: what ends well in it does so in more.
        stack = (MEGABYTE, MEGABYTE)
        # The bound for parsing is 2 s + 0.25 s/MB; a debug build may take longer over the rest. This
        # is for what does not end at all.
        seconds = 20 + len(page) // MEGABYTE

        def limits():
            resource.setrlimit(resource.RLIMIT_STACK, stack)
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        return subprocess.run([PROGRAM, "convert", "-", "--url", PAGE_URL], input=page.encode(),
                              capture_output=True, env=environment(), timeout=120, preexec_fn=limits)

    def test_each_ends_well_with_a_stack_of_1_mb(self):
        for name, nasty in NASTY.items():
            with self.subTest(name):
                process = self.convert(HEAD + nasty + "</article></body></html>")
                said = process.stderr.decode()
                self.assertIn(process.returncode, (0, 1, 2), said[-300:])
                if process.returncode == 0:
                    self.assertIn(b"The story goes on for a while.", process.stdout)
                    self.assertNotRegex(process.stdout, rb"[\x00-\x09\x0b-\x1f\x7f]")
                else:
                    self.assertEqual(process.stdout, b"")
                    self.assertRegex(said, r"^newshole: [^\n]+: [^\n]+\n$")


@unittest.skipIf(IS_SANITIZED, "a sanitizer needs memory of its own")
@needs("time")
class Memory(ProgramTest):
    def test_a_page_of_300_kb_needs_at_most_24_mb(self):
        page = PAGE.read_text()
        style = ".card{display:flex;margin:0 12px;color:#0c0c0c}\n" * 4500
        script = ',"FEATURE":{"enabled":true,"url":"https:\\/\\/cdn.example\\/a.js"}' * 1500
        page = page.replace("</style>", style[:195_000] + "</style>", 1)
        page = page.replace("};</script>", script[:100_000] + "};</script>", 1)
        self.assertGreater(len(page), 295_000)
        kilobytes, text = kilobytes_of(page)
        self.assertIn("ARTICLE VIEW:", text)
        self.assertLess(kilobytes, 24 * 1024)


if __name__ == "__main__":
    unittest.main()
