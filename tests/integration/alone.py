"""A network namespace of the test's own: what must not be reached is there to be seen, and nothing
beyond the machine can be."""

import os
import subprocess
import sys

# Addresses that stand for others' machines; all lead to this one.
FOREIGN = ("10.0.0.1", "172.16.0.1", "192.168.0.1", "192.0.0.1", "198.18.0.1", "100.64.0.1",
           "169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::1", "fc00::1", "fe80::1",
           "fd00:ec2::254")


def add_addresses():
    def ip(*arguments):
        return subprocess.run(["ip", *arguments], capture_output=True).returncode
    ip("link", "set", "lo", "up")
    for address in FOREIGN:
        ip("addr", "add", f"{address}/{128 if ':' in address else 32}", "dev", "lo")


def become_alone():
    """Starts this script again in a namespace, if this machine allows that; NEWSHOLE_ALONE says so."""
    if os.environ.get("NEWSHOLE_ALONE"):
        add_addresses()
        return
    unshare = ["unshare", "--net"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    try:
        works = subprocess.run([*unshare, "ip", "link", "set", "lo", "up"], capture_output=True,
                               env=os.environ | {"PATH": path}).returncode == 0
    except OSError:
        works = False
    if works:
        os.environ.update({"NEWSHOLE_ALONE": "1", "PATH": path})
        os.execvp(unshare[0], [*unshare, sys.executable, "-B", *sys.argv])
