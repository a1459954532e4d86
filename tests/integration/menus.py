"""Strict readers of menu files, written from the rules that hold everywhere (RFC 1436, and what servers and
clients do with gophermaps and geomyidae's index.gph): what bends one of them is a Fault."""

import dataclasses
import re
import unicodedata

TYPES = "0137hi"
FILE_NAMES = {"gophermap": "gophermap", "raw": "gophermap", "gph": "index.gph"}
# A path of names that need no escape on any server, one dot before the suffix.
SELECTOR = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*)+")
# The same, and where a script answers searches what it is to search: [EDITION/]SITE.
SEARCH = re.compile(SELECTOR.pattern + r"(\?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)?)?")


class Fault(Exception):
    pass


@dataclasses.dataclass(frozen=True)
class Item:
    type: str
    display: str
    selector: str
    host: str
    port: str


def demand(holds, line, rule):
    if not holds:
        raise Fault(f"{rule}: {line!r}")


def columns(text):
    """Terminal cells, as wcwidth counts them: good for what stands in the tests' pages."""
    return sum(0 if unicodedata.combining(c) or c in "\u200d\ufe0f" else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def item(type_, display, selector, host, port, line):
    demand(type_ in TYPES and len(type_) == 1, line, "a type that every server knows")
    demand(display != "", line, "a display that is not empty")
    demand(all(unicodedata.category(c) != "Cc" for c in display), line, "no control characters")
    demand(host != "", line, "a host")
    demand(port == "port" or (port.isdigit() and 0 < int(port) < 65536), line, "a port that is a number")
    if type_ == "i":
        demand(selector == "Err", line, "an info line leads nowhere")
    elif type_ == "h":
        demand(re.fullmatch(r"URL:(https?|ftp|gemini|mailto|tel|irc):[!-~]+", selector) and len(selector) <= 255, line,
               "h leads to the web")
    else:
        allowed = SEARCH if type_ == "7" else SELECTOR
        demand(allowed.fullmatch(selector) and len(selector) <= 255, line, "a selector that all servers take")
    return Item(type_, display, selector, host, port)


def lines_of(data, end):
    demand(data.endswith(end), data[-80:], "the last line has an end")
    lines = data.decode("utf-8").split(end.decode())[:-1]
    for line in lines:
        demand("\n" not in line and "\r" not in line and "\0" not in line, line, "one kind of line end")
        demand(len(line.encode()) < 1000, line, "fewer than 1000 bytes")
    return lines


def fields_at_tabs(line):
    fields = line.split("\t")
    demand(len(fields) == 4 and fields[0] != "", line, "four fields")
    return item(fields[0][0], fields[0][1:], *fields[1:], line)


def read_gophermap(data):
    return [fields_at_tabs(line) for line in lines_of(data, b"\n")]


def read_raw(data):
    lines = lines_of(data, b"\r\n")
    demand(lines[-1:] == ["."], lines[-1:], "a Lastline")
    return [fields_at_tabs(line) for line in lines[:-1]]


def fields_at_bars(line):
    """geomyidae: a bar ends a field unless a backslash stands before it; behind the last field a bracket."""
    demand(line.startswith("[") and "\t" not in line, line, "a link line without tabs")
    fields = [field.replace("\\|", "|") for field in re.split(r"(?<!\\)\|", line[1:])]
    demand(len(fields) == 5 and fields[4].endswith("]"), line, "five fields")
    demand(fields[3:] == ["server", "port]"], line, "server and port are the server's own")
    return item(*fields[:3], "server", "port", line)


def read_gph(data):
    return [fields_at_bars(line) for line in lines_of(data, b"\n")]


READERS = {"gophermap": read_gophermap, "raw": read_raw, "gph": read_gph}


class Mirror:
    """A mirror's files, read as its dialect has them."""

    def __init__(self, root, dialect):
        self.root = root
        self.dialect = dialect

    def file_of(self, item):
        """The file that an item of type 0 or 1 leads to, relative to the root."""
        place = item.selector.lstrip("/")
        return f"{place}/{FILE_NAMES[self.dialect]}" if item.type == "1" else place

    def menu(self, name):
        return READERS[self.dialect]((self.root / name).read_bytes())

    def walk(self):
        """{file: items, of a text None} of all that can be reached from the root's menu."""
        found = {}
        waiting = [FILE_NAMES[self.dialect]]
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            if not (self.root / name).is_file():
                raise Fault(f"a link to {name}, which is not there")
            is_menu = name.endswith(FILE_NAMES[self.dialect])
            found[name] = self.menu(name) if is_menu else None
            waiting += [self.file_of(each) for each in found[name] or () if each.type in "01"]
        return found
