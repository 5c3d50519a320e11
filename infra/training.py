"""Training: a queue of jobs on accelerators, on spot where there is some, on demand where not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import batch, ec2, iam

from infra.alarms import Event
from infra.batch import (
    HOUR,
    Environment,
    compute_environment,
    job_queue,
    plan_environments,
    queue_name,
)
from infra.jobs import on_one_machine, permissions, plan_retries
from infra.logs import LogKeeping, log_group
from infra.policy import document
from infra.roles import taken_on_by
from infra.scope import Scope
from infra.security_groups import outward_group
from infra.settings import ReservationSettings, TrainingSettings
from infra.training_machines import Machines, launch_template, machine_profile


@dataclass(frozen=True, slots=True)
class TrainingArgs:
    scope: Scope
    settings: TrainingSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Mapping[str, pulumi.Input[str]]  # private, by zone
    client_groups: Sequence[pulumi.Input[str]]  # security groups that let into the stores
    after: Sequence[pulumi.Resource]  # what a job needs to find when it starts
    logs: LogKeeping
    tags: Mapping[str, str]
    default_tags: Mapping[str, str]  # the provider's, which reach no machine by themselves


class Training(pulumi.ComponentResource):
    """A job queue over what capacity there is, and where its jobs write what they have to say."""

    def __init__(
        self, name: str, args: TrainingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Training", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        log_group(name, args.scope.path("training"), args.logs, args.tags, self.child)
        self.job_role = self._job_role()
        self.machines = self._machines()
        environments = [self._environment(each) for each in plan_environments(args.settings)]
        hours = args.settings.waiting_hours
        self.queue = job_queue(name, environments, hours, self.machines, self.child)
        self._job_definition()
        self.events = [failed(args.scope, queue_name(args.scope, name))]
        self.register_outputs({"queue": self.queue.name})

    def _job_role(self) -> iam.Role:
        role = iam.Role(
            f"{self.name}-job",
            name=self.args.scope.role("training-job"),  # job definitions name it
            description="What training jobs may do",
            assume_role_policy=taken_on_by(self.args.scope, "ecs-tasks"),
            tags=self.args.tags,
            opts=self.child,
        )
        iam.RolePolicy(
            f"{self.name}-job",
            role=role.id,
            policy=document(*permissions(self.args.scope)),
            opts=self.child,
        )
        return role

    def _machines(self) -> Machines:
        args = self.args
        group = outward_group(
            self.name, args.vpc_id, "Training machines: nobody calls them", args.tags, self.child
        )
        profile = machine_profile(self.name, args.scope, args.tags, self.child)
        return Machines(
            scope=args.scope,
            subnet_ids=args.subnet_ids,
            security_groups=[group, *args.client_groups],
            profile_arn=profile,
            volume_gb=args.settings.volume_gb,
            mounts=args.settings.scratch is not None,
            tags=args.tags,
            every_tag={**args.default_tags, **args.tags},
        )

    def _environment(self, environment: Environment) -> batch.ComputeEnvironment:
        name = f"{self.name}-{environment.purpose}"
        reservation = self.args.settings.reservation if environment.reserved else None
        kept = self._reservation(name, reservation) if reservation else None
        template = launch_template(name, self.machines, self.child, reservation=kept)
        opts = pulumi.ResourceOptions(parent=self, depends_on=list(self.args.after))
        return compute_environment(name, environment, self.machines, template, opts)

    def _reservation(self, name: str, settings: ReservationSettings) -> pulumi.Output[str]:
        return ec2.CapacityReservation(
            name,
            availability_zone=settings.zone,
            instance_type=settings.instance_type,
            instance_platform="Linux/UNIX",
            instance_count=settings.count,
            instance_match_criteria="targeted",
            ebs_optimized=True,
            tags=self.args.tags,
            opts=self.child,
        ).id

    def _job_definition(self) -> None:
        settings = self.args.settings.job
        batch.JobDefinition(
            self.name,
            name=queue_name(self.args.scope, self.name),
            type="container",
            platform_capabilities=["EC2"],
            container_properties=on_one_machine(self.args.scope, settings),
            retry_strategy=plan_retries(settings),
            timeout={"attempt_duration_seconds": settings.hours * HOUR},
            propagate_tags=True,
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.job_role]),
        )


def failed(scope: Scope, queue: str) -> Event:
    """Hear of a job that all attempts have failed of, or that nothing could run."""
    return Event(
        name="job-failed",
        meaning="A training job has failed: see the reason in its queue, and its log",
        pattern={
            "source": ["aws.batch"],
            "detail-type": ["Batch Job State Change"],
            "detail": {
                "status": ["FAILED"],
                "jobQueue": [scope.arn("batch", f"job-queue/{queue}")],
            },
        },
    )
