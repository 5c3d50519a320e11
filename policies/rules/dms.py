"""Rules for dms."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.engine.finding import Finding
from policies.engine.logic import refuse, want
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:dms/replicationInstance:ReplicationInstance",),
    concern="security",
    severity="critical",
    fix="publicly_accessible=False",
    same_intent_as=("CKV_AWS_89",),
    url="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
)
def dms_replication_instance_not_public(instance: Resource) -> Iterator[Finding]:
    """A replication instance, which sees all that it moves, has no public address."""
    yield from refuse(instance, "publiclyAccessible", True, wanted=False)


@resource_rule(
    types=("aws:dms/replicationInstance:ReplicationInstance",),
    concern="availability",
    severity="medium",
    fix="multi_az=True",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
    production=True,
)
def dms_replication_instance_multi_az(instance: Resource) -> Iterator[Finding]:
    """A replication instance keeps a standby in a second zone, which goes on where it was."""
    yield from want(instance, "multiAz", True)


RULES: tuple[Rule, ...] = (
    dms_replication_instance_not_public,
    dms_replication_instance_multi_az,
)
