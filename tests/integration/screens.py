"""Gopher clients as people use them: in a terminal of 80x24, and by dump. Each knows how it shows a menu, so that
what it cuts or wraps is seen."""

import os
import re
import shlex
import subprocess
import threading
import time
import urllib.parse

COLUMNS, ROWS = 80, 24
PATIENCE = 120  # seconds; a screen comes in a fraction of one


class Unseen(AssertionError):
    pass


def environment(home):
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "screen", "LINES": str(ROWS),
            "COLUMNS": str(COLUMNS)}


class Terminals:
    """A tmux server of its own. One client in control mode gives it all commands: a process for each look at a
    screen would cost more than all that is tested."""

    def __init__(self, folder):
        self.lock = threading.Lock()
        self.tmux = ["tmux", "-u", "-S", str(folder / "terminals"), "-f", "/dev/null"]
        self.control = subprocess.Popen([*self.tmux, "-C", "new-session", "-s", "control", "cat"], encoding="utf-8",
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.answer()

    def answer(self):
        """The lines between a command's marks; others are about what happens meanwhile."""
        begin = next(line for line in self.control.stdout if line.startswith("%begin "))
        mark, lines = begin.removeprefix("%begin "), []
        for line in self.control.stdout:
            if line == "%end " + mark:
                return "".join(lines)
            if line == "%error " + mark:
                raise RuntimeError("tmux: " + "".join(lines))
            lines.append(line)
        raise RuntimeError("tmux has ended")

    def run(self, *arguments):
        with self.lock:
            self.control.stdin.write(shlex.join(map(str, arguments)) + "\n")
            self.control.stdin.flush()
            return self.answer()

    def close(self):
        subprocess.run([*self.tmux, "kill-server"], capture_output=True, timeout=PATIENCE)
        # It may wait for the server's farewell for ever.
        self.control.kill()
        self.control.communicate(timeout=PATIENCE)


def words_of(items):
    """Items that show something, each with its number among links and among all, from 1."""
    shown, links = [], 0
    for line, item in enumerate(items, 1):
        links += item.type != "i"
        if item.display.strip():
            shown.append((item, links, line))
    return shown


class Client:
    """Shows menus in rows of a prefix, the whole display and a mark. `content` says which rows are the page's."""
    edition = ""      # the one that it can show
    content = slice(0, ROWS)
    info = "       "  # before an info line
    back = ""
    mark = {}         # behind a display, by type
    next_key = ""
    show_first = ()
    prompt = (0, "")  # the row where words for a search are typed, and its start

    def __init__(self, terminals, name, home, port):
        self.terminals = terminals
        self.name = name
        command = ["env", "-i", *(f"{key}={value}" for key, value in environment(home).items()), *self.start(port)]
        terminals.run("new-session", "-d", "-s", name, "-x", COLUMNS, "-y", ROWS, *command)

    def press(self, *keys):
        """Names of keys, or text."""
        for key in keys:
            literal = () if key in ("Enter", "Left", "Right", "Down", "Home", "Space") else ("-l",)
            self.terminals.run("send-keys", "-t", f"={self.name}:", *literal, key)

    def rows(self):
        screen = self.terminals.run("capture-pane", "-p", "-t", f"={self.name}:").split("\n")
        return [row.rstrip() for row in screen + [""] * ROWS][:ROWS]

    def wait(self, look, what, patience=PATIENCE):
        """What `look` makes of the screen, once it makes something of it."""
        end = time.monotonic() + patience
        while True:
            rows = self.rows()
            found = look(rows)
            if found:
                return found
            if time.monotonic() > end:
                raise Unseen(f"{self.name} does not show {what}:\n" + "\n".join(rows))
            time.sleep(0.05)

    def patterns(self, items):
        """Of each row that a menu makes."""
        return [re.compile(self.prefix(item, link, line) + re.escape(item.display.rstrip()) +
                           re.escape(self.mark.get(item.type, "")))
                for item, link, line in words_of(items)]

    def page(self, rows, _is_first):
        return [row for row in rows[self.content] if row.strip(" |")]

    def place_on(self, rows, patterns, done):
        """How many of the patterns are seen with this page, that shows those from `done` or before without a gap
        and nothing else; 0: it shows something else, or nothing new."""
        shown = self.page(rows, done == 0)
        for first in range(done + 1 if shown else 0):
            end = first + len(shown)
            if done < end <= len(patterns) and all(map(re.Pattern.fullmatch, patterns[first:end], shown)):
                return end
        return 0

    def see_menu(self, items):
        """All of a menu, from its top: every line whole, in its order, with nothing between."""
        patterns = self.patterns(items)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.turn_pages(patterns, items)
            except Unseen:
                # A key that came while the screen was being drawn may be lost.
                if time.monotonic() > end:
                    raise

    def turn_pages(self, patterns, items):
        done = self.see_top(patterns)
        while done < len(patterns):
            self.show_next(self.rows(), items)
            done = self.see_page(patterns, done, PATIENCE / 4)

    def see_top(self, patterns):
        """Where a client opens a menu elsewhere, or is still there, a key leads to the top."""
        try:
            return self.see_page(patterns, 0, 1)
        except Unseen:
            # A key that comes before the first page may keep it away for good.
            self.wait(lambda rows: any(row.strip() for row in rows[self.content]), "any page")
            self.press(*self.show_first)
            return self.see_page(patterns, 0, PATIENCE / 4)

    def see_page(self, patterns, done, patience):
        """What is seen with the page that shows what comes next. Twice the same: it is drawn."""
        before = None

        def look(rows):
            nonlocal before
            before, now = rows, self.place_on(rows, patterns, done) if rows == before else 0
            return now
        return self.wait(look, patterns[done].pattern, patience)

    def show_next(self, _rows, _items):
        self.press(self.next_key)

    def see_again(self, items):
        """Some part of a menu, after a step back."""
        patterns = self.patterns(items)

        def look(rows):
            shown = self.page(rows, False), self.page(rows, True)
            return any(page and all(map(re.Pattern.fullmatch, patterns[first:first + len(page)], page))
                       for page in shown for first in range(len(patterns) - len(page) + 1))
        self.wait(look, f"again {items[0].display!r} ... {items[-1].display!r}")

    def see_text(self, lines):
        """The first lines of a text."""
        wanted = [line.strip() for line in lines if line.strip()][:11]

        def look(rows):
            shown = [row.strip() for row in rows if row.strip()]
            return any(shown[first:first + len(wanted)] == wanted for first in range(len(shown)))
        self.wait(look, "\n".join(wanted))

    def ask(self, words):
        """Of a search that was opened."""
        row, start = self.prompt
        self.wait(lambda rows: rows[row].startswith(start), "its prompt")
        self.press(words)
        self.wait(lambda rows: rows[row].endswith(words), "the words")
        self.press("Enter")

    def go_back(self):
        self.press(self.back)

    def go_back_to_answer(self, _words):
        self.go_back()

    def leave_text(self):
        self.go_back()


class Lynx(Client):
    content = slice(1, ROWS - 3)
    next_key = "Space"
    show_first = ("Home",)
    back = "Left"
    prompt = (ROWS - 3, "Enter a database query:")
    kinds = {"0": "(FILE) ", "1": " (DIR) ", "h": "(HTML) ", "7": "  (?)  ", "i": Client.info}

    def start(self, port):
        return ["lynx", f"gopher://127.0.0.1:{port}/{self.edition}"]

    def prefix(self, item, _link, _line):
        return re.escape(self.kinds[item.type])

    def page(self, rows, is_first):
        """The first has a title of its own above."""
        shown = super().page(rows, is_first)
        return shown[1:] if is_first else shown

    def open(self, item, _link, _line):
        self.press("Home", "/", item.display[:40], "Enter", "Right")


class Sacc(Client):
    content = slice(0, ROWS - 1)
    next_key = "Space"
    show_first = ("g",)
    back = "h"
    prompt = (ROWS - 1, "Enter search string")
    kinds = {"0": "Txt+ ", "1": "Dir+ ", "h": "URL+ ", "7": "Ind+ ", "i": "   | "}

    def start(self, port):
        return ["sacc", f"gopher://127.0.0.1:{port}/{self.edition}"]

    prefix = Lynx.prefix

    def open(self, _item, link, _line):
        # It stays where it is on "g" where the item that it is at stands in the first row.
        self.press("G", "g", "J" * link, "l")

    def go_back_to_answer(self, words):
        """It asks anew, and offers the same words."""
        self.go_back()
        row, start = self.prompt
        self.wait(lambda rows: rows[row].startswith(start) and words in rows[row], "its prompt")
        self.press("Enter")

    def leave_text(self):
        self.press("q")


class Bombadillo(Client):
    content = slice(1, ROWS - 2)
    next_key = "d"
    show_first = ("g",)
    back = "b"
    info = " " * 11
    prompt = (ROWS - 2, "??")
    kinds = {"0": "TXT", "1": "MAP", "h": "HTM", "7": "FTS"}

    def start(self, port):
        return ["bombadillo", f"gopher://127.0.0.1:{port}/{self.edition}"]

    def prefix(self, item, link, _line):
        return self.info if item.type == "i" else self.kinds[item.type] + re.escape(f"{f'[{link}]':>6}  ")

    def open(self, _item, link, _line):
        self.press(":")
        try:
            self.wait(lambda rows: rows[ROWS - 2].startswith(":"), "its prompt", 5)
        except Unseen:
            # Keys that come together are read together, and it takes the first of them.
            self.press(":")
            self.wait(lambda rows: rows[ROWS - 2].startswith(":"), "its prompt")
        self.press(str(link))
        self.wait(lambda rows: rows[ROWS - 2].endswith(str(link)), "the number")
        self.press("Enter")


class Umn(Client):
    """Counts bytes for columns and shows no UTF-8: it reads the edition in ASCII. Its arrow goes from link to link,
    round and round, and the pages go with it: those behind the last link's it never shows."""
    edition = "ascii"
    content = slice(2, ROWS - 2)
    show_first = ("<<<<<<<<",)
    back = "u"
    mark = {"1": "/", "7": " <?>", "h": " <HTML>"}
    box = re.compile(r"\|\s*(.*?)\s*\|")

    def start(self, port):
        return ["gopher", "-p", f"/{self.edition}", "127.0.0.1", str(port)]

    def patterns(self, items):
        page = ROWS - 4
        last = max((line for item, _, line in words_of(items) if item.type != "i"), default=1)
        return super().patterns(items[:-(-last // page) * page])

    def prefix(self, item, _link, line):
        number = f"[{line}]".ljust(4) + " "
        return "( -->  |      )" + (" " * len(number) if item.type == "i" else re.escape(number))

    def show_next(self, rows, items):
        """Its key for that leads to the first link from twenty lines on, which may be on a page behind the next, and
        where there is none to the first page."""
        chosen = next((index for index, row in enumerate(rows) if row.startswith(" -->")), None)
        if chosen is None:
            return self.press(">")
        page, number = ROWS - 4, int(re.search(r"\d+", rows[chosen])[0])
        target = next((line for item, _, line in words_of(items) if item.type != "i" and line >= number + page), 0)
        if (target - 1) // page == (number - 1) // page + 1:
            return self.press(">")
        links = [row for row in rows[chosen + 1:] if re.match(r" {6}\[\d+\]", row)]
        self.press(*["Down"] * (len(links) + 1))

    def open(self, _item, _link, line):
        self.press(str(line))
        self.wait(lambda rows: rows[ROWS - 1].endswith(str(line)), "the number")
        self.press("Enter")

    def ask(self, words):
        """In a box amid the screen."""
        def boxed(rows):
            return [found[1] for found in map(self.box.fullmatch, rows) if found]
        self.wait(lambda rows: "Words to search for" in boxed(rows), "its box")
        self.press(words)
        self.wait(lambda rows: words in boxed(rows), "the words")
        self.press("Enter")


def client(home, *command, given=None):
    return subprocess.run(["timeout", str(PATIENCE), *map(str, command)], input=given, capture_output=True, check=True,
                          env=environment(home)).stdout.decode("utf-8")


class Dump:
    """Prints a menu and ends."""
    edition = ""
    mark = {}

    def __init__(self, home, port):
        self.home = home
        self.port = port

    def url(self, kind, selector):
        return f"gopher://127.0.0.1:{self.port}/{kind}{urllib.parse.quote(selector)}"

    def check_menu(self, selector, items):
        """Every line whole, in its order, with nothing between."""
        self.check_shown(self.shown(self.url("1", selector)), items)

    def check_answer(self, search, words, items, _front):
        """The same of what a search answers."""
        self.check_shown(self.shown(self.url("7", search) + "?" + urllib.parse.quote(words)), items)

    def check_shown(self, shown, items):
        wanted = [re.escape(self.kinds[item.type]) + re.escape(item.display.rstrip() + self.mark.get(item.type, ""))
                  for item, *_ in words_of(items)]
        self.compare(shown, wanted)

    def compare(self, shown, wanted):
        shown = [row.rstrip() for row in shown.splitlines() if row.strip()]
        for pattern, row in zip(wanted, shown):
            if not re.fullmatch(pattern, row):
                raise Unseen(f"{type(self).__name__} shows {row!r}, not {pattern!r}")
        if len(shown) != len(wanted):
            raise Unseen(f"{type(self).__name__} shows {len(shown)} lines for {len(wanted)}")

    def check_text(self, selector, lines):
        shown = [row.strip() for row in self.text(selector).splitlines() if row.strip()]
        wanted = [line.strip() for line in lines if line.strip()]
        if shown != wanted:
            raise Unseen(f"{type(self).__name__} shows another text: {shown}")


class LynxDump(Dump):
    kinds = Lynx.kinds

    def shown(self, url):
        """Without its own title."""
        return client(self.home, "lynx", "-dump", "-nolist", url).strip("\n").split("\n", 1)[1]

    def text(self, selector):
        return client(self.home, "lynx", "-dump", "-nolist", self.url("0", selector))


class W3mDump(Dump):
    kinds = {"0": "[text file] ", "1": "[directory] ", "h": "[HTML] ", "7": "[search] ", "i": ""}

    def shown(self, url):
        """Without its title, which may be wrapped."""
        return client(self.home, "w3m", "-cols", COLUMNS, "-dump", url).split("\n\n", 1)[1]

    def text(self, selector):
        return client(self.home, "w3m", "-cols", COLUMNS, "-dump", self.url("0", selector))


class Vf1Dump(Dump):
    mark = {"1": "/", "7": " <INP>", "h": " <HTM>"}

    def told(self, *lines):
        """Behind each prompt. By itself vf1 waits 10 seconds for a server, less than a busy machine takes."""
        told = client(self.home, "vf1", given="\n".join(["set timeout 300", *lines, "quit\n"]).encode())
        return re.sub(r"\x1b\[[0-9;]*m", "", told).split("VF-1> ")[2:-1]

    def shown(self, url):
        return self.told(f"go {url}")[0]

    def check_answer(self, search, words, items, front):
        """From the front page, by the number that the search has there."""
        selector, link = front
        answer = self.told(f"go {self.url('1', selector)}", str(link), words)[1]
        self.check_shown(answer.removeprefix("Query term: "), items)

    def check_shown(self, shown, items):
        wanted = [("" if item.type == "i" else re.escape(f"[{link}] ")) +
                  re.escape(item.display.rstrip() + self.mark.get(item.type, ""))
                  for item, link, _ in words_of(items)]
        self.compare(shown, wanted)

    def text(self, selector):
        return self.shown(self.url("0", selector))


class Curl(Dump):
    """What comes over the wire: fields and all."""

    def shown(self, url):
        return client(self.home, "curl", "-sS", url)

    def check_answer(self, search, words, items, _front):
        self.check_shown(self.shown(self.url("7", search + "\t" + words)), items)

    def check_shown(self, wire, items):
        lines = [line for line in wire.split("\r\n" if "\r\n" in wire else "\n") if line not in ("", ".")]
        # Servers strip trailing blanks, add fields of their own behind the port and may give info lines any selector.
        shown = [(line[0], line[1:].split("\t")[0].rstrip(), *([] if line[0] == "i" else line.split("\t")[1:4]))
                 for line in lines]
        wanted = [(item.type, item.display.rstrip(), *([] if item.type == "i" else (item.selector, item.host, item.port)))
                  for item in items]
        if shown != wanted:
            raise Unseen(f"{shown} for {wanted}")

    def text(self, selector):
        return self.shown(self.url("0", selector))
