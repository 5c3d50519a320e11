"""The region that takes over: what it holds beforehand, and how it is kept in step."""

from dataclasses import dataclass, replace

from pulumi_aws import route53

from infra.audit import Audit
from infra.database import Database, Membership
from infra.feature_store import read_features, table_name
from infra.network import Network
from infra.platform.account import make_account_wide, make_watch
from infra.platform.ground import Ground, tags
from infra.platform.home import Home
from infra.platform.network import make_firewall, make_load_balancer, make_network
from infra.platform.operations import make_observability, make_patching
from infra.platform.part import Part, joined
from infra.platform.recovery import make_recovery
from infra.platform.serving import make_serving
from infra.platform.stores import Stores, make_cache, make_database, make_storage
from infra.replication import Replication, ReplicationArgs
from infra.storage import Storage

REPLICATED = ("data", "features", "models")


@dataclass(frozen=True, slots=True)
class Followed:
    """What the region at home has, that the other follows."""

    storage: Storage
    database: Database
    member: Membership
    proof: route53.Record | None  # that the name is ours
    audit: Audit | None


def protect(ground: Ground, home: Home, member: Membership | None) -> list[Part]:
    """Watch over the account, where this stack owns that, and stand by in another region."""
    parts, audit = [], None
    if ground.settings.account_wide:
        watch, audit = make_account_wide(ground, ground.settings.account_wide, home.storage)
        parts.append(watch)
    if ground.away and member:
        database, proof = home.stores.database, home.load_balancer.proof
        followed = Followed(home.storage, database, member, proof, audit)
        parts.append(make_standby(ground, ground.away, followed))
    return parts


def make_standby(home: Ground, away: Ground, followed: Followed) -> Part:
    """Have the data there, and where it is warm, a small fleet that serves when home does not.

    Metadata comes within a second, objects within minutes, images as they are pushed. The cache
    is its own, and fills as it is asked.
    """
    network, storage = make_network(away), make_storage(away)
    replication = make_replication(home, away, followed.storage, storage)
    member = replace(followed.member, after=[followed.database])
    database = make_database(away, network, member)
    parts = [
        Part(
            alarms={"network": network.alarms, "database": database.alarms},
            outputs={"standby_database_endpoint": database.reader_endpoint},
        )
    ]
    if not away.dormant:
        parts.append(make_fleet(away, network, storage, database, followed.proof))
    if followed.audit and home.settings.account_wide:
        detection = make_watch(away, home.settings.account_wide, home, followed.audit, storage)
        parts.append(Part(events={"detection": detection.events}))
    parts.append(make_recovery(away, database, storage, replicated(away)))
    there = joined(parts)
    observability = make_observability(
        away,
        {f"{away.prefix}{name}": each for name, each in there.alarms.items()},
        {f"{away.prefix}{name}": each for name, each in there.events.items()},
    )
    return Part(
        alarms={"replication": replication.alarms},
        elsewhere=observability.alarm_arns,
        outputs=there.outputs,
    )


def replicated(away: Ground) -> Part:
    """Return what is there because a part at home keeps it there: the feature store's replica."""
    if away.settings.feature_store is None:
        return Part()
    table = away.scope.arn("dynamodb", f"table/{table_name(away.scope)}")
    return Part(permissions=read_features(away.scope), critical=[table])


def make_replication(home: Ground, away: Ground, storage: Storage, twins: Storage) -> Replication:
    standby = home.settings.standby
    args = ReplicationArgs(
        source=home.scope,
        target=away.scope,
        buckets=storage,
        twins=twins,
        purposes=REPLICATED,
        twin_key_arn=away.keys.arns["data"],
        time_control=standby is not None and standby.replication_time_control,
        tags=tags("replication", "shared", home.settings.data_classification),
    )
    return Replication("replication", args, home.home)


def make_fleet(
    away: Ground,
    network: Network,
    storage: Storage,
    database: Database,
    proof: route53.Record | None,
) -> Part:
    """Serve beside home, with nothing that is of home but what is replicated."""
    cache = make_cache(away, network)
    load_balancer = make_load_balancer(away, network, storage, proof)
    if away.settings.load_balancer.firewall_rule_groups:
        make_firewall(away, load_balancer)
    stores = Stores(database, cache)
    serving = make_serving(away, network, load_balancer, stores, replicated(away))
    make_patching(away)
    return Part(
        alarms={
            "load-balancer": load_balancer.alarms,
            "serving": serving.alarms,
            "cache": cache.alarms,
        },
        events={"serving": serving.events},
        outputs={"standby_cache_endpoint": cache.endpoint},
    )
