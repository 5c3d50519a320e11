"""Rules for several AWS services: customer managed keys."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.fix_forms import argument
from policies.engine.logic import Truth, all_of, equal, found, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.streams import sourced
from policies.engine.selectors.tokens import (
    BROKER,
    DATABASE_CLUSTER,
    DELIVERY_STREAM,
    DMS_REPLICATION_INSTANCE,
    DOCDB_CLUSTER,
    DOMAINS,
    FILE_SYSTEM,
    LOG_GROUP,
    MEMORYDB_CLUSTER,
    NEPTUNE_CLUSTER,
    NETWORKFIREWALL_FIREWALL,
    RDS_SNAPSHOT_COPY,
    REPLICATION_GROUP,
    SAGEMAKER_DATA_QUALITY_JOB_DEFINITION,
    SECRET,
    SSM_PARAMETER,
    STREAM,
    TABLE,
    WAREHOUSE,
)

DMS_ENDPOINT = "aws:dms/endpoint:Endpoint"
PARAMETER = SSM_PARAMETER
# Type → input with the KMS key.
KEYS = {
    "aws:appflow/connectorProfile:ConnectorProfile": "kmsArn",
    "aws:appflow/flow:Flow": "kmsArn",
    "aws:cloudtrail/eventDataStore:EventDataStore": "kmsKeyId",
    "aws:codeartifact/domain:Domain": "encryptionKey",
    DMS_REPLICATION_INSTANCE: "kmsKeyArn",
    "aws:dms/s3Endpoint:S3Endpoint": "kmsKeyArn",
    DOCDB_CLUSTER: "kmsKeyId",
    "aws:ebs/snapshotCopy:SnapshotCopy": "kmsKeyId",
    "aws:ec2/amiCopy:AmiCopy": "kmsKeyId",
    "aws:imagebuilder/component:Component": "kmsKeyId",
    "aws:kendra/index:Index": "serverSideEncryptionConfiguration.kmsKeyId",
    "aws:keyspaces/table:Table": "encryptionSpecification.kmsKeyIdentifier",
    "aws:kinesis/videoStream:VideoStream": "kmsKeyId",
    MEMORYDB_CLUSTER: "kmsKeyArn",
    "aws:memorydb/snapshot:Snapshot": "kmsKeyArn",
    BROKER: "encryptionOptions.kmsKeyId",
    NEPTUNE_CLUSTER: "kmsKeyArn",
    NETWORKFIREWALL_FIREWALL: "encryptionConfiguration.keyId",
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": "encryptionConfiguration.keyId",
    "aws:rds/clusterActivityStream:ClusterActivityStream": "kmsKeyId",
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": "kmsKeyId",
    RDS_SNAPSHOT_COPY: "kmsKeyId",
    "aws:redshift/snapshotCopyGrant:SnapshotCopyGrant": "kmsKeyId",
    "aws:redshiftserverless/namespace:Namespace": "kmsKeyId",
    "aws:s3/objectCopy:ObjectCopy": "kmsKeyId",
    SAGEMAKER_DATA_QUALITY_JOB_DEFINITION: ("jobResources.clusterConfig.volumeKmsKeyId"),
    "aws:sagemaker/flowDefinition:FlowDefinition": "outputConfig.kmsKeyId",
    "aws:scheduler/schedule:Schedule": "kmsKeyArn",
    "aws:timestreamwrite/database:Database": "kmsKeyId",
    DATABASE_CLUSTER: "kmsKeyId",
    DELIVERY_STREAM: "serverSideEncryption.keyArn",
    DMS_ENDPOINT: "kmsKeyArn",
    **dict.fromkeys(DOMAINS, "encryptAtRest.kmsKeyId"),
    FILE_SYSTEM: "kmsKeyId",
    LOG_GROUP: "kmsKeyId",
    PARAMETER: "keyId",
    REPLICATION_GROUP: "kmsKeyId",
    SECRET: "kmsKeyId",
    STREAM: "kmsKeyId",
    TABLE: "serverSideEncryption.kmsKeyArn",
    WAREHOUSE: "kmsKeyId",
}


@resource_rule(
    types=tuple(KEYS),
    concern="security",
    severity="low",
    title="Resource is not encrypted with a customer managed KMS key",
    risk=("Access to the data cannot be restricted, audited or revoked through a key policy."),
    fix="kms_key_id=key.arn; the argument is named by the path of the finding",
    same_intent_as=(
        "CKV_AWS_119",
        "CKV_AWS_142",
        "CKV_AWS_149",
        "CKV_AWS_158",
        "CKV_AWS_160",
        "CKV_AWS_177",
        "CKV_AWS_180",
        "CKV_AWS_181",
        "CKV_AWS_182",
        "CKV_AWS_183",
        "CKV_AWS_184",
        "CKV_AWS_185",
        "CKV_AWS_191",
        "CKV_AWS_201",
        "CKV_AWS_209",
        "CKV_AWS_212",
        "CKV_AWS_221",
        "CKV_AWS_236",
        "CKV_AWS_241",
        "CKV_AWS_245",
        "CKV_AWS_246",
        "CKV_AWS_247",
        "CKV_AWS_262",
        "CKV_AWS_263",
        "CKV_AWS_264",
        "CKV_AWS_265",
        "CKV_AWS_266",
        "CKV_AWS_278",
        "CKV_AWS_281",
        "CKV_AWS_282",
        "CKV_AWS_294",
        "CKV_AWS_296",
        "CKV_AWS_297",
        "CKV_AWS_298",
        "CKV_AWS_327",
        "CKV_AWS_337",
        "CKV_AWS_345",
        "CKV_AWS_346",
        "CKV_AWS_347",
        "CKV_AWS_368",
        "CKV_AWS_372",
    ),
    aws_docs="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html",
)
def resource_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    path = KEYS[resource.type]
    safe = all_of([own_key(resource, path), is_on(resource)])
    broken = all_of([has_a_key(resource), not_(safe)])
    fix = f"{argument(path)}=key.arn"
    yield from found(broken, resource, path, A_KEY_OF_OURS, fix=fix)


def has_a_key(resource: Resource) -> Truth:
    """Return whether the resource is of a kind that can use a KMS key."""
    if resource.type == PARAMETER:
        return equal(read(resource, "type"), "SecureString")
    if resource.type == DMS_ENDPOINT:
        return not_(equal(read(resource, "engineName"), "s3"))  # encrypted by the bucket's key
    if resource.type == DELIVERY_STREAM:
        return not_(sourced(resource))  # encrypted by the source's key
    return True


def is_on(resource: Resource) -> Truth:
    """A table names a key in vain while its encryption is off."""
    return resource.type != TABLE or equal(read(resource, "serverSideEncryption.enabled"), True)


RULES: tuple[Rule, ...] = (resource_customer_managed_key,)
