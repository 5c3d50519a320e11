"""Other ways to serve, beside or instead of the fleet: optional parts."""

from infra.load_balancer import LoadBalancer
from infra.network import Network
from infra.platform.containers import make_containers
from infra.platform.functions import make_functions
from infra.platform.ground import Ground
from infra.platform.kubernetes import make_kubernetes
from infra.platform.part import Part, joined
from infra.platform.stores import Stores


def make_variants(
    ground: Ground, network: Network, stores: Stores, load_balancer: LoadBalancer, beside: Part
) -> Part:
    return joined(
        [
            make_functions(ground, network, stores, beside),
            make_containers(ground, network, stores, load_balancer, beside),
            make_kubernetes(ground, network, beside),
        ]
    )
