"""Databases, caches, search, streams, file systems and backups."""

from collections.abc import Mapping

from tests.engine.api.kind import Inputs, Kind, Then


def immediate(inputs: Inputs) -> Inputs:
    given = [{"applyMethod": "immediate", **each} for each in inputs["parameters"]]
    return {"parameters": given}


CLUSTER = {
    "clusterIdentifier": "DBClusterIdentifier",
    "dbClusterParameterGroupName": "DBClusterParameterGroupName",
    "enabledCloudwatchLogsExports": "EnableCloudwatchLogsExports",
    "iamDatabaseAuthenticationEnabled": "EnableIAMDatabaseAuthentication",
    "serverlessv2ScalingConfiguration": "ServerlessV2ScalingConfiguration",
    "deleteAutomatedBackups": "",
    "skipFinalSnapshot": "",
    "finalSnapshotIdentifier": "",
    "applyImmediately": "",
}


FINAL = "FinalDBSnapshotIdentifier=finalSnapshotIdentifier"


def published(inputs: Inputs) -> Inputs:
    """Return the published logs of a search domain, by type of log."""
    options = [
        {
            "name": each["logType"],
            "values": {
                "cloudWatchLogsLogGroupArn": each["cloudwatchLogGroupArn"],
                "enabled": each.get("enabled", True),
            },
        }
        for each in inputs.get("logPublishingOptions", [])
    ]
    return {"logPublishingOptions": options}


