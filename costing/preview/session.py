"""One preview: the program in a process of its own, the engine's protocol served to it."""

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import costing
from costing.errors import ProgramError
from costing.graph import Graph
from costing.preview import project
from costing.preview.assumptions import Assumptions
from costing.preview.ending import Ending, explained, hung, without_report
from costing.preview.interpreter import Program, program
from costing.preview.project import Project
from costing.preview.stack import Stack

CHILD = Path(__file__).with_name("child.py")
PARALLEL = 16
WITHOUT = ("AWS_", "PULUMI_")  # of the environment: no account's, no other run's

Report = Mapping[str, Any]  # "ending", and "callbacks_not_run": a position each


@dataclass(frozen=True, slots=True)
class Limit:
    seconds: float
    at: float  # on the monotonic clock


def preview(
    folder: Path, stack: str | None, timeout_seconds: float, assumptions: Assumptions
) -> Graph:
    stated = project.read(folder)
    chosen = project.stack(stated, project.choose(stated, stack))
    limit = Limit(timeout_seconds, time.monotonic() + timeout_seconds)
    graph, ending = run(stated, chosen, limit, assumptions)
    if ending:
        raise ProgramError(chosen.redacted(explained(ending, stated, chosen.name)))
    return graph


def run(
    stated: Project, stack: Stack, limit: Limit, assumptions: Assumptions
) -> tuple[Graph, Ending]:
    """Run the program once; return what was recorded, and how the program ended."""
    start = program(stated)
    with tempfile.TemporaryDirectory(prefix="plimsoll-") as scratch, quick():
        folder = Path(scratch)
        with started(start, folder) as child:
            # The protocol's modules take as long to load as the child takes to start.
            from costing.preview.recorder import Recorder  # noqa: PLC0415
            from costing.preview.server import Callbacks, serving  # noqa: PLC0415

            with closing(Callbacks()) as callbacks:
                root = stated.folder.resolve()
                recorder = Recorder(stack, root, callbacks, assume_ids=assumptions.ids)
                with serving(recorder, folder) as address:
                    told = wanted(stack, start, root, address, assumptions)
                    report = ended(child, told, limit, folder / "stderr", stated)
                return recorder.graph(report["callbacks_not_run"]), report["ending"]


@contextmanager
def quick() -> Iterator[None]:
    """Serve without the collector and with short turns of the threads; see child.py's `tune`."""
    was_enabled, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(2e-4)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if was_enabled:
            gc.enable()


@contextmanager
def started(start: Program, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the child in a process group of its own, and leave nothing of it running."""
    with (folder / "stderr").open("wb") as errors:
        child = subprocess.Popen(  # noqa: S603 (the program that we are asked to run)
            [start.python, CHILD],
            cwd=start.folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    try:
        yield child
    finally:
        end(child)


def end(child: subprocess.Popen[str]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(WITHOUT)}
    return {**kept, "AWS_EC2_METADATA_DISABLED": "true"}


def wanted(stack: Stack, start: Program, root: Path, address: str, assumptions: Assumptions) -> str:
    ours = Path(costing.__file__).resolve().parents[1]
    return json.dumps(
        {
            "address": address,
            "project": stack.project,
            "stack": stack.name,
            "organization": stack.organization,
            "config": dict(stack.config),
            "secrets": sorted(stack.secrets),
            "encrypted": sorted(stack.encrypted),
            "assume_ids": assumptions.ids,
            "root": str(root),
            "program": str(start.path),
            "parallel": PARALLEL,
            # An editable install puts our repository on the path: another program's `import
            # infra` must not find ours.
            "leave": [] if root.is_relative_to(ours) else [str(ours)],
        }
    )


def ended(
    child: subprocess.Popen[str], told: str, limit: Limit, errors: Path, stated: Project
) -> Report:
    """Wait for the program's end. Raise ProgramError where its time is up."""
    try:
        report, _ = child.communicate(told, timeout=max(limit.at - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        raise ProgramError(hung(child, errors, stated, limit.seconds)) from None
    if not report:
        return {"ending": without_report(child, errors), "callbacks_not_run": []}
    found: Report = json.loads(report.splitlines()[-1])
    return found
