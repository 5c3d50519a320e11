"""Availability rules for tables, files, caches, search and warehouses."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.backups import SELECTION
from policies.engine.selectors.scaling import POLICY, TARGET
from policies.engine.selectors.tokens import (
    DATABASE_CLUSTER,
    DOMAINS,
    FILE_SYSTEM,
    TABLE,
)
from policies.rules.efs import BACKUP_POLICY
from policies.rules.elasticache import CACHE_CLUSTER
from tests.policies.row import Row, declare, name_of, of_input, of_inputs


def scaled(
    table: Resource,
    resource: Any = "table/features",
    namespace: Any = "dynamodb",
    policy: Any = "the target's",
) -> list[Resource]:
    target = declare(TARGET, "target", {"resourceId": resource, "serviceNamespace": namespace})
    moves = target if policy == "the target's" else policy
    return [table, target, declare(POLICY, "policy", {"resourceId": moves})]


def tables() -> Iterator[Row]:
    rule = "dynamodb-table-autoscaling"
    fixed = declare(TABLE, "table", {"name": "features", "readCapacity": 10})
    yield Row(rule, None, scaled(fixed))
    yield Row(rule, None, scaled(fixed, resource=fixed))
    yield Row(rule, None, scaled(fixed, policy="table/features"))
    yield Row(rule, "violation", scaled(fixed)[:2])
    yield Row(rule, "violation", scaled(fixed, resource="table/others"))
    yield Row(rule, "violation", scaled(fixed, namespace="ecs"))
    yield Row(rule, "violation", scaled(fixed, policy="table/others"))
    yield Row(rule, "unknown", scaled(fixed, resource=UNKNOWN))
    yield from of_input(
        rule, "billingMode", passes=["PAY_PER_REQUEST"], fails=[None, "PROVISIONED"], kind=TABLE
    )


def kept(rule: Any, kind: str) -> Iterator[Row]:
    it = declare(kind, name_of(kind))
    yield Row(rule, None, [it, declare(SELECTION, "selection", {"resources": [it]})])
    yield Row(rule, "violation", [it])
    yield Row(rule, "unknown", [it, declare(SELECTION, "selection", {"resources": UNKNOWN})])


def backed_up(status: Any) -> list[Resource]:
    files = declare(FILE_SYSTEM, "files")
    inputs = {"fileSystemId": files, "backupPolicy": {"status": status}}
    return [files, declare(BACKUP_POLICY, "policy", inputs)]


def cluster(**config: Any) -> dict[str, Any]:
    return {"clusterConfig": config}


THREE = {"dedicatedMasterCount": 3, "zoneAwarenessEnabled": True}
FAILOVER = {"failoverCriteria": {"statusCodes": [500, 503]}}

ROWS = [
    *tables(),
    *of_inputs(
        "dynamodb-table-point-in-time-recovery",
        passes=[{"pointInTimeRecovery": {"enabled": True}}],
        fails=[{}, {"pointInTimeRecovery": {"enabled": False}}],
        unknown=[{"pointInTimeRecovery": UNKNOWN}],
    ),
    *kept("efs-file-system-backup", FILE_SYSTEM),
    *kept("rds-cluster-aws-backup", DATABASE_CLUSTER),
    Row("efs-file-system-backup", None, backed_up("ENABLED")),
    Row("efs-file-system-backup", "violation", backed_up("DISABLED")),
    Row("efs-file-system-backup", "unknown", backed_up(UNKNOWN)),
    *(
        row
        for kind in DOMAINS
        for row in of_inputs(
            "opensearch-domain-zone-awareness",
            kind,
            passes=[cluster(**THREE), cluster(**THREE, dedicatedMasterEnabled=True)],
            fails=[
                {},
                cluster(**{**THREE, "dedicatedMasterCount": 2}),
                cluster(**{**THREE, "zoneAwarenessEnabled": False}),
                cluster(**THREE, dedicatedMasterEnabled=False),
            ],
            unknown=[{"clusterConfig": UNKNOWN}],
        )
    ),
    *of_inputs(
        "elasticache-cluster-snapshots",
        CACHE_CLUSTER,
        passes=[
            {"engine": "redis", "snapshotRetentionLimit": 1},
            {"engine": "memcached"},
            {"replicationGroupId": "cache"},
        ],
        fails=[{"engine": "redis"}, {"engine": "redis", "snapshotRetentionLimit": 0}],
        unknown=[{"engine": UNKNOWN}, {"engine": "redis", "snapshotRetentionLimit": UNKNOWN}],
    ),
    *of_input(
        "qldb-ledger-deletion-protection", "deletionProtection", passes=[None, True], fails=[False]
    ),
    *of_input(
        "redshift-cluster-automated-snapshots",
        "automatedSnapshotRetentionPeriod",
        passes=[None, 7],
        fails=[0, "0"],
    ),
    *of_inputs(
        "cloudfront-distribution-origin-failover",
        passes=[{"originGroups": [FAILOVER]}],
        fails=[{}, {"originGroups": []}, {"originGroups": [{"originId": "o"}]}],
        unknown=[{"originGroups": UNKNOWN}, {"originGroups": [UNKNOWN]}],
    ),
]
