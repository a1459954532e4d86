"""Fetching over the line that scripts/link makes, beside curl; run by `scripts/bench fetch`.

    fetch_bench.py PROGRAM [--pairs N] [--runs N] [--robots obey]

An index and 100 stories of 21 KB, compressed, from nginx with TLS and HTTP/2. Exit status 1 if a
figure is over its bound.
"""

import argparse
import contextlib
import datetime
import gzip
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/integration"))
from servers import make_authority, make_certificate  # noqa: E402  (found by the line above)

HOST = "lite.cnn.com"
SERVER = "10.77.0.2"
STORIES = 100
STORY_BYTES = 21_000
IN_FLIGHT = 50
# nginx lets 128 streams be open at once by default. A 304 fits a packet of its own, and a young
# connection may send ten of them a round trip: what was asked for meanwhile shares packets.
UNCHANGED_IN_FLIGHT = 100
ROUND_TRIP = 0.040
HTTP_2 = ("--http2", "--parallel-max", str(IN_FLIGHT))
HTTP_1 = ("--http1.1", "--parallel-max", "6")
# Fetching alone against curl's, and what converting meanwhile may add.
FETCH_BOUND, CONVERT_BOUND = 1.15, 1.10
# What another form of the mirror may add to a first run.
EDITIONS = [{"charset": "utf-8", "width": 70}, {"name": "small", "charset": "us-ascii", "width": 40}]
EDITION_BOUND = 1.15
HTTP_1_BOUND = 1.7
UNCHANGED_SECONDS = 5.5 * ROUND_TRIP + 0.030
UNCHANGED_BYTES = 70_000
UNCHANGED_CPU_SECONDS = 0.025


# What is served.

