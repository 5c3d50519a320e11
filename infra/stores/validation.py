"""Validation of data store settings."""

from collections.abc import Iterator

from infra.aws.validation import Minimum, above_maximum, below_minimum, not_allowed
from infra.settings import Settings
from infra.stores.settings import DatabaseSettings

GLACIER_DELAY_DAYS = 30  # between the transitions to Standard-IA and Glacier Instant Retrieval
SEARCH_ZONES = 3  # the most that an OpenSearch domain uses
MIN_WARM_NODES = 2


def conflicts(settings: Settings) -> Iterator[str]:
    storage = settings.storage
    earliest = storage.infrequent_access_days + GLACIER_DELAY_DAYS
    if storage.archive_days < earliest:
        yield (
            f"plimsoll:storage.archive_days: {storage.archive_days} is less than "
            f"{GLACIER_DELAY_DAYS} days after infrequent_access_days "
            f"({storage.infrequent_access_days}); set at least {earliest}"
        )
    if settings.database:
        yield from serverless_conflicts(settings.database)
    yield from feature_store_conflicts(settings)
    yield from search_conflicts(settings)


def serverless_conflicts(database: DatabaseSettings) -> Iterator[str]:
    units, serverless = database.serverless, database.instance_class == "db.serverless"
    if serverless and units is None:
        yield (
            "plimsoll:database.serverless: instance class db.serverless needs a capacity range; "
            "set serverless.max_capacity"
        )
    if units and not serverless:
        yield (
            f"plimsoll:database.serverless: instance class {database.instance_class} has no "
            "capacity range; remove serverless, or set instance_class to db.serverless"
        )
    if units and units.min_capacity > units.max_capacity:
        yield (
            f"plimsoll:database.serverless.min_capacity: {units.min_capacity} is above "
            f"max_capacity ({units.max_capacity}); raise max_capacity"
        )


def feature_store_conflicts(settings: Settings) -> Iterator[str]:
    store = settings.feature_store
    if store is None:
        return
    if settings.region in store.replica_regions:
        yield (
            f"plimsoll:feature_store.replica_regions: {settings.region} is the stack's own region; "
            "remove it"
        )
    if len(set(store.replica_regions)) < len(store.replica_regions):
        yield "plimsoll:feature_store.replica_regions: a region is listed twice; remove one"
    if capacity := store.capacity:
        for direction in ("read", "write"):
            least, most = (getattr(capacity, f"{end}_{direction}") for end in ("min", "max"))
            if least > most:
                yield above_maximum(
                    f"feature_store.capacity.min_{direction}", least, f"max_{direction}", most
                )


def search_conflicts(settings: Settings) -> Iterator[str]:
    search = settings.search
    if search is None:
        return
    spread = min(settings.network.zone_count, search.nodes, SEARCH_ZONES)
    # With too few zones for the profile, only that is reported.
    enough = settings.profile == "dev" or settings.network.zone_count >= SEARCH_ZONES
    if search.nodes % spread and enough:
        yield (
            f"plimsoll:search.nodes: {search.nodes} nodes cannot be spread evenly over {spread} "
            f"zones; set a multiple of {spread}"
        )
    if 0 < search.warm_nodes < MIN_WARM_NODES:
        yield (
            f"plimsoll:search.warm_nodes: {search.warm_nodes} is below the minimum of OpenSearch "
            f"Service ({MIN_WARM_NODES}); set at least {MIN_WARM_NODES}, or 0"
        )
    if search.warm_nodes and search.dedicated_master_type is None:
        yield (
            f"plimsoll:search.warm_nodes: {search.warm_nodes} UltraWarm nodes require dedicated "
            "master nodes; set dedicated_master_type, or set warm_nodes to 0"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield settings that risk data or lengthen a recovery."""
    profile, database, cache = settings.profile, settings.database, settings.cache
    pair = "a primary with one standby"
    minimums: list[Minimum] = []
    if database:
        minimums += [
            Minimum("database.instances", database.instances, 2, pair),
            Minimum("database.backup_days", database.backup_days, 7, "a week of backups"),
        ]
    if cache:
        minimums += [
            Minimum("cache.nodes", cache.nodes, 2, pair),
            Minimum("cache.snapshot_days", cache.snapshot_days, 1, "a day of snapshots"),
        ]
    if settings.search:
        nodes = "one data node per zone"
        minimums.append(Minimum("search.nodes", settings.search.nodes, SEARCH_ZONES, nodes))
    yield from below_minimum(minimums)
    if not settings.protected:
        yield not_allowed("protected", "false", profile, "true")
    if database and (units := database.serverless) and units.min_capacity == 0:
        yield not_allowed("database.serverless.min_capacity", 0, profile, "at least 0.5")
    if settings.search and settings.search.dedicated_master_type is None:
        yield not_allowed("search.dedicated_master_type", "null", profile, "an instance type")
