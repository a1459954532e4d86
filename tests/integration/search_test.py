"""Searching a mirror: `newshole search`, `newshole serve`, and scripts of gophernicus, pygopherd and geomyidae."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import unittest

from program import EDITION, PROGRAM, ROOMY, ProgramTest, environment, install, needs, newshole, tree
from serve_test import Server, client
from servers import AS_NOBODY, WITH_SCRIPTS, free_port, gophernicus, install_search, pygopherd

SITE = "lite.cnn.com"
WORDS = "snow"
STORY = "2025/11/30/weather/great-lakes-snow-band-buffalo.txt"
HOSTILE = ["", "\"", "-", "-snow", "*", "snow*", "a OR b", "NEAR(a, b)", "headline:snow", "'); DROP TABLE texts; --",
           "$(id)", "`id`", "; id", "snow | id", "../../etc/passwd", "%00", "x" * 800, "- " * 300, "\"a\" " * 150]


def items(menu):
    """(type, display, selector, host, port) of each line of a raw menu; fails where it is none."""
    assert menu.endswith(b"\r\n.\r\n"), menu
    lines = menu.removesuffix(b".\r\n").decode("utf-8", "replace").removesuffix("\r\n").split("\r\n")
    fields = [line.split("\t") for line in lines]
    assert all(len(each) == 4 and each[0][:1] in list("0137hi") for each in fields), menu
    return [(display[0], display[1:], *rest) for display, *rest in fields]


def selectors(menu, kind):
    return [item[2] for item in items(menu) if item[0] == kind]


class SearchTest(ProgramTest):
    def configure(self, **keys):
        """A configuration for everybody to read; gives its path."""
        path = self.folder / "newshole.json"
        path.write_text(json.dumps({"root": str(self.root), "sites": [SITE], "serve": ROOMY} | keys))
        path.chmod(0o644)
        return path

    def mirror(self, source=EDITION, **keys):
        process = newshole("mirror", "--from", source, "--config", self.configure(**keys))
        self.check_status(process, 0)

    def snowy_edition(self, stories):
        """Saved pages of so many more stories; gives their folder."""
        pages = self.folder / "pages"
        shutil.copytree(EDITION, pages)
        index = next(path for path in (pages / SITE).glob("index.html"))
        links = ""
        for number in range(stories):
            path = f"2025/12/01/weather/flurry-{number}"
            links += f'<li class="card--lite"><a href="/{path}">Flurry {number}</a></li>'
            page = pages / SITE / f"{path}.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(f"<!doctype html><title>x</title><h1 class=\"headline\">Flurry {number}</h1>"
                            "<article class=\"article--lite\"><p class=\"paragraph--lite\">It flurried all day long."
                            "</p></article>")
        text = index.read_text()
        index.write_text(text.replace('<li class="card--lite">', links + '<li class="card--lite">', 1))
        return pages


class CommandLine(SearchTest):
    def search(self, *arguments, **options):
        return newshole("search", "--config", self.folder / "newshole.json", *arguments, text=False, **options)

    def test_it_prints_a_menu_of_the_stories(self):
        self.mirror()
        process = self.search(WORDS)
        self.check_status(process, 0)
        self.assertIn(f"/{SITE}/{STORY}", selectors(process.stdout, "0"))
        self.assertIn("Weather, 2025-11-30", process.stdout.decode())

    def test_text_and_json_name_the_files_of_the_stories(self):
        self.mirror()
        text = self.search("--format", "text", WORDS).stdout.decode()
        lines = text.splitlines()
        self.assertRegex(lines[0], r"^\d+ stories have this, the best first: snow$")
        self.assertIn(f"  {self.root}/{SITE}/{STORY}", lines)
        self.assertIn("  Weather, 2025-11-30", lines)
        hits = [json.loads(line) for line in self.search("--format", "json", WORDS).stdout.splitlines()]
        self.assertEqual(lines[2], hits[0]["headline"])
        self.assertEqual(len(hits), int(lines[0].split()[0]))
        [hit] = [hit for hit in hits if hit["selector"] == f"/{SITE}/{STORY}"]
        self.assertEqual((hit["site"], hit["section"], hit["date"], hit["file"]),
                         (SITE, "Weather", "2025-11-30", f"{self.root}/{SITE}/{STORY}"))
        self.assertEqual(self.search("--format", "json", "zyzzogeton").stdout, b"")

    def test_text_has_no_escape_whatever_the_words_are(self):
        self.mirror()
        for words in HOSTILE + ["\x1b[2Jsnow", "snow\r\n\u202eevil"]:
            for form in ("text", "json"):
                process = self.search("--format", form, "--", words)
                self.check_status(process, 0)
                self.assertNotRegex(process.stdout.decode(), r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")

    def test_at_a_terminal_it_prints_text(self):
        self.mirror()
        ours, its = os.openpty()
        process = subprocess.run([PROGRAM, "search", "--config", self.folder / "newshole.json", "zyzzogeton"], stdout=its,
                                 stdin=subprocess.DEVNULL, env=environment(), timeout=60)
        os.close(its)
        self.assertEqual((process.returncode, os.read(ours, 1000)), (0, b"No story has this: zyzzogeton\r\n"))
        os.close(ours)

    def test_a_configuration_that_cannot_be_read_is_an_error_line_too(self):
        process = self.search(WORDS)
        self.check_status(process, 2)
        self.assertEqual([item[0] for item in items(process.stdout)], ["3"])
        self.assertNotIn(str(self.folder).encode(), process.stdout)

    def test_dialects(self):
        self.mirror()
        gophermap = self.search("--dialect", "gophermap", WORDS).stdout
        self.assertNotIn(b"\r", gophermap)
        self.assertFalse(gophermap.endswith(b".\n"))
        gph = self.search("--dialect", "gph", WORDS).stdout.decode()
        for line in gph.splitlines():
            self.assertRegex(line, r"^\[[01i7]\|.*\|.*\|server\|port\]$")

    def test_any_words_give_a_menu(self):
        self.mirror()
        for words in HOSTILE:
            with self.subTest(words=words[:40]):
                process = self.search("--", words)
                self.check_status(process, 0)
                self.assertEqual(process.stderr, b"")
                items(process.stdout)

    def test_bytes_that_are_no_text_give_a_menu(self):
        self.mirror()
        for words in (b"\xff\xfe\x80", b"snow\r\n1evil\t/x\thost\t70", b"\x1b[2Jsnow", bytes(range(1, 256))):
            with self.subTest(words=words[:20]):
                process = subprocess.run([os.fsencode(PROGRAM), b"search", b"--config",
                                          os.fsencode(self.folder / "newshole.json"), b"--", words],
                                         capture_output=True, env=environment(), timeout=60)
                self.assertEqual((process.returncode, process.stderr), (0, b""))
                self.assertNotIn(b"\x1b", process.stdout)
                self.assertNotIn("evil", [item[1] for item in items(process.stdout) if item[0] == "1"])

    def test_no_query_gets_told_how_to_ask(self):
        self.mirror()
        for words in ("", "?!", "-snow", '"snow'):
            process = self.search("--", words)
            self.check_status(process, 0)
            self.assertIn(b"iType words: ", process.stdout)

    def test_a_misspelt_site_gets_a_suggestion_and_a_menu_says_no_path(self):
        self.mirror()
        process = self.search("--site", "lite.cnn.con", WORDS)
        self.check_status(process, 2)
        self.assertIn(b"did you mean lite.cnn.com?", process.stderr)
        self.assertEqual(items(process.stdout)[0][:2], ("3", "There is nothing to search here"))

    def test_without_an_index_the_menu_and_the_status_say_so(self):
        self.configure()
        process = self.search(WORDS)
        self.check_status(process, 2)
        self.assertIn(b"there is no search index", process.stderr)
        self.assertNotIn(str(self.folder).encode(), process.stdout)

    def test_a_run_with_nothing_new_leaves_the_index_and_the_mirror_alone(self):
        self.mirror()
        index = self.root / ".newshole/search"
        before = {path: path.stat().st_mtime_ns for path in index.iterdir()}, tree(self.root)
        self.mirror()
        self.assertEqual(({path: path.stat().st_mtime_ns for path in index.iterdir()}, tree(self.root)), before)

    def test_killed_at_random_the_next_run_heals_it(self):
        pages = self.snowy_edition(30)
        config = self.configure()
        for milliseconds in range(5, 200, 15):
            shutil.rmtree(self.root, ignore_errors=True)
            process = subprocess.Popen([PROGRAM, "mirror", "--from", str(pages), "--config", str(config)],
                                       env=environment(), stderr=subprocess.DEVNULL)
            with self.subTest(milliseconds=milliseconds):
                try:
                    process.wait(milliseconds / 1000)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                self.check_hits_are_there()
                self.check_status(newshole("mirror", "--from", pages, "--config", config), 0)
                self.check_hits_are_there()
                self.assertIn(b"i30 stories have this", self.search("flurried").stdout)

    def check_hits_are_there(self):
        """Whatever is found can be read."""
        found = self.search("the").stdout
        for selector in selectors(found, "0"):
            self.assertTrue((self.root / selector.lstrip("/")).is_file(), selector)

    @unittest.skipUnless(AS_NOBODY, "needs root, to be somebody else")
    def test_another_user_may_search_only_where_a_search_is_configured(self):
        self.mirror()
        denied = self.search(WORDS, prefix=AS_NOBODY)
        self.assertEqual(denied.returncode, 2)
        self.mirror(search="serve")
        self.assertIn(f"/{SITE}/{STORY}", selectors(self.search(WORDS, prefix=AS_NOBODY).stdout, "0"))
        for private in ("state.sqlite", "lock", "staging"):
            path = self.root / ".newshole" / private
            self.assertNotEqual(subprocess.run([*AS_NOBODY, "ls" if path.is_dir() else "cat", path],
                                               capture_output=True).returncode, 0, private)

    @unittest.skipUnless(AS_NOBODY, "needs root, to be somebody else")
    def test_another_user_searches_while_runs_write(self):
        pages = self.snowy_edition(20)
        self.mirror(pages, search="serve")
        stop, failures = threading.Event(), []

        def search_on():
            while not stop.is_set():
                process = self.search("snow", prefix=AS_NOBODY)
                if process.returncode or f"/{SITE}/{STORY}".encode() not in process.stdout:
                    failures.append(process)
        threads = [threading.Thread(target=search_on) for _ in range(2)]
        for thread in threads:
            thread.start()
        for number in range(12):
            page = pages / SITE / "2025/12/01/weather/flurry-1.html"
            page.write_text(page.read_text().replace("flurried", f"flurried{number} "))
            process = newshole("mirror", "--from", pages, "--config", self.folder / "newshole.json",
                               *(["--rebuild"] if number % 4 == 3 else []))
            self.check_status(process, 0)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


class Serving(SearchTest):
    def serve(self, *arguments, **options):
        server = Server("--config", self.folder / "newshole.json", *arguments, **options)
        self.addCleanup(server.end)
        return server

    def test_the_front_page_leads_to_a_search_that_leads_to_the_story(self):
        self.mirror(search="serve")
        server = self.serve()
        [search] = selectors(server.ask(b"\r\n"), "7")
        self.assertEqual(search, f"/{SITE}/search")
        found = server.ask(f"{search}\tsnow buffalo\r\n".encode())
        [story] = selectors(found, "0")
        self.assertEqual({item[3:] for item in items(found) if item[0] != "i"}, {("127.0.0.1", str(server.port))})
        self.assertEqual(server.ask(f"{story}\r\n".encode()).replace(b"\r\n", b"\n"),
                         (self.root / story[1:]).read_bytes())
        self.assertEqual(server.end(), (0, ""))

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_a_server_that_root_starts_searches_as_nobody_though_others_may_not(self):
        self.mirror()
        self.assertEqual((self.root / ".newshole").stat().st_mode & 0o777, 0o700)
        server = self.serve()
        self.assertNotEqual(server.status("Uid").split()[0], "0")
        self.assertIn(f"/{SITE}/{STORY}", selectors(server.ask(f"/{SITE}/search\t{WORDS}\r\n".encode()), "0"))
        # A later run may put another index in its place.
        self.check_status(newshole("mirror", "--config", self.folder / "newshole.json", "--rebuild"), 0)
        self.assertIn(f"/{SITE}/{STORY}", selectors(server.ask(f"/{SITE}/search\t{WORDS}\r\n".encode()), "0"))

    def test_more_results_are_pages_of_their_own(self):
        self.mirror(self.snowy_edition(120), search="serve")
        server = self.serve()
        found, pages, menu = [], 0, server.ask(f"/{SITE}/search\tflurried\r\n".encode())
        while True:
            found += selectors(menu, "0")
            pages += 1
            more = [item[2] for item in items(menu) if item[1].startswith("More results")]
            if not more:
                break
            menu = server.ask(f"{more[0]}\r\n".encode())
        self.assertEqual((pages, len(found), len(set(found))), (3, 120, 120))

    def test_hostile_queries_get_a_menu_and_the_server_lives(self):
        self.mirror(search="serve")
        server = self.serve()
        for words in HOSTILE:
            with self.subTest(words=words[:40]):
                items(server.ask(f"/search\t{words}\r\n".encode()))
        for request in (b"/search\t\xff\xfe\r\n", b"/search\tZ\xfcrich\r\n", b"/search\ta\tb\tc\r\n",
                        b"/search/2/_00_0d_0a\r\n", b"/search/999999999999/a\r\n", b"/search/2/" + b"a" * 900 + b"\r\n",
                        b"/search\ta\x00b\r\n", b"/search\t" + b"a" * 5000 + b"\r\n", b"/..//search\tsnow\r\n"):
            with self.subTest(request=request[:40]):
                items(server.ask(request))
        self.assertIn(f"/{SITE}/{STORY}", selectors(server.ask(b"/search\tsnow\r\n"), "0"))
        self.assertEqual(server.end(), (0, ""))

    def test_many_at_once_are_all_answered_and_the_mirror_beside_them(self):
        self.mirror(search="serve")
        server = self.serve()
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(server.ask(b"/search\tsnow\r\n"))) for _ in range(100)]
        for thread in threads:
            thread.start()
        self.assertIn(b"Latest stories", server.ask(b"\r\n"))
        for thread in threads:
            thread.join()
        self.assertEqual(len(answers), 100)
        for answer in answers:
            items(answer)
        self.assertEqual(server.end(), (0, ""))

    def test_clients_that_search_without_end_keep_no_other_from_an_answer(self):
        self.mirror(search="serve", serve={})
        server = self.serve()
        is_over = threading.Event()

        def search_without_end(source):
            number = 0
            while not is_over.is_set():
                number += 1
                with contextlib.suppress(OSError):
                    server.ask(f"/search\tsnow {source} {number}\r\n".encode(), source=source)

        sources = [f"127.0.0.{number}" for number in range(2, 12) for _ in range(8)]
        threads = [threading.Thread(target=search_without_end, args=[source]) for source in sources]
        for thread in threads:
            thread.start()
        try:
            for word in ("snow", "buffalo", "snow buffalo"):
                found = server.ask(f"/search\t{word}\r\n".encode(), source="127.0.0.99")
                self.assertIn(f"/{SITE}/{STORY}", selectors(found, "0"))
        finally:
            is_over.set()
            for thread in threads:
                thread.join()

    def test_what_a_run_brings_is_found_without_a_restart(self):
        self.mirror(search="serve")
        server = self.serve()
        self.assertEqual(selectors(server.ask(b"/search\tflurried\r\n"), "0"), [])
        self.mirror(self.snowy_edition(3), search="serve")
        self.assertEqual(len(selectors(server.ask(b"/search\tflurried\r\n"), "0")), 3)
        shutil.rmtree(self.root / ".newshole/search")
        self.assertEqual(items(server.ask(b"/search\tflurried\r\n"))[0][0], "3")
        self.mirror(self.folder / "pages", search="serve")
        self.assertEqual(len(selectors(server.ask(b"/search\tflurried\r\n"), "0")), 3)

    @needs("lynx")
    def test_lynx_finds_a_story(self):
        self.mirror(search="serve")
        server = self.serve()
        shown = client("lynx", "-dump", "-nolist", f"gopher://127.0.0.1:{server.port}/7/{SITE}/search?snow").decode()
        self.assertIn("A snow band only nine miles wide", shown)

    @needs("curl")
    def test_curl_finds_a_story(self):
        self.mirror(search="serve")
        server = self.serve()
        shown = client("curl", "-sS", f"gopher://127.0.0.1:{server.port}/7/{SITE}/search%09snow")
        self.assertIn(f"/{SITE}/{STORY}", selectors(shown, "0"))


class Scripts(SearchTest):
    """The examples, as their servers run them."""

    def install(self, example, place):
        """An example with this build and this configuration."""
        install_search(example, place, install(self.folder), self.folder / "newshole.json")

    def check_server(self, port, script, hostile=HOSTILE):
        def ask(selector):
            return client("ncat", "127.0.0.1", port, stdin=f"{selector}\r\n".encode())

        [search] = [item[2] for item in (line.split("\t") + [""] * 3 for line in ask("").decode().split("\r\n"))
                    for item in [(item[0][:1], item[0][1:], item[1])] if item[0] == "7"]
        self.assertEqual(search, f"{script}?{SITE}")
        self.assertIn(f"/{SITE}/{STORY}", selectors(ask(f"{search}\tsnow"), "0"))
        self.assertIn(f"/{SITE}/{STORY}", selectors(ask(f"{script}\tsnow"), "0"))
        self.assertIn(b"iType words: ", ask(search))
        [more] = [item[2] for item in items(ask(f"{search}\tflurried \"all day\"")) if item[1].startswith("More results")]
        self.assertEqual(len(selectors(ask(more), "0")), 10)
        for words in hostile:
            with self.subTest(words=words[:40]):
                answer = ask(f"{search}\t{words}")
                items(answer)
                self.assertNotIn(b"uid=", answer)

    @needs("gophernicus", "socat", "ncat")
    def test_gophernicus(self):
        self.mirror(self.snowy_edition(60), search="/cgi-bin/newshole-search")
        self.install("newshole-search.cgi", self.root / "cgi-bin/newshole-search")
        port = free_port()
        with gophernicus(self.folder, self.root, port, execution=""):
            self.check_server(port, "/cgi-bin/newshole-search")

    @needs("pygopherd", "ncat")
    def test_pygopherd(self):
        self.mirror(self.snowy_edition(60), search="/newshole-search")
        self.install("newshole-search.cgi", self.root / "newshole-search")
        port = free_port()
        with pygopherd(self.folder, self.root, port, WITH_SCRIPTS):
            # A request with nothing behind its tab breaks pygopherd, one with "$" there is Gopher+ to it.
            self.check_server(port, "/newshole-search", [words for words in HOSTILE if words and words[0] != "$"])

    def test_scripts_say_that_newshole_is_not_there(self):
        for example, asked, answer in (
                ("newshole-search.cgi", [], r"\A3[^\t]+\t/\terror.host\t1\r\n\.\r\n\Z"),
                ("newshole-search.dcgi", ["snow", "", "127.0.0.1", "70", "", ""], r"\A\[3\|[^|]+\|/\|server\|port\]\n\Z")):
            script = self.folder / example
            install_search(example, script, "/nowhere/newshole", self.configure())
            process = subprocess.run([script, *asked], capture_output=True, timeout=60,
                                     env=environment() | {"SEARCHREQUEST": "snow", "SELECTOR": "/search"})
            self.assertEqual((process.returncode, process.stderr), (0, b""))
            self.assertRegex(process.stdout.decode(), answer)

    def test_geomyidae(self):
        """Its conventions, without it: Debian has no package of it."""
        self.mirror(self.snowy_edition(60), search="/newshole-search.dcgi",
                    editions=[{"dialect": "gph"}])
        script = self.folder / "newshole-search.dcgi"
        self.install("newshole-search.dcgi", script)

        def ask(words, argument):
            return subprocess.run([script, words, argument, "127.0.0.1", "70", "", ""], capture_output=True,
                                  text=True, env=environment(), timeout=60).stdout
        self.assertRegex((self.root / "index.gph").read_text(),
                         rf"\[7\|Search \d+ stories\|/newshole-search.dcgi\?{re.escape(SITE)}\|server\|port\]")
        self.assertIn(f"|/{SITE}/{STORY}|server|port]", ask("snow", SITE))
        [more] = re.findall(r"(?m)^\[1\|More results.*\|/newshole-search.dcgi\?(.*)\|server\|port\]$", ask("flurried", ""))
        self.assertEqual(len(re.findall(r"(?m)^\[0\|", ask("", more))), 10)
        for words in HOSTILE:
            for line in ask(words, SITE).splitlines():
                self.assertRegex(line, r"^\[[013i7]\|.*\|.*\|server\|port\]$")


if __name__ == "__main__":
    unittest.main()
