"""Models and their notebooks, agents, files, jobs."""

import json
from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.security_groups import INGRESS_RULE, RULE, SECURITY_GROUP
from policies.engine.selectors.tokens import KEY, NOTEBOOK
from policies.rules.bedrock import (
    AGENT,
)
from policies.rules.emr import (
    CLUSTER,
)
from policies.rules.glue import (
    WORKERS,
)
from policies.rules.sagemaker.endpoint import (
    ENDPOINT_CONFIGURATION,
)
from policies.rules.sagemaker.notebook import (
    DOMAIN,
)
from tests.policies.row import Row, declare, name_of, of_input, of_inputs

OURS = declare(KEY, "key")
LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
IMDS = "instanceMetadataServiceConfiguration"


def keyed(rule: Any, kind: str, path: str) -> Iterator[Row]:
    yield Row(rule, None, [OURS, declare(kind, name_of(kind), {path: OURS})])
    yield from of_inputs(
        rule,
        kind,
        passes=[{path: "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}, {path: "alias/aws/service"}],
        unknown=[{path: UNKNOWN}],
    )


def imds(version: Any) -> dict[str, Any]:
    return {IMDS: {"minimumInstanceMetadataServiceVersion": version}}


def nodes(*rules: Resource, group: Resource) -> list[Resource]:
    attributes = {"ec2Attributes": {"emrManagedMasterSecurityGroup": group}}
    return [group, *rules, declare(CLUSTER, "cluster", attributes)]


def admits(addresses: Any) -> dict[str, Any]:
    return {"ingress": [{"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": addresses}]}


def security(**encryption: Any) -> dict[str, Any]:
    return {"configuration": json.dumps({"EncryptionConfiguration": encryption})}


def disks(*, encrypted: bool) -> dict[str, Any]:
    local = {"LocalDiskEncryptionConfiguration": {"EnableEbsEncryption": encrypted}}
    return {"AtRestEncryptionConfiguration": local}


def modes(logs: Any = "SSE-KMS", bookmarks: Any = "CSE-KMS", objects: Any = "SSE-KMS") -> Any:
    return {
        "encryptionConfiguration": {
            "cloudwatchEncryption": {"cloudwatchEncryptionMode": logs},
            "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": bookmarks},
            "s3Encryption": {"s3EncryptionMode": objects},
        }
    }


def catalog(mode: Any, *, passwords: Any) -> dict[str, Any]:
    return {
        "dataCatalogEncryptionSettings": {
            "connectionPasswordEncryption": {"returnConnectionPasswordEncrypted": passwords},
            "encryptionAtRest": {"catalogEncryptionMode": mode},
        }
    }


CLOSED = declare(SECURITY_GROUP, "nodes", admits(["10.0.0.0/8"]))
OPEN_TO_ALL = {"securityGroupId": CLOSED, "cidrIpv4": "0.0.0.0/0", "ipProtocol": "-1"}
OPEN_BY_RULE = {
    "securityGroupId": CLOSED,
    "type": "ingress",
    "protocol": "tcp",
    "fromPort": 22,
    "toPort": 22,
    "ipv6CidrBlocks": ["::/0"],
}


def clusters() -> Iterator[Row]:
    rule = "emr-cluster-no-public-ingress"
    yield Row(rule, None, nodes(group=CLOSED))
    anyone = declare(SECURITY_GROUP, "nodes", admits(["0.0.0.0/0"]))
    yield Row(rule, "violation", nodes(group=anyone))
    yield Row(rule, "violation", nodes(declare(INGRESS_RULE, "rule", OPEN_TO_ALL), group=CLOSED))
    yield Row(rule, "violation", nodes(declare(RULE, "rule", OPEN_BY_RULE), group=CLOSED))
    unknown = declare(SECURITY_GROUP, "nodes", admits([UNKNOWN]))
    yield Row(rule, "unknown", nodes(group=unknown))
    yield from of_inputs(
        rule,
        CLUSTER,
        passes=[{}],
        unknown=[{"ec2Attributes": {"serviceAccessSecurityGroup": "sg-elsewhere"}}],
    )


ROWS = [
    *keyed("sagemaker-notebook-customer-managed-key", NOTEBOOK, "kmsKeyId"),
    *keyed("sagemaker-notebook-customer-managed-key", DOMAIN, "kmsKeyId"),
    *keyed(
        "sagemaker-endpoint-customer-managed-key",
        ENDPOINT_CONFIGURATION,
        "kmsKeyArn",
    ),
    *keyed("bedrock-agent-customer-managed-key", AGENT, "customerEncryptionKeyArn"),
    *keyed("fsx-file-system-customer-managed-key", LUSTRE, "kmsKeyId"),
    *of_input(
        "fsx-file-system-customer-managed-key",
        "deploymentType",
        passes=["SCRATCH_2"],
        fails=["PERSISTENT_2"],
        kind=LUSTRE,
    ),
    *of_input(
        "sagemaker-notebook-no-direct-internet-access",
        "directInternetAccess",
        passes=["Disabled"],
        fails=[None, "Enabled"],
    ),
    *of_input("sagemaker-notebook-in-vpc", "subnetId", passes=["subnet-1"], fails=[None]),
    *of_input(
        "sagemaker-notebook-root-access-disabled",
        "rootAccess",
        passes=["Disabled"],
        fails=[None, "Enabled"],
    ),
    *of_inputs(
        "sagemaker-notebook-imdsv2-required",
        passes=[imds("2"), imds(2.0)],
        fails=[{}, imds("1")],
        unknown=[imds(UNKNOWN), {IMDS: UNKNOWN}],
    ),
    *of_input(
        "sagemaker-model-network-isolation",
        "enableNetworkIsolation",
        passes=[True],
        fails=[None, False],
    ),
    *of_inputs(
        "sagemaker-monitoring-job-encryption-in-transit",
        passes=[{"networkConfig": {"enableInterContainerTrafficEncryption": True}}],
        fails=[{}, {"networkConfig": {"enableInterContainerTrafficEncryption": False}}],
        unknown=[{"networkConfig": UNKNOWN}],
    ),
    *of_inputs(
        "bedrock-agent-guardrail",
        passes=[{"guardrailConfigurations": [{"guardrailIdentifier": "g"}]}],
        fails=[{}, {"guardrailConfigurations": []}],
        unknown=[{"guardrailConfigurations": UNKNOWN}],
    ),
    *of_inputs(
        "efs-access-point-root-directory",
        passes=[{"rootDirectory": {"path": "/data"}}],
        fails=[{}, {"rootDirectory": {"path": "/"}}, {"rootDirectory": {}}],
        unknown=[{"rootDirectory": UNKNOWN}],
    ),
    *of_inputs(
        "efs-access-point-posix-user",
        passes=[{"posixUser": {"uid": 1000, "gid": 1000}}],
        fails=[{}],
        unknown=[{"posixUser": UNKNOWN}],
    ),
    *clusters(),
    *of_input(
        "emr-cluster-security-configuration",
        "securityConfiguration",
        passes=["encrypted"],
        fails=[None],
    ),
    *of_inputs(
        "emr-local-disk-encryption",
        passes=[security(**disks(encrypted=True))],
        fails=[security(**disks(encrypted=False)), security(EnableAtRestEncryption=True)],
        unknown=[{"configuration": UNKNOWN}],
    ),
    *of_inputs(
        "emr-encryption-in-transit",
        passes=[security(EnableInTransitEncryption=True)],
        fails=[security(EnableInTransitEncryption=False), security()],
        unknown=[{"configuration": UNKNOWN}],
    ),
    *of_inputs(
        "glue-data-catalog-encryption",
        passes=[
            catalog("SSE-KMS", passwords=True),
            catalog("SSE-KMS-WITH-SERVICE-ROLE", passwords=True),
        ],
        fails=[
            {},
            catalog("DISABLED", passwords=True),
            catalog("SSE-KMS", passwords=False),
        ],
        unknown=[catalog(UNKNOWN, passwords=True), {"dataCatalogEncryptionSettings": UNKNOWN}],
    ),
    *(
        row
        for kind in WORKERS
        for row in of_input(
            "glue-job-security-configuration",
            "securityConfiguration",
            passes=["encrypted"],
            fails=[None],
            kind=kind,
        )
    ),
    *of_inputs(
        "glue-security-configuration-encryption",
        passes=[modes(), modes(objects="SSE-S3")],
        fails=[{}, modes(logs="DISABLED"), modes(bookmarks="DISABLED"), modes(objects="DISABLED")],
        unknown=[{"encryptionConfiguration": UNKNOWN}, modes(objects=UNKNOWN)],
    ),
]
