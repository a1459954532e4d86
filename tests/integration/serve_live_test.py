"""newshole serve --live: pages of the web read on demand, from servers of our own on 127.0.0.1."""

import contextlib
import http.server
import json
import re
import shutil
import ssl
import threading
import time
import unittest
import urllib.parse

from program import (CONFIG, EDITION, IS_SANITIZED, PAGE, ProgramTest, files_below, measures_memory, needs, newshole,
                     roomy_config, tree)
from serve_test import ERROR, Server, client
from servers import PATIENCE, access_log, make_authority, make_certificate, nginx

HOST = "lite.cnn.com"
OTHER = "other.example"
STORY = sorted(path for path in tree(EDITION / HOST) if path.startswith("2025/12"))[0].removesuffix(".html")
SELECTOR = f"/live/{HOST}/{STORY}"
HEADLINE = "It's 3 a.m. in the warehouse of Tack & Sons"
TYPES = "0137hi"


class Site:
    """An HTTPS server whose paths do what a test says: functions of the request, by path."""

    def __init__(self, certificate, **paths):
        self.paths = {"/" + name: act for name, act in paths.items()}
        self.default = lambda request: send(request, b"", status=404)
        self.asked = []
        self.changed = threading.Condition()
        self.ending = threading.Event()
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with site.changed:
                    site.asked.append(self.path)
                    site.changed.notify_all()
                self.ending = site.ending
                with contextlib.suppress(OSError):
                    site.paths.get(self.path.split("?")[0], site.default)(self)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *arguments: None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                 do_handshake_on_connect=False)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def wait_for(self, path):
        """Until it is asked for."""
        with self.changed:
            assert self.changed.wait_for(lambda: path in self.asked, PATIENCE), f"{path}: nobody asked for it"

    def end(self):
        self.ending.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def send(request, body, status=200, **fields):
    request.send_response(status)
    for name, value in {"Content-Type": "text/html", "Content-Length": len(body), **fields}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


def page(body):
    return lambda request: send(request, body)


def redirect(target):
    return lambda request: send(request, b"", 302, Location=target)


def hang(request):
    request.ending.wait()


def endless(request):
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Connection", "close")
    request.end_headers()
    while not request.ending.is_set():
        request.wfile.write(b"<p>" + b"x" * 65536)


def lines_of(menu):
    """Each line's type and fields; it must be a menu as RFC 1436 has it, and say nothing that drives a terminal."""
    assert menu.endswith(b"\r\n.\r\n"), menu
    lines = []
    for line in menu.decode().removesuffix(".\r\n").split("\r\n")[:-1]:
        display, selector, host, port = line[1:].split("\t")
        assert line[0] in TYPES and display and selector and port.isdigit(), line
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", display + selector), line
        assert len(display) <= 67 and len(selector) <= 600, line
        lines.append((line[0], display, selector, f"{host}:{port}"))
    return lines


class LiveTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.authority = make_authority(self.folder, "authority")
        self.root.mkdir(mode=0o755)

    def serve(self, *arguments, ports=None, **options):
        """With a server for each host of `ports`, and an empty mirror."""
        flags = [flag for host, port in (ports or {}).items()
                 for flag in ("--connect-to", f"{host}:443:127.0.0.1:{port}")]
        if "--config" not in arguments:
            arguments = ("--config", roomy_config(self.folder), *arguments)
        server = Server("--live", "--root", self.root, "--cacert", self.authority, *flags, *arguments, **options)
        self.addCleanup(server.end)
        return server

    def site(self, host, **paths):
        site = Site(make_certificate(self.authority, host), **paths)
        self.addCleanup(site.end)
        return site

    def check_error(self, answer, cause):
        first = lines_of(answer)[0]
        self.assertEqual(first[0], "3")
        text = " ".join(display.strip() for _, display, _, _ in lines_of(answer))
        self.assertIn(cause, text)


