from costing.resources import ec2
from tests import graphs
from tests.costing.resources.case import Case

ROOT = {"EBS:VolumeUsage.gp2": 8}
SUBNET = graphs.resource(ec2.SUBNET, "public", {"mapPublicIpOnLaunch": True}, id="subnet-1")
TEMPLATE = graphs.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "base",
    {
        "instanceType": "m7i.large",
        "monitoring": {"enabled": True},
        "blockDeviceMappings": [{"ebs": {"volumeSize": 50, "volumeType": "gp3"}}],
        "networkInterfaces": [{"associatePublicIpAddress": "true"}],
    },
    id="lt-1",
)

CASES = [
    Case(
        "an instance has a root volume of 8 GB",
        ec2.Instance,
        {"instanceType": "m7i.large"},
        {"BoxUsage:m7i.large": 730, **ROOT},
    ),
    Case(
        "it may run for a part of the month, and send data",
        ec2.Instance,
        {"instanceType": "m7i.large"},
        {
            "BoxUsage:m7i.large": 100,
            **ROOT,
            "DataTransfer-Out-Bytes": 50,
            "DataTransfer-Regional-Bytes": 20,
            "USW2-AWS-Out-Bytes": 5,
            "USE2-AWS-Out-Bytes": 3,
        },
        usage={
            "monthly_hrs": 100,
            "monthly_outbound_internet_gb": 50,
            "monthly_intra_region_gb": 10,
            "monthly_outbound_other_regions_gb": 5,
            "monthly_outbound_us_east_to_us_east_gb": 3,
        },
    ),
    Case(
        "an unlimited burstable instance may buy credits, and usage says how many",
        ec2.Instance,
        {"instanceType": "t3.large", "monitoring": True},
        {
            "BoxUsage:t3.large": 730,
            "CPUCredits:t3": 700,
            "CW:MetricMonitorUsage": 7,
            **ROOT,
        },
        usage={"monthly_cpu_credit_hrs": 350, "vcpu_count": 2},
    ),
    Case(
        "credits of Windows are dearer, and the bill calls them alike",
        ec2.Instance,
        {"instanceType": "t3.medium"},
        {"BoxUsage:t3.medium": 730, "CPUCredits:t3": 10, **ROOT},
        usage={"operating_system": "windows", "monthly_cpu_credit_hrs": 10},
    ),
    Case(
        "a standard one buys none",
        ec2.Instance,
        {"instanceType": "t3.large", "creditSpecification": {"cpuCredits": "standard"}},
        {"BoxUsage:t3.large": 730, **ROOT},
    ),
    Case(
        "older types pay for bandwidth to EBS of their own",
        ec2.Instance,
        {"instanceType": "r3.xlarge", "ebsOptimized": True},
        {"BoxUsage:r3.xlarge": 730, "EBSOptimized:r3.xlarge": 730, **ROOT},
    ),
    Case(
        "newer ones do not",
        ec2.Instance,
        {"instanceType": "m5.xlarge", "ebsOptimized": True},
        {"BoxUsage:m5.xlarge": 730, **ROOT},
    ),
    Case(
        "each volume is charged",
        ec2.Instance,
        {
            "instanceType": "m5.large",
            "rootBlockDevice": {"volumeType": "gp3", "volumeSize": 30, "iops": 4000},
            "ebsBlockDevices": [{"deviceName": "x", "volumeType": "st1", "volumeSize": 500}],
        },
        {
            "BoxUsage:m5.large": 730,
            "EBS:VolumeUsage.gp3": 30,
            "EBS:VolumeP-IOPS.gp3": 1000,
            "EBS:VolumeUsage.st1": 500,
        },
    ),
    Case(
        "its subnet may give it a public address",
        ec2.Instance,
        {"instanceType": "m5.large", "subnetId": "subnet-1"},
        {"BoxUsage:m5.large": 730, "PublicIPv4:InUseAddress": 730, **ROOT},
        around=[SUBNET],
    ),
    Case(
        "unless it says otherwise",
        ec2.Instance,
        {
            "instanceType": "m5.large",
            "subnetId": "subnet-1",
            "associatePublicIpAddress": False,
        },
        {"BoxUsage:m5.large": 730, **ROOT},
        around=[SUBNET],
    ),
    Case(
        "an Elastic IP, charged itself, takes its place",
        ec2.Instance,
        {"instanceType": "m5.large", "associatePublicIpAddress": True},
        {"BoxUsage:m5.large": 730, **ROOT},
        around=[graphs.resource("aws:ec2/eip:Eip", "it", {"instance": "i-1"})],
        more={"id": "i-1"},
    ),
    Case(
        "a launch template fills in what it does not state",
        ec2.Instance,
        {"launchTemplate": {"id": "lt-1"}, "instanceType": "m7i.xlarge"},
        {
            "BoxUsage:m7i.xlarge": 730,
            "CW:MetricMonitorUsage": 7,
            "PublicIPv4:InUseAddress": 730,
            "EBS:VolumeUsage.gp3": 50,
        },
        around=[TEMPLATE],
    ),
    Case(
        "a spot instance pays the average spot price",
        ec2.Instance,
        {"instanceType": "m5.large", "instanceMarketOptions": {"marketType": "spot"}},
        {"SpotUsage:m5.large": 730, **ROOT},
    ),
    Case(
        "an instance on a host of one's own pays for its volumes only",
        ec2.Instance,
        {"instanceType": "m5.large", "tenancy": "host"},
        ROOT,
    ),
    Case(
        "a spot request is a spot instance",
        ec2.SpotInstanceRequest,
        {"instanceType": "c5.xlarge"},
        {"SpotUsage:c5.xlarge": 730, **ROOT},
    ),
    Case(
        "a host is charged by its family",
        ec2.DedicatedHost,
        {"instanceType": "c5.18xlarge"},
        {"HostUsage:c5": 730},
    ),
    Case(
        "or reserved",
        ec2.DedicatedHost,
        {"instanceFamily": "m5"},
        {"HostUsage:m5": 730},
        usage={
            "reserved_instance_term": "1_year",
            "reserved_instance_payment_option": "no_upfront",
        },
    ),
    Case(
        "reserved capacity is charged but for the instances that use it",
        ec2.CapacityReservation,
        {"instanceType": "p5.48xlarge", "instanceCount": 3, "instancePlatform": "Linux/UNIX"},
        {"UnusedBox:p5.48xlarge": 1460},
        around=[
            graphs.resource(
                "aws:ec2/instance:Instance",
                "train",
                {
                    "capacityReservationSpecification": {
                        "capacityReservationTarget": {"capacityReservationId": "cr-1"}
                    }
                },
            )
        ],
        more={"id": "cr-1"},
    ),
    Case("a mirrored interface", ec2.TrafficMirrorSession, {}, {"ENI-Mirror": 730}),
]
