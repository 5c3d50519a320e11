"""Controls of a framework, the rules that check them, and their outcome in a stack.

A control without a rule is listed as not covered, as far as the sources name it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from policies.engine.check import Findings
from policies.engine.found import Found
from policies.engine.frameworks import FRAMEWORKS, all_controls, controls, named
from policies.engine.rule import Rule

Outcome = Literal["failing", "unknown", "waived", "passing", "not asked", "not covered"]
ORDER: tuple[Outcome, ...] = (
    "failing",
    "unknown",
    "waived",
    "passing",
    "not asked",
    "not covered",
)


@dataclass(frozen=True, slots=True)
class Control:
    """One control, the rules that answer to it, and the worst of what they found."""

    name: str
    outcome: Outcome
    rules: tuple[str, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Compliance:
    framework: str  # its key, "FSBP"
    title: str
    controls: tuple[Control, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome == outcome for each in self.controls)


def compliance(
    findings: Findings, rules: Collection[Rule], selected: Collection[Rule], framework: str
) -> Compliance:
    """Return the framework's controls with their findings. `asked` are the rules that ran.

    Raises SettingError for an unknown framework.
    """
    key = named(framework)
    answering = answers(rules, key)
    found: dict[str, list[Found]] = defaultdict(list)
    for each in findings.found:
        for name in (each.rule.name, *each.subsumes):
            found[name].append(each)
    ran = {rule.name for rule in selected}
    listed = [
        control(name, answering.get(name, ()), found, ran)
        for name in sorted({*answering, *all_controls(key)}, key=natural)
    ]
    return Compliance(key, FRAMEWORKS[key], tuple(listed))


def answers(rules: Iterable[Rule], key: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        for name in controls(rule.name).get(key, ()):
            found[name].append(rule.name)
    return {name: tuple(sorted(names)) for name, names in found.items()}


def control(
    name: str, rules: Sequence[str], found: Mapping[str, Sequence[Found]], ran: Collection[str]
) -> Control:
    those = [each for rule in rules for each in found.get(rule, ())]
    outcomes: set[Outcome] = {outcome_of(each) for each in those}
    outcomes |= {"passing" if rule in ran else "not asked" for rule in rules}
    worst: Outcome = min(outcomes, key=ORDER.index, default="not covered")
    if worst == "passing" and "not asked" in outcomes:
        worst = "not asked"  # some of its rules did not run
    return Control(name, worst, tuple(rules), tuple(those))


def outcome_of(found: Found) -> Outcome:
    match found.status:
        case "violation":
            return "failing"
        case "unknown":
            return "unknown"
        case "waived":
            return "waived"


def natural(name: str) -> list[tuple[int, int | str]]:
    """Return a sort key that orders "S3.2" before "S3.10"."""
    parts = "".join(char if char.isalnum() else " " for char in name).split()
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts]
