"""AWS Batch's compute environments: which machines jobs run on, and in which order.

https://docs.aws.amazon.com/batch/latest/userguide/compute_environments.html
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import batch, ec2

from infra.scope import Scope
from infra.settings import TrainingSettings, accelerator_of
from infra.training_machines import Machines

HOUR = 3600  # seconds
IMAGES = {
    "nvidia": "ECS_AL2023_NVIDIA",
    "neuron": "ECS_AL2023_NEURON",
    None: "ECS_AL2023",
}
# Why the first job of a queue holds up all others.
# https://docs.aws.amazon.com/batch/latest/userguide/job-queue-status-reasons.html
STUCK = (
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
)


@dataclass(frozen=True, slots=True)
class Environment:
    """Capacity of one kind. Where a queue has several, it goes to the next when one has none."""

    purpose: str  # "spot"
    kind: Literal["EC2", "SPOT"]
    instance_types: tuple[str, ...]
    max_vcpus: int
    zone: str | None = None  # where it is confined to one
    reserved: bool = False  # its machines come out of the reservation


def plan_environments(settings: TrainingSettings) -> list[Environment]:
    """Use first what is paid for anyway, then spot of many types, then what there is on demand."""
    planned = []
    if reservation := settings.reservation:
        planned.append(
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
        planned.append(
            Environment("spot", "SPOT", settings.instance_types, settings.spot_max_vcpus)
        )
    if settings.on_demand_max_vcpus:
        planned.append(
            Environment("on-demand", "EC2", settings.instance_types, settings.on_demand_max_vcpus)
        )
    return planned


def allocation_strategy(environment: Environment) -> str:
    """Take spot where it is deepest and cheap; on demand the first type that there is."""
    spot = environment.kind == "SPOT"
    return "SPOT_PRICE_CAPACITY_OPTIMIZED" if spot else "BEST_FIT_PROGRESSIVE"


def compute_environment(
    name: str,
    environment: Environment,
    machines: Machines,
    template: ec2.LaunchTemplate,
    opts: pulumi.ResourceOptions,
) -> batch.ComputeEnvironment:
    zones = [environment.zone] if environment.zone else list(machines.subnet_ids)
    return batch.ComputeEnvironment(
        name,
        type="MANAGED",
        compute_resources={
            "type": environment.kind,
            "allocation_strategy": allocation_strategy(environment),
            "instance_types": list(environment.instance_types),
            "min_vcpus": 0,  # nothing runs, and nothing costs, but jobs
            "max_vcpus": environment.max_vcpus,
            "subnets": [machines.subnet_ids[zone] for zone in zones],
            "security_group_ids": list(machines.security_groups),
            "instance_role": machines.profile_arn,
            "ec2_configurations": [
                {"image_type": IMAGES[accelerator_of(environment.instance_types[0])]}
            ],
            "launch_template": {
                "launch_template_id": template.id,
                "version": template.latest_version.apply(str),
            },
            "placement_group": machines.placement_group,
            "tags": dict(machines.every_tag),
        },
        # A new image or template waits for jobs to end, half an hour at most.
        update_policy={"job_execution_timeout_minutes": 30, "terminate_jobs_on_update": False},
        tags=machines.tags,
        opts=opts,
    )


def queue_name(scope: Scope, component: str) -> str:
    """Return what whoever submits jobs has to know; a queue's job definition has the same name."""
    return f"{scope.prefix}-{component}"


def job_queue(
    name: str,
    environments: Sequence[batch.ComputeEnvironment],
    waiting_hours: int,
    machines: Machines,
    child: pulumi.ResourceOptions,
) -> batch.JobQueue:
    """Make a queue that turns to its environments in order."""
    return batch.JobQueue(
        name,
        name=queue_name(machines.scope, name),
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
                "max_time_seconds": waiting_hours * HOUR,
                "action": "CANCEL",
            }
            for reason in STUCK
        ],
        tags=machines.tags,
        opts=child,
    )
