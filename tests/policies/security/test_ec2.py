from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.reading.tokens import INSTANCE, LAUNCH_CONFIGURATION, LAUNCH_TEMPLATE, VOLUME
from policies.security.ec2 import (
    ENCRYPTION_BY_DEFAULT,
    ebs_encrypted,
    imdsv2_required,
    no_public_address_on_instances,
)
from tests.policies.row import Row, declare

REQUIRED = {"metadataOptions": {"httpTokens": "required"}}
MAPPED = {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"encrypted": True}}]}


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "machine", inputs)]


def with_template(template: dict[str, Any], **inputs: Any) -> list[Resource]:
    made_of = declare(LAUNCH_TEMPLATE, "template", template)
    return [made_of, declare(INSTANCE, "machine", {"launchTemplate": {"id": made_of}, **inputs})]


def tokens(kind: str, value: Any) -> list[Resource]:
    return one(kind, metadataOptions={"httpTokens": value})


def mapped(encrypted: Any) -> list[Resource]:
    return one(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": {"encrypted": encrypted}}])


BY_DEFAULT = declare(ENCRYPTION_BY_DEFAULT, "account", {"enabled": True})
ELSEWHERE = declare(ENCRYPTION_BY_DEFAULT, "account", {"enabled": True}, region="eu-west-1")
ROOT = {"rootBlockDevice": {"encrypted": True}}

ROWS = [
    *(
        row
        for kind in (INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION)
        for row in (
            Row(imdsv2_required, None, tokens(kind, "required")),
            Row(imdsv2_required, None, one(kind, metadataOptions={"httpEndpoint": "disabled"})),
            Row(imdsv2_required, "violation", one(kind)),
            Row(imdsv2_required, "violation", tokens(kind, "optional")),
            Row(imdsv2_required, "undecided", tokens(kind, UNKNOWN)),
            Row(imdsv2_required, "undecided", one(kind, metadataOptions=UNKNOWN)),
        )
    ),
    Row(imdsv2_required, None, with_template(REQUIRED)),
    Row(imdsv2_required, "violation", with_template({})),
    Row(
        imdsv2_required,
        "violation",
        with_template(REQUIRED, metadataOptions={"httpTokens": "optional"}),
    ),
    Row(imdsv2_required, "undecided", one(INSTANCE, launchTemplate={"id": "lt-0123"})),
    Row(no_public_address_on_instances, None, one(INSTANCE)),
    Row(no_public_address_on_instances, None, one(INSTANCE, associatePublicIpAddress=False)),
    Row(no_public_address_on_instances, "violation", one(INSTANCE, associatePublicIpAddress=True)),
    Row(
        no_public_address_on_instances,
        "violation",
        one(LAUNCH_CONFIGURATION, associatePublicIpAddress=True),
    ),
    Row(
        no_public_address_on_instances,
        "undecided",
        one(INSTANCE, associatePublicIpAddress=UNKNOWN),
    ),
    Row(
        no_public_address_on_instances,
        None,
        one(LAUNCH_TEMPLATE, networkInterfaces=[{"associatePublicIpAddress": "false"}]),
    ),
    Row(
        no_public_address_on_instances,
        "violation",
        one(LAUNCH_TEMPLATE, networkInterfaces=[{}, {"associatePublicIpAddress": "true"}]),
    ),
    Row(
        no_public_address_on_instances, "undecided", one(LAUNCH_TEMPLATE, networkInterfaces=UNKNOWN)
    ),
    Row(ebs_encrypted, None, one(VOLUME, encrypted=True)),
    Row(ebs_encrypted, None, [*one(VOLUME), BY_DEFAULT]),
    Row(ebs_encrypted, "violation", one(VOLUME)),
    Row(ebs_encrypted, "violation", one(VOLUME, encrypted=False)),
    Row(ebs_encrypted, "violation", [*one(VOLUME, encrypted=False), BY_DEFAULT]),
    Row(ebs_encrypted, "violation", [*one(VOLUME), ELSEWHERE]),
    Row(ebs_encrypted, "undecided", one(VOLUME, encrypted=UNKNOWN)),
    Row(ebs_encrypted, None, one(INSTANCE, **ROOT)),
    Row(ebs_encrypted, "violation", one(INSTANCE)),
    Row(ebs_encrypted, "violation", one(INSTANCE, **ROOT, ebsBlockDevices=[{"deviceName": "b"}])),
    Row(ebs_encrypted, "violation", one(LAUNCH_CONFIGURATION, rootBlockDevice={"volumeSize": 8})),
    Row(ebs_encrypted, "undecided", one(INSTANCE, **ROOT, ebsBlockDevices=UNKNOWN)),
    Row(ebs_encrypted, "undecided", one(INSTANCE, rootBlockDevice=UNKNOWN)),
    Row(ebs_encrypted, None, mapped("true")),
    Row(ebs_encrypted, "violation", mapped(None)),
    Row(ebs_encrypted, "violation", mapped("false")),
    Row(ebs_encrypted, "violation", one(LAUNCH_TEMPLATE)),
    Row(ebs_encrypted, "undecided", mapped(UNKNOWN)),
    Row(ebs_encrypted, None, with_template(MAPPED)),
    Row(ebs_encrypted, "violation", with_template({})),
    Row(ebs_encrypted, "undecided", one(INSTANCE, launchTemplate={"id": "lt-0123"})),
]
