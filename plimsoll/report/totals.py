"""Total of an estimate in parts: by component, service, type, region, account or tag."""

from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal

from costing.errors import CallError
from costing.model import ZERO, Charge, Estimate, ResourceCost

NO_COMPONENT = "(no component)"
NO_TAG = "(no tag)"
DEFAULT_ACCOUNT = "(default account)"
By = Callable[[ResourceCost, Charge], str]

KEYS: dict[str, By] = {
    "component": lambda resource, _: resource.component or NO_COMPONENT,
    "service": lambda _, charge: charge.meter.sku.service,
    "type": lambda resource, _: resource.type,
    "region": lambda resource, charge: charge.meter.region or resource.region,
    "account": lambda resource, _: resource.account or DEFAULT_ACCOUNT,
    "project": lambda resource, _: resource.urn.split("::")[1],
    "stack": lambda resource, _: stack_of(resource.urn),
}


def totals(estimate: Estimate, by: str) -> list[tuple[str, Decimal]]:
    """Return each part's USD a month, most expensive first. Raise CallError for an unknown `by`."""
    key = key_of(by)
    parts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for resource in estimate.resources:
        for charge in resource.charges:
            parts[key(resource, charge)] += charge.effective_cost or ZERO
    return sorted(parts.items(), key=lambda part: (-part[1], part[0]))


def open_parts(estimate: Estimate, by: str) -> Counter[str]:
    """Return the number of gaps of each part, for gaps that belong to one part only."""
    key, gaps = key_of(by), estimate.gaps_by_urn
    parts: Counter[str] = Counter()
    for resource in estimate.resources:
        keys = {key(resource, charge) for charge in resource.charges}
        if len(keys) == 1:
            parts[keys.pop()] += len(gaps.get(resource.urn, ()))
    return parts


def moved(base: Estimate, head: Estimate, by: str) -> list[tuple[str, Decimal, Decimal]]:
    """Return each part whose total differs, with both totals, the largest change first.

    Nothing if the grouping has no parts, as for a program without components.
    """
    was, will = dict(totals(base, by)), dict(totals(head, by))
    if {*was, *will} == {NO_COMPONENT}:
        return []
    parts = [(key, was.get(key, ZERO), will.get(key, ZERO)) for key in {*was, *will}]
    differing = [part for part in parts if part[1] != part[2]]
    return sorted(differing, key=lambda part: (-abs(part[2] - part[1]), part[0]))


def stack_of(urn: str) -> str:
    """Return project and stack of a resource: "shop/prod"."""
    stack, project, *_ = urn.split("::")
    return f"{project}/{stack.rpartition(':')[2]}"


def key_of(by: str) -> By:
    if by.startswith("tag:") and (tag := by.removeprefix("tag:")):
        return lambda resource, _: resource.tags.get(tag, NO_TAG)
    if by not in KEYS:
        raise CallError(f"--by {by}: unknown grouping; use {', '.join(KEYS)} or tag:KEY")
    return KEYS[by]
