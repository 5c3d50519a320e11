"""What keeps tables, files, caches, search, warehouses and clusters."""

from collections.abc import Iterator
from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.availability import (
    cloudfront,
    dynamodb,
    efs,
    elasticache,
    opensearch,
    qldb,
    rds,
    redshift,
)
from policies.reading.backups import SELECTION
from policies.reading.scaling import POLICY, TARGET
from policies.reading.tokens import (
    DATABASE_CLUSTER,
    DISTRIBUTION,
    DOMAINS,
    FILE_SYSTEM,
    TABLE,
    WAREHOUSE,
)
from tests.policies.row import Row, declare, of_inputs


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
    rule = dynamodb.table_grows_with_requests
    fixed = declare(TABLE, "table", {"name": "features", "readCapacity": 10})
    yield Row(rule, None, scaled(fixed))
    yield Row(rule, None, scaled(fixed, resource=fixed))
    yield Row(rule, None, scaled(fixed, policy="table/features"))
    yield Row(rule, "violation", scaled(fixed)[:2])
    yield Row(rule, "violation", scaled(fixed, resource="table/others"))
    yield Row(rule, "violation", scaled(fixed, namespace="ecs"))
    yield Row(rule, "violation", scaled(fixed, policy="table/others"))
    yield Row(rule, "undecided", scaled(fixed, resource=UNKNOWN))
    yield from of_inputs(
        rule,
        TABLE,
        passes=[{"billingMode": "PAY_PER_REQUEST"}],
        fails=[{}, {"billingMode": "PROVISIONED"}],
        undecided=[{"billingMode": UNKNOWN}],
    )


def kept(rule: Any, kind: str) -> Iterator[Row]:
    it = declare(kind, "it")
    yield Row(rule, None, [it, declare(SELECTION, "selection", {"resources": [it]})])
    yield Row(rule, "violation", [it])
    yield Row(rule, "undecided", [it, declare(SELECTION, "selection", {"resources": UNKNOWN})])


def backed_up(status: Any) -> list[Resource]:
    files = declare(FILE_SYSTEM, "files")
    inputs = {"fileSystemId": files, "backupPolicy": {"status": status}}
    return [files, declare(efs.BACKUP_POLICY, "policy", inputs)]


def cluster(**config: Any) -> dict[str, Any]:
    return {"clusterConfig": config}


THREE = {"dedicatedMasterCount": 3, "zoneAwarenessEnabled": True}
FAILOVER = {"failoverCriteria": {"statusCodes": [500, 503]}}

ROWS = [
    *tables(),
    *of_inputs(
        dynamodb.table_recovers_to_a_moment,
        TABLE,
        passes=[{"pointInTimeRecovery": {"enabled": True}}],
        fails=[{}, {"pointInTimeRecovery": {"enabled": False}}],
        undecided=[{"pointInTimeRecovery": UNKNOWN}],
    ),
    *kept(efs.file_system_backed_up, FILE_SYSTEM),
    *kept(rds.cluster_backed_up, DATABASE_CLUSTER),
    Row(efs.file_system_backed_up, None, backed_up("ENABLED")),
    Row(efs.file_system_backed_up, "violation", backed_up("DISABLED")),
    Row(efs.file_system_backed_up, "undecided", backed_up(UNKNOWN)),
    *(
        row
        for kind in DOMAINS
        for row in of_inputs(
            opensearch.search_survives_a_zone,
            kind,
            passes=[cluster(**THREE), cluster(**THREE, dedicatedMasterEnabled=True)],
            fails=[
                {},
                cluster(**{**THREE, "dedicatedMasterCount": 2}),
                cluster(**{**THREE, "zoneAwarenessEnabled": False}),
                cluster(**THREE, dedicatedMasterEnabled=False),
            ],
            undecided=[{"clusterConfig": UNKNOWN}],
        )
    ),
    *of_inputs(
        elasticache.cache_has_snapshots,
        elasticache.CACHE_CLUSTER,
        passes=[
            {"engine": "redis", "snapshotRetentionLimit": 1},
            {"engine": "memcached"},
            {"replicationGroupId": "cache"},
        ],
        fails=[{"engine": "redis"}, {"engine": "redis", "snapshotRetentionLimit": 0}],
        undecided=[{"engine": UNKNOWN}, {"engine": "redis", "snapshotRetentionLimit": UNKNOWN}],
    ),
    *of_inputs(
        qldb.ledger_deletion_protected,
        "aws:qldb/ledger:Ledger",
        passes=[{}, {"deletionProtection": True}],
        fails=[{"deletionProtection": False}],
        undecided=[{"deletionProtection": UNKNOWN}],
    ),
    *of_inputs(
        redshift.warehouse_has_backups,
        WAREHOUSE,
        passes=[{}, {"automatedSnapshotRetentionPeriod": 7}],
        fails=[{"automatedSnapshotRetentionPeriod": 0}, {"automatedSnapshotRetentionPeriod": "0"}],
        undecided=[{"automatedSnapshotRetentionPeriod": UNKNOWN}],
    ),
    *of_inputs(
        cloudfront.distribution_fails_over,
        DISTRIBUTION,
        passes=[{"originGroups": [FAILOVER]}],
        fails=[{}, {"originGroups": []}, {"originGroups": [{"originId": "o"}]}],
        undecided=[{"originGroups": UNKNOWN}, {"originGroups": [UNKNOWN]}],
    ),
]
