"""Data types of estimates, named after FOCUS 1.2.

A resource has Meters. A price book has a Price for each meter's Sku. A metered quantity with
its price is a Charge. An Estimate has all charges and all Gaps of a stack.
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
    """A value that is known only after deployment; neither true nor false."""

    def __bool__(self) -> NoReturn:
        raise TypeError("UNKNOWN is neither true nor false; check `is UNKNOWN` first")

    def __repr__(self) -> str:
        return "UNKNOWN"


class Secret:
    """Placeholder of a secret, whose value is not kept."""

    def __repr__(self) -> str:
        return "SECRET"


Term = Literal["1_year", "3_year"]  # of a commitment
PaymentOption = Literal["no_upfront", "partial_upfront", "all_upfront"]
UNKNOWN = Unknown()
SECRET = Secret()
GLOBAL = "global"  # region of global services: Route 53, IAM, CloudFront


def hidden(value: object) -> bool:
    """Return whether a value is unknown or secret."""
    return value is UNKNOWN or value is SECRET


@dataclass(frozen=True, slots=True)
class Sku:
    """Key of a bill line."""

    service: str  # product code, "AmazonRDS"
    usage_type: str  # without the region's prefix, "Multi-AZUsage:db.r6g.large"
    operation: str = ""  # "CreateDBInstance:0014" is PostgreSQL; empty for any

    def __str__(self) -> str:
        return " ".join(filter(None, (self.service, self.usage_type, self.operation)))


@dataclass(frozen=True, slots=True)
class Commitment:
    """Terms of a reserved instance or Savings Plan, named as on AWS's price pages."""

    kind: Literal["standard", "convertible", "compute_savings_plan", "instance_savings_plan"]
    term: Term
    payment_option: PaymentOption


@dataclass(frozen=True, slots=True)
class Meter:
    """Quantity of one Sku that a resource uses in a month."""

    name: str  # as on AWS's pricing page
    sku: Sku
    quantity: Decimal | None  # None: depends on a usage key that is not set
    unit: Unit
    usage: str | None = None  # usage key of the quantity
    assumed: str | None = None  # description of assumptions
    group: str | None = None  # part of the resource, "rootBlockDevice"
    pricing_category: PricingCategory = PricingCategory.STANDARD
    region: str | None = None  # billing region, if not the resource's
    commitment: Commitment | None = None
    # For alternatives such as spot pools: the quantity if this pool served everything. The
    # cheapest and the most expensive alternative are the bounds of the resource's range.
    alone: Decimal | None = None
    usage_unit_price: Decimal | None = None  # USD, where usage states it: an SMS's, by country
    # Key of the price list if it differs from the bill's: data transfer is billed under the
    # service that transfers the data; its price and tiers apply to all services together.
    listed_as: Sku | None = None

    @property
    def price_sku(self) -> Sku:
        return self.listed_as or self.sku


@dataclass(frozen=True, slots=True)
class Tier:
    start: Decimal  # quantity from which this unit price applies
    list_unit_price: Decimal  # USD
    always_free: bool = False  # free allowance, applied with --free-tier only


@dataclass(frozen=True, slots=True)
class Price:
    """The list price of one Sku in one region."""

    unit: Unit
    tiers: tuple[Tier, ...]  # ascending; the first starts at 0
    as_of: date
    source: str  # an id of prices/data/sources.csv
    flags: frozenset[str] = frozenset()

    def split(self, quantity: Decimal) -> list[tuple[Tier, Decimal]]:
        """Return the part of `quantity` in each tier."""
        ends = [*(tier.start for tier in self.tiers[1:]), Decimal("Infinity")]
        return [
            (tier, max(min(quantity, end) - tier.start, ZERO))
            for tier, end in zip(self.tiers, ends, strict=True)
        ]

    def cost(self, quantity: Decimal) -> Decimal:
        """Return USD. Tiers are graduated: each applies to the quantity inside it."""
        if len(self.tiers) == 1:
            return quantity * self.tiers[0].list_unit_price
        parts = (inside * tier.list_unit_price for tier, inside in self.split(quantity))
        return sum(parts, ZERO)

    def without_allowance(self) -> "Price":
        """Return the price without always-free tiers."""
        paid = [tier for tier in self.tiers if not tier.always_free]
        if len(paid) == len(self.tiers) or not paid:
            return self
        first = Tier(ZERO, paid[0].list_unit_price)
        return Price(self.unit, (first, *paid[1:]), self.as_of, self.source, self.flags)


