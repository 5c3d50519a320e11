"""Public IPv4 addresses of resources, and the input that decides on each."""

from typing import Any

import pytest

from costing.graph.public_addresses import public_address
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from tests import graphs

INSTANCE = "aws:ec2/instance:Instance"
SUBNET = "aws:ec2/subnet:Subnet"
DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def decided(kind: str, inputs: dict[str, Any], *around: Resource) -> tuple[object, str]:
    of = {"subnetId": SUBNET, "launchTemplate.id": TEMPLATE}
    references = {
        path: graphs.refers(path, each)[path]
        for each in around
        for path, type_ in of.items()
        if each.type in (type_, DEFAULT_SUBNET)
        if (path == "subnetId") == (each.type != TEMPLATE)
    }
    resource = graphs.resource(kind, "it", inputs, references=references)
    found = public_address(graphs.graph(resource, *around), resource)
    return found.public, found.path


@pytest.mark.parametrize(
    ("inputs", "public", "path"),
    [
        ({"associatePublicIpAddress": True}, True, "associatePublicIpAddress"),
        ({"associatePublicIpAddress": "false"}, False, "associatePublicIpAddress"),
        ({"associatePublicIpAddress": UNKNOWN}, UNKNOWN, "associatePublicIpAddress"),
        ({}, True, "subnetId"),  # AWS picks a subnet of the default VPC
        ({"subnetId": "subnet-elsewhere"}, False, "subnetId"),
        ({"networkInterfaces": [{"networkInterfaceId": "eni"}]}, False, "associatePublicIpAddress"),
    ],
)
def test_address_of_an_instance(inputs: dict[str, Any], public: object, path: str) -> None:
    assert decided(INSTANCE, inputs) == (public, path)


@pytest.mark.parametrize(
    ("subnet", "inputs", "public"),
    [
        (SUBNET, {"mapPublicIpOnLaunch": True}, True),
        (SUBNET, {}, False),
        (SUBNET, {"mapPublicIpOnLaunch": UNKNOWN}, UNKNOWN),
        (DEFAULT_SUBNET, {}, True),
        (DEFAULT_SUBNET, {"mapPublicIpOnLaunch": False}, False),
    ],
)
def test_subnet_decides_without_an_own_input(
    subnet: str, inputs: dict[str, Any], public: object
) -> None:
    around = graphs.resource(subnet, "net", inputs)

    assert decided(INSTANCE, {"subnetId": UNKNOWN}, around) == (public, "subnetId")


def test_launch_template_decides_before_the_subnet() -> None:
    private = {"networkInterfaces": [{"associatePublicIpAddress": "false"}]}
    template = graphs.resource(TEMPLATE, "template", private)
    subnet = graphs.resource(SUBNET, "net", {"mapPublicIpOnLaunch": True})
    inputs = {"launchTemplate": {"id": UNKNOWN}, "subnetId": UNKNOWN}

    assert decided(INSTANCE, inputs, template, subnet) == (False, "launchTemplate")


@pytest.mark.parametrize(
    ("kind", "inputs", "public"),
    [
        ("aws:rds/instance:Instance", {"publiclyAccessible": True}, True),
        ("aws:rds/instance:Instance", {}, False),
        ("aws:ecs/service:Service", {"networkConfiguration": {"assignPublicIp": "true"}}, True),
        ("aws:lb/loadBalancer:LoadBalancer", {}, True),
        ("aws:elb/loadBalancer:LoadBalancer", {"internal": True}, False),
        ("aws:redshift/cluster:Cluster", {"publiclyAccessible": UNKNOWN}, UNKNOWN),
        (
            "aws:msk/cluster:Cluster",
            {
                "brokerNodeGroupInfo": {
                    "connectivityInfo": {"publicAccess": {"type": "SERVICE_PROVIDED_EIPS"}}
                }
            },
            True,
        ),
    ],
)
def test_address_by_one_input(kind: str, inputs: dict[str, Any], public: object) -> None:
    assert decided(kind, inputs)[0] is public
