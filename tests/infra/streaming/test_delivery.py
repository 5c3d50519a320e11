import json

import pytest

from infra.context import Context
from infra.deployment import Deployment
from infra.streaming.delivery import add_delivery, delivery_permissions
from tests.infra.alone import DATA_BUCKET_ARN, alone, permissions_of
from tests.infra.recorder import Recording, Registered

DELIVERY = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")


def delivery(recording: Recording) -> Registered:
    return recording.one(DELIVERY, "delivery")


def from_stream(d: Deployment) -> None:
    add_delivery(d, "<aws:kinesis/stream:Stream::stream.arn>", DATA_BUCKET_ARN)


def direct_put(d: Deployment) -> None:
    add_delivery(d, None, DATA_BUCKET_ARN)


def test_delivery_reads_the_kinesis_stream() -> None:
    recording = alone(from_stream)
    source = delivery(recording).inputs["kinesisSourceConfiguration"]
    assert recording.follow(source["kinesisStreamArn"]).name == "stream"
    assert "serverSideEncryption" not in delivery(recording).inputs


def test_direct_put_delivery_encrypts_and_allows_clients() -> None:
    recording = alone(direct_put)
    store = delivery(recording)
    assert "kinesisSourceConfiguration" not in store.inputs
    encryption = store.inputs["serverSideEncryption"]
    assert encryption["keyType"] == "CUSTOMER_MANAGED_CMK"
    assert recording.follow(encryption["keyArn"]).name == "keys-data"
    arn = f"arn:aws:firehose:us-east-1:123456789012:deliverystream/{store.inputs['name']}"
    [statement] = permissions_of(direct_put)
    assert statement["Resource"] == [arn]
    assert permissions_of(from_stream) == []


def test_delivery_writes_daily_prefixes_with_the_data_key() -> None:
    recording = alone(from_stream)
    lake = delivery(recording).inputs["extendedS3Configuration"]
    assert recording.follow(lake["bucketArn"]).name == "storage-data"
    assert recording.follow(lake["kmsKeyArn"]).name == "keys-data"
    assert lake["prefix"].startswith("events/year=!{timestamp:yyyy}/")
    assert lake["errorOutputPrefix"].startswith("undelivered/!{firehose:error-output-type}/")


@pytest.mark.parametrize("kinesis", [True, False])
def test_delivery_role_writes_to_its_prefixes_only(*, kinesis: bool) -> None:
    statements = delivery_permissions(CONTEXT, from_stream=kinesis)
    [write] = [each for each in statements if "s3:PutObject" in each["Action"]]
    bucket = "arn:aws:s3:::plimsoll-prod-data-123456789012-us-east-1"
    assert write["Resource"] == [f"{bucket}/events/*", f"{bucket}/undelivered/*"]
    assert ("kinesis:GetRecords" in json.dumps(statements)) == kinesis


def test_freshness_alarm_fires_after_three_buffers() -> None:
    recording = alone(from_stream, changes={"plimsoll:delivery": {"buffer_seconds": 60}})
    alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", "delivery-data-freshness")
    assert alarm.inputs["threshold"] == 180
    assert alarm.inputs["dimensions"] == {"DeliveryStreamName": delivery(recording).inputs["name"]}
