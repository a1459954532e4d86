"""The mirror behind real gopher servers, read by real clients."""

import json
import os
import shutil
import subprocess
import unittest

from program import PROGRAM, ROOMY, SOURCE, EDITION, ProgramTest, needs, newshole
from servers import IS_ROOT, free_port, gophernicus, newshole_serve, pygopherd


def client(*command):
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["timeout", "120", *command], capture_output=True, env=environment, check=True,
                          stdin=subprocess.DEVNULL).stdout


def items(menu):
    """(type, display, selector, host, port) of a menu's lines. Servers strip trailing blanks, add
    fields of their own behind the port and may give info lines any selector."""
    found = []
    for line in menu.decode().splitlines():
        if line == ".":
            break
        display, selector, host, port = line[1:].split("\t")[:4]
        is_link = line[0] != "i"
        found.append((line[0], display.rstrip(), *((selector, host, port) if is_link else ())))
    return found


class Served:
    """What has to hold behind every server; `serve` says which."""

    def setUp(self):
        super().setUp()
        self.port = free_port()
        config = json.loads((SOURCE / "config/newshole.json").read_text())
        config |= {"root": str(self.root), "host": "127.0.0.1", "port": self.port, "serve": ROOMY}
        (self.folder / "newshole.json").write_text(json.dumps(config))
        process = newshole("mirror", "--config", self.folder / "newshole.json", "--from", EDITION)
        self.check_status(process, 0)
        if IS_ROOT:
            # pygopherd writes a cache into what it serves.
            for path in (self.root, *self.root.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")
        server = type(self).serve(self.folder, self.root, self.port)
        server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)
        self.front_page = items((self.root / "gophermap").read_bytes())
        self.url = f"gopher://127.0.0.1:{self.port}/"

    def get(self, path):
        return client("curl", "-sS", self.url + path)

    def test_the_front_page_comes_as_it_stands_in_the_mirror(self):
        self.assertEqual(items(self.get("")), self.front_page)

    def test_every_item_of_the_front_page_opens(self):
        opened = 0
        for kind, display, *place in self.front_page:
            if kind == "0":
                selector, host, port = place
                self.assertEqual((host, port), ("127.0.0.1", str(self.port)))
                story = (self.root / selector.lstrip("/")).read_bytes()
                self.assertEqual(self.get("0" + selector).replace(b"\r\n", b"\n"), story)
                self.assertIn(display.split()[0].encode(), story)
                opened += 1
            elif kind == "1":
                menu = items(self.get("1" + place[0]))
                self.assertEqual(menu, items((self.root / place[0].lstrip("/") / "gophermap").read_bytes()))
                opened += 1
        self.assertGreater(opened, 12)

    def headline(self):
        return next(display for kind, display, *_ in self.front_page if kind == "0")

    def test_lynx_shows_the_front_page_and_a_story(self):
        self.check_client("lynx", "-dump", "-nolist")

    def test_w3m_shows_the_front_page_and_a_story(self):
        self.check_client("w3m", "-cols", "80", "-dump")

    def check_client(self, *command):
        kind, _, selector, *_ = next(item for item in self.front_page if item[0] == "0")
        self.assertIn(self.headline(), client(*command, self.url).decode())
        story = (self.root / selector.lstrip("/")).read_text().splitlines()
        shown = client(*command, self.url + kind + selector).decode()
        self.assertIn(story[story.index("ARTICLE VIEW:") + 2], shown)


@needs("gophernicus", "socat", "curl", "lynx", "w3m")
class Gophernicus(Served, ProgramTest):
    serve = staticmethod(gophernicus)


@needs("pygopherd", "setpriv", "curl", "lynx", "w3m")
class Pygopherd(Served, ProgramTest):
    serve = staticmethod(pygopherd)


@needs("curl", "lynx", "w3m")
class NewsholeServe(Served, ProgramTest):
    @staticmethod
    def serve(folder, root, port):
        return newshole_serve(PROGRAM, root, port, folder)


if __name__ == "__main__":
    unittest.main()
