"""A Slurm cluster of several nodes on this machine, on ports and in folders of its own."""

import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from servers import free_port  # noqa: E402

PATIENCE = 240  # seconds for what takes a few on a machine that does nothing else
CONFIGURATION = """ClusterName=newsholetest
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
AuthType=auth/munge
CryptoType=crypto/munge
# A task that lost its node starts again once its credential cannot be used any more.
AuthInfo=socket={folder}/munge.socket,cred_expire=5
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/ctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/ctld.log
SlurmdLogFile={folder}/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
SlurmdTimeout=5
MaxArraySize=1001
{nodes}
PartitionName=all Nodes={names} Default=YES MaxTime=INFINITE State=UP
"""


def wait_until(what, is_so):
    """Asks until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(f"in vain: {what}")
        time.sleep(0.2)


def parent_of(process):
    return int(pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def children_of(process):
    return [int(each) for each in pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def kill_tree(process):
    """This one and all that it started, from the top."""
    with contextlib.suppress(OSError):
        below = children_of(process)
        os.kill(process, signal.SIGKILL)
        for each in below:
            kill_tree(each)


class Cluster:
    """`nodes` nodes of one core each."""

    def __init__(self, folder, nodes):
        self.folder = folder
        self.names = [f"n{each}" for each in range(nodes)]
        self.environment = {"PATH": os.environ["PATH"], "SLURM_CONF": str(folder / "slurm.conf"), "LC_ALL": "C"}
        self.processes = []
        host = socket.gethostname().split(".")[0]
        lines = "\n".join(f"NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={free_port()} CPUs=1 RealMemory=1024 State=UNKNOWN"
                          for name in self.names)
        (folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=host, port=free_port(), folder=folder, nodes=lines, names=",".join(self.names)))

    def start(self, *command):
        log = (self.folder / f"{len(self.processes)}.out").open("wb")
        process = subprocess.Popen(list(map(str, command)), env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=log, start_new_session=True)
        log.close()
        self.processes.append(process)
        return process

    def __enter__(self):
        folder = self.folder
        for name in ("state", *(f"spool-{name}" for name in self.names)):
            (folder / name).mkdir()
        key = folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        try:
            self.start("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={folder}/munge.socket",
                       f"--pid-file={folder}/munge.pid", f"--log-file={folder}/munged.log",
                       f"--seed-file={folder}/munge.seed")
            wait_until("munged", (folder / "munge.socket").exists)
            self.start("slurmctld", "-D", "-f", folder / "slurm.conf")
            self.nodes = {name: self.start("slurmd", "-D", "-f", folder / "slurm.conf", "-N", name)
                          for name in self.names}
            wait_until("all nodes are idle", lambda: self.states().count("idle") == len(self.names))
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        for process in reversed(self.processes):
            kill_tree(process.pid)
            process.wait()

    def ask(self, *command):
        return subprocess.run(list(map(str, command)), env=self.environment, capture_output=True, text=True, check=False)

    def states(self):
        return self.ask("sinfo", "--noheader", "--Node", "--format=%T").stdout.split()

    def submit(self, *arguments, **variables):
        """The job's number."""
        command = ["sbatch", "--parsable", f"--output={self.folder}/job-%A-%a.log", *arguments]
        process = subprocess.run(list(map(str, command)), env=self.environment | variables, capture_output=True, text=True,
                                 check=False)
        if process.returncode != 0:
            raise RuntimeError(process.stderr)
        return re.match(r"\d+", process.stdout).group()

    def wait(self, job):
        """Until no task of the job waits or runs."""
        wait_until(f"job {job} ends", lambda: self.is_over(job))

    def is_over(self, job):
        process = self.ask("squeue", "--noheader", f"--jobs={job}")
        return process.returncode == 0 and not process.stdout.strip() or "Invalid job id" in process.stderr

    def kill_node(self, name):
        """As if its power went: the daemon and whatever runs on the node are killed."""
        tasks = [process for process in map(int, filter(str.isdigit, os.listdir("/proc"))) if self.is_task(process, name)]
        # A task's slurmstepd is no child of its slurmd.
        for process in (self.nodes[name].pid, *{parent_of(task) for task in tasks}):
            kill_tree(process)

    def is_task(self, process, node):
        """True for what a slurmstepd of the node started."""
        with contextlib.suppress(OSError):
            variables = pathlib.Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
            ours = {f"SLURMD_NODENAME={node}".encode(), f"SLURM_CONF={self.folder}/slurm.conf".encode()}
            parent = pathlib.Path(f"/proc/{parent_of(process)}/comm").read_text().strip()
            return ours <= set(variables) and parent == "slurmstepd"
        return False

    def logs(self):
        return "\n".join(f"{each.name}:\n{each.read_text(errors='replace')[-3000:]}"
                         for each in sorted(self.folder.glob("*.log")))
