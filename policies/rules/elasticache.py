"""Rules for Amazon ElastiCache."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    equal,
    found,
    given,
    is_set,
    not_,
    read,
    require,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import ELASTICACHE_CLUSTER, REPLICATION_GROUP
from policies.rules._shared.input_rules import (
    input_is_not,
    input_rule,
    must_be_at_least,
    must_be_own_key,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg"
CACHE_CLUSTER = ELASTICACHE_CLUSTER
FAILOVER_PAGE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html"


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="security",
    severity="high",
    title="ElastiCache replication group is not encrypted at rest",
    risk="Snapshots, swap and replication data on disk are stored in plain text.",
    fix="at_rest_encryption_enabled=True",
    same_intent_as=("CKV_AWS_29",),
    aws_docs=f"{GUIDE}/at-rest-encryption.html",
)
def elasticache_replication_group_encryption_at_rest(cache: Resource) -> Iterator[Finding]:
    if is_set(cache, "globalReplicationGroupId"):
        return  # a secondary has the settings of its primary
    flag = read(cache, "atRestEncryptionEnabled")
    engine = read(cache, "engine", "redis")
    by_default = all_of([flag is None, equal(engine, "valkey")])  # Valkey's default is true
    broken = not_(equal(flag, option=True)) if by_default is False else not_(by_default)
    yield from found(broken, cache, "atRestEncryptionEnabled", expected=True)


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="security",
    severity="high",
    title="ElastiCache replication group accepts connections without TLS",
    risk="Passwords and cached data can be read in transit.",
    fix="transit_encryption_enabled=True",
    same_intent_as=("CKV_AWS_30",),
    aws_docs=f"{GUIDE}/in-transit-encryption.html",
)
def elasticache_replication_group_encryption_in_transit(cache: Resource) -> Iterator[Finding]:
    if is_set(cache, "globalReplicationGroupId"):
        return  # a secondary has the settings of its primary
    yield from require(cache, "transitEncryptionEnabled", True)


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="security",
    severity="high",
    title="ElastiCache replication group needs no authentication",
    risk="Anything in the network can read and change the cache.",
    fix="transit_encryption_enabled=True, user_group_ids=[users.id], or an auth_token",
    same_intent_as=("CKV_AWS_31",),
    aws_docs=f"{GUIDE}/auth.html",
)
def elasticache_replication_group_authentication(cache: Resource) -> Iterator[Finding]:
    if is_set(cache, "globalReplicationGroupId"):
        return  # a secondary has the settings of its primary
    asks = any_of(
        [
            is_set(cache, "authToken"),
            is_set(cache, "authTokenWo"),
            given(cache, "userGroupIds"),
        ]
    )
    secure = equal(read(cache, "transitEncryptionEnabled"), option=True)
    because = None if asks is True else f"{cache.name} has neither user groups nor an auth token"
    path = "transitEncryptionEnabled" if asks is True else "userGroupIds"
    yield from found(
        not_(all_of([asks, secure])),
        cache,
        path,
        "user groups or an auth token, with TLS",
        because=because,
    )


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="availability",
    severity="high",
    title="ElastiCache replication group has no automatic failover to another zone",
    risk="If the primary node fails, writes fail until someone promotes a replica.",
    fix="automatic_failover_enabled=True, multi_az_enabled=True",
    same_intent_as=("CKV2_AWS_50",),
    aws_docs=FAILOVER_PAGE,
    production=True,
)
def elasticache_automatic_failover(cache: Resource) -> Iterator[Finding]:
    off = not_(equal(read(cache, "automaticFailoverEnabled"), option=True))
    single_zone = not_(equal(read(cache, "multiAzEnabled"), option=True))
    replicated = has_replicas(cache)
    yield from found(all_of([replicated, off]), cache, "automaticFailoverEnabled", expected=True)
    same_zone = all_of([replicated, not_(off), single_zone])
    yield from found(same_zone, cache, "multiAzEnabled", expected=True)


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="availability",
    severity="high",
    title="ElastiCache replication group has no replica",
    risk="If the node fails, the cache and its data are lost.",
    fix=(
        "num_cache_clusters=2, automatic_failover_enabled=True, multi_az_enabled=True; "
        "replicas_per_node_group=1 with num_node_groups"
    ),
    aws_docs=FAILOVER_PAGE,
    production=True,
)
def elasticache_replication_group_replica(cache: Resource) -> Iterator[Finding]:
    yield from found(not_(has_replicas(cache)), cache, "numCacheClusters", "at least 2")


@resource_rule(
    types=(ELASTICACHE_CLUSTER, REPLICATION_GROUP),
    concern="availability",
    severity="medium",
    title="ElastiCache cluster or replication group keeps no snapshots",
    risk=(
        "If the only node fails, its data cannot be restored. Profile dev leaves this out: a cache "
        "of a development stack is filled again."
    ),
    fix="snapshot_retention_limit=1",
    same_intent_as=("CKV_AWS_134",),
    aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
    production=True,
)
def elasticache_cluster_snapshots(cache: Resource) -> Iterator[Finding]:
    if is_set(cache, "replicationGroupId"):
        return  # the replication group takes snapshots
    path = "snapshotRetentionLimit"
    able = not_(equal(read(cache, "engine"), "memcached"))
    kept = at_least(read(cache, path, 0), 1)
    yield from found(all_of([able, not_(kept)]), cache, path, "at least 1 day")


def has_replicas(cache: Resource) -> Truth:
    if is_set(cache, "globalReplicationGroupId"):
        return True  # a secondary of a global group
    return any_of(
        [
            at_least(read(cache, "numCacheClusters", 1), 2),
            at_least(read(cache, "replicasPerNodeGroup", 0), 1),
        ]
    )


@resource_rule(
    types=("aws:elasticache/cluster:Cluster",),
    concern="security",
    severity="medium",
    title="ElastiCache cluster is in the default subnet group",
    risk="The nodes are in the subnets of the default VPC, which are public.",
    fix="subnet_group_name=subnets.name",
    same_intent_as=("CKV_AWS_323",),
    aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SubnetGroups.html",
)
def elasticache_cluster_custom_subnet_group(resource: Resource) -> Iterator[Finding]:
    path = "subnetGroupName"
    name = read(resource, path)
    placed = any_of(
        [
            given(resource, "replicationGroupId"),
            all_of([given(resource, path), not_(equal(name, "default"))]),
        ]
    )
    yield from found(not_(placed), resource, path, "a subnet group of your VPC")


@resource_rule(
    types=("aws:elasticache/replicationGroup:ReplicationGroup",),
    concern="availability",
    severity="high",
    title="ElastiCache replication group is not Multi-AZ",
    risk="Primary and replicas can be in one zone; its loss stops the cache.",
    fix="multi_az_enabled=True, automatic_failover_enabled=True",
    same_intent_as=("elasticache_redis_cluster_multi_az_enabled",),
    aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    production=True,
)
def elasticache_replication_group_multi_az(resource: Resource) -> Iterator[Finding]:
    several = any_of(
        [
            at_least(read(resource, "numCacheClusters", 1), 2),
            at_least(read(resource, "replicasPerNodeGroup", 0), 1),
        ]
    )
    off = not_(equal(read(resource, "multiAzEnabled"), option=True))
    yield from found(all_of([several, off]), resource, "multiAzEnabled", True)


RULES: tuple[Rule, ...] = (
    elasticache_replication_group_encryption_at_rest,
    elasticache_replication_group_encryption_in_transit,
    elasticache_replication_group_authentication,
    elasticache_automatic_failover,
    elasticache_replication_group_replica,
    elasticache_cluster_snapshots,
    input_rule(
        "elasticache-cluster-auto-minor-version-upgrade",
        must_not_be("autoMinorVersionUpgrade", False, expected=True),
        types=(ELASTICACHE_CLUSTER,),
        concern="operations",
        severity="low",
        title="ElastiCache cluster does not take minor version upgrades",
        risk="The engine stays without security patches.",
        fix="auto_minor_version_upgrade=True",
        same_intent_as=("CKV_AWS_322",),
        aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html",
    ),
    elasticache_cluster_custom_subnet_group,
    input_rule(
        "elasticache-replication-group-snapshots",
        must_be_at_least("snapshotRetentionLimit", 1, "at least 1 day", default=0),
        types=("aws:elasticache/replicationGroup:ReplicationGroup",),
        concern="availability",
        severity="medium",
        title="ElastiCache replication group has no snapshots",
        risk="The data is lost when the group is deleted or its nodes fail together.",
        fix="snapshot_retention_limit=7",
        same_intent_as=("elasticache_redis_cluster_backup_enabled",),
        aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
        production=True,
    ),
    elasticache_replication_group_multi_az,
    input_rule(
        "elasticache-replication-group-minor-version-upgrade",
        must_not_be("autoMinorVersionUpgrade", False, expected=True),
        types=("aws:elasticache/replicationGroup:ReplicationGroup",),
        concern="operations",
        severity="low",
        title="ElastiCache replication group does not get minor version upgrades",
        risk="Known faults and vulnerabilities stay open.",
        fix="auto_minor_version_upgrade=True",
        aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html",
    ),
    input_rule(
        "elasticache-user-password-required",
        must_not_be("noPasswordRequired", True, expected=False),
        types=("aws:elasticache/user:User",),
        concern="security",
        severity="high",
        title="ElastiCache user needs no password",
        risk="Everyone who reaches the port can read and change the data.",
        fix='no_password_required=False, authentication_mode={"type": "password", '
        '"passwords": [password.result]}',
        aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
    ),
    input_rule(
        "elasticache-serverless-snapshots",
        must_be_at_least(
            "snapshotRetentionLimit", 1, "1 day", when=input_is_not("engine", "memcached")
        ),
        types=("aws:elasticache/serverlessCache:ServerlessCache",),
        concern="availability",
        severity="medium",
        title="ElastiCache serverless cache keeps no snapshots",
        risk="Data that was lost or changed by mistake cannot be restored.",
        fix="snapshot_retention_limit=7",
        aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups.html",
        production=True,
    ),
    input_rule(
        "elasticache-serverless-customer-managed-key",
        must_be_own_key("kmsKeyId"),
        types=("aws:elasticache/serverlessCache:ServerlessCache",),
        concern="security",
        severity="low",
        title="ElastiCache serverless cache is not encrypted with a customer managed key",
        risk="Access to the data cannot be restricted through a key policy.",
        fix="kms_key_id=key.arn",
        aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
    ),
)
