"""What is watched of a service on ECS, and what its releases are turned back for."""

import pulumi

from infra.alarms import Alarm
from infra.settings import ContainersSettings


def release_alarms(
    settings: ContainersSettings,
    load_balancer: pulumi.Output[str],
    targets: pulumi.Output[str],
) -> list[Alarm]:
    """Return what a release is turned back for; of both take the ARN suffixes."""
    dimensions = {"LoadBalancer": load_balancer, "TargetGroup": targets}
    return [
        Alarm(
            name="errors",
            meaning="Tasks answer with errors: a release that does is turned back",
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_Target_5XX_Count",
            dimensions=dimensions,
            statistic="Sum",
            threshold=10,
            of_them=2,
        ),
        Alarm(
            name="latency",
            meaning=f"One answer in a hundred takes more than {settings.latency_ms} ms",
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
            meaning=f"Fewer than {settings.min_tasks} tasks take requests",
            namespace="AWS/ApplicationELB",
            metric="HealthyHostCount",
            dimensions=dimensions,
            statistic="Minimum",
            fires="below",
            threshold=settings.min_tasks,
            missing="breaching",
        )
    ]


def group_alarms(market: str, most: int, group: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name=f"{market}-full",
            meaning=f"As many machines {market.replace('-', ' ')} as may be: raise the most",
            namespace="AWS/AutoScaling",
            metric="GroupInServiceInstances",
            dimensions={"AutoScalingGroupName": group},
            statistic="Minimum",
            threshold=most - 1,
            minutes=15,
            of_them=15,
        )
    ]
