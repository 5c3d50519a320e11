"""Run rules over a stack and collect their findings."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from costing.errors import nearest
from costing.graph.resource import Graph
from costing.model import DefaultRegion
from costing.prices.book import PriceBook
from costing.progress import counted
from costing.usage.file import UsageFile
from policies.engine import frameworks, money, settings
from policies.engine import waivers as waiving
from policies.engine.errors import SettingError
from policies.engine.finding import Finding, Status
from policies.engine.former_ids import current_id
from policies.engine.found import Found
from policies.engine.profiles import PROFILE, SEVERITIES, Level, Profile, level, named
from policies.engine.rule import Rule, Severity
from policies.engine.stack import Stack
from policies.engine.subsumption import folded, grouped
from policies.engine.waivers import Waiver


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings of a stack, with the number of rules and resources examined."""

    profile: Profile
    rules: int  # number of rules that ran
    resources: int  # without components
    found: tuple[Found, ...]  # by URN, then by rule, then by path
    callbacks_not_run: tuple[str, ...] = ()  # their resources are not checked
    default_region: DefaultRegion | None = None  # of resources without a region
    profile_origin: str = ""  # "from the stack's name"
    parts: Mapping[str, "Findings"] = field(default_factory=dict)  # by stack, if there are several

    def fail(self, *, fail_on: Severity | None = None, strict: bool = False) -> bool:
        """Return whether the findings must fail the command.

        Mandatory violations fail, or violations of severity `fail_on` and above, and rules that
        could not be checked. With `strict`, unknown results count as violations.
        """
        errors = any(each.is_error and not each.known for each in self.found)
        return errors or self.violate(fail_on=fail_on, strict=strict)

    def violate(self, *, fail_on: Severity | None = None, strict: bool = False) -> bool:
        """Return whether there is a violation that must fail the command."""
        failing = ("violation", "unknown") if strict else ("violation",)
        new = (each for each in self.found if not each.known)
        return any(each.status in failing and serious(each, fail_on) for each in new)

    def count(self, status: Status) -> int:
        return sum(each.status == status for each in self.found)

    @property
    def errors(self) -> int:
        """Return the number of findings of rules that could not be checked."""
        return sum(each.is_error for each in self.found)

    @property
    def known(self) -> int:
        return sum(each.known for each in self.found)

    @property
    def expiring(self) -> list[Found]:
        return [each for each in self.found if each.waived and each.waived.expires_soon]


def serious(found: Found, fail_on: Severity | None) -> bool:
    if fail_on is None:
        return found.level == "mandatory"
    return SEVERITIES.index(found.rule.severity) <= SEVERITIES.index(fail_on)


def check(  # noqa: PLR0913 (one a command-line option)
    graph: Graph,
    rules: Collection[Rule],
    *,
    profile: str = PROFILE,
    waivers: Collection[Waiver] = (),
    config: Mapping[str, Any] | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    framework: str | None = None,
    today: date,
    prices: PriceBook | None = None,
    usage: UsageFile | None = None,
    allow_stale: bool = False,
) -> Findings:
    """Run rules over a stack.

    `config` is rule → setting → value; `only`, `skip` and `framework` choose among the rules. A
    rule in `only` runs even if the profile disables it.
    With prices, findings include the monthly saving of their fix. Raises SettingError for an
    unknown name or an invalid value, WaiverError for a waiver with an unknown rule or, unless
    `allow_stale`, without a finding.
    """
    waiving.fit(waivers, rules)
    specified = settings.parsed(rules, config or {})
    profile_name = named(profile)
    chosen = select(rules, only=only, skip=skip, framework=framework)
    asked = {current_id(name, "--only") for name in only}
    selected = [
        rule for rule in chosen if rule.name in asked or level(rule, profile_name) != "disabled"
    ]
    worth = money.Prices(prices, usage or UsageFile(), today) if prices else None
    stack = Stack(graph, today, (lambda: worth.estimate(graph)) if worth else None)
    every = sorted(look(stack, selected, specified, profile_name, waivers, worth), key=place)
    if not allow_stale:
        waiving.stale(waivers, [(each.rule, each.finding.resource) for each in every], selected)
    found = sorted(grouped(folded(every)), key=place)
    source = graph.source
    return Findings(
        profile_name,
        len(selected),
        len(graph.resources),
        tuple(found),
        source.callbacks_not_run,
        source.default_region,
    )


def look(  # noqa: PLR0913, PLR0917
    stack: Stack,
    rules: Collection[Rule],
    specified: Mapping[str, Mapping[str, Any]],
    profile: Profile,
    waivers: Collection[Waiver],
    prices: money.Prices | None,
) -> Iterator[Found]:
    for rule in counted("Checking rules", rules, len(rules)):
        of_rule = [each for each in waivers if each.rule == rule.name]
        findings = [*rule.check(stack, specified.get(rule.name))]
        worth = saved(rule, findings, stack, specified.get(rule.name), prices)
        for finding in findings:
            covering = waiving.waived(of_rule, rule, finding.resource, stack.today)
            saving = worth.pop(finding.resource.urn, None) if finding.decided else None
            yield Found(rule, finding, level_of(rule, profile), covering, monthly_saving=saving)


def level_of(rule: Rule, profile: Profile) -> Level:
    """Return the level of a rule that runs: one that the profile disables runs with --only."""
    usual = level(rule, profile)
    return "advisory" if usual == "disabled" else usual


def saved(
    rule: Rule,
    findings: Sequence[Finding],
    stack: Stack,
    specified: Mapping[str, Any] | None,
    prices: money.Prices | None,
) -> dict[str, Decimal]:
    """Return URN → monthly saving in USD; empty without prices."""
    if prices is None:
        return {}
    return dict(money.savings(rule, findings, stack, rule.configured(specified), prices))


def place(found: Found) -> tuple[str, str, str]:
    return found.finding.resource.urn, found.rule.name, found.finding.path


def select(
    rules: Collection[Rule],
    *,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    framework: str | None = None,
) -> list[Rule]:
    """Return the selected rules. Raises SettingError for an unknown rule or framework."""
    names = [rule.name for rule in rules]
    only = [current_id(name, "--only") for name in only]
    skip = [current_id(name, "--skip") for name in skip]
    for name in (*only, *skip):
        if name not in names:
            raise SettingError(f'unknown rule "{name}"{nearest(name, names)}')
    chosen = [rule for rule in rules if (not only or rule.name in only) and rule.name not in skip]
    if framework is None:
        return chosen
    full = frameworks.named(framework)
    return [rule for rule in chosen if full in frameworks.controls(rule.name)]
