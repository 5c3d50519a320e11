"""Dedicated tenancy, and the fee of each Region that runs Dedicated Instances.

https://aws.amazon.com/ec2/pricing/dedicated-instances/.
"""

from collections.abc import Iterator

from costing.aws.launch_templates import TEMPLATE_PATHS
from costing.errors import InputError
from costing.graph.resource import Resource
from costing.resources._shared.ec2_capacity import Tenancy
from costing.resources._shared.launch_templates import (
    CONFIGURATION,
    LaunchConfiguration,
    template_at,
)
from costing.resources._shared.metering import Unmetered
from costing.resources._shared.priced_resource import Block, Links
from costing.resources._shared.public_addresses import subnets_at

VPC = "aws:ec2/vpc:Vpc"
RUNNERS = (
    "aws:autoscaling/group:Group",
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
)
SUBNETS = ("subnetId", "vpcZoneIdentifiers")
FEE = "Dedicated per Region fee"
REASON = (
    "$2.00 an hour, $1,460.00 a month, once for each Region that runs Dedicated Instances;"
    " the price book has no price for it"
)


class Vpc(Block):
    instance_tenancy: Tenancy = "default"


class Tenanted(Block):
    tenancy: Tenancy | None = None


def vpc_tenancy(links: Links, *paths: str) -> Tenancy:
    """Return the tenancy that the VPC of the subnets sets; "default" where it is not known."""
    try:
        subnets = [each for path in paths for each in subnets_at(links, path) if each is not None]
        found = {tenancy_of(links, each) for each in subnets}
    except InputError:
        return "default"
    return "dedicated" if "dedicated" in found else "default"


def tenancy_of(links: Links, subnet: Resource) -> Tenancy:
    vpc = links.of(subnet).follow("vpcId", VPC)
    return "default" if vpc is None else links.read(Vpc, vpc).instance_tenancy


def region_fee(links: Links) -> Iterator[Unmetered]:
    """Yield the fee as a gap of the first resource by URN that is dedicated in its Region."""
    own = links.resource
    dedicated = (
        each.urn
        for each in links.graph.of_type(*RUNNERS)
        if (each.region, each.account) == (own.region, own.account) and is_dedicated(links.of(each))
    )
    if is_dedicated(links) and own.urn == min(dedicated, default=None):
        yield Unmetered(FEE, REASON, is_declared=True)


def is_dedicated(links: Links) -> bool:
    """Say whether a resource runs Dedicated Instances, as far as its inputs are known."""
    try:
        tenancy = links.read(Tenanted, links.resource).tenancy or launched_tenancy(links)
    except InputError:
        return False
    return tenancy == "dedicated" or (
        tenancy == "default" and vpc_tenancy(links, *SUBNETS) == "dedicated"
    )


def launched_tenancy(links: Links) -> Tenancy:
    configuration = links.follow("launchConfiguration", CONFIGURATION)
    if configuration is not None:
        return links.read(LaunchConfiguration, configuration).tenancy
    template = template_at(links, *TEMPLATE_PATHS)
    return "default" if template is None else template.tenancy
