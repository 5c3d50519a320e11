"""Session: resources and findings of one run of the engine.

A request for one resource has its inputs. The request for the stack has all resources with their
outputs, most of which are unknown in a preview, and the dependencies of each input. So inputs are
kept as they pass, and stack rules get both.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from costing.graph.resource import Graph, Resource
from costing.graph.schema.normal_form import normal_form
from costing.model import Estimate, Source
from policies.crossguard.schema import WAIVERS
from policies.engine import settings
from policies.engine.found import Found
from policies.engine.profiles import Level
from policies.engine.rule import Rule, Settings
from policies.engine.stack import Stack
from policies.engine.subsumption import folded

if TYPE_CHECKING:
    from policies.engine.waivers import Waived, Waiver

ENGINE = Source("preview", project="", stack="")
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Configured:
    """A rule with its level, settings and waivers in this run."""

    rule: Rule
    level: Level
    settings: Settings = field(default_factory=dict)
    waivers: "Sequence[Waiver]" = ()

    def found(self, stack: Stack, today: date) -> Iterator[Found]:
        for finding in self.rule.check(stack, self.settings):
            yield Found(self.rule, finding, self.level, self.waived(finding.resource, today))

    def waived(self, resource: Resource, today: date) -> "Waived | None":
        if not self.waivers:
            return None
        from policies.engine import waivers as waiving  # noqa: PLC0415 (its model imports pydantic)

        return waiving.waived(self.waivers, self.rule, resource, today)


@dataclass(slots=True)
class Session:
    today: Callable[[], date] = date.today
    inputs: dict[str, Resource] = field(default_factory=dict)  # by URN
    providers: dict[str, Resource] = field(default_factory=dict)  # by URN
    waived: list[Found] = field(default_factory=list)
    unknown: list[tuple[Configured, Found]] = field(default_factory=list)
    # Findings of resource rules that subsume others, by URN: the ones of stack rules among them
    # are left out.
    subsuming: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))

    def of_resource(self, resource: Resource, rules: Iterable[Configured]) -> list[Found]:
        """Return the findings of rules that examine one resource."""
        provider = self.providers.get(resource.provider or "")
        stack = stack_of([resource, *([provider] if provider else [])])
        every = []
        for rule in rules:
            for found in rule.found(stack, self.today()):
                every.append(found)
                if found.rule.subsumes:
                    self.subsuming[resource.urn].append(found)
                if found.status == "unknown" and not found.is_error:
                    self.unknown.append((rule, found))
                elif found.status == "waived":
                    self.waived.append(found)
        return every

    def remains(self, found: Found) -> bool:
        """Return whether no finding of a resource rule subsumes one of a stack rule."""
        others = self.subsuming.get(found.finding.resource.urn, ())
        return any(each.rule is found.rule for each in folded([*others, found]))

    def of_stack(
        self, resources: Sequence[Resource], rules: Collection[Configured]
    ) -> tuple[list[Found], list[Found]]:
        """Return the findings of the rules that examine the stack, and the ones to list only.

        Resource rules with unknown findings run again, because the dependencies of inputs are known
        now. What they find then is listed only: nothing unknown at its own request blocks.
        """
        named = {each.urn for each in resources}
        others = [each for urn, each in self.providers.items() if urn not in named]
        stack = stack_of([*resources, *others])
        every = [
            found
            for rule in rules
            for found in rule.found(stack, self.today())
            if self.remains(found)
        ]
        own = [each for each in every if each.is_error or each.status == "violation"]
        kept = [each for each in every if each not in own]
        listed = [*self.waived, *self.settled(stack), *kept]
        self.waived.clear()
        self.unknown.clear()
        self.providers.clear()
        return own, listed

    def settled(self, stack: Stack) -> Iterator[Found]:
        """Yield the findings that were unknown and are still there, with what is known now."""
        before = {place(found) for _, found in self.unknown}
        rules = {rule.rule.name: rule for rule, _ in self.unknown}
        for rule in rules.values():
            for found in rule.found(stack, self.today()):
                if place(found) in before:
                    yield found


def place(found: Found) -> Key:
    return found.finding.resource.urn, found.rule.name, found.finding.path


def configured(rule: Rule, level: Level, config: Mapping[str, Any]) -> Configured:
    """Return the rule with the configuration of its policy. Raises PolicyError."""
    specified = {key: value for key, value in config.items() if key != WAIVERS}
    waivers = waivers_of(rule, config[WAIVERS]) if config.get(WAIVERS) else ()
    return Configured(rule, level, dict(settings.of_rule(rule, specified)), waivers)


def waivers_of(rule: Rule, given: Any) -> "Sequence[Waiver]":  # noqa: ANN401 (JSON)
    """Return the waivers in the configuration of a policy. Raises WaiverError."""
    from costing.errors import FileError  # noqa: PLC0415 (without waivers, no model is needed)
    from costing.files.document import Document  # noqa: PLC0415
    from policies.engine import waivers as waiving  # noqa: PLC0415
    from policies.engine.errors import WaiverError  # noqa: PLC0415

    where = f"configuration of {rule.name}"
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise WaiverError(f"{where}: waivers is not a list of waivers; write one object each")
    try:
        return waiving.listed(Document(where, [{**each, "rule": rule.name} for each in given]))
    except FileError as error:
        raise WaiverError(str(error)) from error


def stack_of(resources: Iterable[Resource]) -> Stack:
    read = map(normal_form, resources)
    graph = Graph(ENGINE, tuple(sorted(read, key=lambda each: each.urn)))
    return Stack(graph, estimate=lambda: estimated(graph))


def estimated(graph: Graph) -> Estimate:
    """Return the estimate; the cost models are imported when a rule asks for it."""
    from costing.estimate.estimate import estimate  # noqa: PLC0415 (a fifth of the pack's start)
    from costing.prices.book import installed  # noqa: PLC0415

    return estimate(graph, installed())
