"""Rules for databases, caches and warehouses."""

import json

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN
from tests.policies.row import Row, declare, name_of, of_input, of_inputs


def at_cluster(kind: str, cluster: Resource) -> list[Resource]:
    return [cluster, declare(kind, name_of(kind), {"dbClusterIdentifier": cluster})]


SUBNET = "aws:ec2/subnet:Subnet"
PRIVATE = declare(SUBNET, "private", {"mapPublicIpOnLaunch": False})
PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})


ROWS = [
    *of_input(
        "neptune-instance-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[None, True],
        fails=[False],
    ),
    Row(
        "neptune-cluster-snapshot-encrypted",
        None,
        [
            *at_cluster(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                declare("aws:neptune/cluster:Cluster", "cluster", {"storageEncrypted": True}),
            )
        ],
    ),
    Row(
        "neptune-cluster-snapshot-encrypted",
        "violation",
        [
            *at_cluster(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                declare("aws:neptune/cluster:Cluster", "cluster", {"storageEncrypted": False}),
            )
        ],
    ),
    Row(
        "neptune-cluster-snapshot-encrypted",
        "unknown",
        [
            declare(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                "cluster-snapshot",
                {"dbClusterIdentifier": UNKNOWN},
            )
        ],
    ),
    Row(
        "rds-cluster-snapshot-encrypted",
        None,
        [
            *at_cluster(
                "aws:rds/clusterSnapshot:ClusterSnapshot",
                declare("aws:rds/cluster:Cluster", "cluster", {"storageEncrypted": True}),
            )
        ],
    ),
    Row(
        "rds-cluster-snapshot-encrypted",
        "violation",
        [
            *at_cluster(
                "aws:rds/clusterSnapshot:ClusterSnapshot",
                declare("aws:rds/cluster:Cluster", "cluster", {"storageEncrypted": False}),
            )
        ],
    ),
    Row(
        "rds-cluster-snapshot-encrypted",
        "unknown",
        [
            declare(
                "aws:rds/clusterSnapshot:ClusterSnapshot",
                "cluster-snapshot",
                {"dbClusterIdentifier": UNKNOWN},
            )
        ],
    ),
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
        "rds-enhanced-monitoring",
        "monitoringInterval",
        passes=[60],
        fails=[None, 0],
        kind="aws:rds/instance:Instance",
    ),
    *of_inputs(
        "rds-security-groups-in-vpc",
        passes=[{"vpcSecurityGroupIds": ["sg-1"]}, {"dbSubnetGroupName": "private"}],
        fails=[{}],
        unknown=[{"vpcSecurityGroupIds": UNKNOWN}],
    ),
    *of_inputs(
        "rds-non-default-port",
        "aws:rds/instance:Instance",
        passes=[{"engine": "postgres", "port": 6543}, {"replicateSourceDb": "a"}],
        fails=[{"engine": "postgres", "port": 5432}, {"engine": "mysql"}],
        unknown=[{"engine": "postgres", "port": UNKNOWN}],
    ),
    *of_input(
        "rds-custom-administrator-name",
        "username",
        passes=["platform", None],
        fails=["admin"],
        kind="aws:rds/instance:Instance",
    ),
    *of_inputs(
        "rds-aurora-backtracking",
        passes=[
            {"engine": "aurora-mysql", "backtrackWindow": 86400},
            {"engine": "aurora-postgresql"},
        ],
        fails=[{"engine": "aurora-mysql"}],
        unknown=[{"engine": "aurora-mysql", "backtrackWindow": UNKNOWN}],
    ),
    *of_input("rds-proxy-tls", "requireTls", passes=[True], fails=[False, None]),
    *of_inputs(
        "rds-proxy-iam-authentication",
        passes=[{"auths": [{"authScheme": "SECRETS", "iamAuth": "REQUIRED"}]}],
        fails=[{"auths": [{"authScheme": "SECRETS"}]}],
        unknown=[{"auths": UNKNOWN}],
    ),
    *of_input("rds-event-subscription-enabled", "enabled", passes=[None, True], fails=[False]),
    *of_input("rds-custom-engine-customer-managed-key", "kmsKeyId", passes=["value"], fails=[None]),
    *of_inputs(
        "rds-master-password-managed",
        "aws:rds/instance:Instance",
        passes=[{"manageMasterUserPassword": True}, {"password": SECRET}],
        fails=[{"password": "correct-horse"}],
        unknown=[{"password": UNKNOWN}],
    ),
    *of_input(
        "rds-shard-group-not-public", "publiclyAccessible", passes=[None, False], fails=[True]
    ),
    *of_inputs(
        "rds-postgresql-log-fdw-vulnerability",
        "aws:rds/instance:Instance",
        passes=[{"engine": "postgres", "engineVersion": "16.4"}, {"engine": "mysql"}],
        fails=[
            {"engine": "postgres", "engineVersion": "13.2"},
            {"engine": "aurora-postgresql", "engineVersion": "11.8"},
        ],
        unknown=[{"engine": "postgres", "engineVersion": UNKNOWN}],
    ),
    *of_input(
        "dynamodb-table-replica-customer-managed-key",
        "kmsKeyArn",
        passes=["arn:aws:kms:us-east-1:123456789012:key/1"],
        fails=[None],
    ),
    *of_input(
        "dynamodb-replica-point-in-time-recovery",
        "pointInTimeRecovery",
        passes=[True],
        fails=[False, None],
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
    *of_input(
        "memorydb-cluster-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[None, True],
        fails=[False],
    ),
    *of_input("memorydb-cluster-snapshots", "snapshotRetentionLimit", passes=[1], fails=[0, None]),
    *of_input("memorydb-cluster-no-open-access", "aclName", passes=[None], fails=["open-access"]),
    *of_input(
        "opensearch-domain-own-security-group",
        "vpcOptions.securityGroupIds",
        passes=[["sg-1"]],
        fails=[None],
        kind="aws:opensearch/domain:Domain",
    ),
    *of_input(
        "opensearch-domain-dedicated-master-nodes",
        "clusterConfig.dedicatedMasterEnabled",
        passes=[True],
        fails=[False, None],
        kind="aws:opensearch/domain:Domain",
    ),
    *of_input(
        "opensearch-domain-three-data-nodes",
        "clusterConfig.instanceCount",
        passes=[3],
        fails=[2, None],
        kind="aws:opensearch/domain:Domain",
    ),
    *of_input(
        "opensearch-domain-auto-software-update",
        "softwareUpdateOptions.autoSoftwareUpdateEnabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "opensearch-domain-no-internal-user-database",
        "advancedSecurityOptions.internalUserDatabaseEnabled",
        passes=[None, False],
        fails=[True],
        kind="aws:opensearch/domain:Domain",
    ),
    *of_input(
        "dms-replication-instance-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[True],
        fails=[False, None],
    ),
    *of_inputs(
        "dms-mongodb-endpoint-authentication",
        passes=[
            {"engineName": "mongodb"},
            {"engineName": "mongodb", "mongodbSettings": {"authType": "password"}},
        ],
        fails=[{"engineName": "mongodb", "mongodbSettings": {"authType": "no"}}],
        unknown=[{"engineName": "mongodb", "mongodbSettings": {"authType": UNKNOWN}}],
    ),
    *of_inputs(
        "dms-redis-endpoint-tls",
        passes=[
            {"engineName": "redis"},
            {"engineName": "redis", "redisSettings": {"sslSecurityProtocol": "ssl-encryption"}},
        ],
        fails=[{"engineName": "redis", "redisSettings": {"sslSecurityProtocol": "plaintext"}}],
        unknown=[{"engineName": "redis", "redisSettings": {"sslSecurityProtocol": UNKNOWN}}],
    ),
    *of_inputs(
        "dms-replication-task-logging",
        passes=[{"replicationTaskSettings": json.dumps({"Logging": {"EnableLogging": True}})}],
        fails=[{}, {"replicationTaskSettings": json.dumps({"Logging": {"EnableLogging": False}})}],
        unknown=[{"replicationTaskSettings": UNKNOWN}],
    ),
    *of_input(
        "qldb-ledger-standard-permissions",
        "permissionsMode",
        passes=["STANDARD"],
        fails=["ALLOW_ALL", None],
    ),
    *of_input(
        "keyspaces-table-point-in-time-recovery",
        "pointInTimeRecovery.status",
        passes=["ENABLED"],
        fails=["DISABLED", None],
    ),
    *of_input(
        "timestream-influxdb-not-public",
        "publiclyAccessible",
        passes=[None, False],
        fails=[True],
        kind="aws:timestreaminfluxdb/dbInstance:DbInstance",
    ),
    *of_input(
        "timestream-influxdb-multi-az",
        "deploymentType",
        passes=["WITH_MULTIAZ_STANDBY"],
        fails=["SINGLE_AZ", None],
    ),
    *of_input(
        "cloudsearch-domain-minimum-tls-1-2",
        "endpointOptions.tlsSecurityPolicy",
        passes=["Policy-Min-TLS-1-2-2019-07"],
        fails=["Policy-Min-TLS-1-0-2019-07", None],
    ),
    Row(
        "rds-instance-private-subnet",
        None,
        [
            PRIVATE,
            declare("aws:rds/subnetGroup:SubnetGroup", "subnet-group", {"subnetIds": [PRIVATE]}),
        ],
    ),
    Row(
        "rds-instance-private-subnet",
        "violation",
        [
            PUBLIC,
            declare("aws:rds/subnetGroup:SubnetGroup", "subnet-group", {"subnetIds": [PUBLIC]}),
        ],
    ),
    Row(
        "rds-instance-private-subnet",
        "unknown",
        [declare("aws:rds/subnetGroup:SubnetGroup", "subnet-group", {"subnetIds": UNKNOWN})],
    ),
]
