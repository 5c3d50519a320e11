"""What keeps what is cached of a table from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
CLUSTER = "aws:dax/cluster:Cluster"


@resource_rule(
    types=(CLUSTER,),
    concern="security",
    severity="high",
    fix='server_side_encryption={"enabled": True}',
    same_intent_as=("CKV_AWS_47",),
    url=f"{GUIDE}/DAXEncryptionAtRest.html",
)
def accelerator_encrypted_at_rest(cluster: Resource) -> Iterator[Finding]:
    """What DAX keeps of a table is encrypted as the table is."""
    yield from want(cluster, "serverSideEncryption.enabled", True)


@resource_rule(
    types=(CLUSTER,),
    concern="security",
    severity="high",
    fix='cluster_endpoint_encryption_type="TLS"',
    same_intent_as=("CKV_AWS_239",),
    url=f"{GUIDE}/DAXEncryptionInTransit.html",
)
def accelerator_encrypted_in_transit(cluster: Resource) -> Iterator[Finding]:
    """Clients talk to DAX over TLS."""
    yield from want(cluster, "clusterEndpointEncryptionType", "TLS")
