"""Models that Lambda serves: an optional part, beside the fleet."""

import pulumi

from infra.cache import connect_to_cache
from infra.database import connect_to_database
from infra.functions import Functions, FunctionsArgs
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part
from infra.platform.stores import Stores


def make_functions(ground: Ground, network: Network, stores: Stores, beside: Part) -> Part:
    """Keep instances warm, which Lambda spreads over the zones; the rest start when asked."""
    settings = ground.settings.functions
    if settings is None:
        return Part()
    clients: list[pulumi.Input[str]] = [
        stores.database.client_group_id,
        stores.cache.client_group_id,
        *beside.client_groups,
    ]
    args = FunctionsArgs(
        scope=ground.scope,
        settings=settings,
        vpc_id=network.vpc_id,
        subnet_ids=network.private_subnet_ids,
        client_groups=clients,
        permissions=[
            connect_to_database(ground.scope),
            connect_to_cache(ground.scope),
            *beside.permissions,
        ],
        key_arn=ground.keys.arns["data"],
        logs=ground.logs,
        tags=tags("functions", "serving", ground.settings.data_classification),
    )
    functions = Functions("functions", args, ground.home)
    return Part(alarms={"functions": functions.alarms}, outputs={"functions_url": functions.url})
