"""Selection of what a report lists: --filter and --min-cost. Totals are of the whole stack."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase

from costing.errors import CallError, nearest
from costing.model import ZERO, Charge, Estimate, ResourceCost
from plimsoll.report.totals import KEYS, key_of

NAME, TAG = "name", "tag:"


@dataclass(frozen=True, slots=True)
class Filter:
    """Condition such as service=AmazonEC2; `*` and `?` in the pattern stand for any text."""

    key: str
    pattern: str

    def matches(self, resource: ResourceCost, charge: Charge) -> bool:
        own = resource.name if self.key == NAME else key_of(self.key)(resource, charge)
        return self.accepts(own)

    def accepts(self, text: str) -> bool:
        return fnmatchcase(text.casefold(), self.pattern.casefold())

    def accepts_names(self, name: str, type_: str) -> bool:
        own = {NAME: name, "type": type_}.get(self.key)
        return own is None or self.accepts(own)

    def __str__(self) -> str:
        return f"{self.key}={self.pattern}"


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters of one key are alternatives, filters of different keys apply together."""

    filters: tuple[Filter, ...] = ()
    minimum: Decimal = ZERO  # USD a month of a resource, or of a part of the total

    def matches(self, resource: ResourceCost, charge: Charge) -> bool:
        return together(self.filters, lambda each: each.matches(resource, charge))

    def accepts(self, name: str, type_: str) -> bool:
        """Return whether a resource may match of which only name and type are known."""
        return together(self.filters, lambda each: each.accepts_names(name, type_))

    def __str__(self) -> str:
        return ", ".join(map(str, self.filters))


EVERYTHING = Selection()


def together(filters: Iterable[Filter], holds: Callable[[Filter], bool]) -> bool:
    by_key: dict[str, list[Filter]] = defaultdict(list)
    for each in filters:
        by_key[each.key].append(each)
    return all(any(map(holds, alternatives)) for alternatives in by_key.values())


def filter_of(text: str) -> Filter:
    """Return the filter of "KEY=PATTERN". Raise CallError for an unknown key."""
    key, separator, pattern = text.partition("=")
    keys = (NAME, *KEYS)
    if key.startswith(TAG) and "=" in text:  # the key of a tag may contain "="
        key, _, pattern = text.rpartition("=")
    elif key not in keys or not separator:
        raise CallError(
            f"--filter {text}: unknown filter{nearest(key, keys)}; write KEY=PATTERN with one of "
            f"{', '.join(keys)} or tag:KEY"
        )
    return Filter(key, pattern)


def selected(estimate: Estimate, selection: Selection | None) -> Estimate:
    """Return the charges and gaps that match the filters."""
    if selection is None or not selection.filters:
        return estimate
    parts = (matching(each, selection) for each in estimate.resources)
    resources = tuple(each for each in parts if each.charges)
    shown, known = by_urn(resources), by_urn(estimate.resources)
    gaps = (gap for gap in estimate.gaps if gap.urn in shown or gap.urn not in known)
    return replace(
        estimate,
        resources=resources,
        gaps=tuple(
            gap for gap in gaps if gap.urn in shown or selection.accepts(gap.name, gap.type)
        ),
    )


def matching(resource: ResourceCost, selection: Selection) -> ResourceCost:
    charges = (each for each in resource.charges if selection.matches(resource, each))
    return replace(resource, charges=tuple(charges))


def by_urn(resources: Iterable[ResourceCost]) -> Mapping[str, ResourceCost]:
    return {each.urn: each for each in resources}
