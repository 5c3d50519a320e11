"""What stores cost that are larger, or keep more, than anybody meant."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.tokens import (
    DATABASE,
    DATABASE_CLUSTER,
    DOMAIN,
    GROUP,
    INSTANCE,
    KAFKA_CLUSTER,
    LAUNCH_TEMPLATE,
    NODE_GROUP,
    REPLICATION_GROUP,
    WAREHOUSE,
)
from policies.reading.values import (
    Truth,
    all_of,
    at_least,
    at_most,
    equal,
    figure,
    found,
    is_open,
    items,
    not_,
    read,
)
from policies.rule import resource_rule

NODES = {
    REPLICATION_GROUP: ("numCacheClusters", "numNodeGroups"),
    "aws:elasticache/cluster:Cluster": ("numCacheNodes",),
    "aws:memorydb/cluster:Cluster": ("numShards",),
    DOMAIN: ("clusterConfig.instanceCount",),
    KAFKA_CLUSTER: ("numberOfBrokerNodes",),
    WAREHOUSE: ("numberOfNodes",),
}
KEPT = {
    DATABASE: "backupRetentionPeriod",
    DATABASE_CLUSTER: "backupRetentionPeriod",
    REPLICATION_GROUP: "snapshotRetentionLimit",
    WAREHOUSE: "automatedSnapshotRetentionPeriod",
}
GUIDE = "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar"


@resource_rule(
    types=tuple(NODES),
    concern="cost",
    severity="low",
    fix="fewer nodes, or a waiver that says who needs them",
    same_intent_as=(),
    url=f"{GUIDE}/cost-effective-resources.html",
    settings={"most": "largest number of nodes of a store"},
)
def node_count_bounded(store: Resource, *, most: int = 30) -> Iterator[Finding]:
    """A store has as many nodes as somebody meant it to have."""
    for path in NODES[store.type]:
        yield from found(not_(at_most(read(store, path, 0), most)), store, path, f"{most} or less")


@resource_rule(
    types=tuple(KEPT),
    concern="cost",
    severity="low",
    fix="backup_retention_period=35 or less; AWS Backup for what must be kept for years",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    settings={"days": "longest time that snapshots are kept"},
)
def snapshots_not_kept_for_ever(store: Resource, *, days: int = 35) -> Iterator[Finding]:
    """Snapshots that are made each day are kept for weeks, not years."""
    path = KEPT[store.type]
    yield from found(not_(at_most(read(store, path, 0), days)), store, path, f"{days} or less")


@resource_rule(
    types=(GROUP, NODE_GROUP),
    concern="cost",
    severity="low",
    fix="a min_size below max_size, and a policy that scales",
    same_intent_as=(),
    url=f"{GUIDE}/matching-supply-with-demand.html",
)
def fleet_can_shrink(fleet: Resource) -> Iterator[Finding]:
    """A fleet of several machines can be smaller at night than at noon."""
    least, most = (
        ("minSize", "maxSize")
        if fleet.type == GROUP
        else ("scalingConfig.minSize", "scalingConfig.maxSize")
    )
    sizes = read(fleet, least, 0), read(fleet, most, 0)
    fixed: Truth = UNKNOWN if any(map(is_open, sizes)) else figure(sizes[0]) == figure(sizes[1])
    several = at_least(sizes[1], 2)
    yield from found(all_of([several, fixed]), fleet, least, f"less than {most}")


@resource_rule(
    types=(INSTANCE, LAUNCH_TEMPLATE),
    concern="cost",
    severity="low",
    fix="delete_on_termination=True",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/preserving-volumes-on-termination.html",
)
def volumes_go_with_their_machine(machine: Resource) -> Iterator[Finding]:
    """A machine's volumes are deleted with it: those that stay are paid for, and forgotten."""
    if machine.type == INSTANCE:
        root = "rootBlockDevice.deleteOnTermination"
        yield from found(equal(read(machine, root), option=False), machine, root, wanted=True)
    path, inner = (
        ("ebsBlockDevices", "deleteOnTermination")
        if machine.type == INSTANCE
        else ("blockDeviceMappings", "ebs.deleteOnTermination")
    )
    for place, device in items(machine, path):
        kept = equal(at(device, inner), option=False)
        yield from found(kept, machine, f"{place}.{inner}", wanted=True)
