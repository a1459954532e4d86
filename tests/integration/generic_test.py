"""The generic extractor beside a profile: where both read a page, they read the same words."""

import json
import pathlib
import tempfile
import unittest

from program import SOURCE, ProgramTest, newshole

CASES = sorted((SOURCE / "fixtures/lite.cnn.com").iterdir())
QUALITY = SOURCE / "fixtures/quality"


def convert(page, *arguments):
    return newshole("convert", "--format", "json", *arguments, page)


class Generic(ProgramTest):
    def words_of(self, process):
        return [] if process.returncode else [
            word for block in json.loads(process.stdout)["blocks"] for word in block["text"].split()]

    def test_it_reads_the_words_that_a_profile_reads(self):
        self.assertGreater(len(CASES), 20)
        for case in CASES:
            with self.subTest(case=case.name):
                url = json.loads((case / "case.json").read_text(encoding="utf-8"))["url"]
                by_profile = convert(case / "page.html", "--url", url)
                generic = convert(case / "page.html", "--url", url, "--site", "generic")
                self.assertEqual(self.words_of(by_profile), self.words_of(generic))
                self.assertEqual(by_profile.returncode, generic.returncode, generic.stderr)

    def test_it_needs_no_address(self):
        process = convert(CASES[0] / "page.html", "--site", "generic")
        self.check_status(process, 0)
        self.assertTrue(self.words_of(process))

    def test_a_saved_page_tells_its_address_and_so_its_profile(self):
        body = (CASES[0] / "page.html").read_text(encoding="utf-8")
        url = json.loads((CASES[0] / "case.json").read_text(encoding="utf-8"))["url"]
        for statement in (f'<link rel="canonical" href="{url}">', f'<meta property="og:url" content="{url}">',
                          f"<!-- saved from url=(0042){url} -->", f"<!-- Page saved with SingleFile \n url: {url} \n -->"):
            with self.subTest(statement=statement):
                page = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "saved.html"
                page.write_text(statement + body.replace("canonical", "other"), encoding="utf-8")
                saved = json.loads(convert(page).stdout)
                named = json.loads(convert(page, "--url", url).stdout)
                self.assertEqual(saved["url"], named["url"])
                self.assertEqual(saved["site"], named["site"])

    def test_a_page_that_states_no_address_is_read_and_the_reader_told(self):
        process = convert(QUALITY / "class-soup.html")
        self.check_status(process, 0)
        self.assertIsNone(json.loads(process.stdout)["url"])
        self.assertIn("its address is not known", process.stderr)

    def test_a_host_without_a_profile_needs_no_option(self):
        process = convert(QUALITY / "class-soup.html", "--url", "https://coast-gazette.example/a")
        self.check_status(process, 0)
        self.assertEqual(json.loads(process.stdout)["site"], "coast-gazette.example")

    def test_a_paywalled_page_is_named_as_such(self):
        process = convert(QUALITY / "paywall-chunks.html", "--url", "https://valleys.example/a")
        self.check_status(process, 0)
        self.assertIn("for subscribers", process.stderr)
        self.assertIn("for subscribers", json.loads(process.stdout)["notice"])


if __name__ == "__main__":
    unittest.main()
