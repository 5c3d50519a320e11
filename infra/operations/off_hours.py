"""Off-hours schedule: stop the fleet and the database of a development stack.

A stopped Aurora cluster is charged for storage only; AWS starts it after seven days.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-cluster-stop-start.html
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import autoscaling, cloudwatch, iam, scheduler

from infra.aws.policy_document import allow_key, assumed_by, document
from infra.context import Context
from infra.deployment import Deployment
from infra.operations.settings import OffHoursSettings

DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
DAY, WEEK = 24 * 60, 7 * 24 * 60  # minutes


def minutes_of_week(cron: str) -> list[int]:
    """Return the times a cron expression fires, in minutes since Sunday 00:00."""
    minute, hour, _, _, days = cron.split()
    return sorted(day * DAY + int(hour) * 60 + int(minute) for day in days_of(days))


def days_of(text: str) -> set[int]:
    """Return day numbers of a cron field: `MON-FRI`, `SAT,SUN`, `1-5`, `*`."""
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
class MuteWindow:
    """Recurring window in which alarms are muted."""

    cron: str
    duration: str  # ISO 8601


def plan_mute_windows(settings: OffHoursSettings) -> list[MuteWindow]:
    """Return one window for each length of an off-hours period, such as night and weekend."""
    starts = minutes_of_week(settings.start)
    periods: dict[int, list[int]] = {}
    for stop in minutes_of_week(settings.stop):
        length = min((start - stop) % WEEK or WEEK for start in starts)
        periods.setdefault(length, []).append(stop // DAY)
    minute, hour, *_ = settings.stop.split()
    return [
        MuteWindow(
            f"cron({minute} {hour} * * {','.join(DAYS[day] for day in days)})",
            f"PT{length // 60}H{length % 60}M" if length % 60 else f"PT{length // 60}H",
        )
        for length, days in sorted(periods.items())
    ]


def eventbridge_cron(cron: str) -> str:
    """Return a cron expression in EventBridge syntax, with year and day-of-month placeholder."""
    minute, hour, _, month, days = cron.split()
    return f"cron({minute} {hour} ? {month} {days} *)"


@dataclass(frozen=True, slots=True)
class FleetSizes:
    """Auto Scaling group with its sizes outside of off-hours."""

    group_name: pulumi.Input[str]
    min_size: int
    max_size: int


@dataclass(frozen=True, slots=True)
class OffHoursArgs:
    context: Context
    settings: OffHoursSettings
    fleet: FleetSizes | None
    cluster: pulumi.Input[str] | None  # identifier of the Aurora cluster
    key_arn: pulumi.Input[str]
    alarms: Sequence[pulumi.Input[str]]  # names of alarms to mute


class OffHours(pulumi.ComponentResource):
    """Scheduled scaling to zero, scheduled stop and start of the database, muted alarms."""

    def __init__(
        self, name: str, args: OffHoursArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:OffHours", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("off-hours", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        if args.fleet:
            self._fleet(args.fleet)
        if args.cluster:
            role = self._role()
            self._database("stop", "stopDBCluster", role)
            self._database("start", "startDBCluster", role)
        self._mute_alarms()
        self.register_outputs({})

    def _fleet(self, fleet: FleetSizes) -> None:
        sizes = {"stop": 0, "start": fleet.min_size}
        for action, size in sizes.items():
            autoscaling.Schedule(
                f"{self.name}-fleet-{action}",
                scheduled_action_name=action,
                autoscaling_group_name=fleet.group_name,
                recurrence=getattr(self.args.settings, action),
                time_zone=self.args.settings.time_zone,
                min_size=size,
                desired_capacity=size,
                max_size=fleet.max_size,
                opts=self.child,
            )

    def _role(self) -> pulumi.Output[str]:
        context = self.args.context
        role = iam.Role(
            self.name,
            description="EventBridge Scheduler: stop and start the database",
            assume_role_policy=assumed_by("scheduler"),
            tags=self.tags,
            opts=self.child,
        )
        policy = document(
            {
                "Effect": "Allow",
                "Action": ["rds:StartDBCluster", "rds:StopDBCluster"],
                "Resource": context.arn("rds", "cluster:*"),
                "Condition": {"StringEquals": {"aws:ResourceTag/environment": context.environment}},
            },
            allow_key(context, "data", "scheduler"),
        )
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)
        return role.arn

    def _database(self, moment: str, action: str, role: pulumi.Output[str]) -> None:
        scheduler.Schedule(
            f"{self.name}-database-{moment}",
            schedule_expression=eventbridge_cron(getattr(self.args.settings, moment)),
            schedule_expression_timezone=self.args.settings.time_zone,
            flexible_time_window={"mode": "OFF"},
            kms_key_arn=self.args.key_arn,
            target={
                "arn": f"arn:{self.args.context.partition}:scheduler:::aws-sdk:rds:{action}",
                "role_arn": role,
                "input": pulumi.Output.json_dumps({"DbClusterIdentifier": self.args.cluster}),
            },
            opts=self.child,
        )

    def _mute_alarms(self) -> None:
        for index, window in enumerate(plan_mute_windows(self.args.settings)):
            cloudwatch.AlarmMuteRule(
                f"{self.name}-{index}",
                description="Off-hours: the stack is stopped",
                mute_targets={"alarm_names": list(self.args.alarms)},
                rule={
                    "schedule": {
                        "expression": window.cron,
                        "duration": window.duration,
                        "timezone": self.args.settings.time_zone,
                    }
                },
                tags=self.tags,
                opts=self.child,
            )


def add_off_hours(
    d: Deployment,
    group_name: pulumi.Input[str] | None,
    cluster: pulumi.Input[str] | None,
    alarms: Sequence[pulumi.Input[str]],
) -> None:
    """Availability: off during off-hours, which validation allows for development stacks only."""
    serving = d.settings.serving
    if settings := d.settings.off_hours:
        args = OffHoursArgs(
            context=d.context,
            settings=settings,
            fleet=FleetSizes(group_name, serving.min_size, serving.max_size)
            if group_name and serving
            else None,
            cluster=cluster,
            key_arn=d.keys["data"],
            alarms=alarms,
        )
        d.create(OffHours, "off-hours", args)
