"""Amazon Lightsail. https://aws.amazon.com/lightsail/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.errors import InputError, nearest
from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonLightsail"
MEMORY = {  # a bundle's name begins so → its memory
    "nano": "0.5GB",
    "micro": "1GB",
    "small": "2GB",
    "medium": "4GB",
    "large": "8GB",
    "xlarge": "16GB",
    "2xlarge": "32GB",
    "4xlarge": "64GB",
}
OVERAGE = (
    Line(
        "monthly_overage_gb",
        "Data transfer out (over the allowance)",
        "DataTransfer-Out-Bytes",
        Unit.GB,
        silent=True,
    ),
)
DATABASES = {"micro": "1GB", "small": "2GB", "medium": "4GB", "large": "8GB"}


class Instance(PricedResource):
    """A virtual server by its bundle, and data transfer beyond that of the bundle."""

    type = "aws:lightsail/instance:Instance"
    usage = usage_of("LightsailInstanceUsage", OVERAGE)

    bundle_id: str  # "micro_3_0", "small_win_3_0", "nano_ipv6_3_0"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.server()
        yield from metered(SERVICE, OVERAGE, usage)

    @charges("Virtual server")
    def server(self) -> Iterator[Meter]:
        size, *marks = self.bundle_id.split("_")
        if size not in MEMORY:
            raise InputError(f"unknown bundle {self.bundle_id}{nearest(size, MEMORY)}", "bundleId")
        windows, ipv6 = "win" in marks, "ipv6" in marks
        suffix = ("_ipv6" if ipv6 else "") + ("_win" if windows else "")
        yield Meter(
            f"Virtual server ({'Windows' if windows else 'Linux/UNIX'})",
            Sku(SERVICE, f"BundleUsage:{MEMORY[size]}{suffix}"),
            HOURS_PER_MONTH,
            Unit.HOURS,
        )


class Database(PricedResource):
    """A database by its bundle, twice the price with a standby."""

    type = "aws:lightsail/database:Database"

    bundle_id: str  # "micro_2_0", "small_ha_2_0"

    @override
    @charges("Database")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        size, *marks = self.bundle_id.split("_")
        if size not in DATABASES:
            near = nearest(size, DATABASES)
            raise InputError(f"unknown bundle {self.bundle_id}{near}", "bundleId")
        standby = "_ha" if "ha" in marks else ""
        sku = Sku(SERVICE, f"DatabaseUsage:{DATABASES[size]}{standby}")
        yield Meter("Database", sku, HOURS_PER_MONTH, Unit.HOURS)


class ContainerService(PricedResource):
    """The nodes of a container service, and data transfer beyond their allowance."""

    type = "aws:lightsail/containerService:ContainerService"
    usage = usage_of("LightsailContainerServiceUsage", OVERAGE)

    power: str  # "nano"
    scale: Decimal
    is_disabled: bool = False

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.nodes()
        yield from metered(SERVICE, OVERAGE, usage)

    @charges("Nodes")
    def nodes(self) -> Iterator[Meter]:
        if not self.is_disabled:
            name = {"xlarge": "XLarge"}.get(self.power, self.power.capitalize())
            sku = Sku(SERVICE, f"ContainerSvc:{name}")
            yield Meter(f"Nodes ({self.power})", sku, HOURS_PER_MONTH * self.scale, Unit.HOURS)


class Disk(PricedResource):
    """A disk by its size."""

    type = "aws:lightsail/disk:Disk"

    size_in_gb: Decimal

    @override
    @charges("Storage")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield Meter("Storage", Sku(SERVICE, "DiskUsage"), self.size_in_gb, Unit.GB_MONTHS)


class LoadBalancer(PricedResource):
    """A load balancer by the hour."""

    type = "aws:lightsail/lb:Lb"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "LoadBalancerUsage")
        yield Meter("Load balancer", sku, HOURS_PER_MONTH, Unit.HOURS)
