"""Who hears and who pays."""

from collections.abc import Mapping, Sequence

import pulumi

from infra.alarms import Alarm, Event
from infra.governance import Governance, GovernanceArgs
from infra.observability import Observability, ObservabilityArgs
from infra.platform.ground import Ground, tags


def make_observability(
    ground: Ground,
    watched: Mapping[str, Sequence[Alarm]],
    heard: Mapping[str, Sequence[Event]],
    elsewhere: Sequence[pulumi.Input[str]] = (),
) -> Observability:
    """Watch what every tier wants watched; all of it reaches a person."""
    args = ObservabilityArgs(
        scope=ground.scope,
        watched=watched,
        heard=heard,
        dashboard=not ground.prefix,
        elsewhere=elsewhere,
        emails=ground.settings.observability.alarm_emails,
        key_arn=ground.keys.arns["alarms"],
        tags=tags("observability", "shared", "internal"),
    )
    return Observability(f"{ground.prefix}observability", args, ground.home)


def model_alarms(ground: Ground) -> list[Alarm]:
    """Watch what serving says of its models; what is normal, CloudWatch learns."""
    return [
        Alarm(
            name=metric.name,
            meaning=metric.meaning,
            namespace=f"{ground.scope.project}/{ground.scope.environment}",
            metric=metric.name,
            dimensions={},
            threshold=metric.band,
            fires=metric.leaves,
            learnt=True,
            minutes=15,
            of_them=10,
        )
        for metric in ground.settings.observability.model_metrics
    ]


def make_governance(ground: Ground, observability: Observability) -> Governance:
    args = GovernanceArgs(
        scope=ground.scope,
        settings=ground.settings.governance,
        monthly_budget=ground.settings.budget,
        emails=ground.settings.observability.alarm_emails,
        topic_arn=observability.topic_arn,
        tags=tags("governance", "shared", "internal"),
    )
    return Governance("governance", args, ground.home)
