"""AWS Backup selections: the resources that a backup plan covers.

A selection covers the resources that it lists and those with one of its tags, or all resources
where it has neither; without its `notResources`, and only where all its conditions match.

https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html and
https://repost.aws/knowledge-center/backup-assign-resources (2026-11-24).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    is_set,
    is_unknown,
    not_,
    of_kind,
    read,
)
from policies.engine.selectors.references import depends_on
from policies.engine.selectors.tags import Tags
from policies.engine.selectors.tokens import (
    BACKUP_VAULT,
    BUCKET,
    DATABASE,
    DATABASE_CLUSTER,
    DOCDB_CLUSTER,
    FILE_SYSTEM,
    FSX_LUSTRE_FILE_SYSTEM,
    FSX_OPENZFS_FILE_SYSTEM,
    FSX_WINDOWS_FILE_SYSTEM,
    INSTANCE,
    NEPTUNE_CLUSTER,
    TABLE,
    VOLUME,
)
from policies.engine.stack import Stack

SELECTION = "aws:backup/selection:Selection"
PLAN = "aws:backup/plan:Plan"
VAULT = BACKUP_VAULT
TAG = "aws:ResourceTag/"


@dataclass(frozen=True, slots=True)
class Named:
    """Form of the ARNs of a type."""

    service: str
    kind: str  # "volume/", what stands before the name
    name: str | None = None  # input with the name; None where AWS generates it


ARNS = {
    VOLUME: Named("ec2", "volume/"),
    INSTANCE: Named("ec2", "instance/"),
    DATABASE: Named("rds", "db:", "identifier"),
    DATABASE_CLUSTER: Named("rds", "cluster:", "clusterIdentifier"),
    DOCDB_CLUSTER: Named("rds", "cluster:", "clusterIdentifier"),
    NEPTUNE_CLUSTER: Named("rds", "cluster:", "clusterIdentifier"),
    FILE_SYSTEM: Named("elasticfilesystem", "file-system/"),
    TABLE: Named("dynamodb", "table/", "name"),
    FSX_LUSTRE_FILE_SYSTEM: Named("fsx", "file-system/"),
    "aws:fsx/ontapVolume:OntapVolume": Named("fsx", "volume/"),
    FSX_OPENZFS_FILE_SYSTEM: Named("fsx", "file-system/"),
    FSX_WINDOWS_FILE_SYSTEM: Named("fsx", "file-system/"),
    BUCKET: Named("s3", "", "bucket"),
}


def backed_up(stack: Stack, resource: Resource) -> Truth:
    """Return whether a selection of the stack covers a resource of a type in ARNS."""
    tags = stack.tags(resource)
    return any_of(
        covers_resource(stack, each, resource, tags) for each in candidates(stack, resource)
    )


def candidates(stack: Stack, resource: Resource) -> Iterator[Resource]:
    """Yield the selections that may cover a resource: not those that list only others."""
    yield from stack.once("selections", lambda: [*filter(at_large, stack.of_type(SELECTION))])
    for each in stack.referring(resource):
        if each.type == SELECTION and not at_large(each):
            yield each


def at_large(selection: Resource) -> bool:
    """Return whether a selection covers more than the outputs of resources that it lists."""
    listed_ = read(selection, "resources")
    plain = isinstance(listed_, list) and all(
        is_unknown(each) and lists_others(selection, f"resources[{index}]")
        for index, each in enumerate(listed_)
    )
    return not plain or is_set(selection, "selectionTags")


def copied_elsewhere(stack: Stack, resource: Resource) -> Truth:
    """Return whether a plan that covers the resource copies its backups to another region."""
    return any_of(
        all_of([covers_resource(stack, each, resource, stack.tags(resource)), leaves(stack, each)])
        for each in candidates(stack, resource)
    )


def leaves(stack: Stack, selection: Resource) -> Truth:
    """Return whether the plan of a selection copies its backups to another region."""
    plan = stack.follow(selection, "planId", PLAN)
    if not isinstance(plan, Resource):
        return UNKNOWN
    rules = read(plan, "rules", [])
    if is_unknown(rules):
        return UNKNOWN
    return any_of(
        is_away(stack, plan, f"rules[{place}].copyActions[{index}].destinationVaultArn")
        for place, rule in enumerate(rules)
        for index, _ in enumerate(listed(rule, "copyActions"))
    )


def is_away(stack: Stack, plan: Resource, path: str) -> Truth:
    vault, arn = stack.follow(plan, path, VAULT), at(plan.inputs, path)
    region: object = UNKNOWN
    if isinstance(vault, Resource):
        region = vault.region
    elif isinstance(arn, str):
        region = [*arn.split(":"), "", "", "", ""][3]
    both = isinstance(region, str) and isinstance(plan.region, str)
    return region != plan.region if both else UNKNOWN


def covers_resource(stack: Stack, selection: Resource, resource: Resource, tags: Tags) -> Truth:
    chosen = any_of(
        [
            lists(stack, selection, "resources", resource),
            *(has_tag(tags, each) for each in blocks(selection, "selectionTags")),
            not (is_set(selection, "resources") or is_set(selection, "selectionTags")),
        ]
    )
    left_out = lists(stack, selection, "notResources", resource)
    return all_of([chosen, not_(left_out), *conditions(selection, tags)])


def lists(stack: Stack, selection: Resource, path: str, resource: Resource) -> Truth:
    """Return whether a list of ARNs and patterns includes the resource."""
    if not is_set(selection, path):
        return False
    patterns = read(selection, path)
    all_followed = stack.follow_all(selection, path, resource.type)
    if any(isinstance(each, Resource) and each.urn == resource.urn for each in all_followed):
        return True
    if is_unknown(patterns):
        return may_list(selection, path, resource) if UNKNOWN in all_followed else False
    return any_of(
        may_list(selection, f"{path}[{index}]", resource)
        if is_unknown(pattern)
        else matches(pattern, resource)
        for index, (pattern, followed) in enumerate(zip(patterns, all_followed, strict=True))
        if not isinstance(followed, Resource)
    )


def may_list(selection: Resource, path: str, resource: Resource) -> Truth:
    """Return whether an unknown item may be the resource: not if it is an output of others."""
    others = lists_others(selection, path) and resource.urn not in depends_on(selection, path)
    return False if others else UNKNOWN


def lists_others(selection: Resource, path: str) -> bool:
    """Return whether an unknown item or list consists of resources that can be backed up."""
    sources = depends_on(selection, path)
    return bool(sources) and all(of_kind(urn, ARNS) for urn in sources)


def matches(pattern: object, resource: Resource) -> Truth:
    """Return whether an ARN with wildcards matches the resource, in any account."""
    named = ARNS[resource.type]
    parts = str(pattern).split(":", 5)
    _, _, service, region, _, rest = [*parts, *["*"] * (6 - len(parts))]
    regional = region == "" or (
        UNKNOWN if is_unknown(resource.region) else fnmatchcase(str(resource.region), region)
    )
    called = read(resource, named.name) if named.name else None
    return all_of(
        [fnmatchcase(named.service, service), regional, matches_name(rest, named.kind, called)]
    )


def matches_name(pattern: str, kind: str, name: object) -> Truth:
    if fnmatchcase(f"{kind}\0", pattern):
        return True  # the pattern matches every name
    if isinstance(name, str):
        return fnmatchcase(f"{kind}{name}", pattern)
    may = "*" in pattern and pattern.startswith(kind)
    return UNKNOWN if may or is_unknown(name) else False


def has_tag(tags: Tags, expected: Any) -> Truth:  # noqa: ANN401 (JSON)
    """Return whether the tags have the key and the value of a block."""
    return compares(tags, expected, str.__eq__)


def compares(tags: Tags, expected: Any, reference_types: Callable[[str, str], bool]) -> Truth:  # noqa: ANN401
    key, text = at(expected, "key"), at(expected, "value")
    if is_unknown(key):
        return UNKNOWN
    value = tags.get(str(key).removeprefix(TAG))
    if value is None:
        return False
    return (
        UNKNOWN if is_unknown(value) or is_unknown(text) else reference_types(str(value), str(text))
    )


def conditions(selection: Resource, tags: Tags) -> Iterator[Truth]:
    for block in blocks(selection, "conditions"):
        for each in listed(block, "stringEquals"):
            yield has_tag(tags, each)
        for each in listed(block, "stringNotEquals"):
            yield not_(has_tag(tags, each))
        for each in listed(block, "stringLikes"):
            yield compares(tags, each, fnmatchcase)
        for each in listed(block, "stringNotLikes"):
            yield not_(compares(tags, each, fnmatchcase))


def listed(block: Any, path: str) -> Sequence[Any]:  # noqa: ANN401 (JSON)
    value = at(block, path)
    return [UNKNOWN] if is_unknown(value) else value or ()
