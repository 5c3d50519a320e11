"""Remedies as CrossGuard policies: inputs from the engine, corrected where a rule has a remedy.

All other inputs are returned as they came: secrets as secrets, unknown values as unknown, and the
bridge's `__defaults` (names of inputs filled in by the provider) without the corrected inputs.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Secret,
)

from costing.graph.resource import Resource
from costing.graph.schema.normal_form import normal_form
from costing.graph.schema.tokens import canonical
from policies.crossguard.adapter import about, policies_of
from policies.crossguard.resources import of_arguments, of_provider
from policies.crossguard.schema import remedy_name
from policies.crossguard.session import configured, stack_of
from policies.engine.errors import PolicyError
from policies.engine.logic import UnknownInput
from policies.engine.rule import Rule

FILLED_IN = "__defaults"


def pack_of(rules: Collection[Rule]) -> list[Policy]:
    """Return one policy for each rule, and one for each remedy, off until it is configured."""
    return [*policies_of(rules), *(remedy_of(rule) for rule in rules if rule.remedy)]


def remedy_of(rule: Rule, today: Callable[[], date] = date.today) -> Policy:
    """Return a policy that corrects inputs and never reports.

    It sees one resource only. What is unknown there is not corrected.
    """

    def remediate(args: ResourceValidationArgs) -> dict[str, Any] | None:
        if canonical(args.resource_type) not in rule.types:
            return None
        return corrected(rule, args, today())

    description = {
        **about(rule),
        "name": remedy_name(rule),
        "enforcement_level": EnforcementLevel.DISABLED,
    }
    # The SDK also accepts a result that is not awaitable.
    return ResourceValidationPolicy(remediate=remediate, **description)  # type: ignore[arg-type]


def corrected(rule: Rule, args: ResourceValidationArgs, today: date) -> dict[str, Any] | None:
    """Return the corrected inputs; None where nothing is to be corrected, or the rule is waived."""
    given = of_arguments(args)
    resource = normal_form(given)
    provider = of_provider(args.provider)
    stack = stack_of([resource, *([provider] if provider else [])])
    try:
        ready = configured(rule, "remediate", args.get_config())
        broken = any(finding.decided for finding in rule.check(stack, ready.settings))
        waived = ready.waived(resource, today)
        if not broken or rule.remedy is None or (waived and not waived.expired):
            return None
        expected = rule.remedy(resource, stack, rule.configured(ready.settings))
    except (PolicyError, UnknownInput):
        return None  # reported by the policy of the rule
    if expected is None or expected == resource.inputs or reshaped(given, resource, expected):
        return None
    after: dict[str, Any] = merged(args.props, resource.inputs, expected)
    return after


def reshaped(given: Resource, read: Resource, expected: Mapping[str, Any]) -> bool:
    """Return whether a change is to an input that the SDK's version has in another form."""
    before, after = read.inputs, expected
    changes = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    return any(given.inputs.get(key) != before.get(key) for key in changes)


def merged(raw: Any, before: Any, after: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return the engine's inputs with the differences between `before` and `after` applied."""
    raw_value = inside(raw)
    if (
        isinstance(raw_value, Mapping)
        and isinstance(after, Mapping)
        and isinstance(before, Mapping)
    ):
        changes = {key for key in after if key not in before or before[key] != after[key]}
        kept = {key: value for key, value in raw_value.items() if key in after or key not in before}
        corrected_inputs = {
            key: merged(raw_value.get(key), before.get(key), after[key]) for key in changes
        }
        specified = {**kept, **corrected_inputs}
        if FILLED_IN in raw_value:
            names = inside(raw_value[FILLED_IN])
            specified[FILLED_IN] = [name for name in names if name not in changes]
        return specified
    if isinstance(raw_value, list) and isinstance(after, list) and isinstance(before, list):
        pairs = zip(raw_value, before, after[: len(before)], strict=True)
        same = [each if was == will else merged(each, was, will) for each, was, will in pairs]
        return [*same, *after[len(before) :]]
    return Secret(after) if isinstance(raw, Secret) else after


def inside(value: Any) -> Any:  # noqa: ANN401 (a proxy)
    """Return the value of a proxy, with its secrets still wrapped."""
    value = value.value if isinstance(value, Secret) else value
    try:
        return value["__target"]
    except (KeyError, TypeError, IndexError):
        return value
