"""ECS service on EC2 container instances, with tasks in all zones and an On-Demand base.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-failure-detection.html
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, ecs, lb

from infra.aws.alarm import rollback_alarm, spot_interruptions
from infra.aws.instance_type import accelerator_of
from infra.aws.listener import Listener
from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement, assumed_in_account
from infra.aws.role import service_role
from infra.aws.security_group import Connection, connect, egress_group
from infra.aws.subnets import Subnets
from infra.aws.target_group import TargetArgs, target_group
from infra.containers.alarms import container_alarms, group_alarms, rollback_alarms
from infra.containers.capacity import (
    TLS,
    ContainerInstances,
    capacity_provider,
    container_instance_template,
    plan_sizes,
    plan_strategies,
)
from infra.containers.scaling import scale_tasks
from infra.containers.settings import ContainersSettings
from infra.containers.task_definition import (
    CONTAINER,
    container_definitions,
    execution_permissions,
    task_permissions,
)
from infra.context import Context
from infra.deployment import Deployment


@dataclass(frozen=True, slots=True)
class ContainersArgs:
    context: Context
    settings: ContainersSettings
    subnets: Subnets  # private
    listener: Listener
    key_arn: pulumi.Input[str]  # KMS key of ECS Exec sessions
    client_group_ids: Sequence[pulumi.Input[str]] = ()  # security groups of store clients
    permissions: Sequence[Statement] = ()  # additional IAM statements of the task role
    depends_on: Sequence[pulumi.Resource] = ()  # required when a task starts
    report_interruptions: bool = True


class Containers(pulumi.ComponentResource):
    """ECS cluster with On-Demand and Spot capacity providers, and its service."""

    def __init__(
        self, name: str, args: ContainersArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Containers", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("containers", "serving")
        self.child = pulumi.ResourceOptions(parent=self)

        log_group(name, args.context.path("containers"), args.context, self.tags, self.child)
        self.cluster = self._cluster()
        self.capacity = self._capacity()
        targets = TargetArgs(args.subnets.vpc_id, "ip", args.settings, self.tags)
        self.security_group_id = self._security_group()
        self.target_group = target_group(name, targets, self.child)
        self.service = self._service(self._task(), self._rule(), self._rollback_alarms())
        names = self.cluster.name, self.service.name
        scale_tasks(name, args.settings, *names, self.tags, self.child)
        self.alarms = [
            *container_alarms(
                args.settings, args.listener.load_balancer_suffix, self.target_group.arn_suffix
            ),
            *(
                alarm
                for market, (_, max_size) in plan_sizes(args.settings).items()
                for alarm in group_alarms(market, max_size, self.groups[market])
            ),
        ]
        # Interruptions are of all Spot instances in the region: one component reports them.
        spot = args.settings.spot_max if args.report_interruptions else 0
        self.events = [spot_interruptions(spot)] if spot else []
        self.register_outputs(
            {"service": self.service.name, "security_group_id": self.security_group_id}
        )

    def _cluster(self) -> ecs.Cluster:
        """Create the cluster with enhanced Container Insights and logged ECS Exec sessions."""
        args = self.args
        exec_logs = log_group(
            f"{self.name}-commands",
            args.context.path("containers", "commands"),
            args.context,
            self.tags,
            self.child,
        )
        return ecs.Cluster(
            self.name,
            name=args.context.prefix,  # in the user data of container instances
            settings=[{"name": "containerInsights", "value": "enhanced"}],
            configuration={
                "execute_command_configuration": {
                    "kms_key_id": args.key_arn,
                    "logging": "OVERRIDE",
                    "log_configuration": {
                        "cloud_watch_encryption_enabled": True,
                        "cloud_watch_log_group_name": exec_logs.name,
                    },
                }
            },
            tags=self.tags,
            opts=self.child,
        )

    def _capacity(self) -> ecs.ClusterCapacityProviders:
        args = self.args
        # Container instances are shared, but those with accelerators run nothing but the service.
        accelerated = accelerator_of(args.settings.instance_types[0])
        tags = self.tags if accelerated else {**self.tags, "workload": "shared"}
        instances = ContainerInstances(
            context=args.context,
            settings=args.settings,
            cluster=args.context.prefix,
            vpc_id=args.subnets.vpc_id,
            subnet_ids=args.subnets.ids,
            depends_on=[self.cluster, *args.depends_on],
            tags=tags,
            instance_tags=args.context.instance_tags(tags),
        )
        template = container_instance_template(self.name, instances, self.child)
        created = {
            market: capacity_provider(
                f"{self.name}-{market}", market, instances, template, self.child
            )
            for market in plan_sizes(args.settings)
        }
        self.providers = {market: provider for market, (provider, _) in created.items()}
        self.groups = {market: group.name for market, (_, group) in created.items()}
        return ecs.ClusterCapacityProviders(
            self.name,
            cluster_name=self.cluster.name,
            capacity_providers=[each.name for each in self.providers.values()],
            default_capacity_provider_strategies=[
                {"capacity_provider": self.providers["on-demand"].name, "weight": 1}
            ],
            opts=self.child,
        )

    def _task(self) -> ecs.TaskDefinition:
        context, settings, tags = self.args.context, self.args.settings, self.tags
        trust = assumed_in_account(context, "ecs-tasks")
        statements = [*task_permissions(context), *self.args.permissions]
        task_role, task_policy = service_role(
            f"{self.name}-task", trust, statements, tags, self.child
        )
        execution_role, execution_policy = service_role(
            f"{self.name}-execution",
            trust,
            execution_permissions(context, settings),
            tags,
            self.child,
        )
        return ecs.TaskDefinition(
            self.name,
            family=f"{context.prefix}-{self.name}",
            requires_compatibilities=["EC2"],
            network_mode="awsvpc",
            cpu=str(settings.cpu),
            memory=str(settings.memory_mb),
            runtime_platform={
                "operating_system_family": "LINUX",
                "cpu_architecture": settings.architecture.upper(),
            },
            task_role_arn=task_role.arn,
            execution_role_arn=execution_role.arn,
            container_definitions=container_definitions(context, settings),
            volumes=[{"name": "tls", "host_path": TLS}],
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[task_policy, execution_policy]),
        )

    def _rule(self) -> lb.ListenerRule:
        return lb.ListenerRule(
            self.name,
            listener_arn=self.args.listener.arn,
            priority=50,  # before the rule of the fleet, which matches all paths
            conditions=[{"path_pattern": {"values": [self.args.settings.path]}}],
            actions=[{"type": "forward", "target_group_arn": self.target_group.arn}],
            tags=self.tags,
            opts=self.child,
        )

    def _rollback_alarms(self) -> list[cloudwatch.MetricAlarm]:
        alarms = rollback_alarms(
            self.args.settings,
            self.args.listener.load_balancer_suffix,
            self.target_group.arn_suffix,
        )
        return [
            rollback_alarm(self.name, each, self.args.context, self.tags, self.child)
            for each in alarms
        ]

    def _security_group(self) -> pulumi.Output[str]:
        group = egress_group(
            f"{self.name}-tasks",
            self.args.subnets.vpc_id,
            "ECS tasks: requests from the load balancer",
            self.tags,
            self.child,
        )
        requests = Connection(
            client=self.args.listener.security_group_id,
            server=group,
            port=self.args.settings.port,
            description="Requests from the load balancer to ECS tasks",
        )
        connect(f"{self.name}-requests", requests, self.tags, self.child)
        return group

    def _service(
        self,
        task: ecs.TaskDefinition,
        rule: lb.ListenerRule,
        rollbacks: Sequence[cloudwatch.MetricAlarm],
    ) -> ecs.Service:
        args, settings = self.args, self.args.settings
        return ecs.Service(
            self.name,
            cluster=self.cluster.arn,
            task_definition=task.arn,
            desired_count=settings.min_tasks,
            capacity_provider_strategies=plan_strategies(settings, self.providers),
            ordered_placement_strategies=[
                {"type": "spread", "field": "attribute:ecs.availability-zone"},
                {"type": "spread", "field": "instanceId"},
            ],
            availability_zone_rebalancing="ENABLED",
            network_configuration={
                "subnets": list(args.subnets.ids),
                "security_groups": [self.security_group_id, *args.client_group_ids],
                "assign_public_ip": False,
            },
            load_balancers=[
                {
                    "target_group_arn": self.target_group.arn,
                    "container_name": CONTAINER,
                    "container_port": settings.port,
                }
            ],
            health_check_grace_period_seconds=settings.startup_seconds,
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            deployment_circuit_breaker={"enable": True, "rollback": True},
            alarms={
                "alarm_names": [each.name for each in rollbacks],
                "enable": True,
                "rollback": True,
            },
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            tags=self.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[rule, self.capacity],
                ignore_changes=["desiredCount"],  # set by the scaling policy
            ),
        )


def add_containers(
    d: Deployment, subnets: Subnets, listener: Listener, depends_on: Sequence[pulumi.Resource]
) -> None:
    """Availability: tasks spread over all zones, an On-Demand base of at least one per zone."""
    if settings := d.settings.containers:
        args = ContainersArgs(
            context=d.context,
            settings=settings,
            subnets=subnets,
            listener=listener,
            key_arn=d.keys["logs"],
            client_group_ids=d.client_group_ids,
            permissions=d.permissions,
            depends_on=[*depends_on, *d.required],
            report_interruptions=d.settings.serving is None,
        )
        d.create(Containers, "containers", args)
