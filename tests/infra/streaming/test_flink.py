import json

import pytest

from infra.configuration import SettingsError, read_settings
from infra.deployment import Deployment
from infra.streaming.flink import add_flink
from tests.infra.alone import DATA_BUCKET_ARN, alone, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed

APPLICATION = "aws:kinesisanalyticsv2/application:Application"


def flink(d: Deployment) -> None:
    add_flink(d, subnets("private"), DATA_BUCKET_ARN)


def application(recording: Recording) -> Registered:
    return recording.one(APPLICATION, "flink")


def test_application_reads_only_its_code() -> None:
    recording = alone(flink, "everything")
    code = application(recording).inputs["applicationConfiguration"][
        "applicationCodeConfiguration"
    ]["codeContent"]["s3ContentLocation"]
    assert recording.follow(code["bucketArn"]).name == "storage-data"
    policy = json.loads(recording.one("aws:iam/rolePolicy:RolePolicy", "flink").inputs["policy"])
    [read] = [each for each in policy["Statement"] if "s3:GetObject" in each["Action"]]
    [resource] = read["Resource"]
    assert resource.endswith(f"/{code['fileKey']}")


def test_application_restores_from_latest_snapshot() -> None:
    recording = alone(flink, "everything")
    configuration = application(recording).inputs["applicationConfiguration"]
    assert configuration["applicationSnapshotConfiguration"] == {"snapshotsEnabled": True}
    restore = configuration["runConfiguration"]["applicationRestoreConfiguration"]
    assert restore["applicationRestoreType"] == "RESTORE_FROM_LATEST_SNAPSHOT"
    subnets = recording.referred(configuration["vpcConfiguration"]["subnetIds"])
    assert [each.name for each in subnets] == [f"network-private-{zone}" for zone in ZONES]


def test_parallelism_follows_settings() -> None:
    changes = {"flink.parallelism": 4, "flink.parallelism_per_kpu": 2}
    recording = alone(flink, "everything", changes)
    configuration = application(recording).inputs["applicationConfiguration"][
        "flinkApplicationConfiguration"
    ]
    plan = configuration["parallelismConfiguration"]
    assert (plan["parallelism"], plan["parallelismPerKpu"]) == (4, 2)
    assert plan["autoScalingEnabled"] is True


def test_downtime_fires_alarm() -> None:
    recording = alone(flink, "everything")
    alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", "flink-down")
    assert alarm.inputs["dimensions"] == {"Application": application(recording).inputs["name"]}
    assert alarm.inputs["treatMissingData"] == "breaching"


def test_flink_requires_a_stream() -> None:
    config = changed("prod", {"plimsoll:flink": {"code_key": "jobs/flink.jar"}})
    del config["plimsoll:kinesis"]
    with pytest.raises(
        SettingsError, match=r"^plimsoll:flink: the application reads plimsoll:kinesis"
    ):
        read_settings(config, "plimsoll")
