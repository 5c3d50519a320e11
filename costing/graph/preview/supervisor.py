"""Start a program's process without network, and end it with all its descendants.

This script runs with the program's interpreter and only imports the standard library. It forks:
the second process runs the program (child.py); the first waits for it, and for the end of the
command that started it. The only argument is a JSON object, whose keys `main` lists.
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
# Package name for importing the sibling modules; programs do not use it.
PACKAGE = "plimsoll_preview"
SWEEP_SECONDS = 5.0  # until killed processes have ended

# linux/prctl.h, linux/sched.h, linux/sockios.h, linux/if.h
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
INTERFACE = struct.Struct("16sH14x")  # struct ifreq: name, flags


def main() -> None:
    """Start a program's process and supervise it.

    `folder`: temporary folder of the preview; `lasting`: other temporary folders of the command;
    `lifeline`: descriptor of a pipe that is closed when the command ends, None if processes
    cannot be forked; `cut`: whether to disable the network; `home`: home folder of the program,
    None for the user's.
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
    """Set the home folder, after the interpreter has used the user's to find its packages."""
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
    """Write the reason why the network is not disabled to a file for the command."""
    if reason:
        with open(os.path.join(folder, "not-cut"), "w") as file:
            file.write(reason)


# The program's process


def forked(*, cut: bool, reason: str) -> tuple[int, str]:
    """Return the program's process id, and the reason why its network is not disabled.

    The id is 0 in the program's process. A process that may be isolated in part is discarded.
    """
    if cut and not reason:
        program, reason = fork(isolate)
        if not reason:
            return program, ""
    return fork(lambda: None)[0], reason if cut else ""


def fork(prepare: Any) -> tuple[int, str]:
    """Return the id of a new process, and the reason why its preparation failed."""
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
    """Move this process into a network namespace with a loopback interface only. Raise OSError.

    Root does not use a user namespace, which would remove access to files of other users.
    """
    user, group = os.geteuid(), os.getegid()
    if user != 0 or not is_allowed(CLONE_NEWNET):
        unshare(CLONE_NEWUSER | CLONE_NEWNET)
        write("/proc/self/setgroups", "deny")
        write("/proc/self/uid_map", f"{user} {user} 1")
        write("/proc/self/gid_map", f"{group} {group} 1")
    bring_up(b"lo")


def is_allowed(flags: int) -> bool:
    """Call unshare; return whether it was allowed."""
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
    """Make the kernel end this process when the supervisor ends."""
    if sys.platform == "linux" and libc() is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != supervisor:
        os._exit(1)


def adopt_orphans() -> str:
    """Become the parent of orphaned descendants; return the reason if isolation is impossible."""
    if sys.platform != "linux":
        return f"not possible on {sys.platform}"
    if libc() is None:
        return "the program's Python has no ctypes"
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    return ""


def libc() -> Any:
    """Return the C library; None if this Python has no ctypes."""
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
    """Wait until the program ends, and end with the same status.

    A byte in the lifeline pipe is the command's request to end the program. If the pipe is closed
    without one, the command was killed: end the program and remove the temporary folders.
    """
    os.dup2(2, 1)  # the report is complete when the program ends
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
    """Reap ended processes; return the program's status if it has ended."""
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
    """Kill the program's process group, then all descendants, orphans included on Linux."""
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
    """Reap ended processes; return whether any process is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def children() -> list[int]:
    """Return this process's children, from /proc."""
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
