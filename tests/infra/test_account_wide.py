"""What an account has once: its audit, its defaults, what looks for attackers."""

import json
from typing import Any

import pytest

from infra.audit import SIGHTS, plan_selectors, trail_writes
from infra.detection import FEATURES, STANDARDS, detection_events
from infra.keys import trail_arn
from infra.recording import RULES, deliver, pack
from infra.scope import Scope
from tests.infra.recorder import Recording
from tests.infra.stacks import changed, configuration, run

SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")
LAKE = ["arn:aws:s3:::a", "arn:aws:s3:::b"]


@pytest.fixture(scope="module")
def owner() -> Recording:
    return run(changed("prod", {"account_wide": {}}))


def test_a_stack_that_does_not_own_the_account_declares_nothing_of_it() -> None:
    stated = configuration("prod")
    stated.pop("plimsoll:account_wide", None)
    recording = run(stated)
    owned = {"cloudtrail", "cfg", "guardduty", "securityhub", "inspector2", "macie2", "ebs"}
    assert not {each.type for each in recording.resources if each.type[4:].split("/")[0] in owned}


def test_one_trail_sees_all_regions_and_cannot_be_forged(owner: Recording) -> None:
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


def test_the_trail_waits_for_the_policy_that_lets_it_write(owner: Recording) -> None:
    [trail] = owner.of_type("aws:cloudtrail/trail:Trail")
    policy = owner.one("aws:s3/bucketPolicy:BucketPolicy", "audit-audit")
    assert any(urn.endswith(f"{policy.type}::{policy.name}") for urn in trail.dependencies)
    statements = json.loads(policy.inputs["policy"])["Statement"]
    assert trail_writes(SCOPE, "audit") == statements[1:]
    assert all(
        each["Condition"]["StringEquals"]["aws:SourceArn"] == trail_arn(SCOPE)
        for each in statements[1:]
    )
    assert trail_arn(SCOPE).endswith(f":trail/{trail.inputs['name']}")


@pytest.mark.parametrize(
    ("events", "fields"),
    [
        ("none", None),
        ("write", {"eventCategory", "resources.type", "resources.ARN", "readOnly"}),
        ("all", {"eventCategory", "resources.type", "resources.ARN"}),
    ],
)
def test_accesses_to_the_lake_are_recorded_as_stated(events: Any, fields: set[str] | None) -> None:
    management, *lake = plan_selectors(LAKE, events)
    assert management["field_selectors"] == [{"field": "eventCategory", "equals": ["Management"]}]
    assert [{each["field"] for each in selector["field_selectors"]} for selector in lake] == (  # type: ignore[index,union-attr]
        [] if fields is None else [fields]
    )


def test_what_is_looked_for_in_the_trail_sets_off_an_alarm(owner: Recording) -> None:
    [trail] = owner.of_type("aws:cloudtrail/trail:Trail")
    group = owner.follow(trail.inputs["cloudWatchLogsGroupArn"]).inputs["name"]
    for sight in SIGHTS:
        found = owner.one(
            "aws:cloudwatch/logMetricFilter:LogMetricFilter", f"audit-{sight.name}"
        ).inputs
        assert found["logGroupName"] == group
        metric = found["metricTransformation"]
        alarm = owner.one("aws:cloudwatch/metricAlarm:MetricAlarm", f"audit-{sight.name}").inputs
        assert (alarm["metricName"], alarm["namespace"]) == (metric["name"], metric["namespace"])
        assert alarm["threshold"] == 0


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_a_pattern_is_one_that_cloudwatch_logs_reads(sight: Any) -> None:
    """Braces around it, parentheses in pairs, and not over the 1,024 characters it may have."""
    assert sight.pattern.startswith("{ ")
    assert sight.pattern.endswith(" }")
    assert sight.pattern.count("(") == sight.pattern.count(")")
    assert len(sight.pattern) <= 1024


