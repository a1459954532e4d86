"""Starts servers on 127.0.0.1 and ends them: nginx, gophernicus, pygopherd, newshole serve."""

import configparser
import contextlib
import os
import pathlib
import random
import re
import signal
import socket
import ssl
import subprocess
import time

IS_ROOT = os.geteuid() == 0
EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "config/examples"
# For pygopherd: the least that serves a mirror and runs a script of searches.
WITH_SCRIPTS = ("[url.HTMLURLHandler, gophermap.BuckGophermapHandler, UMN.UMNDirHandler, scriptexec.ExecHandler, "
                "file.FileHandler]")
PATIENCE = 120  # seconds for what takes a fraction of one on a machine that does nothing else
RESERVATIONS = []
AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if IS_ROOT else []


def free_port():
    """A port of 127.0.0.1 that this process has to itself: below those that the kernel gives to whoever connects or
    listens anywhere, and reserved among the tests that run beside it until it ends."""
    while True:
        port = random.randrange(10_000, 30_000)
        reservation = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(OSError):
            reservation.bind(f"\0newshole-test-port-{port}")
            socket.create_server(("127.0.0.1", port)).close()
            RESERVATIONS.append(reservation)
            return port
        reservation.close()


def wait_for_port(port, process, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} does not listen: {log.read_text()}")


@contextlib.contextmanager
def running(command, port, log):
    """A server in a process group of its own, listening on `port`, until the block ends; its process."""
    with log.open("wb") as output:
        process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=output, start_new_session=True)
    try:
        wait_for_port(port, process, log)
        yield process
    finally:
        end_group(process)


def end_group(process):
    """pygopherd, for one, does not always end for the asking."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
            return


def make_authority(folder, name):
    """A certificate authority: its certificate, its key in NAME.key beside it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem", "-days", "2",
         "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign"],
        check=True, capture_output=True)
    return folder / f"{name}.pem"


def make_certificate(authority, host):
    """A certificate for `host` beside its authority, its key in HOST.key."""
    folder = authority.parent
    extensions = folder / "extensions"
    extensions.write_text(f"subjectAltName=DNS:{host}\n")
    subprocess.run(
        ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", folder / f"{host}.key", "-out", folder / "request", "-subj", f"/CN={host}"],
        check=True, capture_output=True)
    subprocess.run(
        ["openssl", "x509", "-req", "-in", folder / "request", "-CA", authority,
         "-CAkey", authority.with_suffix(".key"), "-CAcreateserial", "-days", "2",
         "-extfile", extensions, "-out", folder / f"{host}.pem"], check=True, capture_output=True)
    return folder / f"{host}.pem"


@contextlib.contextmanager
def nginx(folder, pages, certificate, protocols="ssl http2"):
    """Serves `pages` over TLS and HTTP/2 if nothing else is said, compressed; `folder`/access.log has a line a request:
    protocol, status, encoding, path. A page PATH.html beside a file PATH.noarchive says so in its header."""
    port = free_port()
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
  log_format short '$server_protocol $status $sent_http_content_encoding $request_uri';
  access_log {folder}/access.log short;
  types {{ text/html html; text/plain txt; }}
  default_type text/html;
  charset utf-8;
  gzip on;
  server {{
    listen 127.0.0.1:{port} {protocols};
    ssl_certificate {certificate};
    ssl_certificate_key {certificate.with_suffix(".key")};
    root {pages};
    set $robots_tag "";
    if (-f $document_root$uri.noarchive) {{ set $robots_tag noarchive; }}
    add_header X-Robots-Tag $robots_tag;
    location / {{ try_files $uri $uri.html $uri/index.html =404; }}
  }}
}}
""")
    command = ["/usr/sbin/nginx", "-c", configuration, "-p", folder, "-e", folder / "error.log"]
    with running(command, port, folder / "nginx.out"):
        yield port


def access_log(folder, port):
    """The fields of each line so far. A line is written after its answer is sent, in the order of answers: one of our
    own comes after all that anybody has got."""
    mark = "/is-all-of-it-logged"
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 30) as plain, context.wrap_socket(plain) as connection:
        connection.sendall(f"GET {mark} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        while connection.recv(1 << 16):
            pass
    lines = [line.split(" ", 3) for line in (folder / "access.log").read_text().splitlines()]
    return [line for line in lines if line[3] != mark]


@contextlib.contextmanager
def gophernicus(folder, root, port, execution="-nx"):
    """Without execution of anything unless `execution` is "", one process a request, as nobody where we are root."""
    server = f"/usr/sbin/gophernicus -h 127.0.0.1 -p {port} -r {root} -nm -ns -nv -nf -nu {execution}".rstrip()
    user = ",su=nobody" if IS_ROOT else ""
    command = ["socat", f"TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork", f"EXEC:{server},nofork{user}"]
    with running(command, port, folder / "gophernicus.out"):
        yield port


@contextlib.contextmanager
def pygopherd(folder, root, port, handlers=None):
    """As Debian configures it, but for the port, the root, the user, and the `handlers` if there are some."""
    configuration = configparser.RawConfigParser()
    configuration.read("/etc/pygopherd/pygopherd.conf")
    section = configuration["pygopherd"]
    section.update({"port": str(port), "root": str(root), "servername": "127.0.0.1",
                    "interface": "127.0.0.1", "usechroot": "no", "detach": "no"})
    for key in ("setuid", "setgid", "pidfile"):
        section.pop(key, None)
    configuration["logger"]["logmethod"] = "file"
    if handlers:
        configuration["handlers.HandlerMultiplexer"]["handlers"] = handlers
    path = folder / "pygopherd.conf"
    with path.open("w") as file:
        configuration.write(file)
    with running([*AS_NOBODY, "/usr/sbin/pygopherd", path], port, folder / "pygopherd.out"):
        yield port


def install_search(example, place, program, config):
    """A script that answers searches, with this program and configuration, where its server runs it."""
    text = (EXAMPLES / example).read_text()
    text, configs = re.subn(r"(?m)^config=.*$", f"config={config}", text)
    text, programs = re.subn(r"(?m)^newshole=.*$", f"newshole={program}", text)
    if (configs, programs) != (1, 1):
        raise RuntimeError(f"{example}: {configs} configurations, {programs} searches")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.parent.chmod(0o755)
    place.write_text(text)
    place.chmod(0o755)


@contextlib.contextmanager
def newshole_serve(program, root, port, folder, *arguments):
    """With the configuration `folder`/newshole.json; gives the process."""
    command = [program, "serve", "--config", folder / "newshole.json", "--root", root, "--port", port, *arguments]
    with running(command, port, folder / "newshole-serve.out") as process:
        yield process
