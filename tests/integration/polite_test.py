"""What a site sees of us, and what the person at the terminal sees of a run."""

import http.server
import json
import os
import pty
import re
import shutil
import ssl
import subprocess
import threading
import time
import unittest

from program import EDITION, PAGE, PROGRAM, ProgramTest, environment, fingerprints, needs, newshole, tree
from servers import access_log, make_authority, make_certificate, nginx

HOST = "lite.cnn.com"


@needs("nginx", "openssl")
class Site(ProgramTest):
    """The shipped configuration against nginx, which gives validators."""

    def setUp(self):
        super().setUp()
        self.pages = self.folder / "pages"
        shutil.copytree(EDITION / HOST, self.pages)
        self.authority = make_authority(self.folder, "authority")
        server = nginx(self.folder, self.pages, make_certificate(self.authority, HOST))
        self.port = server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)

    def mirror(self, *arguments):
        return newshole("mirror", "--root", self.root, "--connect-to", f"{HOST}:443:127.0.0.1:{self.port}",
                        "--cacert", self.authority, "--report", self.folder / "report.json", *arguments)

    def report(self):
        return json.loads((self.folder / "report.json").read_text())

    def take_requests(self):
        """(status, path) of each since the last call."""
        requests = [(status, path) for _, status, _, path in access_log(self.folder, self.port)]
        (self.folder / "access.log").write_text("")
        return requests

    def test_a_second_run_asks_whether_anything_changed_and_gets_no_page(self):
        self.check_status(self.mirror(), 0)
        first = self.report()
        self.assertEqual((first["not_modified"], first["sites"][0]["added"]), (0, first["sites"][0]["fetched"]))
        before = fingerprints(self.root)
        self.take_requests()
        self.check_status(self.mirror(), 0)
        second = self.report()
        self.assertEqual({status for status, _ in self.take_requests()}, {"304"})
        self.assertEqual(second["not_modified"], second["requests"])
        self.assertEqual(second["requests"], first["requests"] - 1, "all but robots.txt")
        self.assertEqual(second["sites"][0]["unchanged"], first["sites"][0]["added"])
        self.assertEqual((second["connections"], second["bytes_decoded"], second["retries"]), (1, 0, 0))
        self.assertEqual(fingerprints(self.root), before)

    def test_a_page_that_changed_comes_whole_beside_those_that_did_not(self):
        self.check_status(self.mirror(), 0)
        self.take_requests()
        page = self.pages / sorted(path for path in tree(self.pages) if path.startswith("2025/12"))[0]
        page.write_bytes(page.read_bytes().replace(b"</article>", b"<p>One more thing.</p></article>"))
        os.utime(page, (0, 0))
        self.check_status(self.mirror(), 0)
        self.assertEqual([path for status, path in self.take_requests() if status == "200"],
                         ["/" + str(page.relative_to(self.pages)).removesuffix(".html")])

    def test_a_story_that_says_noarchive_is_shown_and_goes_when_it_is_listed_no_more(self):
        self.check_status(self.mirror(), 0)
        story = sorted(path for path in tree(self.pages) if path.startswith("2025/12"))[0].removesuffix(".html")
        before = fingerprints(self.root)
        (self.pages / f"{story}.noarchive").touch()
        os.utime(self.pages / f"{story}.html", (0, 0))
        self.check_status(self.mirror(), 0)
        self.assertEqual(fingerprints(self.root), before)
        front = self.pages / "index.html"
        front.write_text(front.read_text().replace(f"/{story}", "/nothing"))
        self.check_status(self.mirror(), 0)
        self.assertEqual(self.report()["sites"][0]["removed"], 1)
        after = tree(self.root)
        self.assertFalse([path for path, data in after.items() if story.encode() in data or story in path])

    def test_robots_txt_is_asked_for_first_obeyed_and_kept_for_a_day(self):
        (self.pages / "robots.txt").write_text("User-agent: *\nDisallow: /\n\n"
                                               "User-agent: newshole\nDisallow: /2025/\n")
        self.check_status(self.mirror(), 1)
        requests = self.take_requests()
        self.assertEqual(requests[0], ("200", "/robots.txt"))
        self.assertEqual([path for _, path in requests if path.startswith("/2025/")], [])
        self.assertEqual({failure["reason"] for failure in self.report()["failures"]}, {"disallowed"})
        self.assertGreater(self.report()["sites"][0]["added"], 0)
        self.mirror()
        self.assertNotIn("/robots.txt", [path for _, path in self.take_requests()])

    def test_a_site_that_disallows_all_gets_one_request(self):
        (self.pages / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
        self.assertIn("robots.txt asks to leave it alone", self.mirror().stderr)
        self.assertEqual(self.take_requests(), [("200", "/robots.txt")])
        self.assertEqual(tree(self.root), {})

    def test_robots_txt_can_be_ignored_by_configuration(self):
        (self.pages / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
        config = self.folder / "newshole.json"
        config.write_text(json.dumps({"sites": [HOST], "network": {"robots": "ignore"}}))
        self.check_status(self.mirror("--config", config), 0)
        self.assertNotIn("/robots.txt", [path for _, path in self.take_requests()])

    def test_the_progress_line_counts_stories_and_bytes_and_names_what_it_waits_for(self):
        config = self.folder / "newshole.json"
        config.write_text(json.dumps({"sites": [HOST], "network": {"pause": 1}}))
        status, text = on_terminal("mirror", "--root", self.root, "--cacert", self.authority, "--limit", "2",
                                   "--config", config, "--connect-to", f"{HOST}:443:127.0.0.1:{self.port}")
        self.assertEqual(status, 0)
        self.assertIn(f"\r\x1b[K{HOST}: front page\r", text)
        self.assertRegex(text, re.escape(HOST) + r", 1 of 2, [0-9.]+ KB, [0-9.]+ KB/s: /[0-9a-z/-]+\r")
        self.assertRegex(text, re.escape(HOST) + r", 2 of 2, [0-9.]+ KB, [0-9.]+ KB/s\r")

    def test_verbose_says_each_kind_of_wait_to_a_pipe_too(self):
        config = self.folder / "newshole.json"
        config.write_text(json.dumps({"sites": [HOST], "network": {"pause": 2}}))
        arguments = ("--config", config, "--limit", "1")
        self.assertEqual(self.mirror(*arguments).stderr, "")
        shutil.rmtree(self.root)
        lines = self.mirror("--verbose", *arguments).stderr.splitlines()
        self.assertEqual(lines.count(f"newshole: {HOST}: waits 2 s: the pause between two requests"), 1, lines)


def on_terminal(*arguments):
    """The exit status, and what the program writes to a terminal that is its standard error."""
    ours, its = pty.openpty()
    process = subprocess.Popen([PROGRAM, *map(str, arguments)], env=environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=its)
    os.close(its)
    text = b""
    try:
        while chunk := os.read(ours, 65536):
            text += chunk
    except OSError:  # EIO: nobody has the other end open any more
        pass
    os.close(ours)
    return process.wait(60), text.decode()


class Terminal(ProgramTest):
    def test_the_line_is_redrawn_at_most_ten_times_a_second_and_gone_at_the_end(self):
        began = time.monotonic()
        status, text = on_terminal("mirror", "--from", EDITION, "--root", self.root)
        seconds = time.monotonic() - began
        self.assertEqual(status, 0)
        drawn, _, stays = text.rpartition("\r\x1b[K")
        self.assertRegex(stays, r"^lite\.cnn\.com: \d+ stories, \d+ new, \d+\.\d s\r\n"
                                rf"To read it: newshole serve --root {re.escape(str(self.root))}\r\n$")
        lines = drawn.split("\r\x1b[K")[1:]
        self.assertIn("lite.cnn.com", lines[0])
        self.assertLessEqual(len(lines), seconds * 10 + 1)
        for line in lines:
            self.assertLessEqual(len(line), 78)
            self.assertNotRegex(line, r"[\x00-\x1f\x7f]")

    def test_quiet_says_nothing_even_on_a_terminal(self):
        self.assertEqual(on_terminal("mirror", "--from", EDITION, "--root", self.root, "--quiet"), (0, ""))

    def test_the_next_run_says_in_one_line_what_is_new(self):
        on_terminal("mirror", "--from", EDITION, "--root", self.root)
        status, text = on_terminal("mirror", "--from", EDITION, "--root", self.root)
        self.assertEqual(status, 0)
        self.assertRegex(text.rpartition("\r\x1b[K")[2],
                         r"^lite\.cnn\.com: \d+ stories, nothing new, \d+\.\d s\r\n$")

    def test_verbose_says_what_is_news_and_when(self):
        status, text = on_terminal("mirror", "--from", EDITION, "--root", self.root, "--verbose")
        self.assertEqual(status, 0)
        self.assertNotIn("\x1b", text)
        lines = text.replace("\r\n", "\n").splitlines()
        begin = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ lite\.cnn\.com: "
        self.assertRegex(lines[1], begin + r"\d+ stories, \d+ to fetch$")
        to_fetch = int(re.search(r"(\d+) to fetch", lines[1])[1])
        new = [line for line in lines if re.search(begin + r"new: \S.* https://lite\.cnn\.com/", line)]
        self.assertEqual(len(new), to_fetch)
        self.assertRegex(lines[-2], rf"^lite\.cnn\.com: {to_fetch} stories, {to_fetch} new, ")
        again = newshole("mirror", "--from", EDITION, "--root", self.root, "--verbose").stderr.splitlines()
        self.assertEqual(len(again), 3, again)
        self.assertIn(", nothing new, ", again[2])


class UserAgent(ProgramTest):
    """What a server is told of who asks."""

    def asked_by(self, network, *arguments):
        seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                seen.append(self.headers["User-Agent"])
                self.send_error(404)

            def log_message(self, *_):
                pass

        config = self.folder / "newshole.json"
        config.write_text(json.dumps({"sites": [HOST], "network": network}))
        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever).start()
            try:
                newshole("convert", f"http://{HOST}/x", "--config", config, "--connect-to",
                         f"{HOST}:80:127.0.0.1:{server.server_port}", *arguments)
            finally:
                server.shutdown()
        return seen

    def test_it_is_the_program_with_its_version(self):
        version = newshole("--version").stdout.split()[-1]
        self.assertEqual(self.asked_by({}), [f"newshole/{version}"])

    def test_a_contact_stands_behind_it(self):
        version = newshole("--version").stdout.split()[-1]
        self.assertEqual(self.asked_by({"contact": "https://hole.example/"}),
                         [f"newshole/{version} (+https://hole.example/)"])

    def test_another_name_stands_alone(self):
        contact = {"contact": "https://hole.example/"}
        self.assertEqual(self.asked_by(contact | {"user_agent": "mine"}), ["mine"])
        self.assertEqual(self.asked_by(contact, "--user-agent", "typed"), ["typed"])


class Rests(ProgramTest):
    """A server that asks for a rest before it gives its page."""

    def asked_with(self, rest, run, *arguments):
        """What `run` gives for the command, and how many requests the server saw."""
        seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                seen.append(self.path)
                is_first = len(seen) == 1
                self.send_response(429 if is_first else 200)
                self.send_header("Retry-After", rest) if is_first else None
                body = b"" if is_first else PAGE.read_bytes()
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever).start()
            try:
                done = run("convert", f"http://{HOST}/2026/02/17/science/x", "--connect-to",
                           f"{HOST}:80:127.0.0.1:{server.server_port}", *arguments)
            finally:
                server.shutdown()
        return done, len(seen)

    def test_max_time_bounds_the_rests_of_a_source(self):
        # Two minutes are more than this test's patience.
        process, requests = self.asked_with("120", lambda *words: newshole(*words, timeout=100),
                                            "--max-time", "3")
        self.check_status(process, 75)
        self.assertIn("answered 429 and asks for a rest of 120 s", process.stderr)
        self.assertEqual(requests, 1)

    def test_a_wait_of_over_a_second_is_told_at_a_terminal(self):
        (status, text), requests = self.asked_with("2", on_terminal)
        self.assertEqual((status, requests), (0, 2), text)
        self.assertIn(f"newshole: {HOST}: waits 2 s: answered 429", text)

    def test_a_pipe_hears_nothing_of_a_wait(self):
        process, requests = self.asked_with("2", newshole)
        self.check_status(process, 0)
        self.assertEqual((process.stderr, requests), ("", 2))


