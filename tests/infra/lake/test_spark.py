import json

from infra.context import Context
from infra.deployment import Deployment
from infra.lake.spark import add_spark
from tests.infra.alone import alone, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES

APPLICATION = "aws:emrserverless/application:Application"


CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")


def spark(d: Deployment) -> None:
    add_spark(d, subnets("private"))


def application(recording: Recording) -> Registered:
    return recording.one(APPLICATION, "spark")


def test_application_stops_when_idle_and_limits_capacity() -> None:
    inputs = application(alone(spark, changes={"spark.max_vcpus": 10})).inputs
    assert inputs["autoStartConfiguration"] == {"enabled": True}
    assert inputs["autoStopConfiguration"]["enabled"] is True
    assert inputs["maximumCapacity"] == {"cpu": "10 vCPU", "memory": "80 GB", "disk": "200 GB"}
    assert "initialCapacities" not in inputs


def test_jobs_run_in_all_zones_without_ingress() -> None:
    recording = alone(spark)
    network = application(recording).inputs["networkConfiguration"]
    subnets = [each.name for each in recording.referred(network["subnetIds"])]
    assert subnets == [f"network-private-{zone}" for zone in ZONES]
    group = recording.follow(network["securityGroupIds"])
    assert group.name == "spark"
    rules = recording.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert group not in [recording.follow(each.inputs["securityGroupId"]) for each in rules]


def test_jobs_write_to_data_and_feature_buckets_only() -> None:
    recording = alone(spark)
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "spark").inputs["policy"]
    [write] = [each for each in json.loads(policy)["Statement"] if "s3:PutObject" in each["Action"]]
    buckets = [CONTEXT.bucket(purpose) for purpose in ("data", "features")]
    assert write["Resource"] == [f"arn:aws:s3:::{bucket}/*" for bucket in buckets]


def test_job_log_is_encrypted() -> None:
    recording = alone(spark)
    logging = application(recording).inputs["monitoringConfiguration"][
        "cloudwatchLoggingConfiguration"
    ]
    group = recording.one("aws:cloudwatch/logGroup:LogGroup", "spark")
    assert logging["logGroupName"] == group.inputs["name"]
    assert recording.follow(logging["encryptionKeyArn"]).name == "keys-logs"
