"""Runs newshole on mirrors that are thrown away, undisturbed or interfered with."""

import concurrent.futures
import dataclasses
import errno
import itertools
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time

import checker
import generations

TIMEOUT = 60
# What a run says of a page where others keep the machine busy; the next run will have it.
OUT_OF_TIME = "takes longer than"
ROOT_FILES = ("gophermap", "feed.xml")
DONE, IN_PART, AT_FAULT, TRY_LATER, KILLED = 0, 1, 2, 75, 128 + 9

# What a run leaves in .newshole when it has ended well, and what it may leave otherwise.
PRIVATE = {"lock", "search", "staging", "state.sqlite", "takedowns"}
LOG = {"state.sqlite-wal", "state.sqlite-shm"}


@dataclasses.dataclass(frozen=True)
class Tools:
    program: pathlib.Path
    interfere: pathlib.Path
    clock: pathlib.Path
    memory: pathlib.Path


@dataclasses.dataclass(frozen=True)
class Call:
    """A system call of a trace; paths are relative to the root."""
    number: int
    name: str
    path: str
    second: str
    result: int


@dataclasses.dataclass(frozen=True)
class Ended:
    status: int
    output: str
    messages: str
    seconds: float
    calls: tuple = ()


@dataclasses.dataclass
class Stage:
    """A generation's run: the mirror before it, and what it comes to undisturbed."""
    generation: generations.Generation
    pages: pathlib.Path
    before: pathlib.Path
    tree_before: dict
    tree_after: dict
    state_after: list
    calls: tuple
    calls_with_reads: tuple
    captured: dict   # number of a rename -> bytes


class Lab:
    """Folders and tools; stages made by undisturbed runs; every version that a file ever had."""

    def __init__(self, tools, folder, view="text", sandbox="on"):
        self.tools = tools
        self.folder = pathlib.Path(os.path.realpath(folder))
        self.outside = self.folder / "outside"
        self.names = itertools.count()
        self.versions = {}
        self.foreign = {}
        self.stages = []
        made = generations.make_generations()
        self.config = generations.save_config(self.folder / "config", made[0].sites, view, sandbox)
        self.outside.mkdir()
        (self.outside / "kept").write_text("not ours")
        root = self.new_root()
        self.plant(root)
        for generation in made:
            self.stages.append(self.make_stage(generation, root))

    def new_root(self):
        return self.folder / f"mirror-{next(self.names)}"

    def plant(self, root):
        """What is not newshole's, where it will work."""
        (root / "alpha.example/2025").mkdir(parents=True)
        for folder in (root, root / "alpha.example", root / "alpha.example/2025"):
            folder.chmod(0o755)
        (root / "private").mkdir(mode=0o700)
        for name in ("private/diary", "alpha.example/README", "alpha.example/2025/.hidden"):
            (root / name).write_text(f"foreign: {name}")
            (root / name).chmod(0o640)
        (root / "elsewhere").symlink_to(self.outside)
        self.foreign = {path: entry for path, entry in checker.read_tree(root).items()
                        if path not in ("alpha.example", "alpha.example/2025")}

    def make_stage(self, generation, root):
        pages = self.folder / f"pages-{generation.name}"
        generations.save_pages(pages, generation)
        before = self.folder / f"before-{generation.name}"
        copy(root, before)
        stage = Stage(generation, pages, before, checker.read_tree(root), {}, [], (), (), {})
        stage.calls_with_reads = self.undisturbed(stage, self.copy_of(stage), "--reads").calls
        capture = self.folder / f"captured-{generation.name}"
        capture.mkdir()
        stage.calls = self.undisturbed(stage, root, "--capture", capture).calls
        stage.captured = {int(file.name): file.read_bytes() for file in capture.iterdir()}
        stage.tree_after = checker.read_tree(root)
        stage.state_after = read_state(root)
        self.learn(root, stage)
        self.learn_root_files(stage)
        return stage

    def learn_root_files(self, stage):
        """Where one site cannot be written the others go on: the root leads to what there is."""
        for site in stage.generation.sites:
            root = self.copy_of(stage)
            ended = self.run(stage, root, arguments=("--site", site))
            if ended.status != DONE:
                raise RuntimeError(f"a run of {site} alone ended with {ended.status}: {ended.messages}")
            for path in ROOT_FILES:
                self.versions[path].add((root / path).read_bytes())
            remove(root)

    def undisturbed(self, stage, root, *options):
        ended = self.run(stage, root, interference=("--trace", self.folder / "trace", *options))
        if ended.status != DONE or ended.messages:
            raise RuntimeError(f"an undisturbed run ended with {ended.status}: {ended.messages}")
        return ended

    def learn(self, root, stage):
        """The versions of all files that the stage's run made visible."""
        for path, data in checker.files_of(stage.tree_after).items():
            self.versions.setdefault(path, set()).add(data)
        for call in stage.calls:
            if call.name == "rename":
                self.versions.setdefault(call.second, set()).add(stage.captured[call.number])

    def copy_of(self, stage):
        root = self.new_root()
        copy(stage.before, root)
        return root

    def command(self, stage, root, *arguments):
        return [self.tools.program, "mirror", "--config", self.config, "--root", root, "--from", stage.pages,
                *arguments]

    def environment(self, when):
        return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C",
                "LD_PRELOAD": str(self.tools.clock), "TORTURE_TIME": str(when)}

    def run(self, stage, root, interference=(), arguments=(), when=None, environment=None, command=None, **options):
        """Runs the stage's generation over `root`, or another command, by way of interfere where there is
        interference."""
        command = command or self.command(stage, root, *arguments)
        trace = None
        if interference:
            if "--trace" in interference:
                trace = interference[interference.index("--trace") + 1]
            command = [self.tools.interfere, "--below", root, *interference, "--", *command]
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        began = time.monotonic()
        environment = self.environment(when or stage.generation.time) | (environment or {})
        ended = subprocess.run(list(map(str, command)), env=environment,
                               stdin=subprocess.DEVNULL, timeout=TIMEOUT, text=True, check=False, **options)
        status = ended.returncode if ended.returncode >= 0 else 128 - ended.returncode
        return Ended(status, ended.stdout or "", ended.stderr or "", time.monotonic() - began,
                     read_trace(trace, root) if trace else ())

    def faults(self, root):
        """What is wrong with what a reader finds, whatever happened."""
        return checker.faults_of_tree(checker.read_tree(root), self.versions, self.foreign)

    def faults_in_part(self, root):
        """The same of a run that was asked to stop: its menus name what has come."""
        return checker.faults_of_some_menus(checker.read_tree(root), self.versions, self.foreign)

    def faults_of_end(self, stage, root, allowed=frozenset()):
        """What differs from the end of an undisturbed run; SQLite's log is `allowed` where it could not
        be removed: the next run takes it up."""
        faults = self.faults(root)
        tree = checker.read_tree(root)
        for path in sorted(tree.keys() | stage.tree_after.keys()):
            have, want = tree.get(path), stage.tree_after.get(path)
            if have is None or want is None or (have.kind, have.data) != (want.kind, want.data):
                faults.append(f"{path}: not as an undisturbed run leaves it")
        faults += [f".newshole/{name}: left over" for name in sorted(set(os.listdir(root / ".newshole")) - PRIVATE - allowed)]
        faults += [f".newshole/staging/{name}: left over" for name in os.listdir(root / ".newshole/staging")]
        if (root / ".newshole/state.sqlite-wal").exists():
            return faults
        faults = faults or faults_of_state(read_state(root), stage.state_after)
        return faults or faults_of_index(root, allowed)

    def faults_of_healing(self, stage, root):
        """What is wrong after another run, with nothing in its way."""
        ended = self.run(stage, root)
        if OUT_OF_TIME in ended.messages:
            ended = self.run(stage, root)
        if ended.status != DONE:
            return [f"the next run ended with {ended.status}: {ended.messages.strip()}"]
        return self.faults_of_end(stage, root)


