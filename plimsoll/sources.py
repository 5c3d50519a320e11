"""Reading of a command's SOURCE."""

from dataclasses import replace
from typing import TYPE_CHECKING

from plimsoll.options import ProgramOptions
from plimsoll.output import note

if TYPE_CHECKING:
    from costing.graph.source import Opened


def open_source(
    source: str,
    program: ProgramOptions,
    region: str | None = None,
    *,
    quiet: bool = False,
    verbose: bool = False,
    all_outputs: bool = False,
) -> "Opened":
    """Return the graph and the stack's settings; print warnings. Raise CostingError.

    `all_outputs`: keep outputs of a state that no cost model or rule reads.
    """
    from costing.graph.source import opened
    from plimsoll.progress import shown
    from plimsoll.warning_lines import print_warnings

    print_warnings(quiet=quiet, verbose=verbose)
    with shown(quiet=quiet):
        options = replace(program.source_options(region), all_outputs=all_outputs)
        found = opened(source, program.stack, options)
    if verbose:
        note_callbacks(found, quiet=quiet)
    return found


def note_callbacks(*sides: "Opened", quiet: bool) -> None:
    """Print the positions of callbacks that were not run."""
    from plimsoll.report.callbacks import callbacks_list

    positions = [each for side in sides for each in side.graph.source.callbacks_not_run]
    for line in callbacks_list(positions):
        note(line, quiet=quiet)
