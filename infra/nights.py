"""Nights off: when nobody develops, nothing runs that a schedule can stop.

A stopped cluster costs its storage; AWS starts one by itself after a week.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-cluster-stop-start.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import autoscaling, cloudwatch, iam, scheduler

from infra.policy import assumed_by, document
from infra.roles import allow_key
from infra.scope import Scope
from infra.settings import NightSettings, ServingSettings

DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
DAY, WEEK = 24 * 60, 7 * 24 * 60  # minutes


def minutes_of_week(cron: str) -> list[int]:
    """Return when a schedule of minute, hour and days fires, in minutes from Sunday's midnight."""
    minute, hour, _, _, days = cron.split()
    return sorted(day * DAY + int(hour) * 60 + int(minute) for day in days_of(days))


def days_of(text: str) -> set[int]:
    """Read a cron's days: `MON-FRI`, `SAT,SUN`, `1-5`, `*`."""
    if text == "*":
        return set(range(7))
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin, end = day_of(first), day_of(last or first)
        length = (end - begin) % 7
        found |= {(begin + offset) % 7 for offset in range(length + 1)}
    return found


def day_of(text: str) -> int:
    return int(text) % 7 if text.isdigit() else DAYS.index(text)


@dataclass(frozen=True, slots=True)
class Silence:
    """From one hour on certain days, for so long."""

    cron: str
    duration: str  # as ISO 8601 has it


def plan_silences(settings: NightSettings) -> list[Silence]:
    """Return when the stack sleeps: nights of one length together, the weekend apart."""
    wakes = minutes_of_week(settings.wake)
    nights: dict[int, list[int]] = {}
    for sleeps in minutes_of_week(settings.sleep):
        length = min((wakes_ - sleeps) % WEEK or WEEK for wakes_ in wakes)
        nights.setdefault(length, []).append(sleeps // DAY)
    minute, hour, *_ = settings.sleep.split()
    return [
        Silence(
            f"cron({minute} {hour} * * {','.join(DAYS[day] for day in days)})",
            f"PT{length // 60}H{length % 60}M" if length % 60 else f"PT{length // 60}H",
        )
        for length, days in sorted(nights.items())
    ]


def scheduled(cron: str) -> str:
    """Write a cron as EventBridge has it: with a year, and a question mark for days of months."""
    minute, hour, _, month, days = cron.split()
    return f"cron({minute} {hour} ? {month} {days} *)"


@dataclass(frozen=True, slots=True)
class NightsArgs:
    scope: Scope
    settings: NightSettings
    serving: ServingSettings
    group_name: pulumi.Input[str]
    cluster: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    alarms: Sequence[pulumi.Input[str]]  # names of those that would tell of what is meant
    tags: Mapping[str, str]


class Nights(pulumi.ComponentResource):
    """The fleet goes to nothing and comes back; the database stops and starts; nobody is called."""

    def __init__(
        self, name: str, args: NightsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Nights", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        sizes = {"sleep": 0, "wake": args.serving.min_size}
        for moment, size in sizes.items():
            autoscaling.Schedule(
                f"{name}-fleet-{moment}",
                scheduled_action_name=moment,
                autoscaling_group_name=args.group_name,
                recurrence=getattr(args.settings, moment),
                time_zone=args.settings.time_zone,
                min_size=size,
                desired_capacity=size,
                max_size=args.serving.max_size,
                opts=self.child,
            )
        role = self._role()
        self._database("sleep", "stopDBCluster", role)
        self._database("wake", "startDBCluster", role)
        self._silences()
        self.register_outputs({})

    def _role(self) -> pulumi.Output[str]:
        scope = self.args.scope
        role = iam.Role(
            self.name,
            description="Lets the scheduler stop and start the database",
            assume_role_policy=assumed_by("scheduler"),
            tags=self.args.tags,
            opts=self.child,
        )
        policy = document(
            {
                "Effect": "Allow",
                "Action": ["rds:StartDBCluster", "rds:StopDBCluster"],
                "Resource": scope.arn("rds", "cluster:*"),
                "Condition": {"StringEquals": {"aws:ResourceTag/environment": scope.environment}},
            },
            allow_key(scope, "data", "scheduler"),
        )
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)
        return role.arn

    def _database(self, moment: str, action: str, role: pulumi.Output[str]) -> None:
        scheduler.Schedule(
            f"{self.name}-database-{moment}",
            schedule_expression=scheduled(getattr(self.args.settings, moment)),
            schedule_expression_timezone=self.args.settings.time_zone,
            flexible_time_window={"mode": "OFF"},
            kms_key_arn=self.args.key_arn,
            target={
                "arn": f"arn:{self.args.scope.partition}:scheduler:::aws-sdk:rds:{action}",
                "role_arn": role,
                "input": pulumi.Output.json_dumps({"DbClusterIdentifier": self.args.cluster}),
            },
            opts=self.child,
        )

    def _silences(self) -> None:
        for index, silence in enumerate(plan_silences(self.args.settings)):
            cloudwatch.AlarmMuteRule(
                f"{self.name}-{index}",
                description="The stack sleeps, as it is meant to",
                mute_targets={"alarm_names": list(self.args.alarms)},
                rule={
                    "schedule": {
                        "expression": silence.cron,
                        "duration": silence.duration,
                        "timezone": self.args.settings.time_zone,
                    }
                },
                tags=self.args.tags,
                opts=self.child,
            )
