"""Estimates of data loss (RPO) and downtime (RTO) of a stack as it is configured.

Durations of AWS operations are from AWS documentation (read 2026-11). Durations of manual steps
are assumptions: measure them in a recovery drill and adjust the constants.
"""

import math

from infra.operations.settings import BackupClass, Objective
from infra.settings import Settings

# Manual steps, minutes.
DECIDE = 30  # detect the outage and decide to fail over, at any hour
DEPLOY = 90  # deploy compute in a region that has none
RESTORE = 120  # restore a database from a backup

# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
FAILOVER = 1  # to an Aurora reader; storage is in three zones, so no data is lost
NEW_WRITER = 10  # if the cluster has no reader
LAUNCH = 5  # Auto Scaling detects lost instances and launches replacements
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
LATEST_RESTORABLE = 5  # minutes before now
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
    serving, zones = settings.serving, settings.network.zone_count
    survives = min(serving.min_size, serving.on_demand_base) >= zones
    fleet = 1 if survives else LAUNCH + math.ceil(serving.startup_seconds / 60)
    database = FAILOVER if settings.database.instances > 1 else NEW_WRITER
    return Objective(rpo_minutes=0, rto_minutes=max(fleet, database))


def data_loss(_: Settings) -> Objective:
    """Estimate a point-in-time restore, which every database and versioned bucket supports."""
    return Objective(rpo_minutes=LATEST_RESTORABLE, rto_minutes=DECIDE + RESTORE)


def region_loss(settings: Settings) -> Objective | None:
    """Estimate the loss of the region; None if no data exists elsewhere."""
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
    if (critical := settings.recovery.critical) and critical.copy_keep_days:
        return Objective(rpo_minutes=copy_age(critical), rto_minutes=DECIDE + DEPLOY + RESTORE)
    return None


def copy_age(backups: BackupClass) -> int:
    """Return the maximum age of the newest complete copy, minutes: two backup intervals."""
    return 2 * INTERVALS[backups.every]


ESTIMATES = {"zone_loss": zone_loss, "region_loss": region_loss, "data_loss": data_loss}
