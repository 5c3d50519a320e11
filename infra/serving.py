"""Serving: a fleet of instances in all zones, mostly spot, behind the load balancer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import autoscaling, ec2, lb

from infra.instance import InstanceArgs, launch_template
from infra.logs import LogKeeping, log_group
from infra.policy import Statement
from infra.scope import Scope
from infra.security_groups import Connection, connect, outward_group
from infra.serving_alarms import serving_alarms, serving_events
from infra.settings import ServingSettings
from infra.targets import TargetArgs, target_group

MIN_HEALTHY, MAX_HEALTHY = 100, 110  # percent: a new instance is there before an old one goes

METRICS = [autoscaling.Metric.GROUP_DESIRED_CAPACITY, autoscaling.Metric.GROUP_IN_SERVICE_INSTANCES]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where requests come from."""

    listener_arn: pulumi.Input[str]
    arn_suffix: pulumi.Output[str]  # of the load balancer, as CloudWatch knows it
    security_group_id: pulumi.Input[str]


@dataclass(frozen=True, slots=True)
class ServingArgs:
    scope: Scope
    settings: ServingSettings
    vpc_id: pulumi.Input[str]
    zones: Sequence[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    entrance: Entrance
    client_groups: Sequence[pulumi.Input[str]]  # security groups that let into the stores
    permissions: Sequence[Statement]  # what the instances may do with the stores
    after: Sequence[pulumi.Resource]  # what an instance needs to find when it starts
    logs: LogKeeping
    tags: Mapping[str, str]
    default_tags: Mapping[str, str]  # the provider's, which reach no instance by themselves


def plan_instances(
    settings: ServingSettings,
) -> autoscaling.GroupMixedInstancesPolicyInstancesDistributionArgsDict:
    """Keep a base that spot never replaces; above it, take spot where it is deepest and cheap."""
    return {
        "on_demand_base_capacity": settings.on_demand_base,
        "on_demand_percentage_above_base_capacity": 100 - settings.spot_percent,
        "on_demand_allocation_strategy": "prioritized",  # the first type there is
        "spot_allocation_strategy": "price-capacity-optimized",
    }


def plan_refresh(settings: ServingSettings) -> autoscaling.GroupInstanceRefreshArgsDict:
    """Replace the fleet without losing capacity, and go back where the new one stays unhealthy."""
    return {
        "strategy": "Rolling",
        "preferences": {
            "min_healthy_percentage": MIN_HEALTHY,
            "max_healthy_percentage": MAX_HEALTHY,
            "instance_warmup": str(settings.startup_seconds),
            "auto_rollback": True,
            "skip_matching": True,
        },
    }


class Serving(pulumi.ComponentResource):
    """An Auto Scaling group that holds a minimum in the zones that are left when one is lost."""

    def __init__(
        self, name: str, args: ServingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Serving", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)
        self.every_tag = {**args.default_tags, **args.tags}

        log_group(name, args.scope.path("serving"), args.logs, args.tags, self.child)
        self.security_group_id = self._security_group()
        targets = TargetArgs(args.vpc_id, "instance", args.settings, args.tags)
        self.target_group = target_group(name, targets, self.child)
        template = launch_template(name, self._instance(), self.child)
        self.group = self._group(template, self._rule())
        self._scaling()
        self.alarms = serving_alarms(
            args.settings,
            args.zones,
            self.group.name,
            args.entrance.arn_suffix,
            self.target_group.arn_suffix,
        )
        self.events = serving_events(args.settings)
        self.register_outputs({"group_name": self.group.name})

    def _instance(self) -> InstanceArgs:
        return InstanceArgs(
            scope=self.args.scope,
            settings=self.args.settings,
            security_groups=[self.security_group_id, *self.args.client_groups],
            permissions=self.args.permissions,
            tags=self.args.tags,
            every_tag=self.every_tag,
        )

    def _security_group(self) -> pulumi.Output[str]:
        """Open the container's port to the load balancer, and HTTPS to where the way leads out."""
        group = outward_group(
            self.name,
            self.args.vpc_id,
            "Serving instances: requests from the load balancer",
            self.args.tags,
            self.child,
        )
        requests = Connection(
            client=self.args.entrance.security_group_id,
            server=group,
            port=self.args.settings.port,
            meaning="Requests from the load balancer to the serving instances",
        )
        connect(f"{self.name}-requests", requests, self.args.tags, self.child)
        return group

    def _rule(self) -> lb.ListenerRule:
        return lb.ListenerRule(
            self.name,
            listener_arn=self.args.entrance.listener_arn,
            priority=100,
            conditions=[{"path_pattern": {"values": ["/*"]}}],
            actions=[{"type": "forward", "target_group_arn": self.target_group.arn}],
            tags=self.args.tags,
            opts=self.child,
        )

    def _group(self, template: ec2.LaunchTemplate, rule: lb.ListenerRule) -> autoscaling.Group:
        settings = self.args.settings
        return autoscaling.Group(
            self.name,
            min_size=settings.min_size,
            max_size=settings.max_size,
            vpc_zone_identifiers=self.args.subnet_ids,
            mixed_instances_policy={
                "instances_distribution": plan_instances(settings),
                "launch_template": {
                    "launch_template_specification": {
                        "launch_template_id": template.id,
                        "version": template.latest_version.apply(str),
                    },
                    "overrides": [{"instance_type": each} for each in settings.instance_types],
                },
            },
            capacity_rebalance=True,  # a spot instance at risk is replaced before it is taken
            target_group_arns=[self.target_group.arn],
            health_check_type="ELB",
            health_check_grace_period=settings.startup_seconds,
            default_instance_warmup=settings.startup_seconds,
            instance_maintenance_policy={
                "min_healthy_percentage": MIN_HEALTHY,
                "max_healthy_percentage": MAX_HEALTHY,
            },
            instance_refresh=plan_refresh(settings),
            metrics_granularity="1Minute",
            enabled_metrics=METRICS,
            tags=[
                {"key": key, "value": value, "propagate_at_launch": True}
                for key, value in sorted(self.every_tag.items())
            ],
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[rule, *self.args.after],
                ignore_changes=["desiredCapacity"],  # the scaling policies' business
            ),
        )

    def _scaling(self) -> None:
        settings = self.args.settings
        autoscaling.Policy(
            f"{self.name}-cpu",
            autoscaling_group_name=self.group.name,
            policy_type="TargetTrackingScaling",
            target_tracking_configuration={
                "predefined_metric_specification": {
                    "predefined_metric_type": "ASGAverageCPUUtilization"
                },
                "target_value": settings.cpu_target_percent,
            },
            opts=self.child,
        )
        if settings.requests_per_target is None:
            return
        label = pulumi.Output.concat(
            self.args.entrance.arn_suffix, "/", self.target_group.arn_suffix
        )
        autoscaling.Policy(
            f"{self.name}-requests",
            autoscaling_group_name=self.group.name,
            policy_type="TargetTrackingScaling",
            target_tracking_configuration={
                "predefined_metric_specification": {
                    "predefined_metric_type": "ALBRequestCountPerTarget",
                    "resource_label": label,
                },
                "target_value": settings.requests_per_target,
            },
            opts=self.child,
        )
