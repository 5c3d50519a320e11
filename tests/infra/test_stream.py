import json

import pytest

from tests.infra.recorder import Recording
from tests.infra.stacks import changed, recorded, run

STREAM = "aws:kinesis/stream:Stream"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def with_stream(**settings: object) -> Recording:
    return run(changed("prod", {"plimsoll:kinesis": settings}))


def test_events_are_encrypted_with_our_key() -> None:
    stream = recorded("prod").one(STREAM, "stream")
    assert stream.inputs["encryptionType"] == "KMS"
    assert recorded("prod").follow(stream.inputs["kmsKeyId"]).name == "keys-data"


@pytest.mark.parametrize(("settings", "mode"), [({}, "ON_DEMAND"), ({"shards": 4}, "PROVISIONED")])
def test_a_stream_makes_its_own_shards_unless_they_are_stated(
    settings: dict[str, object], mode: str
) -> None:
    stream = with_stream(**settings).one(STREAM, "stream")
    assert stream.inputs["streamModeDetails"] == {"streamMode": mode}
    assert stream.inputs.get("shardCount") == settings.get("shards")


def test_serving_may_write_events_and_read_none() -> None:
    policy = recorded("prod").one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    name = recorded("prod").one(STREAM, "stream").inputs["name"]
    [statement] = [
        each for each in json.loads(policy)["Statement"] if "kinesis:PutRecord" in each["Action"]
    ]
    assert statement["Resource"] == [f"arn:aws:kinesis:us-east-1:123456789012:stream/{name}"]
    assert "Get" not in str(statement["Action"])


def test_a_slow_reader_is_heard_in_milliseconds() -> None:
    alarm = with_stream(lag_seconds=60).one(ALARM, "stream-lag")
    assert alarm.inputs["metricName"] == "GetRecords.IteratorAgeMilliseconds"
    assert alarm.inputs["threshold"] == 60_000
