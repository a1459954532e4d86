"""Killed at each changing system call; each call failing, once and for good; power cuts."""

import collections
import os

import checker
from trials import AT_FAULT, DONE, IN_PART, KILLED, LOG, TRY_LATER, error_number, remove, sample, try_all

WRITES = ("write", "pwrite", "writev", "pwritev")

# Which calls an error may come from.
CHANGES_DISK = ("create", "write", "pwrite", "mkdir", "rename", "link", "truncate", "fallocate", "fsync", "syncfs")
ERRORS = {
    "EIO": (*CHANGES_DISK, "unlink", "chmod", "sync_file_range", "open", "read", "pread", "stat", "getdents", "flock"),
    "ENOSPC": CHANGES_DISK,
    "EDQUOT": CHANGES_DISK,
    "EROFS": ("create", "mkdir", "rename", "link", "unlink", "chmod", "truncate"),
    "EMFILE": ("create", "open"),
    "EINTR": ("create", "open", "write", "pwrite", "read", "pread", "truncate", "fsync", "flock"),
}


def name_of(stage, what, call):
    return f"{stage.generation.name}: {what} {call.number} ({call.name} {os.path.basename(call.path)})"


def kill(lab, tally, most):
    """SIGKILL before each changing call, and with half of a write done."""
    def trial(point):
        stage, option, call = point
        root = lab.copy_of(stage)
        ended = lab.run(stage, root, (option, call.number))
        faults = [] if ended.status == KILLED else [f"not killed: {ended.status} {ended.messages}"]
        faults += lab.faults(root)
        faults += lab.faults_of_healing(stage, root)
        remove(root)
        return name_of(stage, option, call), faults

    points = [(stage, "--kill", call) for stage in lab.stages for call in stage.calls]
    points += [(stage, "--cut", call) for stage in lab.stages for call in stage.calls if call.name in WRITES]
    try_all(tally, trial, sample(points, most))


def faults_of_outcome(lab, stage, root, ended, call=None):
    """What is wrong with a run that could not do all: the mirror, the exit status, the message."""
    faults = lab.faults(root)
    if ended.status == DONE:
        return faults + lab.faults_of_end(stage, root, LOG)
    if ended.status not in (IN_PART, AT_FAULT, TRY_LATER):
        return faults + [f"ended with {ended.status}: {ended.messages.strip()}"]
    is_changed = checker.files_of(checker.read_tree(root)) != checker.files_of(stage.tree_before)
    if is_changed and ended.status != IN_PART:
        faults.append(f"something was published, and the status is {ended.status}: {ended.messages.strip()}")
    return faults + faults_of_messages(root, ended.messages, call)


def faults_of_messages(root, messages, call):
    lines = messages.splitlines()
    faults = [f"not a message of ours: {line}" for line in lines if not line.startswith("newshole: ")]
    if not any(named_well(root, line, call) for line in lines):
        faults.append(f"no message names the file: {messages.strip()!r}")
    return faults


def named_well(root, line, call):
    """A file that is being written has a name of its own only for us: the message has the name it will have."""
    if ".html: cannot be read" in line:
        return True
    if str(root) not in line:
        return False
    if call is None or call.path.startswith(".newshole/staging/") or call.name == "syncfs":
        return True
    if call.path.startswith(".newshole/state.sqlite"):
        return f"{root}/.newshole/state.sqlite" in line
    if call.path.startswith(".newshole/search"):
        return f"{root}/.newshole/search" in line
    return f"{root}/{call.path}".rstrip("/") in line


def fail(lab, tally, most):
    """Each changing call fails, once and for good, in each way it may."""
    try_failures(lab, tally, [(stage, call, ()) for stage in lab.stages for call in stage.calls], most)


