"""Controls of each rule: rule → framework → controls.

`controls.csv` has them, each with the source that maps it. A rule without a mapping has no control.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

from costing.errors import nearest
from policies.engine.errors import SettingError

FRAMEWORKS: Mapping[str, str] = {
    "CIS-AWS-6.0": "CIS AWS Foundations Benchmark 6.0",
    "FSBP": "AWS Foundational Security Best Practices",
    "HIPAA": "HIPAA Security Rule, 45 CFR 164",
    "NIST-800-53-r5": "NIST SP 800-53, revision 5",
    "PCI-DSS-4.0": "PCI DSS 4.0",
    "SOC-2": "SOC 2, Trust Services Criteria",
    "Well-Architected-reliability": "AWS Well-Architected Framework, Reliability Pillar",
}


def controls(rule: str) -> Mapping[str, tuple[str, ...]]:
    return table().get(rule, {})


@cache
def table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = resources.files("policies").joinpath("data/controls.csv").read_text(encoding="utf-8")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in csv.DictReader(text.splitlines()):
        of_rule = found.setdefault(row["rule"], {})
        listed = of_rule.get(row["framework"], ())
        if row["control"] not in listed:  # a control may have several sources
            of_rule[row["framework"]] = (*listed, row["control"])
    return found


@cache
def all_controls(framework: str) -> tuple[str, ...]:
    """Return every control of the framework that the sources name, with or without a rule."""
    text = resources.files("policies").joinpath("data/framework_controls.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(row["control"] for row in rows if row["framework"] == framework)


def named(framework: str) -> str:
    """Return the key of a framework from its beginning, "nist". Raises SettingError."""
    selected = flat(framework)
    found = [key for key in FRAMEWORKS if flat(key).startswith(selected)]
    if selected and len(found) == 1:
        return found[0]
    hint = nearest(framework, FRAMEWORKS) or f"; use one of: {', '.join(FRAMEWORKS)}"
    raise SettingError(f'unknown framework "{framework}"{hint}')


def flat(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()