@dataclass(frozen=True, slots=True)
class Range:
    """USD a month with all usage low, expected and high."""

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
    """A metered quantity with its price: a row in FOCUS."""

    meter: Meter
    price: Price | None  # None: no price in the book for usage that is not set
    list_unit_price: Decimal | None  # USD; with tiers, the average over the pool
    list_cost: Decimal | None  # USD a month at public prices; None without a quantity
    effective_cost: Decimal | None  # with commitment discounts and a share of upfront fees
    billed_cost: Decimal | None  # amount on a month's invoice, without upfront fees
    pool: Decimal  # total quantity of all charges that share the tiers
    range: Range | None = None  # of the effective cost, from usage ranges or spot pools
    private_terms: str | None = None  # private price or discount that was applied


@dataclass(frozen=True, slots=True)
class ResourceCost:
    """One resource and its charges."""

    urn: str
    type: str
    name: str
    parent: str | None
    region: str
    charges: tuple[Charge, ...]
    component: str | None = None  # name of the outermost component that contains the resource
    tags: Mapping[str, str] = field(default_factory=dict)  # tags with known values
    source: str | None = None  # line of the program, "infra/network.py:41"
    # Paths of inputs that affect the price and were filled in from the outputs of a state.
    filled: tuple[str, ...] = ()
    account: str = ""  # the role or profile of the provider; empty for the default account

    @property
    def monthly_cost(self) -> Decimal:
        """USD, of the charges with a known quantity."""
        return sum((charge.effective_cost or ZERO for charge in self.charges), ZERO)

    @property
    def range(self) -> Range | None:
        return total_range(self.charges)


@dataclass(frozen=True, slots=True)
class Gap:
    """A charge or a whole resource that the estimate leaves out, with the reason."""

    urn: str
    type: str
    name: str
    reason: str
    charge: str | None = None  # name, or several with commas; None: the whole resource
    path: str | None = None  # of the unknown or invalid input
    fix: str | None = None  # remedy


@dataclass(frozen=True, slots=True)
class DefaultRegion:
    """Region of resources for which neither provider nor stack has one."""

    region: str
    origin: str  # "--region" or the name of an environment variable


@dataclass(frozen=True, slots=True)
class Source:
    """Source of a resource graph."""

    kind: Literal["program", "preview", "state"]
    project: str
    stack: str
    complete: bool = True  # False: the source lists changed resources only
    default_region: DefaultRegion | None = None  # None: not needed
    # Positions ("infra/network.py:41") of `apply` calls whose callback was not run, because its
    # input is known only after deployment. Resources that it creates are missing.
    callbacks_not_run: tuple[str, ...] = ()
    # URNs of resources in a state whose creation was interrupted: AWS may have created them.
    pending_creates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    source: Source
    resources: tuple[ResourceCost, ...]  # by URN, as are the next three
    free: Mapping[str, int]  # number of resources by type
    gaps: tuple[Gap, ...]
    not_counted: tuple[Gap, ...]  # of other stacks or other providers
    parts: tuple["Estimate", ...] = ()  # one a stack, if the estimate is of several

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
    """Return the sum of costs as a range; None if no charge has a range."""
    each = list(charges)
    if all(charge.range is None for charge in each):
        return None
    fixed = (charge.effective_cost or ZERO for charge in each if charge.range is None)
    flat = sum(fixed, ZERO)
    ranged = [charge.range for charge in each if charge.range is not None]
    return Range.total([Range(flat, flat, flat), *ranged])
