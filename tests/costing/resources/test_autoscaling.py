from decimal import Decimal

from costing.graph.resource import Resource
from costing.resources import autoscaling
from costing.resources._shared import launch_templates
from tests import graphs
from tests.costing.resources.case import Case

TEMPLATE = graphs.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "serving",
    {
        "instanceType": "m5.large",
        "blockDeviceMappings": [{"ebs": {"volumeSize": 30, "volumeType": "gp3"}}],
    },
    id="lt-1",
)
SPOT = graphs.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "batch",
    {"instanceType": "m5.large", "instanceMarketOptions": {"marketType": "spot"}},
    id="lt-2",
)
CONFIGURATION = graphs.resource(
    launch_templates.CONFIGURATION,
    "old",
    {"instanceType": "t2.medium", "associatePublicIpAddress": True, "imageId": "a"},
    id="lc-1",
)
ONE = {"launchTemplate": {"id": "lt-1"}, "minSize": 1, "maxSize": 10}


def mixed(**distribution: int) -> dict[str, object]:
    return {
        "minSize": 0,
        "maxSize": 20,
        "mixedInstancesPolicy": {
            "instancesDistribution": distribution,
            "launchTemplate": {
                "launchTemplateSpecification": {"launchTemplateId": "lt-1"},
                "overrides": [
                    {"instanceType": "m5.large"},
                    {"instanceType": "m5a.xlarge", "weightedCapacity": "2"},
                ],
            },
        },
    }


def schedule(name: str, recurrence: str | None, desired: int, least: int = -1) -> Resource:
    inputs = {
        "autoscalingGroupName": "asg-1",
        "recurrence": recurrence,
        "desiredCapacity": desired,
        "minSize": least,
        "maxSize": -1,
    }
    return graphs.resource(autoscaling.SCHEDULE, name, inputs)


