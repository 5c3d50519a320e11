"""Estimates of data loss (RPO) and downtime (RTO) of a stack as it is configured.

Durations of AWS operations are from AWS documentation (read 2026-11). Durations of manual steps and
of restores are assumptions: measure them in a recovery drill and adjust the constants.
"""

import math

from infra.operations.settings import BackupClass, Objective
from infra.settings import Settings

# Manual steps, minutes.
DECIDE = 30  # detect the outage and decide to fail over, at any hour
DEPLOY = 90  # deploy compute in a region that has none
RESTORE = 120  # restore stores of unknown or small size from backups
RESTORE_GB_PER_HOUR = 1000  # of larger ones

# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
FAILOVER = 1  # to an Aurora reader; storage is in three zones, so no data is lost
NEW_WRITER = 10  # if the cluster has no reader
LAUNCH = 5  # Auto Scaling detects lost instances and launches replacements
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
LATEST_RESTORABLE = 5  # minutes before now
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html
SEARCH_SNAPSHOT = 60  # automated snapshots are hourly
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
GLOBAL_DATABASE_LAG = 1  # typically a second
PROMOTE = 5  # fail over a global database
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
REPLICATION_TIME_CONTROL = 15
BEST_EFFORT_REPLICATION = 24 * 60  # S3 replication without time control can take hours
HEALTH_CHECK_FAILURES = 3  # in a row, before Route 53 fails over
DNS_TTL = 1  # of an alias record in resolver caches

INTERVALS = {"hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}


def zone_loss(settings: Settings) -> Objective:
    """Estimate the slowest of fleet and database; other services span the zones by themselves."""
    downtimes = [FAILOVER]
    if serving := settings.serving:
        survives = min(serving.min_size, serving.on_demand_base) >= settings.network.zone_count
        downtimes.append(1 if survives else LAUNCH + math.ceil(serving.startup_seconds / 60))
    if settings.database and settings.database.instances == 1:
        downtimes.append(NEW_WRITER)
    return Objective(rpo_minutes=0, rto_minutes=max(downtimes))


def restore_minutes(settings: Settings, *stores: str) -> int:
    """Estimate the restore of stores from backups, in parallel, from their sizes."""
    sizes = [settings.recovery.sizes_gb.get(store, 0) for store in stores]  # type: ignore[call-overload]
    return max(RESTORE, math.ceil(max(sizes, default=0) / RESTORE_GB_PER_HOUR * 60))


def data_loss(settings: Settings) -> Objective:
    """Estimate the restore of the slowest store; all but the search index have any point in time.

    Deleted objects come back from their versions, without a restore.
    """
    groups = {"database": settings.database, "feature_store": settings.feature_store}
    stores = [name for name, group in groups.items() if group]
    downtime = DECIDE + restore_minutes(settings, *stores)
    search = settings.search and "search" not in settings.recovery.recreatable
    return Objective(
        rpo_minutes=SEARCH_SNAPSHOT if search else LATEST_RESTORABLE, rto_minutes=downtime
    )


def stores_of(settings: Settings) -> dict[str, BackupClass | None]:
    """Return the stores whose loss an objective covers, with the class of their backups."""
    recovery = settings.recovery
    stores: dict[str, BackupClass | None] = {
        "features": recovery.standard,
        "models": recovery.standard,
        "data": None,
    }
    if settings.database:
        stores = {"database": recovery.critical, **stores}
    if settings.feature_store:
        stores["feature_store"] = recovery.critical
    if settings.storage.release_lock_days:
        stores["releases"] = recovery.standard
    if settings.search:
        stores["search"] = None
    if settings.kinesis or settings.kafka:
        stores["stream"] = None
    return {name: each for name, each in stores.items() if name not in recovery.recreatable}


def uncopied(settings: Settings) -> str | None:
    """Return a store without copy in another region that the loss of the region would destroy."""
    if settings.standby:
        replicated = {"database", "feature_store", "data", "features", "models"}
        return next((name for name in stores_of(settings) if name not in replicated), None)
    return next(
        (
            name
            for name, backups in stores_of(settings).items()
            if not (backups and backups.copy_keep_days)
        ),
        None,
    )


def region_loss(settings: Settings) -> Objective | None:
    """Estimate the loss of the region over all stores; None if one has no copy elsewhere."""
    if uncopied(settings):
        return None
    if standby := settings.standby:
        objects = (
            REPLICATION_TIME_CONTROL
            if standby.replication_time_control
            else BEST_EFFORT_REPLICATION
        )
        if standby.mode == "pilot_light":
            downtime = DECIDE + DEPLOY
        else:
            detection = HEALTH_CHECK_FAILURES * standby.health_check_seconds / 60
            # DNS fails over automatically; promoting the database is a manual decision.
            downtime = max(math.ceil(detection) + DNS_TTL, DECIDE + PROMOTE)
        return Objective(rpo_minutes=max(objects, GLOBAL_DATABASE_LAG), rto_minutes=downtime)
    stores = stores_of(settings)
    ages = [copy_age(each) for each in stores.values() if each]
    restore = restore_minutes(settings, *stores)
    return Objective(rpo_minutes=max(ages), rto_minutes=DECIDE + DEPLOY + restore)


def copy_age(backups: BackupClass) -> int:
    """Return the maximum age of the newest complete copy, minutes: two backup intervals."""
    return 2 * INTERVALS[backups.every]


ESTIMATES = {"zone_loss": zone_loss, "region_loss": region_loss, "data_loss": data_loss}
