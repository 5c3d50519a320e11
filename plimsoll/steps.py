"""What several commands do alike: estimate a source, check it, compare two."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from costing.diff.diff import Difference, Side, difference, fitting
from costing.errors import CallError, CostingError, nearest
from costing.estimate.estimate import estimate
from costing.estimate.private_pricing import LIST_PRICES
from costing.estimate.private_pricing import read as read_private_pricing
from costing.graph.resource import Graph
from costing.graph.source import Opened, SourceOptions, StackSettings, compare
from costing.model import Estimate
from costing.prices.book import installed
from costing.usage.file import UsageFile, applicable
from costing.usage.file import read as read_usage
from plimsoll.output import tell
from plimsoll.report import check_json, check_junit, check_markdown, check_sarif, check_table
from plimsoll.report.compliance import as_json as compliance_json
from plimsoll.report.compliance import as_markdown as compliance_markdown
from policies import RULES
from policies.engine.baseline import against
from policies.engine.baseline import read as read_baseline
from policies.engine.check import Findings, check, select
from policies.engine.compliance import compliance
from policies.engine.frameworks import FRAMEWORKS
from policies.engine.profiles import chosen
from policies.engine.selectors.dated_facts import old_topics
from policies.engine.waivers import read as read_waivers

TEXTS = {
    "table": check_table.as_table,
    "json": check_json.as_json,
    "markdown": check_markdown.as_markdown,
    "sarif": check_sarif.as_sarif,
    "junit": check_junit.as_junit,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The options that an estimate takes."""

    usage: Path | None = None
    region: str | None = None
    free_tier: bool = False
    prices: Path | None = None


def estimated(given: Opened, terms: Terms) -> Estimate:
    return priced(given.graph, stated_usage(given, terms.usage), terms)


def priced(graph: Graph, usage: UsageFile, terms: Terms) -> Estimate:
    book = installed()
    if terms.region is not None and terms.region not in book.shelves:
        near = nearest(terms.region, book.regions())
        raise CallError(f"--region {terms.region}: there are no prices of it{near}")
    return estimate(
        graph,
        book,
        usage,
        region=terms.region,
        free_tier=terms.free_tier,
        private_pricing=read_private_pricing(terms.prices) if terms.prices else LIST_PRICES,
    )


def stated_usage(given: Opened, usage: Path | None) -> UsageFile:
    stated = usage or given.settings.usage
    if stated is None:
        return UsageFile()
    file, dropped = applicable(read_usage(stated), given.graph)
    if dropped:
        entries = "entry matches" if dropped == 1 else "entries match"
        tell(f"{stated}: {dropped} {entries} nothing in this stack")
    return file


def usage_if_it_fits(given: Opened, usage: Path | None) -> UsageFile:
    """Return the usage that savings are counted with; a check does not fail by it."""
    try:
        return stated_usage(given, usage)
    except CostingError as error:
        tell(f"savings are counted without usage: {error}")
        return UsageFile()


def checked(
    given: Opened,
    *,
    profile: str | None,
    waivers: Path | None,
    framework: str | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    baseline: Path | None = None,
    usage: Path | None = None,
    today: date,
) -> Findings:
    waived = waivers or given.settings.waivers
    held, origin = chosen(profile, given.settings.profile, given.graph.source.stack)
    found = check(
        given.graph,
        RULES,
        profile=held,
        waivers=read_waivers(waived) if waived else (),
        framework=framework,
        only=only,
        skip=skip,
        today=today,
        prices=installed(),
        usage=usage_if_it_fits(given, usage),
    )
    for topic in old_topics(today):
        tell(f"{topic.name}: what is known of it is of {topic.as_of}; see {topic.source}")
    found = replace(found, profile_origin=origin)
    return against(found, read_baseline(baseline)) if baseline else found


def findings_text(
    findings: Findings, output: Literal["table", "json", "markdown", "sarif", "junit"]
) -> str:
    return TEXTS[output](findings)


def compliance_text(findings: Findings, framework: str | None, output: str) -> str:
    """Return a framework's controls as they came out. Raise CallError for a call without one."""
    if framework is None:
        raise CallError(f"--compliance needs a --framework: one of {', '.join(FRAMEWORKS)}")
    forms = {"json": compliance_json, "markdown": compliance_markdown, "table": compliance_markdown}
    if output not in forms:
        raise CallError(f"--compliance has no {output}: table, json or markdown")
    return forms[output](compliance(findings, RULES, select(RULES, framework=framework), framework))


def compared(
    base: str, head: str | None, stack: str | None, terms: Terms, options: SourceOptions
) -> tuple[Difference, Estimate, StackSettings]:
    """Return the difference, the head's estimate and settings.

    What is stated of a resource that only one side has is no mistake on the other.
    """
    old, new = compare(base, head, stack, options)

    def side(this: Opened, other: Opened) -> Side:
        stated = fitting(stated_usage(this, terms.usage), this.graph, other.graph)
        return Side(this.graph, priced(this.graph, stated, terms), stated)

    was, will = side(old, new), side(new, old)
    return difference(was, will), will.estimate, new.settings
