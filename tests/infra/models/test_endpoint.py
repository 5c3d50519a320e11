import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read_settings
from infra.context import Context
from infra.models.endpoint import permissions
from infra.models.endpoint_configuration import Kind, deployment_config, rollback_alarms
from infra.models.settings import AsynchronousSettings, RealtimeSettings
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
MODEL = {"container_image": "serving:1", "artifact": "v1/model.tar.gz"}
REALTIME = RealtimeSettings.model_validate({**MODEL, "instance_type": "ml.c7i.large"})
KINDS: tuple[Kind, ...] = ("realtime", "asynchronous", "serverless")
OF_INSTANCES = KINDS[:2]
ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def endpoint(kind: str) -> tuple[Recording, Registered, Mapping[str, Any]]:
    """Return an endpoint and its one variant."""
    recording = recorded("everything")
    found = recording.one(ENDPOINT, f"endpoint-{kind}")
    configuration = recording.follow(found.inputs["endpointConfigName"])
    [variant] = configuration.inputs["productionVariants"]
    return recording, found, variant


@pytest.mark.parametrize("kind", OF_INSTANCES)
def test_model_is_isolated_in_private_subnets(kind: str) -> None:
    recording, _, variant = endpoint(kind)
    model = recording.follow(variant["modelName"])
    assert model.inputs["enableNetworkIsolation"] is True
    subnets = recording.referred(model.inputs["vpcConfig"]["subnets"])
    assert [each.name for each in subnets] == [f"network-private-{zone}" for zone in ZONES]


@pytest.mark.parametrize("kind", KINDS)
def test_model_artifact_is_read_with_endpoint_role(kind: str) -> None:
    recording, _, variant = endpoint(kind)
    model = recording.follow(variant["modelName"])
    bucket = recording.one("aws:s3/bucket:Bucket", "storage-models").inputs["bucket"]
    url = model.inputs["primaryContainer"]["modelDataUrl"]
    assert url == f"s3://{bucket}/released/1/model.tar.gz"
    assert recording.follow(model.inputs["executionRoleArn"]).name == f"endpoint-{kind}"


@pytest.mark.parametrize("kind", OF_INSTANCES)
def test_deployment_is_canary_with_rollback_alarms(
    kind: str,
) -> None:
    recording, found, _ = endpoint(kind)
    release = found.inputs["deploymentConfig"]
    routing = release["blueGreenUpdatePolicy"]["trafficRoutingConfiguration"]
    assert routing["type"] == "CANARY"
    named = {each["alarmName"] for each in release["autoRollbackConfiguration"]["alarms"]}
    rollback_alarms = [
        each for each in recording.of_type(ALARM) if each.inputs.get("name") in named
    ]
    assert len(rollback_alarms) == len(named) > 0
    for each in rollback_alarms:
        assert each.inputs["dimensions"]["EndpointName"] == found.inputs["name"]
        assert each.inputs["alarmActions"]


def test_realtime_endpoint_rolls_back_on_latency() -> None:
    alarms = {each.name: each for each in rollback_alarms(REALTIME, "endpoint")}
    assert set(alarms) == {"errors", "latency"}
    assert alarms["latency"].threshold == REALTIME.latency_ms * 1000  # microseconds


def test_deployment_config_lists_each_alarm_once() -> None:
    release = deployment_config(["errors", "latency"])
    assert release["auto_rollback_configuration"] == {
        "alarms": [{"alarm_name": "errors"}, {"alarm_name": "latency"}]
    }


def test_realtime_endpoint_has_at_least_two_instances() -> None:
    recording, found, variant = endpoint("realtime")
    assert variant["initialInstanceCount"] == 2
    target = recording.one(TARGET, "endpoint-realtime").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 4)
    assert recording.follow(found.inputs["endpointConfigName"]).inputs["kmsKeyArn"]


def test_async_endpoint_scales_to_and_from_zero() -> None:
    recording, found, _ = endpoint("asynchronous")
    assert recording.one(TARGET, "endpoint-asynchronous").inputs["minCapacity"] == 0
    wakes = recording.one(ALARM, "endpoint-asynchronous-scale-from-zero").inputs
    assert wakes["metricName"] == "HasBacklogWithoutCapacity"
    assert wakes["dimensions"] == {"EndpointName": found.inputs["name"]}
    step = recording.follow(wakes["alarmActions"])
    assert step.inputs["policyType"] == "StepScaling"


