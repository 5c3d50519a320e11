"""What is watched of the fleet that serves: that it lives, answers, answers in time, has room."""

from collections.abc import Sequence

import pulumi

from infra.alarms import Alarm, Event
from infra.settings import ServingSettings

FULL = 85  # percent of its processors, over a quarter of an hour: scaling has not helped


def serving_alarms(
    settings: ServingSettings,
    zones: Sequence[str],
    group_name: pulumi.Output[str],
    load_balancer: pulumi.Output[str],
    target_group: pulumi.Output[str],
) -> list[Alarm]:
    """Of load balancer and target group take the ARN suffixes."""
    targets = {"LoadBalancer": load_balancer, "TargetGroup": target_group}
    return [
        Alarm(
            name="unhealthy-hosts",
            meaning="Instances fail their health check, and take no requests",
            namespace="AWS/ApplicationELB",
            metric="UnHealthyHostCount",
            dimensions=targets,
            statistic="Maximum",
            threshold=0,
            missing="breaching",
        ),
        # A fleet smaller than its zones are many has zones without an instance at its best.
        *(in_zone(zone, targets) for zone in zones if settings.min_size >= len(zones)),
        Alarm(
            name="instances-in-service",
            meaning=f"Fewer than {settings.min_size} instances are in service",
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
            meaning=f"One answer in a hundred takes more than {settings.latency_ms} ms",
            namespace="AWS/ApplicationELB",
            metric="TargetResponseTime",  # seconds
            dimensions=targets,
            statistic="p99",
            threshold=settings.latency_ms / 1000,
        ),
        Alarm(
            name="full",
            meaning="Processors have been busy for long: has the fleet reached its largest size?",
            namespace="AWS/EC2",
            metric="CPUUtilization",
            dimensions={"AutoScalingGroupName": group_name},
            threshold=FULL,
            minutes=15,  # not every minute is measured
        ),
    ]


def in_zone(zone: str, targets: dict[str, pulumi.Output[str]]) -> Alarm:
    return Alarm(
        name=f"hosts-{zone}",
        meaning=f"No instance in {zone} takes requests: a zonal shift leads them past it",
        namespace="AWS/ApplicationELB",
        metric="HealthyHostCount",
        dimensions={**targets, "AvailabilityZone": zone},
        statistic="Maximum",
        fires="below",
        threshold=1,
        missing="breaching",
    )


def serving_events(settings: ServingSettings) -> list[Event]:
    """Listen for spot capacity that AWS takes back: a few come and go, many are a warning."""
    if not settings.spot_percent:
        return []
    taken = Event(
        name="spot-taken",
        meaning="AWS takes back many spot instances at once: pools dry up, add types",
        pattern={
            "source": ["aws.ec2"],
            "detail-type": [
                "EC2 Instance Rebalance Recommendation",
                "EC2 Spot Instance Interruption Warning",
            ],
        },
        more_than=max(2, settings.min_size // 2),
    )
    return [taken]


def release_alarms(
    latency_ms: int, load_balancer: pulumi.Output[str], target_group: pulumi.Output[str]
) -> list[Alarm]:
    """Return what a release is turned back for: it errs, or it is late."""
    targets = {"LoadBalancer": load_balancer, "TargetGroup": target_group}
    return [
        Alarm(
            name="release-errors",
            meaning="Instances answer with errors: a release that does is turned back",
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_Target_5XX_Count",
            dimensions=targets,
            statistic="Sum",
            threshold=10,
            of_them=2,
        ),
        Alarm(
            name="release-latency",
            meaning=f"One answer in a hundred takes more than {latency_ms} ms, since a release?",
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
            meaning=f"Fewer than {settings.min_size} instances of the candidate take requests",
            namespace="AWS/ApplicationELB",
            metric="HealthyHostCount",
            dimensions={"LoadBalancer": load_balancer, "TargetGroup": target_group},
            statistic="Minimum",
            fires="below",
            threshold=settings.min_size,
            missing="breaching",
        )
    ]
