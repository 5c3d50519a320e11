"""Options of a currency beside USD."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plimsoll.option_values import number

if TYPE_CHECKING:
    from plimsoll.report.currency import Currency

CurrencyCode = Annotated[
    str | None,
    typer.Option(
        "--currency",
        metavar="CODE",
        help="Also show totals in this currency, such as EUR. Default: USD only.",
    ),
]
Rate = Annotated[
    Decimal | None,
    typer.Option(
        "--rate",
        parser=number,
        metavar="NUMBER",
        help="Units of --currency for 1 USD, such as 0.92. Default: the rate in --rates.",
    ),
]
Rates = Annotated[
    Path | None,
    typer.Option(
        "--rates",
        help="YAML file with rates, `EUR: 0.92` a line. Default: the rate of --rate.",
    ),
]


@dataclass(frozen=True, slots=True)
class CurrencyOptions:
    """Options of a currency beside USD."""

    code: CurrencyCode = None
    rate: Rate = None
    rates: Rates = None

    @property
    def chosen(self) -> "Currency | None":
        if (self.code, self.rate, self.rates) == (None, None, None):
            return None
        from plimsoll.report.currency import currency_of

        return currency_of(self.code, self.rate, self.rates)
