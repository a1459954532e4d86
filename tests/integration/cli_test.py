"""The command line, as a reader at a shell and a script see it."""

import json
import subprocess
import unittest

from program import (EDITION, HEADLINE, PAGE, PAGE_URL, PROGRAM, SOURCE, ProgramTest, environment,
                     newshole)

CAPTCHA = SOURCE / "fixtures/lite.cnn.com/captcha-page/page.html"


def convert(*arguments, **options):
    return newshole("convert", *arguments, **options)


class Convert(ProgramTest):
    def test_a_saved_page_becomes_text(self):
        process = convert(PAGE, "--url", PAGE_URL)
        self.check_status(process, 0)
        self.assertEqual(process.stderr, "")
        self.assertIn(HEADLINE, process.stdout)
        self.assertIn("\nARTICLE VIEW:\n", process.stdout)
        self.assertLessEqual(max(map(len, process.stdout.splitlines())), 70)

    def test_a_page_on_standard_input_becomes_json_with_the_words_of_the_text(self):
        process = convert("-", "--url", PAGE_URL, "--format", "json", input=PAGE.read_text())
        self.check_status(process, 0)
        article = json.loads(process.stdout)
        self.assertEqual(article["schema"], 1)
        self.assertEqual(article["url"], PAGE_URL)
        self.assertEqual(article["updated"], "2026-02-17T14:42:57Z")
        text = convert(PAGE, "--url", PAGE_URL, "--links", "none").stdout
        words = " ".join(text.split())
        for part in [article["headline"], article["byline"], *(b["text"] for b in article["blocks"])]:
            self.assertIn(" ".join(part.split()), words)

    def test_several_sources_give_a_line_each_in_their_order(self):
        process = convert(PAGE, CAPTCHA, "/nonexistent", PAGE, "--format", "json", "--site",
                          "lite.cnn.com")
        self.check_status(process, 1)
        lines = [json.loads(line) for line in process.stdout.splitlines()]
        self.assertEqual(len(lines), 4)
        self.assertIn(HEADLINE, lines[0]["headline"])
        self.assertEqual(set(lines[1]), {"input", "error"})
        self.assertEqual([line["input"] for line in lines], [str(PAGE), str(CAPTCHA), "/nonexistent", str(PAGE)])
        self.assertEqual([line["error"] is None for line in lines], [True, False, False, True])
        self.assertEqual(lines[3], lines[0])
        self.assertEqual(len(process.stderr.splitlines()), 2)
        self.assertRegex(process.stderr, r"(?m)^newshole: /nonexistent: .")

    def test_sources_can_stand_in_a_file_with_their_urls(self):
        sources = self.folder / "sources"
        sources.write_text(f"{PAGE}\t{PAGE_URL}\n{PAGE}\n")
        process = convert("--sources", sources, "--site", "lite.cnn.com", "--format", "json")
        self.check_status(process, 0)
        lines = [json.loads(line) for line in process.stdout.splitlines()]
        self.assertEqual(lines[0]["url"], PAGE_URL)
        self.assertEqual(lines[0]["blocks"], lines[1]["blocks"])

    def test_a_list_of_sources_may_have_remarks(self):
        sources = self.folder / "sources"
        sources.write_text(f"# what I read\n{PAGE}\t{PAGE_URL}\n#{PAGE}\n")
        process = convert("--sources", sources)
        self.check_status(process, 0)
        self.assertEqual((process.stdout, process.stderr), (convert(PAGE, "--url", PAGE_URL).stdout, ""))

    def test_texts_are_parted_by_a_form_feed_and_a_line_end(self):
        one = convert(PAGE, "--url", PAGE_URL).stdout
        process = convert(PAGE, CAPTCHA, PAGE, PAGE, "--url", PAGE_URL)
        self.check_status(process, 1)
        self.assertEqual(process.stdout, "\f\n".join([one] * 3))

    def test_a_charset_goes_by_its_usual_names(self):
        for usual, name in (("UTF8", "utf-8"), ("latin1", "iso-8859-1"), ("ISO-8859-1", "iso-8859-1"),
                            ("ascii", "us-ascii")):
            outputs = [newshole("convert", PAGE, "--url", PAGE_URL, "--charset", each, text=False).stdout
                       for each in (usual, name)]
            self.assertTrue(outputs[0])
            self.assertEqual(*outputs)

    def test_a_page_that_is_no_article_is_an_error_and_prints_nothing(self):
        process = convert(CAPTCHA, "--url", PAGE_URL)
        self.assertNotEqual(process.returncode, 0)
        self.assertEqual(process.stdout, "")
        self.assertEqual(len(process.stderr.splitlines()), 1)

    def test_an_output_file_is_written_whole_or_not_at_all(self):
        target = self.folder / "story.txt"
        self.check_status(convert(PAGE, "--url", PAGE_URL, "-o", target), 0)
        self.assertEqual(target.read_text(), convert(PAGE, "--url", PAGE_URL).stdout)
        before = target.read_bytes()
        self.assertNotEqual(convert(CAPTCHA, "--url", PAGE_URL, "-o", target).returncode, 0)
        self.assertEqual(target.read_bytes(), before)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["story.txt"])

    def test_an_output_file_keeps_its_mode(self):
        target = self.folder / "story.txt"
        for mode in (0o600, 0o664):
            target.write_text("old")
            target.chmod(mode)
            self.check_status(convert(PAGE, "--url", PAGE_URL, "-o", target, umask=0o022), 0)
            self.assertEqual(target.stat().st_mode & 0o7777, mode)
            self.assertIn(HEADLINE, target.read_text())

    def test_an_output_file_that_is_a_link_is_written_where_it_leads(self):
        (self.folder / "there").mkdir()
        target, link = self.folder / "there/story.txt", self.folder / "first"
        link.symlink_to("second")
        (self.folder / "second").symlink_to("there/story.txt")
        for _ in ("made", "replaced"):
            self.check_status(convert(PAGE, "--url", PAGE_URL, "-o", link), 0)
            self.assertTrue(link.is_symlink())
            self.assertEqual(list(target.parent.iterdir()), [target])
            self.assertIn(HEADLINE, target.read_text())
            target.write_text("old")
        (self.folder / "second").unlink()
        (self.folder / "second").symlink_to("first")
        process = convert(PAGE, "--url", PAGE_URL, "-o", link)
        self.check_status(process, 2)
        self.assertIn(f"{link}: cannot be written: ", process.stderr)

    def test_an_output_file_that_cannot_be_written_is_the_callers_fault(self):
        process = convert(PAGE, "--url", PAGE_URL, "-o", self.folder / "none/story.txt")
        self.check_status(process, 2)
        self.assertIn("none/story.txt", process.stderr)

    def test_a_reader_that_goes_away_is_no_error(self):
        sources = self.folder / "sources"
        sources.write_text(f"{PAGE}\t{PAGE_URL}\n" * 200)
        script = 'set -o pipefail; "$0" convert --sources "$1" | head -n 1'
        process = subprocess.run(["bash", "-c", script, PROGRAM, str(sources)], capture_output=True,
                                 text=True, env=environment(), timeout=120)
        self.assertEqual(process.stderr, "")
        self.assertEqual(process.returncode, 0)
        self.assertEqual(len(process.stdout.splitlines()), 1)

    def test_width_and_charset_hold(self):
        process = convert(PAGE, "--url", PAGE_URL, "--width", "40", "--charset", "us-ascii",
                          "--no-banner", "--links", "none", text=False)
        self.check_status(process, 0)
        self.assertTrue(process.stdout.isascii())
        lines = process.stdout.decode().splitlines()
        self.assertLessEqual(max(len(line) for line in lines if "://" not in line), 40)

    def test_a_menu_is_rfc_1436(self):
        process = convert(PAGE, "--url", PAGE_URL, "--format", "menu", text=False)
        self.check_status(process, 0)
        self.assertTrue(process.stdout.endswith(b"\r\n.\r\n"))
        for line in process.stdout.removesuffix(b".\r\n").removesuffix(b"\r\n").split(b"\r\n"):
            self.assertEqual(line.count(b"\t"), 3, line)

    def test_explain_names_the_selectors(self):
        process = convert(PAGE, "--url", PAGE_URL, "--explain")
        self.check_status(process, 0)
        self.assertRegex(process.stdout, r"(?m)^ *headline\b.*h2\.headline")


    def test_a_story_or_a_front_page_is_explained_by_the_name_of_its_site_too(self):
        story = convert(PAGE, "--site", "lite.cnn.com", "--explain")
        self.check_status(story, 0)
        self.assertRegex(story.stdout, r"(?m)^headline +h2\.headline +.A drone fleet")
        self.assertNotRegex(story.stdout, r"(?m)^stories")
        front_page = convert(EDITION / "lite.cnn.com/index.html", "--site", "lite.cnn.com", "--explain")
        self.check_status(front_page, 0)
        self.assertRegex(front_page.stdout, r"(?m)^stories +[^- ]")
        neither = convert(CAPTCHA, "--site", "lite.cnn.com", "--explain")
        self.check_status(neither, 2)
        self.assertNotRegex(neither.stderr, "no stories")

    def test_a_page_that_is_too_large_is_no_better_later(self):
        large = self.folder / "large.html"
        with large.open("wb") as file:
            file.truncate((32 << 20) + 1)
        cause = "cannot be read: it holds more than 32 MB\n"
        process = convert(large, "--url", PAGE_URL)
        self.check_status(process, 2)
        self.assertEqual(process.stderr, f"newshole: {large}: {cause}")
        with large.open("rb") as file:
            process = convert("-", "--url", PAGE_URL, stdin=file)
        self.check_status(process, 2)
        self.assertEqual(process.stderr, f"newshole: -: {cause}")


