"""Remedies as the engine meets them: inputs in, inputs out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from pulumi_policy import EnforcementLevel
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from policies import RULES
from policies.crossguard.config import pack_config
from policies.crossguard.remediation import pack_of
from policies.engine.rule import Rule
from policies.engine.selectors.tokens import (
    DATABASE,
    GROUP,
    INSTANCE,
    LAUNCH_TEMPLATE,
    QUEUE,
    STREAM,
    VOLUME,
)
from policies.engine.waivers import Waiver
from policies.rules.cross_service.tags import resource_required_tags
from policies.rules.ebs import ebs_volume_encrypted, ebs_volume_gp3
from policies.rules.ec2.instances import ec2_imdsv2_required
from policies.rules.sqs import sqs_queue_encryption
from tests.policies.row import Row, rule_of
from tests.policies.servicer import Declared, Remedies
from tests.policies.test_every_rule import ROWS

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "s3cr3t"}
REMEDIED = [rule for rule in RULES if rule.remedy]
MISSING = {"values": {"owner": "ml-platform", "cost-center": "ml", "environment": "prod"}}


def handed_back(
    rule: Rule,
    kind: str,
    inputs: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    waivers: Sequence[Waiver] = (),
) -> dict[str, Any] | None:
    """Return what the engine gets; None where the inputs are left as they are."""
    text = pack_config([rule], "prod", waivers, {rule.name: settings or {}}, remediate=True)
    told = {name: each for name, each in json.loads(text).items() if name != rule.name}
    answers = Remedies([rule], told).examine(Declared(kind, "part", inputs))
    assert [name for name, _ in answers] in ([], [f"{rule.name}-remedy"])
    return answers[0][1] if answers else None


@pytest.mark.parametrize(
    ("rule", "kind", "inputs", "corrected"),
    [
        (ebs_volume_gp3, VOLUME, {"size": 8}, {"size": 8, "type": "gp3"}),
        (ebs_volume_gp3, VOLUME, {"type": "io2"}, None),
        (ebs_volume_gp3, VOLUME, {"type": "gp3"}, None),
        (ebs_volume_gp3, DATABASE, {"engine": "mysql"}, {"engine": "mysql", "storageType": "gp3"}),
        (
            ebs_volume_gp3,
            LAUNCH_TEMPLATE,
            {"blockDeviceMappings": [{"ebs": {"volumeType": "gp2"}}, {"ebs": {"iops": 9}}]},
            {"blockDeviceMappings": [{"ebs": {"volumeType": "gp3"}}, {"ebs": {"iops": 9}}]},
        ),
        (
            ec2_imdsv2_required,
            LAUNCH_TEMPLATE,
            {"metadataOptions": {"httpEndpoint": "enabled"}},
            {"metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required"}},
        ),
        (ec2_imdsv2_required, INSTANCE, {}, {"metadataOptions": {"httpTokens": "required"}}),
        (ec2_imdsv2_required, INSTANCE, {"launchTemplate": {"id": UNKNOWN_STRING_VALUE}}, None),
        (
            ebs_volume_encrypted,
            LAUNCH_TEMPLATE,
            {"blockDeviceMappings": [{"ebs": {"encrypted": "false"}}]},
            {"blockDeviceMappings": [{"ebs": {"encrypted": "true"}}]},
        ),
        (ebs_volume_encrypted, VOLUME, {"size": 8}, None),  # it would be replaced
        (
            rule_of("kinesis-stream-encryption"),
            STREAM,
            {},
            {"encryptionType": "KMS", "kmsKeyId": "alias/aws/kinesis"},
        ),
        (
            sqs_queue_encryption,
            QUEUE,
            {"sqsManagedSseEnabled": False},
            {"sqsManagedSseEnabled": True},
        ),
        (sqs_queue_encryption, QUEUE, {}, None),
    ],
)
def test_remedy_changes_only_required_input(
    rule: Rule, kind: str, inputs: Mapping[str, Any], corrected: Mapping[str, Any] | None
) -> None:
    assert handed_back(rule, kind, inputs) == corrected


def test_missing_tags_get_configured_values() -> None:
    inputs = {"tags": {"owner": "me"}}
    expected = {"owner": "me", "cost-center": "ml", "environment": "prod"}

    assert handed_back(resource_required_tags, VOLUME, inputs) is None
    assert handed_back(resource_required_tags, VOLUME, inputs, MISSING) == {"tags": expected}
    assert handed_back(resource_required_tags, GROUP, {}, {"values": {"owner": "ml-platform"}}) == {
        "tags": [{"key": "owner", "value": "ml-platform", "propagateAtLaunch": True}]
    }


def test_corrected_input_keeps_provider_defaults() -> None:
    """The engine leaves the bridge's bookkeeping in what it hands to a remedy."""
    inputs = {
        "encryptionType": "NONE",
        "retentionPeriod": 24,
        "__defaults": ["encryptionType", "retentionPeriod"],
    }

    corrected = handed_back(rule_of("kinesis-stream-encryption"), STREAM, inputs)

    assert corrected is not None
    assert corrected["__defaults"] == ["retentionPeriod"]
    assert corrected["retentionPeriod"] == 24


