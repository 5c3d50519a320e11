"""Container definition and IAM permissions of the ECS task."""

import json
from collections.abc import Sequence
from typing import Any

from infra.aws.image import image_uri, pull_image
from infra.aws.machine_image import neuron_devices
from infra.aws.policy_document import (
    Statement,
    allow,
    allow_key,
    read_parameters,
    read_secrets,
)
from infra.containers.capacity import TLS
from infra.containers.settings import ContainersSettings
from infra.context import Context

CONTAINER = "model"


def container_definitions(context: Context, settings: ContainersSettings) -> str:
    environment = {
        "MODELS_BUCKET": context.bucket("models"),
        "FEATURES_BUCKET": context.bucket("features"),
        "PARAMETERS": context.path(),
        "TLS_CERTIFICATE": f"{TLS}/certificate.pem",
        "TLS_KEY": f"{TLS}/key.pem",
        **settings.environment,
    }
    container: dict[str, Any] = {
        "name": CONTAINER,
        "image": image_uri(context, settings.container_image),
        "essential": True,
        "cpu": settings.cpu,
        "memory": settings.memory_mb,
        "portMappings": [{"containerPort": settings.port, "protocol": "tcp"}],
        "environment": [{"name": name, "value": value} for name, value in environment.items()],
        "mountPoints": [{"sourceVolume": "tls", "containerPath": TLS, "readOnly": True}],
        "readonlyRootFilesystem": True,
        "privileged": False,
        **gpu_requirement(settings.gpus),
        "linuxParameters": {
            "initProcessEnabled": True,
            "devices": neuron_devices(settings.neuron_devices),
            **shared_memory(settings.shared_memory_mb),
            "tmpfs": [
                {"containerPath": path, "size": settings.writable_mb}
                for path in settings.writable_paths
            ],
        },
        "stopTimeout": min(settings.deregistration_delay_seconds, 120),
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": context.path("containers"),
                "awslogs-region": context.region,
                "awslogs-stream-prefix": CONTAINER,
                # Drop log messages rather than block the container.
                "mode": "non-blocking",
            },
        },
    }
    if settings.command:
        container["command"] = list(settings.command)
    if settings.secrets:
        container["secrets"] = [
            {"name": name, "valueFrom": arn} for name, arn in settings.secrets.items()
        ]
    return json.dumps([container])


def shared_memory(size_mb: int | None) -> dict[str, Any]:
    return {"sharedMemorySize": size_mb} if size_mb else {}


def gpu_requirement(gpus: int) -> dict[str, Any]:
    requirement = {"type": "GPU", "value": str(gpus)}
    return {"resourceRequirements": [requirement]} if gpus else {}


def task_permissions(context: Context) -> list[Statement]:
    """Return the permissions of the task role, without those of the data stores."""
    read = [context.bucket_arn(purpose) for purpose in ("models", "features")]
    return [
        allow(["s3:ListBucket"], read),
        allow(["s3:GetObject"], [f"{each}/*" for each in read]),
        allow_key(context, "data", "s3"),
        read_parameters(context),
    ]


def execution_permissions(context: Context, settings: ContainersSettings) -> Sequence[Statement]:
    """Return the permissions of the execution role: pull the image, read secrets, write logs."""
    return [
        *pull_image(context, settings.container_image),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [context.arn("logs", f"log-group:{context.path('containers')}:*")],
        ),
        *read_secrets(list(settings.secrets.values())),
    ]
