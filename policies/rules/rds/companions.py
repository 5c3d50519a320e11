"""Rules for Amazon RDS: proxies, snapshots, exports and events."""

from collections.abc import Iterator

from costing.graph.public_addresses import subnet_gives_address
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import found
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.tokens import SUBNETS
from policies.engine.stack import Stack
from policies.rules._shared.cluster_snapshots import of_encrypted_cluster
from policies.rules._shared.input_rules import (
    each_must_be,
    input_rule,
    must_be,
    must_be_given,
    must_not_be,
)


@stack_rule(
    types=("aws:rds/clusterSnapshot:ClusterSnapshot",),
    concern="security",
    severity="high",
    title="RDS cluster snapshot is not encrypted",
    risk="Everyone with access to the snapshot storage or its copies reads the data in plain text.",
    fix="storage_encrypted=True on the cluster",
    same_intent_as=("CKV_AWS_146", "rds_snapshots_encrypted"),
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
)
def rds_cluster_snapshot_encrypted(resource: Resource, stack: Stack) -> Iterator[Finding]:
    yield from of_encrypted_cluster(resource, stack, "aws:rds/cluster:Cluster")


@stack_rule(
    types=("aws:rds/subnetGroup:SubnetGroup",),
    concern="security",
    severity="medium",
    title="RDS subnet group has subnets that assign public IP addresses",
    risk="A database that is made public by mistake is reachable at once.",
    fix="subnet_ids of private subnets",
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
    production=True,
)
def rds_instance_private_subnet(resource: Resource, stack: Stack) -> Iterator[Finding]:
    for index, subnet in enumerate(stack.follow_all(resource, "subnetIds", *SUBNETS)):
        path = f"subnetIds[{index}]"
        if isinstance(subnet, Resource):
            public = subnet_gives_address(subnet)
            because = f"subnet {subnet.name} assigns public IP addresses"
            yield from found(public, resource, path, "a private subnet", because=because)
        elif subnet is UNKNOWN:
            yield from found(UNKNOWN, resource, path, "a private subnet")


RULES: tuple[Rule, ...] = (
    rds_cluster_snapshot_encrypted,
    input_rule(
        "rds-proxy-tls",
        must_be("requireTls", True),
        types=("aws:rds/proxy:Proxy",),
        concern="security",
        severity="high",
        title="RDS proxy accepts connections without TLS",
        risk="Queries and results can be read in transit.",
        fix="require_tls=True",
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html",
    ),
    input_rule(
        "rds-proxy-iam-authentication",
        each_must_be("auths", "iamAuth", "REQUIRED"),
        types=("aws:rds/proxy:Proxy",),
        concern="security",
        severity="low",
        title="RDS proxy admits clients with a database password",
        risk="Passwords are stored in clients and have to be rotated.",
        fix='auths=[{"iam_auth": "REQUIRED", ...}]',
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html",
        regulated=True,
    ),
    input_rule(
        "rds-event-subscription-enabled",
        must_not_be("enabled", False, expected=True),
        types=("aws:rds/eventSubscription:EventSubscription",),
        concern="operations",
        severity="low",
        title="RDS event subscription is disabled",
        risk="Failures of databases are not reported.",
        fix="enabled=True",
        same_intent_as=(
            "rds_instance_critical_event_subscription",
            "rds_cluster_critical_event_subscription",
        ),
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html",
    ),
    input_rule(
        "rds-custom-engine-customer-managed-key",
        must_be_given("kmsKeyId", "a KMS key"),
        types=("aws:rds/exportTask:ExportTask",),
        concern="security",
        severity="medium",
        title="RDS export task has no KMS key",
        risk="Exported snapshots in S3 are readable with access to the bucket alone.",
        fix="kms_key_id=key.arn",
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ExportSnapshot.html",
    ),
    input_rule(
        "rds-shard-group-not-public",
        must_not_be("publiclyAccessible", True, expected=False),
        types=("aws:rds/shardGroup:ShardGroup",),
        concern="security",
        severity="critical",
        title="Aurora shard group (RDS) is reachable from the internet",
        risk="Anyone can connect to the database.",
        fix="publicly_accessible=False",
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/limitless.html",
    ),
    rds_instance_private_subnet,
)
