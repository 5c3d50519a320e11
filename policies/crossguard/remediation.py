"""Remedies as the engine wants them: the inputs that it handed out, put right where a rule says.

What is not put right goes back as it came: secrets as secrets, unknown values as unknown, and the
bridge's `__defaults`, the names of what the provider filled in, less those that are stated now.
"""

from collections.abc import Collection, Mapping
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
from policies.crossguard.adapter import (
    Session,
    about,
    configured,
    of_provider,
    of_request,
    policies_of,
    stack_of,
)
from policies.crossguard.config import remedy_name
from policies.engine import waivers as waiving
from policies.engine.errors import PolicyError
from policies.engine.logic import UnknownInput
from policies.engine.rule import Rule

FILLED_IN = "__defaults"


def pack_of(rules: Collection[Rule]) -> list[Policy]:
    """Return a policy a rule, and one a remedy that is off until the configuration turns it on."""
    return [*policies_of(rules), *(remedy_of(rule) for rule in rules if rule.remedy)]


def remedy_of(rule: Rule, session: Session | None = None) -> Policy:
    """Return what mends and never finds fault: with one level for both, it would block by it.

    Another rule's stack sees one resource only. What it cannot decide is not mended.
    """
    known = session or Session()

    def remediate(args: ResourceValidationArgs) -> dict[str, Any] | None:
        if canonical(args.resource_type) not in rule.types:
            return None
        return mended(rule, args, known)

    told = {
        **about(rule),
        "name": remedy_name(rule),
        "enforcement_level": EnforcementLevel.DISABLED,
    }
    # The SDK takes a plain result, too, whatever its annotation says.
    return ResourceValidationPolicy(remediate=remediate, **told)  # type: ignore[arg-type]


def mended(rule: Rule, args: ResourceValidationArgs, session: Session) -> dict[str, Any] | None:
    """Return the inputs put right; None where there is nothing to do, or it is waived."""
    given = of_request(args)
    resource = normal_form(given)
    stack = stack_of([resource, *([of_provider(args.provider)] if args.provider else [])])
    try:
        settings, waivers = configured(rule, args.get_config())
        broken = any(finding.decided for finding in rule.check(stack, settings))
        waived = waiving.waived(waivers, rule, resource, session.today())
        if not broken or rule.remedy is None or (waived and not waived.expired):
            return None
        expected = rule.remedy(resource, stack, rule.configured(settings))
    except (PolicyError, UnknownInput):
        return None  # the rule's own policy tells of it
    if expected is None or expected == resource.inputs or reshaped(given, resource, expected):
        return None
    after: dict[str, Any] = merged(args.props, resource.inputs, expected)
    return after


def reshaped(given: Resource, read: Resource, expected: Mapping[str, Any]) -> bool:
    """Tell whether a change is to an input that the SDK's version has in another form."""
    before, after = read.inputs, expected
    changes = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    return any(given.inputs.get(key) != before.get(key) for key in changes)


def merged(raw: Any, before: Any, after: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return what the engine handed out with the differences of before and after in it."""
    held = inside(raw)
    if isinstance(held, Mapping) and isinstance(after, Mapping) and isinstance(before, Mapping):
        changes = {key for key in after if key not in before or before[key] != after[key]}
        kept = {key: value for key, value in held.items() if key in after or key not in before}
        mended_ = {key: merged(held.get(key), before.get(key), after[key]) for key in changes}
        stated = {**kept, **mended_}
        if FILLED_IN in held:
            names = inside(held[FILLED_IN])
            stated[FILLED_IN] = [name for name in names if name not in changes]
        return stated
    if isinstance(held, list) and isinstance(after, list) and isinstance(before, list):
        pairs = zip(held, before, after[: len(before)], strict=True)
        same = [each if was == will else merged(each, was, will) for each, was, will in pairs]
        return [*same, *after[len(before) :]]
    return Secret(after) if isinstance(raw, Secret) else after


def inside(value: Any) -> Any:  # noqa: ANN401 (a proxy)
    """Return what a proxy holds, its secrets still marked as such."""
    value = value.value if isinstance(value, Secret) else value
    try:
        return value["__target"]
    except (KeyError, TypeError, IndexError):
        return value
