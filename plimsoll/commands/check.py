"""Command `check`: check a stack against rules."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.cost import usage_of
from plimsoll.display_options import Color
from plimsoll.output import emit, finish, note
from plimsoll.progress import shown
from plimsoll.report.colour import painted
from plimsoll.report.formats import FORMATS, TEXTS, CheckFormat, pieces, written
from plimsoll.sources import open_source

if TYPE_CHECKING:
    from costing.graph.source import Opened
    from costing.usage.file import UsageFile
    from policies.engine.check import Findings


Severity = Literal["critical", "high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """Options that select rules and judge their findings."""

    profile: o.Profile = None
    waivers: o.Waivers = None
    rules: o.Rules = None
    framework: Annotated[
        str | None,
        typer.Option(
            "--framework",
            help=(
                "Check only rules that a control of this framework maps to, for example FSBP; an "
                "unknown name lists all frameworks."
            ),
        ),
    ] = None
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Check only the rule with this id; repeatable."),
    ] = None
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", help="Leave out the rule with this id; repeatable."),
    ] = None
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline",
            help="JSON result of a former check; its findings do not cause exit 1.",
        ),
    ] = None
    no_project_rules: o.NoProjectRules = False


@dataclass(frozen=True, slots=True)
class RuleLimits:
    """Options that decide the exit status of a check."""

    fail_on: Annotated[
        Severity | None,
        typer.Option(
            "--fail-on",
            help=(
                "Lowest severity of a violation that causes exit 1. Default: the profile's "
                "mandatory rules."
            ),
        ),
    ] = None
    strict: o.Strict = False


def check(
    program: o.ProgramOptions,
    rules: RuleOptions,
    limits: RuleLimits,
    output: o.OutputOptions,
    source: o.Source = ".",
    format_: Annotated[
        CheckFormat, typer.Option("--format", "-f", help="Format of the findings.")
    ] = "table",
    color: Color = "auto",
    changed_since: o.ChangedSince = None,
    *,
    compliance: Annotated[
        bool,
        typer.Option("--compliance", help="Report the outcome of each control of --framework."),
    ] = False,
    verbose: o.VerbosePreview = False,
) -> None:
    """Check a stack against security, availability, cost and operations rules.

    A folder with plimsoll.yaml, or with programs only in folders below, is checked as a whole.
    """
    from plimsoll.projects.repository import is_repository, refuse_changed_since

    if is_repository(source, program.stack):
        from plimsoll.commands.check_projects import checked_projects

        findings, because = checked_projects(
            source, program, rules, limits, since=changed_since, quiet=output.quiet
        )
    else:
        refuse_changed_since(changed_since)
        own = bool(rules.rules)  # rules of the user may read any output
        given = open_source(source, program, quiet=output.quiet, verbose=verbose, all_outputs=own)
        with shown(quiet=output.quiet):
            findings = checked(given, rules)
        because = [
            *exit_reasons.of_source(given.graph.source),
            *exit_reasons.of_findings(findings, fail_on=limits.fail_on, strict=limits.strict),
        ]
    text = (
        compliance_text(findings, rules.framework, format_)
        if compliance
        else pieces("check", format_, findings)
    )
    if format_ in TEXTS:
        text = painted("".join(text), color, output.out)
    emit(text, output.out, quiet=output.quiet)
    finish(because, quiet=output.quiet)


def checked(
    given: "Opened",
    options: RuleOptions,
    pricing: o.PricingOptions | None = None,
    *,
    allow_stale: bool = False,
) -> "Findings":
    """Return the findings; savings are estimated with the usage of `pricing`.

    `allow_stale`: accept waivers without a finding, as in the other version of a comparison.
    """
    from costing.prices.book import installed
    from policies import RULES
    from policies.custom.load import with_custom
    from policies.engine.baseline import against
    from policies.engine.baseline import read as read_baseline
    from policies.engine.check import check as check_rules
    from policies.engine.profiles import chosen
    from policies.engine.selectors.dated_facts import old_topics
    from policies.engine.waivers import read as read_waivers

    waivers = options.waivers or given.settings.waivers
    rules = with_custom(RULES, options.rules or own_rules(given, options))
    profile, origin = chosen(options.profile, given.settings.profile, given.graph.source.stack)
    found = check_rules(
        given.graph,
        rules,
        profile=profile,
        waivers=read_waivers(waivers) if waivers else (),
        config={**of_plan(given.settings.plan), **(given.settings.rule_settings or {})},
        framework=options.framework,
        only=options.only or (),
        skip=options.skip or (),
        today=today(),
        prices=installed(),
        usage=usage_for_savings(given, pricing or o.PricingOptions()),
        allow_stale=allow_stale,
    )
    for topic in old_topics(today()):
        note(f"{topic.name}: the built-in table is of {topic.as_of}; see {topic.source}")
    found = replace(found, profile_origin=origin)
    return against(found, read_baseline(options.baseline)) if options.baseline else found


def of_plan(path: Path | None) -> dict[str, dict[str, object]]:
    """Return the rule settings that a stack's plan gives; empty without a plan."""
    from costing.plan import decisions

    return {"fleet-matches-plan": {"decisions": decisions.read(path)}} if path else {}


def own_rules(given: "Opened", options: RuleOptions) -> list[Path]:
    """Return the path of `plimsoll:rules`, if the stack has one and it is not to be ignored."""
    path = given.settings.rules
    if path is None:
        return []
    if options.no_project_rules:
        note(f"plimsoll:rules is ignored: {path}")
        return []
    return [path]


def usage_for_savings(given: "Opened", pricing: o.PricingOptions) -> "UsageFile":
    """Return the usage that savings are estimated with; an invalid file is only reported."""
    from costing.errors import CostingError
    from costing.usage.file import UsageFile

    try:
        return usage_of(given, pricing)
    except CostingError as error:
        note(f"savings are estimated without usage: {error}")
        return UsageFile()


def compliance_text(findings: "Findings", framework: str | None, format_: CheckFormat) -> str:
    """Return the outcome of each control. Raise CallError for a call without --framework."""
    from costing.errors import CallError
    from policies import RULES
    from policies.engine.check import select
    from policies.engine.compliance import compliance
    from policies.engine.frameworks import FRAMEWORKS

    if framework is None:
        raise CallError(f"--compliance: --framework is missing; use one of {', '.join(FRAMEWORKS)}")
    if format_ not in FORMATS["compliance"]:
        known = ", ".join(FORMATS["compliance"])
        raise CallError(f"--compliance: no format {format_}; use one of {known}")
    asked = select(RULES, framework=framework)
    return written("compliance", format_, compliance(findings, RULES, asked, framework))


def today() -> date:
    return datetime.now(tz=UTC).date()
