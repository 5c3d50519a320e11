"""Compare two estimates of a stack by resource and charge."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from costing.diff.cost_drivers import CostDriver, StackUsage, cost_drivers, counterpart, key_of
from costing.graph.resource import Graph, Resource
from costing.model import ZERO, Charge, Estimate, Gap, Meter, ResourceCost
from costing.units import divide
from costing.usage.file import UsageFile
from costing.usage.resolve import resolve

Change = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Side:
    graph: Graph
    estimate: Estimate
    usage: UsageFile = field(default_factory=UsageFile)


@dataclass(frozen=True, slots=True)
class ChargeChange:
    """A charge in the base and in the head; None if it is missing there."""

    base: Charge | None
    head: Charge | None
    base_gap: Gap | None = None  # the charge is there, but has no price
    head_gap: Gap | None = None

    @property
    def name(self) -> str:
        return self.either.meter.name

    @property
    def either(self) -> Charge:
        """The charge of the head, else of the base."""
        for found in (self.head, self.base):
            if found is not None:
                return found
        raise ValueError("the charge is neither in the base nor in the head")

    @property
    def has_cost(self) -> bool:
        """Tell whether the charge has a cost in base or head; it has none without usage."""
        return any(each and each.effective_cost is not None for each in (self.base, self.head))

    @property
    def is_open(self) -> bool:
        """Tell whether the charge has a cost on one side and no price on the other."""
        return self.has_cost and (self.base_gap is not None or self.head_gap is not None)


@dataclass(frozen=True, slots=True)
class ResourceChange:
    urn: str  # of the head, else of the base
    type: str
    name: str
    change: Change
    base_cost: Decimal | None  # USD a month; 0: the resource does not exist, None: unknown
    head_cost: Decimal | None
    because: tuple[CostDriver, ...]
    charges: tuple[ChargeChange, ...]  # only charges that differ
    base_gaps: tuple[Gap, ...] = ()  # charges missing from the costs
    head_gaps: tuple[Gap, ...] = ()

    @property
    def cost_change(self) -> Decimal | None:
        """USD a month; None if the costs leave out different charges."""
        if self.base_cost is None or self.head_cost is None or self.is_unknown:
            return None
        return self.head_cost - self.base_cost

    @property
    def is_unknown(self) -> bool:
        """Tell whether a charge is unknown on one side, so that the change is unknown too."""
        return any(pair.is_open for pair in self.charges) or differ(self.base_gaps, self.head_gaps)


@dataclass(frozen=True, slots=True)
class Difference:
    base: Estimate
    head: Estimate
    resources: tuple[ResourceChange, ...]  # by URN

    @property
    def change(self) -> Decimal | None:
        """USD a month; None if a charge is unknown on one side only."""
        if any(resource.is_unknown for resource in self.resources):
            return None
        return self.head.monthly_cost - self.base.monthly_cost

    @property
    def percent(self) -> Decimal | None:
        """Of the base; None of nothing, and of a change that is unknown."""
        before, change = self.base.monthly_cost, self.change
        return divide(change * 100, before) if before and change is not None else None


def difference(base: Side, head: Side, on: date | None = None) -> Difference:
    """Return the difference of two estimates. `on`: date of the estimates; None: today.

    Resources are paired by URN without the stack's name.
    """
    day = on or datetime.now(UTC).date()
    old, new = (
        StackUsage(each.graph, resolve(each.usage, each.graph), day) for each in (base, head)
    )
    was, is_ = (Costs.read(each.estimate) for each in (base, head))
    changes = (compared(key, was, is_, old, new) for key in was.keys | is_.keys)
    found = sorted((each for each in changes if each), key=lambda each: each.urn)
    return Difference(base.estimate, head.estimate, tuple(found))


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs and gaps of one side by URN without the stack's name."""

    by_key: Mapping[str, ResourceCost]
    gaps: Mapping[str, tuple[Gap, ...]]

    @classmethod
    def read(cls, estimate: Estimate) -> "Costs":
        return cls(
            {key_of(cost.urn): cost for cost in estimate.resources},
            {key_of(urn): tuple(gaps) for urn, gaps in estimate.gaps_by_urn.items()},
        )

    @property
    def keys(self) -> set[str]:
        return {*self.by_key, *self.gaps}

    def of(self, key: str) -> Decimal | None:
        """Return USD a month: 0 for a free or missing resource, None if it is unknown."""
        cost = self.by_key[key].monthly_cost if key in self.by_key else ZERO
        return None if key in self.gaps and not cost else cost

    def gaps_of(self, key: str) -> tuple[Gap, ...]:
        return self.gaps.get(key, ())


