"""Alarms of the serving fleet and of its deployments."""

from collections.abc import Sequence

import pulumi

from infra.aws.alarm import Alarm, Event, spot_interruptions
from infra.serving.settings import ServingSettings

MAX_CPU_PERCENT = 85  # over 15 minutes, in which scaling out should have helped


def serving_alarms(
    settings: ServingSettings,
    zones: Sequence[str],
    group_name: pulumi.Output[str],
    load_balancer: pulumi.Output[str],
    target_group: pulumi.Output[str],
) -> list[Alarm]:
    """Return the fleet's alarms; load balancer and target group are given by ARN suffix."""
    targets = {"LoadBalancer": load_balancer, "TargetGroup": target_group}
    return [
        Alarm(
            name="unhealthy-hosts",
            description="Targets fail their health checks",
            namespace="AWS/ApplicationELB",
            metric="UnHealthyHostCount",
            dimensions=targets,
            statistic="Maximum",
            threshold=0,
            missing="breaching",
        ),
        # A fleet with fewer instances than zones always has zones without an instance.
        *(zone_alarm(zone, targets) for zone in zones if settings.min_size >= len(zones)),
        Alarm(
            name="instances-in-service",
            description=f"Fewer than {settings.min_size} instances are in service",
            namespace="AWS/AutoScaling",
            metric="GroupInServiceInstances",
            dimensions={"AutoScalingGroupName": group_name},
            statistic="Minimum",
            fires="below",
            threshold=settings.min_size,
            missing="breaching",
        ),
        Alarm(
            name="latency",
            description=f"Target response time (p99) is above {settings.latency_ms} ms",
            namespace="AWS/ApplicationELB",
            metric="TargetResponseTime",  # seconds
            dimensions=targets,
            statistic="p99",
            threshold=settings.latency_ms / 1000,
        ),
        Alarm(
            name="cpu",
            description=f"CPU utilization is above {MAX_CPU_PERCENT} percent: check max_size",
            namespace="AWS/EC2",
            metric="CPUUtilization",
            dimensions={"AutoScalingGroupName": group_name},
            threshold=MAX_CPU_PERCENT,
            minutes=15,  # with basic monitoring there is a datapoint every five minutes
        ),
    ]


def zone_alarm(zone: str, targets: dict[str, pulumi.Output[str]]) -> Alarm:
    return Alarm(
        name=f"hosts-{zone}",
        description=f"No healthy target in {zone}: consider a zonal shift away from it",
        namespace="AWS/ApplicationELB",
        metric="HealthyHostCount",
        dimensions={**targets, "AvailabilityZone": zone},
        statistic="Maximum",
        fires="below",
        threshold=1,
        missing="breaching",
    )


def serving_events(settings: ServingSettings) -> list[Event]:
    return [spot_interruptions(settings.min_size)] if settings.spot_percent else []


def rollback_alarms(
    latency_ms: int, load_balancer: pulumi.Output[str], target_group: pulumi.Output[str]
) -> list[Alarm]:
    """Return the alarms that roll back an instance refresh."""
    targets = {"LoadBalancer": load_balancer, "TargetGroup": target_group}
    return [
        Alarm(
            name="release-errors",
            description="Targets return 5xx errors; a running instance refresh is rolled back",
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_Target_5XX_Count",
            dimensions=targets,
            statistic="Sum",
            threshold=10,
            datapoints=2,
        ),
        Alarm(
            name="release-latency",
            description=f"Target response time (p99) is above {latency_ms} ms; a running instance "
            "refresh is rolled back",
            namespace="AWS/ApplicationELB",
            metric="TargetResponseTime",  # seconds
            dimensions=targets,
            statistic="p99",
            threshold=latency_ms / 1000,
        ),
    ]


def candidate_alarms(
    settings: ServingSettings,
    load_balancer: pulumi.Output[str],
    target_group: pulumi.Output[str],
) -> list[Alarm]:
    return [
        Alarm(
            name="candidate-hosts",
            description=f"Fewer than {settings.min_size} candidate instances are healthy",
            namespace="AWS/ApplicationELB",
            metric="HealthyHostCount",
            dimensions={"LoadBalancer": load_balancer, "TargetGroup": target_group},
            statistic="Minimum",
            fires="below",
            threshold=settings.min_size,
            missing="breaching",
        )
    ]
