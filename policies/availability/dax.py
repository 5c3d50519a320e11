"""What keeps a cache of DynamoDB up when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import all_of, at_least, found, not_, read, stated
from policies.reading.zones import stated_zones
from policies.rule import resource_rule

NODES = 3  # with fewer, AWS advises, a cluster does not survive a zone at full service


@resource_rule(
    types=("aws:dax/cluster:Cluster",),
    concern="availability",
    severity="high",
    fix="replication_factor=3, in as many availability_zones",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.concepts.cluster.html",
    production=True,
)
def accelerator_nodes_in_three_zones(cluster: Resource) -> Iterator[Finding]:
    """A DAX cluster has three nodes, each in a zone of its own."""
    enough = at_least(read(cluster, "replicationFactor", 1), NODES)
    yield from found(not_(enough), cluster, "replicationFactor", f"{NODES} or more")
    if stated(cluster, "availabilityZones"):
        spread = stated_zones(cluster, "availabilityZones").at_least(NODES)
        broken = all_of([enough, not_(spread)])
        yield from found(broken, cluster, "availabilityZones", f"{NODES} zones")
