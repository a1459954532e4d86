"""newshole convert --warc: archives of wget, of index lines, from pipes; damaged ones and such as have no end."""

import gzip
import http.server
import json
import os
import pathlib
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from program import HEADLINE, IS_SANITIZED, PAGE, PAGE_URL, PROGRAM, ProgramTest, environment, needs, newshole

# What a page must have to be an article.
WORDS = "Residents of the town said that the bridge would be closed for repairs until the end of the year. "
MANY = 300
MEMORY = 64 << 20


def html(headline, paragraphs=4):
    text = "".join(f"<p>{WORDS}{i}</p>" for i in range(paragraphs))
    return (f"<!DOCTYPE html><html><head><title>{headline}</title></head><body><nav><a href='/'>Home</a></nav>"
            f"<article><h1>{headline}</h1>{text}</article></body></html>").encode()


def record(kind, uri, block):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def page(name, body=None, fields="Content-Type: text/html\r\n", status="200 OK"):
    answer = f"HTTP/1.1 {status}\r\n{fields}\r\n".encode() + (html(f"The story of {name}") if body is None else body)
    return record("response", f"https://news.example/2026/12/01/{name}", answer)


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ANSWERS = {
        "/": (200, "text/html", b"<html><body><a href='/1'>one</a> <a href='/2'>two</a> <a href='/moved'>three</a>"
                                b"<a href='/gone'>four</a><img src='/image.png'></body></html>"),
        "/1": (200, "text/html; charset=iso-8859-1", html("Une journ\u00e9e").decode().encode("latin-1")),
        "/2": (200, "text/html", html("The second story of the day")),
        "/3": (200, "text/html", html("The third story of the day")),
        "/moved": (302, "text/html", b"moved"),
        "/image.png": (200, "image/png", b"\x89PNG" + b"x" * 5000),
    }

    def do_GET(self):
        status, media_type, body = self.ANSWERS.get(self.path, (404, "text/html", html("No such page")))
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        if status == 302:
            self.send_header("Location", "/3")
        if self.path != "/2":
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(body), 100):
            chunk = body[at:at + 100]
            self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *arguments):
        pass


def objects_of(process):
    return [json.loads(line) for line in process.stdout.splitlines()]


