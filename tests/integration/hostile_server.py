"""A web server that misbehaves in every way of tests/PROMISES.md P1 to P11, each at a port of its own.

    python3 hostile_server.py     names, ports and expected reasons, until interrupted

BEHAVIOURS maps a name to what the server does and the reasons that newshole may name for it. The
reason ARTICLE stands for a page that must be read all the same.
"""

import contextlib
import ctypes
import dataclasses
import datetime
import email.utils
import gzip
import os
import pathlib
import selectors
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import typing
import warnings
import zlib

from servers import make_authority, make_certificate

HOST = "lite.cnn.com"
FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / HOST
PAGE = (FIXTURES / "plain/page.html").read_bytes()
ARTICLE = "article"
MEGABYTE = 1 << 20
OLD_TLS = "old"


def fixture(name):
    return (FIXTURES / name / "page.html").read_bytes()


class Peer:
    """A connection with a client; what sends raises OSError when that has gone."""

    def __init__(self, connection, stopped):
        self.connection = connection
        self.stopped = stopped
        self.path = ""
        self.fields = {}

    def read_request(self):
        """False if the client sent none."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.connection.recv(1 << 14)
            if not more or len(data) > MEGABYTE:
                return False
            data += more
        first, *rest = data.decode("latin-1").split("\r\n")
        self.path = first.split(" ")[1]
        self.fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        return True

    def send(self, *pieces):
        for piece in pieces:
            self.connection.sendall(piece)

    def send_forever(self, piece, pause=0.0):
        while not self.stopped.is_set():
            self.send(piece)
            if pause:
                self.stopped.wait(pause)

    def send_slowly(self, data, pause):
        for byte in data:
            self.send(bytes([byte]))
            if self.stopped.wait(pause):
                return

    def hang(self):
        """Until the client goes away."""
        with contextlib.suppress(OSError):
            while not self.stopped.is_set() and self.connection.recv(1 << 14):
                pass

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


@dataclasses.dataclass(frozen=True)
class Behaviour:
    promise: str
    reasons: tuple
    act: typing.Callable
    certificate: str = ""         # which of Certificates; empty: plain HTTP
    reads_request: bool = True    # before it acts
    protocols: tuple = ()         # ALPN

    @property
    def scheme(self):
        return "https" if self.certificate or self.promise == "P7" else "http"


BEHAVIOURS = {}


def behaviour(promise, name, *reasons, **options):
    """Registers the function below it."""
    def register(act):
        assert name not in BEHAVIOURS, name
        BEHAVIOURS[name] = Behaviour(promise, reasons, act, **options)
        return act
    return register


def sending(data):
    return lambda peer: peer.send(data)


def always(promise, reasons, answers, **options):
    """Registers a table: name -> the bytes that answer every request."""
    for name, data in answers.items():
        behaviour(promise, name, *reasons, **options)(sending(data))


def head(*fields, status="200 OK"):
    lines = (f"HTTP/1.1 {status}", *fields, "")
    return "".join(line + "\r\n" for line in lines).encode("latin-1")


def answer(*fields, body=PAGE, status="200 OK", media="text/html; charset=utf-8"):
    return head(f"Content-Type: {media}", f"Content-Length: {len(body)}", *fields, status=status) + body


HTML = "Content-Type: text/html; charset=utf-8"
CHUNKED = "Transfer-Encoding: chunked"


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def encoded(name, data=PAGE, **options):
    return answer(f"Content-Encoding: {name}", body=data, **options)


def gzipped(data=PAGE):
    return gzip.compress(data, mtime=0)


# Encoders beside Python's own; the libraries are there where libcurl is.

def brotli(data):
    library = ctypes.CDLL("libbrotlienc.so.1")
    size = ctypes.c_size_t(library.BrotliEncoderMaxCompressedSize(len(data)) or len(data) + 1024)
    out = ctypes.create_string_buffer(size.value)
    library.BrotliEncoderCompress(5, 22, 0, ctypes.c_size_t(len(data)), data, ctypes.byref(size), out)
    return out.raw[:size.value]


def zstandard(data):
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_compress.restype = ctypes.c_size_t
    out = ctypes.create_string_buffer(len(data) + 1024)
    size = library.ZSTD_compress(out, ctypes.c_size_t(len(out)), data, ctypes.c_size_t(len(data)), 3)
    return out.raw[:size]


# What must be read all the same, so that a refusal elsewhere means something.

always("P0", [ARTICLE], {
    "good": answer(),
    "good-gzip": encoded("gzip", gzipped()),
    "good-deflate": encoded("deflate", zlib.compress(PAGE)),
    "good-brotli": encoded("br", brotli(PAGE)),
    "good-chunked": head(HTML, CHUNKED) + chunk(PAGE[:999]) + chunk(PAGE[999:]) + b"0\r\n\r\n",
    "good-trailers": head(HTML, CHUNKED) + chunk(PAGE) + b"0\r\nX-Sum: 1\r\n\r\n",
    "good-chunk-extensions": head(HTML, CHUNKED) + b"%x;a=b\r\n%s\r\n0;c\r\n\r\n" % (len(PAGE), PAGE),
    "good-close-without-length": head(HTML) + PAGE,
    "good-after-early-hints": head("Link: </a.css>", status="103 Early Hints") + answer(),
    "good-folded-field": answer("X-Long: one\r\n two\r\n three"),
    "good-equal-lengths": answer(f"Content-Length: {len(PAGE)}"),
    "good-escapes-in-field": answer("X-Colour: \x1b[31mred\x1b]0;title\x07"),
    "good-no-media-type": head(f"Content-Length: {len(PAGE)}") + PAGE,
    "good-bare-line-feeds": answer().replace(b"\r\n", b"\n", 4),
})


# P1: more than anybody wants.

def zeros(compressor, flush):
    """A stream that goes on: its start, and a piece that makes another megabyte."""
    start = compressor.compress(b"<html>") + compressor.flush(flush)
    return start, compressor.compress(bytes(MEGABYTE)) + compressor.flush(flush)


def bomb(peer, encoding, window_bits):
    start, piece = zeros(zlib.compressobj(9, zlib.DEFLATED, window_bits), zlib.Z_FULL_FLUSH)
    peer.send(head(HTML, f"Content-Encoding: {encoding}"), start)
    peer.send_forever(piece)


@behaviour("P1", "gzip-bomb", "too-large")
def gzip_bomb(peer):
    bomb(peer, "gzip", 31)


@behaviour("P1", "deflate-bomb", "too-large")
def deflate_bomb(peer):
    bomb(peer, "deflate", 15)


@behaviour("P1", "raw-deflate-bomb", "too-large", "truncated")
def raw_deflate_bomb(peer):
    bomb(peer, "deflate", -15)


@behaviour("P1", "double-gzip-bomb", "too-large")
def double_gzip_bomb(peer):
    inner, outer = zlib.compressobj(9, zlib.DEFLATED, 31), zlib.compressobj(9, zlib.DEFLATED, 31)
    start, piece = zeros(inner, zlib.Z_FULL_FLUSH)
    peer.send(head(HTML, "Content-Encoding: gzip, gzip"))
    peer.send(outer.compress(start) + outer.flush(zlib.Z_FULL_FLUSH))
    peer.send_forever(outer.compress(piece * 64) + outer.flush(zlib.Z_FULL_FLUSH))


@behaviour("P1", "brotli-bomb", "too-large")
def brotli_bomb(peer):
    peer.send(encoded("br", brotli(bytes(64 * MEGABYTE))))


@behaviour("P1", "zstd-bomb", "too-large", "truncated")
def zstd_bomb(peer):
    peer.send(head(HTML, "Content-Encoding: zstd"))
    peer.send_forever(zstandard(bytes(MEGABYTE)))


@behaviour("P1", "gzip-members-bomb", "too-large", "truncated")
def gzip_members_bomb(peer):
    peer.send(head(HTML, "Content-Encoding: gzip"))
    peer.send_forever(gzip.compress(bytes(MEGABYTE)))


@behaviour("P1", "endless-chunks", "too-large")
def endless_chunks(peer):
    peer.send(head(HTML, CHUNKED))
    peer.send_forever(chunk(b"<p>more</p>" * 5000))


@behaviour("P1", "endless-body", "too-large")
def endless_body(peer):
    peer.send(head(HTML))
    peer.send_forever(b"<p>more</p>" * 5000)


@behaviour("P1", "length-of-a-terabyte", "too-large")
def length_of_a_terabyte(peer):
    peer.send(head(HTML, f"Content-Length: {1 << 40}"))
    peer.send_forever(b"<p>more</p>" * 5000)


@behaviour("P1", "redirect-with-endless-body", "too-large", "redirect-refused", "timeout", "http-status")
def redirect_with_endless_body(peer):
    peer.send(head(HTML, "Location: /elsewhere", status="302 Found"))
    peer.send_forever(b"<p>more</p>" * 5000)


@behaviour("P1", "error-with-endless-body", "too-large", "http-status")
def error_with_endless_body(peer):
    peer.send(head(HTML, status="404 Not Found"))
    peer.send_forever(b"<p>more</p>" * 5000)


# P2: slower than anybody waits.

@behaviour("P2", "hang-after-accept", "timeout", reads_request=False)
def hang(peer):
    peer.hang()


@behaviour("P2", "hang-after-request", "timeout")
def hang_after_request(peer):
    peer.hang()


@behaviour("P2", "hang-in-headers", "timeout")
def hang_in_headers(peer):
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    peer.hang()


@behaviour("P2", "hang-after-headers", "timeout")
def hang_after_headers(peer):
    peer.send(head(HTML, f"Content-Length: {len(PAGE)}"))
    peer.hang()


@behaviour("P2", "hang-in-body", "timeout")
def hang_in_body(peer):
    peer.send(answer()[:-2000])
    peer.hang()


@behaviour("P2", "hang-after-the-last-tag", "timeout")
def hang_after_the_last_tag(peer):
    peer.send(head(HTML), PAGE)
    peer.hang()


@behaviour("P2", "hang-in-chunk-size", "timeout")
def hang_in_chunk_size(peer):
    peer.send(head(HTML, CHUNKED), chunk(PAGE), b"0")
    peer.hang()


@behaviour("P2", "hang-in-trailer", "timeout")
def hang_in_trailer(peer):
    peer.send(head(HTML, CHUNKED), chunk(PAGE), b"0\r\nX-Sum: 1")
    peer.hang()


@behaviour("P2", "slow-loris", "timeout")
def slow_loris(peer):
    peer.send_slowly(answer(), 0.2)


@behaviour("P2", "byte-a-second", "timeout")
def byte_a_second(peer):
    peer.send(head(HTML, f"Content-Length: {len(PAGE)}"))
    peer.send_slowly(PAGE, 1)


@behaviour("P2", "slow-steady", "timeout")
def slow_steady(peer):
    peer.send(head(HTML, f"Content-Length: {MEGABYTE}"))
    peer.send_forever(b"x" * 512, 0.25)


@behaviour("P2", "drip-of-continues", "timeout", "bad-headers")
def drip_of_continues(peer):
    peer.send_forever(head(status="100 Continue"), 0.2)


@behaviour("P2", "flood-of-hints", "timeout", "bad-headers")
def flood_of_hints(peer):
    peer.send_forever(head("Link: </a.css>", status="103 Early Hints") * 100)


@behaviour("P2", "chunk-extension-flood", "timeout", "truncated", "bad-headers", "too-large")
def chunk_extension_flood(peer):
    peer.send(head(HTML, CHUNKED), b"1;")
    peer.send_forever(b"extension=value;" * 1000)


@behaviour("P2", "one-byte-chunks", "timeout", "too-large")
def one_byte_chunks(peer):
    peer.send(head(HTML, CHUNKED))
    peer.send_forever(b"1\r\nx\r\n" * 1000)


@behaviour("P2", "empty-gzip-blocks", "timeout", "too-large", "truncated")
def empty_gzip_blocks(peer):
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    peer.send(head(HTML, "Content-Encoding: gzip"), compressor.compress(b"<html>"),
              compressor.flush(zlib.Z_FULL_FLUSH))
    peer.send_forever(b"\x00\x00\x00\xff\xff" * 1000)


@behaviour("P2", "slow-redirects", "timeout", "redirect-refused")
def slow_redirects(peer):
    peer.stopped.wait(1.2)
    peer.send(head("Location: /again" + peer.path, "Content-Length: 0", status="302 Found"))


# P3: headers that are none.

@behaviour("P3", "field-flood", "bad-headers")
def field_flood(peer):
    peer.send(b"HTTP/1.1 200 OK\r\n")
    peer.send_forever(b"X-Field: value\r\n" * 1000)


@behaviour("P3", "endless-field", "bad-headers")
def endless_field(peer):
    peer.send(b"HTTP/1.1 200 OK\r\nX-Field: ")
    peer.send_forever(b"x" * 10_000)


@behaviour("P3", "endless-status-line", "bad-headers")
def endless_status_line(peer):
    peer.send(b"HTTP/1.1 200 ")
    peer.send_forever(b"x" * 10_000)


@behaviour("P3", "endless-folds", "bad-headers")
def endless_folds(peer):
    peer.send(b"HTTP/1.1 200 OK\r\nX-Field: x")
    peer.send_forever(b"\r\n x" * 1000)


@behaviour("P3", "trailer-flood", "bad-headers", "too-large", "timeout", "truncated")
def trailer_flood(peer):
    peer.send(head(HTML, CHUNKED), chunk(PAGE), b"0\r\n")
    peer.send_forever(b"X-Field: value\r\n" * 1000)


always("P3", ["bad-headers"], {
    "fields-of-200-kb": answer(*(f"X-{i}: {'v' * 90}" for i in range(2000))),
    "field-of-200-kb": answer("X-Field: " + "v" * 200_000),
    "cookie-flood": answer(*(f"Set-Cookie: c{i}={'v' * 90}" for i in range(2000))),
    "nul-in-field": answer("X-Field: a\0b"),
    "no-status-line": HTML.encode() + b"\r\n\r\n" + PAGE,
    "http-0.9": PAGE,
    "binary-noise": bytes(range(256)) * 40,
    "http-9.9": answer().replace(b"HTTP/1.1", b"HTTP/9.9", 1),
    "garbage-status": answer(status="abc OK"),
    "ssh-banner": b"SSH-2.0-OpenSSH_9.2\r\n",
})
always("P3", ["bad-headers", "http-status"], {
    "status-of-two-digits": answer(status="20 OK"),
    "status-of-four-digits": answer(status="2000 OK"),
    "negative-status": answer(status="-200 OK"),
})
always("P3", ["bad-headers", "truncated", ARTICLE], {
    "field-without-colon": answer("this is no field"),
    "white-space-before-colon": answer("X-Field : value"),
})


# P4: pages that are not whole.

def cut(data, length):
    return head(HTML, "Content-Encoding: gzip", f"Content-Length: {length}") + data[:length]


always("P4", ["truncated"], {
    "length-too-long": head(HTML, f"Content-Length: {len(PAGE) + 1}") + PAGE,
    "body-of-half": answer()[:-len(PAGE) // 2],
    "body-of-nothing": head(HTML, f"Content-Length: {len(PAGE)}"),
    "two-lengths": answer(f"Content-Length: {len(PAGE) - 1000}"),
    "two-lengths-in-a-field": head(HTML, f"Content-Length: {len(PAGE)}, 10") + PAGE,
    "close-without-length": head(HTML) + PAGE[:3000],
    "cut-in-chunk": head(HTML, CHUNKED) + chunk(PAGE)[:-1000],
    "cut-between-chunks": head(HTML, CHUNKED) + chunk(PAGE[:4000]),
    "cut-before-last-chunk": head(HTML, CHUNKED) + chunk(PAGE),
    "cut-brotli": encoded("br", brotli(PAGE)[:-20]),
    "cut-deflate": encoded("deflate", zlib.compress(PAGE)[:-300]),
    "cut-gzip-chunked": head(HTML, "Content-Encoding: gzip", CHUNKED) + chunk(gzipped()[:-300])
                        + b"0\r\n\r\n",
    "cut-gzip-close": head(HTML, "Content-Encoding: gzip") + gzipped()[:-300],
} | {
    f"cut-gzip-at-{part}-percent": cut(gzipped(), len(gzipped()) * part // 100) for part in (1, 25, 50, 75, 95)
} | {
    "cut-gzip-in-header": cut(gzipped(), 5),
    "cut-gzip-in-text": cut(gzipped(), len(gzipped()) - 40),
})
always("P4", ["truncated", "bad-headers", "too-large"], {
    "negative-length": head(HTML, "Content-Length: -5") + PAGE,
    "huge-length": head(HTML, "Content-Length: " + "9" * 30) + PAGE,
    "length-of-words": head(HTML, "Content-Length: many") + PAGE[:3000],
    "bad-chunk-size": head(HTML, CHUNKED) + b"zz\r\n" + PAGE,
    "negative-chunk-size": head(HTML, CHUNKED) + b"-5\r\n" + PAGE,
    "huge-chunk-size": head(HTML, CHUNKED) + b"f" * 30 + b"\r\n" + PAGE,
    "chunk-without-line-end": head(HTML, CHUNKED) + b"5\r\nabcdefgh\r\n0\r\n\r\n",
    "chunked-but-is-not": head(HTML, CHUNKED) + PAGE,
    "gzip-but-is-not": encoded("gzip"),
    "gzip-of-noise": encoded("gzip", gzipped()[:10] + bytes(range(255, 0, -1)) * 8),
    "gzip-with-wrong-sum": encoded("gzip", gzipped()[:-8] + bytes(8)),
    "unknown-encoding": encoded("exi"),
    "eight-encodings": encoded(", ".join(["gzip"] * 8)),
})
always("P4", ["truncated", ARTICLE], {
    "length-too-short": head(HTML, f"Content-Length: {len(PAGE) - 2000}") + PAGE,
    "cut-gzip-in-trailer": cut(gzipped(), len(gzipped()) - 5),
    "gzip-with-a-tail": encoded("gzip", gzipped() + b"and more"),
    "length-and-chunked": head(HTML, CHUNKED, "Content-Length: 10") + chunk(PAGE) + b"0\r\n\r\n",
})


@behaviour("P4", "reset-in-body", "truncated", "unreachable")
def reset_in_body(peer):
    peer.send(answer()[:-1000])
    peer.stopped.wait(0.1)
    peer.reset()


@behaviour("P4", "reset-after-request", "truncated", "unreachable")
def reset_after_request(peer):
    peer.reset()


@behaviour("P4", "close-after-request", "truncated", "unreachable", "bad-headers")
def close_after_request(peer):
    del peer


@behaviour("P4", "close-in-headers", "truncated", "unreachable", "bad-headers")
def close_in_headers(peer):
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Ty")


# P5: redirects to where nobody goes. {canary} is the port of a server that must see nothing.

def redirect(location, status="302 Found"):
    return head(f"Location: {location}", "Content-Length: 0", status=status)


REFUSED_TARGETS = {
    "to-a-file": "file:///etc/passwd",
    "to-gopher": "gopher://127.0.0.1:{canary}/0/",
    "to-ftp": "ftp://127.0.0.1:{canary}/",
    "to-dict": "dict://127.0.0.1:{canary}/d:word",
    "to-ldap": "ldap://127.0.0.1:{canary}/",
    "to-telnet": "telnet://127.0.0.1:{canary}/",
    "to-data": "data:text/html,<h2>x</h2>",
    "to-javascript": "javascript:alert(1)",
    "to-mailto": "mailto:a@example.org",
    "to-an-unknown-scheme": "news:comp.infosystems.gopher",
    "to-loopback": "http://127.0.0.1:{canary}/",
    "to-loopback-22": "http://127.0.0.1:22/",
    "to-loopback-6": "http://[::1]:{canary}/",
    "to-loopback-mapped": "http://[::ffff:127.0.0.1]:{canary}/",
    "to-loopback-decimal": "http://2130706433:{canary}/",
    "to-loopback-octal": "http://0177.0.0.1:{canary}/",
    "to-loopback-by-name": "http://localhost:{canary}/",
    "to-zero": "http://0.0.0.0:{canary}/",
    "to-metadata": "http://169.254.169.254:{canary}/latest/meta-data/",
    "to-private": "http://10.0.0.1:{canary}/",
    "to-metadata-80": "http://169.254.169.254/latest/meta-data/",
    "to-localhost-80": "http://localhost/",
    "to-a-name-of-ours": "http://inside.example/",
    "to-a-user": f"http://user:secret@{HOST}/",
    "to-a-user-elsewhere": f"http://{HOST}@127.0.0.1:{{canary}}/",
    "to-a-bad-port": f"http://{HOST}:99999/",
    "to-port-22": f"http://{HOST}:22/",
    "to-port-0": f"http://{HOST}:0/",
    "to-another-host": "http://other.example/story",
    "to-no-host": "http:///story",
    "to-a-space": "http://lite cnn com/",
    "to-control-characters": "http://127.0.0.1:{canary}/\x01\x1b[31m\x7f",
    "to-scheme-relative": "//127.0.0.1:{canary}/",
    "to-backslashes": "\\\\127.0.0.1:{canary}\\story",
}


def send_redirect(location):
    return lambda peer: peer.send(redirect(location.format(canary=peer.canary)))


for target_name, target in REFUSED_TARGETS.items():
    behaviour("P5", "redirect-" + target_name, "redirect-refused", "address-refused")(send_redirect(target))


@behaviour("P5", "redirect-loop", "redirect-refused")
def redirect_loop(peer):
    peer.send(redirect(peer.path))


@behaviour("P5", "redirect-chain-of-6", "redirect-refused")
def redirect_chain(peer):
    step = len(peer.path) - len(peer.path.rstrip("x"))
    peer.send(redirect(peer.path + "x") if step < 6 else answer())


@behaviour("P5", "redirect-chain-of-5", ARTICLE)
def redirect_chain_within_the_limit(peer):
    step = len(peer.path) - len(peer.path.rstrip("x"))
    peer.send(redirect(peer.path + "x") if step < 5 else answer())


@behaviour("P5", "redirect-to-front-page", "redirect-refused", "not-article")
def redirect_to_front_page(peer):
    index = (FIXTURES.parent / "edition" / HOST / "index.html").read_bytes()
    peer.send(answer(body=index) if peer.path == "/" else redirect("/"))


always("P5", ["redirect-refused", "http-status"], {
    "redirect-nowhere": head("Content-Length: 0", status="302 Found"),
    "redirect-to-nothing": redirect(""),
    "redirect-of-60-kb": redirect("/" + "x" * 60_000),
    "redirect-to-two-places": head("Location: /a", "Location: /b", "Content-Length: 0",
                                   status="302 Found"),
    "multiple-choices": answer(status="300 Multiple Choices"),
    "use-proxy": redirect("http://127.0.0.1:1/", status="305 Use Proxy"),
})
always("P5", ["redirect-refused"], {
    "redirect-from-https": redirect(f"http://{HOST}/"),
    "https-redirect-to-another-host": redirect("https://other.example/story"),
}, certificate="good")


@behaviour("P5", "https-redirect-to-loopback", "redirect-refused", certificate="good")
def https_redirect_to_loopback(peer):
    peer.send(redirect(f"https://127.0.0.1:{peer.canary}/"))


# P7: TLS. Certificates names what stands in `certificate`.

for kind in ("expired", "not-yet-valid", "self-signed", "wrong-host", "unknown-authority", OLD_TLS):
    behaviour("P7", "tls-" + kind, "tls", certificate=kind)(sending(answer()))


@behaviour("P7", "tls-good", ARTICLE, certificate="good")
def good_tls(peer):
    peer.send(answer())


@behaviour("P7", "tls-handshake-hang", "timeout", "tls", reads_request=False)
def handshake_hang(peer):
    peer.hang()


@behaviour("P7", "tls-handshake-drip", "timeout", "tls", reads_request=False)
def handshake_drip(peer):
    peer.send(b"\x16\x03\x03\x40\x00")
    peer.send_forever(b"\x02", 0.2)


@behaviour("P7", "tls-plain-text", "tls", reads_request=False)
def plain_text(peer):
    peer.send(answer())
    peer.hang()


@behaviour("P7", "tls-noise", "tls", reads_request=False)
def tls_noise(peer):
    peer.send(b"\x15\x03\x03" + bytes(range(256)) * 8)
    peer.hang()


@behaviour("P7", "tls-alert", "tls", reads_request=False)
def tls_alert(peer):
    peer.connection.recv(1 << 14)
    peer.send(b"\x15\x03\x03\x00\x02\x02\x28")


@behaviour("P7", "tls-close", "tls", "unreachable", "truncated", reads_request=False)
def tls_close(peer):
    peer.connection.recv(1 << 14)


@behaviour("P7", "tls-reset", "tls", "unreachable", "truncated", reads_request=False)
def tls_reset(peer):
    peer.connection.recv(1 << 14)
    peer.reset()


@behaviour("P4", "tls-cut-without-notice", "truncated", certificate="good")
def tls_cut(peer):
    peer.send(head(HTML), PAGE[:3000])
    os.close(peer.connection.detach())


# HTTP/2, frame by frame (RFC 9113).

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, CONTINUATION = 0, 1, 3, 4, 6, 7, 9
END_STREAM, END_HEADERS = 1, 4
STATUS_200 = b"\x88"
FIELD_OF_90 = b"\x00\x01x" + bytes([90]) + b"v" * 90


def frame(kind, flags=0, stream=0, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def http_2(promise, name, *reasons):
    """A behaviour that comes after both sides' settings and the first request's headers."""
    def register(act):
        def greet_and_act(peer):
            peer.send(frame(SETTINGS))
            peer.connection.recv(1 << 14)
            peer.stopped.wait(0.1)
            act(peer)
        behaviour(promise, name, *reasons, certificate="good", reads_request=False,
                  protocols=("h2",))(greet_and_act)
        return act
    return register


@http_2("P4", "h2-close", "truncated", "unreachable")
def h2_close(peer):
    del peer


@http_2("P4", "h2-go-away", "truncated", "unreachable", "bad-headers")
def h2_go_away(peer):
    peer.send(frame(GOAWAY, payload=struct.pack(">II", 0, 0)))


@http_2("P4", "h2-stream-reset", "truncated", "unreachable", "timeout")
def h2_stream_reset(peer):
    peer.send(frame(HEADERS, END_HEADERS, 1, STATUS_200), frame(DATA, 0, 1, PAGE[:3000]),
              frame(RST_STREAM, 0, 1, struct.pack(">I", 2)))
    peer.hang()


@http_2("P4", "h2-cut", "truncated", "unreachable")
def h2_cut(peer):
    peer.send(frame(HEADERS, END_HEADERS, 1, STATUS_200), frame(DATA, 0, 1, PAGE[:3000]))


@http_2("P4", "h2-noise", "truncated", "unreachable", "bad-headers")
def h2_noise(peer):
    peer.send(bytes(range(256)) * 40)
    peer.hang()


@http_2("P3", "h2-bad-compression", "truncated", "unreachable", "bad-headers")
def h2_bad_compression(peer):
    peer.send(frame(HEADERS, END_HEADERS, 1, b"\xff" * 50))
    peer.hang()


@http_2("P3", "h2-no-status", "truncated", "unreachable", "bad-headers", "timeout")
def h2_no_status(peer):
    peer.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, FIELD_OF_90))
    peer.hang()


@http_2("P3", "h2-continuation-flood", "bad-headers", "truncated", "unreachable", "timeout")
def h2_continuation_flood(peer):
    peer.send(frame(HEADERS, 0, 1, STATUS_200))
    peer.send_forever(frame(CONTINUATION, 0, 1, FIELD_OF_90 * 100))


@http_2("P3", "h2-fields-of-200-kb", "bad-headers", "truncated", "unreachable")
def h2_fields(peer):
    peer.send(frame(HEADERS, 0, 1, STATUS_200))
    for _ in range(20):
        peer.send(frame(CONTINUATION, 0, 1, FIELD_OF_90 * 110))
    peer.send(frame(CONTINUATION, END_HEADERS, 1), frame(DATA, END_STREAM, 1, PAGE))
    peer.hang()


@http_2("P2", "h2-hang", "timeout")
def h2_hang(peer):
    peer.hang()


@http_2("P2", "h2-pings", "timeout", "unreachable", "truncated")
def h2_pings(peer):
    peer.send_forever(frame(PING, payload=bytes(8)), 0.01)


@http_2("P2", "h2-empty-data", "timeout", "truncated", "unreachable")
def h2_empty_data(peer):
    peer.send(frame(HEADERS, END_HEADERS, 1, STATUS_200))
    peer.send_forever(frame(DATA, 0, 1), 0.01)


# P8: a page, but not the one that was asked for.

SIGN_IN = b"""<!doctype html><html><head><title>Sign in</title></head><body><h2>Sign in to continue</h2>
<form><input name=user><input name=password type=password></form></body></html>"""
SOFT_404 = b"""<!doctype html><html><head><title>Not found</title></head><body><h1>Uh-oh!</h1>
<p>It could be you, or it could be us, but there's no page here.</p></body></html>"""
SHELL = b"""<!doctype html><html><head><title>News</title><script src=/app.js></script></head>
<body><div id=root></div><noscript>You need to enable JavaScript.</noscript></body></html>"""
ELSEWHERE = b"""<!doctype html><html><head><meta http-equiv=refresh content="0;url=http://127.0.0.1:1/">
</head><body></body></html>"""
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8