class Watched(ProgramTest):
    """A site that notes when each request came."""

    ROBOTS = ""
    LEAST = 0.5  # on a busy machine a request may take long on its way

    def setUp(self):
        super().setUp()
        self.seen = []
        seen, robots, fields = self.seen, self.ROBOTS, {"X-Robots-Tag": "noarchive", "TDM-Reservation": "1"}

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                seen.append((self.path, time.monotonic()))
                page = EDITION / HOST / f"{'index' if self.path == '/' else self.path[1:]}.html"
                is_robots = self.path == "/robots.txt"
                body = robots.encode() if is_robots else page.read_bytes()
                self.send_response(200)
                for name, value in fields.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "text/plain" if is_robots else "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        authority = make_authority(self.folder, "authority")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(make_certificate(authority, HOST), self.folder / f"{HOST}.key")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.network = ("--cacert", authority, "--connect-to", f"{HOST}:443:127.0.0.1:{server.server_port}")

    def check_pauses(self, pages):
        """robots.txt came first, then as many pages, each in its time."""
        self.assertEqual([path for path, _ in self.seen].index("/robots.txt"), 0)
        times = [moment for path, moment in self.seen if path != "/robots.txt"]
        self.assertEqual(len(times), pages)
        for before, after in zip(times, times[1:]):
            self.assertGreaterEqual(after - before, self.LEAST)

    def stories(self, count):
        paths = sorted(path for path in tree(EDITION / HOST) if path.startswith("20"))[:count]
        return [f"https://{HOST}/" + path.removesuffix(".html") for path in paths]


