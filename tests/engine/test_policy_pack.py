"""The CrossGuard policy pack in Pulumi's engine: blocked, listed, waived and remediated."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from policies import RULES
from policies.crossguard.config import pack_config
from policies.engine.waivers import Waiver
from tests.engine.command import ROOT, Pulumi, stack_of

UNKNOWN = re.compile(r"([a-z0-9-]+) \(\w+\): .*known only after deployment")
# The engine reports that backup rules depend on two vaults, and not which one copies to which.
UNKNOWN_IN_PREVIEW = {
    "s3-bucket-cross-region-copy",
    # The definition has names that AWS gives: the whole text is unknown.
    "sagemaker-pipeline-jobs-encrypted",
    "sagemaker-pipeline-jobs-isolated",
}
PROJECT = "name: shop\nruntime: python\nconfig:\n  aws:region: us-east-1\n"
PROGRAM = """
import pulumi_aws as aws

bucket = aws.s3.Bucket("models")
aws.s3.BucketVersioning(
    "models", bucket=bucket.id, versioning_configuration={"status": "Suspended"}
)
aws.s3.BucketPublicAccessBlock(
    "models", bucket=bucket.id, block_public_acls=True, block_public_policy=True,
    ignore_public_acls=True, restrict_public_buckets=True,
)
key = aws.kms.Key("key", enable_key_rotation=bucket.arn.apply(lambda arn: "models" in arn))
aws.rds.Instance(
    "metadata", instance_class="db.t4g.medium", engine="postgres", allocated_storage=20,
    username="ml", password="hunter2", storage_encrypted=True, multi_az=False,
    backup_retention_period=7, deletion_protection=True, skip_final_snapshot=True,
)
"""


def previewed(pulumi: Pulumi, config: Path, *, fails: bool = False) -> str:
    options = ("--policy-pack", ROOT / "policies", "--policy-pack-config", config)
    return pulumi("preview", *options, fails=fails)


@pytest.fixture
def shop(tmp_path: Path) -> Pulumi:
    project = tmp_path / "shop"
    project.mkdir()
    (project / "Pulumi.yaml").write_text(PROJECT)
    (project / "__main__.py").write_text(PROGRAM)
    pulumi = Pulumi(project, tmp_path / "kept")
    pulumi("stack", "init", "prod")
    return pulumi


def waived(rule: str) -> Waiver:
    waiver = {"rule": rule, "resource": "metadata", "reason": "goes to Aurora", "owner": "ml"}
    return Waiver.model_validate({**waiver, "expires": "2999-01-01"})


def test_mandatory_violation_blocks_and_unknown_is_listed(shop: Pulumi, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text(pack_config(RULES, "prod"))

    printed = previewed(shop, config, fails=True)

    assert "[mandatory] [severity: high]  rds-instance-multi-az" in printed
    assert "multiAz is false; expected true; fix: multi_az=True" in printed
    assert "[advisory] [severity: medium]  s3-bucket-versioning" in printed
    assert "kms-key-rotation (high): enableKeyRotation is known only after deployment" in printed
    assert "could not be checked" not in printed
    assert "hunter2" not in printed


def test_waived_violation_does_not_block_and_is_listed(shop: Pulumi, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    broken = (
        "rds-instance-multi-az",
        "rds-final-snapshot",
        "rds-instance-tls-required",
    )
    config.write_text(pack_config(RULES, "prod", [waived(rule) for rule in broken]))

    printed = previewed(shop, config)

    assert "[mandatory]" not in printed
    assert (
        "multiAz is false; expected true (waived until 2999-01-01 by ml: goes to Aurora)" in printed
    )


def test_production_stack_has_no_violation(tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text(pack_config(RULES, "prod"))

    printed = previewed(stack_of(ROOT, "prod", tmp_path), config)

    assert "plimsoll@v" in printed
    assert "[mandatory]" not in printed
    assert "[severity:" not in printed
    assert set(UNKNOWN.findall(printed)) <= UNKNOWN_IN_PREVIEW


FIXABLE = """
import pulumi
import pulumi_aws as aws

aws.ebs.Volume("scratch", availability_zone="us-east-1a", size=100, type="gp2", encrypted=True)
aws.ec2.LaunchTemplate(
    "serving",
    instance_type="m7g.large",
    block_device_mappings=[
        {"device_name": "/dev/xvda", "ebs": {"volume_size": 30, "volume_type": "gp2"}}
    ],
    metadata_options={"http_endpoint": "enabled"},
    user_data=pulumi.Output.secret("aGVsbG8="),
)
aws.kinesis.Stream("events", shard_count=1)
"""
FIXED = (
    "ebs-volume-gp3",
    "ec2-imdsv2-required",
    "ebs-volume-encrypted",
    "kinesis-stream-encryption",
    "resource-required-tags",
)
VALUES = {"owner": "ml", "environment": "dev", "cost-center": "7"}
TAGS = {"resource-required-tags": {"values": VALUES}}


def deployed(pulumi: Pulumi) -> dict[str, dict[str, Any]]:
    """Return the inputs of the state by name."""
    state = json.loads(pulumi("stack", "export"))
    resources = state["deployment"]["resources"]
    return {each["urn"].rpartition("::")[2]: each.get("inputs", {}) for each in resources}


def test_remediation_changes_the_deployed_inputs(shop: Pulumi, tmp_path: Path) -> None:
    (shop.project / "__main__.py").write_text(FIXABLE)
    config = tmp_path / "config.json"
    config.write_text(pack_config(RULES, "prod", config=TAGS, remediate=True))

    options = ("--policy-pack", ROOT / "policies", "--policy-pack-config", config)
    printed = shop("up", "--yes", "--skip-preview", *options)
    inputs = deployed(shop)

    for rule in FIXED:
        assert f"{rule}-remedy" in printed
    assert inputs["scratch"]["type"] == "gp3"
    [mapping] = inputs["serving"]["blockDeviceMappings"]
    assert mapping["ebs"]["volumeType"] == "gp3"
    assert mapping["ebs"]["encrypted"] == "true"
    assert inputs["serving"]["metadataOptions"]["httpTokens"] == "required"
    assert inputs["serving"]["userData"] != "aGVsbG8="  # a secret still
    assert inputs["events"]["encryptionType"] == "KMS"
    assert inputs["events"]["__defaults"] == ["retentionPeriod"]
    assert inputs["events"]["tags"]["owner"] == "ml"
