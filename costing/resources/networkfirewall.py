"""AWS Network Firewall. https://aws.amazon.com/network-firewall/pricing/."""

from collections.abc import Iterator

from costing.graph.resource import at
from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSNetworkFirewall"
POLICY = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
TLS = "firewallPolicy.tlsInspectionConfigurationArn"


class FirewallUsage(ResourceUsage):
    monthly_data_processed_gb: Quantity = None


class Firewall(PricedResource):
    """An endpoint in each subnet, and the data that it processes.

    TLS inspection is priced as advanced inspection of the endpoints. AWS waives as many hours and
    gigabytes of NAT gateways; the estimate has them in full.
    """

    type = "aws:networkfirewall/firewall:Firewall"
    usage = FirewallUsage

    def meters(self, usage: FirewallUsage, links: Links) -> Iterator[Metering]:
        yield from endpoints(links)
        yield from inspection(links)
        yield Meter(
            "Data processed",
            Sku(SERVICE, "Traffic-GB-Processed"),
            usage.monthly_data_processed_gb,
            Unit.GB,
            usage="monthly_data_processed_gb",
        )


def zones_of(links: Links) -> int:
    return links.count("subnetMappings") + links.count("availabilityZoneMappings")


@charges("Network Firewall endpoint")
def endpoints(links: Links) -> Iterator[Metering]:
    yield from by_count(lambda: zones_of(links), endpoint_hours, 1)


@charges("Advanced inspection endpoint")
def inspection(links: Links) -> Iterator[Metering]:
    """Yield the hours of TLS inspection, where the policy of the firewall configures it."""
    policy = links.follow("firewallPolicyArn", POLICY)
    if policy is not None and at(policy.inputs, TLS) is not None:
        yield Meter(
            "Advanced inspection endpoint",
            Sku(SERVICE, "Endpoint-Hour-Advanced"),
            HOURS_PER_MONTH * max(zones_of(links), 1),
            Unit.HOURS,
        )


def endpoint_hours(zones: int) -> Iterator[Meter]:
    yield Meter(
        "Network Firewall endpoint",
        Sku(SERVICE, "Endpoint-Hour"),
        HOURS_PER_MONTH * max(zones, 1),
        Unit.HOURS,
        assumed=None if zones else "in one zone, as no subnet is set",
    )
