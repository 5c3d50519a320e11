"""Command `init`: find stacks, write usage files, propose settings, name the next commands."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from plimsoll import options as o
from plimsoll.output import emit
from plimsoll.sources import open_source

if TYPE_CHECKING:
    from costing.graph.source import Opened
    from costing.model import Estimate

DEV = ("dev", "test", "sandbox", "preview", "staging")  # parts of the name of a stack
MARGIN = Decimal("1.2")  # budget proposed for an upper estimate


@dataclass(frozen=True, slots=True)
class Proposal:
    """Settings that a stack does not have yet."""

    folder: Path
    stack: str
    usage: Path  # from the project's folder
    lines: tuple[str, ...]


def init(
    program: o.ProgramOptions,
    folder: Annotated[
        Path, typer.Argument(help="Folder of a project, or of a repository with several.")
    ] = Path(),
) -> None:
    """Set up a project: write a usage file for each stack and propose profile and budget.

    A usage file lists the keys of the stack, the most expensive unknown costs first. A file that
    exists is not changed, nor are the stack files: copy the proposed settings into them.
    """
    from costing.errors import CallError
    from plimsoll.projects.discovery import deployments, programs, repository
    from plimsoll.projects.file import ProjectEntry

    if folder in programs(folder):  # folders below are projects of their own
        every = [*deployments(folder, ProjectEntry(folder="."))]
    else:
        found = repository(folder)
        every = [*found.deployments]
        if not every:
            why = found.left_out[0] if found.left_out else "no Pulumi.yaml"
            raise CallError(
                f"{folder}: no program in Python or YAML in this folder or below: {why}"
            )
    chosen = [each for each in every if program.stack in {None, each.stack}]
    if not chosen:
        raise CallError(f"--stack {program.stack}: no project in {folder} has this stack")
    proposals = [proposed(each.source, each.folder, each.stack, program) for each in chosen]
    emit("\n".join(block(each) for each in proposals) + "\n" + following(proposals, folder), None)


def proposed(source: str, folder: Path, stack: str | None, program: o.ProgramOptions) -> Proposal:
    from dataclasses import replace

    from plimsoll.commands.usage_init import init as write_usage
    from plimsoll.output import note

    given = open_source(source, replace(program, stack=stack))
    name = given.graph.source.stack
    usage = Path("usage") / f"{name}.yaml"
    path = given.settings.usage or folder / usage
    if path.is_file():
        note(f"{path}: exists, not changed")
    else:
        command = f"plimsoll usage init {quote(source)} --stack {quote(name)} --out {path}"
        write_usage(given, command, path, minimal=False)
    return Proposal(folder, name, usage, tuple(settings(given, usage)))


def settings(given: "Opened", usage: Path) -> list[str]:
    """Return lines of Pulumi.<stack>.yaml for settings that it does not have."""
    from costing.estimate.estimate import estimate
    from costing.prices.book import installed
    from policies.engine.profiles import chosen

    own, stack = given.settings, given.graph.source.stack
    lines = []
    if own.usage is None:
        lines.append(f"plimsoll:usage: {usage}")
    if own.profile is None:
        profile = chosen(None, None, stack)[0]
        if any(part in stack.lower() for part in DEV):
            profile = "dev"
        lines.append(f"plimsoll:profile: {profile}")
    if own.budget is None:
        budget = rounded(upper(estimate(given.graph, installed())) * MARGIN)
        lines.append(f"plimsoll:budget: {budget}   # USD a month: 120 % of the upper estimate")
    return lines


def upper(estimate: "Estimate") -> Decimal:
    return estimate.range.high if estimate.range else estimate.monthly_cost


def rounded(usd: Decimal) -> Decimal:
    """Return an amount rounded up to two digits: 1,234.50 → 1,300."""
    if usd <= 0:
        return Decimal(10)
    step = Decimal(10) ** max(usd.adjusted() - 1, 0)
    return (usd / step).to_integral_value(ROUND_CEILING) * step


def block(proposal: Proposal) -> str:
    path = proposal.folder / f"Pulumi.{proposal.stack}.yaml"
    if not proposal.lines:
        return f"{path}: usage, profile and budget are set\n"
    lines = "".join(f"  {line}\n" for line in proposal.lines)
    return f"{path}: add below `config:`\n{lines}"


def following(proposals: list[Proposal], folder: Path) -> str:
    """Return the next three commands with their purpose."""
    first = proposals[0]
    of_stack = f"{quote(str(first.folder))} --stack {quote(first.stack)}"
    usage = quote(str(first.folder / first.usage))
    whole = quote(str(folder)) if len(proposals) > 1 else f"{of_stack} --usage {usage}"
    commands = [
        (
            f"plimsoll explain {of_stack} NAME",
            "how the cost of a resource comes about",
        ),
        (f"plimsoll report {whole}", "cost and findings; writes build/report.html"),
        (f"plimsoll diff git:HEAD:{of_stack}", "what your change costs, before you commit it"),
    ]
    return "Next\n" + "".join(f"  {command}\n      {purpose}\n" for command, purpose in commands)
