"""The program against servers that misbehave: each ends in time, in little memory, with a reason."""

import concurrent.futures
import dataclasses
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

from alone import become_alone
from hostile_server import (ARTICLE, BEHAVIOURS, HOST, IS_ALONE, PAGE, Behaviour, HostileServer, answer, gzipped,
                            head)
from program import (CONFIG, EDITION, HEADLINE, IS_SANITIZED, PAGE_URL, PROGRAM, ProgramTest, environment,
                     fingerprints, needs, newshole, tree, without_times)
from servers import IS_ROOT, free_port

MAX_SECONDS = 3
# The promise is 1 s beyond the limit; the rest is for a machine that does other things.
SECONDS_BEYOND = 30
PATIENCE = 30
MAX_KILOBYTES = 64 * 1024
PATH = "/" + PAGE_URL.split("/", 3)[3]
PROMISES = sorted({chosen.promise for chosen in BEHAVIOURS.values()}, key=lambda name: int(name[1:]))
# They lead to others' machines; tried only where those addresses are our own.
FOREIGN = {"redirect-to-metadata", "redirect-to-metadata-80", "redirect-to-private", "redirect-to-localhost-80",
           "redirect-to-a-name-of-ours"}
REASONS = {reason for chosen in BEHAVIOURS.values() for reason in chosen.reasons} - {ARTICLE}


@dataclasses.dataclass
class Outcome:
    status: int
    kilobytes: int
    seconds: float
    output: str
    said: str


def run(folder, *arguments):
    """GNU time starts the program: a child of Python would count Python's memory as its own."""
    with tempfile.NamedTemporaryFile(dir=folder) as figures:
        start = time.monotonic()
        process = subprocess.run(
            ["/usr/bin/time", "-q", "-o", figures.name, "-f", "%M", PROGRAM, *map(str, arguments)],
            capture_output=True, env=environment(), timeout=120, encoding="utf-8", errors="surrogateescape")
        seconds = time.monotonic() - start
        return Outcome(process.returncode, int(pathlib.Path(figures.name).read_text()), seconds,
                       process.stdout, process.stderr)


def write_config(folder, **network):
    """The shipped configuration with another network section, beside the shipped sites."""
    path = folder / "newshole.json"
    path.write_text(json.dumps(json.loads(CONFIG.read_text()) | {"network": network}))
    (folder / "sites").symlink_to(CONFIG.parent / "sites")
    return path


