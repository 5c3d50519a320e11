"""Who hears and who pays."""

from collections.abc import Mapping, Sequence

from infra.alarms import Alarm
from infra.governance import Governance, GovernanceArgs
from infra.observability import Observability, ObservabilityArgs
from infra.platform.ground import Ground, tags


def make_observability(ground: Ground, watched: Mapping[str, Sequence[Alarm]]) -> Observability:
    """Watch what every tier wants watched; all of it reaches a person."""
    args = ObservabilityArgs(
        scope=ground.scope,
        watched=watched,
        emails=ground.settings.observability.alarm_emails,
        key_arn=ground.keys.arns["alarms"],
        tags=tags("observability", "shared", "internal"),
    )
    return Observability("observability", args, ground.home)


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
