"""Find usage values without effect: keys that no charge of their resources depends on.

A value has an effect if some other value of its key would change what is billed. A quantity may
need other quantities, such as a duration the number of requests: those are filled with examples.
A choice, such as the term of a reservation, may need other choices: those must be in the file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from costing.errors import UsageError
from costing.estimate.estimate import reason_not_counted
from costing.graph.resource import Graph, Resource
from costing.prices.book import PriceBook
from costing.usage.effects import OTHER, Outcome, Stack, Values, is_open
from costing.usage.file import UsageFile, fitting
from costing.usage.keys import NO_EFFECT, UsageKey, key_group, usage_keys
from costing.usage.resolve import Place, origins, parse, resolve

NO_PRICES = PriceBook.of({})  # only quantities are compared
MOST_MISSING = 2  # choices that are tried together
LARGE = (
    10**9
)  # factor for a value that exceeds what is included, and the other dimensions of a unit


@dataclass(frozen=True, slots=True)
class WithoutEffect:
    """A value of a usage file without effect on any of its resources."""

    place: Place
    resource: Resource  # the first of them
    reason: str

    def message(self, file: UsageFile) -> str:
        where, (_, _, key) = file.at(*self.place), self.place
        return f"{where}usage of {self.resource.name}: {key} has no effect: {self.reason}"


def check(file: UsageFile, head: Graph, base: Graph | None, region: str | None, on: date) -> None:
    """Raise UsageError for a value without effect on a stack, nor on the `base` it is compared to.

    `region`: region of resources for which the graph has none. `on`: date of the estimate.
    """
    found = without_effect(file, head, region, on)
    if found and base is not None:
        own = fitting(file, base, head)
        used = {place for _, place in origins(own, base)}
        used -= {each.place for each in without_effect(own, base, region, on)}
        found = [each for each in found if each.place not in used]
    if found:
        first, *others = found
        more = f" ({len(others)} more without effect)" if others else ""
        raise UsageError(f"{first.message(file)}{more}")


def without_effect(
    file: UsageFile, graph: Graph, region: str | None, on: date
) -> list[WithoutEffect]:
    """Return the values that change nothing on the bill, in the order of the file.

    Defaults of a type, and files that several stacks share, may have keys that no resource of this
    stack needs: of those, only incomplete choices are reported. Raise UsageError if the usage file
    does not match the stack.
    """
    readers = Readers(Stack(graph, NO_PRICES, resolve(file, graph), region, on))
    found: dict[Place, WithoutEffect | None] = {}
    for resource, place in origins(file, graph):
        if found.get(place, resource) is None:  # it has an effect on another resource
            continue
        reason = Probe(readers, resource, place[2]).reason(
            lenient=file.shared or place[0] == "defaults"
        )
        unused = None if reason is None else WithoutEffect(place, resource, reason)
        found[place] = found.get(place) or unused if unused else None
    return [each for each in found.values() if each is not None]


@dataclass(frozen=True)
class Readers:
    """Resources whose charges read usage; found when the resource itself does not read it."""

    stack: Stack

    @cached_property
    def by_urn(self) -> Mapping[str, Sequence[Resource]]:
        return self.stack.readers()

    def of(self, resource: Resource) -> Iterator[Sequence[Resource]]:
        """Yield the resource itself, then all resources that read its usage."""
        yield [resource]
        if len(every := self.by_urn[resource.urn]) > 1:
            yield every


@dataclass(frozen=True)
class Probe:
    """One key of one resource, metered with other values."""

    readers: Readers
    resource: Resource
    name: str
    dropped: frozenset[str] = frozenset()  # keys of the file that are left out

    @cached_property
    def given(self) -> Values:
        usage = self.readers.stack.usages[self.resource.urn].model_dump(
            by_alias=True, exclude_unset=True
        )
        return {name: value for name, value in usage.items() if name not in self.dropped}

    @cached_property
    def missing(self) -> list[UsageKey]:
        return [
            key for key in usage_keys(self.resource.type).values() if key.name not in self.given
        ]

    @cached_property
    def key(self) -> UsageKey:
        return usage_keys(self.resource.type)[self.name]

    def reason(self, *, lenient: bool) -> str | None:
        """Return why the value has no effect and what to do; None if it has one."""
        is_nothing = self.key.is_quantity and not Decimal(str(self.given[self.name]))
        if is_nothing or reason_not_counted(self.resource) is not None:
            return None
        for readers in self.readers.of(self.resource):
            if self.has_effect(readers):
                return None
            if needed := self.choices_needed(readers):
                keys = " and ".join(needed)
                return f"it applies only together with {keys}; set {keys} or remove {self.name}"
        return None if lenient else self.reason_to_remove()

    def reason_to_remove(self) -> str:
        if others := self.used_instead():
            keys, verb = " and ".join(others), "is" if len(others) == 1 else "are"
            return f"{keys} {verb} used instead; remove {self.name} or {keys}"
        if self.key.default.startswith(NO_EFFECT):
            why = self.key.default.removeprefix(NO_EFFECT).lstrip(":, ") or "it is not billed"
            return f"{why}; remove it"
        return f"with its inputs, no charge of this {self.resource.type} depends on it; remove it"

    def has_effect(self, readers: Sequence[Resource]) -> bool:
        if self.differs(readers, {}):
            return True
        examples = {key.name: key.example for key in self.missing if key.is_quantity}
        return bool(examples) and self.key.is_quantity and self.differs(readers, examples)

    def choices_needed(self, readers: Sequence[Resource]) -> Sequence[str]:
        """Return the choices that are not set and without which the value has no effect."""
        examples = {key.name: key.example for key in self.missing if key.is_quantity}
        choices = {key.name: key.choices[0] for key in self.missing if key.choices}
        for count in range(1, MOST_MISSING + 1):
            for names in combinations(choices, count):
                beside = {**examples, **{name: choices[name] for name in names}}
                if self.differs(readers, beside):
                    return names
        return ()

    def used_instead(self) -> Sequence[str]:
        """Return the keys of the file without which the value would have an effect."""
        for first in self.given:
            group = self.group(first)
            if self.name in group:
                continue
            if replace(self, dropped=self.dropped | group).may_have_effect():
                return [name for name in self.given if name in group]
        without_others = self.unset(self.readers.stack.counted)
        for other in without_others.by_urn[self.resource.urn]:
            if other == self.resource:
                continue
            if replace(self, readers=self.unset([other])).may_have_effect():
                return [f"usage of {other.type} {other.name}"]
        return ()

    def unset(self, resources: Iterable[Resource]) -> Readers:
        """Return the stack without usage of other resources."""
        stack = self.readers.stack
        unset = {
            each.urn: parse(each.type, {}, each.name) for each in resources if each != self.resource
        }
        return Readers(replace(stack, usages={**stack.usages, **unset}))

    def may_have_effect(self) -> bool:
        """Return whether the value, or it with further choices, changes known charges."""
        return any(
            not is_open(self.outcome(readers, self.given))
            and (self.has_effect(readers) or self.choices_needed(readers))
            for readers in self.readers.of(self.resource)
        )

    def group(self, name: str) -> frozenset[str]:
        keys = usage_keys(self.resource.type)
        return frozenset(each.name for each in key_group(keys, keys[name]))

    def differs(self, readers: Sequence[Resource], beside: Values) -> bool:
        """Return whether another value of the key changes what is billed."""
        stated = self.outcome(readers, {**self.given, **beside})
        if is_open(stated):
            return True
        return any(self.outcome(readers, each).differs(stated) for each in self.others(beside))

    def others(self, beside: Values) -> Iterator[Values]:
        """Yield usage with the key left out, and with other values of it."""
        rest = {name: each for name, each in self.given.items() if name != self.name} | dict(beside)
        yield rest
        if len(self.key.choices) == 1:  # has an effect as part of its group
            yield {name: each for name, each in rest.items() if name not in self.group(self.name)}
        value = self.given[self.name]
        tried: Sequence[object] = self.key.choices or (self.key.example, OTHER)
        if self.key.is_quantity:
            tried = (0, (Decimal(str(value)) + 1) * LARGE)
        yield from ({**rest, self.name: each} for each in tried if each != value)

    def outcome(self, readers: Sequence[Resource], values: Values) -> Outcome:
        return self.readers.stack.outcome(readers, self.resource, values)
