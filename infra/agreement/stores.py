"""What the settings of the stores must agree on."""

from collections.abc import Iterator

from infra.agreement.floor import below, needs
from infra.settings import Settings


def contradictions(settings: Settings) -> Iterator[str]:
    storage = settings.storage
    if storage.archive_days < storage.infrequent_access_days + 30:
        yield (
            f"plimsoll:storage.archive_days is {storage.archive_days}, and S3 wants 30 days more "
            f"than infrequent_access_days: {storage.infrequent_access_days + 30}"
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
