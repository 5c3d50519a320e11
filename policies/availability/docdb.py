"""What keeps a document or a graph database up when a zone is down."""

from collections.abc import Iterator, Sequence

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.values import Truth, any_of, found, is_open, not_, read, want
from policies.rule import resource_rule, stack_rule

DOCUMENTS, GRAPHS = "aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster"
INSTANCES = {
    DOCUMENTS: "aws:docdb/clusterInstance:ClusterInstance",
    GRAPHS: "aws:neptune/clusterInstance:ClusterInstance",
}
AT_LEAST = 2  # a writer, and who takes its place


@stack_rule(
    types=(DOCUMENTS, GRAPHS),
    concern="availability",
    severity="high",
    fix="a second ClusterInstance, in another zone",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/documentdb/latest/developerguide/replication.html",
    production=True,
)
def cluster_has_second_instance(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    """A document or graph database has a second instance: without, a failure is a restore."""
    instances = stack.attached(cluster, "clusterIdentifier", INSTANCES[cluster.type])
    several: Truth = len(instances.found) >= AT_LEAST
    if not several and len(instances.found) + len(instances.open) >= AT_LEAST:
        several = UNKNOWN
    together: Truth = False
    if several is True:
        together = UNKNOWN if instances.open else in_one_zone(instances.found)
    place = " all in one zone" if together is True else ""
    because = f"{cluster.name} has {len(instances.found)} instances{place}"
    broken = any_of([not_(several), together])
    yield from found(broken, cluster, "", "instances in two zones", because=because)


def in_one_zone(instances: Sequence[Resource]) -> Truth:
    """AWS spreads the instances whose zone is not stated."""
    zones = [read(each, "availabilityZone") for each in instances]
    if None in zones:
        return False
    return UNKNOWN if any(map(is_open, zones)) else len(set(zones)) == 1


@resource_rule(
    types=(DOCUMENTS,),
    concern="availability",
    severity="high",
    fix="deletion_protection=True",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-delete.html",
    production=True,
)
def document_database_deletion_protected(cluster: Resource) -> Iterator[Finding]:
    """AWS refuses to delete a document database until its protection is taken off on purpose."""
    yield from want(cluster, "deletionProtection", True)
