"""The nouns of costing. Names follow FOCUS 1.2 wherever it has one.

A resource has Meters. A price book has a Price for each meter's Sku. A metered quantity with
its price is a Charge. An Estimate is all charges of a stack, and all Gaps.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NoReturn

from costing.units import PricingCategory, Unit

ZERO = Decimal(0)


class Unknown:
    """A value that only deploying tells: neither true nor false, and equal to nothing else."""

    def __bool__(self) -> NoReturn:
        raise TypeError("UNKNOWN is neither true nor false: ask `is UNKNOWN` first")

    def __repr__(self) -> str:
        return "UNKNOWN"


class Secret:
    """Stands for a value that is not kept."""

    def __repr__(self) -> str:
        return "SECRET"


UNKNOWN = Unknown()
SECRET = Secret()
GLOBAL = "global"  # the region of services that have none: Route 53, IAM, CloudFront


def hidden(value: object) -> bool:
    """Tell whether a value is unknown or secret."""
    return value is UNKNOWN or value is SECRET


@dataclass(frozen=True, slots=True)
class Sku:
    """The keys of a bill line."""

    service: str  # product code, "AmazonRDS"
    usage_type: str  # without the region's prefix, "Multi-AZUsage:db.r6g.large"
    operation: str = ""  # "CreateDBInstance:0014" is PostgreSQL; empty for any

    def __str__(self) -> str:
        return " ".join(filter(None, (self.service, self.usage_type, self.operation)))


@dataclass(frozen=True, slots=True)
class Commitment:
    """A discount bought with a promise to pay for a time. Terms as AWS's price pages name them."""

    kind: Literal["standard", "convertible", "compute_savings_plan", "instance_savings_plan"]
    term: Literal["1_year", "3_year"]
    payment_option: Literal["no_upfront", "partial_upfront", "all_upfront"]


@dataclass(frozen=True, slots=True)
class Meter:
    """What one resource uses of one Sku in a month."""

    name: str  # as the pricing page calls it
    sku: Sku
    quantity: Decimal | None  # None where it depends on usage that is not stated
    unit: Unit
    usage: str | None = None  # the key that states the quantity
    assumed: str | None = None  # what was, in words
    group: str | None = None  # the part of the resource, "rootBlockDevice"
    pricing_category: PricingCategory = PricingCategory.STANDARD
    region: str | None = None  # where it is billed, if not in the resource's own region
    commitment: Commitment | None = None
    # Of several meters that may stand in for each other (spot pools): the quantity if this one
    # served all. The cheapest and the dearest bound the resource's range.
    alone: Decimal | None = None
    stated_unit_price: Decimal | None = None  # USD, where usage states it: an SMS's, by country
    # The price list's key where the bill's is another: data transfer stands under the service
    # that moved the data, and is priced, and its tiers are counted, over all services.
    listed_as: Sku | None = None

    @property
    def price_sku(self) -> Sku:
        return self.listed_as or self.sku


@dataclass(frozen=True, slots=True)
class Tier:
    start: Decimal  # this unit price holds from here on
    list_unit_price: Decimal  # USD
    always_free: bool = False  # an allowance that counts only where the free tier is asked for


@dataclass(frozen=True, slots=True)
class Price:
    """The list price of one Sku in one region."""

    unit: Unit
    tiers: tuple[Tier, ...]  # ascending; the first starts at 0
    as_of: date
    source: str  # an id of prices/data/sources.csv
    flags: frozenset[str] = frozenset()

    def split(self, quantity: Decimal) -> list[tuple[Tier, Decimal]]:
        """Return how much of `quantity` lies inside each tier."""
        ends = [*(tier.start for tier in self.tiers[1:]), Decimal("Infinity")]
        return [
            (tier, max(min(quantity, end) - tier.start, ZERO))
            for tier, end in zip(self.tiers, ends, strict=True)
        ]

    def cost(self, quantity: Decimal) -> Decimal:
        """Return USD. Tiers are graduated: each prices only what lies inside it."""
        if len(self.tiers) == 1:
            return quantity * self.tiers[0].list_unit_price
        parts = (inside * tier.list_unit_price for tier, inside in self.split(quantity))
        return sum(parts, ZERO)

    def without_allowance(self) -> "Price":
        """Return the ladder of an account whose always-free allowance is not counted."""
        paid = [tier for tier in self.tiers if not tier.always_free]
        if len(paid) == len(self.tiers) or not paid:
            return self
        first = Tier(ZERO, paid[0].list_unit_price)
        return Price(self.unit, (first, *paid[1:]), self.as_of, self.source, self.flags)


