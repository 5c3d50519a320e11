"""Page docs/rules/coverage.md: controls of FSBP and CIS, the rules that check them, or the reason.

tools/rule_catalogue.py writes it with the other pages.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from policies import RULES
from policies.engine.compliance import answers, natural
from policies.engine.frameworks import FRAMEWORKS, all_controls

REASONS = Path(__file__).parents[1] / "policies" / "data" / "undecidable_controls.csv"
COVERED = ("FSBP", "CIS-AWS-6.0")
OPEN = "decidable in part; no rule yet"


@cache
def reasons() -> Mapping[tuple[str, str], str]:
    """Return framework and control → why it cannot be decided before deployment."""
    text = REASONS.read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["framework"], row["control"]): row["reason"] for row in rows}


def listed(framework: str) -> list[tuple[str, Sequence[str], str]]:
    """Return each control with its rules, and with a reason where it has none."""
    answering = answers(RULES, framework)
    controls = sorted({*answering, *all_controls(framework)}, key=natural)
    return [
        (
            control,
            answering.get(control, ()),
            "" if control in answering else reasons().get((framework, control), OPEN),
        )
        for control in controls
    ]


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join(["# Coverage of controls", "", *introduction(), *tables()]).rstrip() + "\n"


def introduction() -> Iterator[str]:
    yield "Made by `python -m tools.rule_catalogue`. `plimsoll check --framework NAME --compliance`"
    yield "reports the outcome of each control for a stack."
    yield ""
    yield "| framework | controls | with a rule | undecidable before deployment | open |"
    yield "|---|---|---|---|---|"
    for framework in COVERED:
        each = listed(framework)
        claimed = sum(bool(rules) for _, rules, _ in each)
        open_ = sum(reason == OPEN for *_, reason in each)
        left = len(each) - claimed - open_
        title = FRAMEWORKS[framework]
        yield f"| {title} | {len(each)} | {claimed} | {left} | {open_} |"


def tables() -> Iterator[str]:
    for framework in COVERED:
        yield from ("", f"## {FRAMEWORKS[framework]}", "", "| control | checked by |", "|---|---|")
        for control, rules, reason in listed(framework):
            yield f"| {control} | {', '.join(f'`{rule}`' for rule in rules) or reason} |"
