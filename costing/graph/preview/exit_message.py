"""One-line message for a program that failed: position, problem, remedy."""

import re
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from costing.graph.preview.dependencies import install_command
from costing.graph.preview.interpreter import Program
from costing.graph.preview.position import inside
from costing.graph.preview.process import Process
from costing.graph.preview.project import ELSEWHERE, Project, missing

LONGEST = 1000  # characters of a message
FRAME = re.compile(r'File "(.+?)", line (\d+)')
ANSWER_SECONDS = 0.3  # for the child to report its position

Ending = Mapping[str, Any]  # see failure.py; empty after success


def ending_message(ending: Ending, project: Project, stack: str, start: Program) -> str:
    said = failure(ending, project, stack, start)
    return f"{said}; {ending['advice']}" if ending.get("advice") else said


def failure(ending: Ending, project: Project, stack: str, start: Program) -> str:
    where = ending.get("where")
    at = f"{where or project.path}: "
    message = one_line(ending["message"])
    match ending["kind"]:
        case "ConfigMissingError":
            said = missing(ending["key"], project, stack, secret=bool(ending["secret"]))
        case "ImportError":
            said = f"{at}{message} in {start.python}; {install(project, start, ending['module'])}"
        case "RunError":
            said = message or f"{at}{ending['type']}"
        case "ConfigTypeError" | "Outside":
            said = f"{at}{message}"
        case "SystemExit" | "Ended":
            said = f"{at}the program ends early: {message}"
        case _ if not where and ending["type"] == "Exception":
            said = message  # an error of Plimsoll's engine
        case _:
            said = f"{at}{ending['type']}: {message}" if message else f"{at}{ending['type']}"
    return said


def install(project: Project, start: Program, module: str | None) -> str:
    command = install_command(project, start.folder, start.python, module)
    return (
        f"install the program's dependencies: {command}; or name another interpreter: --python PATH"
    )


def one_line(message: str) -> str:
    joined = " ".join(message.split())
    return joined if len(joined) <= LONGEST else f"{joined[:LONGEST]} …"


def without_report(process: Process) -> Ending:
    """Return the ending of a program without a report: it was killed or did not start."""
    status = process.supervisor.wait()
    lines = process.printed.text.split("\n")
    said = next((line for line in reversed(lines) if line.strip()), "")
    by = f"exit status {status}" if status >= 0 else signal.Signals(-status).name
    message = f"{by}: {said}" if said else by
    return {"kind": "Ended", "type": "", "where": None, "message": message}


def timeout_message(process: Process, project: Project, seconds: float) -> str:
    at = current_line(process, project.folder.resolve())
    what = f"the program has not ended after {seconds:g} seconds"
    remedy = f"remove the wait or loop there, use --timeout SECONDS, or run: {ELSEWHERE}"
    return f"{at or project.path}: {what}; {remedy}"


def current_line(process: Process, root: Path) -> str | None:
    """Return the program's current line, which its process reports on a signal."""
    if not hasattr(signal, "SIGUSR1"):
        return None
    process.supervisor.send_signal(signal.SIGUSR1)  # which forwards it
    time.sleep(ANSWER_SECONDS)
    if not process.stack_file.exists():
        return None
    *_, stack = process.stack_file.read_text(errors="replace").rpartition("Current thread")
    for path, line in FRAME.findall(stack):
        found = inside(Path(path), root)
        if found:
            return f"{found}:{line}"
    return None
