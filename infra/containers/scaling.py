"""Target tracking of the number of tasks."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import appautoscaling

from infra.containers.settings import ContainersSettings


def scale_tasks(  # noqa: PLR0913, PLR0917 (one target)
    name: str,
    settings: ContainersSettings,
    cluster: pulumi.Output[str],
    service: pulumi.Output[str],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> None:
    """Scale a service by the CPU utilization of its tasks; arguments are names."""
    target = appautoscaling.Target(
        name,
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=pulumi.Output.concat("service/", cluster, "/", service),
        min_capacity=settings.min_tasks,
        max_capacity=settings.max_tasks,
        tags=tags,
        opts=child,
    )
    appautoscaling.Policy(
        name,
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
        opts=child,
    )
