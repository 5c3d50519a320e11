import json

from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded, run

APPLICATION = "aws:emrserverless/application:Application"


def application(recording: Recording) -> Registered:
    return recording.one(APPLICATION, "spark")


def test_workers_are_there_while_a_job_runs_and_never_more_than_stated() -> None:
    inputs = application(run(changed("prod", {"spark.max_vcpus": 10}))).inputs
    assert inputs["autoStartConfiguration"] == {"enabled": True}
    assert inputs["autoStopConfiguration"]["enabled"] is True
    assert inputs["maximumCapacity"] == {"cpu": "10 vCPU", "memory": "80 GB", "disk": "200 GB"}
    assert "initialCapacities" not in inputs


def test_a_job_runs_in_any_zone_in_a_group_that_lets_nothing_in() -> None:
    recording = recorded("prod")
    network = application(recording).inputs["networkConfiguration"]
    subnets = [each.name for each in recording.referred(network["subnetIds"])]
    assert subnets == [f"network-private-{zone}" for zone in ZONES]
    group = recording.follow(network["securityGroupIds"])
    assert group.name == "spark"
    rules = recording.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert group not in [recording.follow(each.inputs["securityGroupId"]) for each in rules]


def test_a_job_writes_to_the_lake_and_to_the_features_only() -> None:
    recording = recorded("prod")
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "spark").inputs["policy"]
    [write] = [each for each in json.loads(policy)["Statement"] if "s3:PutObject" in each["Action"]]
    buckets = [
        recording.one("aws:s3/bucket:Bucket", f"storage-{purpose}").inputs["bucket"]
        for purpose in ("data", "features")
    ]
    assert write["Resource"] == [f"arn:aws:s3:::{bucket}/*" for bucket in buckets]


def test_its_log_is_ours() -> None:
    recording = recorded("prod")
    logging = application(recording).inputs["monitoringConfiguration"][
        "cloudwatchLoggingConfiguration"
    ]
    group = recording.one("aws:cloudwatch/logGroup:LogGroup", "spark")
    assert logging["logGroupName"] == group.inputs["name"]
    assert recording.follow(logging["encryptionKeyArn"]).name == "keys-logs"
