"""Reading of a command's SOURCE."""

from typing import TYPE_CHECKING

from plimsoll.options import ProgramOptions

if TYPE_CHECKING:
    from costing.graph.source import Opened


def open_source(
    source: str,
    program: ProgramOptions,
    region: str | None = None,
    *,
    quiet: bool = False,
    verbose: bool = False,
) -> "Opened":
    """Return the graph and the stack's settings; print warnings. Raise CostingError."""
    from costing.graph.source import opened
    from plimsoll.warning_lines import print_warnings

    print_warnings(quiet=quiet, verbose=verbose)
    return opened(source, program.stack, program.source_options(region))
