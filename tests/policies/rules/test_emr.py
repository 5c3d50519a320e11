"""Rules for Amazon EMR."""

import json

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

SUBNET = "aws:ec2/subnet:Subnet"
PRIVATE = declare(SUBNET, "private", {"mapPublicIpOnLaunch": False})
PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})

ROWS = [
    *of_inputs(
        "emr-kerberos-realm",
        passes=[{}, {"kerberosAttributes": {"realm": "EC2.INTERNAL", "kdcAdminPassword": "a"}}],
        fails=[{"kerberosAttributes": {"kdcAdminPassword": "a"}}],
        unknown=[{"kerberosAttributes": {"realm": UNKNOWN}}],
    ),
    *of_inputs(
        "emr-s3-encryption-sse-kms",
        passes=[
            {
                "configuration": json.dumps(
                    {
                        "EncryptionConfiguration": {
                            "EnableAtRestEncryption": True,
                            "AtRestEncryptionConfiguration": {
                                "S3EncryptionConfiguration": {"EncryptionMode": "SSE-KMS"}
                            },
                        }
                    }
                )
            }
        ],
        fails=[
            {
                "configuration": json.dumps(
                    {
                        "EncryptionConfiguration": {
                            "EnableAtRestEncryption": True,
                            "AtRestEncryptionConfiguration": {
                                "S3EncryptionConfiguration": {"EncryptionMode": "SSE-S3"}
                            },
                        }
                    }
                )
            }
        ],
        unknown=[{"configuration": UNKNOWN}],
    ),
    *of_input("emr-cluster-logs", "logUri", passes=["value"], fails=[None]),
    *of_input(
        "emr-cluster-termination-protection",
        "terminationProtection",
        passes=[None, True],
        fails=[False],
    ),
    Row(
        "emr-cluster-private-subnet",
        None,
        [
            PRIVATE,
            declare("aws:emr/cluster:Cluster", "cluster", {"ec2Attributes": {"subnetId": PRIVATE}}),
        ],
    ),
    Row(
        "emr-cluster-private-subnet",
        "violation",
        [
            PUBLIC,
            declare("aws:emr/cluster:Cluster", "cluster", {"ec2Attributes": {"subnetId": PUBLIC}}),
        ],
    ),
    Row(
        "emr-cluster-private-subnet",
        "unknown",
        [declare("aws:emr/cluster:Cluster", "cluster", {"ec2Attributes": {"subnetId": UNKNOWN}})],
    ),
    *of_input(
        "emr-block-public-access", "blockPublicSecurityGroupRules", passes=[True], fails=[False]
    ),
]
