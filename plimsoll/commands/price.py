"""Command `price`: price one resource without a program."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.cost import priced, print_old_prices
from plimsoll.output import emit, finish
from plimsoll.report.formats import CostFormat, Layout, written

if TYPE_CHECKING:
    from costing.graph.resource import Graph

NAME = "resource"


def price(
    pricing: o.PricingOptions,
    output: o.OutputOptions,
    type_: Annotated[
        str,
        typer.Argument(
            help="Pulumi type, such as aws:rds/instance:Instance, or Terraform type.",
            metavar="TYPE",
        ),
    ],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Input of the resource; repeatable; dots for nested keys. Default: AWS's default.",
        ),
    ] = None,
    format_: Annotated[
        CostFormat, typer.Option("--format", "-f", help="Format of the estimate.")
    ] = "table",
) -> None:
    """Price one resource without a program."""
    import os

    from costing.errors import CallError
    from costing.graph.readers.regions import default_region
    from costing.usage.file import UsageFile, read

    default = default_region(pricing.region, os.environ)
    if default is None:
        raise CallError("the region is not set; use --region or set AWS_REGION")
    graph = single_resource(type_, settings or [], default.region)
    usage = read(pricing.usage) if pricing.usage else UsageFile()
    estimate = priced(graph, usage, pricing)
    text = written("estimate", format_, estimate, Layout("service", verbose=True))
    emit(text, output.out, quiet=output.quiet)
    print_old_prices(estimate, quiet=output.quiet, verbose=True)
    reasons = exit_reasons.of_estimate(estimate, allow_gaps=False, budget=None)
    finish([*reasons], quiet=output.quiet)


def single_resource(type_: str, settings: list[str], region: str) -> "Graph":
    """Return a graph with one resource. Raise CallError for an unknown type or input."""
    from costing.errors import CallError, nearest
    from costing.graph.resource import Graph, Resource
    from costing.graph.schema.input_types import lines, resource_type
    from costing.graph.schema.normal_form import normal_form
    from costing.model import Source
    from costing.usage.infracost import typed

    token = typed(type_)
    schema = resource_type(token)
    if schema is None:
        raise CallError(f'unknown type "{type_}"{nearest(type_, lines())}')
    inputs: dict[str, Any] = {}
    for each in settings:
        set_input(inputs, each)
    for key in inputs:
        if key not in schema.inputs and key not in schema.former_names:
            raise CallError(f"--set {key}: unknown input of {token}{nearest(key, schema.inputs)}")
    urn = f"urn:pulumi:price::price::{token}::{NAME}"
    resource = normal_form(Resource(urn, token, inputs, region=region))
    return Graph(Source("program", "price", "price"), (resource,))


def set_input(inputs: dict[str, Any], setting: str) -> None:
    """Add KEY=VALUE to the inputs; the value is YAML. Raise CallError for another form."""
    from costing.errors import CallError
    from costing.files import yaml_file

    path, equals, text = setting.partition("=")
    if not (path and equals):
        raise CallError(f"--set {setting}: write KEY=VALUE")
    *parents, key = path.split(".")
    block = inputs
    for parent in parents:
        block = block.setdefault(parent, {})
        if not isinstance(block, dict):
            raise CallError(f"--set {setting}: {parent} is already set to a value; set it once")
    block[key] = yaml_file.parsed(text, f"--set {path}").value
