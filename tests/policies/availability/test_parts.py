"""Caches, load balancers, buckets, alarms, and what holds data."""

from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.availability.cloudwatch import (
    TIERS,
    alarm_actions_enabled,
    alarms_act,
    tiers_watched_by_alarms,
)
from policies.availability.elasticache import cache_fails_over, cache_has_replica
from policies.availability.elb import load_balancer_deletion_protected, target_group_health_check
from policies.availability.s3 import bucket_versioned
from policies.availability.state import (
    FORCES,
    STATEFUL,
    no_force_destroy,
    stateful_resource_protected,
)
from policies.reading.tokens import (
    BUCKET_VERSIONINGS,
    BUCKETS,
    CLUSTER_INSTANCE,
    COMPOSITE_ALARM,
    DATABASE,
    DATABASE_CLUSTER,
    LOAD_BALANCERS,
    METRIC_ALARM,
    REPLICATION_GROUP,
    TARGET_GROUPS,
)
from tests.policies.row import Row, declare


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "part", inputs)]


def cache(**inputs: Any) -> list[Resource]:
    return one(REPLICATION_GROUP, **inputs)


def target(**inputs: Any) -> list[Resource]:
    return one(TARGET_GROUPS[1], **{"protocol": "HTTP", **inputs})


def versioning(
    bucket: object, status: Any = "Enabled", kind: str = BUCKET_VERSIONINGS[0]
) -> Resource:
    inputs = {"bucket": bucket, "versioningConfiguration": {"status": status}}
    return declare(kind, "versioning", inputs)


def alarm(called: str = "alarm", /, **inputs: Any) -> Resource:
    return declare(METRIC_ALARM, called, inputs)


def watching(part: Resource, value: Any = ...) -> Resource:
    return alarm(dimensions={TIERS[part.type][0]: part if value is ... else value})


BUCKET, OTHER = declare(BUCKETS[0], "models"), declare(BUCKETS[0], "other")
BALANCER, ELSE = declare(LOAD_BALANCERS[0], "web"), declare(LOAD_BALANCERS[0], "other")
CLUSTER = declare(DATABASE_CLUSTER, "metadata")
WRITER = declare(CLUSTER_INSTANCE, "writer", {"clusterIdentifier": CLUSTER})
QUIET = alarm("quiet", name="quiet-alarm")

