"""Rules for Amazon ElastiCache."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "elasticache-serverless-snapshots",
        passes=[{"engine": "valkey", "snapshotRetentionLimit": 7}, {"engine": "memcached"}],
        fails=[{"engine": "redis"}, {"engine": "valkey", "snapshotRetentionLimit": 0}],
        unknown=[{"engine": "redis", "snapshotRetentionLimit": UNKNOWN}, {"engine": UNKNOWN}],
    ),
    *of_inputs(
        "elasticache-cluster-custom-subnet-group",
        passes=[{"subnetGroupName": "private"}, {"replicationGroupId": "group"}],
        fails=[{}, {"subnetGroupName": "default"}],
        unknown=[{"subnetGroupName": UNKNOWN}],
    ),
    *of_input(
        "elasticache-replication-group-snapshots",
        "snapshotRetentionLimit",
        passes=[1],
        fails=[0, None],
    ),
    *of_inputs(
        "elasticache-replication-group-multi-az",
        passes=[{"numCacheClusters": 2, "multiAzEnabled": True}, {"numCacheClusters": 1}],
        fails=[{"numCacheClusters": 2}],
        unknown=[{"numCacheClusters": 2, "multiAzEnabled": UNKNOWN}],
    ),
    *of_input(
        "elasticache-replication-group-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[None, True],
        fails=[False],
    ),
    *of_input(
        "elasticache-user-password-required",
        "noPasswordRequired",
        passes=[None, False],
        fails=[True],
    ),
    *of_input(
        "elasticache-serverless-customer-managed-key",
        "kmsKeyId",
        passes=["arn:aws:kms:us-east-1:123456789012:key/1"],
        fails=[None],
    ),
]