@pytest.mark.parametrize("kind", OF_INSTANCES)
def test_scaling_targets_the_endpoint_variant(kind: str) -> None:
    recording, found, variant = endpoint(kind)
    target = recording.one(TARGET, f"endpoint-{kind}").inputs
    resource = f"endpoint/{found.inputs['name']}/variant/{variant['variantName']}"
    assert target["resourceId"] == resource
    policies = [
        each for each in recording.of_type(POLICY) if each.name.startswith(f"endpoint-{kind}")
    ]
    assert {each.inputs["resourceId"] for each in policies} == {resource}


def test_data_capture_is_encrypted_and_writable() -> None:
    recording, found, _ = endpoint("realtime")
    capture = recording.follow(found.inputs["endpointConfigName"]).inputs["dataCaptureConfig"]
    assert capture["initialSamplingPercentage"] == 20
    assert {each["captureMode"] for each in capture["captureOptions"]} == {"Input", "Output"}
    assert recording.follow(capture["kmsKeyId"]).name == "keys-data"
    assert written("realtime") == [
        f"{capture['destinationS3Uri'].replace('s3://', 'arn:aws:s3:::')}/*"
    ]


def test_async_results_go_to_writable_prefixes() -> None:
    recording, found, _ = endpoint("asynchronous")
    queue = recording.follow(found.inputs["endpointConfigName"]).inputs["asyncInferenceConfig"]
    output = queue["outputConfig"]
    paths = [output["s3OutputPath"], output["s3FailurePath"]]
    assert written("asynchronous") == [
        f"{each.replace('s3://', 'arn:aws:s3:::')}/*" for each in paths
    ]


def written(kind: Kind) -> list[str]:
    return [
        resource
        for each in permissions(CONTEXT, kind)
        if each["Action"] == ["s3:PutObject"]
        for resource in each["Resource"]
    ]


def test_serverless_endpoint_has_no_instances_or_vpc() -> None:
    recording, found, variant = endpoint("serverless")
    assert "instanceType" not in variant
    assert variant["serverlessConfig"]["memorySizeInMb"] == 4096
    assert "deploymentConfig" not in found.inputs
    model = recording.follow(variant["modelName"])
    assert "vpcConfig" not in model.inputs
    assert [each for each in recording.of_type(TARGET) if "serverless" in each.name] == []


@pytest.mark.parametrize("kind", KINDS)
def test_serving_may_invoke_every_endpoint(kind: str) -> None:
    recording, found, _ = endpoint(kind)
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:endpoint/{found.inputs['name']}"
    asked = [each for each in json.loads(policy)["Statement"] if arn in each["Resource"]]
    assert len(asked) == 1


def test_instance_store_types_have_no_volume_key() -> None:
    recording, found, _ = endpoint("asynchronous")
    configuration = recording.follow(found.inputs["endpointConfigName"])
    assert "kmsKeyArn" not in configuration.inputs


WRONG: list[tuple[Mapping[str, Any], str]] = [
    (
        {"endpoints.realtime": {**MODEL, "instance_type": "ml.c7i.large", "max_instances": 1}},
        "plimsoll:endpoints.realtime.min_instances: 2 is above max_instances (1); set at most 1, ",
    ),
    (
        {"endpoints.realtime": {**MODEL, "instance_type": "ml.c7i.large", "min_instances": 1}},
        (
            "plimsoll:endpoints.realtime.min_instances: 1 is below the instances that SageMaker "
            "needs "
            "to use two zones (2); set at least 2, or set plimsoll:profile to dev"
        ),
    ),
    (
        {"endpoints.realtime": {**MODEL, "instance_type": "c7i.large"}},
        'plimsoll:endpoints.realtime.instance_type: "c7i.large" is invalid; string should match ',
    ),
    (
        {"endpoints.serverless": {**MODEL, "provisioned_concurrency": 30}},
        (
            "plimsoll:endpoints.serverless.provisioned_concurrency: 30 is above max_concurrency "
            "(20); "
            "set at most 20, or raise max_concurrency"
        ),
    ),
    (
        {"endpoints.serverless": {**MODEL, "artifact": "model.zip"}},
        'plimsoll:endpoints.serverless.artifact: "model.zip" is invalid; string should match ',
    ),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_invalid_setting_is_reported_in_one_line(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", changes), "plimsoll")
    assert str(caught.value).startswith(line)


def test_async_endpoint_has_queue_age_alarm() -> None:
    settings = AsynchronousSettings.model_validate({**MODEL, "instance_type": "ml.g5.xlarge"})
    watched = recorded("everything").one(ALARM, "endpoint-asynchronous-queue-age").inputs
    assert watched["threshold"] == settings.max_wait_minutes * 60