ROWS = [
    Row(cache_fails_over, None, cache(numCacheClusters=2, automaticFailoverEnabled=True)),
    Row(cache_fails_over, None, cache(numCacheClusters=1)),
    Row(cache_fails_over, "violation", cache(numCacheClusters=2)),
    Row(cache_fails_over, "violation", cache(numNodeGroups=2, replicasPerNodeGroup=1)),
    Row(cache_fails_over, "undecided", cache(numCacheClusters=UNKNOWN)),
    Row(cache_fails_over, "undecided", cache(numCacheClusters=2, automaticFailoverEnabled=UNKNOWN)),
    Row(cache_has_replica, None, cache(numCacheClusters=2)),
    Row(cache_has_replica, None, cache(replicasPerNodeGroup=1)),
    Row(cache_has_replica, None, cache(globalReplicationGroupId="g")),
    Row(cache_has_replica, "violation", cache()),
    Row(cache_has_replica, "violation", cache(numCacheClusters=1)),
    Row(cache_has_replica, "undecided", cache(numCacheClusters=UNKNOWN)),
    Row(target_group_health_check, None, target(healthCheck={"path": "/health"})),
    Row(target_group_health_check, None, target(protocol="TCP")),
    Row(target_group_health_check, None, one(TARGET_GROUPS[0], targetType="lambda")),
    Row(target_group_health_check, "violation", target()),
    Row(target_group_health_check, "violation", target(protocol="HTTPS", healthCheck={})),
    Row(
        target_group_health_check, "violation", target(healthCheck={"path": "/", "enabled": False})
    ),
    Row(target_group_health_check, "undecided", target(healthCheck=UNKNOWN)),
    Row(target_group_health_check, "undecided", target(protocol=UNKNOWN)),
    *(
        row
        for kind in LOAD_BALANCERS
        for row in (
            Row(load_balancer_deletion_protected, None, one(kind, enableDeletionProtection=True)),
            Row(load_balancer_deletion_protected, "violation", one(kind)),
            Row(
                load_balancer_deletion_protected,
                "undecided",
                one(kind, enableDeletionProtection=UNKNOWN),
            ),
        )
    ),
    Row(bucket_versioned, None, [BUCKET, versioning(BUCKET)]),
    Row(bucket_versioned, None, [BUCKET, versioning(BUCKET, kind=BUCKET_VERSIONINGS[1])]),
    Row(bucket_versioned, None, one(BUCKETS[0], versioning={"enabled": True})),
    Row(bucket_versioned, None, one(BUCKETS[1], versionings=[{"enabled": True}])),
    Row(bucket_versioned, "violation", [BUCKET]),
    Row(bucket_versioned, "violation", one(BUCKETS[0], versioning={"enabled": False})),
    Row(bucket_versioned, "violation", [BUCKET, versioning(BUCKET, "Suspended")]),
    Row(bucket_versioned, "violation", [BUCKET, OTHER, versioning(OTHER)]),
    Row(bucket_versioned, "undecided", [BUCKET, versioning(BUCKET, UNKNOWN)]),
    Row(bucket_versioned, "undecided", [BUCKET, versioning(UNKNOWN)]),
    *(
        row
        for kind in STATEFUL
        for row in (
            Row(stateful_resource_protected, None, [declare(kind, "store", protect=True)]),
            Row(stateful_resource_protected, "violation", [declare(kind, "store")]),
        )
    ),
    Row(stateful_resource_protected, None, one(DATABASE, replicateSourceDb="primary")),
    Row(
        stateful_resource_protected,
        None,
        one("aws:fsx/lustreFileSystem:LustreFileSystem", deploymentType="SCRATCH_2"),
    ),
    *(
        row
        for kind, path in FORCES.items()
        for row in (
            Row(no_force_destroy, None, one(kind)),
            Row(no_force_destroy, "violation", one(kind, **{path: True})),
            Row(no_force_destroy, "undecided", one(kind, **{path: UNKNOWN})),
        )
    ),
    *(
        row
        for kind in TIERS
        for part in [declare(kind, "part")]
        for row in (
            Row(tiers_watched_by_alarms, None, [part, watching(part)]),
            Row(tiers_watched_by_alarms, "violation", [part]),
            Row(tiers_watched_by_alarms, "undecided", [part, watching(part, UNKNOWN)]),
        )
    ),
    Row(tiers_watched_by_alarms, "violation", [BALANCER, ELSE, watching(ELSE)]),
    Row(
        tiers_watched_by_alarms,
        None,
        [
            BALANCER,
            alarm(metricQueries=[{}, {"metric": {"dimensions": {"LoadBalancer": BALANCER}}}]),
        ],
    ),
    Row(
        tiers_watched_by_alarms,
        None,
        [CLUSTER, WRITER, alarm(dimensions={"DBInstanceIdentifier": WRITER})],
    ),
    Row(alarms_act, None, [alarm(alarmActions=["arn:aws:sns:us-east-1:123456789012:ops"])]),
    Row(alarms_act, None, [alarm(alarmActions=[UNKNOWN])]),
    Row(
        alarms_act,
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
        alarms_act,
        None,
        [QUIET, declare(COMPOSITE_ALARM, "loud", {"alarmRule": QUIET, "alarmActions": ["arn"]})],
    ),
    Row(alarms_act, "violation", [alarm()]),
    Row(alarms_act, "violation", [alarm(alarmActions=[], okActions=["arn"])]),
    Row(alarms_act, "undecided", [alarm(alarmActions=UNKNOWN)]),
    Row(
        alarms_act,
        "undecided",
        [
            alarm(),
            declare(COMPOSITE_ALARM, "loud", {"alarmRule": UNKNOWN, "alarmActions": ["arn"]}),
        ],
    ),
    Row(alarm_actions_enabled, None, [alarm()]),
    Row(alarm_actions_enabled, None, [alarm(actionsEnabled=True)]),
    Row(alarm_actions_enabled, "violation", [alarm(actionsEnabled=False)]),
    Row(alarm_actions_enabled, "violation", one(COMPOSITE_ALARM, actionsEnabled=False)),
    Row(alarm_actions_enabled, "undecided", [alarm(actionsEnabled=UNKNOWN)]),
]
