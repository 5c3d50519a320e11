"""What keeps what passes through Kafka from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import KAFKA_CLUSTER
from policies.reading.values import Undecided, equal, found, is_open, not_, read, refuse, stated
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/msk/latest/developerguide"


@resource_rule(
    types=(KAFKA_CLUSTER,),
    concern="security",
    severity="high",
    fix='encryption_info={"encryption_in_transit": {"client_broker": "TLS", "in_cluster": True}}',
    same_intent_as=("CKV_AWS_81",),
    url=f"{GUIDE}/msk-encryption.html",
)
def kafka_encrypted_in_transit(cluster: Resource) -> Iterator[Finding]:
    """A cluster says that it is encrypted: its clients and its brokers talk over TLS alone."""
    block = "encryptionInfo"
    if is_open(read(cluster, block)):
        raise Undecided(cluster, block)
    yield from found(not stated(cluster, block), cluster, block, "encryption in transit")
    inside, outside = f"{block}.encryptionInTransit.inCluster", f"{block}.encryptionInTransit"
    in_cluster = equal(read(cluster, inside, default=True), option=True)
    yield from found(not_(in_cluster), cluster, inside, wanted=True)
    client = f"{outside}.clientBroker"
    yield from found(not_(equal(read(cluster, client, "TLS"), "TLS")), cluster, client, "TLS")


@resource_rule(
    types=(KAFKA_CLUSTER,),
    concern="security",
    severity="critical",
    fix='connectivity_info={"public_access": {"type": "DISABLED"}}',
    same_intent_as=("CKV_AWS_291",),
    url=f"{GUIDE}/public-access.html",
)
def kafka_not_public(cluster: Resource) -> Iterator[Finding]:
    """Brokers have no public addresses."""
    path = "brokerNodeGroupInfo.connectivityInfo.publicAccess.type"
    yield from refuse(cluster, path, "SERVICE_PROVIDED_EIPS", wanted="DISABLED")
