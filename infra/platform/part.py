"""What an optional part of the platform asks of the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pulumi

from infra.alarms import Alarm, Event
from infra.policy import Statement


@dataclass(frozen=True, slots=True)
class Part:
    """Who is to watch it, and how those who serve reach it."""

    alarms: Mapping[str, Sequence[Alarm]] = field(default_factory=dict)  # by component
    events: Mapping[str, Sequence[Event]] = field(default_factory=dict)  # likewise
    client_groups: Sequence[pulumi.Input[str]] = ()  # security groups that let in
    permissions: Sequence[Statement] = ()
    critical: Sequence[pulumi.Input[str]] = ()  # ARNs of what cannot be made again: backed up
    elsewhere: Sequence[pulumi.Input[str]] = ()  # ARNs of alarms of another region
    outputs: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)  # of the stack


def joined(parts: Iterable[Part]) -> Part:
    every = list(parts)
    return Part(
        alarms={name: each for part in every for name, each in part.alarms.items()},
        events={name: each for part in every for name, each in part.events.items()},
        client_groups=[group for part in every for group in part.client_groups],
        permissions=[statement for part in every for statement in part.permissions],
        critical=[arn for part in every for arn in part.critical],
        elsewhere=[arn for part in every for arn in part.elsewhere],
        outputs={name: each for part in every for name, each in part.outputs.items()},
    )
