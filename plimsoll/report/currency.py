"""Another currency beside USD. Amounts in USD are always shown and never replaced."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from costing.errors import CallError, nearest
from costing.files import yaml_file
from costing.files.validation import quoted
from costing.model import Estimate
from costing.units import plain

LEAST_RATE, MOST_RATE = Decimal("0.000001"), Decimal(10**9)
CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Currency:
    code: str  # ISO 4217, "EUR"
    rate: Decimal  # units for one USD

    def amount(self, usd: Decimal) -> str:
        return f"{self.code} {usd * self.rate:,.2f}"

    def beside(self, usd: str, value: Decimal) -> str:
        """Return an amount in USD with the one in this currency."""
        return f"{usd} ({self.amount(value)})"

    def total(self, estimate: Estimate) -> str:
        least = "at least " if estimate.gaps else ""
        return f"{least}{self.amount(estimate.monthly_cost)}"

    @property
    def note(self) -> str:
        return f"{self.code} at {plain(self.rate)} for 1 USD"


def currency_of(code: str | None, rate: Decimal | None, rates: Path | None) -> Currency | None:
    """Return the currency of the options --currency, --rate and --rates. Raise CallError."""
    if code is None:
        if rate is not None or rates is not None:
            option = "--rate" if rate is not None else "--rates"
            raise CallError(f"{option}: the currency is missing; set --currency, such as EUR")
        return None
    if not CODE.fullmatch(code) or code == "USD":
        raise CallError(f"--currency {code}: write the ISO code of a currency other than USD")
    if rate is not None and rates is not None:
        raise CallError("--rate and --rates are both set; use one of them")
    where = f"--rate {rate}"
    if rates is not None:
        rate = rate_in(rates, code)
        where = f"{rates}: {code} is {rate}"
    if rate is None:
        raise CallError(f"--currency {code}: the rate is missing; set --rate or --rates")
    if not (rate.is_finite() and LEAST_RATE <= rate <= MOST_RATE):
        limits = f"from {LEAST_RATE} to {MOST_RATE:,}"
        raise CallError(f"{where}; write a number {limits}, the units of {code} for 1 USD")
    return Currency(code, rate)


def rate_in(path: Path, code: str) -> Decimal:
    """Return the rate in a YAML file with `CODE: RATE` lines. Raise CallError, FileError."""
    document = yaml_file.read(path)
    rates = document.value if isinstance(document.value, dict) else {}
    if code not in rates:
        hint = nearest(code, map(str, rates)) or f"; add it as a line `{code}: NUMBER`"
        raise CallError(f"{path}: no rate of {code}{hint}")
    try:
        return Decimal(str(rates[code]))
    except ArithmeticError as error:
        where = document.at(code)
        raise CallError(f"{where}: {code} is {quoted(rates[code])}; write a number") from error


def converted(estimate: Estimate, currency: Currency) -> dict[str, Any]:
    """Return the total of an estimate in another currency, for JSON."""
    spread = estimate.range
    bounds = {} if spread is None else {"low": spread.low, "mid": spread.mid, "high": spread.high}
    return {
        "currency": currency.code,
        "rate": plain(currency.rate),
        "monthly_cost": plain(estimate.monthly_cost * currency.rate),
        "range": {name: plain(usd * currency.rate) for name, usd in bounds.items()} or None,
    }
