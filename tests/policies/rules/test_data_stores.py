"""Rules for databases, caches and warehouses."""

import json

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN
from policies.rules.cloudsearch import cloudsearch_domain_minimum_tls_1_2
from policies.rules.dms import (
    dms_mongodb_endpoint_authentication,
    dms_redis_endpoint_tls,
    dms_replication_instance_minor_version_upgrade,
    dms_replication_task_logging,
)
from policies.rules.docdb import (
    docdb_elastic_cluster_customer_managed_key,
    docdb_global_cluster_deletion_protection,
    docdb_instance_minor_version_upgrade,
)
from policies.rules.dynamodb import (
    dynamodb_replica_point_in_time_recovery,
    dynamodb_table_replica_customer_managed_key,
)
from policies.rules.elasticache import (
    elasticache_cluster_custom_subnet_group,
    elasticache_replication_group_minor_version_upgrade,
    elasticache_replication_group_multi_az,
    elasticache_replication_group_snapshots,
    elasticache_serverless_customer_managed_key,
    elasticache_user_password_required,
)
from policies.rules.keyspaces import keyspaces_table_point_in_time_recovery
from policies.rules.memorydb import (
    memorydb_cluster_minor_version_upgrade,
    memorydb_cluster_no_open_access,
    memorydb_cluster_snapshots,
)
from policies.rules.neptune import (
    neptune_cluster_snapshot_encrypted,
    neptune_instance_minor_version_upgrade,
)
from policies.rules.opensearch.operations import (
    opensearch_domain_auto_software_update,
    opensearch_domain_dedicated_master_nodes,
    opensearch_domain_no_internal_user_database,
    opensearch_domain_own_security_group,
    opensearch_domain_three_data_nodes,
)
from policies.rules.qldb import qldb_ledger_standard_permissions
from policies.rules.rds.companions import (
    rds_cluster_snapshot_encrypted,
    rds_custom_engine_customer_managed_key,
    rds_event_subscription_enabled,
    rds_instance_private_subnet,
    rds_proxy_iam_authentication,
    rds_proxy_tls,
    rds_shard_group_not_public,
)
from policies.rules.rds.settings import (
    rds_aurora_backtracking,
    rds_custom_administrator_name,
    rds_enhanced_monitoring,
    rds_master_password_managed,
    rds_non_default_port,
    rds_postgresql_log_fdw_vulnerability,
    rds_security_groups_in_vpc,
)
from policies.rules.timestream import timestream_influxdb_multi_az, timestream_influxdb_not_public
from tests.policies.row import Row, declare, of_inputs


def at_cluster(kind: str, cluster: Resource) -> list[Resource]:
    return [cluster, declare(kind, "it", {"dbClusterIdentifier": cluster})]


SUBNET = "aws:ec2/subnet:Subnet"
PRIVATE = declare(SUBNET, "private", {"mapPublicIpOnLaunch": False})
PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})


