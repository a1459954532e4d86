"""`newshole banner` against the real figlet: the same bytes."""

import json
import pathlib
import re
import subprocess
import unittest

from program import CONFIG, PAGE, PAGE_URL, ProgramTest, needs, newshole

FOLDER = pathlib.Path("/usr/share/figlet")
TEXTS = ("Gopher News", "The quick brown fox jumps over the lazy dog, 0123456789 times!",
         r"/\\ [] {} () <> >< || __ __", "a  b   c", " leading", "two\nlines", "")
LAYOUTS = ((), ("-k",), ("-W",), ("-S",), ("-s",), ("-o",), ("-m", "0"), ("-m", "-1"), ("-m", "63"), ("-m", "24"))
PLACES = ((), ("-c",), ("-r",), ("-l",), ("-w", "40"), ("-w", "25", "-c"), ("-w", "200", "-r"), ("-w", "1"))


def figlet(*arguments, **options):
    return subprocess.run(["figlet", "-C", "utf8", *arguments], capture_output=True, timeout=60, **options)


@needs("figlet")
class BannerTest(ProgramTest):
    def compare(self, *arguments):
        """False if figlet cannot load the font."""
        want = figlet(*arguments)
        if want.returncode != 0:
            return False
        got = newshole("banner", *arguments, text=False)
        self.assertEqual((got.returncode, got.stderr), (0, b""), arguments)
        self.assertEqual(got.stdout, want.stdout, arguments)
        return True

    def test_every_font(self):
        fonts = sorted(path.stem for path in FOLDER.iterdir() if path.suffix in (".flf", ".tlf"))
        self.assertGreater(len(fonts), 35)
        loaded = sum(self.compare("-f", font, text) for font in fonts for text in TEXTS[:2])
        self.assertGreater(loaded, 70)

    def test_every_layout(self):
        for font in ("standard", "slant", "banner", "ivrit", "small", "term", "block"):
            for layout in LAYOUTS:
                for text in TEXTS[:3]:
                    self.assertTrue(self.compare("-f", font, *layout, text))

    def test_every_place(self):
        for font in ("standard", "ivrit", "digital"):
            for place in PLACES:
                for text in TEXTS:
                    self.assertTrue(self.compare("-f", font, *place, text))

    def test_letters_beyond_ascii(self):
        for text in ("Grüße, España", "Ελλάδα", "naïve — 中"):
            self.assertTrue(self.compare("-f", "big", "-w", "120", text))

    def test_fonts_beside_the_configuration_come_first(self):
        (self.folder / "newshole.json").write_text("{}")
        (self.folder / "slant.flf").write_bytes((FOLDER / "small.flf").read_bytes())
        got = newshole("banner", "--config", self.folder / "newshole.json", "-f", "slant", "News", text=False)
        self.assertEqual(got.stdout, figlet("-f", "small", "News").stdout)

    def test_fonts_in_utf_8(self):
        fonts = {"kerned": ("flf2a$ 3 2 8 0 0", "┌─┐@ │{}│@ └─┘@@"),
                 "universal": ("flf2a$ 3 2 8 0 0 0 128", "╭─╮@ ┃{}┃@ ╰─╯@@"),
                 "equal": ("flf2a$ 3 2 8 1 0", "║$║¶ ║{}║¶ ╚═╝¶¶"),
                 "wide": ("flf2a$ 2 2 8 15 0 1", "中{}文@ 「$」@@"),
                 "narrow": ("flf2a$ 1 1 8 63 0 0 191", "{}@@"),
                 "tabbed": ("flf2a$2 2 9 -1 1\nこれはフォントです", "░{}░# ▒▒▒##")}
        for name, (header, rows) in fonts.items():
            letters = [chr(code) for code in range(32, 127)] + list("ÄÖÜäöüß")
            drawn = [re.sub("([@¶#]) ", r"\1\n", rows.replace("{}", letter)) for letter in letters]
            drawn += ["0x4E2D  CJK\n" + drawn[1], "960 Greek pi\n" + drawn[2], "0\n" + drawn[3]]
            (self.folder / f"{name}.flf").write_text("\n".join([header, *drawn, ""]))
            for text in (TEXTS[0], TEXTS[2], "Grüße 中 π Ж"):
                for options in ((), ("-k",), ("-W",), ("-S",), ("-o",), ("-m", "63"), ("-w", "25", "-c"), ("-r",)):
                    with self.subTest(font=name, text=text, options=options):
                        self.assertTrue(self.compare("-f", self.folder / f"{name}.flf", *options, text))

    def test_a_font_of_the_current_folder_needs_no_path(self):
        (self.folder / "own.flf").write_bytes((FOLDER / "small.flf").read_bytes())
        (self.folder / "slant.flf").write_bytes((FOLDER / "small.flf").read_bytes())
        for font in ("own", "own.flf", "slant"):
            want = figlet("-f", font, "News", cwd=self.folder)
            got = newshole("banner", "-f", font, "News", text=False, cwd=self.folder)
            self.assertEqual((got.returncode, got.stdout), (0, want.stdout), font)

    def test_a_font_that_is_missing_or_none(self):
        (self.folder / "none.flf").write_text("<html>")
        for font, cause in (("nowhere", "no such font"), (str(self.folder / "none.flf"), "is no FIGfont")):
            process = newshole("banner", "-f", font, "News")
            self.check_status(process, 2)
            self.assertIn(cause, process.stderr)


    def write_site(self, banner):
        sites = self.folder / "sites"
        sites.mkdir(exist_ok=True)
        profile = json.loads((CONFIG.parent / "sites/lite.cnn.com.json").read_text())
        del profile["narrow_banner"]
        (sites / "lite.cnn.com.json").write_text(json.dumps(profile | {"banner": banner}))
        (self.folder / "newshole.json").write_text(json.dumps(json.loads(CONFIG.read_text())))
        return ("convert", "--config", self.folder / "newshole.json", "--url", PAGE_URL, PAGE)

    def test_a_profile_names_text_and_font(self):
        process = newshole(*self.write_site({"text": "Gopher News", "font": "small"}))
        self.check_status(process, 0)
        want = [line.rstrip() for line in figlet("-f", "small", "Gopher News").stdout.decode().splitlines()]
        self.assertEqual(process.stdout.splitlines()[:4], want[:4])

    def test_a_profile_whose_banner_is_too_wide_is_at_fault(self):
        process = newshole(*self.write_site({"text": "Gopher News of the whole world", "font": "banner"}))
        self.check_status(process, 2)
        self.assertRegex(process.stderr, r"lite.cnn.com.json:1: /banner: is \d+ columns wide, a page has 67")


if __name__ == "__main__":
    unittest.main()
