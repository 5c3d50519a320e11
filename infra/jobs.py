"""What a training job is: its container, what it is told, when it starts again.

https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html
"""

import json
from dataclasses import dataclass
from typing import Any

from pulumi_aws import batch

from infra.policy import Statement, allow
from infra.roles import allow_key
from infra.scope import Scope
from infra.settings import JobSettings, MultiNodeSettings

SCRATCH = "/scratch"  # on the machine, and in the container
RECLAIMED = "Host EC2*"  # how Batch says that the machine was taken away


@dataclass(frozen=True, slots=True)
class Share:
    """What a container takes of its machine."""

    vcpus: int
    memory_gb: int
    gpus: int

    def requirements(self) -> list[dict[str, str]]:
        stated = {"VCPU": self.vcpus, "MEMORY": self.memory_gb * 1024, "GPU": self.gpus}
        return [{"type": kind, "value": str(value)} for kind, value in stated.items() if value]


def container(scope: Scope, settings: JobSettings, share: Share) -> dict[str, Any]:
    """Return a job's container, as the API takes it."""
    told = {
        "CHECKPOINTS": f"s3://{scope.bucket('checkpoints')}",
        "DATA_BUCKET": scope.bucket("data"),
        "FEATURES_BUCKET": scope.bucket("features"),
        "MODELS_BUCKET": scope.bucket("models"),
        "SCRATCH": SCRATCH,
    }
    return {
        "image": settings.container_image,
        "command": list(settings.command),
        "jobRoleArn": scope.role_arn("training-job"),
        "resourceRequirements": share.requirements(),
        "environment": [{"name": name, "value": value} for name, value in told.items()],
        "volumes": [{"name": "scratch", "host": {"sourcePath": SCRATCH}}],
        "mountPoints": [{"sourceVolume": "scratch", "containerPath": SCRATCH}],
        # Workers of a data loader hand batches on in shared memory.
        "linuxParameters": {"sharedMemorySize": share.memory_gb * 1024 // 2},
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": scope.path("training"),
                "awslogs-region": scope.region,
            },
        },
        "privileged": False,
    }


def on_one_machine(scope: Scope, settings: JobSettings) -> str:
    share = Share(settings.vcpus, settings.memory_gb, settings.gpus)
    return json.dumps(container(scope, settings, share))


def on_many_machines(scope: Scope, settings: JobSettings, nodes: MultiNodeSettings) -> str:
    """Return the same for each of the nodes, the first of which leads; EFA goes to each."""
    each = container(scope, settings, Share(nodes.vcpus, nodes.memory_gb, nodes.gpus))
    devices = [f"/dev/infiniband/uverbs{index}" for index in range(nodes.efa_interfaces)]
    each["linuxParameters"]["devices"] = [
        {"hostPath": path, "containerPath": path, "permissions": ["READ", "WRITE", "MKNOD"]}
        for path in devices
    ]
    return json.dumps(
        {
            "mainNode": 0,
            "numNodes": nodes.nodes,
            "nodeRangeProperties": [{"targetNodes": "0:", "container": each}],
        }
    )


def plan_retries(settings: JobSettings) -> batch.JobDefinitionRetryStrategyArgsDict:
    """Start again what lost its machine, from the last checkpoint; an error stays one."""
    return {
        "attempts": settings.attempts,
        "evaluate_on_exits": [
            {"action": "RETRY", "on_status_reason": RECLAIMED},
            {"action": "EXIT", "on_reason": "*"},
        ],
    }


def permissions(scope: Scope) -> list[Statement]:
    """Return what a job may do: read data and features, keep checkpoints, hand in models."""
    read = [scope.bucket_arn(purpose) for purpose in ("data", "features")]
    checkpoints, models = scope.bucket_arn("checkpoints"), scope.bucket_arn("models")
    return [
        allow(["s3:ListBucket"], [*read, checkpoints]),
        allow(["s3:GetObject"], [f"{each}/*" for each in read]),
        allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [f"{checkpoints}/*"]),
        allow(["s3:PutObject"], [f"{models}/*"]),
        allow_key(scope, "data", "s3"),
    ]
