"""Rules for Amazon DocumentDB and Neptune."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "docdb-instance-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[None, True],
        fails=[False],
    ),
    *of_input(
        "docdb-elastic-cluster-customer-managed-key",
        "kmsKeyId",
        passes=["arn:aws:kms:us-east-1:123456789012:key/1"],
        fails=[None],
    ),
    *of_input(
        "docdb-global-cluster-deletion-protection",
        "deletionProtection",
        passes=[True],
        fails=[False, None],
        kind="aws:docdb/globalCluster:GlobalCluster",
    ),
    *of_input(
        "docdb-cluster-backup-retention",
        "backupRetentionPeriod",
        passes=[7],
        fails=[None, 1],
        kind="aws:docdb/cluster:Cluster",
    ),
    *of_input(
        "docdb-cluster-backup-retention",
        "backupRetentionPeriod",
        passes=[7],
        fails=[None, 1],
        kind="aws:neptune/cluster:Cluster",
    ),
    *of_input(
        "neptune-cluster-deletion-protection", "deletionProtection", passes=[True], fails=[None]
    ),
]
