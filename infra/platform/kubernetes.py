"""A Kubernetes cluster: an optional part, beside the fleet or instead of it."""

from infra.cache import connect_to_cache
from infra.database import connect_to_database
from infra.kubernetes import Kubernetes, KubernetesArgs
from infra.network import Network
from infra.platform.ground import Ground, tags
from infra.platform.part import Part


def make_kubernetes(ground: Ground, network: Network, beside: Part) -> Part:
    """Keep a node on demand in each zone, others on spot; shift a whole zone off at a word."""
    settings = ground.settings.kubernetes
    if settings is None:
        return Part()
    args = KubernetesArgs(
        scope=ground.scope,
        settings=settings,
        subnet_ids={zone: subnet.id for zone, subnet in network.private.items()},
        permissions=[
            connect_to_database(ground.scope),
            connect_to_cache(ground.scope),
            *beside.permissions,
        ],
        key_arn=ground.keys.arns["data"],
        after=[network],
        logs=ground.logs,
        protected=ground.settings.protected,
        tags=tags("kubernetes", "serving", ground.settings.data_classification),
        default_tags=ground.machine_tags,
    )
    cluster = Kubernetes("kubernetes", args, ground.home)
    return Part(alarms={"kubernetes": cluster.alarms}, outputs={"kubernetes": cluster.cluster.name})
