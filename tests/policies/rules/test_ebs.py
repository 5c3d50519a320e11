from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import ENCRYPTION_BY_DEFAULT, KEY, VOLUME
from policies.rules.ebs import (
    DEFAULT_KEY,
    ebs_encryption_by_default,
    ebs_volume_customer_managed_key,
)
from policies.rules.ec2.instances import IMAGE, ec2_ami_encrypted_volumes
from tests.policies.row import Row, declare


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "it", inputs)]


def image(*disks: Any) -> list[Resource]:
    return one(IMAGE, ebsBlockDevices=[{"deviceName": "/dev/xvda", **disk} for disk in disks])


OWN = declare(KEY, "key")

ROWS = [
    Row(ebs_encryption_by_default, None, one(ENCRYPTION_BY_DEFAULT)),
    Row(ebs_encryption_by_default, None, one(ENCRYPTION_BY_DEFAULT, enabled=True)),
    Row(ebs_encryption_by_default, "violation", one(ENCRYPTION_BY_DEFAULT, enabled=False)),
    Row(ebs_encryption_by_default, "unknown", one(ENCRYPTION_BY_DEFAULT, enabled=UNKNOWN)),
    Row(ebs_volume_customer_managed_key, None, [OWN, *one(VOLUME, encrypted=True, kmsKeyId=OWN)]),
    Row(
        ebs_volume_customer_managed_key,
        None,
        [*one(VOLUME, encrypted=True), declare(DEFAULT_KEY, "key", {"keyArn": "arn"})],
    ),
    Row(ebs_volume_customer_managed_key, "violation", one(VOLUME, encrypted=True)),
    Row(ebs_volume_customer_managed_key, "violation", one(VOLUME, kmsKeyId="alias/aws/ebs")),
    Row(
        ebs_volume_customer_managed_key,
        "violation",
        [
            *one(VOLUME, encrypted=True),
            declare(DEFAULT_KEY, "key", {"keyArn": "arn"}, region="eu-west-1"),
        ],
    ),
    Row(ebs_volume_customer_managed_key, "unknown", one(VOLUME, kmsKeyId=UNKNOWN)),
    Row(ec2_ami_encrypted_volumes, None, one(IMAGE)),
    Row(ec2_ami_encrypted_volumes, None, image({"encrypted": "true"}, {"snapshotId": UNKNOWN})),
    Row(ec2_ami_encrypted_volumes, "violation", image({"encrypted": True}, {"volumeSize": 8})),
    Row(ec2_ami_encrypted_volumes, "violation", image({"encrypted": False})),
    Row(ec2_ami_encrypted_volumes, "unknown", image({"encrypted": UNKNOWN})),
    Row(ec2_ami_encrypted_volumes, "unknown", one(IMAGE, ebsBlockDevices=UNKNOWN)),
]
