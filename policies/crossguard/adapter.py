"""Rules as CrossGuard policies: what the engine lists, configures and shows of each.

The analyzer (analyzer.py) runs the rules; these policies describe them.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    ReportViolation,
    ResourceValidationPolicy,
    Severity,
    StackValidationPolicy,
)

from policies.crossguard.schema import WAIVERS, WAIVERS_SCHEMA
from policies.engine.profiles import PROFILE, level
from policies.engine.rule import Rule

NOT_BLOCKING = "unknown-and-waived"


def policies_of(rules: Collection[Rule]) -> list[Policy]:
    """Return one policy for each rule, and one that lists unknown and waived findings."""
    return [
        *map(policy_of, rules),
        StackValidationPolicy(
            name=NOT_BLOCKING,
            description="Lists unknown and waived findings of the rules.",
            validate=run_by_analyzer,
            enforcement_level=EnforcementLevel.ADVISORY,
        ),
    ]


def policy_of(rule: Rule) -> Policy:
    if rule.scope == "resource":
        return ResourceValidationPolicy(validate=run_by_analyzer, **about(rule))
    return StackValidationPolicy(validate=run_by_analyzer, **about(rule))


def run_by_analyzer(_: object, __: ReportViolation) -> None:
    """Raise: the SDK's servicer runs policies one by one, the analyzer all rules of a request."""
    raise RuntimeError("policies.crossguard.analyzer runs the rules")


def about(rule: Rule) -> dict[str, Any]:
    schema = {setting.name: dict(setting.schema) for setting in rule.settings}
    return {
        "name": rule.name,
        "description": rule.title,
        "enforcement_level": EnforcementLevel(level(rule, PROFILE)),
        "config_schema": PolicyConfigSchema(jsonable({**schema, WAIVERS: WAIVERS_SCHEMA})),
        "severity": Severity(rule.severity),
        "tags": [rule.concern],
        "remediation_steps": rule.fix,
        "url": rule.aws_docs,
    }


def jsonable(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return lists and dictionaries only: a protobuf struct takes no tuples or other mappings."""
    match value:
        case Mapping():
            return {key: jsonable(item) for key, item in value.items()}
        case list() | tuple():
            return [jsonable(item) for item in value]
    return value
