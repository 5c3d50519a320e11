"""Definition of the SageMaker pipeline: training step and registration step.

https://aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema/
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from infra.aws.image import image_uri
from infra.aws.instance_type import has_instance_store
from infra.context import Context
from infra.models.settings import ModelRegistrySettings

HOUR = 3600  # seconds
CONTENT = ["application/json", "text/csv"]


@dataclass(frozen=True, slots=True)
class PipelineInputs:
    """Outputs of other resources that the steps use."""

    key_arn: pulumi.Input[str]
    role_arn: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]
    security_group_id: pulumi.Input[str]
    models: pulumi.Input[str]  # name of the model package group
    tags: Mapping[str, str]


def pipeline_definition(
    context: Context, settings: ModelRegistrySettings, inputs: PipelineInputs
) -> dict[str, Any]:
    serving = settings.serving_image or settings.container_image
    return {
        "Version": "2020-12-01",
        "Metadata": {},
        "Parameters": [
            parameter("Image", image_uri(context, settings.container_image)),
            parameter("ServingImage", image_uri(context, serving)),
            parameter("InstanceType", settings.instance_type),
            parameter("Input", f"s3://{context.bucket('data')}/{settings.input_prefix}"),
        ],
        "Steps": [train(context, settings, inputs), register(settings, inputs)],
    }


def parameter(name: str, default: str) -> dict[str, str]:
    """Return a pipeline parameter, which an execution may override."""
    return {"Name": name, "Type": "String", "DefaultValue": default}


def get(path: str) -> dict[str, str]:
    return {"Get": path}


def train(
    context: Context, settings: ModelRegistrySettings, inputs: PipelineInputs
) -> dict[str, Any]:
    return {
        "Name": "Train",
        "Type": "Training",
        "Arguments": {
            "RoleArn": inputs.role_arn,
            "AlgorithmSpecification": {
                "TrainingImage": get("Parameters.Image"),
                "TrainingInputMode": "FastFile",
            },
            "InputDataConfig": [channel()],
            "OutputDataConfig": {
                "S3OutputPath": f"s3://{context.bucket('models')}/candidates",
                "KmsKeyId": inputs.key_arn,
            },
            "ResourceConfig": resource_config(settings, inputs.key_arn),
            **isolation(inputs),
            **spot(context, settings),
            "Tags": [{"Key": key, "Value": value} for key, value in sorted(inputs.tags.items())],
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


def resource_config(settings: ModelRegistrySettings, key_arn: pulumi.Input[str]) -> dict[str, Any]:
    """Return the instances; instance store volumes do not support a customer managed key."""
    instance_store = has_instance_store(settings.instance_type.removeprefix("ml."))
    return {
        "InstanceType": get("Parameters.InstanceType"),
        "InstanceCount": settings.instances,
        "VolumeSizeInGB": settings.volume_gb,
        **({} if instance_store else {"VolumeKmsKeyId": key_arn}),
    }


def isolation(inputs: PipelineInputs) -> dict[str, Any]:
    """Return network isolation of the container and the VPC of its instances."""
    return {
        "EnableNetworkIsolation": True,
        "EnableInterContainerTrafficEncryption": True,
        "VpcConfig": {
            "Subnets": list(inputs.subnet_ids),
            "SecurityGroupIds": [inputs.security_group_id],
        },
    }


def spot(context: Context, settings: ModelRegistrySettings) -> dict[str, Any]:
    """Return the stopping condition, with managed spot training and checkpoints if enabled."""
    seconds = settings.max_runtime_hours * HOUR
    if not settings.spot:
        return {"StoppingCondition": {"MaxRuntimeInSeconds": seconds}}
    folder = [
        f"s3://{context.bucket('checkpoints')}/pipeline",
        get("Execution.PipelineExecutionId"),
    ]
    return {
        "EnableManagedSpotTraining": True,
        "CheckpointConfig": {"S3Uri": {"Std:Join": {"On": "/", "Values": folder}}},
        "StoppingCondition": {
            "MaxRuntimeInSeconds": seconds,
            "MaxWaitTimeInSeconds": seconds + settings.max_spot_wait_hours * HOUR,
        },
    }


def register(settings: ModelRegistrySettings, inputs: PipelineInputs) -> dict[str, Any]:
    """Return the step that registers a model package version."""
    result = {
        "Image": get("Parameters.ServingImage"),
        "ModelDataUrl": get("Steps.Train.ModelArtifacts.S3ModelArtifacts"),
    }
    return {
        "Name": "Register",
        "Type": "RegisterModel",
        "Arguments": {
            "ModelPackageGroupName": inputs.models,
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