@needs("openssl")
class Wishes(Watched):
    """What a site asks of its readers in robots.txt and in the header of its pages."""

    ROBOTS = "User-agent: *\nCrawl-delay: 2\nContent-Usage: train-ai=n\nLicense: https://l.example/l.xml\n"

    def test_a_mirror_keeps_the_pause_of_robots_txt(self):
        self.check_status(newshole("mirror", "--root", self.root, "--limit", 2, *self.network), 0)
        self.check_pauses(3)

    def test_a_check_of_a_site_keeps_the_pause_of_robots_txt(self):
        newshole("sites", "--check", "--site", HOST, *self.network)
        self.check_pauses(2)

    def test_convert_keeps_robots_txt_for_a_list(self):
        addresses = self.folder / "list.txt"
        addresses.write_text("\n".join(self.stories(2)))
        process = newshole("convert", "--sources", addresses, "--format", "json", *self.network)
        self.check_status(process, 0)
        self.check_pauses(2)
        for line in process.stdout.splitlines():
            self.assertEqual(json.loads(line)["preferences"],
                             {"noarchive": True, "tdm_reservation": "1", "tdm_policy": None,
                              "content_usage": "train-ai=n", "license": "https://l.example/l.xml"})

    def test_a_person_who_names_pages_asks_for_no_robots_txt(self):
        process = newshole("convert", *self.stories(2), "--format", "json", *self.network)
        self.check_status(process, 0)
        self.assertNotIn("/robots.txt", [path for path, _ in self.seen])
        preferences = json.loads(process.stdout.splitlines()[0])["preferences"]
        self.assertEqual((preferences["noarchive"], preferences["content_usage"]), (True, None))


