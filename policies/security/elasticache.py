"""What keeps a cache's content from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import REPLICATION_GROUP
from policies.reading.values import (
    all_of,
    any_of,
    equal,
    found,
    given,
    not_,
    read,
    refuse,
    stated,
    want,
)
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg"
MEMORY_DB = "aws:memorydb/cluster:Cluster"


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="security",
    severity="high",
    fix="at_rest_encryption_enabled=True",
    same_intent_as=("CKV_AWS_29",),
    url=f"{GUIDE}/at-rest-encryption.html",
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
    url=f"{GUIDE}/in-transit-encryption.html",
)
def cache_encrypted_in_transit(cache: Resource) -> Iterator[Finding]:
    """Clients talk to a cache over TLS."""
    if stated(cache, "globalReplicationGroupId"):
        return  # as its primary
    yield from want(cache, "transitEncryptionEnabled", True)


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="security",
    severity="high",
    fix="transit_encryption_enabled=True, with user_group_ids or an auth_token",
    same_intent_as=("CKV_AWS_31",),
    url=f"{GUIDE}/auth.html",
)
def cache_asks_who_is_there(cache: Resource) -> Iterator[Finding]:
    """A cache lets nobody in without a password or a token, which travels over TLS."""
    if stated(cache, "globalReplicationGroupId"):
        return  # as its primary
    asks = any_of(
        [
            stated(cache, "authToken"),
            stated(cache, "authTokenWo"),
            given(cache, "userGroupIds"),
        ]
    )
    secure = equal(read(cache, "transitEncryptionEnabled"), option=True)
    because = None if asks is True else f"{cache.name} has no token and no users"
    path = "transitEncryptionEnabled" if asks is True else "userGroupIds"
    yield from found(
        not_(all_of([asks, secure])), cache, path, "users, or a token, over TLS", because=because
    )


@resource_rule(
    types=(MEMORY_DB,),
    concern="security",
    severity="high",
    fix="tls_enabled=True",
    same_intent_as=("CKV_AWS_202",),
    url="https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html",
)
def memory_database_encrypted_in_transit(cluster: Resource) -> Iterator[Finding]:
    """Clients talk to a MemoryDB cluster over TLS; without it, it asks for no password either."""
    yield from refuse(cluster, "tlsEnabled", False, wanted=True)