always("P8", ["not-article"], {
    "captcha": answer(body=fixture("captcha-page")),
    "consent": answer(body=fixture("consent-page")),
    "error-page": answer(body=fixture("error-page")),
    "empty-story": answer(body=fixture("empty-body")),
    "sign-in": answer(body=SIGN_IN),
    "soft-404": answer(body=SOFT_404),
    "script-shell": answer(body=SHELL),
    "meta-refresh": answer(body=ELSEWHERE),
    "image": answer(body=IMAGE, media="image/png"),
    "image-as-html": answer(body=IMAGE),
    "json": answer(body=b'{"error": "not available in your region"}', media="application/json"),
    "json-as-html": answer(body=b'{"error": "not available in your region"}'),
    "story-as-a-download": answer(media="application/octet-stream"),
    "feed": answer(body=b"<?xml version='1.0'?><rss><channel/></rss>", media="application/rss+xml"),
    "nul-bytes": answer(body=bytes(5000)),
})
always("P8", ["not-article", "truncated"], {
    "empty-body": answer(body=b""),
    "white-space": answer(body=b" \r\n\t" * 100),
})


# P9: statuses that answer another question.

always("P9", ["http-status"], {
    "unasked-304": head("ETag: \"a\"", status="304 Not Modified"),
    "unasked-206": answer(f"Content-Range: bytes 0-{len(PAGE) - 1}/{len(PAGE) * 2}",
                          status="206 Partial Content"),
    "status-201": answer(status="201 Created"),
    "status-202": answer(status="202 Accepted"),
    "status-204": head(status="204 No Content"),
    "status-205": head("Content-Length: 0", status="205 Reset Content"),
    "status-226": answer(status="226 IM Used"),
    "status-600": answer(status="600 Beyond"),
    "status-999": answer(status="999 Request denied"),
})
always("P9", ["http-status", "timeout", "bad-headers", "truncated"], {
    "unasked-101": head("Upgrade: websocket", "Connection: upgrade", status="101 Switching Protocols")
                   + answer(),
    "only-a-continue": head(status="100 Continue"),
})
always("P9", [ARTICLE], {
    "dates-from-the-future": answer("Date: Tue, 01 Jan 2999 00:00:00 GMT",
                                    "Last-Modified: Tue, 01 Jan 2999 00:00:00 GMT"),
    "dates-of-words": answer("Date: tomorrow", "Last-Modified: yesterday", "Age: -1", "Expires: 0"),
    "etag-of-60-kb": answer('ETag: "' + "x" * 60_000 + '"'),
    "etag-of-escapes": answer('ETag: "\x1b[31m\x7f"', "ETag: W/broken"),
})


