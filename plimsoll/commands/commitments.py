"""Command `commitments`: Savings Plans to buy, from the usage of a bill."""

from typing import Annotated, Literal

import typer

from plimsoll import options as o
from plimsoll.commands.actuals import Account, BillPath, Currency, Memory, Month
from plimsoll.output import emit
from plimsoll.report.formats import BillFormat, written


def commitments(
    output: o.OutputOptions,
    bill: BillPath,
    term: Annotated[
        Literal["1_year", "3_year"] | None,
        typer.Option("--term", help="Term of the plans. Default: both."),
    ] = None,
    payment_option: Annotated[
        Literal["no_upfront", "partial_upfront", "all_upfront"],
        typer.Option("--payment-option", help="Payment option of the plans."),
    ] = "no_upfront",
    month: Month = None,
    account: Account = None,
    currency: Currency = None,
    memory: Memory = "2GB",
    format_: Annotated[
        BillFormat, typer.Option("--format", "-f", help="Format of the report.")
    ] = "table",
) -> None:
    """Recommend Savings Plans for the on-demand EC2 usage of a bill."""
    from costing.actuals.bill import Selection, opened
    from costing.actuals.commitments import TERMS
    from costing.actuals.commitments import commitments as recommended

    with opened(bill, Selection(month, account, currency), memory=memory) as lines:
        found = recommended(lines, (term,) if term else TERMS, payment_option)
    emit(written("commitments", format_, found), output.out, quiet=output.quiet)
