"""What keeps a cache's content from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import REPLICATION_GROUP
from policies.reading.values import all_of, equal, found, not_, read, stated, want
from policies.rule import resource_rule


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="security",
    severity="high",
    fix="at_rest_encryption_enabled=True",
    same_intent_as=("CKV_AWS_29",),
    url="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
)
def cache_encrypted_at_rest(cache: Resource) -> Iterator[Finding]:
    """A cache is encrypted on disk: its swap, its backups, what it syncs to replicas."""
    if stated(cache, "globalReplicationGroupId"):
        return  # a secondary is encrypted where its primary is
    flag = read(cache, "atRestEncryptionEnabled")
    engine = read(cache, "engine", "redis")
    by_default = all_of([flag is None, equal(engine, "valkey")])  # Valkey's default is true
    broken = not_(equal(flag, option=True)) if by_default is False else not_(by_default)
    yield from found(broken, cache, "atRestEncryptionEnabled", wanted=True)


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="security",
    severity="high",
    fix="transit_encryption_enabled=True",
    same_intent_as=("CKV_AWS_30",),
    url="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
)
def cache_encrypted_in_transit(cache: Resource) -> Iterator[Finding]:
    """Clients talk to a cache over TLS."""
    if stated(cache, "globalReplicationGroupId"):
        return  # as its primary
    yield from want(cache, "transitEncryptionEnabled", True)
