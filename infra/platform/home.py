"""What serves at home: what every stack has, and the rest of it leans on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infra.alarms import Alarm, Event
from infra.load_balancer import LoadBalancer
from infra.network import Network
from infra.platform.stores import Stores
from infra.serving import Serving
from infra.storage import Storage


@dataclass(frozen=True, slots=True)
class Home:
    network: Network
    storage: Storage
    stores: Stores
    load_balancer: LoadBalancer
    serving: Serving

    @property
    def alarms(self) -> Mapping[str, Sequence[Alarm]]:
        return {
            "network": self.network.alarms,
            "load-balancer": self.load_balancer.alarms,
            "serving": self.serving.alarms,
            "database": self.stores.database.alarms,
            "cache": self.stores.cache.alarms,
        }

    @property
    def events(self) -> Mapping[str, Sequence[Event]]:
        return {"serving": self.serving.events}
