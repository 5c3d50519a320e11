"""Auto Scaling group of the serving fleet: mixed instances, instance refresh and scaling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import autoscaling, ec2, lb

from infra.serving.settings import ServingSettings

DAY = 24 * 3600  # seconds
MIN_HEALTHY, MAX_HEALTHY = 100, 110  # percent; launch before terminate

PREDICTIVE_MODES = {"forecast_only": "ForecastOnly", "forecast_and_scale": "ForecastAndScale"}
METRICS = [autoscaling.Metric.GROUP_DESIRED_CAPACITY, autoscaling.Metric.GROUP_IN_SERVICE_INSTANCES]


def plan_instances(
    settings: ServingSettings,
) -> autoscaling.GroupMixedInstancesPolicyInstancesDistributionArgsDict:
    """Return an On-Demand base and, above it, Spot from the pools with most capacity."""
    return {
        "on_demand_base_capacity": settings.on_demand_base,
        "on_demand_percentage_above_base_capacity": 100 - settings.spot_percent,
        "on_demand_allocation_strategy": "prioritized",
        "spot_allocation_strategy": "price-capacity-optimized",
    }


def plan_refresh(
    settings: ServingSettings, rollback_alarms: Sequence[pulumi.Input[str]]
) -> autoscaling.GroupInstanceRefreshArgsDict:
    """Return a rolling instance refresh without loss of capacity.

    It rolls back if new instances stay unhealthy or one of `rollback_alarms`, by name, fires.
    """
    return {
        "strategy": "Rolling",
        "preferences": {
            "min_healthy_percentage": MIN_HEALTHY,
            "max_healthy_percentage": MAX_HEALTHY,
            "instance_warmup": str(settings.startup_seconds),
            "auto_rollback": True,
            "alarm_specification": {"alarms": list(rollback_alarms)},
            "skip_matching": True,
        },
    }


def plan_warm_pool(settings: ServingSettings) -> autoscaling.GroupWarmPoolArgsDict | None:
    """Return the warm pool, whose instances are reused on scale-in."""
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
    subnet_ids: Sequence[pulumi.Input[str]]  # private
    template: ec2.LaunchTemplate
    target_group: lb.TargetGroup
    load_balancer_suffix: pulumi.Output[str]
    rollback_alarms: Sequence[pulumi.Input[str]]  # names
    depends_on: Sequence[pulumi.Resource]  # required when an instance starts
    instance_tags: Mapping[str, str]


def launch_inputs(args: FleetArgs) -> dict[str, Any]:
    """Return a mixed instances policy, or the launch template alone if there is a warm pool."""
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
        "capacity_rebalance": True,
    }


def auto_scaling_group(
    name: str, args: FleetArgs, child: pulumi.ResourceOptions
) -> autoscaling.Group:
    settings = args.settings
    group = autoscaling.Group(
        name,
        min_size=settings.min_size,
        max_size=settings.max_size,
        vpc_zone_identifiers=args.subnet_ids,
        # If a zone lacks capacity, the others launch its instances.
        availability_zone_distribution={"capacity_distribution_strategy": "balanced-best-effort"},
        target_group_arns=[args.target_group.arn],
        health_check_type="ELB",
        health_check_grace_period=settings.startup_seconds,
        default_instance_warmup=settings.startup_seconds,
        instance_maintenance_policy={
            "min_healthy_percentage": MIN_HEALTHY,
            "max_healthy_percentage": MAX_HEALTHY,
        },
        instance_refresh=plan_refresh(settings, args.rollback_alarms),
        warm_pool=plan_warm_pool(settings),
        max_instance_lifetime=settings.max_instance_days and settings.max_instance_days * DAY,
        metrics_granularity="1Minute",
        enabled_metrics=METRICS,
        tags=[
            {"key": key, "value": value, "propagate_at_launch": True}
            for key, value in sorted(args.instance_tags.items())
        ],
        opts=pulumi.ResourceOptions.merge(
            child,
            pulumi.ResourceOptions(
                depends_on=list(args.depends_on),
                ignore_changes=["desiredCapacity"],  # set by the scaling policies
            ),
        ),
        **launch_inputs(args),
    )
    add_scaling_policies(name, args, group.name, child)
    return group


def add_scaling_policies(
    name: str, args: FleetArgs, group: pulumi.Output[str], child: pulumi.ResourceOptions
) -> None:
    """Add target tracking and, if enabled, predictive scaling policies."""
    settings = args.settings
    track_target(
        f"{name}-cpu", group, settings.cpu_target_percent, ("ASGAverageCPUUtilization",), child
    )
    if settings.requests_per_target is not None:
        label = pulumi.Output.concat(args.load_balancer_suffix, "/", args.target_group.arn_suffix)
        metric = ("ALBRequestCountPerTarget", label)
        track_target(f"{name}-requests", group, settings.requests_per_target, metric, child)
    if settings.predictive_scaling == "off":
        return
    autoscaling.Policy(
        f"{name}-predictive",
        autoscaling_group_name=group,
        policy_type="PredictiveScaling",
        predictive_scaling_configuration={
            "mode": PREDICTIVE_MODES[settings.predictive_scaling],
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


def track_target(
    name: str,
    group: pulumi.Output[str],
    target: float,
    metric: tuple[str] | tuple[str, pulumi.Output[str]],
    child: pulumi.ResourceOptions,
) -> None:
    """Add a target tracking policy; `metric` is its type and, if any, its resource label."""
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
