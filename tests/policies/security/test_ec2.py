import base64
from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.reading.tokens import (
    ENCRYPTION_BY_DEFAULT,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    NODE_GROUP,
    VOLUME,
)
from policies.security.ec2 import (
    ebs_encrypted,
    imdsv2_required,
    instance_has_role,
    metadata_one_hop_away,
    no_access_key_in_user_data,
    no_public_address_on_instances,
)
from tests.policies.row import Row, declare, findings

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

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SCRIPT = "#!/bin/sh\nexport AWS_ACCESS_KEY_ID={}\n"
PROFILE = {"iamInstanceProfile": {"arn": UNKNOWN}}


def hops(kind: str, count: Any, **more: Any) -> list[Resource]:
    return one(kind, metadataOptions={"httpPutResponseHopLimit": count, **more})


def nodes(count: int, key: str = "id") -> list[Resource]:
    [template] = hops(LAUNCH_TEMPLATE, count)
    return [template, declare(NODE_GROUP, "nodes", {"launchTemplate": {key: template}})]


def starting(text: Any, kind: str = INSTANCE) -> list[Resource]:
    return one(kind, userData=text)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


ROWS = [
    *(
        row
        for kind in (INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION)
        for row in (
            Row(metadata_one_hop_away, None, one(kind)),
            Row(metadata_one_hop_away, None, hops(kind, 1)),
            Row(metadata_one_hop_away, None, hops(kind, 3, httpEndpoint="disabled")),
            Row(metadata_one_hop_away, "violation", hops(kind, 2)),
            Row(metadata_one_hop_away, "violation", hops(kind, "2")),
            Row(metadata_one_hop_away, "undecided", hops(kind, UNKNOWN)),
            Row(no_access_key_in_user_data, None, one(kind)),
            Row(no_access_key_in_user_data, None, starting(SCRIPT.format("$KEY"), kind)),
            Row(no_access_key_in_user_data, "violation", starting(SCRIPT.format(KEY_ID), kind)),
            Row(no_access_key_in_user_data, "undecided", starting(UNKNOWN, kind)),
        )
    ),
    Row(metadata_one_hop_away, None, nodes(2)),
    Row(metadata_one_hop_away, None, nodes(2, "name")),
    Row(metadata_one_hop_away, "violation", nodes(3)),
    Row(metadata_one_hop_away, None, nodes(3), {"node_hops": 3}),
    *(
        Row(no_access_key_in_user_data, "violation", stack)
        for stack in (
            starting(f'{{"secret_access_key": "{SECRET}"}}'),
            starting(f"aws configure set aws_secret_access_key {SECRET}"),
            starting(encoded(SCRIPT.format(KEY_ID)), LAUNCH_TEMPLATE),
            one(INSTANCE, userDataBase64=encoded(f"SecretAccessKey = {SECRET}")),
        )
    ),
    Row(no_access_key_in_user_data, None, starting("git checkout " + "0123456789" * 4)),
    Row(no_access_key_in_user_data, None, starting(f"{KEY_ID}LONGER")),
    Row(no_access_key_in_user_data, None, one(INSTANCE, userDataBase64=encoded("echo hello"))),
    Row(instance_has_role, None, one(INSTANCE, iamInstanceProfile="profile")),
    Row(instance_has_role, None, with_template(PROFILE)),
    Row(instance_has_role, "violation", one(INSTANCE)),
    Row(instance_has_role, "violation", with_template({})),
    Row(instance_has_role, "undecided", one(INSTANCE, launchTemplate={"id": "lt-0123"})),
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


def test_a_finding_shows_no_key() -> None:
    [found] = findings(no_access_key_in_user_data, starting(SCRIPT.format(KEY_ID)))

    assert found.message == "userData holds an access key id; wanted: no keys"
    assert KEY_ID not in str(found.actual)
