"""What a stack loses, and for how long it is away, as it is set up: to hold objectives against.

What AWS does is from its pages (read 2026-11). What people do is taken to last what is written
here: measure your own in a drill, and correct it.
"""

import math

from infra.settings import BackupClass, Objective, Settings

DECIDE = 30  # minutes until somebody has seen it and decided, at any hour
UPDATE = 90  # an update that makes what computes, in a region where nothing of it stands
RESTORE = 120  # a database, from a backup

# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
FAILOVER = 1  # to a reader; the storage is in three zones anyway, and loses nothing
NEW_WRITER = 10  # where there is no reader
LAUNCH = 5  # Auto Scaling has seen that instances are gone, and has others
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
POINT_IN_TIME = 5  # the latest that a cluster can be restored to
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
GLOBAL_LAG = 1  # a global database is a second behind, as a rule
PROMOTE = 5
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
TIME_CONTROL = 15
WITHOUT_IT = 24 * 60  # S3 promises nothing: hours at times
FAILURES = 3  # of a health check in a row, before Route 53 turns the name
RECORD = 1  # how long resolvers keep an alias

INTERVALS = {"hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}


def zone_loss(settings: Settings) -> Objective:
    serving, zones = settings.serving, settings.network.zone_count
    stays = min(serving.min_size, serving.on_demand_base) >= zones
    instances = 1 if stays else LAUNCH + math.ceil(serving.startup_seconds / 60)
    database = FAILOVER if settings.database.instances > 1 else NEW_WRITER
    return Objective(rpo_minutes=0, rto_minutes=max(instances, database))


def data_loss(settings: Settings) -> Objective:  # noqa: ARG001 (each loss is asked alike)
    """Every database can be restored to a point in time, every bucket has versions."""
    return Objective(rpo_minutes=POINT_IN_TIME, rto_minutes=DECIDE + RESTORE)


def region_loss(settings: Settings) -> Objective | None:
    """Return what is left of a stack whose region is gone; None where that is nothing."""
    if standby := settings.standby:
        objects = TIME_CONTROL if standby.replication_time_control else WITHOUT_IT
        if standby.mode == "pilot_light":
            away = DECIDE + UPDATE
        else:
            turned = math.ceil(FAILURES * standby.health_check_seconds / 60) + RECORD
            away = max(turned, DECIDE + PROMOTE)  # it answers by itself; somebody lets it write
        return Objective(rpo_minutes=max(objects, GLOBAL_LAG), rto_minutes=away)
    if (critical := settings.recovery.critical) and critical.copy_keep_days:
        return Objective(rpo_minutes=age_of_copy(critical), rto_minutes=DECIDE + UPDATE + RESTORE)
    return None


def age_of_copy(backups: BackupClass) -> int:
    """Return how old the youngest copy may be: the last backup's may not be whole yet."""
    return 2 * INTERVALS[backups.every]


LOSSES = {"zone_loss": zone_loss, "region_loss": region_loss, "data_loss": data_loss}
