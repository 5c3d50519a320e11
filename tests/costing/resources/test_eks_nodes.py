import pytest

from costing.model import UNKNOWN
from costing.resources._shared.machine_images import LINUX_ASSUMED
from costing.resources.eks_nodes import NodeGroup
from tests import graphs
from tests.costing.resources.case import Case

TEMPLATE = graphs.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "nodes",
    {
        "instanceType": "m5.xlarge",
        "blockDeviceMappings": [{"ebs": {"volumeSize": 50, "volumeType": "gp3"}}],
    },
    id="lt-1",
)
THREE = {"scalingConfig": {"desiredSize": 3, "minSize": 1, "maxSize": 5}}


CASES = [
    Case(
        "usage gives the public addresses of nodes whose subnets are unknown",
        NodeGroup,
        {"instanceTypes": ["m5.large"], "scalingConfig": {"desiredSize": 3}, "subnetIds": UNKNOWN},
        {"BoxUsage:m5.large": 2190, "EBS:VolumeUsage.gp2": 60, "PublicIPv4:InUseAddress": 1460},
        usage={"public_ipv4_addresses": 2},
    ),
    Case(
        "a node group without a type or a disk runs t3.medium with 20 GB",
        NodeGroup,
        {**THREE},
        {"BoxUsage:t3.medium": 2190, "EBS:VolumeUsage.gp2": 60, "CPUCredits:t3": None},
    ),
    Case(
        "its type and disk may be stated, and how many run",
        NodeGroup,
        {**THREE, "instanceTypes": ["t2.medium"], "diskSize": 30},
        {"BoxUsage:t2.medium": 4380, "EBS:VolumeUsage.gp2": 180},
        usage={"instances": 6},
    ),
    Case(
        "a launch template says of what type its nodes are, and their volumes",
        NodeGroup,
        {**THREE, "launchTemplate": {"id": "lt-1", "version": "1"}},
        {"BoxUsage:m5.xlarge": 2190, "EBS:VolumeUsage.gp3": 150},
        around=[TEMPLATE],
    ),
    Case(
        "on spot any of its types may serve",
        NodeGroup,
        {
            "scalingConfig": {"minSize": 4},
            "capacityType": "SPOT",
            "instanceTypes": ["m5.large", "m5a.large"],
        },
        {
            "SpotUsage:m5.large": 1460,
            "SpotUsage:m5a.large": 1460,
            "EBS:VolumeUsage.gp2": 80,
        },
    ),
    Case(
        "Windows nodes with disks of 50 GB",
        NodeGroup,
        {
            "instanceTypes": ["m5.large"],
            "scalingConfig": {"desiredSize": 1},
            "amiType": "WINDOWS_CORE_2022_x86_64",
        },
        {"BoxUsage:m5.large": 730, "EBS:VolumeUsage.gp2": 50},
    ),
    Case(
        "root volume of a launch template without mappings; public subnets",
        NodeGroup,
        {
            "launchTemplate": {"id": "lt-9", "version": "1"},
            "instanceTypes": ["m5.large"],
            "scalingConfig": {"desiredSize": 4},
            "subnetIds": ["s-1", "s-2"],
        },
        {
            "BoxUsage:m5.large": 2920,
            "EBS:VolumeUsage.gp2": 80,
            "PublicIPv4:InUseAddress": 1460,
        },
        around=[
            graphs.resource("aws:ec2/launchTemplate:LaunchTemplate", "plain", {}, id="lt-9"),
            *[
                graphs.resource(
                    "aws:ec2/subnet:Subnet", "a", {"mapPublicIpOnLaunch": True}, id="s-1"
                ),
                graphs.resource(
                    "aws:ec2/subnet:Subnet", "b", {"mapPublicIpOnLaunch": False}, id="s-2"
                ),
            ],
        ],
    ),
]


@pytest.mark.parametrize(
    ("inputs", "note"),
    [({}, None), ({"amiType": "AL2_x86_64"}, None), ({"amiType": UNKNOWN}, LINUX_ASSUMED)],
)  # fmt: skip
def test_linux_is_assumed_only_of_an_unknown_image(inputs: dict[str, object], note: str) -> None:
    case = Case("", NodeGroup, {**THREE, "instanceTypes": ["m5.large"], **inputs}, {})

    assert [each.assumed for each in case.meters() if each.name.startswith("Instance")] == [note]
