"""Failing and passing example of each rule, taken from the rule's own test rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Example:
    """Pulumi Python code of two stacks."""

    violation: str
    passing: str


@cache
def examples() -> Mapping[str, Example]:
    """Return rule id → example, from data/rule_examples.json (tools/rule_examples.py)."""
    text = files("policies").joinpath("data/rule_examples.json").read_text(encoding="utf-8")
    return {
        rule: Example(each["violation"], each["pass"]) for rule, each in json.loads(text).items()
    }