ROWS = [
    *of_inputs(
        neptune_instance_minor_version_upgrade,
        "aws:neptune/clusterInstance:ClusterInstance",
        passes=[{}, {"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    Row(
        neptune_cluster_snapshot_encrypted,
        None,
        [
            *at_cluster(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                declare("aws:neptune/cluster:Cluster", "cluster", {"storageEncrypted": True}),
            )
        ],
    ),
    Row(
        neptune_cluster_snapshot_encrypted,
        "violation",
        [
            *at_cluster(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                declare("aws:neptune/cluster:Cluster", "cluster", {"storageEncrypted": False}),
            )
        ],
    ),
    Row(
        neptune_cluster_snapshot_encrypted,
        "unknown",
        [
            declare(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                "it",
                {"dbClusterIdentifier": UNKNOWN},
            )
        ],
    ),
    Row(
        rds_cluster_snapshot_encrypted,
        None,
        [
            *at_cluster(
                "aws:rds/clusterSnapshot:ClusterSnapshot",
                declare("aws:rds/cluster:Cluster", "cluster", {"storageEncrypted": True}),
            )
        ],
    ),
    Row(
        rds_cluster_snapshot_encrypted,
        "violation",
        [
            *at_cluster(
                "aws:rds/clusterSnapshot:ClusterSnapshot",
                declare("aws:rds/cluster:Cluster", "cluster", {"storageEncrypted": False}),
            )
        ],
    ),
    Row(
        rds_cluster_snapshot_encrypted,
        "unknown",
        [
            declare(
                "aws:rds/clusterSnapshot:ClusterSnapshot", "it", {"dbClusterIdentifier": UNKNOWN}
            )
        ],
    ),
    *of_inputs(
        docdb_instance_minor_version_upgrade,
        "aws:docdb/clusterInstance:ClusterInstance",
        passes=[{}, {"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        docdb_elastic_cluster_customer_managed_key,
        "aws:docdb/elasticCluster:ElasticCluster",
        passes=[{"kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}],
        unknown=[{"kmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        docdb_global_cluster_deletion_protection,
        "aws:docdb/globalCluster:GlobalCluster",
        passes=[{"deletionProtection": True}],
        fails=[{"deletionProtection": False}, {}],
        unknown=[{"deletionProtection": UNKNOWN}],
    ),
    *of_inputs(
        rds_enhanced_monitoring,
        "aws:rds/instance:Instance",
        passes=[{"monitoringInterval": 60}],
        fails=[{}, {"monitoringInterval": 0}],
        unknown=[{"monitoringInterval": UNKNOWN}],
    ),
    *of_inputs(
        rds_security_groups_in_vpc,
        "aws:rds/instance:Instance",
        passes=[{"vpcSecurityGroupIds": ["sg-1"]}, {"dbSubnetGroupName": "private"}],
        fails=[{}],
        unknown=[{"vpcSecurityGroupIds": UNKNOWN}],
    ),
    *of_inputs(
        rds_non_default_port,
        "aws:rds/instance:Instance",
        passes=[{"engine": "postgres", "port": 6543}, {"replicateSourceDb": "a"}],
        fails=[{"engine": "postgres", "port": 5432}, {"engine": "mysql"}],
        unknown=[{"engine": "postgres", "port": UNKNOWN}],
    ),
    *of_inputs(
        rds_custom_administrator_name,
        "aws:rds/instance:Instance",
        passes=[{"username": "platform"}, {}],
        fails=[{"username": "admin"}],
        unknown=[{"username": UNKNOWN}],
    ),
    *of_inputs(
        rds_aurora_backtracking,
        "aws:rds/cluster:Cluster",
        passes=[
            {"engine": "aurora-mysql", "backtrackWindow": 86400},
            {"engine": "aurora-postgresql"},
        ],
        fails=[{"engine": "aurora-mysql"}],
        unknown=[{"engine": "aurora-mysql", "backtrackWindow": UNKNOWN}],
    ),
    *of_inputs(
        rds_proxy_tls,
        "aws:rds/proxy:Proxy",
        passes=[{"requireTls": True}],
        fails=[{"requireTls": False}, {}],
        unknown=[{"requireTls": UNKNOWN}],
    ),
    *of_inputs(
        rds_proxy_iam_authentication,
        "aws:rds/proxy:Proxy",
        passes=[{"auths": [{"authScheme": "SECRETS", "iamAuth": "REQUIRED"}]}],
        fails=[{"auths": [{"authScheme": "SECRETS"}]}],
        unknown=[{"auths": UNKNOWN}],
    ),
    *of_inputs(
        rds_event_subscription_enabled,
        "aws:rds/eventSubscription:EventSubscription",
        passes=[{}, {"enabled": True}],
        fails=[{"enabled": False}],
        unknown=[{"enabled": UNKNOWN}],
    ),
    *of_inputs(
        rds_custom_engine_customer_managed_key,
        "aws:rds/exportTask:ExportTask",
        passes=[{"kmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"kmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        rds_master_password_managed,
        "aws:rds/instance:Instance",
        passes=[{"manageMasterUserPassword": True}, {"password": SECRET}],
        fails=[{"password": "correct-horse"}],
        unknown=[{"password": UNKNOWN}],
    ),
    *of_inputs(
        rds_shard_group_not_public,
        "aws:rds/shardGroup:ShardGroup",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        rds_postgresql_log_fdw_vulnerability,
        "aws:rds/instance:Instance",
        passes=[{"engine": "postgres", "engineVersion": "16.4"}, {"engine": "mysql"}],
        fails=[
            {"engine": "postgres", "engineVersion": "13.2"},
            {"engine": "aurora-postgresql", "engineVersion": "11.8"},
        ],
        unknown=[{"engine": "postgres", "engineVersion": UNKNOWN}],
    ),
    *of_inputs(
        dynamodb_table_replica_customer_managed_key,
        "aws:dynamodb/tableReplica:TableReplica",
        passes=[{"kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}],
        unknown=[{"kmsKeyArn": UNKNOWN}],
    ),
    *of_inputs(
        dynamodb_replica_point_in_time_recovery,
        "aws:dynamodb/tableReplica:TableReplica",
        passes=[{"pointInTimeRecovery": True}],
        fails=[{"pointInTimeRecovery": False}, {}],
        unknown=[{"pointInTimeRecovery": UNKNOWN}],
    ),
    *of_inputs(
        elasticache_cluster_custom_subnet_group,
        "aws:elasticache/cluster:Cluster",
        passes=[{"subnetGroupName": "private"}, {"replicationGroupId": "group"}],
        fails=[{}, {"subnetGroupName": "default"}],
        unknown=[{"subnetGroupName": UNKNOWN}],
    ),
    *of_inputs(
        elasticache_replication_group_snapshots,
        "aws:elasticache/replicationGroup:ReplicationGroup",
        passes=[{"snapshotRetentionLimit": 1}],
        fails=[{"snapshotRetentionLimit": 0}, {}],
        unknown=[{"snapshotRetentionLimit": UNKNOWN}],
    ),
    *of_inputs(
        elasticache_replication_group_multi_az,
        "aws:elasticache/replicationGroup:ReplicationGroup",
        passes=[{"numCacheClusters": 2, "multiAzEnabled": True}, {"numCacheClusters": 1}],
        fails=[{"numCacheClusters": 2}],
        unknown=[{"numCacheClusters": 2, "multiAzEnabled": UNKNOWN}],
    ),
    *of_inputs(
        elasticache_replication_group_minor_version_upgrade,
        "aws:elasticache/replicationGroup:ReplicationGroup",
        passes=[{}, {"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        elasticache_user_password_required,
        "aws:elasticache/user:User",
        passes=[{}, {"noPasswordRequired": False}],
        fails=[{"noPasswordRequired": True}],
        unknown=[{"noPasswordRequired": UNKNOWN}],
    ),
    *of_inputs(
        elasticache_serverless_customer_managed_key,
        "aws:elasticache/serverlessCache:ServerlessCache",
        passes=[{"kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}],
        unknown=[{"kmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        memorydb_cluster_minor_version_upgrade,
        "aws:memorydb/cluster:Cluster",
        passes=[{}, {"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        memorydb_cluster_snapshots,
        "aws:memorydb/cluster:Cluster",
        passes=[{"snapshotRetentionLimit": 1}],
        fails=[{"snapshotRetentionLimit": 0}, {}],
        unknown=[{"snapshotRetentionLimit": UNKNOWN}],
    ),
    *of_inputs(
        memorydb_cluster_no_open_access,
        "aws:memorydb/cluster:Cluster",
        passes=[{}],
        fails=[{"aclName": "open-access"}],
        unknown=[{"aclName": UNKNOWN}],
    ),
    *of_inputs(
        opensearch_domain_own_security_group,
        "aws:opensearch/domain:Domain",
        passes=[{"vpcOptions": {"securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcOptions": {"securityGroupIds": UNKNOWN}}],
    ),
    *of_inputs(
        opensearch_domain_dedicated_master_nodes,
        "aws:opensearch/domain:Domain",
        passes=[{"clusterConfig": {"dedicatedMasterEnabled": True}}],
        fails=[{"clusterConfig": {"dedicatedMasterEnabled": False}}, {}],
        unknown=[{"clusterConfig": {"dedicatedMasterEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        opensearch_domain_three_data_nodes,
        "aws:opensearch/domain:Domain",
        passes=[{"clusterConfig": {"instanceCount": 3}}],
        fails=[{"clusterConfig": {"instanceCount": 2}}, {}],
        unknown=[{"clusterConfig": {"instanceCount": UNKNOWN}}],
    ),
    *of_inputs(
        opensearch_domain_auto_software_update,
        "aws:opensearch/domain:Domain",
        passes=[{"softwareUpdateOptions": {"autoSoftwareUpdateEnabled": True}}],
        fails=[{"softwareUpdateOptions": {"autoSoftwareUpdateEnabled": False}}, {}],
        unknown=[{"softwareUpdateOptions": {"autoSoftwareUpdateEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        opensearch_domain_no_internal_user_database,
        "aws:opensearch/domain:Domain",
        passes=[{}, {"advancedSecurityOptions": {"internalUserDatabaseEnabled": False}}],
        fails=[{"advancedSecurityOptions": {"internalUserDatabaseEnabled": True}}],
        unknown=[{"advancedSecurityOptions": {"internalUserDatabaseEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        dms_replication_instance_minor_version_upgrade,
        "aws:dms/replicationInstance:ReplicationInstance",
        passes=[{"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}, {}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        dms_mongodb_endpoint_authentication,
        "aws:dms/endpoint:Endpoint",
        passes=[
            {"engineName": "mongodb"},
            {"engineName": "mongodb", "mongodbSettings": {"authType": "password"}},
        ],
        fails=[{"engineName": "mongodb", "mongodbSettings": {"authType": "no"}}],
        unknown=[{"engineName": "mongodb", "mongodbSettings": {"authType": UNKNOWN}}],
    ),
    *of_inputs(
        dms_redis_endpoint_tls,
        "aws:dms/endpoint:Endpoint",
        passes=[
            {"engineName": "redis"},
            {"engineName": "redis", "redisSettings": {"sslSecurityProtocol": "ssl-encryption"}},
        ],
        fails=[{"engineName": "redis", "redisSettings": {"sslSecurityProtocol": "plaintext"}}],
        unknown=[{"engineName": "redis", "redisSettings": {"sslSecurityProtocol": UNKNOWN}}],
    ),
    *of_inputs(
        dms_replication_task_logging,
        "aws:dms/replicationTask:ReplicationTask",
        passes=[{"replicationTaskSettings": json.dumps({"Logging": {"EnableLogging": True}})}],
        fails=[{}, {"replicationTaskSettings": json.dumps({"Logging": {"EnableLogging": False}})}],
        unknown=[{"replicationTaskSettings": UNKNOWN}],
    ),
    *of_inputs(
        qldb_ledger_standard_permissions,
        "aws:qldb/ledger:Ledger",
        passes=[{"permissionsMode": "STANDARD"}],
        fails=[{"permissionsMode": "ALLOW_ALL"}, {}],
        unknown=[{"permissionsMode": UNKNOWN}],
    ),
    *of_inputs(
        keyspaces_table_point_in_time_recovery,
        "aws:keyspaces/table:Table",
        passes=[{"pointInTimeRecovery": {"status": "ENABLED"}}],
        fails=[{"pointInTimeRecovery": {"status": "DISABLED"}}, {}],
        unknown=[{"pointInTimeRecovery": {"status": UNKNOWN}}],
    ),
    *of_inputs(
        timestream_influxdb_not_public,
        "aws:timestreaminfluxdb/dbInstance:DbInstance",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        timestream_influxdb_multi_az,
        "aws:timestreaminfluxdb/dbInstance:DbInstance",
        passes=[{"deploymentType": "WITH_MULTIAZ_STANDBY"}],
        fails=[{"deploymentType": "SINGLE_AZ"}, {}],
        unknown=[{"deploymentType": UNKNOWN}],
    ),
    *of_inputs(
        cloudsearch_domain_minimum_tls_1_2,
        "aws:cloudsearch/domain:Domain",
        passes=[{"endpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"}}],
        fails=[{"endpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"}}, {}],
        unknown=[{"endpointOptions": {"tlsSecurityPolicy": UNKNOWN}}],
    ),
    Row(
        rds_instance_private_subnet,
        None,
        [PRIVATE, declare("aws:rds/subnetGroup:SubnetGroup", "it", {"subnetIds": [PRIVATE]})],
    ),
    Row(
        rds_instance_private_subnet,
        "violation",
        [PUBLIC, declare("aws:rds/subnetGroup:SubnetGroup", "it", {"subnetIds": [PUBLIC]})],
    ),
    Row(
        rds_instance_private_subnet,
        "unknown",
        [declare("aws:rds/subnetGroup:SubnetGroup", "it", {"subnetIds": UNKNOWN})],
    ),
]
