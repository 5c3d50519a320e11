import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.model_training import Surroundings, definition
from infra.scope import Scope
from infra.settings import ModelRegistrySettings, has_disk
from tests.infra.recorder import Recording
from tests.infra.stacks import ZONES, recorded

SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")
AROUND = Surroundings(
    key_arn="key",
    role_arn="role",
    subnet_ids=["subnet-a", "subnet-b"],
    security_group_id="group",
    models="models",
    tags={"component": "pipeline"},
)


def steps(**settings: Any) -> dict[str, dict[str, Any]]:
    stated = ModelRegistrySettings.model_validate({"container_image": "image:1", **settings})
    planned = definition(SCOPE, stated, AROUND)["Steps"]
    return {each["Name"]: each["Arguments"] for each in planned}


def pipeline() -> tuple[Recording, Mapping[str, Any]]:
    recording = recorded("everything")
    return recording, recording.one("aws:sagemaker/pipeline:Pipeline", "model-registry").inputs


def test_a_job_is_isolated_and_encrypts_what_it_says_and_keeps() -> None:
    train = steps(instance_type="ml.m7i.xlarge")["Train"]
    assert train["EnableNetworkIsolation"] is True
    assert train["EnableInterContainerTrafficEncryption"] is True
    assert train["VpcConfig"]["Subnets"] == ["subnet-a", "subnet-b"]
    assert train["OutputDataConfig"]["KmsKeyId"] == "key"
    assert train["ResourceConfig"]["VolumeKmsKeyId"] == "key"


def test_sagemaker_refuses_a_volume_key_where_a_machine_has_disks_of_its_own() -> None:
    assert "VolumeKmsKeyId" not in steps(instance_type="ml.g5.2xlarge")["Train"]["ResourceConfig"]


def test_a_job_on_spot_keeps_checkpoints_and_waits_a_bounded_time() -> None:
    train = steps(hours=2, waiting_hours=3)["Train"]
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


def test_a_job_on_demand_has_neither() -> None:
    train = steps(spot=False)["Train"]
    assert "EnableManagedSpotTraining" not in train
    assert "CheckpointConfig" not in train
    assert list(train["StoppingCondition"]) == ["MaxRuntimeInSeconds"]


def test_a_model_waits_for_approval_in_the_registry() -> None:
    register = steps()["Register"]
    assert register["ModelPackageGroupName"] == "models"
    assert register["ModelApprovalStatus"] == "PendingManualApproval"
    [container] = register["InferenceSpecification"]["Containers"]
    assert container["ModelDataUrl"] == {"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}


def test_what_steps_get_is_declared() -> None:
    planned = definition(SCOPE, ModelRegistrySettings(container_image="image:1"), AROUND)
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


def test_the_pipeline_runs_in_the_private_subnets_with_its_own_role_and_the_data_key() -> None:
    recording, inputs = pipeline()
    names = {each.name for each in recording.referred(inputs["pipelineDefinition"])}
    subnets = {f"network-private-{zone}" for zone in ZONES}
    assert names == {*subnets, "keys-data", "model-registry"}
    assert recording.follow(inputs["roleArn"]).name == "model-registry"


def test_the_pipeline_hands_its_role_to_sagemaker_only() -> None:
    recording, _ = pipeline()
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "model-registry").inputs["policy"]
    role = recording.one("aws:iam/role:Role", "model-registry").inputs["name"]
    [passes] = [
        each for each in json.loads(policy)["Statement"] if "iam:PassRole" in each["Action"]
    ]
    assert passes["Resource"] == [f"arn:aws:iam::123456789012:role/{role}"]
    assert passes["Condition"]["StringEquals"]["iam:PassedToService"] == "sagemaker.amazonaws.com"


def test_somebody_hears_of_a_failure_and_of_a_model_that_waits() -> None:
    recording, inputs = pipeline()
    failed = recording.one("aws:cloudwatch/eventRule:EventRule", "model-registry-failed")
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:pipeline/{inputs['pipelineName']}"
    assert json.loads(failed.inputs["eventPattern"])["detail"]["pipelineArn"] == [arn]
    waits = recording.one("aws:cloudwatch/eventRule:EventRule", "model-registry-model-waits")
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
def test_a_type_tells_whether_it_has_disks(instance_type: str, *, disk: bool) -> None:
    assert has_disk(instance_type) is disk
