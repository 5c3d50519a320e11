"""What the tables hold: `prices list|show`, `rules list|show|config`, `usage init`."""

from typing import Annotated, Literal

import typer

from plimsoll import options as o
from plimsoll.output import emit

prices = typer.Typer(help="What a unit costs, who says so, when.", no_args_is_help=True)
rules = typer.Typer(help="What is checked, why, which controls ask for it.", no_args_is_help=True)
usage = typer.Typer(help="What no program says: requests, GB, hours.", no_args_is_help=True)

Region = Annotated[str, typer.Option("--region", help="Whose prices.")]
Listing = Annotated[Literal["table", "json"], typer.Option("--format", "-f")]


@prices.command("list")
def list_prices(
    search: Annotated[str, typer.Argument(help="Part of a SKU; all regions without one.")] = "",
    region: Region = "us-east-1",
    output: Listing = "table",
    out: o.Out = None,
) -> None:
    """SKUs of a region that contain a text; without one, the regions and their age."""
    from plimsoll.report.price_list import prices_text, regions_text

    text = prices_text(region, search, output) if search else regions_text(output)
    emit(text, out)


@prices.command("show")
def show_price(
    what: Annotated[str, typer.Argument(help="A usage type, a SKU or a Pulumi type.")],
    region: Region = "us-east-1",
    output: Listing = "table",
    out: o.Out = None,
) -> None:
    """One price with its tiers, date and source; for a type, what it is metered on."""
    from plimsoll.report.price_list import price_text

    emit(price_text(region, what, output), out)


@prices.command("refresh")
def refresh_prices(
    region: Annotated[list[str], typer.Option("--region", help="Whose prices; repeatable.")],
    service: Annotated[
        list[str] | None, typer.Option("--service", help="AmazonEC2 …; all priced without one.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Where AWS's price list is, if not at AWS.")
    ] = None,
    *,
    spot: Annotated[bool, typer.Option("--spot", help="Ask EC2 for spot prices, too.")] = False,
    savings_plans: Annotated[
        bool, typer.Option("--savings-plans", help="Savings Plan rates, too.")
    ] = False,
) -> None:
    """Newer prices from AWS into your cache; a broken download replaces nothing."""
    from plimsoll.refreshing import refresh

    refresh(region, service or (), source, spot=spot, savings_plans=savings_plans)


@rules.command("list")
def list_rules(output: Listing = "table", out: o.Out = None) -> None:
    """Every rule, what it looks at and how severe it is."""
    from plimsoll.report.rules import rules_text
    from policies import RULES

    emit(rules_text(RULES, output), out)


@rules.command("show")
def show_rule(
    name: Annotated[str, typer.Argument(help="A rule's name, or another tool's id of it.")],
    output: Listing = "table",
    out: o.Out = None,
) -> None:
    """One rule: what must hold, why, how to mend it, which controls ask for it."""
    from plimsoll.report.rules import rule_text
    from policies import RULES

    emit(rule_text(RULES, name, output), out)


@rules.command("config")
def rules_config(
    profile: o.Profile = None,
    waivers: o.Waivers = None,
    *,
    remediate: o.Remediate = False,
    out: o.Out = None,
) -> None:
    """What `pulumi preview --policy-pack policies --policy-pack-config` needs."""
    from policies import RULES
    from policies.crossguard.config import pack_config
    from policies.engine.profiles import PROFILE
    from policies.engine.waivers import read

    waived = read(waivers) if waivers else ()
    emit(pack_config(RULES, profile or PROFILE, waived, remediate=remediate), out)


@usage.command("init")
def init_usage(
    source: o.Source = ".",
    stack: o.Stack = None,
    out: o.Out = None,
    *,
    with_credentials: o.WithCredentials = False,
    with_network: o.WithNetwork = False,
    with_env: o.WithEnv = None,
    python: o.Python = None,
    assume_ids: o.AssumeIds = False,
    stack_outputs: o.StackOutputs = None,
    minimal: Annotated[
        bool, typer.Option("--minimal", help="Write only the ten keys that change the bill most.")
    ] = False,
) -> None:
    """Write a usage file to fill in: quantities that the program does not contain.

    An existing --out file, or else the stack's plimsoll:usage file, is kept: missing keys are
    added as comments, and entries that match nothing in the stack are marked.
    """
    from costing.graph.source import opened
    from plimsoll.preview_warnings import tell_warnings
    from plimsoll.usage_file import command_line, init

    tell_warnings(quiet=False)
    options = o.source_options(
        with_credentials,
        with_network,
        with_env,
        python,
        assume_ids=assume_ids,
        stack_outputs=stack_outputs,
    )
    command = command_line(source, stack, out, minimal=minimal)
    init(opened(source, stack, options), command, out, minimal=minimal)
