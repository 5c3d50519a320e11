"""Multi-node parallel jobs in a cluster placement group with Elastic Fabric Adapter.

AWS Batch runs such jobs On-Demand only, and the placement group is in one zone: jobs wait while
the zone has no capacity, and fail with the zone.
https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import batch, ec2, vpc

from infra.context import Context
from infra.deployment import Deployment
from infra.training.compute_environment import (
    HOUR,
    Environment,
    compute_environment,
    job_queue,
    queue_name,
)
from infra.training.job_definition import multi_node_properties, plan_retries
from infra.training.launch_template import TrainingInstances, training_launch_template
from infra.training.settings import MultiNodeSettings, TrainingSettings
from infra.training.training import Training, job_failed


@dataclass(frozen=True, slots=True)
class MultiNodeArgs:
    context: Context
    settings: MultiNodeSettings
    training: TrainingSettings
    zone: str
    vpc_id: pulumi.Input[str]
    instances: TrainingInstances  # of the single-node queue
    depends_on: Sequence[pulumi.Resource] = ()  # required when a job starts


class MultiNode(pulumi.ComponentResource):
    """Job queue and job definition for multi-node parallel jobs in one placement group."""

    def __init__(
        self, name: str, args: MultiNodeArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:MultiNode", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("multi-node", "training")
        self.child = pulumi.ResourceOptions(parent=self)

        instances = self._instances()
        environments = [self._environment(instances)]
        hours = args.training.max_queue_hours
        self.queue = job_queue(name, environments, hours, instances, self.child)
        batch.JobDefinition(
            name,
            name=queue_name(args.context, name),
            type="multinode",
            platform_capabilities=["EC2"],
            node_properties=multi_node_properties(args.context, args.training.job, args.settings),
            retry_strategy=plan_retries(args.training.job),
            timeout={"attempt_duration_seconds": args.training.job.timeout_hours * HOUR},
            propagate_tags=True,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(args.depends_on)),
        )
        self.events = [job_failed(args.context, queue_name(args.context, name))]
        self.register_outputs({"queue": self.queue.name})

    def _instances(self) -> TrainingInstances:
        args = self.args
        group = ec2.PlacementGroup(self.name, strategy="cluster", tags=self.tags, opts=self.child)
        return replace(
            args.instances,
            security_groups=[*args.instances.security_groups, self._node_group()],
            placement_group=group.name,
            tags=self.tags,
            instance_tags={**args.instances.instance_tags, **self.tags},
        )

    def _environment(self, instances: TrainingInstances) -> batch.ComputeEnvironment:
        settings = self.args.settings
        environment = Environment(
            purpose=self.name,
            type="EC2",
            instance_types=(settings.instance_type,),
            max_vcpus=settings.max_nodes * settings.vcpus,
            zone=self.args.zone,
        )
        template = training_launch_template(
            self.name, instances, self.child, efa_interfaces=settings.efa_interfaces
        )
        opts = pulumi.ResourceOptions(parent=self, depends_on=list(self.args.depends_on))
        return compute_environment(self.name, environment, instances, template, opts)

    def _node_group(self) -> pulumi.Output[str]:
        """Create the security group of nodes; EFA traffic requires all protocols among them."""
        group = ec2.SecurityGroup(
            self.name,
            vpc_id=self.args.vpc_id,
            description="Nodes of multi-node parallel jobs",
            tags=self.tags,
            opts=self.child,
        ).id
        for rule in (vpc.SecurityGroupIngressRule, vpc.SecurityGroupEgressRule):
            rule(
                self.name,
                security_group_id=group,
                referenced_security_group_id=group,
                description="All traffic among nodes of multi-node parallel jobs",
                ip_protocol="-1",
                tags=self.tags,
                opts=self.child,
            )
        return group


def add_multi_node(
    d: Deployment, training: Training, vpc_id: pulumi.Input[str], network: pulumi.Resource
) -> None:
    """Availability: all nodes of a job are in one zone, and the job fails with it."""
    if settings := training.args.settings.multi_node:
        args = MultiNodeArgs(
            context=d.context,
            settings=settings,
            training=training.args.settings,
            zone=settings.zone or d.zones[0],
            vpc_id=vpc_id,
            instances=training.instances,
            depends_on=[network, training],
        )
        d.outputs["multi_node_queue"] = d.create(MultiNode, "multi-node", args).queue.name
