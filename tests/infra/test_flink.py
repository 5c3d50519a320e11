import json

import pytest

from infra.configuration import SettingsError
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded, run

APPLICATION = "aws:kinesisanalyticsv2/application:Application"


def application(recording: Recording) -> Registered:
    return recording.one(APPLICATION, "flink")


def test_its_code_is_read_from_the_data_bucket_and_nothing_else_of_it() -> None:
    recording = recorded("everything")
    code = application(recording).inputs["applicationConfiguration"][
        "applicationCodeConfiguration"
    ]["codeContent"]["s3ContentLocation"]
    assert recording.follow(code["bucketArn"]).name == "storage-data"
    policy = json.loads(recording.one("aws:iam/rolePolicy:RolePolicy", "flink").inputs["policy"])
    [read] = [each for each in policy["Statement"] if "s3:GetObject" in each["Action"]]
    [resource] = read["Resource"]
    assert resource.endswith(f"/{code['fileKey']}")


def test_it_takes_up_from_its_last_snapshot_in_any_zone() -> None:
    recording = recorded("everything")
    configuration = application(recording).inputs["applicationConfiguration"]
    assert configuration["applicationSnapshotConfiguration"] == {"snapshotsEnabled": True}
    restore = configuration["runConfiguration"]["applicationRestoreConfiguration"]
    assert restore["applicationRestoreType"] == "RESTORE_FROM_LATEST_SNAPSHOT"
    subnets = recording.referred(configuration["vpcConfiguration"]["subnetIds"])
    assert [each.name for each in subnets] == [f"network-private-{zone}" for zone in ZONES]


def test_it_scales_from_what_is_stated() -> None:
    recording = run(changed("everything", {"flink.parallelism": 4, "flink.per_unit": 2}))
    flink = application(recording).inputs["applicationConfiguration"][
        "flinkApplicationConfiguration"
    ]
    plan = flink["parallelismConfiguration"]
    assert (plan["parallelism"], plan["parallelismPerKpu"]) == (4, 2)
    assert plan["autoScalingEnabled"] is True


def test_an_application_that_is_down_is_heard() -> None:
    recording = recorded("everything")
    alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", "flink-down")
    assert alarm.inputs["dimensions"] == {"Application": application(recording).inputs["name"]}
    assert alarm.inputs["treatMissingData"] == "breaching"


def test_without_a_stream_there_is_nothing_to_read() -> None:
    config = changed("prod", {"plimsoll:flink": {"code_key": "jobs/flink.jar"}})
    del config["plimsoll:kinesis"]
    with pytest.raises(SettingsError, match=r"^plimsoll:flink is stated, and plimsoll:kinesis"):
        run(config)
