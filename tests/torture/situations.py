"""What happens to a mirror beside failing calls: full and read-only disks, limits, signals, readers, other
runs, damaged states, clocks that jump."""

import contextlib
import fcntl
import http.server
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

import checker
from killing import faults_of_outcome
from trials import AT_FAULT, DONE, IN_PART, TIMEOUT, TRY_LATER, copy, remove, sample, try_all

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
MOST_SECONDS = 10


@contextlib.contextmanager
def mounted(folder, options):
    """A file system of its own."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def may_mount(lab):
    folder = lab.new_root()
    folder.mkdir()
    try:
        with mounted(folder, "size=64k"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def fill_disk(lab, tally, most):
    """Less and less room, in bytes and in inodes."""
    if not may_mount(lab):
        tally.skip("disk full: this user may not mount a tmpfs")
        return

    def trial(point):
        stage, room = point
        folder = lab.new_root()
        folder.mkdir()
        with mounted(folder, "size=64m"):
            root = folder / "mirror"
            copy(stage.before, root)
            remount(folder, used(folder, room))
            ended = lab.run(stage, root)
            faults = faults_of_outcome(lab, stage, root, ended)
            remount(folder, "size=64m,nr_inodes=0")
            faults += lab.faults_of_healing(stage, root)
        return f"{stage.generation.name}: room for {room[1]} {room[0]}", faults

    rooms = [("pages", n) for n in range(0, 60, 2)] + [("inodes", n) for n in range(0, 40, 2)]
    try_all(tally, trial, sample([(stage, room) for stage in lab.stages for room in rooms], most))


def used(folder, room):
    """Mount options that leave just so much."""
    kind, count = room
    usage = os.statvfs(folder)
    if kind == "inodes":
        return f"nr_inodes={max(1, usage.f_files - usage.f_ffree + count)}"
    return f"size={(usage.f_blocks - usage.f_bfree + count) * usage.f_frsize}"


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True, capture_output=True)


def make_read_only(lab, tally, most):
    del most
    if not may_mount(lab):
        tally.skip("read-only: this user may not mount a tmpfs")
        return
    for stage in lab.stages:
        folder = lab.new_root()
        folder.mkdir()
        with mounted(folder, "size=64m"):
            root = folder / "mirror"
            copy(stage.before, root)
            remount(folder, "ro")
            ended = lab.run(stage, root)
            faults = faults_of_outcome(lab, stage, root, ended)
            if ended.status != AT_FAULT:
                faults.append(f"ended with {ended.status}")
            if checker.read_tree(root) != stage.tree_before:
                faults.append("something changed")
            remount(folder, "rw")
            faults += lab.faults_of_healing(stage, root)
        tally.add(f"{stage.generation.name}: read-only", faults)


def limited(lab, tally, points, limit, name):
    """`points` are stages and soft limits."""
    def trial(point):
        stage, most = point
        root = lab.copy_of(stage)
        ended = lab.run(stage, root, preexec_fn=lambda: resource.setrlimit(limit, (most, most)))
        faults = faults_of_outcome(lab, stage, root, ended) + lab.faults_of_healing(stage, root)
        remove(root)
        return f"{stage.generation.name}: {name} {most}", faults

    try_all(tally, trial, points)


def limit_files(lab, tally, most):
    """Files may not grow beyond a size: SIGXFSZ must not kill."""
    sizes = [0, 1, 100, 512, 1000, 2000, 4096, 8192, 20000, 32768, 50000, 65536, 100000, 150000]
    limited(lab, tally, sample([(stage, size) for stage in lab.stages for size in sizes], most), resource.RLIMIT_FSIZE,
            "files of at most")


def limit_descriptors(lab, tally, most):
    points = [(stage, count) for stage in lab.stages for count in range(fewest_descriptors(lab), 16)]
    limited(lab, tally, sample(points, most), resource.RLIMIT_NOFILE, "descriptors:")


def fewest_descriptors(lab):
    """With fewer the program cannot even be loaded."""
    for count in range(3, 16):
        ended = subprocess.run([lab.tools.program, "--version"], check=False, capture_output=True,
                               preexec_fn=lambda n=count: resource.setrlimit(resource.RLIMIT_NOFILE, (n, n)))
        if ended.returncode == 0:
            return count
    return 16


def heed_signals():
    """Whoever started the torture with nohup, or in a script's background, meant the torture."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def start(lab, stage, root, *arguments, **options):
    command = list(map(str, lab.command(stage, root, *arguments)))
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL,
               "preexec_fn": heed_signals, **options}
    return subprocess.Popen(command, env=lab.environment(stage.generation.time), text=True, **options)


