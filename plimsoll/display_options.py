"""Options of what a report lists and how it looks on a terminal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from plimsoll.option_values import usd
from plimsoll.report.formats import Layout

if TYPE_CHECKING:
    from plimsoll.report.currency import Currency

ColorMode = Literal["auto", "always", "never"]
GroupBy = Annotated[
    str,
    typer.Option(
        "--group-by",
        "--by",
        help="Group totals by component, service, type, region, account, project or tag:KEY.",
    ),
]
Top = Annotated[
    int | None,
    typer.Option(
        "--top",
        min=1,
        metavar="N",
        help=(
            "List only the N most expensive groups (summary) or resources (tree). Default: 10 "
            "groups, all resources."
        ),
    ),
]
MinCost = Annotated[
    Decimal | None,
    typer.Option(
        "--min-cost",
        parser=usd,
        metavar="USD",
        help="Fold groups and resources that cost less than this, in USD a month.",
    ),
]
Filters = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="KEY=PATTERN",
        help=(
            "List only charges of this name, component, service, type, region, account, project "
            "or tag:KEY; * stands for any text; repeatable. Totals stay those of the whole stack."
        ),
    ),
]
Color = Annotated[
    ColorMode,
    typer.Option(
        "--color",
        help="Colours: auto is on a terminal only, and not if NO_COLOR is set.",
    ),
]


@dataclass(frozen=True, slots=True)
class DisplayOptions:
    """Options of what is listed."""

    by: GroupBy = "component"
    top: Top = None
    min_cost: MinCost = None
    filters: Filters = None
    color: Color = "auto"

    def layout(
        self, *, verbose: bool = False, currency: "Currency | None" = None, width: int = 80
    ) -> Layout:
        """Raise CallError for an unknown key of --filter or --group-by."""
        from plimsoll.report.selection import Selection, filter_of
        from plimsoll.report.totals import key_of

        key_of(self.by)
        filters = tuple(filter_of(each) for each in self.filters or ())
        selection = Selection(filters, self.min_cost or Decimal(0))
        return Layout(self.by, verbose, width, self.top, currency, selection)
