"""Compare the findings of two versions of a stack: new ones and resolved ones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from costing.diff.cost_drivers import key_of
from policies.engine.check import Findings
from policies.engine.found import Found

# Rule, status and resource without the stack's name.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FindingsChange:
    new: tuple[Found, ...]  # of the head only
    resolved: tuple[Found, ...]  # of the base only
    unchanged: int  # findings of both


def compared(base: Findings, head: Findings) -> FindingsChange:
    """Return the violations and unknown results that only one version has; waived ones have none.

    Findings of a rule at a resource are paired by path, then in order: the index of a list item
    may move. A finding of several resources is new if it is new at one of them, and resolved if
    it is resolved at all of them.
    """
    was, is_ = (by_key(each.found) for each in (base, head))
    new = only_in(is_, was)
    resolved = only_in(was, is_)
    return FindingsChange(
        tuple(each for each, _ in new),
        tuple(each for each, places in resolved if places == 1 + len(each.others)),
        count(head) - len(new),
    )


def by_key(found: Iterable[Found]) -> Mapping[Key, list[Found]]:
    groups: dict[Key, list[Found]] = defaultdict(list)
    for each in found:
        if each.status != "waived":
            for resource in (each.finding.resource, *each.others):
                groups[each.rule.name, each.status, key_of(resource.urn)].append(each)
    return groups


def only_in(
    these: Mapping[Key, list[Found]], others: Mapping[Key, list[Found]]
) -> list[tuple[Found, int]]:
    """Return each finding once, with the number of its resources at which only `these` have it."""
    found: dict[int, tuple[Found, int]] = {}
    for key, group in these.items():
        there = others.get(key, [])
        paths = [each.finding.path for each in there]
        left = [each for each in group if each.finding.path not in paths]
        matched = len(group) - len(left)
        for each in left[max(len(there) - matched, 0) :]:
            found[id(each)] = each, found.get(id(each), (each, 0))[1] + 1
    return list(found.values())


def count(findings: Findings) -> int:
    return sum(each.status != "waived" for each in findings.found)
