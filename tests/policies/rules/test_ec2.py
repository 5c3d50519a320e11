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
from tests.policies.row import Row, declare, findings, of_input, of_inputs, one, rule_of

REQUIRED = {"metadataOptions": {"httpTokens": "required"}}
MAPPED = {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"encrypted": True}}]}


def with_template(template: dict[str, Any], **inputs: Any) -> list[Resource]:
    made_of = declare(LAUNCH_TEMPLATE, "template", template)
    return [made_of, declare(INSTANCE, "instance", {"launchTemplate": {"id": made_of}, **inputs})]


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
            Row("ec2-imds-hop-limit-one", None, one(kind)),
            Row("ec2-imds-hop-limit-one", None, hops(kind, 1)),
            Row("ec2-imds-hop-limit-one", None, hops(kind, 3, httpEndpoint="disabled")),
            Row("ec2-imds-hop-limit-one", "violation", hops(kind, 2)),
            Row("ec2-imds-hop-limit-one", "violation", hops(kind, "2")),
            Row("ec2-imds-hop-limit-one", "unknown", hops(kind, UNKNOWN)),
            Row("ec2-user-data-no-secrets", None, one(kind)),
            Row("ec2-user-data-no-secrets", None, starting(SCRIPT.format("$KEY"), kind)),
            Row("ec2-user-data-no-secrets", "violation", starting(SCRIPT.format(KEY_ID), kind)),
            Row("ec2-user-data-no-secrets", "unknown", starting(UNKNOWN, kind)),
        )
    ),
    Row("ec2-imds-hop-limit-one", None, nodes(2)),
    Row("ec2-imds-hop-limit-one", None, nodes(2, "name")),
    Row("ec2-imds-hop-limit-one", "violation", nodes(3)),
    Row("ec2-imds-hop-limit-one", None, nodes(3), {"node_hops": 3}),
    *(
        Row("ec2-user-data-no-secrets", "violation", stack)
        for stack in (
            starting(f'{{"secret_access_key": "{SECRET}"}}'),
            starting(f"aws configure set aws_secret_access_key {SECRET}"),
            starting(encoded(SCRIPT.format(KEY_ID)), LAUNCH_TEMPLATE),
            one(INSTANCE, userDataBase64=encoded(f"SecretAccessKey = {SECRET}")),
        )
    ),
    Row("ec2-user-data-no-secrets", None, starting("git checkout " + "0123456789" * 4)),
    Row("ec2-user-data-no-secrets", None, starting(f"{KEY_ID}LONGER")),
    Row("ec2-user-data-no-secrets", None, one(INSTANCE, userDataBase64=encoded("echo hello"))),
    Row("ec2-instance-iam-instance-profile", None, one(INSTANCE, iamInstanceProfile="profile")),
    Row("ec2-instance-iam-instance-profile", None, with_template(PROFILE)),
    Row("ec2-instance-iam-instance-profile", "violation", one(INSTANCE)),
    Row("ec2-instance-iam-instance-profile", "violation", with_template({})),
    Row(
        "ec2-instance-iam-instance-profile",
        "unknown",
        one(INSTANCE, launchTemplate={"id": "lt-0123"}),
    ),
    *(
        row
        for kind in (INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION)
        for row in (
            Row("ec2-imdsv2-required", None, tokens(kind, "required")),
            Row(
                "ec2-imdsv2-required", None, one(kind, metadataOptions={"httpEndpoint": "disabled"})
            ),
            Row("ec2-imdsv2-required", "violation", one(kind)),
            Row("ec2-imdsv2-required", "violation", tokens(kind, "optional")),
            Row("ec2-imdsv2-required", "unknown", tokens(kind, UNKNOWN)),
            Row("ec2-imdsv2-required", "unknown", one(kind, metadataOptions=UNKNOWN)),
        )
    ),
    Row("ec2-imdsv2-required", None, with_template(REQUIRED)),
    Row("ec2-imdsv2-required", "violation", with_template({})),
    Row(
        "ec2-imdsv2-required",
        "violation",
        with_template(REQUIRED, metadataOptions={"httpTokens": "optional"}),
    ),
    Row("ec2-imdsv2-required", "unknown", one(INSTANCE, launchTemplate={"id": "lt-0123"})),
    Row("ec2-instance-no-public-ip", None, one(INSTANCE)),
    Row("ec2-instance-no-public-ip", None, one(INSTANCE, associatePublicIpAddress=False)),
    Row("ec2-instance-no-public-ip", "violation", one(INSTANCE, associatePublicIpAddress=True)),
    Row(
        "ec2-instance-no-public-ip",
        "violation",
        one(LAUNCH_CONFIGURATION, associatePublicIpAddress=True),
    ),
    Row(
        "ec2-instance-no-public-ip",
        "unknown",
        one(INSTANCE, associatePublicIpAddress=UNKNOWN),
    ),
    Row(
        "ec2-instance-no-public-ip",
        None,
        one(LAUNCH_TEMPLATE, networkInterfaces=[{"associatePublicIpAddress": "false"}]),
    ),
    Row(
        "ec2-instance-no-public-ip",
        "violation",
        one(LAUNCH_TEMPLATE, networkInterfaces=[{}, {"associatePublicIpAddress": "true"}]),
    ),
    Row("ec2-instance-no-public-ip", "unknown", one(LAUNCH_TEMPLATE, networkInterfaces=UNKNOWN)),
    Row("ebs-volume-encrypted", None, one(VOLUME, encrypted=True)),
    Row("ebs-volume-encrypted", None, [*one(VOLUME), BY_DEFAULT]),
    Row("ebs-volume-encrypted", "violation", one(VOLUME)),
    Row("ebs-volume-encrypted", "violation", one(VOLUME, encrypted=False)),
    Row("ebs-volume-encrypted", "violation", [*one(VOLUME, encrypted=False), BY_DEFAULT]),
    Row("ebs-volume-encrypted", "violation", [*one(VOLUME), ELSEWHERE]),
    Row("ebs-volume-encrypted", "unknown", one(VOLUME, encrypted=UNKNOWN)),
    Row("ebs-volume-encrypted", None, one(INSTANCE, **ROOT)),
    Row("ebs-volume-encrypted", "violation", one(INSTANCE)),
    Row(
        "ebs-volume-encrypted",
        "violation",
        one(INSTANCE, **ROOT, ebsBlockDevices=[{"deviceName": "b"}]),
    ),
    Row(
        "ebs-volume-encrypted",
        "violation",
        one(LAUNCH_CONFIGURATION, rootBlockDevice={"volumeSize": 8}),
    ),
    Row("ebs-volume-encrypted", "unknown", one(INSTANCE, **ROOT, ebsBlockDevices=UNKNOWN)),
    Row("ebs-volume-encrypted", "unknown", one(INSTANCE, rootBlockDevice=UNKNOWN)),
    Row("ebs-volume-encrypted", None, mapped("true")),
    Row("ebs-volume-encrypted", "violation", mapped(None)),
    Row("ebs-volume-encrypted", "violation", mapped("false")),
    Row("ebs-volume-encrypted", "violation", one(LAUNCH_TEMPLATE)),
    Row("ebs-volume-encrypted", "unknown", mapped(UNKNOWN)),
    Row("ebs-volume-encrypted", None, with_template(MAPPED)),
    Row("ebs-volume-encrypted", "violation", with_template({})),
    Row("ebs-volume-encrypted", "unknown", one(INSTANCE, launchTemplate={"id": "lt-0123"})),
    Row("ebs-volume-encrypted", "unknown", one(VOLUME, snapshotId="snap-1")),
    Row("ebs-volume-encrypted", None, of_snapshot_of(encrypted=True)),
    Row("ebs-volume-encrypted", "violation", of_snapshot_of(encrypted=False)),
    *of_input("ec2-serial-console-disabled", "enabled", passes=[False], fails=[True, None]),
    *of_input(
        "ec2-ami-block-public-access",
        "state",
        passes=[None, "block-new-sharing"],
        fails=["unblocked"],
    ),
    *of_input(
        "ec2-imds-account-default-v2",
        "httpTokens",
        passes=["required"],
        fails=["optional", "no-preference", None],
    ),
    *of_input("ec2-ami-not-public", "group", passes=[None], fails=["all"]),
    *of_input(
        "ec2-ami-shared-with-organization", "organizationArn", passes=["value"], fails=[None]
    ),
    *of_inputs(
        "ec2-spot-fleet-encrypted-volumes",
        passes=[
            {},
            {
                "launchSpecifications": [
                    {"ebsBlockDevices": [{"deviceName": "b", "encrypted": True}]}
                ]
            },
        ],
        fails=[{"launchSpecifications": [{"ebsBlockDevices": [{"deviceName": "b"}]}]}],
        unknown=[{"launchSpecifications": UNKNOWN}],
    ),
    *of_input(
        "ec2-network-interface-source-destination-check",
        "sourceDestCheck",
        passes=[None, True],
        fails=[False],
    ),
    *of_input(
        "ec2-instance-termination-protection",
        "disableApiTermination",
        passes=[True],
        fails=[False, None],
    ),
    *of_input("ec2-instance-ebs-optimized", "ebsOptimized", passes=[True], fails=[False, None]),
    *of_input("ec2-ami-copy-encrypted", "encrypted", passes=[True], fails=[None]),
]


def test_finding_does_not_contain_access_key() -> None:
    [found] = findings(rule_of("ec2-user-data-no-secrets"), starting(SCRIPT.format(KEY_ID)))

    assert found.message == "userData contains an AWS access key id; expected no keys"
    assert KEY_ID not in str(found.actual)