class Guest(ProgramTest):
    """A site of many feeds, each with a story that it has whole."""

    SENTENCE = "The ferry left the harbour late, since a gull slept on its rope and nobody woke the bird. "

    def setUp(self):
        super().setUp()
        self.seen, self.fields, self.about, self.gone = [], {}, "", set()
        self.at_once, self.most_at_once, self.lock = 0, 0, threading.Lock()
        test = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with test.lock:
                    test.seen.append(self.path)
                    test.at_once += 1
                    test.most_at_once = max(test.most_at_once, test.at_once)
                is_there = self.path.startswith("/feed/") and self.path not in test.gone
                body = test.feed(self.path).encode() if is_there else b""
                self.send_response(200 if is_there else 410 if self.path in test.gone else 404)
                for name, value in test.fields.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with test.lock:
                    test.at_once -= 1
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.network = ("--connect-to", f"news.example:80:127.0.0.1:{server.server_port}")
        self.config = self.folder / "newshole.json"

    def feed(self, path):
        name = path.removeprefix("/feed/")
        return ("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
                f"<title>News</title>{self.about}<item><title>A ferry waits for a gull in {name}</title>"
                f"<link>http://news.example/story/of-a-ferry-in-{name}</link>"
                f"<content:encoded><![CDATA[<p>{self.SENTENCE * 24}</p>]]></content:encoded>"
                "<pubDate>Fri, 19 Sep 2025 08:00:00 GMT</pubDate></item></channel></rss>")

    def mirror(self, *arguments):
        self.seen.clear()
        return newshole("mirror", "--config", self.config, "--root", self.root, *self.network, *arguments)

    def test_a_feed_whose_header_says_that_it_is_fresh_is_not_asked_for_unless_somebody_names_it(self):
        self.fields["Cache-Control"] = "public, max-age=3600"
        self.check_left_alone()

    def test_a_feed_that_says_how_often_to_ask_is_not_asked_for_unless_somebody_names_it(self):
        self.about = "<ttl>60</ttl>"
        self.check_left_alone()

    def check_left_alone(self):
        self.config.write_text(json.dumps({"sites": ["http://news.example/feed/a"]}))
        self.check_status(self.mirror(), 0)
        self.assertEqual(self.seen, ["/robots.txt", "/feed/a"])
        before = fingerprints(self.root)
        self.check_status(self.mirror(), 0)
        self.assertEqual((self.seen, fingerprints(self.root)), ([], before))
        self.check_status(self.mirror("--site", "http://news.example/feed/a"), 0)
        self.assertEqual(self.seen, ["/feed/a"])

    def test_a_feed_that_is_gone_for_good_is_said_once_and_its_stories_stay(self):
        self.config.write_text(json.dumps({"sites": ["http://news.example/feed/a", "http://news.example/feed/b"]}))
        self.check_status(self.mirror(), 0)
        before = fingerprints(self.root)
        self.gone.add("/feed/a")
        process = self.mirror()
        self.check_status(process, 1)
        self.assertIn("http://news.example/feed/a: http-status: answered 410; it is gone for good", process.stderr)
        process = self.mirror()
        self.check_status(process, 0)
        self.assertEqual((process.stderr, self.seen), ("", ["/feed/b"]))
        self.assertEqual(fingerprints(self.root), before)

    def test_many_feeds_of_one_host_are_asked_for_one_at_a_time(self):
        pages = [f"http://news.example/feed/{i}" for i in range(10)]
        own = [f"http://news.example/feed/own-{i}" for i in range(10)]
        self.config.write_text(json.dumps({"sites": [
            {"site": "http://news.example/feed/0", "name": "many", "front_pages": pages}, *own]}))
        process = self.mirror()
        self.check_status(process, 0)
        self.assertEqual(len([path for path in self.seen if path.startswith("/feed/")]), 20, process.stderr)
        self.assertEqual(self.most_at_once, 1)