@dataclass(frozen=True, slots=True)
class Range:
    """USD a month: everything low, as expected, everything high."""

    low: Decimal
    mid: Decimal
    high: Decimal

    @staticmethod
    def total(ranges: Iterable["Range"]) -> "Range":
        parts = list(ranges)
        return Range(
            sum((part.low for part in parts), ZERO),
            sum((part.mid for part in parts), ZERO),
            sum((part.high for part in parts), ZERO),
        )


@dataclass(frozen=True, slots=True)
class Charge:
    """A metered quantity with its price: one FOCUS row."""

    meter: Meter
    price: Price | None  # None where usage nobody stated would have no price in the book
    list_unit_price: Decimal | None  # USD; the pool's blend where the price has tiers
    list_cost: Decimal | None  # USD a month at public prices; None where the quantity is
    effective_cost: Decimal | None  # after commitment discounts, upfront fees spread
    billed_cost: Decimal | None  # what a month's invoice says, upfront fees left out
    pool: Decimal  # the quantity of all charges that share the tiers
    range: Range | None = None  # of the effective cost, where usage or spot pools leave one
    agreed: str | None = None  # how a customer's own agreement changed its costs


@dataclass(frozen=True, slots=True)
class ResourceCost:
    """One resource and its charges."""

    urn: str
    type: str
    name: str
    parent: str | None
    region: str
    charges: tuple[Charge, ...]
    component: str | None = None  # the name of the outermost component it stands in
    tags: Mapping[str, str] = field(default_factory=dict)  # those whose values are known
    source: str | None = None  # file and line of the program, "infra/network.py:41"

    @property
    def monthly_cost(self) -> Decimal:
        """USD, of the charges whose quantity is known."""
        return sum((charge.effective_cost or ZERO for charge in self.charges), ZERO)

    @property
    def range(self) -> Range | None:
        return total_range(self.charges)


@dataclass(frozen=True, slots=True)
class Gap:
    """A charge, or a whole resource, that the estimate leaves out, and why."""

    urn: str
    type: str
    name: str
    reason: str
    charge: str | None = None  # its name, or several with commas; None for the whole resource
    path: str | None = None  # of the input that is unknown or wrong
    fix: str | None = None  # what would let it be priced


@dataclass(frozen=True, slots=True)
class DefaultRegion:
    """The region of resources for which neither provider nor stack names one."""

    region: str
    origin: str  # "--region", or the name of an environment variable


@dataclass(frozen=True, slots=True)
class Source:
    """Where a resource graph is from."""

    kind: Literal["program", "preview", "state"]
    project: str
    stack: str
    complete: bool = True  # False where the source lists changes only
    default_region: DefaultRegion | None = None  # None where no resource needed one
    # Positions ("infra/network.py:41") of `apply` calls whose callback was not run: its input is
    # known only after deployment. Resources that it makes are missing.
    callbacks_not_run: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    source: Source
    resources: tuple[ResourceCost, ...]  # by URN, as are the next three
    free: Mapping[str, int]  # type → how many
    gaps: tuple[Gap, ...]
    not_counted: tuple[Gap, ...]  # not this stack's, or not AWS's

    @property
    def charges(self) -> list[Charge]:
        return [charge for resource in self.resources for charge in resource.charges]

    @property
    def monthly_cost(self) -> Decimal:
        return sum((resource.monthly_cost for resource in self.resources), ZERO)

    @property
    def range(self) -> Range | None:
        return total_range(self.charges)

    @property
    def gaps_by_urn(self) -> Mapping[str, Sequence[Gap]]:
        """Gaps by the URN of their resource."""
        found: dict[str, list[Gap]] = defaultdict(list)
        for gap in self.gaps:
            found[gap.urn].append(gap)
        return found


def total_range(charges: Iterable[Charge]) -> Range | None:
    """Return None where no charge has a range of its own."""
    each = list(charges)
    if all(charge.range is None for charge in each):
        return None
    fixed = (charge.effective_cost or ZERO for charge in each if charge.range is None)
    flat = sum(fixed, ZERO)
    ranged = [charge.range for charge in each if charge.range is not None]
    return Range.total([Range(flat, flat, flat), *ranged])
