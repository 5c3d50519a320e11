"""Rules for several AWS services: tags."""

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import found, is_unknown, not_, one_of
from policies.engine.rule import Rule, Settings, tagged_rule
from policies.engine.selectors.tags import Tags
from policies.engine.selectors.tokens import GROUP
from policies.engine.stack import Stack

TAGGABLE = tuple(resources.files("policies").joinpath("data/taggable.txt").read_text().split())


def tagged(resource: Resource, stack: Stack, settings: Settings) -> Mapping[str, Any]:
    """Return the inputs with the required tags that are missing and have a value to be given."""
    tags = stack.tags(resource)
    given: Mapping[str, str] = settings["values"]
    tags = tags.spelled(settings["required"])
    missing = [key for key in settings["required"] if tags.get(key) is None and key in given]
    if not missing:
        return resource.inputs
    own = resource.inputs.get("tags")
    if resource.type == GROUP:
        added = [{"key": key, "value": given[key], "propagateAtLaunch": True} for key in missing]
        return {**resource.inputs, "tags": [*(own or ()), *added]}
    return {**resource.inputs, "tags": {**(own or {}), **{key: given[key] for key in missing}}}


@tagged_rule(
    types=TAGGABLE,
    concern="cost",
    severity="low",
    title="AWS resource has no value for a required tag",
    risk="Its cost cannot be allocated to an owner, team or workload.",
    fix=('tags={...}, or default_tags={"tags": {...}} on the AWS provider for all resources'),
    aws_docs="https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
    settings={
        "required": "tag keys that each resource must have, in any case and with any separator",
        "allowed": "tag key → allowed values; a key without an entry allows any value",
        "values": "tag key → value that remediation sets where the tag is missing",
    },
    production=True,
    remedy=tagged,
)
def resource_required_tags(
    resource: Resource,
    tags: Tags,
    *,
    required: tuple[str, ...] = ("cost-center", "environment", "owner"),
    allowed: Mapping[str, tuple[str, ...]] = {},
    values: Mapping[str, str] = {},  # noqa: ARG001 (the remedy's)
) -> Iterator[Finding]:
    tags = tags.spelled(required)
    missing = [key for key in required if tags.get(key) in (None, "")]
    if missing:
        because = f"missing tags: {', '.join(missing)}"
        cause = f"{resource.provider or 'provider'} {' '.join(missing)}"
        yield from found(True, resource, "tags", [*required], because=because, cause=cause)
    for key in required:
        value = tags.get(key)
        if value is UNKNOWN and key not in tags.known:
            yield Finding(resource, f"tags.{key}", UNKNOWN, "a value")
    for key, options in allowed.items():
        value = tags.get(key)
        if value is not None:
            broken = not_(one_of(value, options))
            path = f"tags.{key}"
            yield from found(
                broken, resource, path, [*options], actual=None if is_unknown(value) else value
            )


RULES: tuple[Rule, ...] = (resource_required_tags,)