CASES = [
    Case(
        "a group is as large as it wants to be",
        autoscaling.Group,
        {**ONE, "desiredCapacity": 3},
        {"BoxUsage:m5.large": 2190, "EBS:VolumeUsage.gp3": 90},
        around=[TEMPLATE],
    ),
    Case(
        "else as small as it may be",
        autoscaling.Group,
        {**ONE, "minSize": 2},
        {"BoxUsage:m5.large": 1460, "EBS:VolumeUsage.gp3": 60},
        around=[TEMPLATE],
    ),
    Case(
        "unless usage says how many run",
        autoscaling.Group,
        {**ONE, "desiredCapacity": 3},
        {"BoxUsage:m5.large": 730 * 5, "EBS:VolumeUsage.gp3": 150, "DataTransfer-Out-Bytes": 9},
        usage={"instances": 5, "monthly_outbound_internet_gb": 9},
        around=[TEMPLATE],
    ),
    Case(
        "a template may ask for spot",
        autoscaling.Group,
        {"launchTemplate": {"id": "lt-2"}, "minSize": 2, "maxSize": 2},
        {"SpotUsage:m5.large": 1460, "EBS:VolumeUsage.gp2": 16},
        around=[SPOT],
    ),
    Case(
        "a launch configuration has a root volume, and is monitored in detail unless it says no",
        autoscaling.Group,
        {"launchConfiguration": "lc-1", "desiredCapacity": 2, "minSize": 1, "maxSize": 2},
        {
            "BoxUsage:t2.medium": 1460,
            "CW:MetricMonitorUsage": 14,
            "PublicIPv4:InUseAddress": 1460,
            "EBS:VolumeUsage.gp2": 16,
        },
        around=[CONFIGURATION],
    ),
    Case(
        "of a mixed group the base and a share above it, rounded up, are on demand",
        autoscaling.Group,
        {
            **mixed(onDemandBaseCapacity=2, onDemandPercentageAboveBaseCapacity=25),
            "desiredCapacity": 11,
        },
        {
            "BoxUsage:m5.large": 5 * 730,
            "SpotUsage:m5.large": 3 * 730,
            "SpotUsage:m5a.xlarge": Decimal("1.5") * 730,
            "EBS:VolumeUsage.gp3": Decimal("9.5") * 30,
        },
        around=[TEMPLATE],
    ),
    Case(
        "a schedule that stops a group by night and over the weekend reduces its hours",
        autoscaling.Group,
        {**ONE, "minSize": 0, "desiredCapacity": 4},
        {
            "BoxUsage:m5.large": Decimal(730) * 4 * Decimal("0.25"),
            "EBS:VolumeUsage.gp3": 30,
        },
        around=[
            TEMPLATE,
            schedule("start", "0 8 * * 1-3", desired=4),
            schedule("stop", "0 22 * * MON-WED", desired=0),
        ],
        more={"id": "asg-1"},
    ),
    Case(
        "a schedule that comes once changes no month",
        autoscaling.Group,
        {**ONE, "desiredCapacity": 4},
        {"BoxUsage:m5.large": 2920, "EBS:VolumeUsage.gp3": 120},
        around=[TEMPLATE, schedule("once", None, desired=0)],
        more={"id": "asg-1"},
    ),
    Case(
        "a schedule that raises the least raises the size",
        autoscaling.Group,
        {**ONE, "desiredCapacity": 1},
        {"BoxUsage:m5.large": 730 * 3, "EBS:VolumeUsage.gp3": 90},
        around=[TEMPLATE, schedule("morning", "0 8 * * *", desired=-1, least=3)],
        more={"id": "asg-1"},
    ),
    Case(
        "of a stopped warm pool only the volumes are charged",
        autoscaling.Group,
        {**ONE, "desiredCapacity": 2, "maxSize": 5, "warmPool": {"minSize": 1}},
        {"BoxUsage:m5.large": 1460, "EBS:VolumeUsage.gp3": 150},
        around=[TEMPLATE],
    ),
    Case(
        "a running warm pool is charged in full",
        autoscaling.Group,
        {
            **ONE,
            "desiredCapacity": 2,
            "warmPool": {"poolState": "Running", "maxGroupPreparedCapacity": 3},
        },
        {"BoxUsage:m5.large": 2190, "EBS:VolumeUsage.gp3": 90},
        around=[TEMPLATE],
    ),
    Case(
        "root volume and public addresses of a template, half of the subnets public",
        autoscaling.Group,
        {
            "launchTemplate": {"id": "lt-3"},
            "minSize": 100,
            "maxSize": 100,
            "vpcZoneIdentifiers": ["s-1", "s-2"],
        },
        {
            "BoxUsage:m5.large": 73_000,
            "EBS:VolumeUsage.gp2": 800,
            "PublicIPv4:InUseAddress": 36_500,
        },
        around=[
            graphs.resource(
                "aws:ec2/launchTemplate:LaunchTemplate",
                "plain",
                {"instanceType": "m5.large", "imageId": "ami-1"},
                id="lt-3",
            ),
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
        "instances for a part of the month take their volumes with them",
        autoscaling.Group,
        {**ONE, "minSize": 2},
        {"BoxUsage:m5.large": 146, "EBS:VolumeUsage.gp3": 6},
        usage={"monthly_hrs": 73},
        around=[TEMPLATE],
    ),
    Case(
        "instance requirements of an override leave the type unknown",
        autoscaling.Group,
        {
            "minSize": 1,
            "maxSize": 1,
            "mixedInstancesPolicy": {
                "launchTemplate": {
                    "launchTemplateSpecification": {"launchTemplateId": "lt-1"},
                    "overrides": [{"instanceRequirements": {"vcpuCount": {"min": 2}}}],
                },
            },
        },
        {},
        around=[TEMPLATE],
        left_open=[
            "Instance usage, EBS-optimized usage, CPU credits",
            (
                "EC2 detailed monitoring, Public IPv4 address, Storage, Provisioned IOPS,"
                " Provisioned throughput, I/O requests"
            ),
        ],
    ),
]
