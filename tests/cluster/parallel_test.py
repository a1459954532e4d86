"""GNU parallel on two machines (two sshd on loopback) with the recipe that we ship."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from archives import write_archives
from slurm_test import lines_of

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from program import CONFIG, PROGRAM, SOURCE, needs, newshole  # noqa: E402
from servers import free_port, running  # noqa: E402

RECIPE = SOURCE / "packaging/cluster/convert-parallel"
SHARES = 6
# The first process of share 3 is killed.
WRAPPER = """#!/bin/bash
echo "$SSH_CONNECTION $*" >>{folder}/begun
if [[ $* == *" 3/"* ]] && mkdir {folder}/killed 2>/dev/null; then kill -KILL $$; fi
exec {program} "$@"
"""


@unittest.skipUnless(os.geteuid() == 0, "sshd lets in its own user alone")
class Parallel(unittest.TestCase):
    def start_host(self, name):
        """An sshd; how ssh gets there, in lines of its configuration, and its port."""
        folder = self.folder / name
        folder.mkdir(mode=0o700)
        for key in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
        port = free_port()
        (folder / "sshd_config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/user.pub\n"
            f"PidFile {folder}/pid\nStrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\n"
            f"SetEnv PATH={self.folder}/bin:{os.environ['PATH']} NEWSHOLE_CONFIG={CONFIG}\n")
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        self.enterContext(running(["/usr/sbin/sshd", "-D", "-e", "-f", folder / "sshd_config"], port, folder / "log"))
        return (f"Host {name}\nHostName 127.0.0.1\nPort {port}\nUser root\nIdentityFile {folder}/user\n"
                f"UserKnownHostsFile {folder}/known\nStrictHostKeyChecking no\n", port)

    def run_recipe(self):
        ssh = self.folder / "ssh_config"
        ssh.write_text("".join(lines for lines, _ in self.hosts))
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return subprocess.run([RECIPE, self.folder / "list", self.folder / "out", str(SHARES),
                               "--ssh", f"ssh -F {ssh}", "--sshlogin", "1/a,1/b"],
                              capture_output=True, text=True, timeout=300, check=False,
                              env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C"})

    def jobs(self):
        """Exit status and signal of each job that was run, in their order."""
        lines = [line.split("\t") for line in (self.folder / "out/jobs").read_text().splitlines()[1:]]
        return [(line[6], line[7]) for line in lines]

    @needs("parallel", "sshd", "ssh-keygen", "zstd")
    def test_what_failed_is_run_again_and_nothing_else(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        archives, urls = write_archives(self.folder / "archives", 12, 5)
        (self.folder / "list").write_text("".join(f"{path}\n" for path in archives))
        wrapper = self.folder / "bin/newshole"
        wrapper.parent.mkdir()
        wrapper.write_text(WRAPPER.format(folder=self.folder, program=PROGRAM))
        wrapper.chmod(0o755)
        self.hosts = [self.start_host(name) for name in ("a", "b")]
        first = self.run_recipe()
        self.assertEqual(first.returncode, 1, first.stderr)
        self.assertEqual(sum(job != ("0", "0") for job in self.jobs()), 1, self.jobs())
        second = self.run_recipe()
        self.assertEqual(second.returncode, 0, second.stderr)
        begun = (self.folder / "begun").read_text().splitlines()
        self.assertEqual(len(begun), SHARES + 1)
        self.assertEqual({int(line.split()[3]) for line in begun}, {port for _, port in self.hosts})
        whole = self.folder / "whole.jsonl.zst"
        process = newshole("convert", "--warc", *archives, "--format", "json", "-o", whole)
        self.assertEqual(process.returncode, 0, process.stderr)
        lines = lines_of((self.folder / "out").glob("*.jsonl.zst"))
        self.assertEqual(sorted(json.loads(line)["url"] for line in lines), sorted(urls))
        self.assertEqual(lines, lines_of([whole]))


if __name__ == "__main__":
    unittest.main()
