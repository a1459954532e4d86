"""newshole serve as it is configured by itself, attacked from some addresses, asked by a reader from another."""

import contextlib
import socket
import unittest

from program import IS_SANITIZED, PAGE, measures_memory, needs
from serve_live_test import HOST, SELECTOR, STORY, LiveTest, page
from serve_test import BUSY, Server, ServeTest, rest

READER = "127.0.0.99"
TOO_MANY = b"3too many requests from your address"


def addresses(count):
    return [f"127.0.0.{number}" for number in range(2, 2 + count)]


class Crowd(ServeTest):
    """tests/PROMISES.md P41."""

    def serve(self, *arguments, **options):
        server = Server("--root", self.root, *arguments, **options)
        self.addCleanup(server.end)
        return server

    def check_reader(self, server):
        self.assertEqual(server.ask(self.selector.encode() + b"\r\n", source=READER), self.text)

    @measures_memory
    def test_slow_readers_who_come_again_and_again_keep_nobody_out(self):
        large = self.root / "large.bin"
        with large.open("wb") as file:
            file.truncate(64 << 20)
        large.chmod(0o644)
        server = self.serve("--max-connections", 64)
        with contextlib.ExitStack() as stack:
            for _ in range(20):
                for source in addresses(8):
                    connection = stack.enter_context(server.connect(source=source))
                    with contextlib.suppress(OSError):
                        connection.sendall(b"/large.bin\r\n")
                self.check_reader(server)
                self.check_reader(server)
        if not IS_SANITIZED:
            self.assertLess(int(server.status("VmHWM").split()[0]), 64_000)

    def test_of_one_address_eight_connections_are_held_and_the_others_are_told_so(self):
        server = self.serve()
        with contextlib.ExitStack() as stack:
            silent = []
            for _ in range(100):
                silent.append(stack.enter_context(server.connect(source="127.0.0.2")))
            for connection in silent[:92]:
                self.assertTrue(rest(connection).startswith(BUSY))
            self.check_reader(server)
            for connection in silent[92:]:
                connection.sendall(b"/\r\n")
                self.assertTrue(rest(connection).endswith(b"\r\n.\r\n"))

    def test_an_address_that_asks_without_end_is_told_to_come_later_and_the_reader_is_answered(self):
        server = self.serve()
        answers = [server.ask(self.selector.encode() + b"\r\n", source="127.0.0.2") for _ in range(1000)]
        self.check_reader(server)
        refused = [answer for answer in answers if answer.startswith(TOO_MANY)]
        self.assertEqual(answers[:50], [self.text] * 50)
        self.assertTrue(refused)
        self.assertEqual(len(refused) + answers.count(self.text), 1000)


@needs("openssl")
class LiveCrowd(LiveTest):
    """tests/PROMISES.md P42, P45."""

    def serve(self, *arguments, ports=None, **options):
        flags = [flag for host, port in (ports or {}).items()
                 for flag in ("--connect-to", f"{host}:443:127.0.0.1:{port}")]
        server = Server("--live", "--root", self.root, "--cacert", self.authority, *flags, *arguments, **options)
        self.addCleanup(server.end)
        return server

    def check_reader(self, server):
        self.assertIn(b"ARTICLE VIEW:", server.ask(SELECTOR.encode() + b"\r\n", source=READER))

    def test_sites_that_hang_take_no_place_from_a_reader(self):
        site = self.site(HOST, **{STORY: page(PAGE.read_bytes())})
        # An address each: libcurl lets requests that --connect-to sends to one address share connections.
        flags = []
        hosts = [f"tarpit{number}.example" for number in range(4)]
        for number, host in enumerate(hosts, start=1):
            tarpit = socket.create_server((f"127.0.1.{number}", 0), backlog=128)
            self.addCleanup(tarpit.close)
            flags += ["--connect-to", f"{host}:443:127.0.1.{number}:{tarpit.getsockname()[1]}"]
        server = self.serve("--live-any-host", *flags, ports={HOST: site.port})
        with contextlib.ExitStack() as stack:
            for source in addresses(5):
                for number in range(8):
                    connection = stack.enter_context(server.connect(source=source))
                    host = hosts[number % 4]
                    connection.sendall(f"/live/{host}/{source}/{number}\r\n".encode())
            self.check_reader(server)

    def test_one_client_makes_the_server_ask_a_site_no_more_than_some_pages(self):
        site = self.site(HOST, **{STORY: page(PAGE.read_bytes())})
        server = self.serve(ports={HOST: site.port})
        answers = [server.ask(f"/live/{HOST}/p{number}\r\n".encode(), source="127.0.0.2") for number in range(40)]
        self.assertTrue(any(b"try again later" in answer for answer in answers))
        asked = len(site.asked)
        self.check_reader(server)
        self.assertLess(asked, 30)

    @measures_memory
    def test_slow_readers_of_one_large_page_share_it(self):
        body = b"".join(b"<p>" + b"It stopped at corner %d. " % number * 200 + b"</p>" for number in range(300))
        story = "2025/12/01/world/large"
        source = b"<h2 class=headline>A tram</h2><article class=article--lite>" + body + b"</article>"
        site = self.site(HOST, **{story: page(source), STORY: page(PAGE.read_bytes())})
        server = self.serve(ports={HOST: site.port})
        selector = f"/live/{HOST}/{story}\r\n".encode()
        with contextlib.ExitStack() as stack:
            slow = [stack.enter_context(server.connect(source=client)) for client in addresses(25) for _ in range(8)]
            for connection in slow:
                connection.sendall(selector)
            for connection in slow:
                self.assertTrue(connection.recv(1))
            self.check_reader(server)
        if not IS_SANITIZED:
            self.assertLess(int(server.status("VmHWM").split()[0]), 160_000)
        self.assertIn(b"The rest is left out: this page has over 1 MB of text.", server.ask(selector))


if __name__ == "__main__":
    unittest.main()
