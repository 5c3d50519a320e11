"""Check the projects of a repository against rules."""

from typing import TYPE_CHECKING

from plimsoll import exit_reasons
from plimsoll import options as o
from plimsoll.commands.check import RuleLimits, RuleOptions
from plimsoll.progress import shown
from plimsoll.projects import opening
from plimsoll.projects.combined import findings_of
from plimsoll.projects.selection import chosen

if TYPE_CHECKING:
    from policies.engine.check import Findings


def checked_projects(
    source: str,
    program: o.ProgramOptions,
    rules: RuleOptions,
    limits: RuleLimits,
    *,
    since: str | None,
    quiet: bool,
) -> "tuple[Findings, list[str]]":
    """Return the findings of all stacks, and the reasons of exit status 1."""
    repository = chosen(source, program.stack, since, quiet=quiet)
    with shown(quiet=quiet):
        stacks = opening.opened_stacks(repository, program.source_options())
        findings = opening.findings(stacks, rules)
    because = [
        f"{stack.name}: {reason}"
        for stack, found in zip(stacks, findings, strict=True)
        for reason in (
            *exit_reasons.of_source(stack.given.graph.source),
            *exit_reasons.of_findings(found, fail_on=limits.fail_on, strict=limits.strict),
        )
    ]
    names = [each.name for each in stacks]
    return findings_of(dict(zip(names, findings, strict=True))), because
