"""Run a command of plimsoll in a process of its own, within a time limit."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from costing.errors import CostingError
from plimsoll.output import FOUND

PREFIX = "plimsoll: "  # of a line on standard error
STDIN = "/dev/stdin"  # file name of the content that a call brings
IN_STDIN = re.compile(rf"{STDIN}(:\d+)?")

# Environment of a command: plain text of one width, and no __pycache__ in the project.
SETTINGS = {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True, slots=True)
class Call:
    """Arguments of a command, and the content of its standard input."""

    arguments: tuple[str, ...]
    content: Mapping[str, Any] | None = None  # read as the file STDIN
    content_name: str = "usage"  # the argument that brings the content


@dataclass(frozen=True, slots=True)
class Ended:
    """Result of a command with exit status 0 or 1."""

    text: str
    notes: tuple[str, ...]  # lines on standard error: warnings, and the reasons of exit status 1
    found: bool  # exit status 1

    @property
    def document(self) -> Any:  # noqa: ANN401 (JSON)
        return json.loads(self.text)


class CommandError(CostingError):
    """A command refused its input, failed or took too long; one line."""


async def run(call: Call, folder: Path, limit_seconds: float) -> Ended:
    """Return the result of a command. Raise CommandError.

    A cancelled call, or one after the limit, kills the command, whose program ends with it.
    """
    command = [sys.executable, "-P", "-m", "plimsoll", *call.arguments]
    content = b"" if call.content is None else json.dumps(call.content).encode()
    try:
        with anyio.fail_after(limit_seconds):
            ended = await anyio.run_process(
                command,
                input=content,
                check=False,
                cwd=folder,
                env={**os.environ, **SETTINGS},
                start_new_session=True,
            )
    except TimeoutError as error:
        raise CommandError(
            f"plimsoll {call.arguments[0]}: not finished after {limit_seconds:g} seconds; name a "
            "smaller source, or start the server with a larger --time-limit"
        ) from error
    return outcome(ended, call)


def outcome(ended: "subprocess.CompletedProcess[bytes]", call: Call) -> Ended:
    """Return what an ended command printed. Raise CommandError for an exit status above 1."""
    notes = tuple(IN_STDIN.sub(call.content_name, each) for each in lines(ended.stderr))
    if not 0 <= ended.returncode <= FOUND:
        reason = notes[-1] if notes else f"the command ended with status {ended.returncode}"
        raise CommandError(reason)
    return Ended(ended.stdout.decode(), notes, ended.returncode == FOUND)


def lines(errors: bytes) -> tuple[str, ...]:
    """Return the lines on standard error without the name of the command."""
    text = errors.decode(errors="replace")
    return tuple(each.removeprefix(PREFIX) for each in text.splitlines() if each.strip())


def option(name: str, value: object) -> Sequence[str]:
    """Return an option with its value in one word: a value cannot become an option."""
    return () if value is None else (f"--{name}={value}",)
