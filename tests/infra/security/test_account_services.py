"""Account-wide services: audit, AWS Config, threat detection and account defaults."""

import json
from typing import Any

import pytest

from infra.aws.key import trail_arn
from infra.context import Context
from infra.deployment import Deployment
from infra.security.account import add_account
from infra.security.audit import METRIC_FILTERS, allow_trail, event_selectors
from infra.security.config_recorder import RULES, conformance_pack, delivery_permissions
from infra.security.detection import FEATURES, STANDARDS, add_detection, detection_events
from tests.infra.alone import alone
from tests.infra.recorder import Recording
from tests.infra.stacks import recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
LAKE = ["arn:aws:s3:::a", "arn:aws:s3:::b"]


def detection(d: Deployment) -> None:
    assert d.settings.account_wide
    add_detection(d, d.settings.account_wide, ["<aws:s3/bucket:Bucket::storage-data.id>"])


def account(d: Deployment) -> None:
    assert d.settings.account_wide
    add_account(d, d.settings.account_wide)


@pytest.fixture(scope="module")
def owner() -> Recording:
    return recorded("prod")


def test_no_account_services_without_setting() -> None:
    recording = recorded("dev")
    owned = {"cloudtrail", "cfg", "guardduty", "securityhub", "inspector2", "macie2", "ebs"}
    assert not {each.type for each in recording.resources if each.type[4:].split("/")[0] in owned}


def test_trail_is_multi_region_with_locked_bucket(owner: Recording) -> None:
    [trail] = owner.of_type("aws:cloudtrail/trail:Trail")
    assert trail.inputs["isMultiRegionTrail"] is True
    assert trail.inputs["enableLogFileValidation"] is True
    assert owner.follow(trail.inputs["kmsKeyId"]).name == "keys-audit"
    bucket = owner.follow(trail.inputs["s3BucketName"])
    assert bucket.inputs["objectLockEnabled"] is True
    lock = owner.one(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", bucket.name
    )
    assert lock.inputs["rule"]["defaultRetention"]["days"] == 365
    group = owner.follow(trail.inputs["cloudWatchLogsGroupArn"])
    assert group.inputs["name"] == "/plimsoll/prod/trail"


def test_trail_depends_on_bucket_policy(owner: Recording) -> None:
    [trail] = owner.of_type("aws:cloudtrail/trail:Trail")
    policy = owner.one("aws:s3/bucketPolicy:BucketPolicy", "audit-audit")
    assert any(urn.endswith(f"{policy.type}::{policy.name}") for urn in trail.dependencies)
    statements = json.loads(policy.inputs["policy"])["Statement"]
    assert allow_trail(CONTEXT, "audit") == statements[1:]
    assert all(
        each["Condition"]["StringEquals"]["aws:SourceArn"] == trail_arn(CONTEXT)
        for each in statements[1:]
    )
    assert trail_arn(CONTEXT).endswith(f":trail/{trail.inputs['name']}")


@pytest.mark.parametrize(
    ("events", "fields"),
    [
        ("none", None),
        ("write", {"eventCategory", "resources.type", "resources.ARN", "readOnly"}),
        ("all", {"eventCategory", "resources.type", "resources.ARN"}),
    ],
)
def test_data_events_follow_setting(events: Any, fields: set[str] | None) -> None:
    management, *lake = event_selectors(LAKE, events)
    assert management["field_selectors"] == [{"field": "eventCategory", "equals": ["Management"]}]
    assert [{each["field"] for each in selector["field_selectors"]} for selector in lake] == (  # type: ignore[index,union-attr]
        [] if fields is None else [fields]
    )


def test_metric_filters_have_alarms(owner: Recording) -> None:
    [trail] = owner.of_type("aws:cloudtrail/trail:Trail")
    group = owner.follow(trail.inputs["cloudWatchLogsGroupArn"]).inputs["name"]
    for metric_filter in METRIC_FILTERS:
        found = owner.one(
            "aws:cloudwatch/logMetricFilter:LogMetricFilter", f"audit-{metric_filter.name}"
        ).inputs
        assert found["logGroupName"] == group
        metric = found["metricTransformation"]
        alarm = owner.one(
            "aws:cloudwatch/metricAlarm:MetricAlarm", f"audit-{metric_filter.name}"
        ).inputs
        assert (alarm["metricName"], alarm["namespace"]) == (metric["name"], metric["namespace"])
        assert alarm["threshold"] == 0


