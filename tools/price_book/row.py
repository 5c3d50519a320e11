"""One line of the price book: a rung of one SKU's ladder in one region."""

from dataclasses import dataclass
from decimal import Decimal

from costing.units import Unit

GLOBAL = "global"
COLUMNS = (
    "service",
    "usage_type",
    "operation",
    "unit",
    "start",
    "list_unit_price",
    "as_of",
    "source",
    "flags",
)


@dataclass(frozen=True, slots=True)
class Row:
    region: str
    service: str
    usage_type: str
    operation: str
    unit: Unit
    list_unit_price: str  # as the fact prints it
    as_of: str
    source: str
    flags: frozenset[str] = frozenset()
    start: str = "0"
    rare: bool = False  # lies apart, loaded only when asked for

    @property
    def sku(self) -> tuple[str, str, str]:
        return (self.service, self.usage_type, self.operation)

    @property
    def rung(self) -> tuple[str, str, str, str, Decimal]:
        return (*self.sku, self.unit, Decimal(self.start))

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            *self.sku,
            self.unit,
            self.start,
            plain(self.list_unit_price),
            self.as_of,
            self.source,
            ";".join(sorted(self.flags)),
        )


def plain(price: str) -> str:
    """Return the price without an exponent: 5e-08 is 0.00000005."""
    return f"{Decimal(price):f}" if "e" in price.lower() else price


def day(as_of: str) -> str:
    """Return a date; a year or a month stands for its first day."""
    return {4: f"{as_of}-01-01", 7: f"{as_of}-01"}.get(len(as_of), as_of)


def flags(status: str, *others: str) -> frozenset[str]:
    """Return the flags of a price whose usage type has this status."""
    return frozenset(others if status == "verified" else ("unverified", *others))
