"""Jobs larger than a machine: machines side by side in one zone, with a fast network.

Batch runs such jobs on demand only, and a cluster placement group is in one zone: they wait while
it has no capacity, and start again elsewhere by hand.
https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import batch, ec2, vpc

from infra.batch import HOUR, Environment, compute_environment, job_queue, queue_name
from infra.jobs import on_many_machines, plan_retries
from infra.scope import Scope
from infra.settings import MultiNodeSettings, TrainingSettings
from infra.training import failed
from infra.training_machines import Machines, launch_template


@dataclass(frozen=True, slots=True)
class MultiNodeArgs:
    scope: Scope
    settings: MultiNodeSettings
    training: TrainingSettings
    zone: str
    vpc_id: pulumi.Input[str]
    machines: Machines  # as those of single jobs
    after: Sequence[pulumi.Resource]  # what a job needs to find when it starts
    tags: Mapping[str, str]


class MultiNode(pulumi.ComponentResource):
    """A queue of its own, whose machines stand in one placement group."""

    def __init__(
        self, name: str, args: MultiNodeArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:MultiNode", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        machines = self._machines()
        environments = [self._environment(machines)]
        hours = args.training.waiting_hours
        self.queue = job_queue(name, environments, hours, machines, self.child)
        batch.JobDefinition(
            name,
            name=queue_name(args.scope, name),
            type="multinode",
            platform_capabilities=["EC2"],
            node_properties=on_many_machines(args.scope, args.training.job, args.settings),
            retry_strategy=plan_retries(args.training.job),
            timeout={"attempt_duration_seconds": args.training.job.hours * HOUR},
            propagate_tags=True,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(args.after)),
        )
        self.events = [failed(args.scope, queue_name(args.scope, name))]
        self.register_outputs({"queue": self.queue.name})

    def _machines(self) -> Machines:
        args = self.args
        group = ec2.PlacementGroup(self.name, strategy="cluster", tags=args.tags, opts=self.child)
        return replace(
            args.machines,
            security_groups=[*args.machines.security_groups, self._among_themselves()],
            placement_group=group.name,
            tags=args.tags,
            every_tag={**args.machines.every_tag, **args.tags},
        )

    def _environment(self, machines: Machines) -> batch.ComputeEnvironment:
        settings = self.args.settings
        environment = Environment(
            purpose=self.name,
            kind="EC2",
            instance_types=(settings.instance_type,),
            max_vcpus=settings.max_nodes * settings.vcpus,
            zone=self.args.zone,
        )
        template = launch_template(
            self.name, machines, self.child, efa_interfaces=settings.efa_interfaces
        )
        opts = pulumi.ResourceOptions(parent=self, depends_on=list(self.args.after))
        return compute_environment(self.name, environment, machines, template, opts)

    def _among_themselves(self) -> pulumi.Output[str]:
        """Let machines say anything to each other: an adapter's traffic has no port."""
        group = ec2.SecurityGroup(
            self.name,
            vpc_id=self.args.vpc_id,
            description="Machines of one job, among themselves",
            tags=self.args.tags,
            opts=self.child,
        ).id
        for rule in (vpc.SecurityGroupIngressRule, vpc.SecurityGroupEgressRule):
            rule(
                self.name,
                security_group_id=group,
                referenced_security_group_id=group,
                description="Anything among the machines of one job",
                ip_protocol="-1",
                tags=self.args.tags,
                opts=self.child,
            )
        return group
