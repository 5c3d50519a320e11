"""Command `graph`: print the resource graph of a stack."""

from typing import Annotated

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.output import emit, finish
from plimsoll.report.formats import GraphFormat, written
from plimsoll.sources import open_source


def graph(
    program: o.ProgramOptions,
    output: o.OutputOptions,
    source: o.Source = ".",
    format_: Annotated[
        GraphFormat,
        typer.Option(
            "--format", "-f", help="Format of the graph; json can be read back as a SOURCE."
        ),
    ] = "tree",
    *,
    verbose: o.VerbosePreview = False,
) -> None:
    """Print the resources of a stack and their references."""
    quiet = output.quiet
    found = open_source(source, program, quiet=quiet, verbose=verbose, all_outputs=True).graph
    emit(written("graph", format_, found), output.out, quiet=quiet)
    finish([*exit_reasons.of_source(found.source)], quiet=quiet)
