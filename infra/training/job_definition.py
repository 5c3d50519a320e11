"""AWS Batch job definitions: container, retry strategy and IAM permissions.

https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html
"""

import json
from dataclasses import dataclass
from typing import Any

from pulumi_aws import batch

from infra.aws.image import image_uri
from infra.aws.machine_image import neuron_devices
from infra.aws.policy_document import Statement, allow, allow_key, read_secrets
from infra.context import Context
from infra.training.settings import JobSettings, MultiNodeSettings

SCRATCH = "/scratch"  # mount point on the instance and in the container
INTERRUPTED = "Host EC2*"  # status reason after a Spot interruption


@dataclass(frozen=True, slots=True)
class Resources:
    """Resource requirements of a container."""

    vcpus: int
    memory_gb: int
    gpus: int
    neuron_devices: int = 0

    def requirements(self) -> list[dict[str, str]]:
        values = {"VCPU": self.vcpus, "MEMORY": self.memory_gb * 1024, "GPU": self.gpus}
        return [{"type": kind, "value": str(value)} for kind, value in values.items() if value]


def container(context: Context, settings: JobSettings, resources: Resources) -> dict[str, Any]:
    """Return the container properties of a job definition."""
    environment = {
        "CHECKPOINTS": f"s3://{context.bucket('checkpoints')}",
        "DATA_BUCKET": context.bucket("data"),
        "FEATURES_BUCKET": context.bucket("features"),
        "MODELS_BUCKET": context.bucket("models"),
        "SCRATCH": SCRATCH,
        **settings.environment,
        **settings.secrets,
    }
    return {
        "image": image_uri(context, settings.container_image),
        "command": list(settings.command),
        "jobRoleArn": context.role_arn("training-job"),
        "resourceRequirements": resources.requirements(),
        "environment": [{"name": name, "value": value} for name, value in environment.items()],
        "volumes": [{"name": "scratch", "host": {"sourcePath": SCRATCH}}],
        "mountPoints": [{"sourceVolume": "scratch", "containerPath": SCRATCH}],
        # Data loader workers exchange batches through shared memory.
        "linuxParameters": {
            "sharedMemorySize": resources.memory_gb * 1024 // 2,
            "devices": neuron_devices(resources.neuron_devices),
        },
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": context.path("training"),
                "awslogs-region": context.region,
            },
        },
        "privileged": False,
    }


def single_node_properties(context: Context, settings: JobSettings) -> str:
    resources = Resources(
        settings.vcpus, settings.memory_gb, settings.gpus, settings.neuron_devices
    )
    return json.dumps(container(context, settings, resources))


def multi_node_properties(context: Context, settings: JobSettings, nodes: MultiNodeSettings) -> str:
    """Return node properties with the same container and EFA devices on each node."""
    node = container(context, settings, Resources(nodes.vcpus, nodes.memory_gb, nodes.gpus))
    devices = [f"/dev/infiniband/uverbs{index}" for index in range(nodes.efa_interfaces)]
    node["linuxParameters"]["devices"] += [
        {"hostPath": path, "containerPath": path, "permissions": ["READ", "WRITE", "MKNOD"]}
        for path in devices
    ]
    return json.dumps(
        {
            "mainNode": 0,
            "numNodes": nodes.nodes,
            "nodeRangeProperties": [{"targetNodes": "0:", "container": node}],
        }
    )


def plan_retries(settings: JobSettings) -> batch.JobDefinitionRetryStrategyArgsDict:
    """Retry after Spot interruptions only; the job resumes from its last checkpoint."""
    return {
        "attempts": settings.attempts,
        "evaluate_on_exits": [
            {"action": "RETRY", "on_status_reason": INTERRUPTED},
            {"action": "EXIT", "on_reason": "*"},
        ],
    }


def job_permissions(context: Context, settings: JobSettings) -> list[Statement]:
    """Return the permissions of a job: read data and features, write checkpoints and models."""
    read = [context.bucket_arn(purpose) for purpose in ("data", "features")]
    checkpoints, models = context.bucket_arn("checkpoints"), context.bucket_arn("models")
    return [
        allow(["s3:ListBucket"], [*read, checkpoints]),
        allow(["s3:GetObject"], [f"{each}/*" for each in read]),
        allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [f"{checkpoints}/*"]),
        allow(["s3:PutObject"], [f"{models}/*"]),
        allow_key(context, "data", "s3"),
        *read_secrets(list(settings.secrets.values())),
    ]
