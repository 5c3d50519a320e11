import json

import pytest

from infra.delivery import delivery_permissions
from infra.scope import Scope
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import changed, recorded, run

DELIVERY = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")


def delivery(recording: Recording) -> Registered:
    return recording.one(DELIVERY, "delivery")


def without_stream() -> Recording:
    config = changed("prod", {})
    del config["plimsoll:kinesis"]
    return run(config)


def test_events_are_read_from_the_stream_where_there_is_one() -> None:
    recording = recorded("prod")
    source = delivery(recording).inputs["kinesisSourceConfiguration"]
    assert recording.follow(source["kinesisStreamArn"]).name == "stream"
    assert "serverSideEncryption" not in delivery(recording).inputs


def test_without_a_stream_serving_writes_to_firehose_which_encrypts() -> None:
    recording = without_stream()
    store = delivery(recording)
    assert "kinesisSourceConfiguration" not in store.inputs
    encryption = store.inputs["serverSideEncryption"]
    assert encryption["keyType"] == "CUSTOMER_MANAGED_CMK"
    assert recording.follow(encryption["keyArn"]).name == "keys-data"
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    arn = f"arn:aws:firehose:us-east-1:123456789012:deliverystream/{store.inputs['name']}"
    assert arn in policy
    assert (
        arn not in recorded("prod").one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    )


def test_events_go_to_the_data_bucket_with_our_key_a_folder_a_day() -> None:
    recording = recorded("prod")
    lake = delivery(recording).inputs["extendedS3Configuration"]
    assert recording.follow(lake["bucketArn"]).name == "storage-data"
    assert recording.follow(lake["kmsKeyArn"]).name == "keys-data"
    assert lake["prefix"].startswith("events/year=!{timestamp:yyyy}/")
    assert lake["errorOutputPrefix"].startswith("undelivered/!{firehose:error-output-type}/")


@pytest.mark.parametrize("from_stream", [True, False])
def test_its_role_writes_to_its_folders_only(*, from_stream: bool) -> None:
    statements = delivery_permissions(SCOPE, from_stream=from_stream)
    [write] = [each for each in statements if "s3:PutObject" in each["Action"]]
    bucket = "arn:aws:s3:::plimsoll-prod-data-123456789012-us-east-1"
    assert write["Resource"] == [f"{bucket}/events/*", f"{bucket}/undelivered/*"]
    assert ("kinesis:GetRecords" in json.dumps(statements)) == from_stream


def test_what_waits_longer_than_three_buffers_is_heard() -> None:
    recording = run(changed("prod", {"plimsoll:delivery": {"buffer_seconds": 60}}))
    alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", "delivery-stale")
    assert alarm.inputs["threshold"] == 180
    assert alarm.inputs["dimensions"] == {"DeliveryStreamName": delivery(recording).inputs["name"]}
