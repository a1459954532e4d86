"""What a reader may find below a mirror's root, checked by rules of its own: it shares no code with newshole.

A tree is {path: Entry}, paths relative to the root; .newshole is no part of it."""

import dataclasses
import os
import re
import stat

TYPES = "0137hi"
MENU = "gophermap"


@dataclasses.dataclass(frozen=True)
class Entry:
    kind: str     # "file", "folder", "link" or "other"
    mode: int
    data: bytes   # a link's target
    mtime: int = 0


def read_tree(root):
    tree = {}
    _read_folder(os.fspath(root), "", tree)
    return tree


def _read_folder(root, folder, tree):
    with os.scandir(os.path.join(root, folder)) as listing:
        for entry in listing:
            path = os.path.join(folder, entry.name)
            if path == ".newshole":
                continue
            tree[path] = read_entry(os.path.join(root, path))
            if tree[path].kind == "folder":
                _read_folder(root, path, tree)


def read_entry(path):
    status = os.lstat(path)
    mode = stat.S_IMODE(status.st_mode)
    if stat.S_ISLNK(status.st_mode):
        return Entry("link", mode, os.fsencode(os.readlink(path)), status.st_mtime_ns)
    if stat.S_ISDIR(status.st_mode):
        return Entry("folder", mode, b"")
    if not stat.S_ISREG(status.st_mode):
        return Entry("other", mode, b"", status.st_mtime_ns)
    with open(path, "rb") as file:
        return Entry("file", mode, file.read(), status.st_mtime_ns)


def files_of(tree):
    """{path: bytes}"""
    return {path: entry.data for path, entry in tree.items() if entry.kind == "file"}


def parse_menu(data):
    """[(type, display, selector, host, port)]; raises ValueError where it is no menu."""
    if not data.endswith(b"\n"):
        raise ValueError("its last line has no end")
    items = []
    for line in data.decode("utf-8").removesuffix("\n").split("\n"):
        fields = line.removesuffix("\r").split("\t")
        if len(fields) != 4 or not line or line[0] not in TYPES:
            raise ValueError(f"no menu line: {line!r}")
        items.append((line[0], fields[0][1:], *fields[1:]))
    return items


def targets_of_items(items):
    """The files that a menu leads to."""
    targets = []
    for kind, _, selector, *_ in items:
        target = selector.strip("/")
        if kind == "1":
            target = f"{target}/{MENU}".lstrip("/")
        if kind in "01":
            targets.append(target)
    return targets


def targets_of(data):
    return targets_of_items(parse_menu(data))


def faults_of_modes(tree):
    wanted = {"file": 0o644, "folder": 0o755}
    return [f"{path}: a {entry.kind} with mode {entry.mode:04o}" for path, entry in tree.items()
            if wanted.get(entry.kind) != entry.mode]


def faults_of_versions(files, versions):
    """Each file must be what some generation had at its path, whole."""
    faults = []
    for path, data in files.items():
        if path not in versions:
            faults.append(f"{path}: no run writes such a file")
        elif data not in versions[path]:
            faults.append(f"{path}: {len(data)} bytes that no generation had")
    return faults


def without_times(data):
    """A story says when it changed here and leads to its day, both by a clock that a trial may have set, and says in
    what it changed, by a page that goes with the state."""
    return re.sub(rb"(?m)^((Changed on|What changed:) [^\n]*|[A-Z][a-z]+day \d+ [A-Z][a-z]+ \d+:\s\S+/archive/\S+)\n",
                  b"", data)


def faults_of_menu(path, data, files):
    try:
        items = parse_menu(data)
    except ValueError as error:
        return [f"{path}: {error}"]
    return [f"{path}: a dead link to {target}" for target in targets_of_items(items) if target not in files]


def faults_of_files(files, versions):
    return faults_of_versions(files, versions) + faults_of_menus(files)


def faults_of_menus(files):
    faults = []
    for path, data in files.items():
        if os.path.basename(path) == MENU:
            faults += faults_of_menu(path, data, files)
    return faults


def faults_of_foreign(tree, foreign):
    """`foreign` is what the tree held before, that newshole did not make."""
    faults = []
    for path, entry in foreign.items():
        if path not in tree:
            faults.append(f"{path}: foreign, and gone")
        elif tree[path] != entry:
            faults.append(f"{path}: foreign, and changed")
    return faults


def faults_of_tree(tree, versions, foreign):
    own = {path: entry for path, entry in tree.items() if path not in foreign}
    return faults_of_foreign(tree, foreign) + faults_of_modes(own) + faults_of_files(files_of(own), versions)


def faults_of_some_menus(tree, versions, foreign):
    """Where menus and feeds may name only a part of what a generation has, as after a stop: still whole, nothing dead.
    Without `versions` stories are not looked at either. A digest says of a day what its menu says."""
    own = {path: entry for path, entry in tree.items() if path not in foreign}
    files = files_of(own)
    stories = {path: data for path, data in files.items() if path.endswith(".txt") and "/digest/" not in path}
    return (faults_of_foreign(tree, foreign) + faults_of_modes(own) + faults_of_menus(files)
            + (faults_of_versions(stories, versions) if versions else []))
