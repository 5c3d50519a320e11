"""The pipeline's steps: train in isolation, on spot with checkpoints, then register the result.

https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.scope import Scope
from infra.settings import ModelRegistrySettings, has_disk

HOUR = 3600  # seconds
CONTENT = ["application/json", "text/csv"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the steps take from other resources, known when those are there."""

    key_arn: str
    role_arn: str
    subnet_ids: Sequence[str]
    security_group_id: str
    models: str  # the model package group's name
    tags: Mapping[str, str]


def definition(
    scope: Scope, settings: ModelRegistrySettings, around: Surroundings
) -> dict[str, Any]:
    return {
        "Version": "2020-12-01",
        "Metadata": {},
        "Parameters": [
            parameter("Image", settings.container_image),
            parameter("ServingImage", settings.serving_image or settings.container_image),
            parameter("InstanceType", settings.instance_type),
            parameter("Input", f"s3://{scope.bucket('data')}/{settings.input_prefix}"),
        ],
        "Steps": [train(scope, settings, around), register(settings, around)],
    }


def parameter(name: str, default: str) -> dict[str, str]:
    """Return what whoever starts the pipeline may state otherwise."""
    return {"Name": name, "Type": "String", "DefaultValue": default}


def get(path: str) -> dict[str, str]:
    return {"Get": path}


def train(scope: Scope, settings: ModelRegistrySettings, around: Surroundings) -> dict[str, Any]:
    return {
        "Name": "Train",
        "Type": "Training",
        "Arguments": {
            "RoleArn": around.role_arn,
            "AlgorithmSpecification": {
                "TrainingImage": get("Parameters.Image"),
                "TrainingInputMode": "FastFile",
            },
            "InputDataConfig": [channel()],
            "OutputDataConfig": {
                "S3OutputPath": f"s3://{scope.bucket('models')}/candidates",
                "KmsKeyId": around.key_arn,
            },
            "ResourceConfig": machines(settings, around.key_arn),
            **isolation(around),
            **spot(scope, settings),
            "Tags": [{"Key": key, "Value": value} for key, value in sorted(around.tags.items())],
        },
        "RetryPolicies": [retry("SageMaker.CAPACITY_ERROR", "SageMaker.JOB_INTERNAL_ERROR")],
    }


def channel() -> dict[str, Any]:
    source = {
        "S3DataType": "S3Prefix",
        "S3Uri": get("Parameters.Input"),
        "S3DataDistributionType": "FullyReplicated",
    }
    return {"ChannelName": "training", "DataSource": {"S3DataSource": source}}


def machines(settings: ModelRegistrySettings, key_arn: str) -> dict[str, Any]:
    """Encrypt the volume with our key; a machine with disks of its own encrypts those itself."""
    disk = has_disk(settings.instance_type.removeprefix("ml."))
    return {
        "InstanceType": get("Parameters.InstanceType"),
        "InstanceCount": settings.instances,
        "VolumeSizeInGB": settings.volume_gb,
        **({} if disk else {"VolumeKmsKeyId": key_arn}),
    }


def isolation(around: Surroundings) -> dict[str, Any]:
    """Have the container reach nothing, and its machines only each other and the VPC."""
    return {
        "EnableNetworkIsolation": True,
        "EnableInterContainerTrafficEncryption": True,
        "VpcConfig": {
            "Subnets": list(around.subnet_ids),
            "SecurityGroupIds": [around.security_group_id],
        },
    }


def spot(scope: Scope, settings: ModelRegistrySettings) -> dict[str, Any]:
    """Bound the run; on spot bound the wait too, and keep what a new machine goes on from."""
    seconds = settings.hours * HOUR
    if not settings.spot:
        return {"StoppingCondition": {"MaxRuntimeInSeconds": seconds}}
    folder = [f"s3://{scope.bucket('checkpoints')}/pipeline", get("Execution.PipelineExecutionId")]
    return {
        "EnableManagedSpotTraining": True,
        "CheckpointConfig": {"S3Uri": {"Std:Join": {"On": "/", "Values": folder}}},
        "StoppingCondition": {
            "MaxRuntimeInSeconds": seconds,
            "MaxWaitTimeInSeconds": seconds + settings.waiting_hours * HOUR,
        },
    }


def register(settings: ModelRegistrySettings, around: Surroundings) -> dict[str, Any]:
    """Put the result into the registry, where it waits until somebody has looked at it."""
    result = {
        "Image": get("Parameters.ServingImage"),
        "ModelDataUrl": get("Steps.Train.ModelArtifacts.S3ModelArtifacts"),
    }
    return {
        "Name": "Register",
        "Type": "RegisterModel",
        "Arguments": {
            "ModelPackageGroupName": around.models,
            "ModelApprovalStatus": settings.approval,
            "InferenceSpecification": {
                "Containers": [result],
                "SupportedContentTypes": CONTENT,
                "SupportedResponseMIMETypes": CONTENT,
            },
        },
        "RetryPolicies": [retry("Step.SERVICE_FAULT", "Step.THROTTLING")],
    }


def retry(*exceptions: str) -> dict[str, Any]:
    return {
        "ExceptionType": list(exceptions),
        "IntervalSeconds": 60,
        "BackoffRate": 2,
        "MaxAttempts": 5,
    }
