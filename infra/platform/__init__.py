"""The platform: its components put together, and every decision on availability in sight.

The order is here; each component's decisions are where it is made, one module a group of parts.
"""

from collections.abc import Mapping

import pulumi

from infra.platform.endpoints import make_endpoints
from infra.platform.ground import prepare
from infra.platform.home import Home
from infra.platform.lake import make_lake
from infra.platform.network import make_firewall, make_load_balancer, make_network
from infra.platform.operations import operate
from infra.platform.part import joined
from infra.platform.recovery import make_recovery
from infra.platform.registry import make_registry
from infra.platform.serving import make_serving
from infra.platform.standby import protect
from infra.platform.stores import (
    Stores,
    make_cache,
    make_database,
    make_global_database,
    make_storage,
)
from infra.platform.training import make_training
from infra.platform.variants import make_variants
from infra.settings import Settings


def platform(settings: Settings, project: str) -> Mapping[str, pulumi.Input[str]]:
    """Declare all resources and return the stack's outputs. Raise SettingsError."""
    ground = prepare(settings, project)
    network = make_network(ground)
    storage = make_storage(ground)
    if settings.registry:
        make_registry(ground, settings.registry)
    member = make_global_database(ground) if settings.standby else None
    database = make_database(ground, network, member)
    cache = make_cache(ground, network)
    load_balancer = make_load_balancer(ground, network, storage)
    if settings.load_balancer.firewall_rule_groups:
        make_firewall(ground, load_balancer)
    beside = joined([make_lake(ground, network, storage), make_endpoints(ground, network)])
    stores = Stores(database, cache)
    serving = make_serving(ground, network, load_balancer, stores, beside)
    parts = [
        beside,
        make_variants(ground, network, stores, load_balancer, beside),
        make_training(ground, network, storage),
    ]
    home = Home(network, storage, stores, load_balancer, serving)
    parts += protect(ground, home, member)
    parts.append(make_recovery(ground, database, storage, joined(parts)))
    optional = joined(parts)
    operate(ground, home, optional)
    return {
        "url": load_balancer.url,
        "database_endpoint": database.endpoint,
        "cache_endpoint": cache.endpoint,
        "dashboard": ground.scope.prefix,
        **optional.outputs,
        **{f"{purpose}_bucket": each.bucket for purpose, each in storage.buckets.items()},
    }
