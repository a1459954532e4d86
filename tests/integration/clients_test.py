"""Real clients at real servers: the front page, a section, a search, a day of the archive, a story, and back again.

    clients_test.py [SERVER...]       only these; prints the table of what was driven

Each server serves a mirror of the same pages, among whose headlines are some that would be commands somewhere. No line
of a menu may be cut or wrapped in any client, and a banner stands as it was drawn."""

import concurrent.futures
import contextlib
import dataclasses
import html
import json
import os
import shutil
import socket
import sys
import time
import typing
import unittest

from menus import Mirror, read_raw
from program import EDITION, PROGRAM, ROOMY, ProgramTest, install, needs, newshole
from screens import (PATIENCE, Bombadillo, Curl, Lynx, LynxDump, Sacc, Terminals, Umn, Vf1Dump, W3mDump, client,
                     words_of)
from servers import IS_ROOT, WITH_SCRIPTS, free_port, gophernicus, install_search, newshole_serve, pygopherd

SITE = "lite.cnn.com"
PAGES = EDITION / SITE
STORY = PAGES / "2025/12/01/politics/statehouse-clock-repair-vote.html"
HEADLINE = "Lawmakers agree on a stopped clock, and on little else"
SECTION = "Science"
YEAR, MONTH, DAY = "2025 ", "December 2025 ", "Monday 1 December 2025 "
# Most stories have these, among them all of the hostile headlines; and one whose headline stands nowhere else.
WORDS = '"of the" -ferry'
FOUND = "A show in Milan empties 300 years of pockets"

# What some server would run, hide, include or end a menu at, were it not a title; {loot} is a folder that all may
# write to.
HOSTILE = ["=touch {loot}/run", "`touch {loot}/quoted`", "$(touch {loot}/put in)", "|touch {loot}/piped",
           "!title of another page", "#comment", "*", ".", "-hidden.txt", ":port=1", "~", "%", ".gophermap",
           "[1|here|/etc/passwd|server|port]", "ends in a backslash \\"]

CLIENTS = {"curl": Curl, "lynx -dump": LynxDump, "w3m -dump": W3mDump, "vf1": Vf1Dump,
           "lynx": Lynx, "sacc": Sacc, "bombadillo": Bombadillo, "gopher": Umn}
DUMPS = ("curl", "lynx -dump", "w3m -dump", "vf1")


@contextlib.contextmanager
def gophernicus_that_runs(folder, root, port):
    with gophernicus(folder, root, port, "") as it:
        yield it


@contextlib.contextmanager
def pygopherd_that_runs(folder, root, port):
    with pygopherd(folder, root, port, WITH_SCRIPTS) as it:
        yield it


@contextlib.contextmanager
def serve(folder, root, port):
    with newshole_serve(PROGRAM, root, port, folder) as it:
        yield it


@dataclasses.dataclass(frozen=True)
class Kind:
    """Of server. `search` is what its mirror's configuration says: a selector is that of a script."""
    start: typing.Callable
    needs: tuple = ()
    search: str = ""
    why_no_search: str = ""


SERVERS = {"gophernicus": Kind(gophernicus_that_runs, ("gophernicus", "socat"), "/cgi-bin/newshole-search"),
           "gophernicus-nx": Kind(gophernicus, ("gophernicus", "socat"), why_no_search="-nx: it runs no script"),
           "pygopherd": Kind(pygopherd_that_runs, ("pygopherd", "setpriv"), "/newshole-search"),
           "newshole-serve": Kind(serve, search="serve")}


def is_there(program):
    return shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin") is not None


