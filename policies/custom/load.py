"""Load a team's rules from files and folders."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from policies.custom.examples import Example
from policies.custom.python_rules import load_python
from policies.custom.yaml_rules import load_yaml
from policies.engine.errors import CustomRuleError
from policies.engine.rule import Rule

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Custom:
    rules: tuple[Rule, ...] = ()
    examples: tuple[Example, ...] = ()


EMPTY = Custom()


def load(paths: Iterable[Path]) -> Custom:
    """Return the rules in files and folders. Raise CustomRuleError or FileError, one line."""
    rules: list[Rule] = []
    examples: list[Example] = []
    origin: dict[str, Path] = {}
    for path in files_of(paths):
        read = load_yaml if path.suffix in YAML else load_python
        found, shown = read(path)
        for rule in found:
            if not ID.fullmatch(rule.name):
                raise CustomRuleError(
                    f'{path}: "{rule.name}" is not a rule id; write words joined by -, '
                    "such as team-bucket-owner"
                )
            if rule.name in origin:
                raise CustomRuleError(
                    f'{path}: rule "{rule.name}" is also in {origin[rule.name]}; rename one'
                )
            origin[rule.name] = path
        rules += found
        examples += shown
    return Custom(tuple(rules), tuple(examples))


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            each = sorted(path.rglob("*"))
            inside = [one for one in each if one.suffix in {".py", *YAML} and rules_file(one)]
            if not inside:
                raise CustomRuleError(f"{path}: no .py or .yaml file; add one with rules")
            yield from inside
        elif path.is_file():
            yield path
        else:
            raise CustomRuleError(f"{path}: no such file or folder; check the path of the rules")


def rules_file(path: Path) -> bool:
    """Return whether a file of a folder has rules: names that begin with _ or . are left out."""
    return not any(part.startswith(("_", ".")) for part in path.parts[-2:])


def with_custom(rules: Collection[Rule], paths: Sequence[Path]) -> tuple[Rule, ...]:
    """Return all rules and those of the paths. Raise CustomRuleError for an id that is taken."""
    custom = load(paths).rules
    taken = {rule.name for rule in rules}
    for rule in custom:
        if rule.name in taken:
            raise CustomRuleError(
                f'rule "{rule.name}" of your rules has the id of a built-in rule; rename it'
            )
    return (*rules, *custom)
