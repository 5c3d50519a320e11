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
    bedrock_agent_customer_managed_key,
    bedrock_agent_guardrail,
)
from policies.rules.efs import (
    ACCESS_POINT,
    efs_access_point_posix_user,
    efs_access_point_root_directory,
)
from policies.rules.emr import (
    CLUSTER,
    SECURITY_CONFIGURATION,
    emr_cluster_no_public_ingress,
    emr_cluster_security_configuration,
    emr_encryption_in_transit,
    emr_local_disk_encryption,
)
from policies.rules.fsx import fsx_file_system_customer_managed_key
from policies.rules.glue import (
    CATALOG_SETTINGS,
    WORKERS,
    glue_data_catalog_encryption,
    glue_job_security_configuration,
    glue_security_configuration_encryption,
)
from policies.rules.glue import SECURITY_CONFIGURATION as GLUE_SECURITY_CONFIGURATION
from policies.rules.sagemaker.endpoint import (
    ENDPOINT_CONFIGURATION,
    MODEL,
    sagemaker_endpoint_customer_managed_key,
    sagemaker_model_network_isolation,
)
from policies.rules.sagemaker.notebook import (
    DOMAIN,
    sagemaker_notebook_customer_managed_key,
    sagemaker_notebook_imdsv2_required,
    sagemaker_notebook_in_vpc,
    sagemaker_notebook_no_direct_internet_access,
    sagemaker_notebook_root_access_disabled,
)
from policies.rules.sagemaker.training import (
    QUALITY_JOB,
    sagemaker_monitoring_job_encryption_in_transit,
)
from tests.policies.row import Row, declare, of_inputs

OURS = declare(KEY, "key")
LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
IMDS = "instanceMetadataServiceConfiguration"


def keyed(rule: Any, kind: str, path: str) -> Iterator[Row]:
    yield Row(rule, None, [OURS, declare(kind, "it", {path: OURS})])
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
    rule = emr_cluster_no_public_ingress
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
    *keyed(sagemaker_notebook_customer_managed_key, NOTEBOOK, "kmsKeyId"),
    *keyed(sagemaker_notebook_customer_managed_key, DOMAIN, "kmsKeyId"),
    *keyed(
        sagemaker_endpoint_customer_managed_key,
        ENDPOINT_CONFIGURATION,
        "kmsKeyArn",
    ),
    *keyed(bedrock_agent_customer_managed_key, AGENT, "customerEncryptionKeyArn"),
    *keyed(fsx_file_system_customer_managed_key, LUSTRE, "kmsKeyId"),
    *of_inputs(
        fsx_file_system_customer_managed_key,
        LUSTRE,
        passes=[{"deploymentType": "SCRATCH_2"}],
        fails=[{"deploymentType": "PERSISTENT_2"}],
        unknown=[{"deploymentType": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_notebook_no_direct_internet_access,
        NOTEBOOK,
        passes=[{"directInternetAccess": "Disabled"}],
        fails=[{}, {"directInternetAccess": "Enabled"}],
        unknown=[{"directInternetAccess": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_notebook_in_vpc,
        NOTEBOOK,
        passes=[{"subnetId": "subnet-1"}],
        fails=[{}],
        unknown=[{"subnetId": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_notebook_root_access_disabled,
        NOTEBOOK,
        passes=[{"rootAccess": "Disabled"}],
        fails=[{}, {"rootAccess": "Enabled"}],
        unknown=[{"rootAccess": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_notebook_imdsv2_required,
        NOTEBOOK,
        passes=[imds("2"), imds(2.0)],
        fails=[{}, imds("1")],
        unknown=[imds(UNKNOWN), {IMDS: UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_model_network_isolation,
        MODEL,
        passes=[{"enableNetworkIsolation": True}],
        fails=[{}, {"enableNetworkIsolation": False}],
        unknown=[{"enableNetworkIsolation": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_monitoring_job_encryption_in_transit,
        QUALITY_JOB,
        passes=[{"networkConfig": {"enableInterContainerTrafficEncryption": True}}],
        fails=[{}, {"networkConfig": {"enableInterContainerTrafficEncryption": False}}],
        unknown=[{"networkConfig": UNKNOWN}],
    ),
    *of_inputs(
        bedrock_agent_guardrail,
        AGENT,
        passes=[{"guardrailConfigurations": [{"guardrailIdentifier": "g"}]}],
        fails=[{}, {"guardrailConfigurations": []}],
        unknown=[{"guardrailConfigurations": UNKNOWN}],
    ),
    *of_inputs(
        efs_access_point_root_directory,
        ACCESS_POINT,
        passes=[{"rootDirectory": {"path": "/data"}}],
        fails=[{}, {"rootDirectory": {"path": "/"}}, {"rootDirectory": {}}],
        unknown=[{"rootDirectory": UNKNOWN}],
    ),
    *of_inputs(
        efs_access_point_posix_user,
        ACCESS_POINT,
        passes=[{"posixUser": {"uid": 1000, "gid": 1000}}],
        fails=[{}],
        unknown=[{"posixUser": UNKNOWN}],
    ),
    *clusters(),
    *of_inputs(
        emr_cluster_security_configuration,
        CLUSTER,
        passes=[{"securityConfiguration": "encrypted"}],
        fails=[{}],
        unknown=[{"securityConfiguration": UNKNOWN}],
    ),
    *of_inputs(
        emr_local_disk_encryption,
        SECURITY_CONFIGURATION,
        passes=[security(**disks(encrypted=True))],
        fails=[security(**disks(encrypted=False)), security(EnableAtRestEncryption=True)],
        unknown=[{"configuration": UNKNOWN}],
    ),
    *of_inputs(
        emr_encryption_in_transit,
        SECURITY_CONFIGURATION,
        passes=[security(EnableInTransitEncryption=True)],
        fails=[security(EnableInTransitEncryption=False), security()],
        unknown=[{"configuration": UNKNOWN}],
    ),
    *of_inputs(
        glue_data_catalog_encryption,
        CATALOG_SETTINGS,
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
        for row in of_inputs(
            glue_job_security_configuration,
            kind,
            passes=[{"securityConfiguration": "encrypted"}],
            fails=[{}],
            unknown=[{"securityConfiguration": UNKNOWN}],
        )
    ),
    *of_inputs(
        glue_security_configuration_encryption,
        GLUE_SECURITY_CONFIGURATION,
        passes=[modes(), modes(objects="SSE-S3")],
        fails=[{}, modes(logs="DISABLED"), modes(bookmarks="DISABLED"), modes(objects="DISABLED")],
        unknown=[{"encryptionConfiguration": UNKNOWN}, modes(objects=UNKNOWN)],
    ),
]
