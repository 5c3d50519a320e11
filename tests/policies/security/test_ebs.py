from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.reading.tokens import ENCRYPTION_BY_DEFAULT, KEY, VOLUME
from policies.security.ebs import (
    DEFAULT_KEY,
    IMAGE,
    ebs_encryption_by_default,
    image_encrypted,
    volume_encrypted_with_own_key,
)
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
    Row(ebs_encryption_by_default, "undecided", one(ENCRYPTION_BY_DEFAULT, enabled=UNKNOWN)),
    Row(volume_encrypted_with_own_key, None, [OWN, *one(VOLUME, encrypted=True, kmsKeyId=OWN)]),
    Row(
        volume_encrypted_with_own_key,
        None,
        [*one(VOLUME, encrypted=True), declare(DEFAULT_KEY, "key", {"keyArn": "arn"})],
    ),
    Row(volume_encrypted_with_own_key, "violation", one(VOLUME, encrypted=True)),
    Row(volume_encrypted_with_own_key, "violation", one(VOLUME, kmsKeyId="alias/aws/ebs")),
    Row(
        volume_encrypted_with_own_key,
        "violation",
        [
            *one(VOLUME, encrypted=True),
            declare(DEFAULT_KEY, "key", {"keyArn": "arn"}, region="eu-west-1"),
        ],
    ),
    Row(volume_encrypted_with_own_key, "undecided", one(VOLUME, kmsKeyId=UNKNOWN)),
    Row(image_encrypted, None, one(IMAGE)),
    Row(image_encrypted, None, image({"encrypted": "true"}, {"snapshotId": UNKNOWN})),
    Row(image_encrypted, "violation", image({"encrypted": True}, {"volumeSize": 8})),
    Row(image_encrypted, "violation", image({"encrypted": False})),
    Row(image_encrypted, "undecided", image({"encrypted": UNKNOWN})),
    Row(image_encrypted, "undecided", one(IMAGE, ebsBlockDevices=UNKNOWN)),
]
