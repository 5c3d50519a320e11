"""Findings with one cause: one of them remains, and lists the rules or resources of the others.

A rule names the ids that it subsumes. Their findings at the same place of the same resource are
left out, as are further errors about one malformed input: whoever accepts the remaining finding by
a waiver accepts what it lists. A rule that runs alone reports its findings.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from policies.engine.finding import within

if TYPE_CHECKING:
    from policies.engine.found import Found


GROUPED_FROM = 4  # findings with one cause; fewer are listed one by one
ONE_LINE_FROM = 2  # findings about one line of the program, which one change fixes


def grouped(
    found: Iterable["Found"], cause: Callable[["Found"], tuple[str, ...]] | None = None
) -> Iterator["Found"]:
    """Yield one finding for those of a rule with one cause, with the other resources in it."""
    by_cause: dict[tuple[str, ...], list[Found]] = defaultdict(list)
    for each in found:
        by_cause[each.rule.name, each.status, *(cause or cause_of)(each)].append(each)
    for shared, (first, *others) in by_cause.items():
        enough = ONE_LINE_FROM if LINE in shared else GROUPED_FROM
        if len(others) + 1 < enough:
            yield from (first, *others)
        else:
            yield replace(first, others=tuple(each.finding.resource for each in others))


LINE = "line"  # marks a cause that is a line of the program


def cause_of(found: "Found") -> tuple[str, ...]:
    """Return what a finding has in common with others: its cause, or its line of the program.

    A loop, or a component that is created twice, declares several resources in one line.
    """
    finding = found.finding
    if finding.cause:
        return (finding.cause,)
    resource = finding.resource
    if resource.position is None:
        return (resource.urn, finding.path)
    return (LINE, resource.position, resource.type, finding.path, repr(finding.actual))


def likeness(found: "Found") -> tuple[str, ...]:
    """Return what alike findings have in common: the resource's type, the path and the message.

    For the engine, which says nothing of lines of the program, and takes long to show a finding.
    """
    finding = found.finding
    message = finding.message.replace(finding.resource.name, "")
    return (finding.cause or message, finding.resource.type, finding.path, str(found.waived))


def folded(found: Iterable["Found"]) -> Iterator["Found"]:
    """Yield the findings that no other one subsumes, each with the ids of those that it does."""
    by_resource: dict[str, list[Found]] = defaultdict(list)
    for each in found:
        by_resource[each.finding.resource.urn].append(each)
    for among in by_resource.values():
        yield from of_resource(among)


def of_resource(found: list["Found"]) -> Iterator["Found"]:
    holders = {index: holder_of(index, found) for index in range(len(found))}
    listed: Mapping[int, set[str]] = defaultdict(set)
    for index, holder in holders.items():
        if holder != index:
            listed[last(holder, holders)].add(found[index].rule.name)
    for index, holder in holders.items():
        if holder == index:
            own = listed[index] - {found[index].rule.name}
            yield replace(found[index], subsumes=tuple(sorted(own)))


def holder_of(index: int, found: list["Found"]) -> int:
    """Return the index of the first finding that subsumes another, its own without one."""
    return next(
        (other for other in range(len(found)) if subsumes(found, other, index)),
        index,
    )


def last(index: int, holders: Mapping[int, int]) -> int:
    """Return the end of a chain: a rule that is subsumed hands on what it subsumes."""
    seen = {index}
    while holders[index] not in seen:
        index = holders[index]
        seen.add(index)
    return index


def subsumes(found: list["Found"], holder: int, index: int) -> bool:
    first, second = found[holder], found[index]
    if first.finding.decided != second.finding.decided or second.status == "waived":
        return False
    if first.finding.broken is not None:
        return first.finding.broken == second.finding.broken and holder < index
    return second.rule.name in first.rule.subsumes and overlap(
        first.finding.path, second.finding.path
    )


def overlap(path: str, other: str) -> bool:
    """Return whether two paths are one, or one is part of the other."""
    return not path or not other or within(path, other) or within(other, path)
