import pytest

from infra.streaming.stream import add_stream
from tests.infra.alone import alone, permissions_of
from tests.infra.recorder import Recording

STREAM = "aws:kinesis/stream:Stream"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def with_stream(**settings: object) -> Recording:
    return alone(add_stream, changes={"plimsoll:kinesis": settings})


def test_stream_is_encrypted_with_the_data_key() -> None:
    stream = alone(add_stream).one(STREAM, "stream")
    assert stream.inputs["encryptionType"] == "KMS"
    assert alone(add_stream).follow(stream.inputs["kmsKeyId"]).name == "keys-data"


@pytest.mark.parametrize(("settings", "mode"), [({}, "ON_DEMAND"), ({"shards": 4}, "PROVISIONED")])
def test_stream_is_on_demand_without_shards(settings: dict[str, object], mode: str) -> None:
    stream = with_stream(**settings).one(STREAM, "stream")
    assert stream.inputs["streamModeDetails"] == {"streamMode": mode}
    assert stream.inputs.get("shardCount") == settings.get("shards")


def test_serving_may_only_write_events() -> None:
    name = alone(add_stream).one(STREAM, "stream").inputs["name"]
    [statement] = [
        each for each in permissions_of(add_stream) if "kinesis:PutRecord" in each["Action"]
    ]
    assert statement["Resource"] == [f"arn:aws:kinesis:us-east-1:123456789012:stream/{name}"]
    assert "Get" not in str(statement["Action"])


def test_lag_alarm_is_in_milliseconds() -> None:
    alarm = with_stream(lag_seconds=60).one(ALARM, "stream-lag")
    assert alarm.inputs["metricName"] == "GetRecords.IteratorAgeMilliseconds"
    assert alarm.inputs["threshold"] == 60_000
