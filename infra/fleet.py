"""A group of instances that answer: how many, of which types, how they are replaced and scaled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import autoscaling, ec2, lb

from infra.settings import ServingSettings

MIN_HEALTHY, MAX_HEALTHY = 100, 110  # percent: a new instance is there before an old one goes

METRICS = [autoscaling.Metric.GROUP_DESIRED_CAPACITY, autoscaling.Metric.GROUP_IN_SERVICE_INSTANCES]


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


def plan_refresh(
    settings: ServingSettings, guards: Sequence[pulumi.Input[str]]
) -> autoscaling.GroupInstanceRefreshArgsDict:
    """Replace the fleet without losing capacity.

    Go back where new instances stay unhealthy, or where an alarm of `guards`, by name, fires.
    """
    return {
        "strategy": "Rolling",
        "preferences": {
            "min_healthy_percentage": MIN_HEALTHY,
            "max_healthy_percentage": MAX_HEALTHY,
            "instance_warmup": str(settings.startup_seconds),
            "auto_rollback": True,
            "alarm_specification": {"alarms": list(guards)},
            "skip_matching": True,
        },
    }


def plan_warm_pool(settings: ServingSettings) -> autoscaling.GroupWarmPoolArgsDict | None:
    """Keep instances that have started once, and stand by for little or nothing."""
    if settings.warm_pool is None:
        return None
    return {
        "pool_state": settings.warm_pool.state,
        "min_size": settings.warm_pool.min_size,
        "instance_reuse_policy": {"reuse_on_scale_in": True},
    }


@dataclass(frozen=True, slots=True)
class FleetArgs:
    settings: ServingSettings
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    template: ec2.LaunchTemplate
    targets: lb.TargetGroup
    load_balancer: pulumi.Output[str]  # its ARN suffix
    guards: Sequence[pulumi.Input[str]]  # names of alarms that turn a release back
    after: Sequence[pulumi.Resource]  # what an instance needs to find when it starts
    every_tag: Mapping[str, str]  # the provider's too, which reach no instance by themselves


def made_from(args: FleetArgs) -> dict[str, Any]:
    """Return what instances are made from: many types, or the one that a warm pool is of."""
    version = args.template.latest_version.apply(str)
    if args.settings.warm_pool:
        return {"launch_template": {"id": args.template.id, "version": version}}
    types = args.settings.instance_types
    return {
        "mixed_instances_policy": {
            "instances_distribution": plan_instances(args.settings),
            "launch_template": {
                "launch_template_specification": {
                    "launch_template_id": args.template.id,
                    "version": version,
                },
                "overrides": [{"instance_type": each} for each in types],
            },
        },
        "capacity_rebalance": True,  # a spot instance at risk is replaced before it is taken
    }


def fleet(name: str, args: FleetArgs, child: pulumi.ResourceOptions) -> autoscaling.Group:
    settings = args.settings
    group = autoscaling.Group(
        name,
        min_size=settings.min_size,
        max_size=settings.max_size,
        vpc_zone_identifiers=args.subnet_ids,
        # A zone that has no capacity does not keep the others from having more.
        availability_zone_distribution={"capacity_distribution_strategy": "balanced-best-effort"},
        target_group_arns=[args.targets.arn],
        health_check_type="ELB",
        health_check_grace_period=settings.startup_seconds,
        default_instance_warmup=settings.startup_seconds,
        instance_maintenance_policy={
            "min_healthy_percentage": MIN_HEALTHY,
            "max_healthy_percentage": MAX_HEALTHY,
        },
        instance_refresh=plan_refresh(settings, args.guards),
        warm_pool=plan_warm_pool(settings),
        metrics_granularity="1Minute",
        enabled_metrics=METRICS,
        tags=[
            {"key": key, "value": value, "propagate_at_launch": True}
            for key, value in sorted(args.every_tag.items())
        ],
        opts=pulumi.ResourceOptions.merge(
            child,
            pulumi.ResourceOptions(
                depends_on=list(args.after),
                ignore_changes=["desiredCapacity"],  # the scaling policies' business
            ),
        ),
        **made_from(args),
    )
    scale(name, args, group.name, child)
    return group


def scale(
    name: str, args: FleetArgs, group: pulumi.Output[str], child: pulumi.ResourceOptions
) -> None:
    """Follow the load, and where it comes every day, be there before it."""
    settings = args.settings
    track(f"{name}-cpu", group, settings.cpu_target_percent, ("ASGAverageCPUUtilization",), child)
    if settings.requests_per_target is not None:
        label = pulumi.Output.concat(args.load_balancer, "/", args.targets.arn_suffix)
        metric = ("ALBRequestCountPerTarget", label)
        track(f"{name}-requests", group, settings.requests_per_target, metric, child)
    if settings.predictive == "off":
        return
    autoscaling.Policy(
        f"{name}-foreseen",
        autoscaling_group_name=group,
        policy_type="PredictiveScaling",
        predictive_scaling_configuration={
            "mode": "ForecastAndScale" if settings.predictive == "scale" else "ForecastOnly",
            "scheduling_buffer_time": str(settings.startup_seconds),
            "metric_specification": {
                "target_value": settings.cpu_target_percent,
                "predefined_metric_pair_specification": {
                    "predefined_metric_type": "ASGCPUUtilization"
                },
            },
        },
        opts=child,
    )


def track(
    name: str,
    group: pulumi.Output[str],
    target: float,
    metric: tuple[str] | tuple[str, pulumi.Output[str]],
    child: pulumi.ResourceOptions,
) -> None:
    """Hold a metric, with the label of what it is of, near its target."""
    kind, *label = metric
    autoscaling.Policy(
        name,
        autoscaling_group_name=group,
        policy_type="TargetTrackingScaling",
        target_tracking_configuration={
            "predefined_metric_specification": {
                "predefined_metric_type": kind,
                "resource_label": label[0] if label else None,
            },
            "target_value": target,
        },
        opts=child,
    )
