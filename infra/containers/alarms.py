"""Alarms of the ECS service, its deployments and its capacity."""

import pulumi

from infra.aws.alarm import Alarm
from infra.containers.settings import ContainersSettings


def rollback_alarms(
    settings: ContainersSettings,
    load_balancer: pulumi.Output[str],
    targets: pulumi.Output[str],
) -> list[Alarm]:
    """Return the alarms that roll back a deployment; arguments are ARN suffixes."""
    dimensions = {"LoadBalancer": load_balancer, "TargetGroup": targets}
    return [
        Alarm(
            name="errors",
            description="Tasks return 5xx errors; a deployment in progress is rolled back",
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_Target_5XX_Count",
            dimensions=dimensions,
            statistic="Sum",
            threshold=10,
            datapoints=2,
        ),
        Alarm(
            name="latency",
            description=f"Target response time (p99) is above {settings.latency_ms} ms",
            namespace="AWS/ApplicationELB",
            metric="TargetResponseTime",  # seconds
            dimensions=dimensions,
            statistic="p99",
            threshold=settings.latency_ms / 1000,
        ),
    ]


def container_alarms(
    settings: ContainersSettings,
    load_balancer: pulumi.Output[str],
    targets: pulumi.Output[str],
) -> list[Alarm]:
    dimensions = {"LoadBalancer": load_balancer, "TargetGroup": targets}
    return [
        Alarm(
            name="healthy-tasks",
            description=f"Fewer than {settings.min_tasks} tasks are healthy",
            namespace="AWS/ApplicationELB",
            metric="HealthyHostCount",
            dimensions=dimensions,
            statistic="Minimum",
            fires="below",
            threshold=settings.min_tasks,
            missing="breaching",
        )
    ]


def group_alarms(market: str, max_size: int, group: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name=f"{market}-max-size",
            description=f"The {market} Auto Scaling group is at its maximum size: raise it",
            namespace="AWS/AutoScaling",
            metric="GroupInServiceInstances",
            dimensions={"AutoScalingGroupName": group},
            statistic="Minimum",
            threshold=max_size - 1,
            minutes=15,
            datapoints=15,
        )
    ]