# P10: servers that want a rest.

def http_date(seconds_from_now):
    when = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds_from_now)
    return email.utils.format_datetime(when, usegmt=True)


RETRY_AFTER = {
    "seconds": "120",
    "date": http_date(3600),
    "past-date": "Fri, 31 Dec 1999 23:59:59 GMT",
    "far-date": "Fri, 31 Dec 9999 23:59:59 GMT",
    "huge": "9" * 40,
    "negative": "-5",
    "zero": "0",
    "junk": "\x1b[31msoon",
    "empty": "",
}
for rest, value in RETRY_AFTER.items():
    for code in ("429 Too Many Requests", "503 Service Unavailable"):
        always("P10", ["rate-limited"] if code.startswith("429") else ["rate-limited", "http-status"], {
            f"status-{code[:3]}-retry-after-{rest}": answer(f"Retry-After: {value}", status=code),
        })
always("P10", ["rate-limited", "http-status"], {
    "status-503-retry-after-one": answer("Retry-After: 1", status="503 Service Unavailable")})
always("P10", ["rate-limited"], {"status-429": answer(status="429 Too Many Requests")})


# P11: what is down.

always("P11", ["http-status"], {
    f"status-{status[:3]}": answer(status=status) for status in (
        "400 Bad Request", "401 Unauthorized", "402 Payment Required", "403 Forbidden", "404 Not Found",
        "405 Method Not Allowed", "407 Proxy Authentication Required", "410 Gone", "418 Teapot",
        "451 Unavailable For Legal Reasons", "500 Internal Server Error", "501 Not Implemented",
        "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout", "505 Version Not Supported",
        "511 Network Authentication Required", "520 Unknown")
})
BEHAVIOURS["status-503"] = dataclasses.replace(BEHAVIOURS["status-503"], reasons=("http-status", "rate-limited"))


