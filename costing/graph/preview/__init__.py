"""Runs a Pulumi program without engine, provider plugins or credentials: folder → Graph."""

import os
from pathlib import Path

from costing.graph.preview.access import Access
from costing.graph.preview.assumptions import NONE, Assumptions
from costing.graph.readers.regions import default_region
from costing.graph.resource import Graph

__all__ = ["TIMEOUT_SECONDS", "Access", "Assumptions", "run"]

TIMEOUT_SECONDS = 120.0


def run(  # noqa: PLR0913 (each of another kind)
    folder: Path,
    stack: str | None = None,
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    access: Access | None = None,
    region: str | None = None,
    python: str | None = None,
    assumptions: Assumptions = NONE,
) -> Graph:
    """Return what the program in `folder` would deploy to a stack, as far as that is known before.

    The program runs once, as it is, in a process of its own. A value that is known only after
    deployment is UNKNOWN in the graph, with a reference to the output that it comes from; a
    secret is SECRET. `stack`: its name; else the only one, or the one that is selected. `access`:
    permissions beyond the defaults, which docs/security.md lists. `region`: where neither
    provider nor stack names one; None for that of AWS_REGION or AWS_DEFAULT_REGION. `python`: an
    interpreter, or the folder of a virtual environment; None for the project's own.
    `assumptions`: values to take for known; none by default.

    Raise ProgramError, in one line, where there is no such program or stack, where a setting is
    wanting, where the program fails, and where it has not ended after `timeout_seconds`.
    """
    from costing.graph.preview.session import Given, preview  # noqa: PLC0415 (loads Pulumi's protocol)

    environ = dict(os.environ)
    origin = default_region(region, environ)
    given = Given(access or Access(), environ, origin, python, assumptions)
    return preview(folder, stack, timeout_seconds, given)
