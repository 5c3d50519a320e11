"""Rules for Amazon EMR."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.public_addresses import subnet_gives_address
from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    any_of,
    equal,
    found,
    is_set,
    json_object,
    not_,
    one_of,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.security_groups import INGRESS_RULE, RULE, SECURITY_GROUP, openings
from policies.engine.selectors.tokens import SUBNETS
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    input_is_not,
    input_is_set,
    input_rule,
    must_be,
    must_be_given,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/emr/latest/ManagementGuide"
CLUSTER = "aws:emr/cluster:Cluster"
SECURITY_CONFIGURATION = "aws:emr/securityConfiguration:SecurityConfiguration"
GROUPS = (
    "emrManagedMasterSecurityGroup",
    "emrManagedSlaveSecurityGroup",
    "additionalMasterSecurityGroups",
    "additionalSlaveSecurityGroups",
    "serviceAccessSecurityGroup",
)
AT_REST = "EncryptionConfiguration.AtRestEncryptionConfiguration"


@stack_rule(
    types=(CLUSTER,),
    concern="security",
    severity="high",
    title="EMR cluster nodes accept connections from the internet",
    risk="The web consoles of EMR need no password.",
    fix="security groups that allow only your own networks",
    same_intent_as=("CKV2_AWS_7",),
    aws_docs=f"{GUIDE}/emr-security-groups.html",
)
def emr_cluster_no_public_ingress(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    for each in GROUPS:
        path = f"ec2Attributes.{each}"
        if is_set(cluster, path):
            group = stack.follow(cluster, path, SECURITY_GROUP)
            open_ = admits_public(group, stack) if isinstance(group, Resource) else UNKNOWN
            yield from found(open_, cluster, path, "a security group without public ingress")


def admits_public(group: Resource, stack: Stack) -> Truth:
    rules = stack.attached(group, "securityGroupId", RULE, INGRESS_RULE)
    anyone = any_of(opens(each, stack) for each in (group, *rules.found))
    return UNKNOWN if anyone is False and rules.unknown else anyone


def opens(resource: Resource, stack: Stack) -> Truth:
    try:
        return any_of([each.from_anywhere for each in openings(resource, "ingress", stack)])
    except UnknownInput:
        return UNKNOWN


@resource_rule(
    types=(SECURITY_CONFIGURATION,),
    concern="security",
    severity="medium",
    title="EMR security configuration does not encrypt local disks",
    risk="Intermediate data on the nodes is stored in plain text.",
    fix='"LocalDiskEncryptionConfiguration": {"EnableEbsEncryption": true, ...}',
    same_intent_as=("CKV_AWS_350", "CKV_AWS_349"),
    aws_docs=f"{GUIDE}/emr-encryption-enable.html",
)
def emr_local_disk_encryption(configuration: Resource) -> Iterator[Finding]:
    path = f"{AT_REST}.LocalDiskEncryptionConfiguration.EnableEbsEncryption"
    yield from require_setting(configuration, path)


@resource_rule(
    types=(SECURITY_CONFIGURATION,),
    concern="security",
    severity="medium",
    title="EMR security configuration does not encrypt data in transit",
    risk="Data exchanged between nodes can be read on the network.",
    fix='"EnableInTransitEncryption": true, with a certificate',
    same_intent_as=("CKV_AWS_351",),
    aws_docs=f"{GUIDE}/emr-encryption-enable.html",
)
def emr_encryption_in_transit(configuration: Resource) -> Iterator[Finding]:
    yield from require_setting(configuration, "EncryptionConfiguration.EnableInTransitEncryption")


def require_setting(configuration: Resource, path: str) -> Iterator[Finding]:
    where = f"configuration.{path}"
    value = at(document(configuration), path)
    yield from found(not_(equal(value, option=True)), configuration, where, True, actual=value)


def document(configuration: Resource) -> Mapping[str, Any]:
    """Return the parsed configuration. Raises UnknownInput, and InvalidInputError."""
    return json_object(configuration, "configuration")


@resource_rule(
    types=("aws:emr/securityConfiguration:SecurityConfiguration",),
    concern="security",
    severity="low",
    title="EMR security configuration does not encrypt S3 data with a KMS key",
    risk="Access to the data cannot be restricted through a key policy.",
    fix='"S3EncryptionConfiguration": {"EncryptionMode": "SSE-KMS", "AwsKmsKey": key.arn}',
    same_intent_as=("CKV_AWS_171",),
    aws_docs="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html",
)
def emr_s3_encryption_sse_kms(resource: Resource) -> Iterator[Finding]:
    mode = at(document(resource), f"{AT_REST}.S3EncryptionConfiguration.EncryptionMode")
    path = "configuration"
    yield from found(not_(one_of(mode, ("SSE-KMS",))), resource, path, "S3 encryption mode SSE-KMS")


@stack_rule(
    types=("aws:emr/cluster:Cluster",),
    concern="security",
    severity="high",
    title="EMR cluster is in a subnet that assigns public IP addresses",
    risk="The primary node can be attacked from the internet.",
    fix='ec2_attributes={"subnet_id": private_subnet.id, ...}',
    same_intent_as=("emr_cluster_master_nodes_no_public_ip",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/emr-controls.html",
)
def emr_cluster_private_subnet(resource: Resource, stack: Stack) -> Iterator[Finding]:
    path = "ec2Attributes.subnetId"
    subnet = stack.follow(resource, path, *SUBNETS)
    if isinstance(subnet, Resource):
        public = subnet_gives_address(subnet)
        because = f"subnet {subnet.name} assigns public IP addresses"
        yield from found(public, resource, path, "a private subnet", because=because)
    elif subnet is UNKNOWN:
        yield from found(UNKNOWN, resource, path, "a private subnet")


RULES: tuple[Rule, ...] = (
    emr_cluster_no_public_ingress,
    input_rule(
        "emr-cluster-security-configuration",
        must_be_given("securityConfiguration", "a security configuration"),
        types=(CLUSTER,),
        concern="security",
        severity="medium",
        title="EMR cluster has no security configuration",
        risk="Data on disk and in transit is not encrypted.",
        fix="security_configuration=configuration.name",
        same_intent_as=("CKV2_AWS_55",),
        aws_docs=f"{GUIDE}/emr-create-security-configuration.html",
    ),
    emr_local_disk_encryption,
    emr_encryption_in_transit,
    input_rule(
        "emr-block-public-access",
        must_be("blockPublicSecurityGroupRules", True),
        types=("aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration",),
        concern="security",
        severity="high",
        title="EMR block public access is disabled",
        risk="Clusters with public security groups can be launched.",
        fix="block_public_security_group_rules=True",
        same_intent_as=("CKV_AWS_390",),
        aws_docs="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html",
    ),
    input_rule(
        "emr-kerberos-realm",
        must_be_given(
            "kerberosAttributes.realm", "a realm", when=input_is_set("kerberosAttributes")
        ),
        types=("aws:emr/cluster:Cluster",),
        concern="security",
        severity="medium",
        title="EMR cluster uses Kerberos without a realm",
        risk="The principals of the cluster cannot be distinguished from those of another realm.",
        fix='kerberos_attributes={"realm": "EC2.INTERNAL", ...}',
        same_intent_as=("CKV_AWS_114",),
        aws_docs="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-kerberos.html",
    ),
    emr_s3_encryption_sse_kms,
    input_rule(
        "emr-cluster-logs",
        must_be_given("logUri", "an S3 location"),
        types=("aws:emr/cluster:Cluster",),
        concern="operations",
        severity="low",
        title="EMR cluster keeps no logs",
        risk="The logs of failed steps are lost with the cluster.",
        fix='log_uri="s3://logs/emr/"',
        aws_docs="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html",
        production=True,
    ),
    input_rule(
        "emr-cluster-termination-protection",
        must_not_be(
            "terminationProtection",
            False,
            expected=True,
            when=input_is_not("keepJobFlowAliveWhenNoSteps", False),
        ),
        types=("aws:emr/cluster:Cluster",),
        concern="availability",
        severity="low",
        title="EMR cluster has termination protection disabled",
        risk="One API call ends the cluster with the data in HDFS.",
        fix="termination_protection=True",
        aws_docs="https://docs.aws.amazon.com/emr/latest/ManagementGuide/UsingEMR_TerminationProtection.html",
        production=True,
    ),
    emr_cluster_private_subnet,
)