class Archives(ProgramTest):
    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def convert(self, *arguments, **options):
        return newshole("convert", "--format", "json", "--warc", *arguments, **options)

    def results(self, *arguments, status=0, **options):
        process = self.convert(*arguments, **options)
        self.check_status(process, status)
        return objects_of(process)

    @needs("wget")
    def test_an_archive_of_wget_gives_its_articles(self):
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
            threading.Thread(target=server.serve_forever).start()
            try:
                address = f"http://127.0.0.1:{server.server_port}"
                for cut in ([], ["--no-warc-compression"]):
                    subprocess.run(["wget", "-q", "-r", "-p", "--warc-file=t", "--warc-cdx", "-e", "robots=off", *cut,
                                    address + "/"], cwd=self.folder, check=False, env=environment())
            finally:
                server.shutdown()
        for archive in (self.folder / "t.warc.gz", self.folder / "t.warc"):
            with self.subTest(archive=archive.name):
                process = self.convert(archive, "--verbose", "--site", "generic")
                articles = {it["url"]: it for it in objects_of(process) if it["error"] is None}
                self.assertEqual({url: it["headline"] for url, it in articles.items()},
                                 {address + "/1": "Une journ\u00e9e", address + "/2": "The second story of the day",
                                  address + "/3": "The third story of the day"})
                self.assertTrue(all(it["input"].startswith(f"{archive}@") for it in articles.values()))
                self.assertRegex(process.stderr, r"archives: 1, records: \d+, pages: 3, .*requests: \d+, .*redirects: 1,"
                                                 r" errors of servers: \d, other media types: \d")

    def test_a_record_that_an_index_names_is_cut_out(self):
        members = [gzip.compress(it) for it in (page("a"), page("b"), page("c", status="404 Not Found"))]
        archive = self.file("crawl.warc.gz", b"".join(members))
        places = [(0, len(members[0])), (len(members[0]), len(members[1])),
                  (len(members[0]) + len(members[1]), len(members[2]))]
        lines = "".join(f"{archive}\t{offset}\t{length}\n" for offset, length in places[1:])
        lines += f"{archive}\t7\t50\n{self.folder}/none\t0\t10\n"
        process = newshole("convert", "--format", "json", "--sources", "-", input=lines)
        self.check_status(process, 1)
        results = objects_of(process)
        self.assertEqual([it["input"] for it in results],
                         [f"{archive}@{places[1][0]}", f"{archive}@{places[2][0]}", f"{archive}@7", f"{self.folder}/none@0"])
        self.assertEqual(results[0]["url"], "https://news.example/2026/12/01/b")
        self.assertEqual([it["error"] for it in results[1:]],
                         ["the record holds no page (errors of servers)", "no record of a web archive begins here",
                          "cannot be read: no such file or directory"])
        whole = self.results(archive)
        self.assertEqual([it["input"] for it in whole], [f"{archive}@{offset}" for offset, _ in places[:2]])
        self.assertEqual(whole[1], results[0])

    def test_the_profile_of_the_records_host_reads_a_page(self):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.read_bytes()
        archive = self.file("a.warc", record("response", f"<{PAGE_URL}>", answer))
        [article] = self.results(archive)
        self.assertEqual((article["url"], article["site"]), (PAGE_URL, "lite.cnn.com"))
        self.assertTrue(article["headline"].startswith(HEADLINE))
        process = self.convert(archive, "--explain")
        self.assertIn("site        lite.cnn.com\n", process.stdout)
        process = self.convert(archive, "--explain", "--site", "generic")
        self.assertIn("site        generic\n", process.stdout)

    def test_several_archives_are_read_in_their_order_and_standard_input_too(self):
        a = self.file("a.warc", page("a") + page("b"))
        b = self.file("b.warc.gz", gzip.compress(page("c")))
        process = self.convert(b, "-", a, text=False, input=page("d"))
        self.check_status(process, 0)
        names = [json.loads(line)["input"].rpartition("/")[2] for line in process.stdout.splitlines()]
        self.assertEqual(names, ["b.warc.gz@0", "-@0", "a.warc@0", f"a.warc@{len(page('a'))}"])
        everything = self.results(self.folder / "?.warc*")
        self.assertEqual([it["url"][-1] for it in everything], ["a", "b", "c"])
        text = newshole("convert", "--warc", a)
        self.check_status(text, 0)
        self.assertEqual(text.stdout.count("\f\n"), 1)

    def test_what_is_damaged_is_one_line_and_the_next_record_is_read(self):
        wrong = bytearray(gzip.compress(page("wrong", html("Wrong", 40))))
        wrong[len(wrong) // 2] ^= 0xFF
        members = [gzip.compress(page("a")), bytes(wrong), gzip.compress(page("b")), gzip.compress(page("cut"))[:-30]]
        archive = self.file("a.warc.gz", b"".join(members))
        process = self.convert(archive)
        self.check_status(process, 1)
        results = objects_of(process)
        place = len(members[0])
        self.assertEqual([it["error"] is None for it in results], [True, False, True, False])
        self.assertEqual(results[1]["input"], f"{archive}@{place}")
        self.assertRegex(results[1]["error"], "^the gzip member is damaged: ")
        self.assertEqual(results[3]["error"], "the gzip member is cut off")
        self.assertRegex(process.stderr, rf"newshole: {archive}@{place}: io: the gzip member is damaged")
        lying = page("lying").replace(b"Content-Length: ", b"Content-Length: 9", 1)
        results = self.results(self.file("b.warc", page("a") + lying + page("b")), status=1)
        self.assertEqual([it["error"] is None for it in results], [True, False, True])

    def test_what_holds_no_page_is_no_failure_and_what_is_no_archive_is_one(self):
        archive = self.file("a.warc", record("request", "https://a.example/", b"GET / HTTP/1.1\r\n\r\n"))
        self.assertEqual(self.results(archive), [])
        for name, content, cause in (("none.html", html("A page"), "no record of a web archive begins here"),
                                     ("empty.warc", b"", "there is nothing in it")):
            [result] = self.results(self.file(name, content), status=2)
            self.assertEqual(result["error"], cause)
        [result] = self.results(self.folder / "missing.warc", status=2)
        self.assertEqual(result["input"], str(self.folder / "missing.warc"))

    def test_what_an_archive_cannot_have_is_refused(self):
        for options in (("--full",), ("--save", self.folder), ("--cache", self.folder), ("--url", "https://a.example/"),
                        ("--format", "atom")):
            process = newshole("convert", "--warc", "a.warc", *options)
            self.check_status(process, 2)
            self.assertIn("--warc goes without " + options[0], process.stderr)

    @unittest.skipIf(IS_SANITIZED, "a sanitizer needs memory and stack of its own")
    def test_a_page_that_hurts_is_one_line_and_the_pages_behind_it_are_read(self):
        hurts = {"nested": "<b>" * 1_000_000, "overlapping": "<b>" + "<div>" * 20_000 + "</b>" * 20_000,
                 "tables": "<table><tr><td>" * 100_000, "fonts": "".join(f"<font size={i}>" for i in range(5000)) + "<p>" * 5000}
        pages = [(name, html("A story").replace(b"</article>", more.encode())) for name, more in hurts.items()]
        archive = self.file("a.warc", page("first") + b"".join(page(*it) for it in pages) + page("last"))
        process = self.convert(archive)
        results = objects_of(process)
        self.assertEqual(len(results), len(hurts) + 2, process.stderr)
        self.assertTrue(any("error" in it and it["error"] for it in results[1:-1]))
        self.assertEqual([results[i]["headline"] for i in (0, -1)], ["The story of first", "The story of last"])

    def test_a_reader_that_has_enough_ends_it(self):
        archive = self.file("a.warc", b"".join(page(f"story-{i}") for i in range(2000)))
        with subprocess.Popen([PROGRAM, "convert", "--warc", archive], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=environment()) as process:
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b"")
            self.assertEqual(process.wait(timeout=120), 0)

    def test_two_runs_give_the_same_bytes(self):
        archive = self.file("a.warc.gz", b"".join(gzip.compress(page(f"story-{i}")) for i in range(40)))
        one, two = (self.convert(archive, text=False).stdout for _ in range(2))
        self.assertEqual(one.count(b"\n"), 40)
        self.assertEqual(one, two)

    @needs("time")
    @unittest.skipIf(IS_SANITIZED, "a sanitizer needs memory of its own")
    def test_a_record_without_an_end_and_many_pages_take_little_memory(self):
        """A record that claims an exabyte, from a pipe; then pages of 200 MB in all."""
        before = page("a") + b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1000000000000000000\r\n\r\n"
        block = os.urandom(1 << 16)
        measure = ("time", "-f", "%M", "-a", "-o", self.folder / "peak")
        with subprocess.Popen([*measure, PROGRAM, "convert", "--format", "json", "--warc", "-"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
            process.stdin.write(before)
            for _ in range(3200):
                process.stdin.write(block)
            out, _ = process.communicate()
        results = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([it["error"] is None for it in results], [True, False])
        self.assertIn("says 1000000000000000000 bytes", results[1]["error"])
        story = html("A story with much around it", 4) + b"<!-- " + b"x" * 700_000 + b" -->"
        with open(self.folder / "a.warc", "wb") as archive:
            for i in range(MANY):
                archive.write(page(f"story-{i}", story))
        self.assertEqual(len(self.results(self.folder / "a.warc", prefix=measure)), MANY)
        peaks = [line for line in (self.folder / "peak").read_text().splitlines() if line.isdecimal()]
        self.assertEqual(len(peaks), 2)
        for peak in peaks:
            self.assertLess(int(peak) << 10, MEMORY)


if __name__ == "__main__":
    unittest.main()
