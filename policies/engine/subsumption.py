"""Findings with one cause: one of them remains, and lists the rules or resources of the others.

A rule names the ids that it subsumes. Their findings at the same place of the same resource are
left out, as are further errors about one malformed input: whoever accepts the remaining finding by
a waiver accepts what it lists. A rule that runs alone reports its findings.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

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
    index_of = Holders.of(found)
    holders = {index: index_of.holder_of(index, each) for index, each in enumerate(found)}
    listed: Mapping[int, set[str]] = defaultdict(set)
    for index, holder in holders.items():
        if holder != index:
            listed[last(holder, holders)].add(found[index].rule.name)
    for index, holder in holders.items():
        if holder == index:
            own = listed[index] - {found[index].rule.name}
            yield replace(found[index], subsumes=tuple(sorted(own)))


@dataclass(slots=True)
class Holders:
    """Findings of one resource by what they may subsume: index of the first of each kind."""

    broken: dict[str, int] = field(default_factory=dict)  # by reason
    # By subsumed rule, whether the finding is decided, and path.
    at: dict[tuple[str, bool, str], int] = field(default_factory=dict)
    below: dict[tuple[str, bool, str], int] = field(default_factory=dict)  # by part of the path

    @classmethod
    def of(cls, found: Sequence["Found"]) -> "Holders":
        holders = cls()
        for index, each in enumerate(found):
            finding = each.finding
            if finding.broken is not None:
                holders.broken.setdefault(finding.broken, index)
                continue
            for name in each.rule.subsumes:
                holders.at.setdefault((name, finding.decided, finding.path), index)
                for part in parts(finding.path):
                    holders.below.setdefault((name, finding.decided, part), index)
        return holders

    def holder_of(self, index: int, found: "Found") -> int:
        """Return the index of the first finding that subsumes another, its own without one."""
        if found.status == "waived":
            return index
        finding, name = found.finding, found.rule.name
        around = (self.at.get((name, finding.decided, part)) for part in parts(finding.path))
        inside = self.below.get((name, finding.decided, finding.path))
        alike = self.broken.get(finding.broken) if finding.broken is not None else None
        candidates = [each for each in (*around, inside) if each is not None]
        if alike is not None and alike < index:
            candidates.append(alike)
        return min(candidates, default=index)


def parts(path: str) -> Iterator[str]:
    """Yield a path, and each path that it is within; "", the whole resource, is last."""
    yield path
    while path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
        yield path


def last(index: int, holders: Mapping[int, int]) -> int:
    """Return the end of a chain: a rule that is subsumed hands on what it subsumes."""
    seen = {index}
    while holders[index] not in seen:
        index = holders[index]
        seen.add(index)
    return index
