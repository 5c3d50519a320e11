"""AWS Network Firewall. https://aws.amazon.com/network-firewall/pricing/."""

from collections.abc import Iterator

from costing.model import Meter, Sku
from costing.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSNetworkFirewall"


class FirewallUsage(ResourceUsage):
    monthly_data_processed_gb: Quantity = None


class Firewall(PricedResource):
    """An endpoint in each subnet, and what passes. Left out: TLS inspection, NAT waived for it."""

    type = "aws:networkfirewall/firewall:Firewall"
    usage = FirewallUsage

    def meters(self, usage: FirewallUsage, links: Links) -> Iterator[Meter]:
        zones = links.count("subnetMappings") + links.count("availabilityZoneMappings")
        yield Meter(
            "Network Firewall endpoint",
            Sku(SERVICE, "Endpoint-Hour"),
            HOURS_PER_MONTH * max(zones, 1),
            Unit.HOURS,
            assumed=None if zones else "in one zone, as no subnet is stated",
        )
        yield Meter(
            "Data processed",
            Sku(SERVICE, "Traffic-GB-Processed"),
            usage.monthly_data_processed_gb,
            Unit.GB,
            usage="monthly_data_processed_gb",
        )