@pytest.mark.parametrize(
    "metric_filter", METRIC_FILTERS, ids=lambda metric_filter: metric_filter.name
)
def test_filter_pattern_is_valid(metric_filter: Any) -> None:
    """A pattern is in braces, has balanced parentheses and at most 1,024 characters."""
    assert metric_filter.pattern.startswith("{ ")
    assert metric_filter.pattern.endswith(" }")
    assert metric_filter.pattern.count("(") == metric_filter.pattern.count(")")
    assert len(metric_filter.pattern) <= 1024


def test_root_usage_and_policy_changes_have_filters() -> None:
    assert {"root-usage", "iam-policy-change"} <= {
        metric_filter.name for metric_filter in METRIC_FILTERS
    }


def test_config_recorder_records_all_and_delivers(owner: Recording) -> None:
    [recorder] = owner.of_type("aws:cfg/recorder:Recorder")
    assert recorder.inputs["recordingGroup"]["allSupported"] is True
    [channel] = owner.of_type("aws:cfg/deliveryChannel:DeliveryChannel")
    bucket = owner.follow(channel.inputs["s3BucketName"])
    assert "objectLockEnabled" not in bucket.inputs  # AWS Config would not deliver
    resources = [each["Resource"] for each in delivery_permissions(CONTEXT)]
    assert f"arn:aws:s3:::{bucket.inputs['bucket']}" in resources
    assert owner.follow(channel.inputs["s3KmsKeyArn"]).name == "keys-audit"


def test_conformance_pack_uses_aws_managed_rules() -> None:
    resources = json.loads(conformance_pack())["Resources"]
    assert len(resources) == len(RULES)
    for name, each in resources.items():
        assert name.isalnum()
        assert each["Properties"]["Source"]["SourceIdentifier"] in RULES


def test_guardduty_features_follow_setting() -> None:
    recording = alone(detection, changes={"account_wide.guardduty": ["S3_DATA_EVENTS"]})
    features = recording.of_type("aws:guardduty/detectorFeature:DetectorFeature")
    assert {each.inputs["name"]: each.inputs["status"] for each in features} == {
        feature: "ENABLED" if feature == "S3_DATA_EVENTS" else "DISABLED" for feature in FEATURES
    }


def test_security_hub_standards_follow_setting(owner: Recording) -> None:
    subscriptions = owner.of_type("aws:securityhub/standardsSubscription:StandardsSubscription")
    assert {each.inputs["standardsArn"] for each in subscriptions} == {
        f"arn:aws:securityhub:us-east-1::standards/{STANDARDS[name]}"
        for name in ("best-practices", "cis")
    }


@pytest.mark.parametrize(("percent", "jobs"), [(10, 1), (0, 0)])
def test_macie_job_follows_sample_setting(percent: int, jobs: int) -> None:
    recording = alone(detection, changes={"account_wide.macie_sample_percent": percent})
    assert len(recording.of_type("aws:macie2/account:Account")) == jobs
    found = recording.of_type("aws:macie2/classificationJob:ClassificationJob")
    assert [each.inputs["samplingPercentage"] for each in found] == [percent] * jobs


def test_detection_findings_notify(owner: Recording) -> None:
    topic = owner.one("aws:sns/topic:Topic", "observability")
    for event in detection_events():
        target = owner.one(
            "aws:cloudwatch/eventTarget:EventTarget", f"detection-{event.name}"
        ).inputs
        assert owner.follow(target["arn"]) == topic
        rule = owner.follow(target["rule"]).inputs
        assert json.loads(rule["eventPattern"]) == event.pattern


def test_account_defaults_block_public_and_unencrypted(owner: Recording) -> None:
    [block] = owner.of_type("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
    assert set(block.inputs.values()) == {True}
    [encryption] = owner.of_type("aws:ebs/encryptionByDefault:EncryptionByDefault")
    assert encryption.inputs["enabled"] is True
    [metadata] = owner.of_type("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults")
    assert metadata.inputs["httpTokens"] == "required"


def test_unused_access_analyzer_is_optional() -> None:
    recording = alone(account, changes={"account_wide.unused_access_days": 90})
    kinds = {
        each.inputs["type"] for each in recording.of_type("aws:accessanalyzer/analyzer:Analyzer")
    }
    assert kinds == {"ACCOUNT", "ACCOUNT_UNUSED_ACCESS"}
