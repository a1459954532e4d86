"""newshole serve: what real clients see of it, and what hostile ones cannot do to it."""

import contextlib
import json
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import threading
import time
import unittest

from program import (CONFIG, IS_SANITIZED, PROGRAM, ProgramTest, environment, install, measures_memory, needs, newshole,
                     roomy_config)
from servers import AS_NOBODY, IS_ROOT, PATIENCE, free_port

READY = re.compile(r"newshole: gopher://([0-9.]+|\[[0-9a-f:]+\]):(\d+)/: serving ")
BUSY = b"3too many connections"
TIMEOUT = b"3it took too long"
ERROR = re.compile(rb"\A3[^\t\r\n]*\t[^\t\r\n]*\terror\.host\t1\r\n\.\r\n\Z")


class Server:
    """A running `newshole serve` on a free port of 127.0.0.1."""

    def __init__(self, *arguments, port=0, prefix=(), **options):
        command = [*prefix, PROGRAM, "serve", "--port", str(port), *map(str, arguments)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env=environment(), **options)
        self.said = ""
        while not (ready := READY.search(self.said)):
            line = self.process.stderr.readline()
            if not line:
                raise RuntimeError(self.said)
            self.said += line
        self.port = int(ready[2])

    def connect(self, timeout=PATIENCE, source="127.0.0.1"):
        return socket.create_connection(("127.0.0.1", self.port), timeout, (source, 0))

    def ask(self, request, timeout=PATIENCE, source="127.0.0.1"):
        """All bytes until the server closes."""
        with self.connect(timeout, source) as connection:
            connection.sendall(request)
            return rest(connection)

    def status(self, field):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return re.search(rf"(?m)^{field}:\s+(.*)$", text)[1]

    def signal(self, number):
        self.process.send_signal(number)

    def end(self):
        """Its exit status and the rest of standard error."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            _, said = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        return self.process.returncode, said


def rest(connection):
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def client(*command, stdin=b""):
    variables = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["timeout", str(PATIENCE), *map(str, command)], capture_output=True, env=variables,
                          input=stdin).stdout


class ServeTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.mirror_edition()
        self.story = next(self.root.rglob("2025/*/*/*/*.txt"))
        self.selector = "/" + str(self.story.relative_to(self.root))
        self.text = self.story.read_bytes().replace(b"\n", b"\r\n")

    def serve(self, *arguments, **options):
        if "--config" not in arguments:
            arguments = ("--config", roomy_config(self.folder), *arguments)
        server = Server("--root", self.root, *arguments, **options)
        self.addCleanup(server.end)
        return server

    def check_alive(self, server):
        self.assertEqual(server.ask(self.selector.encode() + b"\r\n"), self.text)

    def check_refuses(self, server):
        deadline = time.monotonic() + PATIENCE
        with self.assertRaises(ConnectionRefusedError):
            while time.monotonic() < deadline:
                # A connection that the kernel took and the server had not when it stopped listening is reset.
                with contextlib.suppress(ConnectionResetError):
                    server.connect().close()
                time.sleep(0.02)

    def check_ends_well(self, server):
        self.assertEqual(server.end(), (0, ""))


class Clients(ServeTest):
    @needs("curl")
    def test_curl_gets_every_item_of_every_menu(self):
        server = self.serve()
        url = f"gopher://127.0.0.1:{server.port}/"
        seen, waiting = set(), [("1", "")]
        while waiting:
            kind, selector = waiting.pop()
            if selector in seen:
                continue
            seen.add(selector)
            got = client("curl", "-sS", url + (kind + selector if selector else ""))
            if kind == "0":
                self.assertEqual(got.replace(b"\r\n", b"\n"), (self.root / selector[1:]).read_bytes())
                continue
            self.assertTrue(got.endswith(b"\r\n.\r\n"), got)
            for line in got.decode().split("\r\n")[:-2]:
                display, place, host, port = line[1:].split("\t")
                self.assertIn(line[0], "01h7i")
                self.assertTrue(display)
                if line[0] in "01":
                    self.assertEqual((host, port), ("127.0.0.1", str(server.port)))
                    waiting.append((line[0], place))
        self.assertGreater(len(seen), 12)
        self.check_ends_well(server)

    @needs("lynx")
    def test_lynx_shows_the_front_page_and_a_story(self):
        server = self.serve()
        url = f"gopher://127.0.0.1:{server.port}/"
        headline = self.text.decode().split("ARTICLE VIEW:\r\n\r\n")[1].split("\r\n")[0]
        self.assertIn("Latest stories", client("lynx", "-dump", "-nolist", url).decode())
        self.assertIn(headline, client("lynx", "-dump", "-nolist", f"{url}0{self.selector}").decode())

    @needs("ncat")
    def test_ncat_gets_a_story_whichever_way_it_ends_its_line(self):
        server = self.serve()
        for end in ("\r\n", "\n", "\t+\r\n", ""):
            with self.subTest(end=end):
                got = client("ncat", "127.0.0.1", server.port, stdin=(self.selector + end).encode())
                self.assertEqual(got, self.text)

    def test_a_gopher_plus_client_gets_what_any_client_gets(self):
        server = self.serve()
        menu = server.ask(b"\r\n")
        self.assertEqual(server.ask(b"\t$\r\n"), menu)
        self.assertEqual(server.ask(b"/\t+\r\n"), menu)

    def test_a_configured_host_stands_in_the_menus_as_it_is_in_the_mirror(self):
        config = json.loads(CONFIG.read_text()) | {"host": "hole.example", "port": 70, "root": str(self.root),
                                                   "selector_prefix": "/news"}
        path = self.folder / "newshole.json"
        path.write_text(json.dumps(config))
        server = self.serve("--config", path)
        self.check_status(newshole("mirror", "--config", path, "--from",
                                   CONFIG.parents[1] / "fixtures/edition"), 0)
        menu = server.ask(b"\r\n").decode()
        self.assertEqual(menu.replace("\r\n", "\n"), (self.root / "gophermap").read_text() + ".\n")
        self.assertIn(f"\t/news{self.selector}\thole.example\t70\r\n", menu)
        text = server.ask(b"/news" + self.selector.encode() + b"\r\n")
        self.assertEqual(text, self.story.read_bytes().replace(b"\n", b"\r\n"))
        self.assertIn(b"\r\nBack to index: gopher://hole.example/1/news/lite.cnn.com\r\n", text)

    def test_text_in_the_form_of_rfc_1436_is_stuffed_and_has_a_last_line(self):
        path = self.root / "dots.txt"
        path.write_text("a\n.b\n.\nc\n")
        path.chmod(0o644)
        self.assertEqual(self.serve().ask(b"/dots.txt\r\n"), b"a\r\n.b\r\n.\r\nc\r\n")
        self.assertEqual(self.serve("--text", "rfc1436").ask(b"/dots.txt\r\n"),
                         b"a\r\n..b\r\n..\r\nc\r\n.\r\n")

    def test_a_mirror_that_is_refreshed_meanwhile_is_served_as_it_is_then(self):
        server = self.serve()
        changed = b"changed\n"
        path = self.folder / "new"
        path.write_bytes(changed)
        path.chmod(0o644)
        path.rename(self.story)
        self.assertEqual(server.ask(self.selector.encode() + b"\r\n"), b"changed\r\n")


class Selectors(ServeTest):
    def test_nothing_outside_the_mirror_is_served_and_nothing_hidden_in_it(self):
        (self.root / ".secret.txt").write_text("classified")
        (self.root / "private.txt").write_text("classified")
        (self.root / "private.txt").chmod(0o600)
        outside = self.folder / "outside.txt"
        outside.write_text("classified")
        (self.root / "link.txt").symlink_to(outside)
        (self.root / "up").symlink_to("..")
        server = self.serve()
        for selector in ("/../outside.txt", "../outside.txt", "/lite.cnn.com/../../outside.txt", "/link.txt",
                         "/up/outside.txt", "/.secret.txt", "/private.txt", "/.newshole", "/.newshole/state.db",
                         "/.newshole/lock", "/lite.cnn.com/./gophermap", "/gophermap", "//etc/passwd",
                         "/etc/passwd", str(outside), "/%2e%2e/outside.txt", "/..\\outside.txt", "file:///etc/passwd",
                         "/up/../outside.txt", "/proc/self/environ", "; id", "$(id)", "`id`", "|id", "=id"):
            with self.subTest(selector):
                got = server.ask(selector.encode() + b"\r\n")
                self.assertRegex(got, ERROR)
                self.assertNotIn(b"classified", got)
        self.check_alive(server)

    def test_web_links_get_a_page_and_others_do_not(self):
        server = self.serve()
        page = server.ask(b"URL:https://news.example/?a=1&b=\"<x>\r\n").decode()
        self.assertIn('href="https://news.example/?a=1&amp;b=%22%3Cx%3E"', page)
        for url in ("javascript:alert(1)", "gopher://hole.example/", "data:text/html,x", "file:///etc/passwd"):
            self.assertRegex(server.ask(f"URL:{url}\r\n".encode()), ERROR)

    def test_other_protocols_are_answered_in_their_own_terms(self):
        server = self.serve()
        self.assertTrue(server.ask(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.0 400 "))
        hello = bytes.fromhex("16030100c8010000c40303") + bytes(190)
        self.assertEqual(server.ask(hello), bytes.fromhex("15030100020228"))
        self.assertRegex(server.ask(b"\x00\x01\x02\x03"), ERROR)
        self.assertRegex(server.ask(b"SSH-2.0-client\r\n"), ERROR)
        self.check_alive(server)


class Hostile(ServeTest):
    """tests/PROMISES.md P40 and P41."""

    def test_binary_long_and_random_requests_get_one_line_of_type_3(self):
        server = self.serve()
        for request in (b"\0\r\n", b"/a\0b\r\n", b"\x1b]0;x\x07\r\n", b"a" * 100_000, b"a" * 2000 + b"\r\n",
                        b"\xff" * 2000, b"\r" * 2000, b"\x80\x81\r\n", b"/" * 1000 + b"\r\n",
                        b"/a" * 500 + b"\r\n", bytes(range(1, 256))):
            with self.subTest(request[:20]):
                self.assertRegex(server.ask(request), ERROR)
        self.check_alive(server)
        self.check_ends_well(server)

    def test_a_client_that_sends_a_byte_now_and_then_is_told_when_its_time_is_over(self):
        server = self.serve("--request-time", "1")
        got = b""
        with server.connect() as connection, contextlib.suppress(OSError):
            connection.settimeout(0.2)
            # So many that they would take longer than the test may.
            for _ in range(10_000):
                connection.send(b"a")
                with contextlib.suppress(TimeoutError):
                    got = connection.recv(1000)
                    break
        self.assertTrue(got.startswith(TIMEOUT), got)
        self.check_alive(server)

    def test_the_time_for_a_request_is_ten_seconds_if_nothing_else_is_said(self):
        server = self.serve()
        start = time.monotonic()
        with server.connect() as connection:
            self.assertTrue(rest(connection).startswith(TIMEOUT))
        self.assertTrue(9.5 < time.monotonic() - start < 25, time.monotonic() - start)

    @measures_memory
    def test_a_client_that_takes_nothing_is_dropped_and_frees_what_it_held(self):
        large = self.root / "large.bin"
        with large.open("wb") as file:
            file.truncate(64 << 20)
        large.chmod(0o644)
        server = self.serve("--write-time", "1", "--log", self.folder / "log")
        with contextlib.ExitStack() as stack:
            for _ in range(20):
                stack.enter_context(server.connect()).sendall(b"/large.bin\r\n")
            self.check_alive(server)
            deadline = time.monotonic() + PATIENCE
            while (self.folder / "log").read_text().count(" file-cut ") < 20:
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.1)
        self.check_alive(server)
        if not IS_SANITIZED:
            self.assertLess(int(server.status("VmHWM").split()[0]), 30_000)

    def test_clients_that_reset_their_connections_harm_nobody(self):
        server = self.serve()
        for request in (b"", b"/lite", self.selector.encode() + b"\r\n") * 100:
            connection = server.connect()
            connection.sendall(request)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        self.check_alive(server)
        self.check_ends_well(server)

    def test_idle_clients_as_many_as_there_may_be_keep_nobody_out(self):
        server = self.serve("--max-connections", 64, "--max-per-address", 32)
        with contextlib.ExitStack() as stack:
            idle = []
            for _ in range(200):
                idle.append(stack.enter_context(server.connect()))
            self.check_alive(server)
            answers = [connection for connection in idle[:150] if rest(connection).startswith(BUSY)]
            self.assertEqual(len(answers), 150)
        self.check_alive(server)

    @measures_memory
    def test_a_thousand_idle_connections_cost_less_than_30_mb_and_nobody_else(self):
        server = self.serve("--max-connections", 1100, "--max-per-address", 1100)
        with contextlib.ExitStack() as stack:
            for _ in range(1000):
                stack.enter_context(server.connect())
            self.check_alive(server)
            self.assertGreater(len(os.listdir(f"/proc/{server.process.pid}/fd")), 1000)
            if not IS_SANITIZED:
                self.assertLess(int(server.status("VmRSS").split()[0]), 30_000)
        self.check_ends_well(server)

    def test_two_hundred_at_once_are_all_answered(self):
        server = self.serve()
        answers = []

        def ask():
            answers.append(server.ask(self.selector.encode() + b"\r\n"))

        threads = [threading.Thread(target=ask) for _ in range(200)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(answers, [self.text] * 200)

    def test_where_few_files_may_be_open_few_connections_are_held_and_nobody_is_kept_out(self):
        server = self.serve("--request-time", "2", prefix=("prlimit", "--nofile=80:80"))
        self.assertIn("newshole: serve: open files are limited, so 8 connections at a time are the most\n", server.said)
        with contextlib.ExitStack() as stack:
            for _ in range(100):
                stack.enter_context(server.connect())
            self.check_alive(server)


class Log(ServeTest):
    def test_a_request_is_one_clean_line_without_the_address(self):
        log = self.folder / "log"
        server = self.serve("--log", log)
        server.ask(self.selector.encode() + b"\r\n")
        server.ask(b"/\x1b[2J\r\n")
        server.ask("/\u202e\u0085 b\r\n".encode())
        self.check_ends_well(server)
        lines = log.read_text().splitlines()
        self.assertEqual(len(lines), 3)
        time_, rest_ = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", r"\d+\.\d{3}"
        self.assertRegex(lines[0], rf"\A{time_} - text {len(self.text)} {rest_} {re.escape(self.selector)}\Z")
        self.assertRegex(lines[1], rf"\A{time_} - bad-request \d+ {rest_} /%1B\[2J\Z")
        self.assertRegex(lines[2], rf"\A{time_} - not-found \d+ {rest_} /%E2%80%AE%C2%85%20b\Z")

    def test_addresses_stand_there_where_they_are_asked_for(self):
        server = self.serve("--log", "-", "--log-addresses")
        server.ask(b"\r\n")
        self.assertRegex(server.process.stdout.readline(), r"^\S+ 127\.0\.0\.1 menu \d+ \S+ /\n$")

    def test_after_sighup_a_log_that_was_moved_away_begins_anew(self):
        log, old = self.folder / "log", self.folder / "log.1"
        self.folder.chmod(0o777)
        server = self.serve("--log", log)
        self.assertNotIn("renamed", server.said)
        server.ask(b"/one\r\n")
        log.rename(old)
        server.signal(signal.SIGHUP)
        deadline = time.monotonic() + PATIENCE
        while not log.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        server.ask(b"/two\r\n")
        self.check_ends_well(server)
        self.assertIn("/one", old.read_text())
        self.assertNotIn("/two", old.read_text())
        self.assertIn("/two", log.read_text())

    @unittest.skipUnless(IS_ROOT, "needs root")
    def test_a_log_is_the_servers_own_and_where_it_cannot_be_opened_again_that_is_said(self):
        log, old = self.folder / "log", self.folder / "log.1"
        server = self.serve("--log", log)
        self.assertRegex(server.said, rf"(?m)^newshole: {log}: cannot be made again after it was renamed, since "
                                      rf'{self.folder} is closed to .*: let logrotate use "create" with that user')
        self.assertEqual(log.owner(), "nobody")
        log.rename(old)
        server.signal(signal.SIGHUP)
        self.assertEqual(server.process.stderr.readline(),
                         f"newshole: {log}: cannot be opened again: permission denied\n")
        server.ask(b"/two\r\n")
        self.check_ends_well(server)
        self.assertIn("/two", old.read_text())

    @unittest.skipUnless(IS_ROOT, "needs root")
    def test_a_log_that_logrotate_makes_anew_for_the_server_is_taken(self):
        log, old = self.folder / "log", self.folder / "log.1"
        self.folder.chmod(0o755)
        server = self.serve("--log", log)
        owner = log.stat()
        log.rename(old)
        log.touch()
        os.chown(log, owner.st_uid, owner.st_gid)
        server.signal(signal.SIGHUP)
        deadline = time.monotonic() + PATIENCE
        while not log.read_text() and time.monotonic() < deadline:
            server.ask(b"/two\r\n")
        self.check_ends_well(server)
        self.assertIn("/two", log.read_text())

    @unittest.skipUnless(IS_ROOT, "needs root")
    def test_a_file_that_a_link_leads_to_is_not_given_away(self):
        own, log = self.folder / "own", self.folder / "log"
        own.touch()
        log.symlink_to(own)
        self.check_ends_well(self.serve("--log", log))
        self.assertEqual(own.owner(), "root")

    def test_a_log_that_nobody_reads_holds_nobody_up(self):
        server = self.serve("--log", "-")
        for _ in range(1200):
            server.ask(b"/" + b"a" * 200 + b"\r\n")
        self.check_alive(server)


class Place(ServeTest):
    def start(self, configuration, *arguments):
        config = self.folder / "place.json"
        config.write_text(json.dumps({"sites": ["lite.cnn.com"], "root": str(self.root)} | configuration))
        process = subprocess.Popen([PROGRAM, "serve", "--config", str(config), *map(str, arguments)],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   text=True, env=environment())
        lines = []
        while not lines or not READY.search(lines[-1]):
            line = process.stderr.readline()
            self.assertTrue(line, lines)
            lines.append(line)
        process.terminate()
        process.communicate(timeout=PATIENCE)
        return lines

    def test_it_listens_where_the_configuration_says(self):
        port = free_port()
        lines = self.start({"serve": {"addresses": ["127.0.0.1", "127.0.0.2"], "port": port}})
        self.assertEqual(lines[0], f"newshole: gopher://127.0.0.1:{port}/: serving {self.root}\n")
        lines = self.start({"host": "127.0.0.1", "port": port})
        self.assertEqual(lines, [f"newshole: gopher://127.0.0.1:{port}/: serving {self.root}\n"])

    def test_menus_that_lead_elsewhere_are_told(self):
        port = free_port()
        lines = self.start({"host": "gopher.example.org", "port": 70}, "--port", port)
        self.assertEqual(lines[0], f"newshole: menus lead to gopher.example.org:70, but this serves 127.0.0.1:{port}\n")
        lines = self.start({"host": "gopher.example.org", "port": port}, "--address", "0.0.0.0")
        self.assertEqual(len(lines), 1)

    def test_a_port_of_the_menus_that_it_may_not_have_is_left(self):
        with socket.create_server(("127.0.0.3", 0)) as taken:
            port = taken.getsockname()[1]
            lines = self.start({"host": "127.0.0.3", "port": port, "serve": {"addresses": ["127.0.0.3"]}})
        self.assertEqual(lines[0], f"newshole: 127.0.0.3:{port}: cannot listen: address already in use\n")
        self.assertEqual(lines[1], f"newshole: menus lead to 127.0.0.3:{port}, but this serves 127.0.0.3:7070\n")


class Life(ServeTest):
    def test_sigterm_ends_it_at_once_where_nobody_is_being_answered(self):
        server = self.serve()
        with server.connect() as idle:
            self.check_alive(server)
            start = time.monotonic()
            self.check_ends_well(server)
            self.assertLess(time.monotonic() - start, 4, "an answer would be given 5 s")
            self.assertEqual(rest(idle), b"")

    def test_sigterm_lets_a_client_have_the_rest_of_its_answer(self):
        large = self.root / "large.bin"
        large.write_bytes(bytes(range(256)) * (1 << 17))
        large.chmod(0o644)
        server = self.serve()
        with server.connect() as connection:
            connection.sendall(b"/large.bin\r\n")
            got = connection.recv(65536)
            server.signal(signal.SIGTERM)
            self.check_refuses(server)
            got += rest(connection)
        self.assertEqual(len(got), 1 << 25)
        self.assertEqual(server.end()[0], 0)

    def test_sigterm_waits_for_a_client_that_takes_nothing_no_longer_than_it_should(self):
        large = self.root / "large.bin"
        with large.open("wb") as file:
            file.truncate(64 << 20)
        large.chmod(0o644)
        server = self.serve("--write-time", "600")
        with server.connect() as connection:
            connection.sendall(b"/large.bin\r\n")
            self.check_alive(server)
            self.check_ends_well(server)

    def test_it_can_be_started_again_at_once_on_the_same_port(self):
        port = free_port()
        for _ in range(3):
            server = self.serve(port=port)
            self.assertEqual(server.port, port)
            self.check_alive(server)
            self.check_ends_well(server)

    def test_ipv6_is_served_beside_ipv4(self):
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest("no IPv6 here")
        server = self.serve("--address", "127.0.0.1", "--address", "::1", port=free_port())
        self.assertEqual(server.process.stderr.readline(),
                         f"newshole: gopher://[::1]:{server.port}/: serving {self.root}\n")
        self.check_alive(server)
        with socket.create_connection(("::1", server.port), PATIENCE) as connection:
            connection.sendall(b"\r\n")
            self.assertIn(f"\t::1\t{server.port}\r\n".encode(), rest(connection))

    def check_fault(self, said, *arguments):
        process = newshole("serve", *arguments)
        self.check_status(process, 2)
        self.assertEqual(process.stderr, f"newshole: {said}\n")
        self.assertEqual(process.stdout, "")

    def test_what_keeps_it_from_starting_is_said(self):
        port = self.serve().port
        self.check_fault(f"127.0.0.1:{port}: cannot listen: address already in use",
                         "--root", self.root, "--port", port)
        self.check_fault(f"{self.folder}/none: cannot be opened: no such file or directory",
                         "--root", self.folder / "none")
        self.check_fault("hole.example: is no IPv4 or IPv6 address", "--root", self.root,
                         "--address", "hole.example")
        self.check_fault(f"{self.folder}/none/log: cannot be written: no such file or directory",
                         "--root", self.root, "--port", 0, "--log", self.folder / "none/log")
        self.check_fault("--user: no-such-user: no such user", "--root", self.root, "--port", 0,
                         "--user", "no-such-user")
        self.check_fault("--user: root: is root, as whom nothing is served", "--root", self.root, "--port", 0,
                         "--user", "root")

    @unittest.skipUnless(IS_ROOT, "needs root")
    def test_root_becomes_nobody_or_who_is_named_and_cannot_go_back(self):
        for arguments, name in (((), "nobody"), (("--user", "daemon"), "daemon")):
            server = self.serve(*arguments)
            user = subprocess.run(["id", "-u", name], capture_output=True, text=True, check=True).stdout.strip()
            self.assertEqual(server.status("Uid").split(), [user] * 4)
            self.assertNotIn("0", server.status("Gid").split())
            self.assertNotIn("0", server.status("Groups").split())
            self.assertEqual(server.status("CapEff"), "0000000000000000")
            self.assertEqual(server.status("CapPrm"), "0000000000000000")
            self.assertEqual(server.status("NoNewPrivs"), "1")
            self.check_alive(server)

    @unittest.skipUnless(IS_ROOT, "needs root")
    @needs("setpriv")
    def test_who_is_not_root_cannot_become_another(self):
        program = install(self.folder)
        config = self.folder / "usr/share/newshole/newshole.json"
        process = subprocess.run([*AS_NOBODY, program, "serve", "--config", config, "--root", self.root, "--port", "0",
                                  "--user", "daemon"], capture_output=True, text=True, check=False, timeout=60,
                                 env=environment())
        self.check_status(process, 2)
        self.assertEqual(process.stderr, "newshole: --user: daemon: only root can become another user\n")

    @needs("systemd-socket-activate")
    def test_a_socket_that_systemd_opened_is_served(self):
        port = free_port()
        command = ["systemd-socket-activate", "-l", f"127.0.0.1:{port}", PROGRAM, "serve", "--root", self.root]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                   env=environment())
        try:
            deadline = time.monotonic() + PATIENCE
            got = b""
            while not got and time.monotonic() < deadline:
                with contextlib.suppress(ConnectionRefusedError), \
                        socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
                    connection.sendall(self.selector.encode() + b"\r\n")
                    got = rest(connection)
            self.assertEqual(got, self.text)
        finally:
            process.terminate()
            _, said = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 0)
        self.assertIn(f"newshole: gopher://127.0.0.1:{port}/: serving ", said)

    def test_a_descriptor_that_is_no_listening_socket_is_refused(self):
        process = newshole("serve", "--root", self.root, pass_fds=(3,), prefix=(
            "sh", "-c", 'exec 3</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"', "sh"))
        self.check_status(process, 2)
        self.assertEqual(process.stderr, "newshole: descriptor 3: is no TCP socket that listens\n")

    def test_sockets_for_another_process_are_not_taken(self):
        server = self.serve(prefix=("env", "LISTEN_PID=1", "LISTEN_FDS=1"))
        self.check_alive(server)


if __name__ == "__main__":
    unittest.main()