def copy(source, target):
    subprocess.run(["cp", "-a", source, target], check=True)


def read_trace(file, root):
    with open(file, encoding="utf-8", errors="surrogateescape") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return tuple(Call(int(row[0]), row[1], below(row[2], root), below(row[3], root), int(row[4]))
                 for row in rows if len(row) == 5)


def below(path, root):
    return path.removeprefix(str(root)).removeprefix("/")


def read_state(root):
    """All rows of all tables, but for what the index's file is like: it has times."""
    connection = sqlite3.connect(f"file:{root}/.newshole/state.sqlite?immutable=1", uri=True)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                 if row[0] != "search_index"]
        return sorted((name, *map(str, row)) for name in names for row in connection.execute(f"SELECT * FROM {name}"))
    finally:
        connection.close()


def faults_of_index(root, allowed):
    """The search index has the stories that the state has, and nothing lies beside it, unless something is `allowed`."""
    folder = root / ".newshole/search"
    names = sorted(os.listdir(folder))
    newest = max((name for name in names if name.endswith(".sqlite")), key=generation_of, default=None)
    if newest is None:
        return ["search index: none"]
    faults = [] if allowed or names == [newest, newest + "-shm", newest + "-wal"] else [f"search index: {names}"]
    have = rows_of(f"file:{folder}/{newest}?mode=ro",
                   "SELECT name, url, path FROM stories JOIN sites ON sites.number = stories.site")
    want = rows_of(f"file:{root}/.newshole/state.sqlite?immutable=1", "SELECT site, url, path FROM stories")
    return faults + [f"search index: {row}: not as the state has it" for row in sorted(have ^ want)][:3]


def generation_of(name):
    return int(name.removesuffix(".sqlite").split("-")[1])


def rows_of(uri, query):
    connection = sqlite3.connect(uri, uri=True)
    try:
        return set(connection.execute(query))
    finally:
        connection.close()


def faults_of_state(have, want):
    return [f"state: {row}: not as an undisturbed run leaves it" for row in sorted(set(have) ^ set(want))][:3]


class Tally:
    """Points tried and damage found, of one kind of trial."""

    def __init__(self, kind):
        self.kind = kind
        self.points = 0
        self.damage = []
        self.skipped = []

    def add(self, point, faults):
        self.points += 1
        if faults:
            self.damage.append(f"{point}: " + "; ".join(faults[:4]))

    def skip(self, why):
        self.skipped.append(why)


def try_all(tally, trial, points):
    """Calls trial(point) for each on all cores; it gives the point's name and its faults."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, faults in pool.map(trial, points):
            tally.add(name, faults)


def sample(points, most):
    """All of them, or `most` spread evenly; first and last are among them."""
    points = list(points)
    if most is None or len(points) <= most:
        return points
    step = (len(points) - 1) / (most - 1)
    return [points[round(n * step)] for n in range(most)]


def remove(root):
    shutil.rmtree(root, ignore_errors=True)


def error_number(name):
    return getattr(errno, name)
