import pytest

from costing.model import UNKNOWN
from costing.resources import eks
from costing.resources._shared.machine_images import LINUX_ASSUMED
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
        eks.NodeGroup,
        {"instanceTypes": ["m5.large"], "scalingConfig": {"desiredSize": 3}, "subnetIds": UNKNOWN},
        {"BoxUsage:m5.large": 2190, "EBS:VolumeUsage.gp2": 60, "PublicIPv4:InUseAddress": 1460},
        usage={"public_ipv4_addresses": 2},
    ),
    Case(
        "a cluster of a version that is newer than the calendar",
        eks.Cluster,
        {"version": "9.9"},
        {"AmazonEKS-Hours:perCluster": 730},
    ),
    Case(
        "a cluster of a version past its standard support pays more",
        eks.Cluster,
        {"version": "1.31"},
        {"AmazonEKS-Hours:perCluster": 730, "AmazonEKS-Hours:extendedSupport": 730},
    ),
    Case(
        "unless it is upgraded then",
        eks.Cluster,
        {"version": "1.31", "upgradePolicy": {"supportType": "STANDARD"}},
        {"AmazonEKS-Hours:perCluster": 730},
    ),
    Case(
        "a provisioned control plane costs more",
        eks.Cluster,
        {"controlPlaneScalingConfig": {"tier": "tier-xl"}},
        {"AmazonEKS-Hours:perCluster": 730, "AmazonEKS-Hours:XL-ProvisionedTier": 730},
    ),
    Case(
        "what Auto Mode runs only usage can tell",
        eks.Cluster,
        {"computeConfig": {"enabled": True}},
        {"AmazonEKS-Hours:perCluster": 730, "EKS-Auto:m7i.large-management-hours": None},
    ),
    Case(
        "each of its instances pays a fee",
        eks.Cluster,
        {"computeConfig": {"enabled": True}},
        {
            "AmazonEKS-Hours:perCluster": 730,
            "BoxUsage:c6g.large": 2190,
            "EKS-Auto:c6g.large-management-hours": 2190,
        },
        usage={"auto_mode_instance_type": "c6g.large", "auto_mode_instances": 3},
    ),
    Case(
        "a node group without a type or a disk runs t3.medium with 20 GB",
        eks.NodeGroup,
        {**THREE},
        {"BoxUsage:t3.medium": 2190, "EBS:VolumeUsage.gp2": 60, "CPUCredits:t3": None},
    ),
    Case(
        "its type and disk may be stated, and how many run",
        eks.NodeGroup,
        {**THREE, "instanceTypes": ["t2.medium"], "diskSize": 30},
        {"BoxUsage:t2.medium": 4380, "EBS:VolumeUsage.gp2": 180},
        usage={"instances": 6},
    ),
    Case(
        "a launch template says of what type its nodes are, and their volumes",
        eks.NodeGroup,
        {**THREE, "launchTemplate": {"id": "lt-1", "version": "1"}},
        {"BoxUsage:m5.xlarge": 2190, "EBS:VolumeUsage.gp3": 150},
        around=[TEMPLATE],
    ),
    Case(
        "on spot any of its types may serve",
        eks.NodeGroup,
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
        eks.NodeGroup,
        {
            "instanceTypes": ["m5.large"],
            "scalingConfig": {"desiredSize": 1},
            "amiType": "WINDOWS_CORE_2022_x86_64",
        },
        {"BoxUsage:m5.large": 730, "EBS:VolumeUsage.gp2": 50},
    ),
    Case(
        "a profile runs one small pod, as nobody says otherwise",
        eks.FargateProfile,
        {},
        {"Fargate-GB-Hours": 730, "Fargate-vCPU-Hours:perCPU": 730},
    ),
    Case(
        "or as many as usage states",
        eks.FargateProfile,
        {},
        {"Fargate-GB-Hours": 5840, "Fargate-vCPU-Hours:perCPU": 2920},
        usage={"pods": 2, "vcpus": 2, "memory_gb": 4},
    ),
    Case(
        "a capability is charged by the hour, and by what it manages",
        eks.Capability,
        {"type": "ACK", "clusterName": "c"},
        {
            "AmazonEKSCapabilities-ACK-Hours:perCapability": 730,
            "AmazonEKSCapabilities-ACK-CR-Hours:perCustomResource": 73_000,
        },
        usage={"custom_resources": 100},
    ),
    Case(
        "root volume of a launch template without mappings; public subnets",
        eks.NodeGroup,
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
    Case(
        "CloudWatch add-on: Container Insights by observations and logs",
        eks.Addon,
        {"addonName": "amazon-cloudwatch-observability", "clusterName": "c"},
        {"CW:ObservationUsage": 1_000_000, "DataProcessing-Bytes": 3},
        usage={
            "monthly_container_insights_observations": 1_000_000,
            "monthly_container_insights_logs_gb": 3,
        },
    ),
    Case("another add-on is free", eks.Addon, {"addonName": "vpc-cni"}, {}),
]


@pytest.mark.parametrize(
    ("inputs", "note"),
    [({}, None), ({"amiType": "AL2_x86_64"}, None), ({"amiType": UNKNOWN}, LINUX_ASSUMED)],
)  # fmt: skip
def test_linux_is_assumed_only_of_an_unknown_image(inputs: dict[str, object], note: str) -> None:
    case = Case("", eks.NodeGroup, {**THREE, "instanceTypes": ["m5.large"], **inputs}, {})

    assert [each.assumed for each in case.meters() if each.name.startswith("Instance")] == [note]
