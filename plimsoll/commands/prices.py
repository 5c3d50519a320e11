"""Commands `prices list`, `prices show`, `prices diff` and `prices refresh`."""

from typing import Annotated

import typer

from plimsoll import options as o
from plimsoll.output import emit
from plimsoll.report.formats import written

Region = Annotated[str, typer.Option("--region", help="AWS region of the prices.")]


def list_prices(
    search: Annotated[
        str,
        typer.Argument(
            metavar="[TEXT]",
            help="Part of a SKU, in any case. Default: list the regions instead of prices.",
        ),
    ] = "",
    region: Region = "us-east-1",
    format_: o.Listing = "table",
    out: o.Out = None,
) -> None:
    """List the prices of a region whose SKU contains a text, or all regions with price dates."""
    from plimsoll.report.price_list import region_dates, search_prices

    if search:
        text = written("prices", format_, region, search_prices(region, search))
    else:
        text = written("price dates", format_, region_dates())
    emit(text, out)


def show_price(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="Usage type (BoxUsage:t3.medium), SKU, or Pulumi type (aws:sqs/queue:Queue).",
        ),
    ],
    region: Region = "us-east-1",
    format_: o.Listing = "table",
    out: o.Out = None,
) -> None:
    """Show a price with tiers, date and source, or the charges of a resource type."""
    from plimsoll.report.price_list import charges_of_type, prices_named

    if name.startswith("aws:"):
        text = written("priced type", format_, charges_of_type(name))
    else:
        text = written("prices", format_, region, prices_named(region, name))
    emit(text, out)


def refresh_prices(
    region: Annotated[
        list[str], typer.Option("--region", help="AWS region to download; repeatable.")
    ],
    service: Annotated[
        list[str] | None,
        typer.Option(
            "--service",
            help=(
                "Service code of AWS's price list, for example AmazonEC2; repeatable. Default: "
                "each service in the price book."
            ),
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="URL", help="Address of a mirror. Default: AWS."),
    ] = None,
    *,
    spot: Annotated[
        bool,
        typer.Option(
            "--spot", help="Also read spot prices from EC2; needs AWS credentials. Default: off."
        ),
    ] = False,
    savings_plans: Annotated[
        bool,
        typer.Option(
            "--savings-plans/--no-savings-plans", help="Download Savings Plan rates, too."
        ),
    ] = True,
) -> None:
    """Download current prices from AWS into your cache: on-demand, reserved, Savings Plans.

    Run the command again to resume an interrupted download. Unchanged lists are not downloaded
    again.
    """
    from costing.prices.refresh.price_list import ADDRESS
    from plimsoll.commands.price_refresh import Request, refresh

    refresh(Request(region, service or (), source or ADDRESS, spot, savings_plans))


def diff_prices(
    source: Annotated[
        str,
        typer.Argument(
            metavar="[SOURCE]",
            help=(
                "Stack whose bill is compared, a source as for plimsoll cost. Default: compare "
                "prices only."
            ),
        ),
    ] = "",
    *,
    program: o.ProgramOptions,
    pricing: o.PricingOptions,
    format_: o.Listing = "table",
    out: o.Out = None,
) -> None:
    """Compare downloaded prices with the price book, and their effect on a stack's bill."""
    from plimsoll.commands.price_diff import bill_change, price_changes

    if source:
        text = written("bill change", format_, bill_change(source, program, pricing))
    else:
        text = written("price changes", format_, price_changes(pricing.region))
    emit(text, out)