@needs("openssl", "time")
class HostileTest(ProgramTest):
    """One server for the tests of a class, which share its folder."""

    @classmethod
    def setUpClass(cls):
        cls.shared = pathlib.Path(tempfile.mkdtemp(prefix="newshole-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        cls.server = cls.enterClassContext(HostileServer(cls.shared))
        cls.config = write_config(cls.shared, max_retries=0)

    @classmethod
    def network(cls, scheme, port, config=None, seconds=None):
        there = f"{HOST}:{443 if scheme == 'https' else 80}:127.0.0.1:{port}"
        return ("--connect-to", there, "--cacert", cls.server.authority, "--max-time", seconds or MAX_SECONDS,
                "--config", config or cls.config)

    @classmethod
    def convert(cls, chosen, path=PATH):
        port = cls.server.listen(chosen)
        # What has another cause than the time shows it on a busy machine, too.
        seconds = MAX_SECONDS if "timeout" in chosen.reasons else PATIENCE
        return run(cls.shared, "convert", f"{chosen.scheme}://{HOST}{path}",
                   *cls.network(chosen.scheme, port, seconds=seconds))

    @classmethod
    def in_parallel(cls, work, items):
        """work(item) of each, several at a time: most of them wait."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            return dict(zip(items, pool.map(work, items)))

    def check_bounds(self, outcome):
        self.assertLess(outcome.seconds, MAX_SECONDS + SECONDS_BEYOND)
        if not IS_SANITIZED:
            self.assertLess(outcome.kilobytes, MAX_KILOBYTES)

    def check_named_reason(self, outcome, reasons):
        """One line, which no byte of the server's can have coloured or broken."""
        self.assertIn(outcome.status, (1, 2, 75), outcome.said)
        self.assertEqual(outcome.output, "")
        self.assertRegex(outcome.said, rf"\Anewshole: [ -~]+: ({'|'.join(reasons)}): [ -~]+\n\Z")


class OnePage(HostileTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = [name for name in BEHAVIOURS if IS_ALONE or name not in FOREIGN]
        cls.outcomes = cls.in_parallel(lambda name: cls.convert(BEHAVIOURS[name]), names)
        cls.visits = cls.server.canary.visits()

    def check(self, promise):
        for name, outcome in self.outcomes.items():
            if BEHAVIOURS[name].promise == promise:
                with self.subTest(name):
                    self.check_one(outcome, BEHAVIOURS[name].reasons)

    def check_one(self, outcome, reasons):
        self.check_bounds(outcome)
        if outcome.status == 0 and ARTICLE in reasons:
            self.assertIn(HEADLINE, outcome.output)
            self.assertEqual(outcome.said, "")
        else:
            self.check_named_reason(outcome, reasons)

    def test_there_are_sixty_and_more(self):
        self.assertGreater(sum(ARTICLE not in chosen.reasons for chosen in BEHAVIOURS.values()), 60)

    def test_no_redirect_led_to_a_socket_of_this_machine(self):
        self.assertEqual(self.visits, 0)

    def test_five_redirects_are_followed_and_no_sixth(self):
        self.assertEqual(self.outcomes["redirect-chain-of-5"].status, 0)
        self.assertEqual(self.outcomes["redirect-chain-of-6"].status, 2)

    def test_what_is_gone_for_good_is_not_to_be_tried_later(self):
        for name in ("status-404", "status-410", "status-451", "gzip-bomb", "redirect-to-loopback"):
            with self.subTest(name):
                self.assertEqual(self.outcomes[name].status, 2)
        self.assertEqual(self.outcomes["status-503"].status, 75)


def add_promises():
    """A test for each promise of OnePage."""
    for promise in PROMISES:
        def test(self, promise=promise):
            self.check(promise)
        setattr(OnePage, f"test_{promise.lower()}_holds", test)


add_promises()


class AddressesOfOurOwn(HostileTest):
    """P6: what nobody may be sent to, however it is spelt. {port} is one where a server listens."""
    SPELLINGS = (
        "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://127.0.1:{port}/",
        "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://0x7f000001:{port}/",
        "http://0177.0.0.1:{port}/", "http://017700000001:{port}/", "http://127.0.0.1.:{port}/",
        "http://0.0.0.0:{port}/", "http://0:{port}/", "http://127.255.255.254:{port}/",
        "http://%31%32%37.0.0.1:{port}/", "http://\uff11\uff12\uff17.0.0.1:{port}/",
        "http://127\u30020\u30020\u30021:{port}/", "http://\u2460\u2461\u2466.0.0.1:{port}/",
        "http://localhost:{port}/", "http://localhost.:{port}/", "http://LOCALHOST:{port}/",
        "http://[::1]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/", "http://[::]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[::127.0.0.1]:{port}/",
        "http://[fe80::1%25lo]:{port}/",
        "https://127.0.0.1:{port}/",
    )
    # Of other machines, by name, or at a port of the web; tried only where these are our own.
    FOREIGN = (
        "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/", "http://2852039166/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/", "http://198.18.0.1/", "http://192.0.0.1/", "http://224.0.0.1/",
        "http://240.0.0.1/", "http://255.255.255.255/", "http://[fc00::1]/", "http://[ff02::1]/",
        "http://[fd00:ec2::254]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::7f00:1]/",
        "http://[2002:7f00:1::1]/", "http://[fe80::1]/", "http://inside.example/", "https://inside.example/",
        "http://inside6.example/", "http://metadata.example/", "http://private.example/",
        "http://both.example/",
    ) + tuple(spelling.replace(":{port}", "") for spelling in SPELLINGS)
    # Not every resolver knows each of them.
    REASONS = ("address-refused", "unreachable", "no usable URL")

    def test_are_refused_without_a_connection(self):
        self.check_refused(self.SPELLINGS)

    @unittest.skipUnless(IS_ALONE, "no network namespace of our own")
    def test_of_other_machines_are_refused_without_a_connection(self):
        self.check_refused(self.FOREIGN)

    def check_refused(self, spellings):
        port = self.server.canary.port

        def convert(spelling):
            return run(self.shared, "convert", spelling.format(port=port), "--max-time", MAX_SECONDS,
                       "--config", self.config)
        for spelling, outcome in self.in_parallel(convert, spellings).items():
            with self.subTest(spelling):
                self.check_bounds(outcome)
                self.assertIn(outcome.status, (2, 75), outcome.said)
                is_odd = re.search(r"[^ -~]|%|localhost|1\.[:/]|both", spelling)
                reasons = self.REASONS if is_odd else self.REASONS[:1]
                self.assertRegex(outcome.said, rf"\Anewshole: [^\n]+: ({'|'.join(reasons)}): [^\n]+\n\Z")
        self.assertEqual(self.server.canary.visits(), 0)


class Surroundings(HostileTest):
    def test_a_proxy_of_the_environment_is_ignored(self):
        port = self.server.listen(BEHAVIOURS["good"])
        proxy = f"http://127.0.0.1:{self.server.canary.port}"
        names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        process = newshole("convert", f"http://{HOST}{PATH}", *self.network("http", port),
                           env=environment() | dict.fromkeys(names, proxy))
        self.check_status(process, 0)
        self.assertIn(HEADLINE, process.stdout)
        self.assertEqual(self.server.canary.visits(), 0)

    def test_a_private_host_may_be_asked_where_the_configuration_says_so(self):
        port = self.server.listen(BEHAVIOURS["good"])
        for hosts, status in (["127.0.0.1"], 0), (["127.0.0.2"], 2):
            with self.subTest(hosts):
                folder = self.folder / hosts[0]
                folder.mkdir()
                process = newshole("convert", f"http://127.0.0.1:{port}{PATH}", "--site", HOST,
                                   "--config", write_config(folder, private_hosts=hosts))
                self.check_status(process, status)

    def test_a_resolved_host_may_be_private(self):
        port = self.server.listen(BEHAVIOURS["good"])
        process = newshole("convert", f"http://{HOST}:{port}{PATH}", "--resolve", f"{HOST}:{port}:127.0.0.1",
                           "--config", self.config)
        self.check_status(process, 0)

    def test_a_port_where_nobody_listens_is_unreachable(self):
        outcome = run(self.shared, "convert", f"http://{HOST}{PATH}", *self.network("http", free_port()))
        self.check_named_reason(outcome, ("unreachable",))
        self.assertEqual(outcome.status, 75)

    def test_a_host_without_address_is_unreachable(self):
        outcome = run(self.shared, "convert", "http://no-such-host.invalid/", "--max-time", MAX_SECONDS,
                      "--config", self.config)
        self.check_named_reason(outcome, ("unreachable", "timeout"))
        self.check_bounds(outcome)


@unittest.skipUnless(IS_ROOT, "needs root, to have a name server of its own")
@needs("unshare", "mount", "ip")
class DeadNameServer(ProgramTest):
    # Runs its arguments where the only name server says nothing. A resolver waits for it 150 seconds.
    WHERE_NOBODY_ANSWERS = ("unshare", "--net", "--mount", sys.executable, "-c", """
import socket, subprocess, sys, tempfile
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
silent.bind(("127.0.0.1", 53))
with tempfile.NamedTemporaryFile("w") as file:
    file.write("nameserver 127.0.0.1\\noptions timeout:30 attempts:5\\n")
    file.flush()
    subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True)
    sys.exit(subprocess.run(sys.argv[1:]).returncode)
""")

    def test_a_page_whose_name_server_is_silent_ends_when_its_time_is_over(self):
        process = newshole("convert", "--max-time", "1", "https://silent.example/a", prefix=self.WHERE_NOBODY_ANSWERS,
                           timeout=100)
        self.check_status(process, 75)
        self.assertIn("not finished within 1 s", process.stderr)


class Rest(HostileTest):
    """P10, with the retries that newshole makes unless told otherwise."""

    def attempts(self, name, **network):
        folder = self.folder / name
        folder.mkdir()
        port = self.server.listen(BEHAVIOURS[name])
        outcome = run(self.shared, "convert", f"http://{HOST}{PATH}",
                      *self.network("http", port, write_config(folder, **network)))
        return outcome, [when for when, _ in self.server.requests[port]]

    def test_a_rest_longer_than_the_run_is_not_waited_for(self):
        for name in ("status-429-retry-after-huge", "status-503-retry-after-far-date",
                     "status-429-retry-after-date"):
            with self.subTest(name):
                outcome, requests = self.attempts(name)
                self.check_named_reason(outcome, BEHAVIOURS[name].reasons)
                self.assertEqual(len(requests), 1)
                self.check_bounds(outcome)

    def test_a_rest_that_is_asked_for_is_given(self):
        _, requests = self.attempts("status-503-retry-after-one", max_retries=1)
        self.assertEqual(len(requests), 2)
        self.assertGreaterEqual(requests[1] - requests[0], 1)

    def test_what_will_not_change_is_asked_for_once(self):
        for name in ("status-404", "status-410", "captcha", "redirect-to-loopback"):
            with self.subTest(name):
                _, requests = self.attempts(name)
                self.assertEqual(len(requests), 1)

    def test_what_may_change_is_asked_for_again_with_pauses(self):
        outcome, requests = self.attempts("status-500", max_retries=2)
        self.check_named_reason(outcome, ("http-status",))
        self.assertEqual(len(requests), 3)
        self.assertGreater(requests[2] - requests[0], 0.1)


class Cuts(HostileTest):
    """P4: a page cut at every hundredth of its bytes is never taken for the page."""

    def check_never_taken(self, pieces):
        def convert(piece):
            return self.convert(Behaviour("P4", ("truncated",), lambda peer: peer.send(piece)))
        for piece, outcome in self.in_parallel(convert, pieces).items():
            with self.subTest(length=len(piece)):
                self.check_named_reason(outcome, ("truncated",))

    def test_by_a_close(self):
        start = head("Content-Type: text/html")
        # What follows the end tag may be missing.
        end = PAGE.rindex(b"</html")
        self.check_never_taken([start + PAGE[:end * part // 100] for part in range(100)])

    def test_by_a_compressed_stream_that_stops(self):
        data = gzipped()
        pieces = [data[:len(data) * part // 100] for part in range(100)]
        pieces = [piece for piece in pieces if b"</html" not in zlib.decompressobj(31).decompress(piece)]
        self.assertGreater(len(pieces), 80)
        self.check_never_taken([answer("Content-Encoding: gzip", body=piece) for piece in pieces])


def site(misbehaves, chosen=None):
    """Serves the saved edition; where `misbehaves(path)`, does what `chosen` does."""
    def act(peer):
        if chosen and misbehaves(peer.path):
            chosen.act(peer)
            return
        name = peer.path.strip("/") or "index"
        page = EDITION / HOST / f"{name}.html"
        peer.send(answer(body=page.read_bytes()) if page.is_file() else answer(status="404 Not Found"))
    return Behaviour("", (), act, certificate="good")


def on_front_page(path):
    return path == "/"


def on_stories(path):
    return path != "/"


def differences(some, others):
    """The paths that only one has, or that hold different things."""
    return sorted(path for path in some.keys() | others.keys() if some.get(path) != others.get(path))


def without_news(files):
    """Also without what came when: a run that is hurt brings some stories, the next one the others. Of front pages
    where they lead, since a mark moves the words of its headline."""
    files = {path: content for path, content in without_times(files).items() if "/new/" not in path}
    for path in ("gophermap", "lite.cnn.com/gophermap"):
        items = [line.split(b"\t")[1] for line in files[path].splitlines() if not line.startswith(b"i")]
        files[path] = b"\n".join(items)
    return files


class OldMirror(HostileTest):
    """A mirror of some stories, a run against a misbehaving server, a run against a good one."""
    # Those that take longest come first.
    CASES = tuple((name, on_stories) for name in (
        "slow-steady", "status-503", "double-gzip-bomb", "cut-gzip-in-text", "consent", "two-lengths",
        "https-redirect-to-another-host")) + tuple((name, on_front_page) for name in (
            "gzip-bomb", "endless-chunks", "hang-in-body", "field-flood", "cut-gzip-at-50-percent",
            "https-redirect-to-loopback", "captcha", "unasked-304", "status-429-retry-after-huge", "reset-in-body",
            "status-404", "empty-body")) + tuple((name, None) for name in (
                "tls-expired", "tls-handshake-hang", "connection-reset", "h2-go-away"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.good_port = cls.server.listen(site(on_front_page))
        cls.before = cls.shared / "before"
        cls.whole = cls.shared / "whole"
        for root, arguments in ((cls.before, ["--limit", "6"]), (cls.whole, [])):
            outcome = cls.mirror(root, cls.good_port, *arguments)
            assert outcome.status == 0, outcome.said
        cls.outcomes = cls.in_parallel(cls.misbehave_and_heal, cls.CASES)

    @classmethod
    def mirror(cls, root, port, *arguments):
        return run(cls.shared, "mirror", "--root", root, *cls.network("https", port), *arguments)

    @classmethod
    def misbehave_and_heal(cls, case):
        name, where = case
        root = cls.shared / f"{name}-{where.__name__ if where else 'everywhere'}"
        subprocess.run(["cp", "-a", cls.before, root], check=True)
        chosen = site(where, BEHAVIOURS[name]) if where else BEHAVIOURS[name]
        old = fingerprints(root)
        hurt = cls.mirror(root, cls.server.listen(chosen))
        new = fingerprints(root)
        healed = cls.mirror(root, cls.good_port)
        return old, hurt, new, healed, tree(root)

    def test_a_host_that_fails_five_times_in_a_row_is_left(self):
        port = self.server.listen(site(on_stories, BEHAVIOURS["status-500"]))
        config = write_config(self.folder, max_retries=0, max_per_host=1)
        outcome = run(self.shared, "mirror", "--root", self.root, *self.network("https", port, config))
        self.assertIn(outcome.status, (1, 75), outcome.said)
        stories = [path for _, path in self.server.requests[port] if path != "/"]
        self.assertEqual(len(stories), 5)
        self.assertEqual(tree(self.root), {})

    def check_each(self, check):
        for (name, where), outcome in self.outcomes.items():
            with self.subTest(name, where=where and where.__name__):
                check(BEHAVIOURS[name].reasons, *outcome)

    def test_a_bad_run_leaves_it_as_it_was(self):
        self.check_each(lambda reasons, old, hurt, new, *_: self.assertEqual(differences(old, new), []))

    def test_a_bad_run_names_its_reason_and_holds_its_bounds(self):
        def check(reasons, _, hurt, *__):
            self.assertIn(hurt.status, (1, 75), hurt.said)
            self.assertRegex(hurt.said, rf": ({'|'.join(reasons)}): ")
            self.assertRegex(hurt.said, rf"\A(newshole: [ -~]+: ({'|'.join(REASONS)}): [ -~]+\n)+\Z")
            if not IS_SANITIZED:
                self.assertLess(hurt.kilobytes, MAX_KILOBYTES)
        self.check_each(check)

    def test_the_next_good_run_heals_it(self):
        whole = without_news(tree(self.whole))
        self.assertGreater(len(whole), len(tree(self.before)))

        def check(reasons, old, hurt, new, healed, files):
            self.assertEqual((healed.status, healed.said), (0, ""))
            self.assertEqual(differences(without_news(files), whole), [])
        self.check_each(check)


if __name__ == "__main__":
    become_alone()
    unittest.main()
