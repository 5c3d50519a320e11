"""Command `explain`: show the calculation of a resource's cost."""

from typing import Annotated, Literal

import typer

from plimsoll import options as o
from plimsoll.commands.cost import priced, usage_of
from plimsoll.output import emit
from plimsoll.report.formats import written
from plimsoll.sources import open_source


def explain(
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    output: o.OutputOptions,
    arguments: Annotated[
        list[str],
        typer.Argument(
            help=(
                "Source as for the command cost (default: the current folder), then the name, "
                "TYPE::NAME or URN of a resource."
            ),
            metavar="[SOURCE] RESOURCE",
        ),
    ],
    format_: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="Format of the explanation.")
    ] = "table",
) -> None:
    """Show how the cost of a resource is calculated, from input to price source."""
    from costing.errors import CallError
    from costing.usage.file import resource_named
    from costing.usage.resolve import resolve
    from plimsoll.report.explanation import explanation

    match arguments:
        case [resource]:
            source = "."
        case [source, resource]:
            pass
        case _:
            raise CallError(f"{len(arguments)} arguments; write [SOURCE] RESOURCE")
    given = open_source(source, program, pricing.region, quiet=output.quiet)
    found = resource_named(resource, given.graph)
    usage = usage_of(given, pricing)
    own = resolve(usage, given.graph).get(found.urn)
    keys = own.model_dump(by_alias=True, exclude_unset=True) if own else {}
    estimate = priced(given.graph, usage, pricing)
    text = written("explanation", format_, explanation(estimate, found, keys))
    emit(text, output.out, quiet=output.quiet)