def test_root_and_changed_policies_are_among_what_is_told() -> None:
    assert {"root-used", "policies-changed"} <= {sight.name for sight in SIGHTS}


def test_aws_config_records_all_and_writes_where_it_may(owner: Recording) -> None:
    [recorder] = owner.of_type("aws:cfg/recorder:Recorder")
    assert recorder.inputs["recordingGroup"]["allSupported"] is True
    [channel] = owner.of_type("aws:cfg/deliveryChannel:DeliveryChannel")
    bucket = owner.follow(channel.inputs["s3BucketName"])
    assert "objectLockEnabled" not in bucket.inputs  # AWS Config would not deliver
    resources = [each["Resource"] for each in deliver(SCOPE)]
    assert f"arn:aws:s3:::{bucket.inputs['bucket']}" in resources
    assert owner.follow(channel.inputs["s3KmsKeyArn"]).name == "keys-audit"


def test_a_pack_is_a_template_of_aws_s_rules() -> None:
    resources = json.loads(pack())["Resources"]
    assert len(resources) == len(RULES)
    for name, each in resources.items():
        assert name.isalnum()
        assert each["Properties"]["Source"]["SourceIdentifier"] in RULES


def test_guardduty_has_on_what_is_stated_and_off_all_else() -> None:
    recording = run(changed("prod", {"account_wide": {"guardduty": ["S3_DATA_EVENTS"]}}))
    features = recording.of_type("aws:guardduty/detectorFeature:DetectorFeature")
    assert {each.inputs["name"]: each.inputs["status"] for each in features} == {
        feature: "ENABLED" if feature == "S3_DATA_EVENTS" else "DISABLED" for feature in FEATURES
    }


def test_security_hub_checks_against_the_standards_stated(owner: Recording) -> None:
    subscriptions = owner.of_type("aws:securityhub/standardsSubscription:StandardsSubscription")
    assert {each.inputs["standardsArn"] for each in subscriptions} == {
        f"arn:aws:securityhub:us-east-1::standards/{STANDARDS[name]}"
        for name in ("best-practices", "cis")
    }


@pytest.mark.parametrize(("percent", "jobs"), [(10, 1), (0, 0)])
def test_macie_reads_a_sample_of_the_lake_or_is_off(percent: int, jobs: int) -> None:
    recording = run(changed("prod", {"account_wide": {"macie_sample_percent": percent}}))
    assert len(recording.of_type("aws:macie2/account:Account")) == jobs
    found = recording.of_type("aws:macie2/classificationJob:ClassificationJob")
    assert [each.inputs["samplingPercentage"] for each in found] == [percent] * jobs


def test_what_detection_finds_reaches_a_person(owner: Recording) -> None:
    topic = owner.one("aws:sns/topic:Topic", "observability")
    for event in detection_events():
        target = owner.one(
            "aws:cloudwatch/eventTarget:EventTarget", f"detection-{event.name}"
        ).inputs
        assert owner.follow(target["arn"]) == topic
        rule = owner.follow(target["rule"]).inputs
        assert json.loads(rule["eventPattern"]) == event.pattern


def test_nothing_in_the_account_is_public_or_in_the_clear_by_default(owner: Recording) -> None:
    [block] = owner.of_type("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
    assert set(block.inputs.values()) == {True}
    [encryption] = owner.of_type("aws:ebs/encryptionByDefault:EncryptionByDefault")
    assert encryption.inputs["enabled"] is True
    [metadata] = owner.of_type("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults")
    assert metadata.inputs["httpTokens"] == "required"


def test_unused_access_is_looked_for_only_where_it_is_stated() -> None:
    stated = run(changed("prod", {"account_wide": {"unused_access_days": 90}}))
    kinds = {each.inputs["type"] for each in stated.of_type("aws:accessanalyzer/analyzer:Analyzer")}
    assert kinds == {"ACCOUNT", "ACCOUNT_UNUSED_ACCESS"}
