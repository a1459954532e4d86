"""Namespaces of the test's own: what must not be reached is there to be seen, and nothing beyond the
machine can be."""

import os
import pathlib
import subprocess
import sys
import tempfile

# Addresses that stand for others' machines; all lead to this one.
FOREIGN = ("10.0.0.1", "172.16.0.1", "192.168.0.1", "192.0.0.1", "198.18.0.1", "100.64.0.1",
           "169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::1", "fc00::1", "fe80::1",
           "fd00:ec2::254")

# Names that lead to where nobody may be sent; the last leads to a public address first.
NAMES = (("127.0.0.1", "localhost"), ("::1", "localhost"), ("127.0.0.1", "inside.example"),
         ("::1", "inside6.example"), ("169.254.169.254", "metadata.example"), ("10.0.0.1", "private.example"),
         ("192.88.98.1", "both.example"), ("127.0.0.1", "both.example"))


def add_addresses():
    for address in FOREIGN:
        subprocess.run(["ip", "addr", "add", f"{address}/{128 if ':' in address else 32}", "dev", "lo"],
                       capture_output=True)


def add_names():
    """In place of this machine's, for us alone."""
    with tempfile.NamedTemporaryFile("w", suffix=".hosts") as hosts:
        hosts.write("".join(f"{address} {name}\n" for address, name in NAMES))
        hosts.flush()
        pathlib.Path(hosts.name).chmod(0o644)
        subprocess.run(["mount", "--bind", hosts.name, "/etc/hosts"], check=True)


def become_alone():
    """Starts this script again in its namespaces, if this machine allows that; NEWSHOLE_ALONE says so."""
    if os.environ.get("NEWSHOLE_ALONE"):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        add_addresses()
        add_names()
        return
    unshare = ["unshare", "--net", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    trial = "ip link set lo up && mount --bind /etc/hosts /etc/hosts"
    try:
        works = subprocess.run([*unshare, "sh", "-c", trial], capture_output=True,
                               env=os.environ | {"PATH": path}).returncode == 0
    except OSError:
        works = False
    if works:
        os.environ.update({"NEWSHOLE_ALONE": "1", "PATH": path})
        os.execvp(unshare[0], [*unshare, sys.executable, "-B", *sys.argv])