@behaviour("P11", "connection-reset", "unreachable", "truncated", "tls", reads_request=False)
def connection_reset(peer):
    peer.reset()


@behaviour("P11", "connection-closed", "unreachable", "truncated", "tls", reads_request=False)
def connection_closed(peer):
    del peer


# The server.

IS_ALONE = bool(os.environ.get("NEWSHOLE_ALONE"))  # see alone.py
ANY_4, ANY_6 = ("0.0.0.0", "::") if IS_ALONE else ("127.0.0.1", "::1")
WELL_KNOWN = (22, 80, 443) if IS_ALONE else ()


class Certificates:
    """One authority; a TLS context for each kind of certificate, made when first asked for."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = make_authority(folder, "authority")
        self.contexts = {}
        self.lock = threading.Lock()

    def context(self, kind, protocols=()):
        with self.lock:
            if (kind, protocols) not in self.contexts:
                self.contexts[kind, protocols] = self.make_context(kind, protocols)
            return self.contexts[kind, protocols]

    def make_context(self, kind, protocols):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if kind == OLD_TLS:
            context.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.options |= ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3
        if protocols:
            context.set_alpn_protocols(list(protocols))
        certificate = self.certificate(kind)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        return context

    def certificate(self, kind):
        if kind == "expired":
            return self.dated(kind, "20200101000000Z", "20200201000000Z")
        if kind == "not-yet-valid":
            return self.dated(kind, "20980101000000Z", "20990101000000Z")
        if kind == "self-signed":
            return make_authority(self.below(kind), HOST)
        if kind == "wrong-host":
            return make_certificate(self.authority, "other.example")
        if kind == "unknown-authority":
            return make_certificate(make_authority(self.below(kind), "stranger"), HOST)
        return make_certificate(self.authority, HOST)

    def below(self, name):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def dated(self, kind, start, end):
        """Only `openssl ca` sets both dates."""
        folder = self.below(kind)
        make_certificate(self.authority, HOST)
        (folder / "index").touch()
        (folder / "serial").write_text("01\n")
        (folder / "ca.conf").write_text(
            f"[ca]\ndefault_ca = own\n[own]\ndatabase = {folder}/index\nserial = {folder}/serial\n"
            f"new_certs_dir = {folder}\ndefault_md = sha256\npolicy = any\nx509_extensions = names\n"
            f"[any]\ncommonName = supplied\n[names]\nsubjectAltName = DNS:{HOST}\n")
        key = self.folder / f"{HOST}.key"
        (folder / "leaf.key").write_bytes(key.read_bytes())
        subprocess.run(
            ["openssl", "req", "-new", "-key", key, "-subj", f"/CN={HOST}", "-out", folder / "request"],
            check=True, capture_output=True)
        subprocess.run(
            ["openssl", "ca", "-batch", "-config", folder / "ca.conf", "-cert", self.authority, "-keyfile",
             self.authority.with_suffix(".key"), "-in", folder / "request", "-out", folder / "leaf.pem",
             "-notext", "-startdate", start, "-enddate", end], check=True, capture_output=True)
        return folder / "leaf.pem"


class HostileServer:
    """A port for each behaviour that is asked for, on 127.0.0.1, until the block ends."""

    def __init__(self, folder):
        self.certificates = Certificates(folder)
        self.selector = selectors.DefaultSelector()
        self.stopped = threading.Event()
        self.requests = {}  # port -> (monotonic seconds, path) of each
        self.canary = Canary()
        self.accepting = threading.Thread(target=self.accept_all, daemon=True)

    def __enter__(self):
        self.accepting.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.accepting.join()
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()
        self.canary.close()

    @property
    def authority(self):
        return self.certificates.authority

    def listen(self, chosen):
        """The port where `chosen`, a Behaviour, waits."""
        if chosen.certificate:
            self.certificates.context(chosen.certificate, chosen.protocols)
        listening = socket.create_server(("127.0.0.1", 0), backlog=100)
        port = listening.getsockname()[1]
        self.requests[port] = []
        self.selector.register(listening, selectors.EVENT_READ, chosen)
        return port

    def accept_all(self):
        while not self.stopped.is_set():
            for key, _ in self.selector.select(0.1):
                connection, _ = key.fileobj.accept()
                threading.Thread(target=self.serve, args=(connection, key.data), daemon=True).start()

    def serve(self, connection, chosen):
        port = connection.getsockname()[1]
        connection.settimeout(60)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if chosen.certificate:
                context = self.certificates.context(chosen.certificate, chosen.protocols)
                connection = context.wrap_socket(connection, server_side=True)
            peer = Peer(connection, self.stopped)
            peer.canary = self.canary.port
            with contextlib.closing(connection):
                self.answer(peer, chosen, port)

    def answer(self, peer, chosen, port):
        if not chosen.reads_request:
            chosen.act(peer)
        elif peer.read_request():
            if peer.path == "/robots.txt":
                peer.send(answer("Connection: close", body=b"none", status="404 Not Found"))
                return
            self.requests[port].append((time.monotonic(), peer.path))
            chosen.act(peer)


class Canary:
    """Listens on every loopback address and remembers whether anybody came; in a network namespace
    of our own also on the ports of the web and of SSH, at every address."""

    def __init__(self):
        first = socket.create_server((ANY_4, 0))
        self.port = first.getsockname()[1]
        self.sockets = [first]
        for address, family, ports in ((ANY_6, socket.AF_INET6, (self.port, *WELL_KNOWN)),
                                       (ANY_4, socket.AF_INET, WELL_KNOWN)):
            for port in ports:
                with contextlib.suppress(OSError):
                    self.sockets.append(socket.create_server((address, port), family=family))
        for listening in self.sockets:
            listening.setblocking(False)

    def visits(self):
        count = 0
        for listening in self.sockets:
            with contextlib.suppress(BlockingIOError):
                while True:
                    listening.accept()[0].close()
                    count += 1
        return count

    def close(self):
        for listening in self.sockets:
            listening.close()


def main():
    with tempfile.TemporaryDirectory() as folder, HostileServer(pathlib.Path(folder)) as server:
        print(f"--cacert {server.authority}")
        for name, chosen in BEHAVIOURS.items():
            print(f"{chosen.promise:4} {name:40} {server.listen(chosen):5} {' '.join(chosen.reasons)}")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
