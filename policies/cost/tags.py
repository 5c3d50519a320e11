"""What lets a bill be told apart."""

from collections.abc import Iterator, Mapping
from importlib import resources

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.tags import Tags
from policies.reading.values import found, is_open, not_, one_of
from policies.rule import tagged_rule

TAGGABLE = tuple(resources.files("policies").joinpath("taggable.txt").read_text().split())


@tagged_rule(
    types=TAGGABLE,
    concern="cost",
    severity="low",
    fix='tags={...}, or default_tags={"tags": {...}} of the provider for all at once',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
    settings={
        "required": "tags that each resource must have",
        "allowed": "tag → the values it may have; a tag left out may have any",
    },
)
def required_tags(
    resource: Resource,
    tags: Tags,
    *,
    required: tuple[str, ...] = ("cost-center", "environment", "owner"),
    allowed: Mapping[str, tuple[str, ...]] = {},
) -> Iterator[Finding]:
    """Every resource carries the tags that a bill is split by."""
    missing = [key for key in required if tags.get(key) is None]
    if missing:
        because = f"tags lack {', '.join(missing)}"
        yield from found(True, resource, "tags", [*required], because=because)
    for key in required:
        value = tags.get(key)
        if value is UNKNOWN and key not in tags.known:
            yield Finding(resource, f"tags.{key}", UNKNOWN, "a value")
    for key, values in allowed.items():
        value = tags.get(key)
        if value is not None:
            broken = not_(one_of(value, values))
            path = f"tags.{key}"
            yield from found(
                broken, resource, path, [*values], actual=None if is_open(value) else value
            )
