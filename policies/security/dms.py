"""What keeps data that moves between databases from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import refuse
from policies.rule import resource_rule


@resource_rule(
    types=("aws:dms/replicationInstance:ReplicationInstance",),
    concern="security",
    severity="critical",
    fix="publicly_accessible=False",
    same_intent_as=("CKV_AWS_89",),
    url="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
)
def replication_not_public(instance: Resource) -> Iterator[Finding]:
    """A replication instance, which sees all that it moves, has no public address."""
    yield from refuse(instance, "publiclyAccessible", True, wanted=False)
