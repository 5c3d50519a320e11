"""Describe the error that ended a program: kind, line, missing access.

Imported by child.py, which runs with the program's interpreter: standard library only.
"""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Any

from .frames import where

KINDS = ("ConfigMissingError", "ConfigTypeError", "RunError", "SystemExit", "ImportError")
UNREACHABLE = {
    errno.ENETUNREACH,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.EADDRNOTAVAIL,
    errno.ECONNREFUSED,
}


def described(error: BaseException, root: str) -> dict[str, Any]:
    """Return the description of a program's error; empty for a successful exit."""
    if isinstance(error, SystemExit) and not error.code:
        return {}
    names = [cls.__name__ for cls in type(error).__mro__]
    return {
        "kind": next((each for each in KINDS if each in names), "Exception"),
        "type": names[0],
        "message": message_of(error),
        "where": where(error, root),
        "key": getattr(error, "key", None),
        "secret": getattr(error, "secret", None),
        "expected": getattr(error, "expect_type", None),
        "module": getattr(error, "name", None),
        "variable": error.args[0] if is_variable(error) else None,
        "outside": outside(error),
    }


def message_of(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"exit status {error.code}" if isinstance(error.code, int) else str(error.code)
    try:
        return error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception as failed:  # noqa: BLE001 (of the error's own class)
        return f"its message cannot be printed ({type(failed).__name__})"


def is_variable(error: BaseException) -> bool:
    """Return whether an error comes from `os.environ["NAME"]`."""
    if not isinstance(error, KeyError) or not error.args:
        return False
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return any(frame.f_locals.get("self") is os.environ for frame in frames)


def outside(error: BaseException) -> dict[str, Any] | None:
    """Return the external call that caused an error; None for other errors.

    `to`: "aws", "network" or "command"; `call`: the operation, host or command, if known;
    `cause`: name of the error; `direct`: whether no other error was raised from it.
    """
    for each in chain(error):
        found = aws_call(each) or network_call(each) or command(each)
        if found:
            return {**found, "cause": type(each).__name__, "direct": each is error}
    return None


def chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and the errors that it was raised from or during."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__context__ if each.__cause__ is None else each.__cause__


def aws_call(error: BaseException) -> dict[str, str] | None:
    """Return the AWS operation that botocore could not call: "sts:GetCallerIdentity"."""
    modules = {f"{cls.__module__}.{cls.__name__}" for cls in type(error).__mro__}
    if "botocore.exceptions.BotoCoreError" not in modules:
        return None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_name == "_make_api_call" and "operation_name" in frame.f_locals:
            meta = getattr(frame.f_locals.get("self"), "meta", None)
            service = getattr(getattr(meta, "service_model", None), "service_name", "aws")
            return {"to": "aws", "call": f"{service}:{frame.f_locals['operation_name']}"}
    return {"to": "aws", "call": ""}


def network_call(error: BaseException) -> dict[str, str] | None:
    if not isinstance(error, OSError):
        return None
    if not isinstance(error, socket.gaierror) and error.errno not in UNREACHABLE:
        return None
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return {"to": "network", "call": next(filter(None, map(target, reversed(frames))), "")}


def target(frame: FrameType) -> str:
    """Return the host in a library's frame: "example.org:443"."""
    address = frame.f_locals.get("address")
    host, port = frame.f_locals.get("host"), frame.f_locals.get("port")
    if isinstance(address, tuple) and address:
        host, port, *_ = (*address, None)
    if not isinstance(host, str):
        return ""
    return f"{host}:{port}" if isinstance(port, int) else host


def command(error: BaseException) -> dict[str, str] | None:
    """Return the name of a failed command; the command "aws" is a call of AWS."""
    if not isinstance(error, subprocess.CalledProcessError):
        return None
    words = error.cmd.split() if isinstance(error.cmd, str) else list(error.cmd)
    name = os.path.basename(os.fsdecode(words[0])) if words else ""
    return {"to": "aws" if name == "aws" else "command", "call": name}