@needs("nginx", "openssl")
class Nginx(LiveTest):
    """The shipped profile against a server with HTTP/2."""

    def setUp(self):
        super().setUp()
        self.pages = self.folder / "pages"
        shutil.copytree(EDITION / HOST, self.pages)
        server = nginx(self.folder, self.pages, make_certificate(self.authority, HOST))
        port = server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)
        self.ports = {HOST: port}

    def paths(self):
        return [line[3] for line in access_log(self.folder, self.ports[HOST])]

    def test_a_story_is_read_as_a_menu_and_as_the_text_that_convert_prints(self):
        server = self.serve(ports=self.ports)
        lines = lines_of(server.ask(SELECTOR.encode() + b"\r\n"))
        self.assertIn(HEADLINE, " ".join(display for _, display, _, _ in lines))
        [text] = [selector for kind, _, selector, _ in lines if kind == "0"]
        self.assertEqual(text, f"/live/text/{HOST}/{STORY}")
        process = newshole("convert", f"https://{HOST}/{STORY}", "--cacert", self.authority, "--connect-to",
                           f"{HOST}:443:127.0.0.1:{self.ports[HOST]}")
        self.assertEqual(server.ask(text.encode() + b"\r\n").decode().replace("\r\n", "\n"), process.stdout)

    def test_every_item_of_a_front_page_leads_to_its_story(self):
        server = self.serve(ports=self.ports)
        stories = [selector for kind, _, selector, _ in lines_of(server.ask(f"/live/{HOST}/\r\n".encode()))
                   if kind == "1"]
        self.assertGreater(len(stories), 10)
        for selector in stories:
            with self.subTest(selector):
                lines = lines_of(server.ask(selector.encode() + b"\r\n"))
                self.assertIn("ARTICLE VIEW:", [display for _, display, _, _ in lines])

    def test_forty_who_ask_at_once_cost_one_fetch_and_get_the_same(self):
        server = self.serve(ports=self.ports)
        answers = []
        askers = [threading.Thread(target=lambda: answers.append(server.ask(SELECTOR.encode() + b"\r\n")))
                  for _ in range(40)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        self.assertEqual(len(answers), 40)
        self.assertEqual(len(set(answers)), 1)
        self.assertEqual(sorted(self.paths()), ["/" + STORY, "/robots.txt"])

    def test_what_was_taken_down_is_not_read_either(self):
        self.root.rmdir()
        self.mirror_edition()
        server = self.serve(ports=self.ports)
        self.assertIn(b"ARTICLE VIEW:", server.ask(SELECTOR.encode() + b"\r\n"))
        self.check_status(newshole("takedown", "--root", self.root, f"https://{HOST}/{STORY}"), 0)
        for selector in (SELECTOR, f"/live/text/{HOST}/{STORY}"):
            self.check_error(server.ask(selector.encode() + b"\r\n"), "taken down by the operator of this server")
        self.assertRegex(server.ask(f"/{HOST}/{STORY}.txt\r\n".encode()), ERROR)
        self.check_status(newshole("takedown", "--root", self.root, "--undo", f"https://{HOST}/{STORY}"), 0)
        self.assertIn(b"ARTICLE VIEW:", server.ask(SELECTOR.encode() + b"\r\n"))

    def test_robots_txt_is_obeyed(self):
        (self.pages / "robots.txt").write_text("User-agent: newshole\nDisallow: /2025/\n")
        server = self.serve(ports=self.ports)
        self.check_error(server.ask(SELECTOR.encode() + b"\r\n"), "its robots.txt asks to leave it alone")
        self.assertEqual(self.paths(), ["/robots.txt"])

    @needs("curl", "lynx")
    def test_clients_find_their_way_from_the_first_menu_to_a_story(self):
        server = self.serve(ports=self.ports)
        url = f"gopher://127.0.0.1:{server.port}/"
        for command in (["curl", "-sS"], ["lynx", "-dump", "-nolist"]):
            self.assertIn("Read a page by its address", client(*command, url).decode())
            self.assertIn("CNN", client(*command, url + "1/live").decode())
            self.assertIn("Latest stories", client(*command, f"{url}1/live/{HOST}/").decode())
            self.assertIn(HEADLINE[:30], client(*command, f"{url}1{SELECTOR}").decode())
            self.assertIn(HEADLINE[:30], client(*command, f"{url}0/live/text/{HOST}/{STORY}").decode())
            typed = client(*command, f"{url}7/live%09{HOST}/{STORY}")
            self.assertIn(HEADLINE[:30], typed.decode())

    def test_a_mirror_is_served_as_it_is_with_two_items_more_in_its_first_menu(self):
        self.root.rmdir()
        self.mirror_edition()
        plain = Server("--root", self.root)
        self.addCleanup(plain.end)
        live = self.serve(ports=self.ports)
        before, after = ([line[:3] for line in lines_of(server.ask(b"\r\n"))] for server in (plain, live))
        self.assertEqual(after, before + [("i", " ", "Err"), ("1", "News sites, read on demand", "/live"),
                                          ("7", "Read a page by its address", "/live")])
        story = f"/{HOST}/\r\n".encode()
        self.assertEqual([line[:3] for line in lines_of(live.ask(story))],
                         [line[:3] for line in lines_of(plain.ask(story))])

    def test_the_log_has_a_line_for_each_request(self):
        log = self.folder / "log"
        log.touch()
        log.chmod(0o666)
        server = self.serve("--log", log, ports=self.ports)
        for request in (SELECTOR, "/live", "/live\tno \x7f address", f"/live\t{HOST}/gone", "/live/other.example/\t%\xff"):
            server.ask(request.encode() + b"\r\n")
        server.end()
        words = [line.split(" ") for line in log.read_text().splitlines()]
        self.assertEqual([line[2] for line in words], ["menu", "menu", "bad-request", "not-found", "refused"])
        self.assertEqual([len(line) for line in words], [6] * 5)

    def test_a_page_that_is_kept_is_answered_when_its_site_is_gone(self):
        server = self.serve(ports=self.ports)
        first = server.ask(SELECTOR.encode() + b"\r\n")
        shutil.rmtree(self.pages)
        self.assertEqual(server.ask(SELECTOR.encode() + b"\r\n"), first)


@needs("openssl")
class Limits(LiveTest):
    def test_a_page_that_hangs_costs_its_asker_the_limit_and_others_nothing(self):
        site = self.site(HOST, **{f"2025/12/01/world/{i}": hang for i in range(8)})
        (self.root / "plain.txt").write_text("plain\n")
        (self.root / "plain.txt").chmod(0o644)
        server = self.serve("--max-time", "3", ports={HOST: site.port})
        answers = []
        start = time.monotonic()

        def ask(number):
            answer = server.ask(f"/live/{HOST}/2025/12/01/world/{number}\r\n".encode())
            answers.append((time.monotonic() - start, answer))
        askers = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
        for asker in askers:
            asker.start()
        meanwhile = 0
        while not answers:
            self.assertEqual(server.ask(b"/plain.txt\r\n"), b"plain\r\n")
            meanwhile += 1
        for asker in askers:
            asker.join()
        self.assertGreater(meanwhile, 3, "one at most where they wait for a page that hangs")
        for took, answer in answers:
            self.assertGreater(took, 2)
            self.assertRegex(lines_of(answer)[0][1], "not finished (in time|within 3 s)|did not get its turn in time")

    def test_a_server_that_is_told_to_end_does_not_wait_for_a_site(self):
        site = self.site(HOST, hangs=hang)
        server = self.serve("--max-time", "60", ports={HOST: site.port})
        with server.connect() as connection:
            connection.sendall(f"/live/{HOST}/hangs\r\n".encode())
            site.wait_for("/hangs")
            began = time.monotonic()
            self.assertEqual(server.end(), (0, ""))
            self.assertLess(time.monotonic() - began, 45, "it has 60 s for a page")

    def test_who_goes_away_leaves_the_page_to_the_next(self):
        ready = threading.Event()

        def slow(request):
            ready.wait(PATIENCE)
            send(request, PAGE.read_bytes())
        site = self.site(HOST, slow=slow)
        server = self.serve(ports={HOST: site.port})
        with server.connect() as connection:
            connection.sendall(f"/live/{HOST}/slow\r\n".encode())
            site.wait_for("/slow")
        ready.set()
        self.assertIn(b"ARTICLE VIEW", server.ask(f"/live/{HOST}/slow\r\n".encode()))
        self.assertEqual(site.asked.count("/slow"), 1)

    def test_too_many_pages_at_once_are_refused_at_once(self):
        site = self.site(HOST, **{f"p{i}": hang for i in range(20)})
        server = self.serve("--max-time", "60", ports={HOST: site.port})
        connections = [server.connect() for _ in range(16)]
        for number, connection in enumerate(connections):
            self.addCleanup(connection.close)
            connection.sendall(f"/live/{HOST}/p{number}\r\n".encode())
        answer = b""
        deadline = time.monotonic() + PATIENCE
        while not answer and time.monotonic() < deadline:
            with server.connect(timeout=1) as connection, contextlib.suppress(TimeoutError):
                connection.sendall(f"/live/{HOST}/p17\r\n".encode())
                answer = connection.recv(65536)
        self.check_error(answer, "too many pages are being read, try again later")
        self.assertEqual(lines_of(server.ask(b"/live\r\n"))[0][0], "7")

    @measures_memory
    def test_a_body_without_end_is_cut_off(self):
        site = self.site(HOST, big=endless)
        server = self.serve(ports={HOST: site.port})
        self.check_error(server.ask(f"/live/{HOST}/big\r\n".encode()), "larger than its limit")
        self.assertLess(int(server.status("VmHWM").split()[0]), 1_000_000 if IS_SANITIZED else 100_000)


@needs("openssl")
class Guards(LiveTest):
    def test_a_host_without_a_profile_is_not_asked(self):
        site = self.site(OTHER, a=page(b"<h1>A</h1>"))
        server = self.serve(ports={OTHER: site.port})
        self.check_error(server.ask(f"/live\t{OTHER}/a\r\n".encode()), "is not among the sites that are read here")
        self.check_error(server.ask(f"/live/{OTHER}/a\r\n".encode()), "is not among the sites that are read here")
        self.assertEqual(site.asked, [])

    def test_where_any_host_may_be_read_it_is_without_a_profile(self):
        source = PAGE.read_bytes()
        site = self.site(OTHER, a=page(source))
        server = self.serve("--live-any-host", ports={OTHER: site.port})
        lines = lines_of(server.ask(f"/live\thttps://{OTHER}/a?b=c\r\n".encode()))
        self.assertIn("floor of Lake Constance", " ".join(display for _, display, _, _ in lines))
        self.assertIn(f"/live/text/{OTHER}/a%3Fb=c", [selector for kind, _, selector, _ in lines if kind == "0"])
        self.assertIn("/a?b=c", site.asked)

    def test_a_redirect_to_a_host_without_a_profile_is_not_followed(self):
        other = self.site(OTHER, a=page(PAGE.read_bytes()))
        site = self.site(HOST, moved=redirect(f"https://{OTHER}/a"))
        ports = {HOST: site.port, OTHER: other.port}
        server = self.serve(ports=ports)
        self.check_error(server.ask(f"/live/{HOST}/moved\r\n".encode()), "a redirect leads to where we do not go")
        self.assertEqual(other.asked, [])
        server = self.serve("--live-any-host", ports=ports)
        self.assertIn(b"Lake Constance", server.ask(f"/live/{HOST}/moved\r\n".encode()))
        self.assertEqual(other.asked, ["/robots.txt", "/a"])

    def test_private_addresses_are_not_reached_whoever_names_them(self):
        targets = ("https://printer.localhost/", "https://127.0.0.1/", "https://[::1]/", "http://2130706433/",
                   "https://printer.localhost:8443/")
        site = self.site(HOST, **{f"r{i}": redirect(target) for i, target in enumerate(targets)})
        server = self.serve("--live-any-host", ports={HOST: site.port})
        for number, target in enumerate(targets):
            with self.subTest(target):
                self.assertEqual(lines_of(server.ask(f"/live\t{target}\r\n".encode()))[0][0], "3")
                self.assertEqual(lines_of(server.ask(f"/live/{HOST}/r{number}\r\n".encode()))[0][0], "3")
        self.check_error(server.ask(b"/live/printer.localhost/\r\n"), "is not a public address")
        self.check_error(server.ask(f"/live/{HOST}/r0\r\n".encode()), "is not a public address")

    def test_a_private_host_of_the_configuration_is_no_gate_to_it_without_a_profile(self):
        config = json.loads(CONFIG.read_text()) | {"network": {"private_hosts": ["printer.localhost"]}}
        path = self.folder / "newshole.json"
        for sites in (config["sites"], ["https://printer.localhost/"]):
            path.write_text(json.dumps(config | {"sites": sites}))
            server = self.serve("--live-any-host", "--config", path)
            self.check_error(server.ask(b"/live/printer.localhost/x\r\n"), "is not a public address")

    def test_nothing_of_a_hostile_page_is_more_than_text(self):
        fake = "0fake\t/etc/passwd\tevil.example\t70\r\n.\r\n\x1b[2J\u202e"
        hostile = (f"<h2 class=headline>{fake}</h2><article class=article--lite><p>{fake}</p>"
                   f"<pre>{fake.replace(chr(9), '&#9;')}</pre><p><a href='https://x.example/&#9;1&#10;.'>{fake}</a>"
                   f"<a href='/2025/12/01/us/%0d%0a0fake%09x'>link</a></p></article>").encode()
        listing = (f"<li class=card--lite><a href='/2025/12/01/us/a&#9;b&#10;c'>{fake}</a></li>"
                   f"<li class=card--lite><a href='/2025/12/01/us/{'a' * 300}'>long</a></li>").encode()
        story = "2025/12/01/us/hostile"
        site = self.site(HOST, **{story: page(hostile), "": page(listing), "title": page(
            f"<title>{fake}</title><h1>{fake}</h1>".encode())})
        server = self.serve(ports={HOST: site.port})
        for selector in (f"/live/{HOST}/{story}", f"/live/{HOST}/", f"/live/{HOST}/title"):
            for _, _, place, host in lines_of(server.ask(selector.encode() + b"\r\n")):
                self.assertEqual(host, f"127.0.0.1:{server.port}")
                self.assertNotIn("passwd", place)
        text = server.ask(f"/live/text/{HOST}/{story}\r\n".encode())
        self.assertNotIn(b"\x1b", text)
        self.assertNotIn(b"\r\n.\r\n", text)


@needs("openssl")
class Sites(LiveTest):
    def serve_saved(self, host):
        """A saved site, over HTTPS and over HTTP alike; the paths it is asked for."""
        site = self.site(host)
        plain = http.server.ThreadingHTTPServer(("127.0.0.1", 0), site.server.RequestHandlerClass)
        plain.daemon_threads = True
        thread = threading.Thread(target=plain.serve_forever, args=(0.05,))
        thread.start()
        self.addCleanup(lambda: (plain.shutdown(), thread.join(), plain.server_close()))
        pages = {}
        for path in files_below(EDITION / host):
            name = str(path.relative_to(EDITION / host)).removesuffix(".html")
            pages["/" + urllib.parse.unquote(name)] = path.read_bytes()
        pages["/"] = pages.get("/index")

        def act(request):
            body = pages.get(urllib.parse.unquote(request.path))
            send(request, body or b"", 200 if body else 404)
        site.default = act
        return site, ["--connect-to", f"{host}:443:127.0.0.1:{site.port}",
                      "--connect-to", f"{host}:80:127.0.0.1:{plain.server_port}"]

    def test_each_shipped_site_is_read_from_the_list_to_its_stories_with_one_fetch_a_page(self):
        sites, flags = {}, []
        for folder in sorted(EDITION.iterdir()):
            sites[folder.name], more = self.serve_saved(folder.name)
            flags += more
        server = self.serve(*flags)
        stories = 0
        fronts = [selector for kind, _, selector, _ in lines_of(server.ask(b"/live\r\n")) if kind == "1"]
        self.assertEqual(len(fronts), len(sites))
        for front in fronts:
            for kind, _, selector, _ in lines_of(server.ask(front.encode() + b"\r\n")):
                if kind == "1":
                    with self.subTest(selector):
                        self.assertIn(b"ARTICLE VIEW:", server.ask(selector.encode() + b"\r\n"))
                        stories += 1
        self.assertGreaterEqual(stories, 30)
        for host, site in sites.items():
            self.assertEqual(len(site.asked), len(set(site.asked)), host)

    @needs("lynx", "vf1")
    def test_clients_follow_a_selector_that_holds_a_query(self):
        _, flags = self.serve_saved("68k.news")
        server = self.serve(*flags)
        url = f"gopher://127.0.0.1:{server.port}/1/live/68k.news/"
        links = client("lynx", "-dump", "-listonly", url).decode().split()
        story = next(link for link in links if "article.php" in link)
        self.assertIn("ARTICLE VIEW:", client("lynx", "-dump", "-nolist", story).decode())
        self.assertIn("ARTICLE VIEW:", client("vf1", stdin=f"set timeout 300\ngo {url}\n1\nquit\n".encode()).decode())


class Places(LiveTest):
    def test_an_empty_root_shows_what_can_be_read_on_demand(self):
        server = self.serve()
        want = [("1", "News sites, read on demand", "/live"), ("7", "Read a page by its address", "/live")]
        self.assertEqual([line[:3] for line in lines_of(server.ask(b"\r\n"))], want)
        self.assertRegex(server.ask(b"/nothing\r\n"), ERROR)

    def test_no_mirror_is_needed_but_one_that_is_named_must_be_there(self):
        server = Server("--live", cwd=self.folder)
        self.addCleanup(server.end)
        self.root.rmdir()
        self.assertEqual(len(lines_of(server.ask(b"\r\n"))), 2)
        process = newshole("serve", "--live", "--root", self.folder / "nowhere")
        self.check_status(process, 2)

    def test_every_site_of_the_menu_leads_to_its_front_page(self):
        server = self.serve("--resolve", "nobody.example:443:127.0.0.1")
        sites = [selector for kind, _, selector, _ in lines_of(server.ask(b"/live\r\n")) if kind == "1"]
        self.assertIn(f"/live/{HOST}/", sites)
        self.assertGreaterEqual(len(sites), 6)

    def test_options_that_would_do_nothing_are_refused(self):
        for arguments in (["--proxy", "http://127.0.0.1:1"], ["--live-any-host"], ["--max-time", "3"]):
            self.check_status(newshole("serve", *arguments), 2)
        self.check_status(newshole("serve", "--live", "--cacert", self.folder / "missing", "--root", self.root), 2)

    def test_a_folder_of_the_mirror_with_the_same_name_is_refused(self):
        config = json.loads(CONFIG.read_text()) | {"editions": [{}, {"name": "live"}]}
        path = self.folder / "newshole.json"
        path.write_text(json.dumps(config))
        process = newshole("serve", "--live", "--config", path, "--root", self.root)
        self.check_status(process, 2)
        self.assertIn("live", process.stderr)


if __name__ == "__main__":
    unittest.main()
