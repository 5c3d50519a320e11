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
)
from policies.rules.cross_service.protection import (
    FORCES,
    STATEFUL,
)
from tests.policies.row import Row, declare, name_of, one


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
        "elasticache-automatic-failover",
        None,
        cache(numCacheClusters=2, automaticFailoverEnabled=True, multiAzEnabled=True),
    ),
    Row("elasticache-automatic-failover", None, cache(numCacheClusters=1)),
    Row("elasticache-automatic-failover", "violation", cache(numCacheClusters=2)),
    Row(
        "elasticache-automatic-failover",
        "violation",
        cache(numNodeGroups=2, replicasPerNodeGroup=1),
    ),
    Row("elasticache-automatic-failover", "unknown", cache(numCacheClusters=UNKNOWN)),
    Row(
        "elasticache-automatic-failover",
        "unknown",
        cache(numCacheClusters=2, automaticFailoverEnabled=UNKNOWN),
    ),
    Row("elasticache-replication-group-replica", None, cache(numCacheClusters=2)),
    Row("elasticache-replication-group-replica", None, cache(replicasPerNodeGroup=1)),
    Row("elasticache-replication-group-replica", None, cache(globalReplicationGroupId="g")),
    Row("elasticache-replication-group-replica", "violation", cache()),
    Row("elasticache-replication-group-replica", "violation", cache(numCacheClusters=1)),
    Row("elasticache-replication-group-replica", "unknown", cache(numCacheClusters=UNKNOWN)),
    Row("elb-target-group-health-check-path", None, target(healthCheck={"path": "/health"})),
    Row("elb-target-group-health-check-path", None, target(protocol="TCP")),
    Row("elb-target-group-health-check-path", None, one(TARGET_GROUP, targetType="lambda")),
    Row("elb-target-group-health-check-path", "violation", target()),
    Row(
        "elb-target-group-health-check-path", "violation", target(protocol="HTTPS", healthCheck={})
    ),
    Row(
        "elb-target-group-health-check-path",
        "violation",
        target(healthCheck={"path": "/", "enabled": False}),
    ),
    Row("elb-target-group-health-check-path", "unknown", target(healthCheck=UNKNOWN)),
    Row("elb-target-group-health-check-path", "unknown", target(protocol=UNKNOWN)),
    *(
        row
        for kind in (LOAD_BALANCER, "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer")
        for row in (
            Row("elb-deletion-protection", None, one(kind, enableDeletionProtection=True)),
            Row("elb-deletion-protection", "violation", one(kind)),
            Row(
                "elb-deletion-protection",
                "unknown",
                one(kind, enableDeletionProtection=UNKNOWN),
            ),
        )
    ),
    Row("s3-bucket-versioning", None, [MODELS, versioning(MODELS)]),
    Row(
        "s3-bucket-versioning",
        None,
        [MODELS, versioning(MODELS, kind="aws:s3/bucketVersioningV2:BucketVersioningV2")],
    ),
    Row("s3-bucket-versioning", None, one(BUCKET, versioning={"enabled": True})),
    Row(
        "s3-bucket-versioning",
        None,
        one("aws:s3/bucketV2:BucketV2", versionings=[{"enabled": True}]),
    ),
    Row("s3-bucket-versioning", "violation", [MODELS]),
    Row("s3-bucket-versioning", "violation", one(BUCKET, versioning={"enabled": False})),
    Row("s3-bucket-versioning", "violation", [MODELS, versioning(MODELS, "Suspended")]),
    Row("s3-bucket-versioning", "violation", [MODELS, OTHER, versioning(OTHER)]),
    Row("s3-bucket-versioning", "unknown", [MODELS, versioning(MODELS, UNKNOWN)]),
    Row("s3-bucket-versioning", "unknown", [MODELS, versioning(UNKNOWN)]),
    *(
        row
        for kind in STATEFUL
        for row in (
            Row("resource-pulumi-protect", None, [declare(kind, name_of(kind), protect=True)]),
            Row("resource-pulumi-protect", "violation", [declare(kind, name_of(kind))]),
        )
    ),
    Row("resource-pulumi-protect", None, one(DATABASE, replicateSourceDb="primary")),
    Row(
        "resource-pulumi-protect",
        None,
        one("aws:fsx/lustreFileSystem:LustreFileSystem", deploymentType="SCRATCH_2"),
    ),
    *(
        row
        for kind, path in FORCES.items()
        for row in (
            Row("resource-no-force-destroy", None, one(kind)),
            Row("resource-no-force-destroy", "violation", one(kind, **{path: True})),
            Row("resource-no-force-destroy", "unknown", one(kind, **{path: UNKNOWN})),
        )
    ),
    *(
        row
        for kind in TIERS
        for part in [declare(kind, name_of(kind), SERVING if kind != GROUP else None)]
        for row in (
            Row("cloudwatch-alarm-for-each-serving-tier", None, [part, watching(part)]),
            Row("cloudwatch-alarm-for-each-serving-tier", "violation", [part]),
            Row(
                "cloudwatch-alarm-for-each-serving-tier", "unknown", [part, watching(part, UNKNOWN)]
            ),
        )
    ),
    Row("cloudwatch-alarm-for-each-serving-tier", None, [CLUSTER]),
    Row("cloudwatch-alarm-for-each-serving-tier", "violation", [CLUSTER, API]),
    Row("cloudwatch-alarm-for-each-serving-tier", "violation", [BALANCER, ELSE, watching(ELSE)]),
    Row(
        "cloudwatch-alarm-for-each-serving-tier",
        None,
        [
            BALANCER,
            alarm(metricQueries=[{}, {"metric": {"dimensions": {"LoadBalancer": BALANCER}}}]),
        ],
    ),
    Row(
        "cloudwatch-alarm-for-each-serving-tier",
        None,
        [CLUSTER, WRITER, alarm(dimensions={"DBInstanceIdentifier": WRITER})],
    ),
    Row(
        "cloudwatch-alarm-has-actions",
        None,
        [alarm(alarmActions=["arn:aws:sns:us-east-1:123456789012:ops"])],
    ),
    Row("cloudwatch-alarm-has-actions", None, [alarm(alarmActions=[UNKNOWN])]),
    Row(
        "cloudwatch-alarm-has-actions",
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
        "cloudwatch-alarm-has-actions",
        None,
        [QUIET, declare(COMPOSITE_ALARM, "loud", {"alarmRule": QUIET, "alarmActions": ["arn"]})],
    ),
    Row("cloudwatch-alarm-has-actions", "violation", [alarm()]),
    Row("cloudwatch-alarm-has-actions", "violation", [alarm(alarmActions=[], okActions=["arn"])]),
    Row("cloudwatch-alarm-has-actions", "unknown", [alarm(alarmActions=UNKNOWN)]),
    Row(
        "cloudwatch-alarm-has-actions",
        "unknown",
        [
            alarm(),
            declare(COMPOSITE_ALARM, "loud", {"alarmRule": UNKNOWN, "alarmActions": ["arn"]}),
        ],
    ),
    Row("cloudwatch-alarm-actions-enabled", None, [alarm()]),
    Row("cloudwatch-alarm-actions-enabled", None, [alarm(actionsEnabled=True)]),
    Row("cloudwatch-alarm-actions-enabled", "violation", [alarm(actionsEnabled=False)]),
    Row(
        "cloudwatch-alarm-actions-enabled", "violation", one(COMPOSITE_ALARM, actionsEnabled=False)
    ),
    Row("cloudwatch-alarm-actions-enabled", "unknown", [alarm(actionsEnabled=UNKNOWN)]),
]
