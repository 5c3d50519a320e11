"""Validation of budgets, alarms, off-hours, recovery and standby settings."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from infra.aws.validation import Minimum, above_maximum, below_minimum, not_allowed
from infra.operations.off_hours import WEEK, minutes_of_week
from infra.operations.recovery_objectives import ESTIMATES, uncopied
from infra.operations.settings import Objective, OffHoursSettings, RecoverySettings, StandbySettings
from infra.settings import Settings

# https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
MAX_BUDGET_ALERTS = 5
STANDBY_PARTS = ("load_balancer", "serving", "database", "cache")  # of a standby region
IMPROVEMENTS = {
    "zone_loss": "raise the objective, plimsoll:database.instances or "
    "plimsoll:serving.on_demand_base",
    "region_loss": "raise the objective, back up more often (plimsoll:recovery.critical.every, "
    "standard.every), or set plimsoll:standby, its mode or replication_time_control",
    "data_loss": "raise the objective, or list a store in plimsoll:recovery.recreatable",
}


def conflicts(settings: Settings) -> Iterator[str]:
    yield from budget_conflicts(settings)
    names = [each.name for each in settings.observability.model_metrics]
    if duplicates := sorted({name for name in names if names.count(name) > 1}):
        yield (
            f"plimsoll:observability.model_metrics: {duplicates[0]} is listed twice; remove one, "
            "each metric has one alarm"
        )
    if not (settings.spark and settings.workflow) and any(
        each.publisher == "spark" for each in settings.observability.model_metrics
    ):
        yield (
            "plimsoll:observability.model_metrics: no workflow runs the Spark job that publishes "
            "a metric; set plimsoll:spark and workflow, or publisher to serving"
        )
    yield from tag_conflicts(settings)
    yield from off_hours_conflicts(settings)
    yield from patching_conflicts(settings)
    yield from backup_conflicts(settings.recovery, settings.region)
    if settings.standby:
        yield from standby_conflicts(settings, settings.standby)
    yield from missed_objectives(settings)


def budget_conflicts(settings: Settings) -> Iterator[str]:
    governance = settings.governance
    alerts = len(governance.actual_percents + governance.forecast_percents)
    if alerts > MAX_BUDGET_ALERTS:
        yield (
            f"plimsoll:governance: {alerts} alert thresholds are above the limit of AWS Budgets "
            f"({MAX_BUDGET_ALERTS}); remove some of actual_percents or forecast_percents"
        )
    total = sum(governance.component_budgets.values())
    if total > settings.budget:
        yield (
            f"plimsoll:governance.component_budgets: the sum {total} USD is above plimsoll:budget "
            f"({settings.budget} USD); lower them, or raise budget"
        )


def off_hours_conflicts(settings: Settings) -> Iterator[str]:
    if settings.off_hours and settings.profile != "dev":
        yield not_allowed("off_hours", "an off-hours schedule", settings.profile, "null")
    if settings.off_hours and settings.standby:
        yield (
            "plimsoll:off_hours: a global database cannot be stopped; remove off_hours, or remove "
            "plimsoll:standby"
        )


def patching_conflicts(settings: Settings) -> Iterator[str]:
    """Yield a patch window in which the stack is switched off, in summer or in winter."""
    off_hours = settings.off_hours
    window = re.fullmatch(r"cron\((\d+) (\d+) \? \* (\S+) \*\)", settings.patching.schedule)
    if off_hours is None or window is None:
        return
    minute, hour, days = window.groups()
    starts = minutes_of_week(f"{minute} {hour} * * {days}")
    zone = ZoneInfo(off_hours.time_zone)
    for month in (1, 7):
        offset = datetime(2026, month, 15, tzinfo=zone).utcoffset() or timedelta()
        for start in starts:
            local = (start + int(offset.total_seconds() // 60)) % WEEK
            if is_off(off_hours, local):
                yield (
                    f"plimsoll:patching.schedule: {settings.patching.schedule} (UTC) is in the "
                    "off-hours, when no instance runs; set a time between "
                    "off_hours.start and off_hours.stop"
                )
                return


def is_off(off_hours: OffHoursSettings, minute: int) -> bool:
    """Return True if the last of all stops and starts before a minute of the week is a stop."""
    stops, starts = minutes_of_week(off_hours.stop), minutes_of_week(off_hours.start)
    since_stop = min((minute - each) % WEEK for each in stops)
    since_start = min((minute - each) % WEEK for each in starts)
    return since_stop < since_start


def tag_conflicts(settings: Settings) -> Iterator[str]:
    """Yield budgets by tags that are not cost allocation tags, which would count nothing."""
    governance = settings.governance
    if settings.tags_active:
        return
    used = {
        "component_budgets": bool(governance.component_budgets),
        "only_this_environment": governance.only_this_environment,
    }
    for name in (name for name, given in used.items() if given):
        yield (
            f"plimsoll:governance.{name}: counts nothing while the tags are not active cost "
            "allocation tags; set plimsoll:account_wide.cost_allocation_tags, or "
            "governance.tags_active if another stack or the payer account activates them"
        )


def backup_conflicts(recovery: RecoverySettings, region: str) -> Iterator[str]:
    classes = {"critical": recovery.critical, "standard": recovery.standard}
    copied = [name for name, each in classes.items() if each and each.copy_keep_days]
    if copied and not recovery.copy_region:
        yield (
            f"plimsoll:recovery.{copied[0]}.copy_keep_days: no region to copy to; set "
            "recovery.copy_region, or remove copy_keep_days"
        )
    if recovery.copy_region == region:
        yield (
            f"plimsoll:recovery.copy_region: {region} is the stack's own region; set another region"
        )
    if recovery.copy_region and not copied:
        yield (
            f"plimsoll:recovery.copy_region: no backup plan copies to {recovery.copy_region}; set "
            "copy_keep_days in critical or standard, or remove copy_region"
        )


def standby_conflicts(settings: Settings, standby: StandbySettings) -> Iterator[str]:
    if standby.region == settings.region:
        yield (
            f"plimsoll:standby.region: {standby.region} is the stack's own region; set another "
            "region"
        )
    if standby.cidr.overlaps(settings.network.cidr):
        yield (
            f"plimsoll:standby.cidr: {standby.cidr} overlaps plimsoll:network.cidr "
            f"({settings.network.cidr}); use another block so that the VPCs can be peered"
        )
    parts = {each: getattr(settings, each) for each in STANDBY_PARTS}
    if missing := [name for name, group in parts.items() if group is None]:
        yield (
            f"plimsoll:standby: a standby region needs plimsoll:{missing[0]}, which is not set; "
            "set it, or remove standby"
        )
        return
    largest = settings.serving.max_size if settings.serving else 0
    if standby.min_size > largest:
        yield above_maximum(
            "standby.min_size", standby.min_size, "plimsoll:serving.max_size", largest
        )
    version = settings.database.engine_version if settings.database else ""
    if "." not in version:
        yield (
            f"plimsoll:database.engine_version: {version} has no minor version, but both regions "
            f"of a global database must run the same; set it in full, such as {version}.6"
        )
    if standby.mode == "warm_standby":
        yield from failover_conflicts(settings)


def failover_conflicts(settings: Settings) -> Iterator[str]:
    """Yield settings that prevent DNS failover by Route 53."""
    load_balancer = settings.load_balancer
    if load_balancer is None:
        return
    if not load_balancer.domain:
        yield (
            "plimsoll:standby.mode: warm_standby fails over a DNS name, but no domain is set; set "
            "plimsoll:load_balancer.domain and hosted_zone, or use pilot_light"
        )
    if all(cidr.prefixlen for cidr in load_balancer.allowed_cidrs):
        yield (
            "plimsoll:standby.mode: warm_standby needs Route 53 health checks, which "
            "plimsoll:load_balancer.allowed_cidrs blocks; allow 0.0.0.0/0, or use pilot_light"
        )


def missed_objectives(settings: Settings) -> Iterator[str]:
    """Yield recovery objectives that the configured stack is not estimated to meet."""
    for loss, estimate in ESTIMATES.items():
        objective: Objective | None = getattr(settings.recovery, loss)
        if objective is None:
            continue
        estimated = estimate(settings)
        if estimated is None:
            yield (
                f"plimsoll:recovery.{loss}: {uncopied(settings)} is not copied to another region, "
                "so the objective cannot be met; set plimsoll:recovery.copy_region and "
                "copy_keep_days of critical and standard, or plimsoll:standby, or list the store "
                "in plimsoll:recovery.recreatable"
            )
            continue
        for name in ("rpo_minutes", "rto_minutes"):
            if getattr(estimated, name) > getattr(objective, name):
                yield (
                    f"plimsoll:recovery.{loss}.{name}: {getattr(objective, name)} is below the "
                    f"estimate for this stack ({getattr(estimated, name)}); {IMPROVEMENTS[loss]}"
                )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield settings with which an error or a regional outage loses data or capacity for good."""
    critical = settings.database or settings.feature_store
    if critical and settings.recovery.critical is None:
        yield not_allowed("recovery.critical", "null", settings.profile, "a backup plan")
    if standby := settings.standby:
        zones = "the number of zones"
        yield from below_minimum(
            [Minimum("standby.min_size", standby.min_size, standby.zone_count, zones)]
        )
