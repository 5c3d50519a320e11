from costing.resources import fleet
from tests import graphs
from tests.costing.resources.case import Case

TEMPLATE = graphs.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "base",
    {
        "instanceType": "m5.large",
        "blockDeviceMappings": [{"ebs": {"volumeSize": 10, "volumeType": "gp3"}}],
    },
    id="lt-1",
)
CONFIG = {
    "launchTemplateSpecification": {"launchTemplateId": "lt-1", "version": "1"},
    "overrides": [
        {"instanceType": "m5.large", "weightedCapacity": 1},
        {"instanceType": "m5.xlarge", "weightedCapacity": 2},
    ],
}

CASES = [
    Case(
        "the on-demand part runs on the first override, the spot part on all in equal parts",
        fleet.Fleet,
        {
            "launchTemplateConfigs": [CONFIG],
            "targetCapacitySpecification": {
                "totalTargetCapacity": 10,
                "onDemandTargetCapacity": 2,
                "defaultTargetCapacityType": "spot",
            },
        },
        {
            "BoxUsage:m5.large": 1460,
            "SpotUsage:m5.large": 4 * 730,
            "SpotUsage:m5.xlarge": 2 * 730,
            "EBS:VolumeUsage.gp3": 80,
        },
        around=[TEMPLATE],
    ),
    Case(
        "without a stated part all is of the default type",
        fleet.Fleet,
        {
            "launchTemplateConfigs": [{**CONFIG, "overrides": []}],
            "targetCapacitySpecification": {
                "totalTargetCapacity": 3,
                "defaultTargetCapacityType": "on-demand",
            },
        },
        {"BoxUsage:m5.large": 2190, "EBS:VolumeUsage.gp3": 30},
        around=[TEMPLATE],
    ),
    Case(
        "a spot fleet by launch specifications",
        fleet.SpotFleetRequest,
        {
            "iamFleetRole": "r",
            "targetCapacity": 4,
            "launchSpecifications": [
                {"ami": "a", "instanceType": "c5.large", "weightedCapacity": "1"},
                {"ami": "a", "instanceType": "c5.xlarge", "weightedCapacity": "2"},
            ],
        },
        {
            "SpotUsage:c5.large": 1460,
            "SpotUsage:c5.xlarge": 730,
            "EBS:VolumeUsage.gp2": 24,
        },
    ),
    Case(
        "a spot fleet by launch templates",
        fleet.SpotFleetRequest,
        {
            "iamFleetRole": "r",
            "targetCapacity": 2,
            "onDemandTargetCapacity": 1,
            "launchTemplateConfigs": [
                {"launchTemplateSpecification": {"id": "lt-1", "version": "1"}}
            ],
        },
        {"BoxUsage:m5.large": 730, "SpotUsage:m5.large": 730, "EBS:VolumeUsage.gp3": 20},
        around=[TEMPLATE],
    ),
    Case(
        "root volumes and public addresses of a fleet for a part of the month",
        fleet.Fleet,
        {
            "launchTemplateConfigs": [
                {
                    "launchTemplateSpecification": {"launchTemplateId": "lt-9"},
                    "overrides": [{"subnetId": "s-1"}],
                }
            ],
            "targetCapacitySpecification": {
                "totalTargetCapacity": 10,
                "defaultTargetCapacityType": "on-demand",
            },
        },
        {
            "BoxUsage:m5.large": 730,
            "EBS:VolumeUsage.gp2": 8,
            "PublicIPv4:InUseAddress": 730,
        },
        usage={"monthly_hrs": 73},
        around=[
            graphs.resource(
                "aws:ec2/launchTemplate:LaunchTemplate",
                "plain",
                {"instanceType": "m5.large"},
                id="lt-9",
            ),
            graphs.resource("aws:ec2/subnet:Subnet", "a", {"mapPublicIpOnLaunch": True}, id="s-1"),
        ],
    ),
]
