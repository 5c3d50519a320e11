"""What the settings of recovery must agree on: objectives with what is set up to reach them."""

from collections.abc import Iterator

from infra.agreement.floor import needs
from infra.objectives import LOSSES
from infra.settings import Objective, RecoverySettings, Settings, StandbySettings

WAYS_OUT = {
    "zone_loss": "raise it, or plimsoll:database.instances and plimsoll:serving.on_demand_base",
    "region_loss": "raise it, or state plimsoll:standby, replication_time_control and mode",
    "data_loss": "raise it",
}


def contradictions(settings: Settings) -> Iterator[str]:
    yield from backup_contradictions(settings.recovery, settings.region)
    if settings.standby:
        yield from standby_contradictions(settings, settings.standby)
    yield from missed(settings)


def backup_contradictions(recovery: RecoverySettings, region: str) -> Iterator[str]:
    classes = {"critical": recovery.critical, "standard": recovery.standard}
    copied = [name for name, each in classes.items() if each and each.copy_keep_days]
    if copied and not recovery.copy_region:
        yield (
            f"plimsoll:recovery.{copied[0]}.copy_keep_days is stated, and copy_region is not: "
            "state the region that copies go to"
        )
    if recovery.copy_region == region:
        yield f"plimsoll:recovery.copy_region is {region}, the stack's own: name another"
    if recovery.copy_region and not copied:
        yield (
            f"plimsoll:recovery.copy_region is {recovery.copy_region}, and no class is copied: "
            "state copy_keep_days in critical or standard"
        )


def standby_contradictions(settings: Settings, standby: StandbySettings) -> Iterator[str]:
    if standby.region == settings.region:
        yield f"plimsoll:standby.region is {standby.region}, the stack's own: name another"
    if standby.cidr.overlaps(settings.network.cidr):
        yield (
            f"plimsoll:standby.cidr is {standby.cidr}, within reach of plimsoll:network.cidr "
            f"{settings.network.cidr}: take another block, so that the two can be joined"
        )
    if standby.min_size > settings.serving.max_size:
        yield (
            f"plimsoll:standby.min_size is {standby.min_size}, over plimsoll:serving.max_size "
            f"{settings.serving.max_size}: lower it"
        )
    if "." not in settings.database.engine_version:
        yield (
            f"plimsoll:database.engine_version is {settings.database.engine_version}, and two "
            f"regions must run the same: state the minor version too, such as "
            f"{settings.database.engine_version}.6"
        )
    if standby.mode == "warm_standby":
        yield from entrance_contradictions(settings)


def entrance_contradictions(settings: Settings) -> Iterator[str]:
    """Yield what keeps Route 53 from turning the name to the other region."""
    entrance = settings.load_balancer
    if not entrance.domain:
        yield (
            "plimsoll:standby.mode is warm_standby, and a name is what turns to it: state "
            "plimsoll:load_balancer.domain and hosted_zone, or use pilot_light"
        )
    if all(cidr.prefixlen for cidr in entrance.allowed_cidrs):
        yield (
            "plimsoll:standby.mode is warm_standby, and Route 53's health checkers are not in "
            "plimsoll:load_balancer.allowed_cidrs: let everybody in, or use pilot_light"
        )


def missed(settings: Settings) -> Iterator[str]:
    """Yield the objectives that the stack does not reach as it is set up."""
    for loss, reached_by in LOSSES.items():
        wanted: Objective | None = getattr(settings.recovery, loss)
        if wanted is None:
            continue
        reached = reached_by(settings)
        if reached is None:
            yield (
                f"plimsoll:recovery.{loss} is stated, and no copy leaves the region: state "
                "plimsoll:recovery.copy_region and critical.copy_keep_days, or plimsoll:standby"
            )
            continue
        for name in ("rpo_minutes", "rto_minutes"):
            if getattr(reached, name) > getattr(wanted, name):
                yield (
                    f"plimsoll:recovery.{loss}.{name} is {getattr(wanted, name)}, and as it is set "
                    f"up the stack reaches {getattr(reached, name)}: {WAYS_OUT[loss]}"
                )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield what a mistake or a failed region would take for good."""
    if settings.recovery.critical is None:
        yield f"plimsoll:recovery.critical is null, {needs(settings, 'backups')}"
    if settings.standby:
        floor = settings.standby.zone_count
        if settings.standby.min_size < floor:
            yield (
                f"plimsoll:standby.min_size is {settings.standby.min_size}, "
                f"{needs(settings, str(floor), 'raise')}"
            )
