"""Rules for databases, caches and warehouses."""

import json

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN
from tests.policies.row import Row, declare, name_of, of_inputs


def at_cluster(kind: str, cluster: Resource) -> list[Resource]:
    return [cluster, declare(kind, name_of(kind), {"dbClusterIdentifier": cluster})]


SUBNET = "aws:ec2/subnet:Subnet"
PRIVATE = declare(SUBNET, "private", {"mapPublicIpOnLaunch": False})
PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})


ROWS = [
    *of_inputs(
        "neptune-instance-minor-version-upgrade",
        passes=[{}, {"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
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
    *of_inputs(
        "docdb-instance-minor-version-upgrade",
        passes=[{}, {"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        "docdb-elastic-cluster-customer-managed-key",
        passes=[{"kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}],
        unknown=[{"kmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        "docdb-global-cluster-deletion-protection",
        "aws:docdb/globalCluster:GlobalCluster",
        passes=[{"deletionProtection": True}],
        fails=[{"deletionProtection": False}, {}],
        unknown=[{"deletionProtection": UNKNOWN}],
    ),
    *of_inputs(
        "rds-enhanced-monitoring",
        "aws:rds/instance:Instance",
        passes=[{"monitoringInterval": 60}],
        fails=[{}, {"monitoringInterval": 0}],
        unknown=[{"monitoringInterval": UNKNOWN}],
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
    *of_inputs(
        "rds-custom-administrator-name",
        "aws:rds/instance:Instance",
        passes=[{"username": "platform"}, {}],
        fails=[{"username": "admin"}],
        unknown=[{"username": UNKNOWN}],
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
    *of_inputs(
        "rds-proxy-tls",
        passes=[{"requireTls": True}],
        fails=[{"requireTls": False}, {}],
        unknown=[{"requireTls": UNKNOWN}],
    ),
    *of_inputs(
        "rds-proxy-iam-authentication",
        passes=[{"auths": [{"authScheme": "SECRETS", "iamAuth": "REQUIRED"}]}],
        fails=[{"auths": [{"authScheme": "SECRETS"}]}],
        unknown=[{"auths": UNKNOWN}],
    ),
    *of_inputs(
        "rds-event-subscription-enabled",
        passes=[{}, {"enabled": True}],
        fails=[{"enabled": False}],
        unknown=[{"enabled": UNKNOWN}],
    ),
    *of_inputs(
        "rds-custom-engine-customer-managed-key",
        passes=[{"kmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"kmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        "rds-master-password-managed",
        "aws:rds/instance:Instance",
        passes=[{"manageMasterUserPassword": True}, {"password": SECRET}],
        fails=[{"password": "correct-horse"}],
        unknown=[{"password": UNKNOWN}],
    ),
    *of_inputs(
        "rds-shard-group-not-public",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
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
    *of_inputs(
        "dynamodb-table-replica-customer-managed-key",
        passes=[{"kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}],
        unknown=[{"kmsKeyArn": UNKNOWN}],
    ),
    *of_inputs(
        "dynamodb-replica-point-in-time-recovery",
        passes=[{"pointInTimeRecovery": True}],
        fails=[{"pointInTimeRecovery": False}, {}],
        unknown=[{"pointInTimeRecovery": UNKNOWN}],
    ),
    *of_inputs(
        "elasticache-cluster-custom-subnet-group",
        passes=[{"subnetGroupName": "private"}, {"replicationGroupId": "group"}],
        fails=[{}, {"subnetGroupName": "default"}],
        unknown=[{"subnetGroupName": UNKNOWN}],
    ),
    *of_inputs(
        "elasticache-replication-group-snapshots",
        passes=[{"snapshotRetentionLimit": 1}],
        fails=[{"snapshotRetentionLimit": 0}, {}],
        unknown=[{"snapshotRetentionLimit": UNKNOWN}],
    ),
    *of_inputs(
        "elasticache-replication-group-multi-az",
        passes=[{"numCacheClusters": 2, "multiAzEnabled": True}, {"numCacheClusters": 1}],
        fails=[{"numCacheClusters": 2}],
        unknown=[{"numCacheClusters": 2, "multiAzEnabled": UNKNOWN}],
    ),
    *of_inputs(
        "elasticache-replication-group-minor-version-upgrade",
        passes=[{}, {"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        "elasticache-user-password-required",
        passes=[{}, {"noPasswordRequired": False}],
        fails=[{"noPasswordRequired": True}],
        unknown=[{"noPasswordRequired": UNKNOWN}],
    ),
    *of_inputs(
        "elasticache-serverless-customer-managed-key",
        passes=[{"kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}],
        unknown=[{"kmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        "memorydb-cluster-minor-version-upgrade",
        passes=[{}, {"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        "memorydb-cluster-snapshots",
        passes=[{"snapshotRetentionLimit": 1}],
        fails=[{"snapshotRetentionLimit": 0}, {}],
        unknown=[{"snapshotRetentionLimit": UNKNOWN}],
    ),
    *of_inputs(
        "memorydb-cluster-no-open-access",
        passes=[{}],
        fails=[{"aclName": "open-access"}],
        unknown=[{"aclName": UNKNOWN}],
    ),
    *of_inputs(
        "opensearch-domain-own-security-group",
        "aws:opensearch/domain:Domain",
        passes=[{"vpcOptions": {"securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcOptions": {"securityGroupIds": UNKNOWN}}],
    ),
    *of_inputs(
        "opensearch-domain-dedicated-master-nodes",
        "aws:opensearch/domain:Domain",
        passes=[{"clusterConfig": {"dedicatedMasterEnabled": True}}],
        fails=[{"clusterConfig": {"dedicatedMasterEnabled": False}}, {}],
        unknown=[{"clusterConfig": {"dedicatedMasterEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        "opensearch-domain-three-data-nodes",
        "aws:opensearch/domain:Domain",
        passes=[{"clusterConfig": {"instanceCount": 3}}],
        fails=[{"clusterConfig": {"instanceCount": 2}}, {}],
        unknown=[{"clusterConfig": {"instanceCount": UNKNOWN}}],
    ),
    *of_inputs(
        "opensearch-domain-auto-software-update",
        passes=[{"softwareUpdateOptions": {"autoSoftwareUpdateEnabled": True}}],
        fails=[{"softwareUpdateOptions": {"autoSoftwareUpdateEnabled": False}}, {}],
        unknown=[{"softwareUpdateOptions": {"autoSoftwareUpdateEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        "opensearch-domain-no-internal-user-database",
        "aws:opensearch/domain:Domain",
        passes=[{}, {"advancedSecurityOptions": {"internalUserDatabaseEnabled": False}}],
        fails=[{"advancedSecurityOptions": {"internalUserDatabaseEnabled": True}}],
        unknown=[{"advancedSecurityOptions": {"internalUserDatabaseEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        "dms-replication-instance-minor-version-upgrade",
        passes=[{"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}, {}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
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
    *of_inputs(
        "qldb-ledger-standard-permissions",
        passes=[{"permissionsMode": "STANDARD"}],
        fails=[{"permissionsMode": "ALLOW_ALL"}, {}],
        unknown=[{"permissionsMode": UNKNOWN}],
    ),
    *of_inputs(
        "keyspaces-table-point-in-time-recovery",
        passes=[{"pointInTimeRecovery": {"status": "ENABLED"}}],
        fails=[{"pointInTimeRecovery": {"status": "DISABLED"}}, {}],
        unknown=[{"pointInTimeRecovery": {"status": UNKNOWN}}],
    ),
    *of_inputs(
        "timestream-influxdb-not-public",
        "aws:timestreaminfluxdb/dbInstance:DbInstance",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        "timestream-influxdb-multi-az",
        passes=[{"deploymentType": "WITH_MULTIAZ_STANDBY"}],
        fails=[{"deploymentType": "SINGLE_AZ"}, {}],
        unknown=[{"deploymentType": UNKNOWN}],
    ),
    *of_inputs(
        "cloudsearch-domain-minimum-tls-1-2",
        passes=[{"endpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"}}],
        fails=[{"endpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"}}, {}],
        unknown=[{"endpointOptions": {"tlsSecurityPolicy": UNKNOWN}}],
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
