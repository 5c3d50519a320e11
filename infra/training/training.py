"""AWS Batch job queue on accelerated instances: Spot first, then On-Demand."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import batch, ec2, iam

from infra.aws.alarm import Event
from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement, assumed_in_account, document
from infra.aws.security_group import egress_group
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.training.compute_environment import (
    HOUR,
    Environment,
    compute_environment,
    job_queue,
    plan_environments,
    queue_name,
)
from infra.training.job_definition import job_permissions, plan_retries, single_node_properties
from infra.training.launch_template import (
    TrainingInstances,
    training_instance_profile,
    training_launch_template,
)
from infra.training.settings import ReservationSettings, TrainingSettings


@dataclass(frozen=True, slots=True)
class TrainingArgs:
    context: Context
    settings: TrainingSettings
    subnets: Subnets  # private
    client_group_ids: Sequence[pulumi.Input[str]] = ()  # security groups of store clients
    permissions: Sequence[Statement] = ()  # additional IAM statements of jobs
    depends_on: Sequence[pulumi.Resource] = ()  # required when a job starts


class Training(pulumi.ComponentResource):
    """Job queue with compute environments, job definition, job role and log group."""

    def __init__(
        self, name: str, args: TrainingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Training", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("training", "training")
        self.child = pulumi.ResourceOptions(parent=self)

        log_group(name, args.context.path("training"), args.context, self.tags, self.child)
        self.job_role = self._job_role()
        self.instances = self._instances()
        environments = [self._environment(each) for each in plan_environments(args.settings)]
        hours = args.settings.max_queue_hours
        self.queue = job_queue(name, environments, hours, self.instances, self.child)
        self._job_definition()
        self.events = [job_failed(args.context, queue_name(args.context, name))]
        self.register_outputs({"queue": self.queue.name, "queue_arn": self.queue.arn})

    def _job_role(self) -> iam.Role:
        role = iam.Role(
            f"{self.name}-job",
            name=self.args.context.role("training-job"),  # job definitions refer to it
            description="Training jobs",
            assume_role_policy=assumed_in_account(self.args.context, "ecs-tasks"),
            tags=self.tags,
            opts=self.child,
        )
        iam.RolePolicy(
            f"{self.name}-job",
            role=role.id,
            policy=document(
                *job_permissions(self.args.context, self.args.settings.job),
                *self.args.permissions,
            ),
            opts=self.child,
        )
        return role

    def _instances(self) -> TrainingInstances:
        args = self.args
        group = egress_group(
            self.name, args.subnets.vpc_id, "Training instances: no ingress", self.tags, self.child
        )
        profile = training_instance_profile(self.name, args.context, self.tags, self.child)
        return TrainingInstances(
            context=args.context,
            subnet_ids=args.subnets.by_zone,
            security_groups=[group, *args.client_group_ids],
            profile_arn=profile,
            volume_gb=args.settings.volume_gb,
            mount_scratch=args.settings.scratch is not None,
            tags=self.tags,
            instance_tags=args.context.instance_tags(self.tags),
        )

    def _environment(self, environment: Environment) -> batch.ComputeEnvironment:
        name = f"{self.name}-{environment.purpose}"
        reservation = self.args.settings.reservation if environment.reserved else None
        reserved = self._reservation(name, reservation) if reservation else None
        template = training_launch_template(name, self.instances, self.child, reservation=reserved)
        opts = pulumi.ResourceOptions(parent=self, depends_on=list(self.args.depends_on))
        return compute_environment(name, environment, self.instances, template, opts)

    def _reservation(self, name: str, settings: ReservationSettings) -> pulumi.Output[str]:
        return ec2.CapacityReservation(
            name,
            availability_zone=settings.zone,
            instance_type=settings.instance_type,
            instance_platform="Linux/UNIX",
            instance_count=settings.count,
            instance_match_criteria="targeted",
            ebs_optimized=True,
            tags=self.tags,
            opts=self.child,
        ).id

    def _job_definition(self) -> None:
        settings = self.args.settings.job
        batch.JobDefinition(
            self.name,
            name=queue_name(self.args.context, self.name),
            type="container",
            platform_capabilities=["EC2"],
            container_properties=single_node_properties(self.args.context, settings),
            retry_strategy=plan_retries(settings),
            timeout={"attempt_duration_seconds": settings.timeout_hours * HOUR},
            propagate_tags=True,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.job_role]),
        )


def job_failed(context: Context, queue: str) -> Event:
    """Return the event of a job that failed all attempts or was canceled without capacity."""
    return Event(
        name="job-failed",
        description="A training job failed: check its status reason and its log",
        pattern={
            "source": ["aws.batch"],
            "detail-type": ["Batch Job State Change"],
            "detail": {
                "status": ["FAILED"],
                "jobQueue": [context.arn("batch", f"job-queue/{queue}")],
            },
        },
    )


def add_training(
    d: Deployment,
    subnets: Subnets,
    client_group_ids: Sequence[pulumi.Input[str]],
    depends_on: Sequence[pulumi.Resource],
) -> Training | None:
    """Availability: jobs run in all zones and many types, on Spot first, then On-Demand."""
    settings = d.settings.training
    if settings is None:
        return None
    args = TrainingArgs(
        context=d.context,
        settings=settings,
        subnets=subnets,
        client_group_ids=client_group_ids,
        depends_on=depends_on,
    )
    training = d.create(Training, "training", args)
    d.outputs["training_queue"] = training.queue.name
    return training
