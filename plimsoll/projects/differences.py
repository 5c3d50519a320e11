"""Compare the cost and the findings of two versions of a repository's stacks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from costing.diff.diff import Difference, Side, difference
from costing.estimate.together import together
from costing.model import Estimate
from costing.prices.book import installed
from plimsoll.commands.check import RuleOptions
from plimsoll.commands.cost import check_usage, terms_of
from plimsoll.options import PricingOptions
from plimsoll.projects import opening
from plimsoll.projects.combined import estimate_of, profile_of, source_of
from plimsoll.projects.opening import NO_GRAPH, OpenedStack, named, union, usage_in
from plimsoll.projects.versions import Pair, Version
from plimsoll.report.diff_review import Review
from policies.engine.check import Findings
from policies.engine.comparison import FindingsChange
from policies.engine.comparison import compared as compared_findings


@dataclass(frozen=True, slots=True)
class Sides:
    """The stacks of one version, with their usage and estimates, by name."""

    stacks: dict[str, OpenedStack]
    sides: dict[str, Side]

    def of(self, name: str, other: "Sides") -> Side:
        """Return a stack's side of the comparison; an empty one where it does not exist."""
        if name in self.sides:
            return self.sides[name]
        source = other.sides[name].estimate.source
        return Side(replace(NO_GRAPH, source=source), Estimate(source, (), {}, (), ()))


def differences(
    pairs: dict[str, Pair], versions: tuple[Version, Version], pricing: PricingOptions
) -> tuple[Difference, dict[str, Estimate]]:
    """Return the difference over all stacks, and the estimates of the head by name.

    Stacks of one account share its price tiers, in each version by itself.
    """
    old, new = (sides(pairs, index, pricing) for index in (0, 1))
    found = [difference(old.of(name, new), new.of(name, old)) for name in pairs]
    whole = [
        estimate_of(
            [side.estimate for side in each.sides.values()],
            source_of([side.graph for side in each.sides.values()], version.found.root),
        )
        for each, version in zip((old, new), versions, strict=True)
    ]
    changes = sorted((one for each in found for one in each.resources), key=lambda one: one.urn)
    of_head = {name: side.estimate for name, side in new.sides.items()}
    return Difference(whole[0], whole[1], tuple(changes)), of_head


def sides(pairs: dict[str, Pair], index: int, pricing: PricingOptions) -> Sides:
    every = union([each.given.graph for pair in pairs.values() for each in pair if each])
    stacks = {name: own for name, pair in pairs.items() if (own := pair[index]) is not None}
    usages = []
    for name, stack in stacks.items():
        other = pairs[name][1 - index]
        counterpart = every if pricing.usage else union([other.given.graph] if other else [])
        usage = usage_in(stack, counterpart, pricing)
        if index:  # the head: usage of the base may have lost its effect
            check = partial(check_usage, stack.given.graph, usage, pricing, base=counterpart)
            named(stack.deployment, check)
        usages.append(usage)
    graphs = [each.given.graph for each in stacks.values()]
    terms = terms_of(pricing)
    estimates = together([*zip(graphs, usages, strict=True)], installed(), terms) if graphs else []
    found = zip(stacks, map(Side, graphs, estimates, usages), strict=True)
    return Sides(stacks, dict(found))


def reviewed(pairs: dict[str, Pair], rules: RuleOptions, pricing: PricingOptions) -> Review:
    """Return the change of the findings, both versions of a stack checked by its new profile."""
    profiles: dict[str, Findings] = {}
    changes = []
    for name, pair in pairs.items():
        before, after = checked_pair(pair, rules, pricing)
        profiles[name] = after
        changes.append(compared_findings(before, after))
    profile, origin = profile_of(profiles)
    return Review(merged(changes), origin or profile)


def checked_pair(
    pair: Pair, rules: RuleOptions, pricing: PricingOptions
) -> tuple[Findings, Findings]:
    """Return the findings before and after; none where the stack does not exist."""
    old, new = pair
    if new is None:
        if old is None:
            raise ValueError("a stack without a version")
        before = checked(old, rules, pricing)
        return before, replace(before, found=())
    after = checked(new, rules, pricing)
    if old is None:
        return replace(after, found=()), after
    return checked(old, replace(rules, profile=after.profile), pricing), after


def checked(stack: OpenedStack, rules: RuleOptions, pricing: PricingOptions) -> Findings:
    (found,) = opening.findings([stack], rules, pricing, allow_stale=True)
    return found


def merged(changes: Sequence[FindingsChange]) -> FindingsChange:
    return FindingsChange(
        tuple(each for change in changes for each in change.new),
        tuple(each for change in changes for each in change.resolved),
        sum(change.unchanged for change in changes),
    )