def fail_reading(lab, tally, most):
    """Opening, reading and looking at files fails."""
    reads = ("open", "read", "pread", "stat", "getdents", "flock")
    calls = [(stage, call, ("--reads",)) for stage in lab.stages for call in stage.calls_with_reads
             if call.name in reads]
    if most is None:
        try_failures(lab, tally, calls, None)
        return
    # Of these there are few, and what cannot be read must not be taken for damaged.
    of_state = [it for it in calls if it[1].name == "pread" and "/state.sqlite" in it[1].path]
    try_failures(lab, tally, of_state, most // 2)
    try_failures(lab, tally, calls, most // 2)


def try_failures(lab, tally, calls, most):
    def trial(point):
        stage, call, options, error, for_good = point
        root = lab.copy_of(stage)
        options = [*options, "--fail", call.number, error_number(error)]
        if for_good:
            options += ["--for-good", ",".join(ERRORS[error])]
        ended = lab.run(stage, root, options)
        # For good: what could not be looked at or cleaned up is written anew, and that fails elsewhere.
        faults = faults_of_outcome(lab, stage, root, ended, None if for_good else call)
        faults += lab.faults_of_healing(stage, root)
        remove(root)
        return name_of(stage, f"{error}{' for good' if for_good else ''} at", call), faults

    points = [(*call, error, for_good) for call in calls for error, names in ERRORS.items() if call[1].name in names
              for for_good in ((False,) if error == "EINTR" else (False, True))]
    try_all(tally, trial, sample(points, most))


def shorten(lab, tally, most):
    """A write takes half of what it was given, as the kernel may: nobody must notice."""
    def trial(point):
        stage, call = point
        root = lab.copy_of(stage)
        ended = lab.run(stage, root, ("--shorten", call.number))
        faults = [] if ended.status == DONE else [f"ended with {ended.status}: {ended.messages.strip()}"]
        faults += lab.faults_of_end(stage, root)
        remove(root)
        return name_of(stage, "half of write", call), faults

    points = [(stage, call) for stage in lab.stages for call in stage.calls if call.name in WRITES]
    try_all(tally, trial, sample(points, most))


class Disk:
    """What is surely on a disk that keeps nothing before it is told to: names and bytes apart."""

    def __init__(self, tree):
        self.folders = {path for path, entry in tree.items() if entry.kind == "folder"} | {""}
        self.files = checker.files_of(tree)
        self.waiting = collections.OrderedDict()   # path -> bytes, or None for a folder
        self.dirty = set()                         # files whose bytes are not there

    def sync_folder(self, path):
        for name in [name for name in self.waiting if os.path.dirname(name) == path]:
            self.keep(name)

    def sync_all(self):
        self.dirty.clear()
        for name in list(self.waiting):
            self.keep(name)

    def keep(self, name):
        data = self.waiting.pop(name)
        if data is None:
            self.folders.add(name)
        else:
            self.files[name] = data

    def reachable_files(self):
        return {path: data for path, data in self.files.items() if self.is_reachable(os.path.dirname(path))}

    def is_reachable(self, folder):
        return folder in self.folders and (not folder or self.is_reachable(os.path.dirname(folder)))


def faults_of_rename(disk, call):
    if call.path in disk.dirty:
        return [f"{call.second} is put in place before its bytes are on the disk"]
    return []


def cut_power(lab, tally, most):
    """By the trace of an undisturbed run: what a power cut leaves at each point. Bytes must be on the disk
    before their name is; of names any may be there that was synced, and no other."""
    for stage in lab.stages:
        follow(lab, tally, stage)


def follow(lab, tally, stage):
    disk = Disk(stage.tree_before)
    for call in (call for call in stage.calls if call.result >= 0):
        faults = []
        if call.name in WRITES:
            disk.dirty.add(call.path)
        elif call.name == "fsync":
            disk.dirty.discard(call.path)
            disk.sync_folder(call.path)
        elif call.name == "syncfs":
            disk.sync_all()
        elif call.name == "mkdir":
            disk.waiting[call.path] = None
        elif call.name == "rename":
            faults = faults_of_rename(disk, call)
            disk.waiting[call.second] = stage.captured[call.number]
        else:
            continue
        faults += checker.faults_of_files(own_files(lab, disk.reachable_files()), lab.versions)
        tally.add(name_of(stage, "power cut after", call), faults)
    left = [path for path in disk.waiting if not path.startswith(".newshole")]
    tally.add(f"{stage.generation.name}: at the end", [f"{path}: its name was never synced" for path in left])


def own_files(lab, files):
    return {path: data for path, data in files.items() if path not in lab.foreign}
