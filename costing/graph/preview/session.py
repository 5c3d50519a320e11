"""One preview: the program in a process of its own, the engine's protocol served to it."""

import gc
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import costing
from costing.errors import ProgramError
from costing.graph.preview import project
from costing.graph.preview.access import Access
from costing.graph.preview.advice import advised
from costing.graph.preview.assumptions import Assumptions
from costing.graph.preview.exit_message import Ending, explained, hung, without_report
from costing.graph.preview.folder_paths import replaced
from costing.graph.preview.interpreter import Program, program
from costing.graph.preview.process import Process, started
from costing.graph.preview.project import Project
from costing.graph.preview.stack import Stack
from costing.graph.preview.stack_outputs import StackOutputs
from costing.graph.preview.temporary import PREFIX
from costing.graph.readers.regions import check_region, with_default_region
from costing.graph.resource import Graph
from costing.model import DefaultRegion

LOG = logging.getLogger("costing.graph.preview")
ISOLATION = logging.getLogger("costing.graph.preview.isolation")
OURS = Path(costing.__file__).resolve().parents[1]
PACKAGES = ("costing", "plimsoll", "policies")  # of the wheel
PARALLEL = 16


@dataclass(frozen=True, slots=True)
class Limit:
    seconds: float
    at: float  # on the monotonic clock


@dataclass(frozen=True, slots=True)
class Given:
    """What a program may reach, what it takes from the environment, and assumed values."""

    access: Access
    environ: Mapping[str, str]
    region: DefaultRegion | None
    python: str | None  # of --python
    assumptions: Assumptions


@dataclass(frozen=True, slots=True)
class Report:
    """Report of a program's process; see child.py."""

    ending: Ending
    callbacks_not_run: Sequence[str] = ()  # positions of their `apply` calls
    missing: Mapping[str, str] = field(default_factory=dict)
    of_provider: Sequence[str] = ()


def preview(folder: Path, stack: str | None, timeout_seconds: float, given: Given) -> Graph:
    stated = project.read(folder)
    chosen = project.stack(stated, project.choose(stated, stack))
    start = program(stated, given.python)
    others = project.known_stacks(
        stated, chosen.config, given.assumptions.stack_outputs, given.environ
    )
    limit = Limit(timeout_seconds, time.monotonic() + timeout_seconds)
    graph, ending = run(stated, start, chosen, others, limit, given)
    if ending:
        raise ProgramError(chosen.redacted(explained(ending, stated, chosen.name, start)))
    return graph


def run(  # noqa: PLR0913, PLR0917 (each of another kind)
    stated: Project,
    start: Program,
    stack: Stack,
    others: StackOutputs,
    limit: Limit,
    given: Given,
) -> tuple[Graph, Ending]:
    """Run the program once; return what was recorded, and how the program ended."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as scratch, quick():
        folder = Path(scratch)
        with started(start, folder, given.access, given.environ, given.region) as process:
            # The protocol's modules take as long to load as the program's process to start.
            from costing.graph.preview.recorder import Recorder  # noqa: PLC0415
            from costing.graph.preview.server import Callbacks, serving  # noqa: PLC0415

            with closing(Callbacks()) as callbacks:
                root = stated.folder.resolve()
                recorder = Recorder(
                    stack,
                    root,
                    callbacks,
                    assume_ids=given.assumptions.ids,
                    default=given.region,
                    others=others,
                )
                with serving(recorder, folder) as address:
                    told = wanted(stack, start, root, address, given.assumptions)
                    report = reported(process, told, limit, stated)
                ending = advised(report.ending, process, given.access, given.environ)
                tell_isolation(process, report, given)
                graph = recorder.graph(report.callbacks_not_run)
                return located(graph, report, process, given), ending


def tell_isolation(process: Process, report: Report, given: Given) -> None:
    if process.not_cut:
        ISOLATION.info("the program's network is not cut off: %s", process.not_cut)
    for name, line in report.missing.items():
        if name in given.environ and report.ending.get("variable") != name:
            LOG.warning(
                "%s: %s is set, but not passed to programs: use --with-env %s", line, name, name
            )


def located(graph: Graph, report: Report, process: Process, given: Given) -> Graph:
    """Return a graph with the default region and the user's own home folder in it."""
    graph = replaced(graph, str(process.home), given.environ.get("HOME", "~"))
    if report.of_provider and given.region:
        check_region(given.region)
        source = replace(graph.source, default_region=given.region)
        graph = replace(graph, source=source)
    return with_default_region(graph, given.region)


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


def wanted(stack: Stack, start: Program, root: Path, address: str, assumptions: Assumptions) -> str:
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
            **shadows(OURS, root),
        }
    )


def shadows(ours: Path, root: Path) -> dict[str, object]:
    """Return what of ours must not hide the modules of another program.

    A source tree is on the path by an editable install, for us alone: the child leaves it out,
    with our `infra`. An installed wheel is in a folder that holds the program's packages too:
    there only our own top-level packages come after the program's.
    """
    if any(ours.glob("*.dist-info")):
        return {"leave": [], "ours": str(ours), "packages": PACKAGES}
    return {"leave": [] if root.is_relative_to(ours) else [str(ours)]}


def reported(process: Process, told: str, limit: Limit, stated: Project) -> Report:
    """Wait for the program's end. Raise ProgramError where its time is up."""
    try:
        output, _ = process.supervisor.communicate(told, max(limit.at - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        raise ProgramError(hung(process, stated, limit.seconds)) from None
    if not output:
        return Report(without_report(process))
    return Report(**json.loads(output.splitlines()[-1]))
