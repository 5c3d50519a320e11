"""Effect of usage keys on the bill: the change of a resource's cost with each key.

A key that the estimate has no value for is set to its example value. A key that has a default is
set to zero, which shows how much of the cost scales with it. Prices are list prices, and the tiers
start with the resource, as if it were alone in its account.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property

from costing.estimate.estimate import meters, reason_not_counted
from costing.estimate.pricing import Metered, price
from costing.graph.resource import Graph, Resource
from costing.model import ZERO, Sku
from costing.prices.book import PriceBook
from costing.resources._shared.metering import Unmetered
from costing.resources._shared.priced_resource import Links, ResourceUsage
from costing.usage.file import UsageFile
from costing.usage.keys import UsageKey, key_group, usage_keys
from costing.usage.resolve import parse, resolve

Values = Mapping[str, object]  # by key
OTHER = "other"  # a name unlike each example
Pool = tuple[str, Sku]  # region and SKU: what is priced together


@dataclass(frozen=True, slots=True)
class Effect:
    """A usage key that is not set for a resource, and its effect on the cost."""

    key: UsageKey
    waits: bool = False  # a charge has no quantity without this key
    is_priced: bool = True  # the estimate uses a default for this key
    change: Decimal = ZERO  # USD a month; zero where no price is known

    @property
    def rank(self) -> tuple[bool, bool, Decimal]:
        """Sort key: charges without a quantity first, then keys without a default; by change."""
        return self.is_priced, not self.waits, -self.change


@dataclass(frozen=True, slots=True)
class Effects:
    """Unset keys of one resource, largest effect first."""

    resource: Resource
    cost: Decimal  # USD a month with the current usage
    keys: Sequence[Effect]

    @property
    def rank(self) -> tuple[Decimal, Decimal, str]:
        largest = max((each.change for each in self.keys), default=ZERO)
        return -self.cost, -largest, self.resource.urn


@dataclass(frozen=True)
class Outcome:
    """Meters, and charges that could not be metered, of some resources with certain usage."""

    metered: Sequence[Metered]
    left_out: Sequence[Unmetered]

    @cached_property
    def pools(self) -> Mapping[Pool, list[Metered]]:
        """Meters that are priced together, without their descriptions."""
        found: dict[Pool, list[Metered]] = defaultdict(list)
        for each in self.metered:
            billed = replace(each, meter=replace(each.meter, usage=None, assumed=None))
            found[each.region, each.meter.price_sku].append(billed)
        return dict(found)

    def differs(self, other: "Outcome") -> bool:
        return self.pools != other.pools or self.left_out != other.left_out

    @property
    def is_nothing(self) -> bool:
        return not (self.metered or self.left_out)

    @cached_property
    def waiting(self) -> set[str | None]:
        """Keys that charges without a quantity need."""
        return {each.meter.usage for each in self.metered if each.meter.quantity is None}


class Reads(Mapping[str, ResourceUsage]):
    """Usage by URN that records the URNs that were read, such as a table's scaling target."""

    def __init__(self, usages: Mapping[str, ResourceUsage]) -> None:
        self.usages = usages
        self.read: set[str] = set()

    def __getitem__(self, urn: str) -> ResourceUsage:
        self.read.add(urn)
        return self.usages[urn]

    def __iter__(self) -> Iterator[str]:
        return iter(self.usages)

    def __len__(self) -> int:
        return len(self.usages)


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack that is priced repeatedly with different usage of one resource."""

    graph: Graph
    book: PriceBook
    usages: Mapping[str, ResourceUsage]
    region: str | None
    on: date

    @property
    def counted(self) -> list[Resource]:
        return [
            each
            for each in self.graph.resources
            if each.urn in self.usages and reason_not_counted(each) is None
        ]

    def readers(self) -> Mapping[str, Sequence[Resource]]:
        """Return the resources whose meters read the usage of each URN."""
        found: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.counted:
            reads = Reads(self.usages)
            meters(Links(self.graph, resource, reads, self.on), self.region)
            for urn in sorted({resource.urn, *reads.read}):
                found[urn].append(resource)
        return found

    def outcome(self, readers: Sequence[Resource], resource: Resource, values: Values) -> Outcome:
        usage = parse(resource.type, values, resource.name)
        usages = {**self.usages, resource.urn: usage}
        found = [
            meters(Links(self.graph, reader, usages, self.on), self.region) for reader in readers
        ]
        return Outcome(
            [each for metered, _ in found for each in metered],
            [each.unmetered for _, left_out in found for each in left_out],
        )

    def cost(self, metered: Sequence[Metered]) -> Decimal:
        charges, _ = price(metered, self.book)
        return sum((each.list_cost or ZERO for each in charges.values()), ZERO)

    def difference(self, one: Outcome, other: Outcome) -> Decimal:
        """Return the difference of two outcomes in USD; only pools that differ are priced."""
        ones, others = one.pools, other.pools
        changed = [pool for pool in {*ones, *others} if ones.get(pool) != others.get(pool)]
        costs = (
            self.cost([each for pool in changed for each in pools.get(pool, ())])
            for pools in (ones, others)
        )
        return abs(next(costs) - next(costs))


def usage_effects(
    graph: Graph, book: PriceBook, usage: UsageFile, *, region: str | None = None, on: date
) -> list[Effects]:
    """Return the unset usage keys by resource, the most expensive resource first.

    Keys that cannot change the bill of a resource in its configuration are left out. Raise
    UsageError if the usage file does not match the stack.
    """
    stack = Stack(graph, book, resolve(usage, graph), region, on)
    readers = stack.readers()
    found = (effects_of(stack, each, readers[each.urn]) for each in stack.counted)
    return sorted((each for each in found if each.keys), key=lambda each: each.rank)


def effects_of(stack: Stack, resource: Resource, readers: Sequence[Resource]) -> Effects:
    given = stack.usages[resource.urn].model_dump(by_alias=True, exclude_unset=True)
    keys = usage_keys(resource.type)
    missing = [
        key
        for key in keys.values()
        if key.name not in given and not any(fnmatchcase(each, key.instead_of) for each in given)
    ]
    examples = {key.name: key.example for key in missing if key.is_quantity}

    def outcome(values: Values) -> Outcome:
        return stack.outcome(readers, resource, {**given, **values})

    trial = Trial(outcome, stack.difference, keys, examples, outcome({}), outcome(examples))
    found = [effect for key in missing if (effect := trial.effect(key)) is not None]
    cost = stack.cost(trial.base.metered)
    return Effects(resource, cost, sorted(found, key=lambda each: each.rank))


@dataclass(frozen=True, slots=True)
class Trial:
    """One resource, priced with different values of its keys."""

    outcome: Callable[[Values], Outcome]  # with these values and the current usage
    difference: Callable[[Outcome, Outcome], Decimal]  # USD
    keys: Mapping[str, UsageKey]  # of the resource's type
    examples: Values  # example values of all unset quantities
    base: Outcome
    full: Outcome

    def effect(self, key: UsageKey) -> Effect | None:
        """Return the effect of a key; None if it changes nothing, alone or with all others."""
        if not key.is_quantity:
            return Effect(key) if self.is_open or self.chooses(key) else None
        alone = self.outcome({key.name: key.example})
        if not (
            self.is_open
            or alone.differs(self.base)
            or self.without(key).differs(self.full)
            or self.moves(key)
        ):
            return None
        waits = key.name in self.base.waiting
        is_priced = key.is_priced_by_default and not waits
        if is_priced:
            change = self.difference(self.base, self.outcome({key.name: ZERO}))
        else:
            change = self.change(key, alone)
        return Effect(key, waits=waits, is_priced=is_priced, change=change)

    def change(self, key: UsageKey, alone: Outcome) -> Decimal:
        """Return the change in USD by the key alone, else together with other keys.

        For example, a duration costs nothing without a number of requests: the key is tried with
        the keys that charges need, then with all keys.
        """
        change = self.difference(alone, self.base)
        if change:
            return change
        waiting = self.base.waiting - {key.name}
        others = {name: value for name, value in self.examples.items() if name in waiting}
        beside = self.outcome({**others, key.name: key.example})
        change = self.difference(beside, self.outcome(others))
        if change or key.name not in self.base.waiting:
            return change
        return self.difference(self.full, self.without(key))

    def without(self, key: UsageKey) -> Outcome:
        return self.outcome(
            {name: each for name, each in self.examples.items() if name != key.name}
        )

    @property
    def is_open(self) -> bool:
        """Tell whether charges cannot be metered with any usage."""
        return is_open(self.base) and is_open(self.full)

    def chooses(self, key: UsageKey) -> bool:
        """Return whether a choice changes what is billed, together with the keys of its group."""
        group = {each.name: each.choices[0] for each in key_group(self.keys, key) if each.choices}
        beside = {**self.examples, **group}
        values = key.choices or (key.example, OTHER)
        return any(self.outcome({**beside, key.name: each}).differs(self.full) for each in values)

    def moves(self, key: UsageKey) -> bool:
        """Return whether another value than the example, which may be the default, is billed."""
        other = self.outcome({key.name: 2 * Decimal(key.example) + 1})
        return other.differs(self.base)


def is_open(outcome: Outcome) -> bool:
    return any(not each.is_declared for each in outcome.left_out)
