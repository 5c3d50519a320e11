"""What answers."""

from infra.cache import connect_to_cache
from infra.database import connect_to_database
from infra.load_balancer import LoadBalancer
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part
from infra.platform.stores import Stores
from infra.serving import Entrance, Serving, ServingArgs


def make_serving(
    ground: Ground,
    network: Network,
    load_balancer: LoadBalancer,
    stores: Stores,
    beside: Part,
) -> Serving:
    """Keep a base on demand in all zones; the rest is spot of many types, replaced in time."""
    shifts = ground.settings.load_balancer.zonal_autoshift
    args = ServingArgs(
        scope=ground.scope,
        settings=ground.settings.serving,
        vpc_id=network.vpc_id,
        zones=ground.zones,
        subnet_ids=network.private_subnet_ids,
        entrance=Entrance(
            listener_arn=load_balancer.listener_arn,
            arn_suffix=load_balancer.arn_suffix,
            security_group_id=load_balancer.security_group_id,
            shifted_arn=load_balancer.arn if shifts else None,
        ),
        client_groups=[
            stores.database.client_group_id,
            stores.cache.client_group_id,
            *beside.client_groups,
        ],
        permissions=[
            connect_to_database(ground.scope),
            connect_to_cache(ground.scope),
            *beside.permissions,
        ],
        after=[network, stores.database, stores.cache],
        logs=ground.logs,
        tags=tags("serving", "serving", ground.settings.data_classification),
        default_tags=ground.machine_tags,
    )
    return Serving(f"{ground.prefix}serving", args, ground.home)
