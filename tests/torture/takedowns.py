"""A takedown that is killed at each changing system call: a reader never sees harm, and the next takedown or the next
run of mirror leaves no word of the story in any file."""

import dataclasses
import os

import checker
from killing import WRITES, name_of
from trials import DONE, KILLED, read_state, remove, sample, try_all

SITE = "alpha.example"


class Letter:
    """Somebody wants the first story of the last generation gone; what is left when it is, undisturbed."""

    def __init__(self, lab):
        self.lab = lab
        self.stage = lab.stages[-1]
        story = self.stage.generation.sites[SITE][0]
        self.url = f"http://{SITE}{story.path}"
        self.words = (story.headline.encode(), story.headline.lower().replace("story", "number").encode())
        root = lab.copy_of(self.stage)
        taken, self.calls = self.undisturbed(root, "takedown", self.command(root))
        self.after = {"takedown": taken, "mirror": self.undisturbed(root, "run after it", None)[0]}

    def command(self, root):
        return [self.lab.tools.program, "takedown", "--config", self.lab.config, "--root", root, self.url]

    def undisturbed(self, root, name, command):
        """A stage whose end is that of this run, and its calls."""
        capture = self.lab.folder / f"captured-{name}"
        capture.mkdir()
        ended = self.lab.run(self.stage, root, ("--trace", self.lab.folder / "trace", "--capture", capture),
                             command=command)
        if ended.status != DONE or ended.messages:
            raise RuntimeError(f"an undisturbed {name} ended with {ended.status}: {ended.messages}")
        captured = {int(file.name): file.read_bytes() for file in capture.iterdir()}
        stage = dataclasses.replace(self.stage, tree_after=checker.read_tree(root), state_after=read_state(root),
                                    calls=ended.calls, captured=captured)
        self.lab.learn(root, stage)
        return stage, ended.calls

    def faults_of_words(self, root):
        files = [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names]
        return [f"{file}: has words of the story" for file in files if self.has_words(file)]

    def has_words(self, file):
        if not os.path.isfile(file) or os.path.islink(file):
            return False
        with open(file, "rb") as opened:
            data = opened.read()
        return any(words in data for words in self.words)


def take_down(lab, tally, most):
    letter = Letter(lab)

    def trial(point):
        option, call, healer = point
        root = lab.copy_of(letter.stage)
        ended = lab.run(letter.stage, root, (option, call.number), command=letter.command(root))
        faults = [] if ended.status == KILLED else [f"not killed: {ended.status} {ended.messages}"]
        faults += lab.faults(root)
        # What is not on the list is not known to a run of mirror.
        by = healer if (root / ".newshole/takedowns").exists() else "takedown"
        ended = lab.run(letter.stage, root, command=letter.command(root) if by == "takedown" else None)
        faults += [] if ended.status == DONE else [f"the next {by} ended with {ended.status}: {ended.messages}"]
        faults += lab.faults_of_end(letter.after[by], root) + letter.faults_of_words(root)
        remove(root)
        return name_of(letter.stage, f"takedown {option}", call) + f", then {by}", faults

    points = [("--kill", call, healer) for call in letter.calls for healer in letter.after]
    points += [("--cut", call, "mirror") for call in letter.calls if call.name in WRITES]
    try_all(tally, trial, sample(points, most))
