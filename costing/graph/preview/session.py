"""Run one preview: start the program in a process and serve the engine's protocol to it."""

import gc
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import costing
from costing.errors import ProgramError
from costing.graph.preview import project
from costing.graph.preview.access import Access
from costing.graph.preview.advice import with_advice
from costing.graph.preview.assumptions import Assumptions
from costing.graph.preview.exit_message import (
    Ending,
    ending_message,
    timeout_message,
    without_report,
)
from costing.graph.preview.folder_paths import replaced
from costing.graph.preview.interpreter import Program, program
from costing.graph.preview.process import Process, started
from costing.graph.preview.project import Project
from costing.graph.preview.stack import Stack
from costing.graph.preview.stack_outputs import StackOutputs
from costing.graph.preview.temporary import PREFIX
from costing.graph.preview.time_limit import TimeLimit, time_limit
from costing.graph.readers.regions import check_region, with_default_region
from costing.graph.resource import Graph
from costing.model import DefaultRegion

LOG = logging.getLogger("costing.graph.preview")
ISOLATION = logging.getLogger("costing.graph.preview.isolation")
OURS = Path(costing.__file__).resolve().parents[1]
PACKAGES = ("costing", "plimsoll", "policies")  # of the wheel
PARALLEL = 16


@dataclass(frozen=True, slots=True)
class Given:
    """Access, environment, default region, interpreter and assumed values of a preview."""

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


def preview(folder: Path, stack: str | None, timeout_seconds: float | None, given: Given) -> Graph:
    specified = project.read(folder)
    chosen = project.stack(specified, project.choose(specified, stack))
    others = project.known_stacks(
        specified, chosen.config, given.assumptions.stack_outputs, given.environ
    )
    if specified.language == "yaml":
        return of_yaml(specified, chosen, others, given)
    start = program(specified, given.python)
    limit = time_limit(timeout_seconds, chosen.config)
    graph, ending = run(specified, start, chosen, others, limit, given)
    if ending:
        raise ProgramError(chosen.redacted(ending_message(ending, specified, chosen.name, start)))
    return graph


def of_yaml(specified: Project, chosen: Stack, others: StackOutputs, given: Given) -> Graph:
    # Loading these modules takes 0.1 s, and most programs are not in YAML.
    from costing.graph.preview.yaml_program import program as yaml_program  # noqa: PLC0415

    if given.python is not None:
        LOG.warning("--python %s has no effect: the program is written in YAML", given.python)
    return yaml_program.preview(specified, chosen, others, given.region, given.assumptions)


def run(  # noqa: PLR0913, PLR0917 (each of another kind)
    specified: Project,
    start: Program,
    stack: Stack,
    others: StackOutputs,
    limit: TimeLimit,
    given: Given,
) -> tuple[Graph, Ending]:
    """Run the program once; return the recorded graph and the ending of the program."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as scratch, fast_threads():
        folder = Path(scratch)
        with started(start, folder, given.access, given.environ, given.region) as process:
            # The protocol's modules take as long to load as the program's process to start.
            from costing.graph.preview.recorder import Recorder  # noqa: PLC0415
            from costing.graph.preview.server import Callbacks, serving  # noqa: PLC0415

            with closing(Callbacks()) as callbacks:
                root = specified.folder.resolve()
                recorder = Recorder(
                    stack,
                    root,
                    callbacks,
                    assume_ids=given.assumptions.ids,
                    default=given.region,
                    others=others,
                )
                with serving(recorder, folder) as address:
                    request = wanted(stack, start, root, address, given.assumptions)
                    report = reported(process, request, limit, specified)
                ending = with_advice(report.ending, process, given.access, given.environ)
                warn_of_isolation(process, report, given)
                graph = recorder.graph(report.callbacks_not_run)
                return located(graph, report, process, given), ending


def warn_of_isolation(process: Process, report: Report, given: Given) -> None:
    if process.not_cut:
        ISOLATION.info("the program can use the network: %s", process.not_cut)
    for name, line in report.missing.items():
        if name in given.environ and report.ending.get("variable") != name:
            LOG.warning(
                "%s: %s is set, but not passed to programs: use --with-env %s", line, name, name
            )


def located(graph: Graph, report: Report, process: Process, given: Given) -> Graph:
    """Return a graph with the default region, and the user's home folder in paths."""
    graph = replaced(graph, str(process.home), given.environ.get("HOME", "~"))
    if report.of_provider and given.region:
        check_region(given.region)
        source = replace(graph.source, default_region=given.region)
        graph = replace(graph, source=source)
    return with_default_region(graph, given.region)


@contextmanager
def fast_threads() -> Iterator[None]:
    """Disable garbage collection and shorten the switch interval; see `tune` of child.py."""
    was_enabled, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(2e-4)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if was_enabled:
            gc.enable()


def wanted(
    stack: Stack, start: Program, root: Path, address: str, assumptions: Assumptions
) -> dict[str, object]:
    return {
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
        **hidden_modules(OURS, root),
    }


def hidden_modules(ours: Path, root: Path) -> dict[str, object]:
    """Return the path entries and packages of Plimsoll that must not hide the program's modules.

    The child removes a source tree of an editable install from the path. An installed wheel
    shares its folder with the program's packages: there Plimsoll's top-level packages are
    imported only if the program has no package of that name.
    """
    if any(ours.glob("*.dist-info")):
        return {"leave": [], "ours": str(ours), "packages": PACKAGES}
    return {"leave": [] if root.is_relative_to(ours) else [str(ours)]}


def reported(
    process: Process, request: Mapping[str, object], limit: TimeLimit, specified: Project
) -> Report:
    """Return the program's report when it ends. Raise ProgramError after the time limit."""
    request_text = json.dumps({**request, "stack_file": str(process.stack_file)})
    try:
        output, _ = process.supervisor.communicate(request_text, limit.remaining_seconds)
    except subprocess.TimeoutExpired:
        raise ProgramError(timeout_message(process, specified, limit.seconds)) from None
    if not output:
        return Report(without_report(process))
    return Report(**json.loads(output.splitlines()[-1]))
