"""What the settings of the stores must agree on."""

from collections.abc import Iterator

from infra.agreement.floor import below, needs
from infra.settings import DatabaseSettings, Settings


def contradictions(settings: Settings) -> Iterator[str]:
    storage = settings.storage
    if storage.archive_days < storage.infrequent_access_days + 30:
        yield (
            f"plimsoll:storage.archive_days is {storage.archive_days}, and S3 wants 30 days more "
            f"than infrequent_access_days: {storage.infrequent_access_days + 30}"
        )
    yield from serverless_contradictions(settings.database)


def serverless_contradictions(database: DatabaseSettings) -> Iterator[str]:
    units, serverless = database.serverless, database.instance_class == "db.serverless"
    if serverless != (units is not None):
        stated = "state" if serverless else "leave out"
        yield (
            f"plimsoll:database.instance_class is {database.instance_class}: {stated} "
            "plimsoll:database.serverless"
        )
    if units and units.least > units.most:
        yield (
            f"plimsoll:database.serverless.least is {units.least}, over most {units.most}: raise "
            "most"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield what loses data, or is away while it is recovered."""
    floors = [
        ("database.instances", settings.database.instances, 2),
        ("database.backup_days", settings.database.backup_days, 7),
        ("cache.nodes", settings.cache.nodes, 2),
        ("cache.snapshot_days", settings.cache.snapshot_days, 1),
    ]
    yield from below(settings, floors)
    if not settings.protected:
        yield f"plimsoll:protected is false, {needs(settings, 'true')}"
    if (units := settings.database.serverless) and units.least == 0:
        yield f"plimsoll:database.serverless.least is 0, {needs(settings, '0.5', 'raise')}"
