"""Tables of the uses of KMS keys that AWS documents."""

from dataclasses import dataclass

DOCS = "https://docs.aws.amazon.com"


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """Use of a key by a service principal, which only the key policy can allow."""

    type: str  # of the encrypted resource
    path: str  # of its key
    principals: tuple[str, ...]
    actions: tuple[str, ...]
    page: str


SERVICE_USES = (
    ServiceUse(
        "aws:cloudwatch/logGroup:LogGroup",
        "kmsKeyId",
        ("logs.{region}",),
        ("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey"),
        f"{DOCS}/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ),
    ServiceUse(
        "aws:sns/topic:Topic",
        "kmsMasterKeyId",
        ("cloudwatch", "events"),
        ("kms:Decrypt", "kms:GenerateDataKey"),
        f"{DOCS}/sns/latest/dg/sns-key-management.html",
    ),
    ServiceUse(
        "aws:cloudtrail/trail:Trail",
        "kmsKeyId",
        ("cloudtrail",),
        ("kms:GenerateDataKey", "kms:DescribeKey"),
        f"{DOCS}/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
    ),
    ServiceUse(
        "aws:sfn/stateMachine:StateMachine",
        "encryptionConfiguration.kmsKeyId",
        ("delivery.logs",),  # with logging enabled
        ("kms:Decrypt",),
        f"{DOCS}/step-functions/latest/dg/encryption-at-rest.html",
    ),
)


@dataclass(frozen=True, slots=True)
class LinkedRoleUse:
    """Use of a bucket's key by a service-linked role, which only the key policy can allow."""

    type: str  # of the resource that makes the service read the bucket
    path: str  # of the bucket
    role: str
    actions: tuple[str, ...]
    page: str


LINKED_ROLE_USES = (
    LinkedRoleUse(
        "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
        "dataRepositoryPath",
        "s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_fs-0123456789abcdef0",
        ("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey"),
        f"{DOCS}/fsx/latest/LustreGuide/s3-server-side-encryption-support.html",
    ),
    LinkedRoleUse(
        "aws:macie2/classificationJob:ClassificationJob",
        "s3JobDefinition",
        "macie.amazonaws.com/AWSServiceRoleForAmazonMacie",
        ("kms:Decrypt",),
        f"{DOCS}/macie/latest/user/discovery-supported-encryption-types.html",
    ),
)


@dataclass(frozen=True, slots=True)
class DataUse:
    """Action on data of an encrypted resource that needs the resource's key too."""

    type: str
    resource: str  # ARN that the action is on: {name} is the physical name
    path: str  # of the key
    service: str  # through which the key is used
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    page: str


DATA_USES = (
    DataUse(
        "aws:dynamodb/table:Table",
        "arn:aws:dynamodb:{region}:{account}:table/{name}",
        "serverSideEncryption.kmsKeyArn",
        "dynamodb",
        ("dynamodb:GetItem", "dynamodb:PutItem"),
        (),
        f"{DOCS}/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
    ),
    DataUse(
        "aws:kinesis/stream:Stream",
        "arn:aws:kinesis:{region}:{account}:stream/{name}",
        "kmsKeyId",
        "kinesis",
        ("kinesis:GetRecords",),
        ("kinesis:PutRecord",),
        f"{DOCS}/streams/latest/dev/permissions-user-key-KMS.html",
    ),
)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
OBJECT_READS = ("s3:GetObject", "s3:GetObjectVersionForReplication")
OBJECT_WRITES = ("s3:PutObject",)
REPLICAS = ("s3:ReplicateObject",)  # needs kms:Encrypt with the key of the destination bucket

# Key that the caller of an action must be able to use: type, path of the key, action, KMS actions.
# https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/jobs-log-encryption.html
CALLER_USES = (
    (
        "aws:emrserverless/application:Application",
        "monitoringConfiguration.cloudwatchLoggingConfiguration.encryptionKeyArn",
        "emr-serverless:StartJobRun",
        ("kms:Decrypt", "kms:GenerateDataKey"),
    ),
)
# Key that a resource's own role must be able to use: type, path of role and key, KMS actions,
# service through which; empty: directly.
ROLE_USES = (
    # https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
    (
        "aws:sfn/stateMachine:StateMachine",
        "roleArn",
        "encryptionConfiguration.kmsKeyId",
        ("kms:Decrypt", "kms:GenerateDataKey"),
        "states",
    ),
    # https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html
    (
        "aws:cfg/deliveryChannel:DeliveryChannel",
        "recorder.roleArn",
        "s3KmsKeyArn",
        ("kms:Decrypt", "kms:GenerateDataKey"),
        "",
    ),
    # https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
    (
        "aws:scheduler/schedule:Schedule",
        "target.roleArn",
        "kmsKeyArn",
        ("kms:Decrypt",),
        "scheduler",
    ),
    # https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
    (
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        "model.executionRoleArn",
        "kmsKeyArn",
        ("kms:CreateGrant",),
        "",
    ),
    (
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        "model.executionRoleArn",
        "dataCaptureConfig.kmsKeyId",
        ("kms:GenerateDataKey",),
        "s3",
    ),
    # https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    (
        "aws:sagemaker/pipeline:Pipeline",
        "roleArn",
        "pipelineDefinition",
        ("kms:CreateGrant",),
        "",
    ),
)
