import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.aws.instance_type import has_instance_store
from infra.context import Context
from infra.models.pipeline_definition import PipelineInputs, pipeline_definition
from infra.models.settings import ModelRegistrySettings
from tests.infra.recorder import Recording
from tests.infra.stacks import ZONES, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
AROUND = PipelineInputs(
    key_arn="key",
    role_arn="role",
    subnet_ids=["subnet-a", "subnet-b"],
    security_group_id="group",
    models="models",
    tags={"component": "pipeline"},
)


def steps(**settings: Any) -> dict[str, dict[str, Any]]:
    model_registry = ModelRegistrySettings.model_validate(
        {"container_image": "image:1", **settings}
    )
    planned = pipeline_definition(CONTEXT, model_registry, AROUND)["Steps"]
    return {each["Name"]: each["Arguments"] for each in planned}


def pipeline() -> tuple[Recording, Mapping[str, Any]]:
    recording = recorded("everything")
    return recording, recording.one("aws:sagemaker/pipeline:Pipeline", "model-registry").inputs


def test_training_is_isolated_and_encrypted() -> None:
    train = steps(instance_type="ml.m7i.xlarge")["Train"]
    assert train["EnableNetworkIsolation"] is True
    assert train["EnableInterContainerTrafficEncryption"] is True
    assert train["VpcConfig"]["Subnets"] == ["subnet-a", "subnet-b"]
    assert train["OutputDataConfig"]["KmsKeyId"] == "key"
    assert train["ResourceConfig"]["VolumeKmsKeyId"] == "key"


def test_instance_store_training_has_no_volume_key() -> None:
    assert "VolumeKmsKeyId" not in steps(instance_type="ml.g5.2xlarge")["Train"]["ResourceConfig"]


def test_spot_training_has_checkpoints_and_max_wait() -> None:
    train = steps(max_runtime_hours=2, max_spot_wait_hours=3)["Train"]
    assert train["EnableManagedSpotTraining"] is True
    uri = train["CheckpointConfig"]["S3Uri"]["Std:Join"]["Values"]
    # Two runs at once must not go on from each other's.
    assert uri == [
        "s3://plimsoll-prod-checkpoints-123456789012-us-east-1/pipeline",
        {"Get": "Execution.PipelineExecutionId"},
    ]
    assert train["StoppingCondition"] == {
        "MaxRuntimeInSeconds": 2 * 3600,
        "MaxWaitTimeInSeconds": 5 * 3600,
    }


def test_on_demand_training_has_no_checkpoints() -> None:
    train = steps(spot=False)["Train"]
    assert "EnableManagedSpotTraining" not in train
    assert "CheckpointConfig" not in train
    assert list(train["StoppingCondition"]) == ["MaxRuntimeInSeconds"]


def test_model_registration_is_pending_approval() -> None:
    register = steps()["Register"]
    assert register["ModelPackageGroupName"] == "models"
    assert register["ModelApprovalStatus"] == "PendingManualApproval"
    [container] = register["InferenceSpecification"]["Containers"]
    assert container["ModelDataUrl"] == {"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}


def test_step_parameters_are_declared() -> None:
    planned = pipeline_definition(CONTEXT, ModelRegistrySettings(container_image="image:1"), AROUND)
    declared = {f"Parameters.{each['Name']}" for each in planned["Parameters"]}
    got = {
        value for value in paths(planned["Steps"]) if value.startswith("Parameters.")
    }  # fmt: skip
    assert got == declared


def paths(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["Get"]] if list(value) == ["Get"] else []
        return own + [path for each in value.values() for path in paths(each)]
    return [path for each in value for path in paths(each)] if isinstance(value, list) else []


def test_pipeline_uses_private_subnets_and_data_key() -> None:
    recording, inputs = pipeline()
    names = {each.name for each in recording.referred(inputs["pipelineDefinition"])}
    subnets = {f"network-private-{zone}" for zone in ZONES}
    assert names == {*subnets, "keys-data", "model-registry"}
    assert recording.follow(inputs["roleArn"]).name == "model-registry"


def test_pipeline_passes_role_to_sagemaker_only() -> None:
    recording, _ = pipeline()
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "model-registry").inputs["policy"]
    role = recording.one("aws:iam/role:Role", "model-registry").inputs["name"]
    [passes] = [
        each for each in json.loads(policy)["Statement"] if "iam:PassRole" in each["Action"]
    ]
    assert passes["Resource"] == [f"arn:aws:iam::123456789012:role/{role}"]
    assert passes["Condition"]["StringEquals"]["iam:PassedToService"] == "sagemaker.amazonaws.com"


def test_pipeline_failure_and_approval_notify() -> None:
    recording, inputs = pipeline()
    failed = recording.one("aws:cloudwatch/eventRule:EventRule", "model-registry-failed")
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:pipeline/{inputs['pipelineName']}"
    assert json.loads(failed.inputs["eventPattern"])["detail"]["pipelineArn"] == [arn]
    waits = recording.one("aws:cloudwatch/eventRule:EventRule", "model-registry-approval-pending")
    group = recording.one("aws:sagemaker/modelPackageGroup:ModelPackageGroup", "model-registry")
    listened = json.loads(waits.inputs["eventPattern"])["detail"]["ModelPackageGroupName"]
    assert listened == [group.inputs["modelPackageGroupName"]]


@pytest.mark.parametrize(
    ("instance_type", "disk"),
    [
        ("g5.2xlarge", True),
        ("g4dn.xlarge", True),
        ("gr6.4xlarge", True),
        ("p4d.24xlarge", True),
        ("p5.48xlarge", True),
        ("trn1.2xlarge", True),
        ("m7gd.large", True),
        ("c6id.large", True),
        ("r6idn.large", True),
        ("i4i.large", True),
        ("im4gn.large", True),
        ("m7g.large", False),
        ("m7i-flex.large", False),
        ("c6gn.large", False),
        ("inf2.xlarge", False),
        ("t4g.micro", False),
        ("p3.2xlarge", False),
    ],
)
def test_instance_store_is_read_from_type_name(instance_type: str, *, disk: bool) -> None:
    assert has_instance_store(instance_type) is disk
