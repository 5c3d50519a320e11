"""Rules for caches, load balancers, buckets, alarms and data stores."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    BUCKET,
    BUCKET_VERSIONING,
    CLUSTER_INSTANCE,
    COMPOSITE_ALARM,
    DATABASE,
    DATABASE_CLUSTER,
    GROUP,
    LOAD_BALANCER,
    METRIC_ALARM,
    REPLICATION_GROUP,
    TARGET_GROUP,
)
from policies.rules.cloudwatch import (
    TIERS,
    cloudwatch_alarm_actions_enabled,
    cloudwatch_alarm_for_each_serving_tier,
    cloudwatch_alarm_has_actions,
)
from policies.rules.cross_service.protection import (
    FORCES,
    STATEFUL,
    resource_no_force_destroy,
    resource_pulumi_protect,
)
from policies.rules.elasticache import (
    elasticache_automatic_failover,
    elasticache_replication_group_replica,
)
from policies.rules.elb.load_balancer import elb_deletion_protection
from policies.rules.elb.target_groups import elb_target_group_health_check_path
from policies.rules.s3.durability import s3_bucket_versioning
from tests.policies.row import Row, declare


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "part", inputs)]


def cache(**inputs: Any) -> list[Resource]:
    return one(REPLICATION_GROUP, **inputs)


def target(**inputs: Any) -> list[Resource]:
    return one("aws:alb/targetGroup:TargetGroup", **{"protocol": "HTTP", **inputs})


def versioning(bucket: object, status: Any = "Enabled", kind: str = BUCKET_VERSIONING) -> Resource:
    inputs = {"bucket": bucket, "versioningConfiguration": {"status": status}}
    return declare(kind, "versioning", inputs)


def alarm(called: str = "alarm", /, **inputs: Any) -> Resource:
    return declare(METRIC_ALARM, called, inputs)


def watching(part: Resource, value: Any = ...) -> Resource:
    return alarm(dimensions={TIERS[part.type][0]: part if value is ... else value})


MODELS, OTHER = declare(BUCKET, "models"), declare(BUCKET, "other")
SERVING = {"tags": {"workload": "serving"}}
BALANCER, ELSE = declare(LOAD_BALANCER, "web"), declare(LOAD_BALANCER, "other")
CLUSTER = declare(DATABASE_CLUSTER, "metadata")
API = declare("aws:apigatewayv2/api:Api", "api")
WRITER = declare(CLUSTER_INSTANCE, "writer", {"clusterIdentifier": CLUSTER})
QUIET = alarm("quiet", name="quiet-alarm")

ROWS = [
    Row(
        elasticache_automatic_failover,
        None,
        cache(numCacheClusters=2, automaticFailoverEnabled=True, multiAzEnabled=True),
    ),
    Row(elasticache_automatic_failover, None, cache(numCacheClusters=1)),
    Row(elasticache_automatic_failover, "violation", cache(numCacheClusters=2)),
    Row(
        elasticache_automatic_failover, "violation", cache(numNodeGroups=2, replicasPerNodeGroup=1)
    ),
    Row(elasticache_automatic_failover, "unknown", cache(numCacheClusters=UNKNOWN)),
    Row(
        elasticache_automatic_failover,
        "unknown",
        cache(numCacheClusters=2, automaticFailoverEnabled=UNKNOWN),
    ),
    Row(elasticache_replication_group_replica, None, cache(numCacheClusters=2)),
    Row(elasticache_replication_group_replica, None, cache(replicasPerNodeGroup=1)),
    Row(elasticache_replication_group_replica, None, cache(globalReplicationGroupId="g")),
    Row(elasticache_replication_group_replica, "violation", cache()),
    Row(elasticache_replication_group_replica, "violation", cache(numCacheClusters=1)),
    Row(elasticache_replication_group_replica, "unknown", cache(numCacheClusters=UNKNOWN)),
    Row(elb_target_group_health_check_path, None, target(healthCheck={"path": "/health"})),
    Row(elb_target_group_health_check_path, None, target(protocol="TCP")),
    Row(elb_target_group_health_check_path, None, one(TARGET_GROUP, targetType="lambda")),
    Row(elb_target_group_health_check_path, "violation", target()),
    Row(elb_target_group_health_check_path, "violation", target(protocol="HTTPS", healthCheck={})),
    Row(
        elb_target_group_health_check_path,
        "violation",
        target(healthCheck={"path": "/", "enabled": False}),
    ),
    Row(elb_target_group_health_check_path, "unknown", target(healthCheck=UNKNOWN)),
    Row(elb_target_group_health_check_path, "unknown", target(protocol=UNKNOWN)),
    *(
        row
        for kind in (LOAD_BALANCER, "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer")
        for row in (
            Row(elb_deletion_protection, None, one(kind, enableDeletionProtection=True)),
            Row(elb_deletion_protection, "violation", one(kind)),
            Row(
                elb_deletion_protection,
                "unknown",
                one(kind, enableDeletionProtection=UNKNOWN),
            ),
        )
    ),
    Row(s3_bucket_versioning, None, [MODELS, versioning(MODELS)]),
    Row(
        s3_bucket_versioning,
        None,
        [MODELS, versioning(MODELS, kind="aws:s3/bucketVersioningV2:BucketVersioningV2")],
    ),
    Row(s3_bucket_versioning, None, one(BUCKET, versioning={"enabled": True})),
    Row(
        s3_bucket_versioning, None, one("aws:s3/bucketV2:BucketV2", versionings=[{"enabled": True}])
    ),
    Row(s3_bucket_versioning, "violation", [MODELS]),
    Row(s3_bucket_versioning, "violation", one(BUCKET, versioning={"enabled": False})),
    Row(s3_bucket_versioning, "violation", [MODELS, versioning(MODELS, "Suspended")]),
    Row(s3_bucket_versioning, "violation", [MODELS, OTHER, versioning(OTHER)]),
    Row(s3_bucket_versioning, "unknown", [MODELS, versioning(MODELS, UNKNOWN)]),
    Row(s3_bucket_versioning, "unknown", [MODELS, versioning(UNKNOWN)]),
    *(
        row
        for kind in STATEFUL
        for row in (
            Row(resource_pulumi_protect, None, [declare(kind, "store", protect=True)]),
            Row(resource_pulumi_protect, "violation", [declare(kind, "store")]),
        )
    ),
    Row(resource_pulumi_protect, None, one(DATABASE, replicateSourceDb="primary")),
    Row(
        resource_pulumi_protect,
        None,
        one("aws:fsx/lustreFileSystem:LustreFileSystem", deploymentType="SCRATCH_2"),
    ),
    *(
        row
        for kind, path in FORCES.items()
        for row in (
            Row(resource_no_force_destroy, None, one(kind)),
            Row(resource_no_force_destroy, "violation", one(kind, **{path: True})),
            Row(resource_no_force_destroy, "unknown", one(kind, **{path: UNKNOWN})),
        )
    ),
    *(
        row
        for kind in TIERS
        for part in [declare(kind, "part", SERVING if kind != GROUP else None)]
        for row in (
            Row(cloudwatch_alarm_for_each_serving_tier, None, [part, watching(part)]),
            Row(cloudwatch_alarm_for_each_serving_tier, "violation", [part]),
            Row(cloudwatch_alarm_for_each_serving_tier, "unknown", [part, watching(part, UNKNOWN)]),
        )
    ),
    Row(cloudwatch_alarm_for_each_serving_tier, None, [CLUSTER]),
    Row(cloudwatch_alarm_for_each_serving_tier, "violation", [CLUSTER, API]),
    Row(cloudwatch_alarm_for_each_serving_tier, "violation", [BALANCER, ELSE, watching(ELSE)]),
    Row(
        cloudwatch_alarm_for_each_serving_tier,
        None,
        [
            BALANCER,
            alarm(metricQueries=[{}, {"metric": {"dimensions": {"LoadBalancer": BALANCER}}}]),
        ],
    ),
    Row(
        cloudwatch_alarm_for_each_serving_tier,
        None,
        [CLUSTER, WRITER, alarm(dimensions={"DBInstanceIdentifier": WRITER})],
    ),
    Row(
        cloudwatch_alarm_has_actions,
        None,
        [alarm(alarmActions=["arn:aws:sns:us-east-1:123456789012:ops"])],
    ),
    Row(cloudwatch_alarm_has_actions, None, [alarm(alarmActions=[UNKNOWN])]),
    Row(
        cloudwatch_alarm_has_actions,
        None,
        [
            QUIET,
            declare(
                COMPOSITE_ALARM,
                "loud",
                {"alarmRule": 'ALARM("quiet-alarm")', "alarmActions": ["arn"]},
            ),
        ],
    ),
    Row(
        cloudwatch_alarm_has_actions,
        None,
        [QUIET, declare(COMPOSITE_ALARM, "loud", {"alarmRule": QUIET, "alarmActions": ["arn"]})],
    ),
    Row(cloudwatch_alarm_has_actions, "violation", [alarm()]),
    Row(cloudwatch_alarm_has_actions, "violation", [alarm(alarmActions=[], okActions=["arn"])]),
    Row(cloudwatch_alarm_has_actions, "unknown", [alarm(alarmActions=UNKNOWN)]),
    Row(
        cloudwatch_alarm_has_actions,
        "unknown",
        [
            alarm(),
            declare(COMPOSITE_ALARM, "loud", {"alarmRule": UNKNOWN, "alarmActions": ["arn"]}),
        ],
    ),
    Row(cloudwatch_alarm_actions_enabled, None, [alarm()]),
    Row(cloudwatch_alarm_actions_enabled, None, [alarm(actionsEnabled=True)]),
    Row(cloudwatch_alarm_actions_enabled, "violation", [alarm(actionsEnabled=False)]),
    Row(cloudwatch_alarm_actions_enabled, "violation", one(COMPOSITE_ALARM, actionsEnabled=False)),
    Row(cloudwatch_alarm_actions_enabled, "unknown", [alarm(actionsEnabled=UNKNOWN)]),
]
