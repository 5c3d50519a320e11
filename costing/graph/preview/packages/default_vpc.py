"""The account's default VPC, where components run that are given no network."""

from dataclasses import dataclass
from typing import Any

from costing.graph.preview import invokes
from costing.graph.preview.lookups import Lookup
from costing.graph.preview.packages.component import Component
from costing.model import UNKNOWN


@dataclass(frozen=True, slots=True)
class DefaultVpc:
    id: Any
    subnet_ids: Any  # public: one in each zone


def default_vpc(component: Component) -> DefaultVpc:
    """Look up the default VPC, as the provider does; unknown where no region is known."""
    handed = component.recorder.handed
    region = component.lookup("getVpc").region
    if region is None:
        return DefaultVpc(UNKNOWN, UNKNOWN)
    vpc = invokes.answer(Lookup("aws:ec2/getVpc:getVpc", {"default": True}, region), handed)
    asked = {"filters": [{"name": "vpc-id", "values": [vpc["id"]]}]}
    subnets = invokes.answer(Lookup("aws:ec2/getSubnets:getSubnets", asked, region), handed)
    return DefaultVpc(vpc["id"], subnets["ids"])
