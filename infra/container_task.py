"""What a task is: its container, what it is told, what it may write and do."""

import json
from collections.abc import Sequence
from typing import Any

from infra.container_hosts import TLS
from infra.policy import Statement, allow
from infra.roles import allow_key
from infra.scope import Scope
from infra.settings import ContainersSettings

MEMORY_FOLDER = 64  # MiB at most, of each folder that is in memory
CONTAINER = "model"


def containers(scope: Scope, settings: ContainersSettings) -> str:
    told = {
        "MODELS_BUCKET": scope.bucket("models"),
        "FEATURES_BUCKET": scope.bucket("features"),
        "PARAMETERS": scope.path(),
        "TLS_CERTIFICATE": f"{TLS}/certificate.pem",
        "TLS_KEY": f"{TLS}/key.pem",
    }
    container: dict[str, Any] = {
        "name": CONTAINER,
        "image": settings.container_image,
        "essential": True,
        "cpu": settings.cpu,
        "memory": settings.memory_mb,
        "portMappings": [{"containerPort": settings.port, "protocol": "tcp"}],
        "environment": [{"name": name, "value": value} for name, value in told.items()],
        "mountPoints": [{"sourceVolume": "tls", "containerPath": TLS, "readOnly": True}],
        "readonlyRootFilesystem": True,
        "privileged": False,
        "linuxParameters": {
            "initProcessEnabled": True,
            "tmpfs": [
                {"containerPath": folder, "size": MEMORY_FOLDER} for folder in settings.writable
            ],
        },
        "stopTimeout": min(settings.drain_seconds, 120),
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": scope.path("containers"),
                "awslogs-region": scope.region,
                "awslogs-stream-prefix": CONTAINER,
                # A log that is not taken in time must not hold up answers.
                "mode": "non-blocking",
            },
        },
    }
    return json.dumps([container])


def task_permissions(scope: Scope) -> list[Statement]:
    """Return what every task may do; the stores' own come on top."""
    read = [scope.bucket_arn(purpose) for purpose in ("models", "features")]
    return [
        allow(["s3:ListBucket"], read),
        allow(["s3:GetObject"], [f"{each}/*" for each in read]),
        allow_key(scope, "data", "s3"),
        allow(["ssm:GetParametersByPath"], [scope.arn("ssm", f"parameter{scope.path()}")]),
    ]


def start_permissions(scope: Scope) -> Sequence[Statement]:
    """Return what ECS may do to start a task: pull its image, open its log."""
    actions = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"]
    return [
        allow(["ecr:GetAuthorizationToken"], ["*"]),  # knows no narrower resource
        allow([f"ecr:{each}" for each in actions], [scope.arn("ecr", "repository/*")]),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [scope.arn("logs", f"log-group:{scope.path('containers')}:*")],
        ),
    ]