class Usage(ProgramTest):
    def check_usage_error(self, process, *wanted):
        self.check_status(process, 2)
        self.assertEqual(process.stdout, "")
        for text in wanted:
            self.assertRegex(process.stderr, text)

    def test_a_misspelt_option_gets_a_suggestion(self):
        self.check_usage_error(convert(PAGE, "--widht", "60"), "--widht", "did you mean .*--width")

    def test_a_misspelt_site_gets_a_suggestion(self):
        self.check_usage_error(convert(PAGE, "--site", "lite.cnn.cmo"),
                               "lite.cnn.cmo", "did you mean .*lite.cnn.com")

    def test_a_misspelt_command_gets_a_suggestion(self):
        self.check_usage_error(newshole("mirrror"), "mirrror", "did you mean .*mirror")

    def test_a_misspelt_dialect_gets_a_suggestion(self):
        self.check_usage_error(convert(PAGE, "--format", "menu", "--dialect", "gophrmap"),
                               "gophrmap", "did you mean .*gophermap")

    def test_an_argument_too_many_is_not_called_a_command(self):
        for word in ("extra", "convert"):
            process = newshole("mirror", word)
            self.check_usage_error(process, f"^newshole: {word}: an argument that mirror does not take$")

    def test_the_name_of_a_command_is_a_word_behind_another(self):
        process = newshole("search", "convert", "--root", self.root)
        self.check_status(process, 2)
        self.assertIn(str(self.root), process.stderr)

    def test_an_option_that_is_given_twice_or_without_its_value_is_named(self):
        self.check_usage_error(convert(PAGE, "--width", "40", "--width", "50"),
                               "^newshole: --width: given more than once$")
        self.check_usage_error(convert(PAGE, "--width"), "^newshole: --width: needs a value$")

    def test_a_list_or_a_configuration_that_cannot_be_read_is_named_with_its_cause(self):
        none = self.folder / "none"
        for option in ("--sources", "--config"):
            self.check_usage_error(convert(PAGE, "--url", PAGE_URL, option, none),
                                   f"^newshole: {none}: cannot be read: no such file or directory$")
        self.check_usage_error(convert("--sources", "/"), "^newshole: /: cannot be read: is a directory$")

    def test_an_address_of_another_scheme_is_no_file(self):
        self.check_usage_error(convert("htps://news.example/a"), "^newshole: htps://news.example/a: an address begins "
                               r"with https:// or http://, not htps://; did you mean https\?$")
        self.check_usage_error(convert("gopher://news.example/"), "not gopher://$")

    def test_a_charset_that_is_not_known_is_refused(self):
        self.check_usage_error(convert(PAGE, "--charset", "latin2"), "expected one of utf-8, iso-8859-1, us-ascii")

    def test_a_width_out_of_range_is_refused(self):
        self.check_usage_error(convert(PAGE, "--url", PAGE_URL, "--width", "19"), "--width")

    def test_no_source_is_refused(self):
        self.check_usage_error(convert())

    def test_a_file_that_cannot_be_read_is_named(self):
        self.check_usage_error(convert("/nonexistent"), "^newshole: /nonexistent: ")

    def test_a_server_at_an_address_that_is_not_public_is_refused(self):
        self.check_usage_error(convert("https://127.0.0.1:8443/"),
                               "^newshole: https://127.0.0.1:8443/: address-refused: 127.0.0.1 is not a public address; "
                               "a host of your own is named in network.private_hosts of the configuration$")
        self.check_usage_error(convert("http://localhost/"), ": address-refused: .* is not a public address; ")
        self.check_usage_error(convert("http://localhost:8080/"), "port 8080 is .*network.private_hosts")

    def test_version_and_help(self):
        version = newshole("--version")
        self.check_status(version, 0)
        self.assertRegex(version.stdout, r"^newshole \d+\.\d+\.\d+\n")
        for command in ("convert", "mirror", "sites"):
            process = newshole(command, "--help")
            self.check_status(process, 0)
            self.assertRegex(process.stdout, rf"(?is)example.*newshole {command}")

    def test_help_is_a_command_and_the_version_has_a_letter(self):
        self.assertEqual(newshole("help").stdout, newshole("--help").stdout)
        self.assertEqual(newshole("help", "mirror").stdout, newshole("mirror", "--help").stdout)
        self.assertEqual(newshole("-V").stdout, newshole("--version").stdout)
        self.check_usage_error(newshole("help", "mirrorr"), "^newshole: mirrorr: unknown command; did you mean mirror")

    def test_a_word_that_a_search_is_to_lack_stands_behind_dashes(self):
        self.check_usage_error(newshole("search", "rain", "-trump"), "search -- WORD -trump$")

    def test_what_a_full_standard_output_does_not_take_is_named(self):
        commands = ("banner", "convert", "digest", "mirror", "search", "serve", "sites", "takedown")
        helps = [(name, "--help") for name in commands]
        for asked in (("--help",), ("--version",), ("--verbose", "--version"), ("sites",), *helps):
            with self.subTest(asked=asked), open("/dev/full", "wb") as full:
                process = subprocess.run([PROGRAM, *asked], stdout=full, stderr=subprocess.PIPE, text=True,
                                         env=environment(), timeout=60)
                self.assertEqual(process.stderr,
                                 "newshole: standard output: cannot be written: No space left on device\n")
                self.assertEqual(process.returncode, 2)

    def test_sites_lists_names_and_hosts(self):
        process = newshole("sites")
        self.check_status(process, 0)
        self.assertRegex(process.stdout, r"(?m)^lite\.cnn\.com\b")


if __name__ == "__main__":
    unittest.main()
