"""Power cuts on a real file system: ext4 on a device of its own, shut down as xfstests does it."""

import contextlib
import ctypes
import fcntl
import itertools
import os
import shutil
import struct
import subprocess

from killing import name_of
from trials import KILLED, copy, sample, try_all

# FS_IOC_SHUTDOWN, and that the journal is not to be written before it.
SHUTDOWN, NO_LOG_FLUSH = 0x8004587D, 2
# Nothing is written early out of kindness: what was not synced is gone.
HARSH = ("noauto_da_alloc,data=writeback,commit=300", "noauto_da_alloc,data=ordered,commit=300")
MEGABYTES = 16
CLONE_NEWNS = 0x00020000


def hide_mounts():
    """From now on this thread and those that it starts have mounts of their own.

    Else each `unshare --mount` that runs beside copies them, and a device stays mounted, shut down as it is, until
    that has ended.
    """
    if ctypes.CDLL(None).unshare(CLONE_NEWNS) == 0:
        subprocess.run(["mount", "--make-rprivate", "/"], check=True)


@contextlib.contextmanager
def mounted(image, folder, options):
    subprocess.run(["mount", "-t", "ext4", "-o", f"loop,{options}", image, folder], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True, capture_output=True)


def make_image(image, folder, before):
    """A device that holds a mirror, whole and synced."""
    with open(image, "wb") as file:
        file.truncate(MEGABYTES << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", "-I", "256", image], check=True, capture_output=True)
    with mounted(image, folder, "defaults"):
        copy(before, folder / "mirror")


def cut(folder):
    """From now on nothing reaches the device."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
    finally:
        os.close(descriptor)


def cut_power_of_device(lab, tally, most):
    """The run is killed before a changing call and the device loses what was not synced."""
    if not shutil.which("mkfs.ext4"):
        tally.skip("device: no mkfs.ext4")
        return
    hide_mounts()
    images = {}
    for stage in lab.stages:
        image, folder = lab.folder / f"device-{stage.generation.name}", lab.new_root()
        folder.mkdir()
        try:
            make_image(image, folder, stage.before)
        except (OSError, subprocess.CalledProcessError):
            tally.skip("device: this user may not mount one")
            return
        images[stage.generation.name] = image

    def trial(point):
        stage, call, options = point
        image, folder = lab.new_root(), lab.new_root()
        folder.mkdir()
        subprocess.run(["cp", "--sparse=always", images[stage.generation.name], image], check=True)
        root = folder / "mirror"
        with mounted(image, folder, options):
            ended = lab.run(stage, root, ("--kill", call.number))
            cut(folder)
        faults = [] if ended.status == KILLED else [f"not killed: {ended.status} {ended.messages}"]
        with mounted(image, folder, options):
            faults += lab.faults(root)
            faults += lab.faults_of_healing(stage, root)
        image.unlink()
        folder.rmdir()
        return name_of(stage, f"{options.split(',')[1]}, cut before", call), faults

    points = [(stage, call, options) for options in HARSH for stage in lab.stages for call in stage.calls]
    synced = [(stage, call, options) for options in HARSH for stage in lab.stages for call in calls_after_sync(stage)]
    try_all(tally, trial, points if most is None else sample(synced, most // 2) + sample(points, most // 2))


def calls_after_sync(stage):
    """Before these a name may be on the device without its bytes: the journal was written."""
    return [call for before, call in itertools.pairwise(stage.calls) if before.name in ("fsync", "syncfs")]