DATABASES: Mapping[str, Kind] = {
    "aws:rds/cluster:Cluster": Kind(
        "rds",
        "CreateDBCluster",
        "DBClusterIdentifier",
        names=CLUSTER,
        auto="clusterIdentifier",
        outputs={"clusterResourceId": "DbClusterResourceId", "clusterIdentifier":
                 "DBClusterIdentifier", "hostedZoneId": "HostedZoneId"},
        read="DescribeDBClusters DBClusterIdentifier",
        update=(Then("ModifyDBCluster", ("deletionProtection",)),),
        delete=(f"DeleteDBCluster SkipFinalSnapshot=skipFinalSnapshot {FINAL}",),
    ),
    "aws:rds/clusterInstance:ClusterInstance": Kind(
        "rds",
        "CreateDBInstance",
        "DBInstanceIdentifier",
        names={
            "identifier": "DBInstanceIdentifier",
            "clusterIdentifier": "DBClusterIdentifier",
            "instanceClass": "DBInstanceClass",
            "performanceInsightsEnabled": "EnablePerformanceInsights",
            "caCertIdentifier": "CACertificateIdentifier",
            "applyImmediately": "",
        },
        auto="identifier",
        outputs={"identifier": "DBInstanceIdentifier"},
        read="DescribeDBInstances DBInstanceIdentifier",
        delete=("DeleteDBInstance SkipFinalSnapshot=!true",),
    ),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": Kind(
        "rds",
        "CreateDBClusterParameterGroup",
        "DBClusterParameterGroupName",
        names={
            "name": "DBClusterParameterGroupName",
            "family": "DBParameterGroupFamily",
            "parameters": "",
        },
        auto="name",
        then=(
            Then(
                "ModifyDBClusterParameterGroup",
                ("parameters",),
                {"parameters.name": "ParameterName", "parameters.value": "ParameterValue"},
                prepare=immediate,
            ),
        ),
        read="DescribeDBClusterParameterGroups DBClusterParameterGroupName",
        delete=("DeleteDBClusterParameterGroup",),
    ),
    "aws:rds/subnetGroup:SubnetGroup": Kind(
        "rds",
        "CreateDBSubnetGroup",
        "DBSubnetGroupName",
        names={"name": "DBSubnetGroupName", "description": "DBSubnetGroupDescription"},
        auto="name",
        read="DescribeDBSubnetGroups DBSubnetGroupName",
        delete=("DeleteDBSubnetGroup",),
    ),
    "aws:rds/globalCluster:GlobalCluster": Kind(
        "rds",
        "CreateGlobalCluster",
        "GlobalClusterIdentifier",
        read="DescribeGlobalClusters GlobalClusterIdentifier",
        delete=("DeleteGlobalCluster",),
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": Kind(
        "elasticache",
        "CreateCacheSubnetGroup",
        "CacheSubnetGroupName",
        names={"name": "CacheSubnetGroupName", "description": "CacheSubnetGroupDescription"},
        auto="name",
        read="DescribeCacheSubnetGroups CacheSubnetGroupName",
    ),
    "aws:elasticache/user:User": Kind(
        "elasticache",
        "CreateUser",
        "UserId",
        names={"passwords": "Passwords"},
        read="DescribeUsers UserId",
        delete=("DeleteUser",),
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": Kind(
        "elasticache",
        "CreateReplicationGroup",
        "ReplicationGroupId",
        names={
            "description": "ReplicationGroupDescription",
            "nodeType": "CacheNodeType",
            "subnetGroupName": "CacheSubnetGroupName",
            "parameterGroupName": "CacheParameterGroupName",
            "maintenanceWindow": "PreferredMaintenanceWindow",
            "logDeliveryConfigurations.destination": "",
            "finalSnapshotIdentifier": "",
            "applyImmediately": "",
        },
        auto="replicationGroupId",
        longest=40,
        outputs={
            "primaryEndpointAddress": "ReplicationGroup.NodeGroups[0].PrimaryEndpoint.Address",
            "readerEndpointAddress": "ReplicationGroup.NodeGroups[0].ReaderEndpoint.Address",
        },
        read="DescribeReplicationGroups ReplicationGroupId",
        delete=("DeleteReplicationGroup FinalSnapshotIdentifier=finalSnapshotIdentifier",),
    ),
    "aws:opensearch/domain:Domain": Kind(
        "opensearch",
        "CreateDomain",
        "DomainName",
        names={
            "ebsOptions": "EBSOptions",
            "vpcOptions": "VPCOptions",
            "domainEndpointOptions.enforceHttps": "EnforceHTTPS",
            "domainEndpointOptions.tlsSecurityPolicy": "TLSSecurityPolicy",
            "advancedSecurityOptions.masterUserOptions.masterUserArn": "MasterUserARN",
            "encryptAtRest": "EncryptionAtRestOptions",
            "nodeToNodeEncryption": "NodeToNodeEncryptionOptions",
            "logPublishingOptions": "LogPublishingOptions",
        },
        prepare=lambda inputs: {**inputs, **published(inputs)},
        outputs={"endpoint": "{DomainName}-1.{region}.es.amazonaws.com"},
        read="DescribeDomain",
        delete=("DeleteDomain",),
    ),
    "aws:kinesis/stream:Stream": Kind(
        "kinesis",
        "CreateStream",
        "StreamName",
        names={
            "name": "StreamName",
            "retentionPeriod": "",
            "encryptionType": "",
            "kmsKeyId": "",
            "enforceConsumerDeletion": "",
        },
        auto="name",
        outputs={"arn": "arn:aws:kinesis:{region}:{account}:stream/{StreamName}"},
        then=(
            Then("IncreaseStreamRetentionPeriod", ("retentionPeriod",),
                 {"retentionPeriod": "RetentionPeriodHours"}, {"StreamName": "{StreamName}"}),
            Then("StartStreamEncryption", ("encryptionType", "kmsKeyId"),
                 {"kmsKeyId": "KeyId"}, {"StreamName": "{StreamName}"}),
        ),
        read="DescribeStreamSummary StreamName",
        delete=("DeleteStream StreamName",),
    ),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": Kind(
        "firehose",
        "CreateDeliveryStream",
        "DeliveryStreamName",
        names={
            "name": "DeliveryStreamName",
            "destination": "",
            "extendedS3Configuration": "ExtendedS3DestinationConfiguration",
            "kinesisSourceConfiguration": "KinesisStreamSourceConfiguration",
            "*.kinesisStreamArn": "KinesisStreamARN",
            "*.kmsKeyArn": "EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN",
            "*.bufferingInterval": "BufferingHints.IntervalInSeconds",
            "*.bufferingSize": "BufferingHints.SizeInMBs",
            "*.cloudwatchLoggingOptions": "CloudWatchLoggingOptions",
        },
        fixed={"DeliveryStreamType": "KinesisStreamAsSource"},
        read="DescribeDeliveryStream",
        delete=("DeleteDeliveryStream",),
    ),
    "aws:fsx/lustreFileSystem:LustreFileSystem": Kind(
        "fsx",
        "CreateFileSystem",
        "FileSystemId",
        names={key: f"LustreConfiguration.{key[0].upper()}{key[1:]}" for key in (
            "dataCompressionType", "deploymentType", "perUnitStorageThroughput",
            "weeklyMaintenanceStartTime")},
        fixed={"FileSystemType": "LUSTRE"},
        outputs={"arn": "ResourceARN", "dnsName": "DNSName",
                 "mountName": "FileSystem.LustreConfiguration.MountName"},
        read="DescribeFileSystems FileSystemIds",
        delete=("DeleteFileSystem",),
    ),
    "aws:backup/vault:Vault": Kind(
        "backup",
        "CreateBackupVault",
        "BackupVaultName",
        names={"name": "BackupVaultName", "kmsKeyArn": "EncryptionKeyArn", "forceDestroy": "",
               "tags": "BackupVaultTags"},
        auto="name",
        outputs={"arn": "BackupVaultArn", "name": "BackupVaultName"},
        read="DescribeBackupVault",
        delete=("DeleteBackupVault",),
    ),
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": Kind(
        "backup",
        "PutBackupVaultLockConfiguration",
        "BackupVaultName",
        read="DescribeBackupVault",
        delete=("DeleteBackupVaultLockConfiguration",),
    ),
    "aws:backup/plan:Plan": Kind(
        "backup",
        "CreateBackupPlan",
        "BackupPlanId",
        names={
            "name": "BackupPlan.BackupPlanName",
            "rules": "BackupPlan.Rules",
            "rules.targetVaultName": "TargetBackupVaultName",
            "rules.schedule": "ScheduleExpression",
            "rules.startWindow": "StartWindowMinutes",
            "rules.completionWindow": "CompletionWindowMinutes",
            "rules.recoveryPointTags": "RecoveryPointTags",
            "rules.copyActions.destinationVaultArn": "DestinationBackupVaultArn",
            "*.deleteAfter": "DeleteAfterDays",
            "*.coldStorageAfter": "MoveToColdStorageAfterDays",
            "tags": "BackupPlanTags",
        },
        auto="name",
        read="GetBackupPlan",
        delete=("DeleteBackupPlan",),
    ),
}  # fmt: skip