def end_by(process, number):
    """Sends a signal; gives the status, the messages and how long the end took."""
    began = time.monotonic()
    process.send_signal(number)
    try:
        _, messages = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return 128 + signal.SIGKILL, "", TIMEOUT
    status = process.returncode if process.returncode >= 0 else 128 - process.returncode
    return status, messages, time.monotonic() - began


def faults_of_ending(ended):
    status, messages, seconds = ended
    faults = [] if status in (DONE, IN_PART, TRY_LATER) else [f"ended with {status}: {messages.strip()}"]
    return faults + ([f"ended after {seconds:.1f} s"] if seconds > MOST_SECONDS else [])


def interrupt(lab, tally, most):
    """SIGTERM, SIGINT and SIGHUP at random moments."""
    chance = random.Random(9)
    root = lab.copy_of(lab.stages[0])
    seconds = lab.run(lab.stages[0], root).seconds

    def trial(point):
        stage, number, moment = point
        root = lab.copy_of(stage)
        process = start(lab, stage, root)
        time.sleep(moment)
        if process.poll() is None:
            wait_for_handler(process, number)
        faults = faults_of_ending(end_by(process, number)) + lab.faults_in_part(root) + lab.faults_of_healing(stage, root)
        remove(root)
        return f"{stage.generation.name}: {signal.Signals(number).name} after {moment * 1000:.1f} ms", faults

    points = [(lab.stages[n % 3], SIGNALS[n // 3 % 3], chance.random() * seconds * 1.2) for n in range(most or 300)]
    try_all(tally, trial, points)
    interrupt_waiting(lab, tally, (0, 1, 2, 3, 5, 9, 12) if most is None else (0, 1, 5))


def wait_for_handler(process, number):
    """A program that is still being loaded is killed by a signal, and harms nothing by it."""
    caught = 0
    while not caught & (1 << (number - 1)) and process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                caught = int(next((line.split()[1] for line in status if line.startswith("SigCgt")), "0"), 16)
        except (OSError, ValueError):
            return
        time.sleep(0.0005)


class SlowSite(http.server.ThreadingHTTPServer):
    """Serves saved pages, then falls silent after so many."""
    daemon_threads = True

    def __init__(self, pages, answers):
        super().__init__(("127.0.0.1", 0), SlowSite.Handler)
        self.pages = pages
        self.answers = answers
        self.lock = threading.Lock()
        self.is_silent = threading.Event()
        self.is_ending = threading.Event()

    def shutdown(self):
        self.is_ending.set()
        super().shutdown()

    def handle_error(self, request, client_address):
        """A client that goes away is what this is about."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            with self.server.lock:
                self.server.answers -= 1
                is_silent = self.server.answers < 0
            if is_silent:
                self.server.is_silent.set()
                self.server.is_ending.wait()
                return
            self.answer()

        def answer(self):
            name = "index.html" if self.path == "/" else self.path[1:] + ".html"
            file = self.server.pages / self.headers["Host"].split(":")[0] / name
            body = file.read_bytes() if file.is_file() else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Says nothing."""


def interrupt_waiting(lab, tally, counts):
    """A signal while a site does not answer: what has come is kept or not, the end comes soon."""
    def trial(point):
        number, answers = point
        with SlowSite(lab.stages[0].pages, answers) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            faults = faults_of_waiting(lab, lab.stages[0], server, number)
            server.shutdown()
        return f"{signal.Signals(number).name} after {answers} answers", faults

    try_all(tally, trial, [(number, answers) for number in SIGNALS for answers in counts])


def faults_of_waiting(lab, stage, server, number):
    root = lab.copy_of(stage)
    process = start_live(lab, stage, root, server)
    server.is_silent.wait(TIMEOUT)
    early = process.poll()
    faults = [] if early is None else [f"ended too early, with {early}"]
    faults += faults_of_ending(end_by(process, number))
    faults += lab.faults_in_part(root) + lab.faults_of_healing(stage, root)
    remove(root)
    return faults


def start_live(lab, stage, root, server):
    """A run over the network: all pages are asked for at the slow site."""
    port = server.server_address[1]
    command = [lab.tools.program, "mirror", "--config", lab.config, "--root", root,
               "--connect-to", f"::127.0.0.1:{port}"]
    return subprocess.Popen(list(map(str, command)), env=lab.environment(stage.generation.time), text=True,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            preexec_fn=heed_signals)


def lose_output(lab, tally, most):
    """Standard streams closed, or on a full device."""
    del most
    stage = lab.stages[1]
    cases = {
        "standard output closed": ">&-", "standard output full": ">/dev/full",
        "all closed": "<&- >&- 2>&-", "standard error closed": "2>&-", "standard error full": "2>/dev/full",
        "standard error closed, something to say": "2>&-",
    }
    for name, redirection in cases.items():
        root = lab.copy_of(stage)
        if "something" in name:
            (root / "alpha.example/2025/12/02").mkdir(parents=True)
            (root / "alpha.example/2025/12/02/science").write_text("foreign, in a folder's place")
        command = lab.command(stage, root, "--report", "-" if "output" in name or "all" in name else root / "../r.json")
        script = f'exec "$@" {redirection}'
        ended = subprocess.run(["sh", "-c", script, "sh", *map(str, command)], check=False, capture_output=True,
                               text=True, env=lab.environment(stage.generation.time), timeout=TIMEOUT)
        is_lost = "output" in name or "all" in name or "something" in name
        faults = [] if ended.returncode == (IN_PART if is_lost else DONE) else [f"ended with {ended.returncode}"]
        if "something" in name:
            (root / "alpha.example/2025/12/02/science").unlink()
            faults += lab.faults_of_healing(stage, root)
        else:
            faults += lab.faults_of_end(stage, root)
        if "error" not in name and "all" not in name and "standard output" not in ended.stderr:
            faults.append(f"nobody is told: {ended.stderr!r}")
        tally.add(name, faults)
        remove(root)
    lose_reader(lab, tally, stage)


def lose_reader(lab, tally, stage):
    """Whoever read standard output is gone: no error."""
    root = lab.copy_of(stage)
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as pipe:
        ended = lab.run(stage, root, arguments=("--report", "-"), stdout=pipe)
    faults = [] if ended.status == DONE else [f"ended with {ended.status}: {ended.messages}"]
    tally.add("the reader of standard output gone", faults + lab.faults_of_end(stage, root))
    remove(root)


def run_again(lab, tally, most):
    """A run that finds nothing new touches nothing outside of .newshole."""
    del most
    for stage in lab.stages:
        root = lab.copy_of(stage)
        lab.run(stage, root)
        before = checker.read_tree(root)
        for minutes in (0, 1, 59):
            ended = lab.run(stage, root, ("--trace", root.with_suffix(".trace")),
                            when=stage.generation.time + 60 * minutes)
            faults = [] if ended.status == DONE else [f"ended with {ended.status}: {ended.messages}"]
            faults += [f"{call.name} {call.path}" for call in ended.calls if not call.path.startswith(".newshole")]
            faults += [] if checker.read_tree(root) == before else ["something changed"]
            tally.add(f"{stage.generation.name}: again after {minutes} minutes", faults)
        remove(root)


def run_together(lab, tally, most):
    """Fifty at once: one works, the others end at once; a killed one leaves no lock."""
    for stage in lab.stages:
        root = lab.copy_of(stage)
        processes = [start(lab, stage, root) for _ in range(most or 50)]
        statuses = [end_of(process) for process in processes]
        faults = [f"ended with {status}: {messages.strip()}" for status, messages in statuses
                  if status != DONE and (status != TRY_LATER or len(messages.splitlines()) != 1)]
        if not any(status == DONE for status, _ in statuses):
            faults.append("nobody did the work")
        tally.add(f"{stage.generation.name}: {len(processes)} at once", faults + lab.faults_of_end(stage, root))
        remove(root)
    hold_lock(lab, tally)
    kill_holder(lab, tally)


def end_of(process):
    _, messages = process.communicate(timeout=TIMEOUT)
    return process.returncode, messages


def hold_lock(lab, tally):
    stage = lab.stages[1]
    root = lab.copy_of(stage)
    with open(root / ".newshole/lock", "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for n in range(10):
            ended = lab.run(stage, root)
            faults = [] if ended.status == TRY_LATER else [f"ended with {ended.status}"]
            faults += [f"took {ended.seconds:.1f} s"] if ended.seconds > MOST_SECONDS else []
            faults += ["wrote"] if checker.read_tree(root) != stage.tree_before else []
            tally.add(f"beside another, {n}", faults)
    remove(root)


def kill_holder(lab, tally):
    stage = lab.stages[0]
    with SlowSite(stage.pages, 1) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = lab.copy_of(stage)
        process = start_live(lab, stage, root, server)
        server.is_silent.wait(TIMEOUT)
        faults = [] if lab.run(stage, root).status == TRY_LATER else ["a second run beside it"]
        process.kill()
        process.communicate()
        server.shutdown()
    tally.add("the holder of the lock killed", faults + lab.faults_of_healing(stage, root))
    remove(root)


def read_for_ever(root, versions, stop, counts, number):
    """A reader that follows every link of every menu, again and again. counts: reads, torn, dead."""
    reads = torn = dead = 0
    while not stop.is_set():
        waiting, seen = ["gophermap"], set()
        while waiting:
            path = waiting.pop()
            try:
                with open(os.path.join(root, path), "rb") as file:
                    data = file.read()
            except FileNotFoundError:
                dead += 1
                continue
            reads += 1
            if data not in versions.get(path, ()):
                torn += 1
            elif path.endswith("gophermap"):
                new = set(checker.targets_of(data)) - seen
                seen |= new
                waiting += new
    counts[3 * number:3 * number + 3] = [reads, torn, dead]


def read_meanwhile(lab, tally, most):
    """Readers while generation follows generation. A round begins with what was known after the first, over
    the files of the last: no file ever goes away."""
    readers, seconds = (2, 60) if most is None else (2, 4)
    root = lab.copy_of(lab.stages[0])
    lab.run(lab.stages[0], root)
    known = root.with_name(root.name + "-known")
    shutil.copytree(root / ".newshole", known)
    stop, counts = multiprocessing.Event(), multiprocessing.Array("q", 3 * readers)
    processes = [multiprocessing.Process(target=read_for_ever, args=(str(root), lab.versions, stop, counts, n))
                 for n in range(readers)]
    for process in processes:
        process.start()
    end, runs, failed = time.monotonic() + seconds, 0, []
    while time.monotonic() < end:
        stage = lab.stages[runs % len(lab.stages)]
        if runs % len(lab.stages) == 0:
            remove(root / ".newshole")
            shutil.copytree(known, root / ".newshole")
        ended = lab.run(stage, root)
        failed += [] if ended.status == DONE else [ended.messages]
        runs += 1
    stop.set()
    for process in processes:
        process.join()
    reads, torn, dead = (sum(counts[n::3]) for n in range(3))
    tally.points += reads
    tally.damage += [f"{torn} of {reads} files torn"] * bool(torn) + [f"{dead} dead links"] * bool(dead) + failed
    print(f"  readers: {reads} files read during {runs} runs, {torn} torn, {dead} dead links")
    remove(known)
    remove(root)


def faults_of_damaged_state(lab, stage, root):
    """After a run with such a state: it says so and ends, every menu is whole, the next run is as any other."""
    ended = lab.run(stage, root)
    faults = [] if ended.status in (DONE, IN_PART, AT_FAULT) else [f"ended with {ended.status}: {ended.messages}"]
    faults += faults_of_whole_menus(lab, root)
    if ended.status == AT_FAULT:
        return faults + ([] if ".newshole" in ended.messages else [f"says {ended.messages!r}"])
    ended = lab.run(stage, root)
    faults += [] if ended.status == DONE else [f"the next run ended with {ended.status}: {ended.messages}"]
    return faults + faults_of_whole_menus(lab, root) + faults_of_listed(lab, stage, root)


def faults_of_whole_menus(lab, root):
    """Of a state whose text somebody changed, menus may show what no site said; they still lead somewhere."""
    return checker.faults_of_some_menus(checker.read_tree(root), None, lab.foreign)


def faults_of_listed(lab, stage, root):
    """The stories that the sites list now are there, as an undisturbed run leaves them."""
    files = checker.files_of(checker.read_tree(root))
    faults = []
    for site, stories in stage.generation.sites.items():
        for it in stories:
            path = f"{site}{it.path}.txt"
            if path not in lab.versions:
                # Of a story that is a menu alone, what it leads to depends on which others are known.
                path = f"{site}{it.path}/{checker.MENU}"
                faults += [] if path in files else [f"{path}: not there"]
                continue
            versions = {checker.without_times(data) for data in lab.versions[path]}
            if checker.without_times(files.get(path, b"")) not in versions:
                faults.append(f"{path}: not there, or not whole")
    return faults


def deny_memory(lab, tally, most):
    """An allocation is refused, once and for good: an item is left out, or the run ends with a message."""
    def trial(point):
        stage, number, how = point
        root = lab.copy_of(stage)
        ended = lab.run(stage, root, environment=scarce(lab, TORTURE_ALLOCATION=f"{number}{how}"))
        # Done in part: a story is left out, and a message says so.
        faults = lab.faults_in_part(root) if ended.status == IN_PART else lab.faults(root)
        if ended.status not in (DONE, IN_PART, AT_FAULT, TRY_LATER):
            faults.append(f"ended with {ended.status}: {ended.messages.strip()}")
        if ended.status != DONE and not ended.messages.startswith("newshole: "):
            faults.append(f"ended with {ended.status} and no message of ours: {ended.messages.strip()!r}")
        faults += lab.faults_of_healing(stage, root)
        remove(root)
        return f"{stage.generation.name}: allocation {number}{how}", faults

    points = [(stage, number, how) for stage in lab.stages for how in ("", "+")
              for number in sample(range(1, count_allocations(lab, stage) + 1), 1000)]
    try_all(tally, trial, sample(points, most))


def scarce(lab, **variables):
    return {"LD_PRELOAD": f"{lab.tools.clock} {lab.tools.memory}"} | variables


def count_allocations(lab, stage):
    root, counted = lab.copy_of(stage), lab.folder / "allocations"
    lab.run(stage, root, environment=scarce(lab, TORTURE_ALLOCATIONS=str(counted)))
    remove(root)
    return int(counted.read_text())


def damage_state(lab, tally, most):
    stage = lab.stages[1]
    size = (stage.before / ".newshole/state.sqlite").stat().st_size
    chance = random.Random(4)
    points = [("cut", size * n // 64) for n in range(64)] + [("flip", chance.randrange(size * 8)) for _ in range(500)]
    points += [("flip", n) for n in range(8 * 4096)] + [("fill", n) for n in range(size // 4096)]
    points = sample(points, most)
    points += [("version", 99), ("version", -1), ("gone", 0), ("folder", 0), ("empty", 0), ("link", 0)]

    def trial(point):
        how, where = point
        root = lab.copy_of(stage)
        spoil(root / ".newshole/state.sqlite", how, where, lab.outside / "state.sqlite")
        faults = faults_of_damaged_state(lab, stage, root)
        if (lab.outside / "state.sqlite").exists():
            faults.append("a state was written outside of the mirror")
        remove(root)
        return f"state: {how} {where}", faults

    try_all(tally, trial, points)
    damage_log(lab, tally, most)


def spoil(file, how, where, outside):
    if how == "cut":
        os.truncate(file, where)
    elif how == "flip":
        flip(file, where)
    elif how == "fill":
        with open(file, "r+b") as state:
            state.seek(where * 4096)
            state.write(bytes(range(256)) * 16)
    elif how == "version":
        connection = sqlite3.connect(file)
        connection.execute(f"PRAGMA user_version = {where}")
        connection.close()
    elif how == "empty":
        file.write_bytes(b"")
    else:
        file.unlink()
        if how == "folder":
            file.mkdir()
            (file / "something").write_text("x")
        elif how == "link":
            file.symlink_to(outside)


def flip(file, bit):
    with open(file, "r+b") as state:
        state.seek(bit // 8)
        byte = state.read(1)[0] ^ (1 << bit % 8)
        state.seek(bit // 8)
        state.write(bytes([byte]))


def damage_log(lab, tally, most):
    """A killed run leaves what it committed in SQLite's log: cut and flipped too."""
    stage = lab.stages[1]
    kept = lab.new_root()
    copy(stage.before, kept)
    last = [call for call in stage.calls if call.path.endswith("-wal") and call.name in ("write", "pwrite")][-1]
    lab.run(stage, kept, ("--kill", last.number + 2))
    log = kept / ".newshole/state.sqlite-wal"
    size = log.stat().st_size if log.exists() else 0
    chance = random.Random(5)
    points = [("cut", size * n // 64) for n in range(64)]
    points += [("flip", chance.randrange(size * 8)) for _ in range(100 if size else 0)]

    def trial(point):
        how, where = point
        root = lab.new_root()
        copy(kept, root)
        spoil(root / ".newshole/state.sqlite-wal", how, where, None)
        faults = faults_of_damaged_state(lab, stage, root)
        remove(root)
        return f"log: {how} {where}", faults

    if size:
        try_all(tally, trial, sample(points, most))


def jump(lab, tally, most):
    """The clock goes back and forth: nothing is lost, no storm of requests."""
    del most
    year = 365 * 86400
    stage = lab.stages[1]
    for years in (-1, -30, 10, 13, 80):
        root = lab.copy_of(stage)
        faults = []
        for when in (stage.generation.time + years * year, stage.generation.time, stage.generation.time + 60):
            ended = lab.run(stage, root, arguments=("--report", "-"), when=when)
            faults += [] if ended.status == DONE else [f"ended with {ended.status}: {ended.messages}"]
            faults += faults_of_whole_menus(lab, root) + faults_of_listed(lab, stage, root)
            faults += [f"{path}: gone" for path in stage.tree_before if path not in checker.read_tree(root)]
            listed = sum(len(stories) for stories in stage.generation.sites.values())
            fetched = sum(site["fetched"] for site in json.loads(ended.output)["sites"])
            faults += [f"{fetched} of {listed} stories fetched"] if fetched > listed else []
        tally.add(f"the clock {years} years off, and right again", faults)
        remove(root)


def plant(lab, tally, most):
    """Links where files and folders of the mirror belong, whatever the umask: nothing outside is touched."""
    del most
    stage = lab.stages[1]
    story = "alpha.example/2025/11/30/us/story-1.txt"
    places = {
        "alpha.example/gophermap": lab.outside / "kept", story: lab.outside / "kept",
        "alpha.example/2025/12": lab.outside, ".newshole/staging/0": lab.outside / "kept",
        "alpha.example/sections/science": lab.outside, "gophermap": lab.outside / "new",
    }
    for umask in (0o000, 0o077, 0o777):
        for place, target in places.items():
            root = lab.copy_of(stage)
            plant_link(root / place, target)
            ended = lab.run(stage, root, umask=umask)
            faults = [] if ended.status in (DONE, IN_PART) else [f"ended with {ended.status}: {ended.messages}"]
            faults += [f"outside: {name}" for name in os.listdir(lab.outside) if name != "kept"]
            faults += [] if (lab.outside / "kept").read_text() == "not ours" else ["outside: kept has changed"]
            if (root / place).is_symlink():
                (root / place).unlink()
            faults += lab.faults_of_healing(stage, root)
            tally.add(f"umask {umask:04o}, a link at {place}", faults)
            remove(root)


def plant_link(place, target):
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)
