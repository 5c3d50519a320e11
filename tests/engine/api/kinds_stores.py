"""Object storage, registries and tables."""

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
}  # fmt: skip
