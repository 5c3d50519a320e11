"""Rules and a stack make Findings."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from costing.errors import nearest
from costing.graph.resource import Graph
from costing.model import DefaultRegion
from costing.prices.book import PriceBook
from costing.usage.file import UsageFile
from policies.engine import frameworks, money, settings
from policies.engine import waivers as waiving
from policies.engine.errors import SettingError
from policies.engine.finding import Finding, Status
from policies.engine.former_ids import current_id
from policies.engine.profiles import PROFILE, SEVERITIES, Level, Profile, level, named
from policies.engine.rule import Rule, Severity
from policies.engine.stack import Stack
from policies.engine.waivers import Waived, Waiver


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, as it counts at a profile and under the waivers."""

    rule: Rule
    finding: Finding
    level: Level
    waived: Waived | None = None
    known: bool = False  # the baseline has it: it does not fail
    # USD that putting it right saves, said once a resource; None where that is not known.
    monthly_saving: Decimal | None = None

    @property
    def status(self) -> Status:
        if self.waived and not self.waived.expired:
            return "waived"
        return "violation" if self.finding.decided else "unknown"

    @property
    def message(self) -> str:
        note = f" ({self.waived})" if self.waived else ""
        worth = "" if self.monthly_saving is None else money.words(self.monthly_saving)
        return f"{self.finding.message}{worth}{note}"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the rules found in a stack, and how much they looked at."""

    profile: Profile
    rules: int  # asked at this profile
    resources: int  # components left out
    found: tuple[Found, ...]  # by URN, then by rule, then by path
    callbacks_not_run: tuple[str, ...] = ()  # of the program: what they create is not checked
    default_region: DefaultRegion | None = None  # of resources for which nothing names a region
    profile_origin: str = ""  # "from the stack's name"

    def fail(self, *, fail_on: Severity | None = None, strict: bool = False) -> bool:
        """Return whether what was found must not be deployed.

        That is a mandatory violation, or from `fail_on` upwards any; where `strict`, what
        cannot be decided counts as violated.
        """
        failing = ("violation", "unknown") if strict else ("violation",)
        new = (each for each in self.found if not each.known)
        return any(each.status in failing and serious(each, fail_on) for each in new)

    def count(self, status: Status) -> int:
        return sum(each.status == status for each in self.found)

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
) -> Findings:
    """Ask the rules of a stack.

    `config` is rule → setting → value, and `only`, `skip` and `framework` choose among the
    rules. Where prices are given, findings say what putting them right is worth. Raises
    SettingError for what does not exist or fit, WaiverError for a waiver that names no rule or
    matches nothing.
    """
    waiving.fit(waivers, rules)
    stated = settings.parsed(rules, config or {})
    held = named(profile)
    chosen = select(rules, only=only, skip=skip, framework=framework)
    asked = [rule for rule in chosen if level(rule, held) != "disabled"]
    worth = money.Prices(prices, usage or UsageFile(), today) if prices else None
    stack = Stack(graph, today, (lambda: worth.estimate(graph)) if worth else None)
    found = sorted(look(stack, asked, stated, held, waivers, worth), key=place)
    waiving.stale(waivers, [(each.rule, each.finding.resource) for each in found], asked)
    source = graph.source
    return Findings(
        held,
        len(asked),
        len(graph.resources),
        tuple(found),
        source.callbacks_not_run,
        source.default_region,
    )


def look(  # noqa: PLR0913, PLR0917
    stack: Stack,
    rules: Iterable[Rule],
    stated: Mapping[str, Mapping[str, Any]],
    profile: Profile,
    waivers: Collection[Waiver],
    prices: money.Prices | None,
) -> Iterator[Found]:
    for rule in rules:
        of_rule = [each for each in waivers if each.rule == rule.name]
        findings = [*rule.check(stack, stated.get(rule.name))]
        worth = saved(rule, findings, stack, stated.get(rule.name), prices)
        for finding in findings:
            covering = waiving.waived(of_rule, rule, finding.resource, stack.today)
            saving = worth.pop(finding.resource.urn, None) if finding.decided else None
            yield Found(rule, finding, level(rule, profile), covering, monthly_saving=saving)


def saved(
    rule: Rule,
    findings: Sequence[Finding],
    stack: Stack,
    stated: Mapping[str, Any] | None,
    prices: money.Prices | None,
) -> dict[str, Decimal]:
    """Return URN → USD a month, where there are prices."""
    if prices is None:
        return {}
    return dict(money.savings(rule, findings, stack, rule.configured(stated), prices))


def place(found: Found) -> tuple[str, str, str]:
    return found.finding.resource.urn, found.rule.name, found.finding.path


def select(
    rules: Collection[Rule],
    *,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    framework: str | None = None,
) -> list[Rule]:
    """Return the rules that are asked for. Raises SettingError for a name that is none."""
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
