"""newshole serve beside gophernicus and pygopherd; run by `scripts/bench serve`.

    serve_bench.py PROGRAM LOAD [--rounds N] [--seconds N] [--connections N]

One mirror, one load generator, each server in turn in each round. Exit status 1 if a figure is over
its bound.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/integration"))
from servers import IS_ROOT, free_port, gophernicus, newshole_serve, pygopherd  # noqa: E402  (found by the line above)

IDLE = 1000
MEMORY_KB = 30_000
# How many times as many requests a second newshole must answer.
BOUNDS = {"gophernicus, a process a request under socat": 5, "pygopherd": 20}


def make_mirror(program, folder, port):
    config = json.loads((SOURCE / "config/newshole.json").read_text())
    # All requests come from one address.
    limits = {"max_per_address": 1024, "max_requests": 1_000_000}
    config |= {"root": str(folder / "mirror"), "host": "127.0.0.1", "port": port, "serve": limits}
    path = folder / "newshole.json"
    path.write_text(json.dumps(config))
    (folder / "sites").symlink_to(SOURCE / "config/sites")
    subprocess.run([program, "mirror", "--config", path, "--from", SOURCE / "fixtures/edition"], check=True)
    if IS_ROOT:
        # pygopherd writes a cache into what it serves.
        for entry in (folder / "mirror", *(folder / "mirror").rglob("*")):
            shutil.chown(entry, "nobody", "nogroup")
    return folder / "mirror"


class Bench:
    def __init__(self, arguments, folder, root, port):
        self.arguments = arguments
        self.folder = folder
        self.root = root
        self.port = port
        story = max(root.rglob("2025/*/*/*/*.txt"), key=lambda path: path.stat().st_size)
        self.selectors = {"front page": "", "story": "/" + str(story.relative_to(root))}

    def serve(self, name):
        if name == "newshole serve":
            return newshole_serve(self.arguments.program, self.root, self.port, self.folder)
        servers = {"pygopherd": pygopherd}
        return servers.get(name, gophernicus)(self.folder, self.root, self.port)

    def load(self, selector):
        run = subprocess.run(
            [self.arguments.load, str(self.port), str(self.arguments.connections),
             str(self.arguments.seconds), selector], capture_output=True, text=True, check=True)
        figures = json.loads(run.stdout)
        return figures | {"rate": figures["requests"] / figures["seconds"]}

    def round(self, name):
        with self.serve(name):
            return {kind: self.load(selector) for kind, selector in self.selectors.items()}


def median(runs, kind, figure):
    return statistics.median(run[kind][figure] for run in runs)


def print_rates(bench, runs):
    status = 0
    own = runs["newshole serve"]
    print(f"{'':46}{'requests/s':>12}{'median ms':>11}{'1 % over ms':>13}{'errors':>8}  newshole is")
    for kind, selector in bench.selectors.items():
        print(f"{kind} ({own[0][kind]['bytes']:,} bytes)")
        for name, rounds in runs.items():
            rate = median(rounds, kind, "rate")
            errors = sum(run[kind]["errors"] for run in rounds)
            line = (f"  {name:44}{rate:12,.0f}{median(rounds, kind, 'median_ms'):11.2f}"
                    f"{median(rounds, kind, 'slow_ms'):13.2f}{errors:8,}")
            if name in BOUNDS:
                times = statistics.median(mine[kind]["rate"] / other[kind]["rate"]
                                          for mine, other in zip(own, rounds))
                over = times < BOUNDS[name]
                status |= over
                line += f"  {times:6.1f} x as fast, at least {BOUNDS[name]}" + ("  UNDER" if over else "")
            else:
                status |= errors > 0
            print(line, flush=True)
    return status


def memory_of(process):
    text = pathlib.Path(f"/proc/{process}/status").read_text()
    return {field: int(re.search(rf"(?m)^{field}:\s+(\d+) kB$", text)[1]) for field in ("VmRSS", "VmHWM")}


def print_memory(bench):
    """What the server holds with IDLE silent connections, and how it answers others meanwhile."""
    limits = ("--max-connections", str(IDLE + 200), "--max-per-address", str(IDLE + 200), "--request-time", "600")
    with newshole_serve(bench.arguments.program, bench.root, bench.port, bench.folder, *limits) as server, \
            contextlib.ExitStack() as stack:
        for _ in range(IDLE):
            stack.enter_context(socket.create_connection(("127.0.0.1", bench.port), 10))
        time.sleep(0.5)
        files = len(os.listdir(f"/proc/{server.pid}/fd"))
        idle = memory_of(server.pid)["VmRSS"]
        rate = bench.load(bench.selectors["story"])["rate"]
        most = memory_of(server.pid)["VmHWM"]
    over = most > MEMORY_KB or files <= IDLE
    print(f"\nnewshole serve with {IDLE:,} silent connections ({files:,} files open)\n"
          f"  holds {idle / 1000:.1f} MB, and {most / 1000:.1f} MB while it answers {rate:,.0f} requests/s besides; "
          f"at most {MEMORY_KB / 1000:.0f} MB" + ("  OVER" if over else ""))
    return over


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("load")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newshole-bench-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        port = free_port()
        bench = Bench(arguments, folder, make_mirror(arguments.program, folder, port), port)
        names = ("newshole serve", *BOUNDS)
        print(f"{arguments.connections} requests at a time, {arguments.rounds} rounds of {arguments.seconds} s each,"
              " medians")
        rounds = [{name: bench.round(name) for name in names} for _ in range(arguments.rounds)]
        status = print_rates(bench, {name: [each[name] for each in rounds] for name in names})
        status |= print_memory(bench)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
