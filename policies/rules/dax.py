"""Rules for Amazon DynamoDB Accelerator (DAX)."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, at_least, found, is_set, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.zones import named_zones
from policies.rules._shared.input_rules import input_rule, must_be

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
CLUSTER = "aws:dax/cluster:Cluster"
NODES = 3  # AWS's recommended minimum for a fault-tolerant cluster


@resource_rule(
    types=("aws:dax/cluster:Cluster",),
    concern="availability",
    severity="high",
    title="DynamoDB Accelerator (DAX) cluster has fewer than three nodes in three zones",
    risk="The loss of a node or zone stops or degrades the cache.",
    fix="replication_factor=3, and availability_zones with three zones",
    aws_docs="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.concepts.cluster.html",
    production=True,
)
def dax_cluster_three_nodes(cluster: Resource) -> Iterator[Finding]:
    enough = at_least(read(cluster, "replicationFactor", 1), NODES)
    yield from found(not_(enough), cluster, "replicationFactor", f"at least {NODES}")
    if is_set(cluster, "availabilityZones"):
        spread = named_zones(cluster, "availabilityZones").at_least(NODES)
        broken = all_of([enough, not_(spread)])
        yield from found(broken, cluster, "availabilityZones", f"{NODES} zones")


RULES: tuple[Rule, ...] = (
    input_rule(
        "dax-cluster-encryption-at-rest",
        must_be("serverSideEncryption.enabled", True),
        types=(CLUSTER,),
        concern="security",
        severity="high",
        title="DynamoDB Accelerator (DAX) cluster is not encrypted at rest",
        risk="Cached table data is stored in plain text, although the table is encrypted.",
        fix='server_side_encryption={"enabled": True}',
        same_intent_as=("CKV_AWS_47",),
        aws_docs=f"{GUIDE}/DAXEncryptionAtRest.html",
    ),
    input_rule(
        "dax-cluster-encryption-in-transit",
        must_be("clusterEndpointEncryptionType", "TLS"),
        types=(CLUSTER,),
        concern="security",
        severity="high",
        title="DynamoDB Accelerator (DAX) cluster accepts connections without TLS",
        risk="Requests and cached data can be read in transit.",
        fix='cluster_endpoint_encryption_type="TLS"',
        same_intent_as=("CKV_AWS_239",),
        aws_docs=f"{GUIDE}/DAXEncryptionInTransit.html",
    ),
    dax_cluster_three_nodes,
)
