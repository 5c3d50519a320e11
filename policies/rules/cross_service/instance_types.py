"""Rules for several AWS services: instance types."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from costing.aws.instance_types import instance_types
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.fix_forms import argument
from policies.engine.logic import all_of, found, is_unknown, not_, read
from policies.engine.rule import Rule, Settings, resource_rule
from policies.engine.selectors.changes import changed
from policies.engine.selectors.dated_facts import fact
from policies.engine.selectors.tokens import (
    CLUSTER_INSTANCE,
    DATABASE,
    DOMAIN,
    ELASTICACHE_CLUSTER,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    REPLICATION_GROUP,
)
from policies.engine.stack import Stack

# Input with the instance type, and its form: "db.m5.large", "m5.large.search".
PATHS = {
    INSTANCE: "instanceType",
    LAUNCH_TEMPLATE: "instanceType",
    LAUNCH_CONFIGURATION: "instanceType",
    DATABASE: "instanceClass",
    CLUSTER_INSTANCE: "instanceClass",
    REPLICATION_GROUP: "nodeType",
    ELASTICACHE_CLUSTER: "nodeType",
    DOMAIN: "clusterConfig.instanceType",
}
MANAGED = (DATABASE, CLUSTER_INSTANCE, REPLICATION_GROUP, ELASTICACHE_CLUSTER, DOMAIN)
SHAPE = re.compile(r"^(?P<before>db\.|cache\.|)(?P<family>[a-z0-9-]+)\.(?P<rest>.+)$")
X86_ONLY = ("oracle", "sqlserver", "custom", "db2")  # engines without Graviton support


def family(instance_type: object) -> str:
    shape = SHAPE.match(str(instance_type))
    return shape["family"] if shape else ""


def exchanged(by: str, instance: Resource) -> Mapping[str, Any]:
    """Return the inputs with the type's family exchanged by one of the tables of knowledge."""
    other = equivalent(by, instance)
    return changed(instance.inputs, PATHS[instance.type], other) if other else instance.inputs


def equivalent(by: str, instance: Resource) -> str | None:
    """Return the type of the same size in another family; None where AWS has no such size."""
    shape = SHAPE.match(str(read(instance, PATHS[instance.type], "")))
    other = fact("instances", by).get(shape["family"]) if shape else None
    if shape is None or other is None:
        return None
    size = shape["rest"].partition(".")[0]
    fits = f"{other}.{size}" in instance_types()
    return f"{shape['before']}{other}.{shape['rest']}" if fits else None


def advice(by: str, instance: Resource) -> str | None:
    other = equivalent(by, instance)
    return f'{argument(PATHS[instance.type])}="{other}"' if other else None


def renewed(instance: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    return exchanged("successors", instance)


def on_graviton(instance: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    return exchanged("graviton", instance)


@resource_rule(
    types=tuple(PATHS),
    concern="cost",
    severity="low",
    title="EC2, RDS or ElastiCache instance type is of a previous generation",
    risk=(
        "Current generations give more performance for the same price, and AWS retires old ones."
    ),
    fix="use the same size of a current generation",
    aws_docs="https://aws.amazon.com/ec2/previous-generation/",
    manual_fix=renewed,
)
def instance_current_generation(instance: Resource) -> Iterator[Finding]:
    path = PATHS[instance.type]
    kind = read(instance, path, "")
    old = UNKNOWN if is_unknown(kind) else family(kind) in fact("instances", "previous")
    fix = advice("successors", instance)
    yield from found(old, instance, path, "a current-generation instance type", fix=fix)


@resource_rule(
    types=MANAGED,
    concern="cost",
    severity="low",
    title="RDS, ElastiCache or OpenSearch node does not use Graviton",
    risk=(
        "Graviton classes of the same size cost less, and managed services need no "
        "rebuilt software."
    ),
    fix=(
        'use a Graviton class of the same size, for example "db.m7g.large" instead of '
        '"db.m7i.large"'
    ),
    aws_docs="https://aws.amazon.com/ec2/graviton/",
    manual_fix=on_graviton,
)
def instance_managed_service_on_graviton(instance: Resource) -> Iterator[Finding]:
    path = PATHS[instance.type]
    kind, engine = read(instance, path, ""), read(instance, "engine", "")
    x86 = UNKNOWN if is_unknown(kind) else family(kind) in fact("instances", "graviton")
    bound = UNKNOWN if is_unknown(engine) else str(engine).startswith(X86_ONLY)
    fix = advice("graviton", instance)
    broken = all_of([x86, not_(bound)])
    yield from found(broken, instance, path, "the Graviton equivalent", fix=fix)


RULES: tuple[Rule, ...] = (
    instance_current_generation,
    instance_managed_service_on_graviton,
)