def compared(
    key: str, was: Costs, is_: Costs, base: StackUsage, head: StackUsage
) -> ResourceChange | None:
    """Return the change of a resource; None if its charges and gaps are equal."""
    before, after = was.by_key.get(key), is_.by_key.get(key)
    base_gaps, head_gaps = was.gaps_of(key), is_.gaps_of(key)
    pairs = paired(before.charges if before else (), after.charges if after else ())
    charges = tuple(
        with_gaps(pair, base_gaps, head_gaps)
        for pair in pairs
        if visible_parts(pair.base) != visible_parts(pair.head)
    )
    if not (charges or differ(base_gaps, head_gaps)):
        return None
    subjects: list[ResourceCost | Gap | None] = [after, before, *head_gaps, *base_gaps]
    found = next(each for each in subjects if each is not None)
    home = found.region if isinstance(found, ResourceCost) else None
    old, new = (remaining(counterpart(side.graph, found.urn)) for side in (base, head))
    change: Change = "changed" if old and new else "added" if new else "removed"
    because = cost_drivers(base, head, old, new, home) if old and new else ()
    return ResourceChange(
        found.urn,
        found.type,
        found.name,
        change,
        was.of(key),
        is_.of(key),
        tuple(because),
        charges,
        base_gaps,
        head_gaps,
    )


def differ(base: Sequence[Gap], head: Sequence[Gap]) -> bool:
    """Return whether a resource's gaps differ between two stacks."""
    return {(gap.charge, gap.reason) for gap in base} != {(gap.charge, gap.reason) for gap in head}


def with_gaps(
    pair: ChargeChange, base_gaps: Sequence[Gap], head_gaps: Sequence[Gap]
) -> ChargeChange:
    """Return a pair with the gap of the side that has no price for the charge."""
    of = pair.either.meter
    return replace(
        pair,
        base_gap=gap_of(of, base_gaps) if pair.base is None else None,
        head_gap=gap_of(of, head_gaps) if pair.head is None else None,
    )


def gap_of(meter: Meter, gaps: Sequence[Gap]) -> Gap | None:
    """Return the gap of a charge, ignoring an instance type or size in brackets."""
    name = meter.name.partition(" (")[0]
    for gap in gaps:
        if gap.charge is None or (name in gap.charge and (meter.group or "") in gap.charge):
            return gap
    return None


def remaining(resource: Resource | None) -> Resource | None:
    if resource is None or resource.pending_delete or not resource.custom:
        return None
    return resource


def visible_parts(charge: Charge | None) -> Hashable:
    """Return the parts of a charge that reports show."""
    if charge is None:
        return None
    meter = charge.meter
    return (
        meter.sku,
        meter.pricing_category,
        meter.quantity,
        meter.unit,
        meter.region,
        charge.list_unit_price,
        charge.list_cost,
        charge.effective_cost,
        charge.range,
    )


# Keys that identify a charge on both sides, the most reliable first.
ALIKE: Sequence[Callable[[Charge], Hashable]] = (
    lambda charge: (charge.meter.group, charge.meter.name, charge.meter.sku, charge.meter.region),
    lambda charge: (charge.meter.group, charge.meter.name, charge.meter.region),
    lambda charge: (charge.meter.group, charge.meter.name),
    lambda charge: (charge.meter.group, charge.meter.sku),
)


def stem(charge: Charge) -> Hashable:
    """Return the part of a charge's key that does not depend on the instance type."""
    meter = charge.meter
    kind = meter.sku.usage_type.partition(":")[0]
    return meter.group, meter.sku.service, kind, meter.pricing_category, meter.unit


def paired(base: Iterable[Charge], head: Iterable[Charge]) -> Iterator[ChargeChange]:
    """Yield each charge once, paired with the same charge of the other side."""
    left, right = list(base), list(head)
    same: dict[int, Charge] = {}
    for alike in (*ALIKE, stem):
        for index, charge in enumerate(right):
            found = [each for each in left if alike(each) == alike(charge)]
            if index not in same and found and (alike is not stem or only(charge, right, found)):
                same[index] = found[0]
                left.remove(found[0])
    yield from (ChargeChange(same.get(index), charge) for index, charge in enumerate(right))
    yield from (ChargeChange(charge, None) for charge in left)


def only(charge: Charge, right: Sequence[Charge], found: Sequence[Charge]) -> bool:
    """Return whether a charge is the only one with its stem on both sides, unlike spot pools."""
    return len(found) == 1 and sum(stem(each) == stem(charge) for each in right) == 1
