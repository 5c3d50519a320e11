"""The account's default VPC, which components without a network use."""

from dataclasses import dataclass
from typing import Any

from costing.graph.preview import invokes
from costing.graph.preview.lookups import Lookup
from costing.graph.preview.packages.component import Component
from costing.model import UNKNOWN


@dataclass(frozen=True, slots=True)
class DefaultVpc:
    id: Any
    subnet_ids: Any  # public, one in each zone


def default_vpc(component: Component) -> DefaultVpc:
    """Return the default VPC; UNKNOWN if the region is not known."""
    placeholders = component.recorder.placeholders
    region = component.lookup("getVpc").region
    if region is None:
        return DefaultVpc(UNKNOWN, UNKNOWN)
    vpc = invokes.answer(Lookup("aws:ec2/getVpc:getVpc", {"default": True}, region), placeholders)
    asked = {"filters": [{"name": "vpc-id", "values": [vpc["id"]]}]}
    subnets = invokes.answer(Lookup("aws:ec2/getSubnets:getSubnets", asked, region), placeholders)
    return DefaultVpc(vpc["id"], subnets["ids"])