def test_defaults_of_nested_block_are_updated() -> None:
    block = {"volumeType": "gp2", "volumeSize": 8, "__defaults": ["volumeType"]}
    mapping = {"ebs": block, "__defaults": []}

    corrected = handed_back(ebs_volume_gp3, LAUNCH_TEMPLATE, {"blockDeviceMappings": [mapping]})

    assert corrected is not None
    assert corrected["blockDeviceMappings"] == [
        {"ebs": {"volumeType": "gp3", "volumeSize": 8, "__defaults": []}, "__defaults": []}
    ]


def test_secrets_and_unknown_values_are_returned_unchanged() -> None:
    inputs = {"engine": "mysql", "password": SECRET, "dbSubnetGroupName": UNKNOWN_STRING_VALUE}

    corrected = handed_back(ebs_volume_gp3, DATABASE, inputs)

    assert corrected == {**inputs, "storageType": "gp3"}


def test_waived_or_unknown_findings_are_not_remediated() -> None:
    waiver = Waiver.model_validate(
        {
            "rule": "ebs-volume-gp3",
            "resource": "part",
            "reason": "io",
            "owner": "ml",
            "expires": "2999-01-01",
        }
    )

    assert handed_back(ebs_volume_gp3, VOLUME, {}, waivers=[waiver]) is None
    assert handed_back(ebs_volume_gp3, VOLUME, {"type": UNKNOWN_STRING_VALUE}) is None


def test_several_remedies_apply_to_one_resource() -> None:
    template = Declared(
        LAUNCH_TEMPLATE, "t", {"blockDeviceMappings": [{"ebs": {"volumeType": "gp2"}}]}
    )
    rules = [ebs_volume_gp3, ebs_volume_encrypted, ec2_imdsv2_required]
    told = json.loads(pack_config(rules, "prod", remediate=True))
    config = {name: each for name, each in told.items() if name.endswith("-remedy")}

    *_, (_, inputs) = Remedies(rules, config).examine(template)

    assert inputs == {
        "blockDeviceMappings": [{"ebs": {"volumeType": "gp3", "encrypted": "true"}}],
        "metadataOptions": {"httpTokens": "required"},
    }


def test_remedies_are_off_until_the_configuration_turns_them_on() -> None:
    levels = {policy.name: policy.enforcement_level for policy in pack_of(RULES)}
    config = json.loads(pack_config(RULES, "prod"))

    for rule in REMEDIED:
        assert levels[f"{rule.name}-remedy"] is EnforcementLevel.DISABLED
        assert f"{rule.name}-remedy" not in config


MENDABLE = [row for row in ROWS if row.rule.remedy]


@pytest.mark.parametrize("row", MENDABLE, ids=str)
def test_remedy_fixes_violation_and_is_idempotent(row: Row) -> None:
    """A second run changes nothing."""
    for resource in row.stack:
        if resource.type not in row.rule.types:
            continue
        specified = {key: value for key, value in resource.inputs.items() if is_plain(value)}
        once = handed_back(row.rule, resource.type, specified, row.settings)
        if once is not None:
            assert handed_back(row.rule, resource.type, once, row.settings) is None


def is_plain(value: object) -> bool:
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True
