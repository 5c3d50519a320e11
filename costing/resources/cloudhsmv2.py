"""AWS CloudHSM. https://aws.amazon.com/cloudhsm/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit


class HsmUsage(ResourceUsage):
    monthly_hrs: Quantity = None  # all month where not given


class Hsm(PricedResource):
    """One HSM of a cluster, by the hour."""

    type = "aws:cloudhsmv2/hsm:Hsm"
    usage = HsmUsage

    @override
    def meters(self, usage: HsmUsage, links: Links) -> Iterator[Meter]:
        hours = HOURS_PER_MONTH if usage.monthly_hrs is None else usage.monthly_hrs
        yield Meter("HSM usage", Sku("CloudHSM", "CloudHSMv2Usage"), hours, Unit.HOURS)
