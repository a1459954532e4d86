"""The shipped configuration against a web server of our own: TLS, HTTP/2, compressed."""

import json
import unittest

from program import EDITION, ProgramTest, fingerprints, needs, newshole, tree, without_times
from servers import access_log, free_port, make_authority, make_certificate, nginx

HOST = "lite.cnn.com"


@needs("nginx", "openssl")
class Live(ProgramTest):
    def setUp(self):
        super().setUp()
        self.authority = make_authority(self.folder, "authority")
        certificate = make_certificate(self.authority, HOST)
        server = nginx(self.folder, EDITION / HOST, certificate)
        self.port = server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)

    def mirror(self, *arguments, port=None, authority=None):
        return newshole("mirror", "--root", self.root,
                        "--connect-to", f"{HOST}:443:127.0.0.1:{port or self.port}",
                        "--cacert", authority or self.authority, *arguments)

    def requests(self):
        return access_log(self.folder, self.port)

    def test_a_live_mirror_is_the_mirror_of_the_saved_pages(self):
        self.check_status(self.mirror(), 0)
        live = tree(self.root)
        self.root = self.folder / "saved"
        self.mirror_edition()
        self.assertGreater(len(live), 12)
        self.assertEqual(without_times(live), without_times(tree(self.root)))

    def test_pages_come_over_http_2_and_compressed(self):
        self.check_status(self.mirror(), 0)
        requests = [request for request in self.requests() if request[3] != "/robots.txt"]
        self.assertGreater(len(requests), 12)
        self.assertEqual({tuple(request[:3]) for request in requests}, {("HTTP/2.0", "200", "gzip")})

    def test_one_connection_serves_all_pages(self):
        self.check_status(self.mirror("--report", self.folder / "report.json"), 0)
        self.assertEqual(json.loads((self.folder / "report.json").read_text())["connections"], 1)

    def test_a_server_without_http_2_is_asked_over_a_few_connections_that_stay_open(self):
        with nginx(self.folder, EDITION / HOST, self.folder / f"{HOST}.pem", "ssl") as port:
            process = self.mirror("--report", self.folder / "report.json", port=port)
        self.check_status(process, 0)
        report = json.loads((self.folder / "report.json").read_text())
        self.assertEqual({request[0] for request in self.requests()}, {"HTTP/1.1"})
        self.assertLessEqual(report["connections"], 6)
        self.assertGreater(report["requests"], 12)

    def test_each_page_is_asked_for_once(self):
        self.check_status(self.mirror(), 0)
        paths = [request[3] for request in self.requests()]
        self.assertEqual(len(paths), len(set(paths)))

    def test_a_second_run_writes_not_one_byte(self):
        self.check_status(self.mirror(), 0)
        before = fingerprints(self.root)
        self.check_status(self.mirror(), 0)
        self.assertEqual(fingerprints(self.root), before)

    def test_a_server_that_cannot_be_verified_mirrors_nothing(self):
        process = self.mirror(authority=make_authority(self.folder, "stranger"))
        self.check_status(process, 75)
        self.assertRegex(process.stderr, r"(?i)\b(tls|certificate)\b")
        self.assertIn(HOST, process.stderr)
        self.assertEqual(tree(self.root), {})
        self.assertEqual(self.requests(), [])

    def test_a_certificate_for_another_host_mirrors_nothing(self):
        make_certificate(self.authority, "other.example")
        with nginx(self.folder, EDITION / HOST, self.folder / "other.example.pem") as port:
            process = self.mirror(port=port)
        self.check_status(process, 75)
        self.assertEqual(tree(self.root), {})

    def test_a_server_that_is_down_leaves_the_old_mirror_untouched(self):
        self.check_status(self.mirror(), 0)
        before = fingerprints(self.root)
        process = self.mirror(port=free_port())
        self.check_status(process, 75)
        self.assertIn(HOST, process.stderr)
        self.assertEqual(fingerprints(self.root), before)

    def test_a_page_can_be_converted_from_the_server_and_kept(self):
        story = sorted(path for path in tree(EDITION / HOST) if path.startswith("2025/12"))[0]
        url = f"https://{HOST}/{story.removesuffix('.html')}"
        process = newshole("convert", url, "--save", self.folder / "saved",
                           "--connect-to", f"{HOST}:443:127.0.0.1:{self.port}", "--cacert", self.authority)
        self.check_status(process, 0)
        self.assertIn("ARTICLE VIEW:", process.stdout)
        self.assertEqual((self.folder / "saved" / HOST / story).read_bytes(),
                         (EDITION / HOST / story).read_bytes())

    def check(self, *arguments, port=None):
        return newshole("sites", "--check", "--site", HOST, "--cacert", self.authority, "--connect-to",
                        f"{HOST}:443:127.0.0.1:{port or self.port}", *arguments)

    def test_a_check_asks_for_robots_txt_a_front_page_and_one_story(self):
        process = self.check()
        self.check_status(process, 0)
        self.assertIn("article.article--lite", process.stdout)
        paths = [request[3] for request in self.requests()]
        self.assertEqual(paths[:2], ["/robots.txt", "/"])
        self.assertEqual(len(paths), 3)

    def test_a_check_of_a_site_that_cannot_be_reached_is_for_later(self):
        process = self.check("--max-time", "5", port=free_port())
        self.check_status(process, 75)
        self.assertIn(f"newshole: {HOST}: https://{HOST}/: ", process.stderr)

    def test_pages_that_convert_saves_can_be_checked(self):
        story = "2025/12/01/europe/lisbon-tram-28-drivers"
        front_page = (EDITION / HOST / "index.html").read_text()
        self.assertIn(story, front_page)
        saved = self.folder / "saved"
        # A front page is kept as a story is.
        process = newshole("convert", "--save", saved, f"https://{HOST}/", f"https://{HOST}/{story}",
                           "--connect-to", f"{HOST}:443:127.0.0.1:{self.port}", "--cacert", self.authority)
        self.check_status(process, 0)
        index = saved / HOST / "index.html"
        index.write_text(f'<ul><li class="card--lite"><a href="/{story}">Trams</a></ul>')
        self.check_status(newshole("sites", "--check", "--from", saved), 0)


if __name__ == "__main__":
    unittest.main()
