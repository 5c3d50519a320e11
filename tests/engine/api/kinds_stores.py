"""Storage, databases, caches, streams, registries and backups."""

import io
import zipfile
from collections.abc import Mapping
from urllib.parse import urlencode

from tests.engine.api.kind import Inputs, Kind, Then


def located(inputs: Inputs) -> Inputs:
    region = inputs.pop("__region")
    if region == "us-east-1":
        return inputs
    return {**inputs, "createBucketConfiguration": {"locationConstraint": region}}


def body(inputs: Inputs) -> Inputs:
    """Return an object's inputs with the bytes of its source, an archive of texts or a text."""
    source, tags = inputs.pop("source", {}), inputs.pop("tags", {})
    if "assets" in source:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, asset in source["assets"].items():
                archive.writestr(name, asset["text"])
        content = packed.getvalue()
    else:
        content = str(source.get("text", inputs.pop("content", ""))).encode()
    return {**inputs, "body": content, "tagging": urlencode(tags)}


def keyed(inputs: Inputs) -> Inputs:
    """Return a table's inputs with its key schema."""
    roles = {"hashKey": "HASH", "rangeKey": "RANGE"}
    schema = [
        {"attributeName": inputs.pop(key), "keyType": role}
        for key, role in roles.items()
        if key in inputs
    ]
    encryption = inputs.get("serverSideEncryption", {})
    kind = {"serverSideEncryption": {**encryption, "sseType": "KMS"}} if encryption else {}
    return {**inputs, **kind, "keySchema": schema}


def immediate(inputs: Inputs) -> Inputs:
    given = [{"applyMethod": "immediate", **each} for each in inputs["parameters"]]
    return {"parameters": given}


def bucket_part(operation: str, names: Mapping[str, str], *delete: str, under: str = "",
                fixed: Mapping[str, object] | None = None) -> Kind:  # fmt: skip
    """Return a part of a bucket's configuration that has requests of its own."""
    return Kind(
        "s3",
        f"Put{operation}",
        "Bucket",
        names={"bucket": "Bucket", **names},
        under=under,
        fixed=fixed or {},
        read=f"Get{operation}",
        delete=delete,
    )


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

STORES: Mapping[str, Kind] = {
    "aws:s3/bucket:Bucket": Kind(
        "s3",
        "CreateBucket",
        "Bucket",
        names={"objectLockEnabled": "ObjectLockEnabledForBucket", "forceDestroy": "", "tags": ""},
        auto="bucket",
        prepare=located,
        outputs={
            "arn": "arn:aws:s3:::{Bucket}",
            "bucketDomainName": "{Bucket}.s3.amazonaws.com",
            "bucketRegionalDomainName": "{Bucket}.s3.{region}.amazonaws.com",
        },
        then=(Then("PutBucketTagging", ("tags",), {"tags": "Tagging.TagSet"}),),
        read="HeadBucket",
        delete=("DeleteBucket",),
    ),
    "aws:s3/bucketVersioning:BucketVersioning": bucket_part("BucketVersioning", {}),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
        bucket_part("BucketEncryption", {"rules": "ServerSideEncryptionConfiguration.Rules"},
                    "DeleteBucketEncryption"),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": bucket_part(
        "BucketLifecycleConfiguration", {"rules": "LifecycleConfiguration.Rules"},
        "DeleteBucketLifecycle"),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": bucket_part(
        "ObjectLockConfiguration", {"rule": "ObjectLockConfiguration.Rule"},
        fixed={"ObjectLockConfiguration.ObjectLockEnabled": "Enabled"}),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": bucket_part(
        "BucketOwnershipControls", {"rule": "OwnershipControls.Rules"},
        "DeleteBucketOwnershipControls"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket_part(
        "PublicAccessBlock", {}, "DeletePublicAccessBlock",
        under="PublicAccessBlockConfiguration"),
    "aws:s3/bucketPolicy:BucketPolicy": bucket_part("BucketPolicy", {}, "DeleteBucketPolicy"),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": bucket_part(
        "BucketReplication", {"rules.deleteMarkerReplication": "DeleteMarkerReplication"},
        "DeleteBucketReplication", under="ReplicationConfiguration"),
    "aws:s3/bucketObjectv2:BucketObjectv2": Kind(
        "s3",
        "PutObject",
        "{Bucket}/{Key}",
        prepare=body,
        read="HeadObject",
        delete=("DeleteObject VersionId=VersionId",),
    ),
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": Kind(
        "s3control",
        "PutPublicAccessBlock",
        "AccountId",
        under="PublicAccessBlockConfiguration",
        fixed={"AccountId": "{account}"},
        read="GetPublicAccessBlock",
        delete=("DeletePublicAccessBlock",),
    ),
    "aws:ecr/repository:Repository": Kind(
        "ecr",
        "CreateRepository",
        "repositoryName",
        names={"name": "repositoryName", "forceDelete": ""},
        auto="name",
        outputs={"repositoryUrl": "repositoryUri"},
        read="DescribeRepositories repositoryNames",
        delete=("DeleteRepository force=forceDelete",),
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Kind(
        "ecr",
        "PutLifecyclePolicy",
        "repositoryName",
        names={"repository": "repositoryName", "policy": "lifecyclePolicyText"},
        read="GetLifecyclePolicy",
        delete=("DeleteLifecyclePolicy",),
    ),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Kind(
        "ecr",
        "SetRepositoryPolicy",
        "repositoryName",
        names={"repository": "repositoryName", "policy": "policyText"},
        read="GetRepositoryPolicy",
        delete=("DeleteRepositoryPolicy",),
    ),
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": Kind(
        "ecr",
        "PutReplicationConfiguration",
        "{account}",
        read="DescribeRegistry",
        delete=('PutReplicationConfiguration replicationConfiguration=!{"rules":[]}',),
    ),
    "aws:dynamodb/table:Table": Kind(
        "dynamodb",
        "CreateTable",
        "TableName",
        names={
            "name": "TableName",
            "attributes": "AttributeDefinitions",
            "attributes.name": "AttributeName",
            "attributes.type": "AttributeType",
            "serverSideEncryption": "SSESpecification",
            "serverSideEncryption.kmsKeyArn": "KMSMasterKeyId",
            "pointInTimeRecovery": "",
            "ttl": "",
            "replicas": "",
        },
        auto="name",
        prepare=keyed,
        then=(
            Then("UpdateTimeToLive", ("ttl",), {"ttl": "TimeToLiveSpecification"}),
            Then(
                "UpdateContinuousBackups",
                ("pointInTimeRecovery",),
                {
                    "pointInTimeRecovery": "PointInTimeRecoverySpecification",
                    "pointInTimeRecovery.enabled": "PointInTimeRecoveryEnabled",
                },
            ),
        ),
        read="DescribeTable",
        update=(Then("UpdateTable", ("deletionProtectionEnabled",)),),
        delete=("DeleteTable",),
    ),
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
