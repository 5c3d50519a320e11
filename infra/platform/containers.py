"""Models that ECS serves: an optional part, beside the fleet or instead of it."""

from infra.cache import connect_to_cache
from infra.containers import Containers, ContainersArgs
from infra.database import connect_to_database
from infra.load_balancer import LoadBalancer
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part
from infra.platform.stores import Stores
from infra.serving import Entrance


def make_containers(
    ground: Ground, network: Network, stores: Stores, load_balancer: LoadBalancer, beside: Part
) -> Part:
    """Keep tasks in all zones, as many on demand as zones; ECS moves them off what goes away."""
    settings = ground.settings.containers
    if settings is None:
        return Part()
    args = ContainersArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        entrance=Entrance(
            load_balancer.listener_arn, load_balancer.arn_suffix, load_balancer.security_group_id
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
        key_arn=ground.keys.arns["logs"],
        after=[network, stores.database, stores.cache],
        logs=ground.logs,
        tags=tags("containers", "serving", ground.settings.data_classification),
        default_tags=ground.machine_tags,
    )
    containers = Containers("containers", args, ground.home)
    return Part(alarms={"containers": containers.alarms})
