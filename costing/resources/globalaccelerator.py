"""AWS Global Accelerator. https://aws.amazon.com/global-accelerator/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import ZERO, Meter, Sku
from costing.resources._shared.accelerators import SERVICE, code_of
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.public_addresses import in_use
from costing.resources._shared.usage_meters import Line, metered, stated, usage_of
from costing.units import HOURS_PER_MONTH, Unit

HOME = "us-west-2"  # the region that bills an accelerator's addresses
ADDRESSES = Decimal(2)

PLACES = {  # key → its name and the code in a usage type
    "us": ("US, Mexico, Canada", "NA"),
    "europe": ("Europe", "EU"),
    "south_africa": ("South Africa, Kenya", "ZA"),
    "south_america": ("South America", "SA"),
    "south_korea": ("South Korea", "KR"),
    "middle_east": ("Middle East", "ME"),
    "australia": ("Australia, New Zealand", "AU"),
    "asia_pacific": ("Asia Pacific", "AP"),
    "india": ("India, Indonesia, Philippines, Thailand", "IN"),
}
DIRECTIONS = {
    "inbound": ("Inbound DT-premium fee", "IN"),
    "outbound": ("Outbound DT-premium fee", "OUT"),
}


class Accelerator(PricedResource):
    """An accelerator and its two static addresses; addresses of your own pool are free."""

    type = "aws:globalaccelerator/accelerator:Accelerator"
    aliases = ("aws:globalaccelerator/customRoutingAccelerator:CustomRoutingAccelerator",)
    is_global = True

    ip_addresses: list[object] | None = None

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        sku = Sku(SERVICE, "Accelerator-Fixed-Fee")
        yield Meter("Fixed fee", sku, HOURS_PER_MONTH, Unit.HOURS)
        yield from self.addresses()

    @charges("Public IPv4 address")
    def addresses(self) -> Iterator[Meter]:
        own = ADDRESSES - len(self.ip_addresses or ())
        if own > 0:
            yield in_use(own, region=HOME)


def lines_to(place: str) -> tuple[Line, ...]:
    """Return both directions; a usage type begins with the geography of the endpoints."""
    _, code = PLACES[place]
    return tuple(
        Line(
            f"monthly_{direction}_data_transfer_gb.{place}",
            name,
            f"{code}-{way}-Bytes-Internet",
            Unit.GB,
            silent=True,
        )
        for direction, (name, way) in DIRECTIONS.items()
    )


LINES = {place: lines_to(place) for place in PLACES}
EndpointGroupUsage = usage_of(
    "EndpointGroupUsage", (line for lines in LINES.values() for line in lines)
)


class EndpointGroup(PricedResource):
    """Data transfer to and from a group's region: only the dominant direction is billed."""

    type = "aws:globalaccelerator/endpointGroup:EndpointGroup"
    aliases = ("aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",)
    usage = EndpointGroupUsage
    is_global = True

    endpoint_group_region: str | None = None

    @charges("Inbound DT-premium fee", "Outbound DT-premium fee")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        home = code_of(self.endpoint_group_region or links.resource.region)
        dominant = max(DIRECTIONS, key=lambda direction: total(usage, direction))
        for place, lines in LINES.items():
            wanted = [
                Line(line.key, line.name, f"{home}-{line.usage_type}", line.unit, silent=True)
                for line in lines
                if line.key.startswith(f"monthly_{dominant}_")
            ]
            yield from metered(SERVICE, wanted, usage, group=PLACES[place][0])


def total(usage: ResourceUsage, direction: str) -> Decimal:
    keys = f"monthly_{direction}_"
    quantities = (
        stated(usage, line) or ZERO
        for lines in LINES.values()
        for line in lines
        if line.key.startswith(keys)
    )
    return sum(quantities, ZERO)
