"""Containers: a service on ECS, whose tasks lie in all zones, a base of them on demand.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-failure-detection.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import appautoscaling, cloudwatch, ecs, lb

from infra.container_alarms import container_alarms, group_alarms, release_alarms
from infra.container_hosts import TLS, Hosts, capacity_provider, host_template, plan_sizes
from infra.container_task import CONTAINER, containers, start_permissions, task_permissions
from infra.logs import LogKeeping, log_group
from infra.policy import Statement
from infra.roles import service_role, taken_on_by
from infra.rollback import rollback_alarm
from infra.scope import Scope
from infra.security_groups import Connection, connect, outward_group
from infra.serving import Entrance
from infra.settings import ContainersSettings
from infra.targets import TargetArgs, target_group


@dataclass(frozen=True, slots=True)
class ContainersArgs:
    scope: Scope
    settings: ContainersSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    entrance: Entrance
    client_groups: Sequence[pulumi.Input[str]]  # security groups that let into the stores
    permissions: Sequence[Statement]  # what tasks may do with the stores
    key_arn: pulumi.Input[str]  # of logs
    after: Sequence[pulumi.Resource]  # what a task needs to find when it starts
    logs: LogKeeping
    tags: Mapping[str, str]
    default_tags: Mapping[str, str]  # the provider's, which reach no machine by themselves


class Containers(pulumi.ComponentResource):
    """A cluster with capacity on demand and on spot, and the service that runs there."""

    def __init__(
        self, name: str, args: ContainersArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Containers", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        log_group(name, args.scope.path("containers"), args.logs, args.tags, self.child)
        self.cluster = self._cluster()
        self.capacity = self._capacity()
        targets = TargetArgs(args.vpc_id, "ip", args.settings, args.tags)
        self.targets = target_group(name, targets, self.child)
        self.service = self._service(self._task(), self._rule(), self._guards())
        self._scale()
        self.alarms = [
            *container_alarms(args.settings, args.entrance.arn_suffix, self.targets.arn_suffix),
            *(
                alarm
                for market, (_, most) in plan_sizes(args.settings).items()
                for alarm in group_alarms(market, most, self.groups[market])
            ),
        ]
        self.register_outputs({"service": self.service.name})

    def _cluster(self) -> ecs.Cluster:
        """Measure each task, and record what somebody types in one."""
        args = self.args
        typed = log_group(
            f"{self.name}-commands",
            args.scope.path("containers", "commands"),
            args.logs,
            args.tags,
            self.child,
        )
        return ecs.Cluster(
            self.name,
            name=args.scope.prefix,  # machines are told before it is there
            settings=[{"name": "containerInsights", "value": "enhanced"}],
            configuration={
                "execute_command_configuration": {
                    "kms_key_id": args.key_arn,
                    "logging": "OVERRIDE",
                    "log_configuration": {
                        "cloud_watch_encryption_enabled": True,
                        "cloud_watch_log_group_name": typed.name,
                    },
                }
            },
            tags=args.tags,
            opts=self.child,
        )

    def _capacity(self) -> ecs.ClusterCapacityProviders:
        args = self.args
        # Whatever runs there: it is the service that serves, and keeps a base on demand.
        tags = {**args.tags, "workload": "shared"}
        hosts = Hosts(
            scope=args.scope,
            settings=args.settings,
            cluster=args.scope.prefix,
            vpc_id=args.vpc_id,
            subnet_ids=args.subnet_ids,
            after=[self.cluster, *args.after],
            tags=tags,
            every_tag={**args.default_tags, **tags},
        )
        template = host_template(self.name, hosts, self.child)
        made = {
            market: capacity_provider(f"{self.name}-{market}", market, hosts, template, self.child)
            for market in plan_sizes(args.settings)
        }
        self.providers = {market: provider for market, (provider, _) in made.items()}
        self.groups = {market: group.name for market, (_, group) in made.items()}
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
        scope, settings, tags = self.args.scope, self.args.settings, self.args.tags
        trust = taken_on_by(scope, "ecs-tasks")
        statements = [*task_permissions(scope), *self.args.permissions]
        does, may = service_role(f"{self.name}-task", trust, statements, tags, self.child)
        starts, might = service_role(
            f"{self.name}-start", trust, start_permissions(scope), tags, self.child
        )
        return ecs.TaskDefinition(
            self.name,
            family=f"{scope.prefix}-{self.name}",
            requires_compatibilities=["EC2"],
            network_mode="awsvpc",
            cpu=str(settings.cpu),
            memory=str(settings.memory_mb),
            runtime_platform={
                "operating_system_family": "LINUX",
                "cpu_architecture": settings.architecture.upper(),
            },
            task_role_arn=does.arn,
            execution_role_arn=starts.arn,
            container_definitions=containers(scope, settings),
            volumes=[{"name": "tls", "host_path": TLS}],
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[may, might]),
        )

    def _rule(self) -> lb.ListenerRule:
        return lb.ListenerRule(
            self.name,
            listener_arn=self.args.entrance.listener_arn,
            priority=50,  # before the fleet, which answers what is left
            conditions=[{"path_pattern": {"values": [self.args.settings.path]}}],
            actions=[{"type": "forward", "target_group_arn": self.targets.arn}],
            tags=self.args.tags,
            opts=self.child,
        )

    def _guards(self) -> list[cloudwatch.MetricAlarm]:
        alarms = release_alarms(
            self.args.settings, self.args.entrance.arn_suffix, self.targets.arn_suffix
        )
        return [
            rollback_alarm(self.name, each, self.args.scope, self.args.tags, self.child)
            for each in alarms
        ]

    def _group(self) -> pulumi.Output[str]:
        group = outward_group(
            f"{self.name}-tasks",
            self.args.vpc_id,
            "Tasks: requests from the load balancer",
            self.args.tags,
            self.child,
        )
        requests = Connection(
            client=self.args.entrance.security_group_id,
            server=group,
            port=self.args.settings.port,
            meaning="Requests from the load balancer to the tasks",
        )
        connect(f"{self.name}-requests", requests, self.args.tags, self.child)
        return group

    def _service(
        self,
        task: ecs.TaskDefinition,
        rule: lb.ListenerRule,
        guards: Sequence[cloudwatch.MetricAlarm],
    ) -> ecs.Service:
        args, settings = self.args, self.args.settings
        return ecs.Service(
            self.name,
            cluster=self.cluster.arn,
            task_definition=task.arn,
            desired_count=settings.min_tasks,
            capacity_provider_strategies=self._strategies(),
            ordered_placement_strategies=[
                {"type": "spread", "field": "attribute:ecs.availability-zone"},
                {"type": "spread", "field": "instanceId"},
            ],
            availability_zone_rebalancing="ENABLED",
            network_configuration={
                "subnets": list(args.subnet_ids),
                "security_groups": [self._group(), *args.client_groups],
                "assign_public_ip": False,
            },
            load_balancers=[
                {
                    "target_group_arn": self.targets.arn,
                    "container_name": CONTAINER,
                    "container_port": settings.port,
                }
            ],
            health_check_grace_period_seconds=settings.startup_seconds,
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            deployment_circuit_breaker={"enable": True, "rollback": True},
            alarms={
                "alarm_names": [each.name for each in guards],
                "enable": True,
                "rollback": True,
            },
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            tags=args.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[rule, self.capacity],
                ignore_changes=["desiredCount"],  # the scaling's business
            ),
        )

    def _strategies(self) -> list[ecs.ServiceCapacityProviderStrategyArgsDict]:
        """Keep a base on demand; beyond it take spot for the most part."""
        settings = self.args.settings
        strategies: list[ecs.ServiceCapacityProviderStrategyArgsDict] = [
            {
                "capacity_provider": self.providers["on-demand"].name,
                "base": settings.on_demand_tasks,
                "weight": 1,
            }
        ]
        if "spot" in self.providers:
            spot = self.providers["spot"].name
            strategies.append({"capacity_provider": spot, "weight": settings.spot_weight})
        return strategies

    def _scale(self) -> None:
        settings = self.args.settings
        target = appautoscaling.Target(
            self.name,
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=pulumi.Output.concat("service/", self.cluster.name, "/", self.service.name),
            min_capacity=settings.min_tasks,
            max_capacity=settings.max_tasks,
            tags=self.args.tags,
            opts=self.child,
        )
        appautoscaling.Policy(
            self.name,
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            policy_type="TargetTrackingScaling",
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {
                    "predefined_metric_type": "ECSServiceAverageCPUUtilization"
                },
                "target_value": settings.cpu_target_percent,
                "scale_in_cooldown": 300,
                "scale_out_cooldown": 60,
            },
            opts=self.child,
        )
