"""Archives (WARC 1.0) of stories of our own, a few records each, and what newshole is to make of them."""

import gzip
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Quay {0} of the harbour opens</title></head>
<body><article><h1>Quay {0} of the harbour opens</h1>
<p>The quay with the number {0} opened to ships on Monday after nine years of work, as the council of the town said.</p>
<p>Some four hundred people came to see the first ship, which had waited outside the mole for a day and a half.</p>
<p>Ferries will use it in summer, and in winter the ships that carry grain, salt and stone along the coast.</p>
</article></body></html>
"""


def record_of(url, body):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-10-05T08:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n")
    return head.encode() + answer + b"\r\n\r\n"


def write_archives(folder, count, stories):
    """`count` archives of `stories` each, a member a record; their paths, and the addresses of all stories."""
    folder.mkdir()
    archives, urls = [], []
    for archive in range(count):
        path = folder / f"crawl-{archive:03}.warc.gz"
        with path.open("wb") as file:
            for story in range(archive * stories, (archive + 1) * stories):
                urls.append(f"https://news.example/2026/10/05/quay-{story}")
                file.write(gzip.compress(record_of(urls[-1], PAGE.format(story).encode()), mtime=0))
        archives.append(path)
    return archives, urls
