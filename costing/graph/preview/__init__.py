"""Preview a Pulumi program without engine, provider plugins or credentials."""

import os
from pathlib import Path

from costing.graph.preview.access import Access
from costing.graph.preview.assumptions import NONE, Assumptions
from costing.graph.preview.time_limit import TIMEOUT_SECONDS
from costing.graph.readers.regions import default_region
from costing.graph.resource import Graph

__all__ = ["TIMEOUT_SECONDS", "Access", "Assumptions", "run"]


def run(  # noqa: PLR0913 (each of another kind)
    folder: Path,
    stack: str | None = None,
    *,
    timeout_seconds: float | None = None,
    access: Access | None = None,
    region: str | None = None,
    python: str | None = None,
    assumptions: Assumptions = NONE,
) -> Graph:
    """Return the resource graph that the program in `folder` would deploy to a stack.

    The program runs once, unchanged, in a separate process. A value that is known only after
    deployment is UNKNOWN in the graph, with a reference to the output that it comes from; a
    secret is SECRET. `stack`: name of the stack; None: the only one, or the selected one.
    `access`: permissions beyond the defaults (see docs/security.md). `region`: used if neither
    provider nor stack has one; None: AWS_REGION or AWS_DEFAULT_REGION. `python`: an interpreter
    or the folder of a virtual environment; None: the project's. `timeout_seconds`: None: the
    stack's `plimsoll:timeout`, else TIMEOUT_SECONDS. `assumptions`: values to use for
    unknown ones.

    Raise ProgramError if the program or the stack does not exist, a required setting is missing,
    the program fails, or it does not end within the time limit.
    """
    from costing.graph.preview.session import Given, preview  # noqa: PLC0415 (loads Pulumi's protocol)

    environ = dict(os.environ)
    origin = default_region(region, environ)
    given = Given(access or Access(), environ, origin, python, assumptions)
    return preview(folder, stack, timeout_seconds, given)
