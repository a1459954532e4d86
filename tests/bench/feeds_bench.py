"""A run over many feeds that have not changed, each on a host of its own; run by `scripts/bench mirror`.

    feeds_bench.py PROGRAM [--feeds N] [--runs N]

A server here answers each request after 40 ms, with 304 where it is asked whether a feed changed. Prints the
median of the runs. Exit status 1 if it is over its bound.
"""

import argparse
import asyncio
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROUND_TRIP = 0.040
MOST_SECONDS = 2.0
SENTENCE = "The ferry left the harbour late, since a gull slept on its rope and nobody woke the bird. "


def feed(host):
    items = "".join(
        f"<item><title>A ferry waits for gull {i} of {host}</title><link>http://{host}/story/of-the-ferry-{i}</link>"
        f"<content:encoded><![CDATA[<p>{SENTENCE * 24}</p>]]></content:encoded>"
        "<pubDate>Fri, 19 Sep 2025 08:00:00 GMT</pubDate></item>"
        for i in range(10))
    return ("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
            f"<channel><title>News of {host}</title>{items}</channel></rss>").encode()


class Server:
    """Counts what it is asked for."""

    def __init__(self):
        self.answers = {200: 0, 304: 0, 404: 0}
        self.port = None
        self.loop = asyncio.new_event_loop()
        self.started = threading.Event()
        threading.Thread(target=self.run, daemon=True).start()
        self.started.wait()

    def run(self):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=512))
        self.port = server.sockets[0].getsockname()[1]
        self.started.set()
        self.loop.run_forever()

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                await asyncio.sleep(ROUND_TRIP)
                writer.write(self.answer(head))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def answer(self, head):
        lines = head.split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        is_feed = lines[0].split()[1] == "/feed"
        status = 404 if not is_feed else 304 if "if-none-match" in fields else 200
        self.answers[status] += 1
        body = feed(fields["host"]) if status == 200 else b""
        length = "" if status == 304 else f"Content-Length: {len(body)}\r\n"
        return f"HTTP/1.1 {status} x\r\nETag: \"1\"\r\n{length}\r\n".encode() + body


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    server = Server()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder, "newshole.json")
        config.write_text(json.dumps({"sites": [f"http://h{i}.example/feed" for i in range(options.feeds)]}))
        command = [options.program, "mirror", "--config", config, "--root", pathlib.Path(folder, "mirror"),
                   "--connect-to", f"::127.0.0.1:{server.port}"]
        seconds, cpu = [], []
        for run in range(options.runs + 1):
            server.answers = dict.fromkeys(server.answers, 0)
            began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if run == 0:
                print(f"{options.feeds} feeds, first run: {time.monotonic() - began:.2f} s {server.answers}",
                      flush=True)
                continue
            seconds.append(time.monotonic() - began)
            cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            if server.answers != {200: 0, 304: options.feeds, 404: 0}:
                sys.exit(f"not what was to be measured: {server.answers}")
    median = statistics.median(seconds)
    is_over = median > MOST_SECONDS
    print(f"unchanged: {median:.2f} s of {MOST_SECONDS:.1f}, {statistics.median(cpu):.2f} s of CPU"
          + ("  OVER" if is_over else ""))
    return 1 if is_over else 0


if __name__ == "__main__":
    sys.exit(main())
