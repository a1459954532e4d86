"""The first screen of a front page in real clients, at 80x24 and at 40x24, against saved ones (fixtures/screens).

NEWSHOLE_UPDATE_GOLDEN=1 in the environment saves what is seen; `git diff` is the review."""

import json
import os
import pathlib
import re
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from program import EDITION, PROGRAM, ROOMY, ProgramTest, needs, newshole
from screens import PATIENCE, ROWS, Terminals, environment
from servers import free_port, newshole_serve

SCREENS = EDITION.parent / "screens"
FIRST_STORY = "Lawmakers agree on a"
# A program and the rows that show the page, of a terminal of 24.
CLIENTS = {
    "lynx": ("lynx gopher://127.0.0.1:{port}/1{edition}", slice(2, ROWS - 3)),
    "w3m": ("w3m gopher://127.0.0.1:{port}/1{edition}", slice(3, ROWS - 1)),
    "sacc": ("sacc gopher://127.0.0.1:{port}/1{edition}", slice(0, ROWS - 1)),
    "bombadillo": ("bombadillo gopher://127.0.0.1:{port}/1{edition}", slice(1, ROWS - 2)),
    "gopher": ("gopher gopher://127.0.0.1:{port}/1{edition}", slice(2, ROWS - 2)),
}


def without_time(row):
    return re.sub(r"(Last change|Changed) .*", r"\1 ...", row)


@needs("tmux", *CLIENTS)
class FirstScreens(ProgramTest):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        config = {"sites": ["lite.cnn.com"], "host": "127.0.0.1", "port": self.port, "root": str(self.folder / "mirror"),
                  "search": "serve", "serve": ROOMY,
                  "editions": [{}, {"name": "small", "charset": "us-ascii", "width": 40}]}
        (self.folder / "newshole.json").write_text(json.dumps(config))
        self.check_status(newshole("mirror", "--config", self.folder / "newshole.json", "--from", EDITION), 0)
        self.home = self.folder / "home"
        self.home.mkdir()
        (self.home / ".gopherrc").touch()  # else UMN gopher shows a welcome
        self.terminals = Terminals(self.folder)
        self.addCleanup(self.terminals.close)

    def first_screen(self, client, edition, columns):
        """The rows of the page, once they show a story and stay as they are."""
        command, rows = CLIENTS[client]
        name = f"{client}-{columns}"
        variables = environment(self.home) | {"COLUMNS": str(columns)}
        self.terminals.run("new-session", "-d", "-s", name, "-x", columns, "-y", ROWS, "env", "-i",
                           *(f"{key}={value}" for key, value in variables.items()),
                           *command.format(port=self.port, edition=edition).split())
        end, before = time.monotonic() + PATIENCE, None
        while True:
            screen = self.terminals.run("capture-pane", "-p", "-t", f"={name}:").split("\n")
            shown = [without_time(row.rstrip()) for row in (screen + [""] * ROWS)[rows]]
            if shown == before and any(FIRST_STORY in row for row in shown):
                return "\n".join(shown).rstrip("\n") + "\n"
            self.assertLess(time.monotonic(), end, f"{name} shows no story on its first screen:\n" + "\n".join(screen))
            before = shown
            time.sleep(0.05)

    def test_each_client_shows_a_story_on_the_first_screen_as_it_was_saved(self):
        with newshole_serve(PROGRAM, self.folder / "mirror", self.port, self.folder):
            for columns, editions in ((80, {"gopher": "/small"}), (40, dict.fromkeys(CLIENTS, "/small"))):
                for client in CLIENTS:
                    with self.subTest(client=client, columns=columns):
                        screen = self.first_screen(client, editions.get(client, ""), columns)
                        saved = SCREENS / f"{client}-{columns}.txt"
                        if os.environ.get("NEWSHOLE_UPDATE_GOLDEN"):
                            saved.write_text(screen)
                        self.assertEqual(screen, saved.read_text())


if __name__ == "__main__":
    unittest.main()
