"""What keeps a replication between databases going when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule


@resource_rule(
    types=("aws:dms/replicationInstance:ReplicationInstance",),
    concern="availability",
    severity="medium",
    fix="multi_az=True",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
    production=True,
)
def replication_instance_has_standby(instance: Resource) -> Iterator[Finding]:
    """A replication instance keeps a standby in a second zone, which goes on where it was."""
    yield from want(instance, "multiAz", True)
