"""Starts a program's process without network, and ends everything that it started.

Runs as a script with the program's interpreter, of whatever version, and imports the standard
library only. It forks: the second process becomes the program's (child.py); the first one waits
for it, and for the end of the command that started it. Its only argument is a JSON object: `main`
lists the keys.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
import time
import types
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
# Name under which the modules beside this one are imported: no program has one of this name.
PACKAGE = "plimsoll_preview"
SWEEP_SECONDS = 5.0  # for killed processes to be gone

# linux/prctl.h, linux/sched.h, linux/sockios.h, linux/if.h
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
INTERFACE = struct.Struct("16sH14x")  # struct ifreq: name, flags


def main() -> None:
    """Start a program's process and supervise it.

    `folder`: the preview's temporary folder; `lasting`: the command's other ones; `lifeline`: the
    descriptor of a pipe that ends with the command, None where processes cannot be forked; `cut`:
    whether to cut the network; `home`: the program's home folder, None for the user's own.
    """
    options = json.loads(sys.argv[1])
    sys.path[:] = [each for each in sys.path if each != HERE]
    if options["lifeline"] is None:
        note(options["folder"], f"not possible on {sys.platform}" if options["cut"] else "")
    else:
        reason = adopt_orphans()
        program, reason = forked(cut=options["cut"], reason=reason)
        if program:
            note(options["folder"], reason)
            folders = [options["folder"], *options["lasting"]]
            supervise(program, options["lifeline"], folders)
        os.close(options["lifeline"])
        os.setsid()
    move_home(options["home"])
    run()


def run() -> None:
    package = types.ModuleType(PACKAGE)
    package.__path__ = [HERE]
    sys.modules[PACKAGE] = package
    importlib.import_module(f"{PACKAGE}.child").main()


def move_home(folder: str | None) -> None:
    """Set the home folder. It is too late for the interpreter: it has found what is installed."""
    if folder is None:
        return
    site = sys.modules.get("site")
    base = getattr(site, "USER_BASE", None)
    if base and "PYTHONUSERBASE" not in os.environ:
        os.environ["PYTHONUSERBASE"] = base
    for name in ("HOME", "USERPROFILE"):
        if name in os.environ:
            os.environ[name] = folder
    os.environ.setdefault("HOME", folder)


def note(folder: str, reason: str) -> None:
    """Leave a word to the command that the network is not cut, and why."""
    if reason:
        with open(os.path.join(folder, "not-cut"), "w") as file:
            file.write(reason)


# The program's process


def forked(*, cut: bool, reason: str) -> tuple[int, str]:
    """Return the program's process id, and the reason why its network is not cut.

    In the program's process: 0. A process that could not be isolated whole is given up: it may be
    isolated in part.
    """
    if cut and not reason:
        program, reason = fork(isolate)
        if not reason:
            return program, ""
    return fork(lambda: None)[0], reason if cut else ""


def fork(prepare: Any) -> tuple[int, str]:
    """Return the id of a new process, and the reason why it could not prepare itself."""
    supervisor = os.getpid()
    reading, writing = os.pipe()
    program = os.fork()
    if program:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            reason = pipe.read()
        if reason:
            os.waitpid(program, 0)
        return program, reason
    os.close(reading)
    reason = ""
    try:
        prepare()
    except OSError as error:
        reason = ": ".join(filter(None, (error.filename, error.strerror))) or str(error)
    with os.fdopen(writing, "w") as pipe:
        pipe.write(reason)
    if reason:
        os._exit(0)
    end_with(supervisor)
    return 0, ""


def isolate() -> None:
    """Move into a network of its own, which holds only a loopback. Raise OSError.

    Root keeps its rights on files of other users, which a user namespace would take away.
    """
    user, group = os.geteuid(), os.getegid()
    if user != 0 or not is_allowed(CLONE_NEWNET):
        unshare(CLONE_NEWUSER | CLONE_NEWNET)
        write("/proc/self/setgroups", "deny")
        write("/proc/self/uid_map", f"{user} {user} 1")
        write("/proc/self/gid_map", f"{group} {group} 1")
    bring_up(b"lo")


def is_allowed(flags: int) -> bool:
    """Unshare, and tell whether that was allowed."""
    try:
        unshare(flags)
    except OSError:
        return False
    return True


def write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def bring_up(interface: bytes) -> None:
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as each:
        found = fcntl.ioctl(each, SIOCGIFFLAGS, INTERFACE.pack(interface, 0))
        _, flags = INTERFACE.unpack(found)
        fcntl.ioctl(each, SIOCSIFFLAGS, INTERFACE.pack(interface, flags | IFF_UP))


def end_with(supervisor: int) -> None:
    """Have the kernel end this process with the supervisor, however that ends."""
    if sys.platform == "linux" and libc() is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != supervisor:
        os._exit(1)


def adopt_orphans() -> str:
    """Become the parent of all that the program leaves; return why nothing can be isolated."""
    if sys.platform != "linux":
        return f"not possible on {sys.platform}"
    if libc() is None:
        return "the program's Python has no ctypes"
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    return ""


def libc() -> Any:
    """Return the C library; None where this Python was built without ctypes."""
    try:
        import ctypes
    except ImportError:
        return None
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, value: int) -> None:
    libc().prctl(option, value, 0, 0, 0)


def unshare(flags: int) -> None:
    import ctypes

    if libc().unshare(flags):
        number = ctypes.get_errno()
        raise OSError(number, f"unshare: {os.strerror(number)}")


# The supervisor's process


def supervise(program: int, lifeline: int, folders: list[str]) -> None:
    """Wait for the program's end and end as it did.

    End the program where the command says so by a byte in the lifeline; if that ends without one,
    the command was killed, and its temporary folders are removed, too.
    """
    os.dup2(2, 1)  # the report ends with the program
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    stopping = {signal.SIGTERM, signal.SIGHUP, signal.SIGINT}
    for each in (*stopping, signal.SIGCHLD):
        signal.signal(each, lambda *_: None)
    signal.signal(signal.SIGUSR1, lambda *_: os.kill(program, signal.SIGUSR1))
    while (status := reaped(program)) is None:
        ready, _, _ = select.select([reading, lifeline], [], [])
        if lifeline in ready:
            abandon(program, [] if os.read(lifeline, 1) else folders)
        if reading in ready and not stopping.isdisjoint(os.read(reading, 64)):
            abandon(program, [])
    sweep(program)
    end_as(status)


def reaped(program: int) -> int | None:
    """Reap what has ended; return the program's status if it is among them."""
    found = None
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if process == 0:
            return found
        if process == program:
            found = status


def abandon(program: int, folders: list[str]) -> None:
    import shutil

    sweep(program)
    for each in folders:
        shutil.rmtree(each, ignore_errors=True)
    os._exit(1)


def sweep(program: int) -> None:
    """Kill the program's process group, then all descendants: orphans are ours on Linux."""
    kill(-program)
    deadline = time.monotonic() + SWEEP_SECONDS
    while has_children() and time.monotonic() < deadline:
        for each in children():
            kill(each)
        time.sleep(0.002)


def kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process, signal.SIGKILL)


def has_children() -> bool:
    """Reap what has ended, and tell whether anything has not."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def children() -> list[int]:
    """Return this process's children, of /proc."""
    ours = os.getpid()
    return [process for process in processes() if parent_of(process) == ours]


def processes() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdecimal()]
    except OSError:
        return []


def parent_of(process: int) -> int | None:
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def end_as(status: int) -> None:
    """End with the program's exit status, or by the signal that ended it."""
    if os.WIFSIGNALED(status):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if os.WTERMSIG(status) != signal.SIGKILL:
            signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.WEXITSTATUS(status))


if __name__ == "__main__":
    main()
