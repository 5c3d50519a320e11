"""What machines cost that are old, idle, or not bought as they might be."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading import fleets
from policies.reading.changes import changed
from policies.reading.knowledge import fact
from policies.reading.machine_types import any_accelerated, machine_types
from policies.reading.stack import Stack
from policies.reading.tags import WORKLOAD
from policies.reading.tokens import (
    CLUSTER_INSTANCE,
    DATABASE,
    DOMAIN,
    GROUP,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    NODE_GROUP,
    REPLICATION_GROUP,
)
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_most,
    equal,
    found,
    is_open,
    not_,
    one_of,
    read,
    stated,
)
from policies.rule import Settings, resource_rule, stack_rule

CACHE = "aws:elasticache/cluster:Cluster"
TRAINING_JOB = "aws:sagemaker/trainingJob:TrainingJob"
# Where the type is, and what is around its family: "db.m5.large", "m5.large.search".
PATHS = {
    INSTANCE: "instanceType",
    LAUNCH_TEMPLATE: "instanceType",
    LAUNCH_CONFIGURATION: "instanceType",
    DATABASE: "instanceClass",
    CLUSTER_INSTANCE: "instanceClass",
    REPLICATION_GROUP: "nodeType",
    CACHE: "nodeType",
    DOMAIN: "clusterConfig.instanceType",
}
MANAGED = (DATABASE, CLUSTER_INSTANCE, REPLICATION_GROUP, CACHE, DOMAIN)
SHAPE = re.compile(r"^(?P<before>db\.|cache\.|)(?P<family>[a-z0-9-]+)\.(?P<rest>.+)$")
X86_ONLY = ("oracle", "sqlserver", "custom", "db2")  # engines that no Graviton runs
SPOT_WORK = ("batch", "training")


def family(instance_type: object) -> str:
    shape = SHAPE.match(str(instance_type))
    return shape["family"] if shape else ""


def exchanged(by: str, machine: Resource) -> Mapping[str, Any]:
    """Return the inputs with the type's family exchanged by one of the tables of knowledge."""
    path = PATHS[machine.type]
    shape = SHAPE.match(str(read(machine, path, "")))
    other = fact("instances", by).get(shape["family"]) if shape else None
    if shape is None or other is None:
        return machine.inputs
    return changed(machine.inputs, path, f"{shape['before']}{other}.{shape['rest']}")


def renewed(machine: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    return exchanged("successors", machine)


def on_graviton(machine: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    return exchanged("graviton", machine)


@resource_rule(
    types=tuple(PATHS),
    concern="cost",
    severity="low",
    fix="a type of a newer generation, of the same size",
    same_intent_as=(),
    url="https://aws.amazon.com/ec2/previous-generation/",
    instead=renewed,
)
def machines_of_current_generation(machine: Resource) -> Iterator[Finding]:
    """Machines are of a generation that AWS still makes: older ones do less for the money."""
    path = PATHS[machine.type]
    kind = read(machine, path, "")
    old = UNKNOWN if is_open(kind) else family(kind) in fact("instances", "previous")
    yield from found(old, machine, path, "a current generation")


@resource_rule(
    types=MANAGED,
    concern="cost",
    severity="low",
    fix='a class of the same size on Graviton: "db.m7g.large" for "db.m7i.large"',
    same_intent_as=(),
    url="https://aws.amazon.com/ec2/graviton/",
    instead=on_graviton,
)
def managed_machines_on_graviton(machine: Resource) -> Iterator[Finding]:
    """What AWS runs for us, and no image of ours, is on Graviton: the same for less."""
    path = PATHS[machine.type]
    kind, engine = read(machine, path, ""), read(machine, "engine", "")
    x86 = UNKNOWN if is_open(kind) else family(kind) in fact("instances", "graviton")
    bound = UNKNOWN if is_open(engine) else str(engine).startswith(X86_ONLY)
    yield from found(all_of([x86, not_(bound)]), machine, path, "its like on Graviton")


@stack_rule(
    types=(GROUP, NODE_GROUP, INSTANCE),
    concern="cost",
    severity="medium",
    fix="a workload tag of those that may, or a smaller max_size",
    same_intent_as=(),
    url="https://aws.amazon.com/ec2/pricing/on-demand/",
    settings={
        "workloads": "workload tags of what may have accelerators",
        "most": "largest number of machines with accelerators in one fleet",
    },
)
def accelerators_only_where_allowed(
    fleet: Resource,
    stack: Stack,
    *,
    workloads: tuple[str, ...] = ("serving", "inference", "training", "batch"),
    most: int = 32,
) -> Iterator[Finding]:
    """Accelerators, the dearest there is, are where they are meant to be, and bounded in number."""
    types = machine_types(stack, fleet)
    has = any_accelerated(types)
    workload = stack.tags(fleet).get(WORKLOAD)
    meant = True if workload is None else one_of(workload, workloads)
    yield from found(all_of([has, not_(meant)]), fleet, "tags", [*workloads])
    path = {GROUP: "maxSize", NODE_GROUP: "scalingConfig.maxSize"}.get(fleet.type)
    if path:
        few = at_most(read(fleet, path, 0), most)
        yield from found(all_of([has, not_(few)]), fleet, path, f"{most} or less")


@stack_rule(
    types=(GROUP, NODE_GROUP, TRAINING_JOB),
    concern="cost",
    severity="low",
    fix='capacity_type="SPOT" of nodes, on_demand_percentage_above_base_capacity=0 of a group, '
    "enable_managed_spot_training=True of a job",
    same_intent_as=(),
    url="https://aws.amazon.com/ec2/spot/pricing/",
    instead=lambda fleet, _, __: bought_on_spot(fleet),
)
def batch_on_spot(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    """What can start again where it stopped runs on spot, at a third of the price or so."""
    if fleet.type == TRAINING_JOB:
        spot = equal(read(fleet, "enableManagedSpotTraining"), option=True)
        yield from found(not_(spot), fleet, "enableManagedSpotTraining", wanted=True)
        return
    workload = stack.tags(fleet).get(WORKLOAD)
    can: Truth = False if workload is None else one_of(workload, SPOT_WORK)
    on_demand = not_(any_of([fleets.spot(stack, fleet)]))
    path = "capacityType" if fleet.type == NODE_GROUP else fleets.PERCENTAGE
    yield from found(all_of([can, on_demand]), fleet, path, "spot")


def bought_on_spot(fleet: Resource) -> Mapping[str, Any]:
    if fleet.type == NODE_GROUP:
        return {**fleet.inputs, "capacityType": "SPOT"}
    if fleet.type == GROUP and stated(fleet, "mixedInstancesPolicy"):
        return changed(fleet.inputs, fleets.PERCENTAGE, 0)
    return fleet.inputs
