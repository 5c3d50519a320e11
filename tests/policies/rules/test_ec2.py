import base64
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    ENCRYPTION_BY_DEFAULT,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    NODE_GROUP,
    VOLUME,
)
from policies.rules.ebs import ebs_volume_encrypted
from policies.rules.ec2.instances import (
    ec2_imds_hop_limit_one,
    ec2_imdsv2_required,
    ec2_instance_iam_instance_profile,
    ec2_instance_no_public_ip,
    ec2_user_data_no_access_keys,
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


def of_snapshot_of(*, encrypted: bool) -> list[Resource]:
    old = declare(VOLUME, "old", {"encrypted": encrypted})
    snapshot = declare("aws:ebs/snapshot:Snapshot", "snapshot", {"volumeId": old})
    return [old, snapshot, declare(VOLUME, "new", {"snapshotId": snapshot})]


ROWS = [
    *(
        row
        for kind in (INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION)
        for row in (
            Row(ec2_imds_hop_limit_one, None, one(kind)),
            Row(ec2_imds_hop_limit_one, None, hops(kind, 1)),
            Row(ec2_imds_hop_limit_one, None, hops(kind, 3, httpEndpoint="disabled")),
            Row(ec2_imds_hop_limit_one, "violation", hops(kind, 2)),
            Row(ec2_imds_hop_limit_one, "violation", hops(kind, "2")),
            Row(ec2_imds_hop_limit_one, "unknown", hops(kind, UNKNOWN)),
            Row(ec2_user_data_no_access_keys, None, one(kind)),
            Row(ec2_user_data_no_access_keys, None, starting(SCRIPT.format("$KEY"), kind)),
            Row(ec2_user_data_no_access_keys, "violation", starting(SCRIPT.format(KEY_ID), kind)),
            Row(ec2_user_data_no_access_keys, "unknown", starting(UNKNOWN, kind)),
        )
    ),
    Row(ec2_imds_hop_limit_one, None, nodes(2)),
    Row(ec2_imds_hop_limit_one, None, nodes(2, "name")),
    Row(ec2_imds_hop_limit_one, "violation", nodes(3)),
    Row(ec2_imds_hop_limit_one, None, nodes(3), {"node_hops": 3}),
    *(
        Row(ec2_user_data_no_access_keys, "violation", stack)
        for stack in (
            starting(f'{{"secret_access_key": "{SECRET}"}}'),
            starting(f"aws configure set aws_secret_access_key {SECRET}"),
            starting(encoded(SCRIPT.format(KEY_ID)), LAUNCH_TEMPLATE),
            one(INSTANCE, userDataBase64=encoded(f"SecretAccessKey = {SECRET}")),
        )
    ),
    Row(ec2_user_data_no_access_keys, None, starting("git checkout " + "0123456789" * 4)),
    Row(ec2_user_data_no_access_keys, None, starting(f"{KEY_ID}LONGER")),
    Row(ec2_user_data_no_access_keys, None, one(INSTANCE, userDataBase64=encoded("echo hello"))),
    Row(ec2_instance_iam_instance_profile, None, one(INSTANCE, iamInstanceProfile="profile")),
    Row(ec2_instance_iam_instance_profile, None, with_template(PROFILE)),
    Row(ec2_instance_iam_instance_profile, "violation", one(INSTANCE)),
    Row(ec2_instance_iam_instance_profile, "violation", with_template({})),
    Row(
        ec2_instance_iam_instance_profile,
        "unknown",
        one(INSTANCE, launchTemplate={"id": "lt-0123"}),
    ),
    *(
        row
        for kind in (INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION)
        for row in (
            Row(ec2_imdsv2_required, None, tokens(kind, "required")),
            Row(ec2_imdsv2_required, None, one(kind, metadataOptions={"httpEndpoint": "disabled"})),
            Row(ec2_imdsv2_required, "violation", one(kind)),
            Row(ec2_imdsv2_required, "violation", tokens(kind, "optional")),
            Row(ec2_imdsv2_required, "unknown", tokens(kind, UNKNOWN)),
            Row(ec2_imdsv2_required, "unknown", one(kind, metadataOptions=UNKNOWN)),
        )
    ),
    Row(ec2_imdsv2_required, None, with_template(REQUIRED)),
    Row(ec2_imdsv2_required, "violation", with_template({})),
    Row(
        ec2_imdsv2_required,
        "violation",
        with_template(REQUIRED, metadataOptions={"httpTokens": "optional"}),
    ),
    Row(ec2_imdsv2_required, "unknown", one(INSTANCE, launchTemplate={"id": "lt-0123"})),
    Row(ec2_instance_no_public_ip, None, one(INSTANCE)),
    Row(ec2_instance_no_public_ip, None, one(INSTANCE, associatePublicIpAddress=False)),
    Row(ec2_instance_no_public_ip, "violation", one(INSTANCE, associatePublicIpAddress=True)),
    Row(
        ec2_instance_no_public_ip,
        "violation",
        one(LAUNCH_CONFIGURATION, associatePublicIpAddress=True),
    ),
    Row(
        ec2_instance_no_public_ip,
        "unknown",
        one(INSTANCE, associatePublicIpAddress=UNKNOWN),
    ),
    Row(
        ec2_instance_no_public_ip,
        None,
        one(LAUNCH_TEMPLATE, networkInterfaces=[{"associatePublicIpAddress": "false"}]),
    ),
    Row(
        ec2_instance_no_public_ip,
        "violation",
        one(LAUNCH_TEMPLATE, networkInterfaces=[{}, {"associatePublicIpAddress": "true"}]),
    ),
    Row(ec2_instance_no_public_ip, "unknown", one(LAUNCH_TEMPLATE, networkInterfaces=UNKNOWN)),
    Row(ebs_volume_encrypted, None, one(VOLUME, encrypted=True)),
    Row(ebs_volume_encrypted, None, [*one(VOLUME), BY_DEFAULT]),
    Row(ebs_volume_encrypted, "violation", one(VOLUME)),
    Row(ebs_volume_encrypted, "violation", one(VOLUME, encrypted=False)),
    Row(ebs_volume_encrypted, "violation", [*one(VOLUME, encrypted=False), BY_DEFAULT]),
    Row(ebs_volume_encrypted, "violation", [*one(VOLUME), ELSEWHERE]),
    Row(ebs_volume_encrypted, "unknown", one(VOLUME, encrypted=UNKNOWN)),
    Row(ebs_volume_encrypted, None, one(INSTANCE, **ROOT)),
    Row(ebs_volume_encrypted, "violation", one(INSTANCE)),
    Row(
        ebs_volume_encrypted,
        "violation",
        one(INSTANCE, **ROOT, ebsBlockDevices=[{"deviceName": "b"}]),
    ),
    Row(
        ebs_volume_encrypted,
        "violation",
        one(LAUNCH_CONFIGURATION, rootBlockDevice={"volumeSize": 8}),
    ),
    Row(ebs_volume_encrypted, "unknown", one(INSTANCE, **ROOT, ebsBlockDevices=UNKNOWN)),
    Row(ebs_volume_encrypted, "unknown", one(INSTANCE, rootBlockDevice=UNKNOWN)),
    Row(ebs_volume_encrypted, None, mapped("true")),
    Row(ebs_volume_encrypted, "violation", mapped(None)),
    Row(ebs_volume_encrypted, "violation", mapped("false")),
    Row(ebs_volume_encrypted, "violation", one(LAUNCH_TEMPLATE)),
    Row(ebs_volume_encrypted, "unknown", mapped(UNKNOWN)),
    Row(ebs_volume_encrypted, None, with_template(MAPPED)),
    Row(ebs_volume_encrypted, "violation", with_template({})),
    Row(ebs_volume_encrypted, "unknown", one(INSTANCE, launchTemplate={"id": "lt-0123"})),
    Row(ebs_volume_encrypted, "unknown", one(VOLUME, snapshotId="snap-1")),
    Row(ebs_volume_encrypted, None, of_snapshot_of(encrypted=True)),
    Row(ebs_volume_encrypted, "violation", of_snapshot_of(encrypted=False)),
]


def test_finding_does_not_contain_access_key() -> None:
    [found] = findings(ec2_user_data_no_access_keys, starting(SCRIPT.format(KEY_ID)))

    assert found.message == "userData contains an AWS access key id; expected no keys"
    assert KEY_ID not in str(found.actual)