class Prose:
    """Words that compress about as well as a newspaper's."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        syllables = [a + b + c for a in "bdfglmnprst" for b in "aeiou" for c in ("", "n", "r", "st")]
        self.words = ["".join(self.random.choices(syllables, k=self.random.randint(1, 4))) for _ in range(3000)]
        self.weights = [1 / rank for rank in range(3, 3003)]

    def sentence(self, words):
        return " ".join(self.random.choices(self.words, self.weights, k=words)).capitalize()

    def rule(self):
        number = self.random.randrange(100_000)
        return (f".layout__wrapper-{number}{{display:flex;margin:0 {number % 40}px;color:#"
                f"{self.random.randrange(1 << 24):06x}}}\n")


def story_page(template, headline, published, prose):
    """About STORY_BYTES when compressed: 11 KB of text, the rest style, as on the real pages."""
    text = "".join(f'<p class="paragraph--lite">\n  {prose.sentence(60)}.\n</p>\n' for _ in range(30))
    page = template.replace("A drone fleet is mapping the floor of Lake Constance, one reed bed at a time", headline)
    page = page.replace("2026-02-17T10:00:43.523Z", published).replace("2026-02-17T14:42:57.637Z", published)
    page = page.replace('    <p class="paragraph--lite">', text + '    <p class="paragraph--lite">', 1)
    style = "".join(prose.rule() for _ in range(980))
    return page.replace("</head>", f"<style>{style}</style></head>", 1)


def write_page(path, page):
    path.parent.mkdir(parents=True, exist_ok=True)
    data = page.encode()
    path.write_bytes(data)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(data, 6, mtime=0))
    when = time.time() - 600
    for file in (path, path.with_name(path.name + ".gz")):
        os.utime(file, (when, when))


def write_site(folder):
    """The paths of its stories. They are of this hour, so that each run looks at all of them."""
    prose = Prose(1)
    now = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=10)
    template = (SOURCE / "fixtures" / HOST / "plain/page.html").read_text()
    paths, links = [], ""
    for number in range(STORIES):
        headline = f"{prose.sentence(9)} {number}"
        path = f"/{now:%Y/%m/%d}/science/story-{number}"
        write_page(folder / f"{path[1:]}.html",
                   story_page(template, headline, f"{now:%Y-%m-%dT%H:%M:%S}.000Z", prose))
        links += f'  <li class="card--lite">\n    <a href="{path}">\n        {headline}\n    </a>\n</li>\n'
        paths.append(path)
    index = (SOURCE / "fixtures/edition" / HOST / "index.html").read_text()
    first, last = index.index('<li class="card--lite">'), index.rindex("</li>") + len("</li>")
    write_page(folder / "index.html", index[:first] + links + index[last:])
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /search\n")
    return paths


@contextlib.contextmanager
def nginx(folder, pages, certificate):
    """At the other end of the line; `folder`/access.log has a line a request: connection, protocol,
    status, bytes."""
    temporary = "\n".join(f"  {kind}_temp_path {folder}/{kind};"
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    configuration = folder / "nginx.conf"
    configuration.write_text(f"""
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
{temporary}
  log_format short '$connection $server_protocol $status $bytes_sent';
  access_log {folder}/access.log short;
  types {{ text/plain txt; text/html html; }}
  charset utf-8;
  gzip_static on;
  server {{
    listen {SERVER}:443 ssl http2;
    ssl_certificate {certificate};
    ssl_certificate_key {certificate.with_suffix(".key")};
    ssl_protocols TLSv1.3;
    root {pages};
    location / {{ try_files $uri $uri.html $uri/index.html =404; }}
  }}
}}
""")
    command = ["nginx", "-c", configuration, "-p", folder, "-e", folder / "error.log"]
    process = subprocess.Popen(["ip", "netns", "exec", os.environ["NEWSHOLE_LINK_SERVER"], *command])
    try:
        time.sleep(1)
        if process.poll() is not None:
            raise RuntimeError((folder / "error.log").read_text())
        yield
    finally:
        process.terminate()
        process.wait(30)


# What is measured.

def wire_bytes():
    """Received and sent so far by this end of the line."""
    for line in pathlib.Path("/proc/net/dev").read_text().splitlines():
        name, _, figures = line.strip().partition(":")
        if name.startswith("nh"):
            return int(figures.split()[0]) + int(figures.split()[8])
    raise RuntimeError("not at an end of scripts/link's line")


class Run:
    """One process: seconds, processor seconds, bytes on the wire, and what the server logged."""

    def __init__(self, bench, command):
        log = bench.folder / "access.log"
        logged, wire = log.stat().st_size if log.exists() else 0, wire_bytes()
        start = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   env=bench.environment)
        self.said = process.stderr.read().decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        self.seconds = time.perf_counter() - start
        process.returncode = self.status = os.waitstatus_to_exitcode(status)
        self.cpu = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss  # KB
        time.sleep(0.2)  # for the last packets and log lines
        self.wire = wire_bytes() - wire
        with log.open() as file:
            file.seek(logged)
            self.requests = [line.split() for line in file]

    def handshakes(self):
        return len({request[0] for request in self.requests})

    def count(self, status):
        return sum(request[2] == status for request in self.requests)


class Bench:
    def __init__(self, program, folder, authority, paths, robots):
        self.program = program
        self.folder = folder
        self.authority = authority
        self.connect_to = ("--connect-to", f"{HOST}:443:{SERVER}:443")
        self.environment = os.environ | {"HOME": "/nonexistent", "LC_ALL": "C"}
        self.robots = robots
        (folder / "sites").symlink_to(SOURCE / "config/sites")
        self.urls = folder / "urls"
        self.urls.write_text("".join(
            f"url = https://{HOST}{path}\noutput = {folder}/fetched/{number}.html\n"
            for number, path in enumerate(["/", *paths])))

    def curl(self, options):
        shutil.rmtree(self.folder / "fetched", ignore_errors=True)
        (self.folder / "fetched").mkdir()
        run = Run(self, ["curl", "--disable", "--silent", "--show-error", "--parallel", *options, "--compressed",
                         "--cacert", self.authority, *self.connect_to, "--config", self.urls])
        return self.checked(run, run.count("200") > STORIES)

    def config(self, in_flight, editions):
        file = self.folder / f"newshole-{in_flight}-{editions}.json"
        shipped = json.loads((SOURCE / "config/newshole.json").read_text())
        file.write_text(json.dumps(shipped | {"editions": EDITIONS[:editions], "network": {
            "max_per_host": in_flight, "max_in_flight": in_flight, "robots": self.robots}}))
        return file

    def mirror(self, root, in_flight, editions=1):
        return Run(self, [self.program, "mirror", "--config", self.config(in_flight, editions), "--root", root,
                          "--quiet", "--cacert", self.authority, *self.connect_to])

    def new_mirror(self, editions=1):
        root = self.folder / "mirror"
        shutil.rmtree(root, ignore_errors=True)
        run = self.mirror(root, IN_FLIGHT, editions)
        files = len(list(root.rglob("story-*.txt")))
        return self.checked(run, run.count("200") > STORIES and files == STORIES * editions)

    def same_mirror(self, in_flight):
        return self.mirror(self.folder / "mirror", in_flight)

    @staticmethod
    def checked(run, is_whole):
        if run.status != 0 or not is_whole:
            raise RuntimeError(f"status {run.status}, {len(run.requests)} requests: {run.said[:500]}")
        return run


def median(runs, figure):
    return statistics.median(figure(run) for run in runs)


class Table:
    """Says each figure, and remembers whether all are within their bounds."""

    def __init__(self):
        self.status = 0

    def row(self, name, value, unit, bound=None, is_least=False):
        over = bound is not None and (value < bound if is_least else value > bound)
        self.status |= over
        said = "" if bound is None else f"{'at least' if is_least else 'at most'} {bound:g}"
        print(f"{name:58}{value:10.4g} {unit:3} {said:16}{'  OVER' if over else ''}".rstrip(), flush=True)


def say_clients(table, new, second, first):
    clients = (("newshole mirror, 50 in flight", new), ("curl --parallel, HTTP/2, 50 in flight", second),
               ("curl --parallel, HTTP/1.1, 6 connections", first))
    for name, runs in clients:
        table.row(name, median(runs, lambda run: run.seconds) * 1000, "ms")
        table.row("  processor", median(runs, lambda run: run.cpu) * 1000, "ms")
        table.row("  most memory", median(runs, lambda run: run.memory) / 1000, "MB")
        table.row("  on the wire", median(runs, lambda run: run.wire) / 1000, "KB")
        table.row("  TLS handshakes", median(runs, Run.handshakes), "")


def compare(bench, table, pairs):
    """Each pair in turn, so that what else the machine does hits all alike."""
    runs = [(bench.new_mirror(), bench.curl(HTTP_2), bench.curl(HTTP_1)) for _ in range(pairs)]
    say_clients(table, *zip(*runs))
    table.row("newshole : curl HTTP/2, converted and published, too",
              statistics.median(new.seconds / second.seconds for new, second, _ in runs), "",
              FETCH_BOUND * CONVERT_BOUND)
    table.row("curl HTTP/1.1 : newshole",
              statistics.median(first.seconds / new.seconds for new, _, first in runs), "",
              HTTP_1_BOUND, is_least=True)
    table.row("newshole's TLS handshakes, at most", max(new.handshakes() for new, _, _ in runs), "", 1)


def add_edition(bench, table, pairs):
    runs = [(bench.new_mirror(editions=2), bench.new_mirror()) for _ in range(pairs)]
    print("\nAn edition more, 40 columns of us-ascii")
    for name, figure in (("time", lambda run: run.seconds), ("processor", lambda run: run.cpu)):
        table.row(f"two editions : one, {name}", statistics.median(figure(two) / figure(one) for two, one in runs),
                  "", EDITION_BOUND if name == "time" else None)


def repeat(bench, table, count, in_flight, seconds=None):
    """Runs in which nothing has changed; `seconds` bounds their median."""
    runs = [bench.same_mirror(in_flight) for _ in range(count)]
    print(f"\n{count} runs in which nothing has changed, {in_flight} in flight")
    table.row("median", median(runs, lambda run: run.seconds) * 1000, "ms", seconds and seconds * 1000)
    table.row("longest", max(run.seconds for run in runs) * 1000, "ms")
    table.row("processor", median(runs, lambda run: run.cpu) * 1000, "ms", UNCHANGED_CPU_SECONDS * 1000)
    table.row("on the wire", median(runs, lambda run: run.wire) / 1000, "KB", UNCHANGED_BYTES / 1000)
    table.row("requests", median(runs, lambda run: len(run.requests)), "")
    table.row("answered 304", median(runs, lambda run: run.count("304")), "", STORIES + 1, is_least=True)
    table.row("runs with errors", sum(run.status != 0 or bool(run.said) for run in runs), "", 0)
    for run in runs:
        if run.said:
            print(run.said.splitlines()[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--runs", type=int, default=20)
    # To ask for robots.txt first costs a round trip that curl does not make.
    parser.add_argument("--robots", choices=("ignore", "obey"), default="ignore")
    arguments = parser.parse_args()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="newshole-bench-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        paths = write_site(folder / "pages")
        sizes = [file.stat().st_size for file in (folder / "pages").rglob("*.gz")]
        print(f"an index and {STORIES} stories, {sum(sizes) / 1000:.0f} KB compressed")
        authority = make_authority(folder, "authority")
        with nginx(folder, folder / "pages", make_certificate(authority, HOST)):
            bench = Bench(arguments.program, folder, authority, paths, arguments.robots)
            compare(bench, table, arguments.pairs)
            add_edition(bench, table, arguments.pairs)
            repeat(bench, table, arguments.runs, IN_FLIGHT)
            repeat(bench, table, arguments.runs, UNCHANGED_IN_FLIGHT, UNCHANGED_SECONDS)
    return table.status


if __name__ == "__main__":
    sys.exit(main())