def save_pages(folder, loot):
    """Those of the edition, and a story for each hostile headline."""
    shutil.copytree(PAGES, folder / SITE)
    cards = []
    for number, headline in enumerate(HOSTILE):
        path = f"2025/11/29/us/hostile-{number}"
        (folder / SITE / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(STORY, folder / SITE / f"{path}.html")
        cards.append(f'<li class="card--lite"><a href="/{path}">{html.escape(headline.format(loot=loot))}</a></li>')
    index = folder / SITE / "index.html"
    page = index.read_text()
    index.write_text(page.replace("</li>", "</li>" + "".join(cards), 1))


def answer_of(port, selector, words):
    """The menu that a search answers, as it comes over the wire."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(f"{selector}\t{words}\r\n".encode())
        return read_raw(b"".join(iter(lambda: connection.recv(1 << 16), b"")))


class Trip:
    """One client's way through one server's mirror."""

    def __init__(self, mirror, edition, port, has_search):
        self.mirror = mirror
        self.edition = edition
        self.port = port
        self.has_search = has_search

    def items(self, folder=""):
        return self.mirror.menu("/".join(part for part in (self.edition, folder, "gophermap") if part))

    def lines(self, name):
        return (self.mirror.root / self.edition / name).read_text().splitlines()

    def link(self, items, start):
        """The item whose title starts so, and its numbers."""
        return next(it for it in words_of(items) if it[0].type != "i" and it[0].display.startswith(start))

    def search(self, front):
        """Its item on the front page and the numbers of that, and the menu that it answers; None: there is none."""
        found = [it for it in words_of(front) if it[0].type == "7"]
        if len(found) != self.has_search:
            raise AssertionError(f"{len(found)} searches on the front page")
        if not found:
            return None
        answer = answer_of(self.port, found[0][0].selector, WORDS)
        for start in (HEADLINE, FOUND, *(line for line in HOSTILE if "{" not in line)):
            self.link(answer, start)
        return found[0], answer

    def below(self, item):
        """Its folder or file, relative to the edition's."""
        return item.selector.removeprefix(f"/{self.edition}" if self.edition else "").lstrip("/")

    def pages(self):
        """[(selector, items)] on the way, and the story's text."""
        section = next(it.selector for it in self.items(f"{SITE}/sections") if it.display.startswith(SECTION))
        folders = ["", f"{SITE}/new", f"{SITE}/sections", section[section.index(SITE):], f"{SITE}/archive", f"{SITE}/archive/2025",
                   f"{SITE}/archive/2025/12", f"{SITE}/archive/2025/12/01", f"{SITE}/archive/2025/11/29",
                   self.below(self.link(self.items(), HEADLINE)[0])]
        return [("/" + "/".join(part for part in (self.edition, folder) if part), self.items(folder))
                for folder in folders]

    def dump(self, dump):
        for selector, items in self.pages():
            dump.check_menu(selector if selector != "/" else "", items)
        front, items = self.pages()[0]
        if search := self.search(items):
            (item, link, _), answer = search
            dump.check_answer(item.selector, WORDS, answer, (front, link))
        text = self.link(self.pages()[-1][1], "Text version")[0]
        dump.check_text(text.selector, self.lines(self.below(text)))

    def drive(self, client):
        front = self.items()
        client.see_menu(front)
        sections = self.visit(client, front, "Sections")
        self.visit(client, sections, SECTION)
        client.go_back()
        client.see_again(sections)
        client.go_back()
        client.see_again(front)
        if search := self.search(front):
            self.drive_search(client, *search)
            client.see_again(front)
        passed = [front]
        for start in ("Archive", YEAR, MONTH, DAY, HEADLINE):
            passed.append(self.visit(client, passed[-1], start))
        text = self.link(passed[-1], "Text version")
        client.open(*text)
        client.see_text(self.lines(self.below(text[0])))
        client.leave_text()
        client.see_again(passed.pop())
        while passed:
            client.go_back()
            client.see_again(passed.pop())

    def drive_search(self, client, search, answer):
        """From the front page there, to a story among the answers, and back."""
        client.open(*search)
        client.ask(WORDS)
        client.see_menu(answer)
        self.visit(client, answer, FOUND)
        client.go_back_to_answer(WORDS)
        client.see_again(answer)
        client.go_back()

    def visit(self, client, items, start):
        link = self.link(items, start)
        client.open(*link)
        there = self.items(self.below(link[0]))
        client.see_menu(there)
        return there


@needs("tmux")
class Clients(ProgramTest):
    wanted = tuple(SERVERS)

    def setUp(self):
        super().setUp()
        self.loot = self.folder / "loot"
        self.loot.mkdir()
        self.loot.chmod(0o777)
        save_pages(self.folder / "pages", self.loot)
        self.terminals = Terminals(self.folder)
        self.addCleanup(self.terminals.close)

    def make_mirror(self, name):
        """A folder for a server: its mirror and configuration."""
        folder = self.folder / name
        folder.mkdir()
        port = free_port()
        search = SERVERS[name].search
        config = {"sites": [SITE], "host": "127.0.0.1", "port": port, "root": str(folder / "mirror"),
                  "menu_width_bytes": True, "serve": ROOMY, **({"search": search} if search else {}),
                  "editions": [{"article_view": "both"},
                               {"name": "ascii", "charset": "us-ascii", "article_view": "both"}]}
        (folder / "newshole.json").write_text(json.dumps(config))
        process = newshole("mirror", "--config", folder / "newshole.json", "--from", self.folder / "pages")
        self.check_status(process, 0)
        if search.startswith("/"):
            install_search("newshole-search.cgi", folder / "mirror" / search[1:], install(folder),
                           folder / "newshole.json")
        if IS_ROOT:
            # pygopherd writes a cache into what it serves.
            for path in (folder / "mirror", *(folder / "mirror").rglob("*")):
                shutil.chown(path, "nobody", "nogroup")
        return folder, port

    def drive(self, server, folder, port, name):
        """What became of it: "ok 1.2 s", or what was not seen."""
        kind = CLIENTS[name]
        home = folder / f"home-{name.replace(' ', '')}"
        home.mkdir()
        (home / ".gopherrc").touch()  # else UMN gopher shows a welcome
        trip = Trip(Mirror(folder / "mirror", "gophermap"), kind.edition, port, bool(SERVERS[server].search))
        began = time.monotonic()
        try:
            if name in DUMPS:
                trip.dump(kind(home, port))
            else:
                trip.drive(kind(self.terminals, f"{server}-{name}", home, port))
        except Exception as error:  # each pair is told of
            return f"{type(error).__name__}: {error}"
        return f"ok {time.monotonic() - began:.1f} s"

    def test_each_client_shows_each_server_s_menus_whole(self):
        servers = [name for name in self.wanted if all(map(is_there, SERVERS[name].needs))]
        clients = [name for name in CLIENTS if is_there(name.split()[0])]
        absent = sorted({name for server in self.wanted for name in SERVERS[server].needs if not is_there(name)} |
                        {name.split()[0] for name in CLIENTS if name not in clients})
        if os.environ.get("CI"):
            self.assertEqual(absent, [], "not installed")
        if not servers or not clients:
            self.skipTest("not installed: " + ", ".join(absent))
        with contextlib.ExitStack() as stack, concurrent.futures.ThreadPoolExecutor(8) as pool:
            results = {}
            for server in servers:
                folder, port = self.make_mirror(server)
                stack.enter_context(SERVERS[server].start(folder, folder / "mirror", port))
                for name in clients:
                    results[server, name] = pool.submit(self.drive, server, folder, port, name)
            results = {pair: result.result() for pair, result in results.items()}
        self.print_table(servers, clients, results, absent)
        self.assertEqual([pair for pair, result in results.items() if not result.startswith("ok")], [],
                         "\n\n".join(result for result in results.values() if not result.startswith("ok")))
        self.assertEqual(list(self.loot.iterdir()), [], "nothing of the mirror was run")

    def print_table(self, servers, clients, results, absent):
        width = max(map(len, clients), default=0) + 2
        print("\n" + " " * 16 + "".join(f"{name:<{width}}" for name in clients))
        for server in servers:
            cells = [results[server, name] if results[server, name].startswith("ok") else "FAILED" for name in clients]
            print(f"{server:<16}" + "".join(f"{cell:<{width}}" for cell in cells))
            if SERVERS[server].why_no_search:
                print(f"{'':<16}without a search, {SERVERS[server].why_no_search}")
        if absent:
            print("skipped, as not installed: " + ", ".join(absent))
        sys.stdout.flush()

    @unittest.skipUnless(is_there("gophernicus") and is_there("socat") and is_there("curl"), "not installed")
    def test_a_gophernicus_that_may_run_things_runs_what_an_untyped_line_says(self):
        """Else it would prove nothing that it runs nothing of ours."""
        if "gophernicus" not in self.wanted:
            self.skipTest("another server's test")
        root = self.folder / "careless"
        root.mkdir()
        (root / "gophermap").write_text(f"=touch {self.loot}/run\n")
        port = free_port()
        with gophernicus_that_runs(self.folder, root, port):
            client(self.folder, "curl", "-sS", f"gopher://127.0.0.1:{port}/")
        self.assertEqual([path.name for path in self.loot.iterdir()], ["run"])


if __name__ == "__main__":
    Clients.wanted = tuple(name for name in sys.argv[1:] if name in SERVERS) or Clients.wanted
    unittest.main(argv=[sys.argv[0], *(name for name in sys.argv[1:] if name not in SERVERS)])