@needs("openssl")
class Pauses(Watched):
    """What the operator asks of newshole for one site."""

    def test_the_pause_of_a_site_lies_between_all_requests_to_its_host(self):
        config = self.folder / "newshole.json"
        config.write_text(json.dumps({"sites": [{"site": HOST, "pause": 2}]}))
        process = newshole("mirror", "--config", config, "--root", self.root, "--limit", 2, *self.network)
        self.check_status(process, 0)
        self.check_pauses(3)
        times = [moment for _, moment in self.seen]
        self.assertGreaterEqual(times[1] - times[0], self.LEAST, "robots.txt is a request too")

    def test_the_pause_of_a_profile_holds_for_a_check_and_for_a_list(self):
        sites = self.folder / "sites"
        sites.mkdir()
        (sites / "slow.json").write_text(json.dumps({"extends": HOST, "name": HOST, "pause": 2}))
        config = self.folder / "newshole.json"
        config.write_text(json.dumps({"sites": [HOST]}))
        newshole("sites", "--check", "--site", HOST, "--config", config, *self.network)
        self.check_pauses(2)
        self.seen.clear()
        process = newshole("convert", *self.stories(2), "--format", "json", "--config", config, *self.network)
        self.check_status(process, 0)
        (_, first), (_, second) = self.seen
        self.assertGreaterEqual(second - first, self.LEAST)


if __name__ == "__main__":
    unittest.main()
