"""AWS Batch compute environments and job queues.

https://docs.aws.amazon.com/batch/latest/userguide/compute_environments.html
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import batch, ec2, ssm

from infra.aws.instance_type import accelerator_of
from infra.aws.machine_image import ecs_image
from infra.context import Context
from infra.training.launch_template import TrainingInstances
from infra.training.settings import TrainingSettings

HOUR = 3600  # seconds
# Batch has no image type with Neuron drivers, so the AMI is given.
# https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
IMAGES = {
    "nvidia": "ECS_AL2023_NVIDIA",
    "neuron": "ECS_AL2023",
    None: "ECS_AL2023",
}
# Status reasons of a job that blocks its queue.
# https://docs.aws.amazon.com/batch/latest/userguide/job-queue-status-reasons.html
BLOCKED_REASONS = (
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
)


@dataclass(frozen=True, slots=True)
class Environment:
    """Compute environment of one purchase option; a queue uses several in order."""

    purpose: str  # "spot"
    type: Literal["EC2", "SPOT"]
    instance_types: tuple[str, ...]
    max_vcpus: int
    zone: str | None = None  # None: all zones
    reserved: bool = False  # uses the capacity reservation


def plan_environments(settings: TrainingSettings) -> list[Environment]:
    """Plan the order: capacity reservation, Spot, On-Demand."""
    environments = []
    if reservation := settings.reservation:
        environments.append(
            Environment(
                "reserved",
                "EC2",
                (reservation.instance_type,),
                reservation.vcpus * reservation.count,
                reservation.zone,
                reserved=True,
            )
        )
    if settings.spot_max_vcpus:
        environments.append(
            Environment("spot", "SPOT", settings.instance_types, settings.spot_max_vcpus)
        )
    if settings.on_demand_max_vcpus:
        environments.append(
            Environment("on-demand", "EC2", settings.instance_types, settings.on_demand_max_vcpus)
        )
    return environments


def allocation_strategy(environment: Environment) -> str:
    """Return the allocation strategy of the environment's purchase option."""
    spot = environment.type == "SPOT"
    return "SPOT_PRICE_CAPACITY_OPTIMIZED" if spot else "BEST_FIT_PROGRESSIVE"


def machine_image(
    instance_type: str, opts: pulumi.ResourceOptions
) -> batch.ComputeEnvironmentComputeResourcesEc2ConfigurationArgsDict:
    """Return the image type, and the AMI itself if the image type lacks the driver."""
    accelerator = accelerator_of(instance_type)
    image: batch.ComputeEnvironmentComputeResourcesEc2ConfigurationArgsDict = {
        "image_type": IMAGES[accelerator]
    }
    if accelerator == "neuron":
        image["image_id_override"] = ssm.get_parameter_output(
            name=ecs_image(instance_type), opts=pulumi.InvokeOutputOptions(parent=opts.parent)
        ).insecure_value
    return image


def compute_environment(
    name: str,
    environment: Environment,
    instances: TrainingInstances,
    template: ec2.LaunchTemplate,
    opts: pulumi.ResourceOptions,
) -> batch.ComputeEnvironment:
    zones = [environment.zone] if environment.zone else list(instances.subnet_ids)
    return batch.ComputeEnvironment(
        name,
        type="MANAGED",
        compute_resources={
            "type": environment.type,
            "allocation_strategy": allocation_strategy(environment),
            "instance_types": list(environment.instance_types),
            "min_vcpus": 0,  # scale to zero without jobs
            "max_vcpus": environment.max_vcpus,
            "subnets": [instances.subnet_ids[zone] for zone in zones],
            "security_group_ids": list(instances.security_groups),
            "instance_role": instances.profile_arn,
            "ec2_configurations": [machine_image(environment.instance_types[0], opts)],
            "launch_template": {
                "launch_template_id": template.id,
                "version": template.latest_version.apply(str),
            },
            "placement_group": instances.placement_group,
            "tags": dict(instances.instance_tags),
        },
        # An update of AMI or launch template waits up to 30 minutes for running jobs.
        update_policy={"job_execution_timeout_minutes": 30, "terminate_jobs_on_update": False},
        tags=instances.tags,
        opts=opts,
    )


def queue_name(context: Context, component: str) -> str:
    """Return the name of a queue and of its job definition."""
    return f"{context.prefix}-{component}"


def job_queue(
    name: str,
    environments: Sequence[batch.ComputeEnvironment],
    max_queue_hours: int,
    instances: TrainingInstances,
    child: pulumi.ResourceOptions,
) -> batch.JobQueue:
    """Create a queue that uses its compute environments in order."""
    return batch.JobQueue(
        name,
        name=queue_name(instances.context, name),
        state="ENABLED",
        priority=1,
        compute_environment_orders=[
            {"order": order, "compute_environment": each.arn}
            for order, each in enumerate(environments, start=1)
        ],
        job_state_time_limit_actions=[
            {
                "state": "RUNNABLE",
                "reason": reason,
                "max_time_seconds": max_queue_hours * HOUR,
                "action": "CANCEL",
            }
            for reason in BLOCKED_REASONS
        ],
        tags=instances.tags,
        opts=child,
    )
