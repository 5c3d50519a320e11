"""What holds data."""

from dataclasses import dataclass

from infra.cache import Cache, CacheArgs
from infra.database import Database, DatabaseArgs, Membership
from infra.global_database import GlobalDatabase, GlobalDatabaseArgs
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.storage import Ageing, Storage, StorageArgs


@dataclass(frozen=True, slots=True)
class Stores:
    """What those who serve cannot start without."""

    database: Database
    cache: Cache


def make_storage(ground: Ground) -> Storage:
    """Keep versions: what is deleted or overwritten can be had back for a while."""
    settings = ground.settings.storage
    args = StorageArgs(
        scope=ground.scope,
        ageing=Ageing(
            infrequent_access=settings.infrequent_access_days,
            archive=settings.archive_days,
            noncurrent=settings.noncurrent_days,
            logs=settings.log_days,
            release_lock=settings.release_lock_days,
        ),
        key_arn=ground.keys.arns["data"],
        protected=ground.settings.protected,
        data_classification=ground.settings.data_classification,
        tags=tags("storage", "shared", ground.settings.data_classification),
    )
    return Storage(f"{ground.prefix}storage", args, ground.home)


def make_global_database(ground: Ground) -> Membership:
    """Have one region write, and the others follow it within a second or so."""
    args = GlobalDatabaseArgs(
        scope=ground.scope,
        engine_version=ground.settings.database.engine_version,
        protected=ground.settings.protected,
        tags=tags("global-database", "serving", ground.settings.data_classification),
    )
    database = GlobalDatabase("global-database", args, ground.home)
    return Membership(database.id, ground.scope.region)


def make_database(ground: Ground, network: Network, member: Membership | None = None) -> Database:
    """Put writer and readers, all of one class, into the zones in turn; storage is in three."""
    args = DatabaseArgs(
        scope=ground.scope,
        settings=ground.settings.database,
        vpc_id=network.vpc_id,
        subnet_ids=network.data_subnet_ids,
        zones=ground.zones,
        key_arn=ground.keys.arns["database"],
        logs=ground.logs,
        protected=ground.settings.protected,
        tags=tags("database", "serving", ground.settings.data_classification),
        member=member,
    )
    return Database(f"{ground.prefix}database", args, ground.home)


def make_cache(ground: Ground, network: Network) -> Cache:
    """Put a primary and its replicas into the zones in turn; it fails over by itself."""
    args = CacheArgs(
        scope=ground.scope,
        settings=ground.settings.cache,
        vpc_id=network.vpc_id,
        subnet_ids=network.data_subnet_ids,
        zones=ground.zones,
        key_arn=ground.keys.arns["cache"],
        protected=ground.settings.protected,
        tags=tags("cache", "serving", ground.settings.data_classification),
    )
    return Cache(f"{ground.prefix}cache", args, ground.home)
