"""Runs a Pulumi program without engine, provider, credentials or network: folder → Graph."""

from pathlib import Path

from costing.graph import Graph
from costing.preview.assumptions import NONE, Assumptions

__all__ = ["TIMEOUT_SECONDS", "Assumptions", "run"]

TIMEOUT_SECONDS = 120.0


def run(
    folder: Path,
    stack: str | None = None,
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    assumptions: Assumptions = NONE,
) -> Graph:
    """Return what the program in `folder` would deploy to a stack, as far as that is known before.

    The program runs once, as it is, with its own interpreter, in a process of its own. A value
    that is known only after deployment is UNKNOWN in the graph, with a reference to the output
    that it comes from; a secret is SECRET. `stack`: its name; else the only one, or the one that
    is selected. `assumptions`: values to take for known; none by default.

    Raise ProgramError, in one line, where there is no such program or stack, where a setting is
    wanting, where the program fails, and where it has not ended after `timeout_seconds`.
    """
    from costing.preview.session import preview  # noqa: PLC0415 (loads Pulumi's protocol)

    return preview(folder, stack, timeout_seconds, assumptions)
