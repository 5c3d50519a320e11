from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    ENCRYPTION_BY_DEFAULT,
    KEY,
    VOLUME,
)
from policies.rules.ebs import (
    DEFAULT_KEY,
)
from policies.rules.ec2.instances import IMAGE
from tests.policies.row import Row, declare, of_input, one


def image(*disks: Any) -> list[Resource]:
    return one(IMAGE, ebsBlockDevices=[{"deviceName": "/dev/xvda", **disk} for disk in disks])


OWN = declare(KEY, "key")

ROWS = [
    Row("ebs-encryption-by-default", None, one(ENCRYPTION_BY_DEFAULT)),
    Row("ebs-encryption-by-default", None, one(ENCRYPTION_BY_DEFAULT, enabled=True)),
    Row("ebs-encryption-by-default", "violation", one(ENCRYPTION_BY_DEFAULT, enabled=False)),
    Row("ebs-encryption-by-default", "unknown", one(ENCRYPTION_BY_DEFAULT, enabled=UNKNOWN)),
    Row("ebs-volume-customer-managed-key", None, [OWN, *one(VOLUME, encrypted=True, kmsKeyId=OWN)]),
    Row(
        "ebs-volume-customer-managed-key",
        None,
        [*one(VOLUME, encrypted=True), declare(DEFAULT_KEY, "key", {"keyArn": "arn"})],
    ),
    Row("ebs-volume-customer-managed-key", "violation", one(VOLUME, encrypted=True)),
    Row("ebs-volume-customer-managed-key", "violation", one(VOLUME, kmsKeyId="alias/aws/ebs")),
    Row(
        "ebs-volume-customer-managed-key",
        "violation",
        [
            *one(VOLUME, encrypted=True),
            declare(DEFAULT_KEY, "key", {"keyArn": "arn"}, region="eu-west-1"),
        ],
    ),
    Row("ebs-volume-customer-managed-key", "unknown", one(VOLUME, kmsKeyId=UNKNOWN)),
    Row("ec2-ami-encrypted-volumes", None, one(IMAGE)),
    Row("ec2-ami-encrypted-volumes", None, image({"encrypted": "true"}, {"snapshotId": UNKNOWN})),
    Row("ec2-ami-encrypted-volumes", "violation", image({"encrypted": True}, {"volumeSize": 8})),
    Row("ec2-ami-encrypted-volumes", "violation", image({"encrypted": False})),
    Row("ec2-ami-encrypted-volumes", "unknown", image({"encrypted": UNKNOWN})),
    Row("ec2-ami-encrypted-volumes", "unknown", one(IMAGE, ebsBlockDevices=UNKNOWN)),
    *of_input(
        "ebs-snapshot-public-access-block",
        "state",
        passes=["block-all-sharing"],
        fails=["unblocked"],
    ),
    *of_input("ebs-snapshot-not-public", "accountId", passes=["123456789012"], fails=["all"]),
]
