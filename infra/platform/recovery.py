"""What is left when something is lost."""

from infra.database import Database
from infra.platform.ground import Ground, tags
from infra.platform.part import Part
from infra.recovery import Recovery, RecoveryArgs
from infra.storage import Storage


def make_recovery(ground: Ground, database: Database, storage: Storage, optional: Part) -> Part:
    """Keep copies in a vault that nobody empties, by how dear their loss is.

    What is in the data bucket can be had again from its source, and has versions.
    """
    settings = ground.settings.recovery
    if settings.critical is None and settings.standard is None:
        return Part()
    args = RecoveryArgs(
        scope=ground.scope,
        settings=settings,
        critical=[database.cluster.arn, *optional.critical],
        standard=[
            storage.buckets[purpose].arn
            for purpose in ("features", "models", "releases")
            if purpose in storage.buckets
        ],
        key_arn=ground.keys.arns["backups"],
        protected=ground.settings.protected,
        tags=tags("recovery", "shared", ground.settings.data_classification),
    )
    recovery = Recovery(f"{ground.prefix}recovery", args, ground.home)
    return Part(events={"recovery": recovery.events})
