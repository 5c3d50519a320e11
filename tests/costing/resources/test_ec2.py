from costing.graph.resource import Lookup
from costing.model import UNKNOWN
from costing.resources import ec2
from costing.resources._shared import public_addresses
from tests import graphs
from tests.costing.resources.case import Case

ROOT = {"EBS:VolumeUsage.gp2": 8}
ADDRESS = {"PublicIPv4:InUseAddress": 730}  # that the default VPC gives
WINDOWS = Lookup(
    "aws:ec2/getAmi:getAmi",
    {"owners": ["amazon"], "filters": [{"name": "platform", "values": ["windows"]}]},
)
SUBNET = graphs.resource(
    public_addresses.SUBNET, "public", {"mapPublicIpOnLaunch": True}, id="subnet-1"
)
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
        "instance with a root volume of 8 GB, in the default VPC",
        ec2.Instance,
        {"instanceType": "m7i.large"},
        {"BoxUsage:m7i.large": 730, **ROOT, **ADDRESS},
    ),
    Case(
        "instance for a part of the month, with data transfer",
        ec2.Instance,
        {"instanceType": "m7i.large"},
        {
            "BoxUsage:m7i.large": 100,
            **ROOT,
            "PublicIPv4:InUseAddress": 100,
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
        "credits of an unlimited burstable instance as usage gives them",
        ec2.Instance,
        {"instanceType": "t3.large", "monitoring": True},
        {
            "BoxUsage:t3.large": 730,
            "CPUCredits:t3": 700,
            "CW:MetricMonitorUsage": 7,
            **ROOT,
            **ADDRESS,
        },
        usage={"monthly_cpu_credit_hrs": 350, "vcpu_count": 2},
    ),
    Case(
        "credits on Windows, on both vCPUs of the type",
        ec2.Instance,
        {"instanceType": "t3.medium"},
        {"BoxUsage:t3.medium": 730, "CPUCredits:t3": 20, "EBS:VolumeUsage.gp2": 30, **ADDRESS},
        usage={"operating_system": "windows", "monthly_cpu_credit_hrs": 10},
    ),
    Case(
        "standard burstable instance buys no credits",
        ec2.Instance,
        {"instanceType": "t3.large", "creditSpecification": {"cpuCredits": "standard"}},
        {"BoxUsage:t3.large": 730, **ROOT, **ADDRESS},
    ),
    Case(
        "EBS optimization of an older type",
        ec2.Instance,
        {"instanceType": "r3.xlarge", "ebsOptimized": True},
        {"BoxUsage:r3.xlarge": 730, "EBSOptimized:r3.xlarge": 730, **ROOT, **ADDRESS},
    ),
    Case(
        "EBS optimization of a newer type is included",
        ec2.Instance,
        {"instanceType": "m5.xlarge", "ebsOptimized": True},
        {"BoxUsage:m5.xlarge": 730, **ROOT, **ADDRESS},
    ),
    Case(
        "root volume and data volume",
        ec2.Instance,
        {
            "instanceType": "m5.large",
            "rootBlockDevice": {"volumeType": "gp3", "volumeSize": 30, "iops": 4000},
            "ebsBlockDevices": [{"deviceName": "x", "volumeType": "st1", "volumeSize": 500}],
        },
        {
            "BoxUsage:m5.large": 730,
            "EBS:VolumeUsage.gp3": 30,
            **ADDRESS,
            "EBS:VolumeP-IOPS.gp3": 1000,
            "EBS:VolumeUsage.st1": 500,
        },
    ),
    Case(
        "public address of a subnet with mapPublicIpOnLaunch",
        ec2.Instance,
        {"instanceType": "m5.large", "subnetId": "subnet-1"},
        {"BoxUsage:m5.large": 730, "PublicIPv4:InUseAddress": 730, **ROOT},
        around=[SUBNET],
    ),
    Case(
        "associatePublicIpAddress false in a public subnet",
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
        "Elastic IP in place of the public address",
        ec2.Instance,
        {"instanceType": "m5.large", "associatePublicIpAddress": True},
        {"BoxUsage:m5.large": 730, **ROOT},
        around=[graphs.resource("aws:ec2/eip:Eip", "it", {"instance": "i-1"})],
        more={"id": "i-1"},
    ),
    Case(
        "launch template fills in missing inputs",
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
        "spot instance at the average spot price",
        ec2.Instance,
        {"instanceType": "m5.large", "instanceMarketOptions": {"marketType": "spot"}},
        {"SpotUsage:m5.large": 730, **ROOT, **ADDRESS},
    ),
    Case(
        "host tenancy: volumes and address only",
        ec2.Instance,
        {"instanceType": "m5.large", "tenancy": "host"},
        {**ROOT, **ADDRESS},
    ),
    Case(
        "spot instance request",
        ec2.SpotInstanceRequest,
        {"instanceType": "c5.xlarge"},
        {"SpotUsage:c5.xlarge": 730, **ROOT, **ADDRESS},
    ),
    Case(
        "instance on its own Dedicated Host: volumes and address only",
        ec2.Instance,
        {"instanceType": "m5.large", "hostId": "h-1"},
        {**ROOT, **ADDRESS},
    ),
    Case(
        "fee of the Region is that of the first dedicated instance only",
        ec2.Instance,
        {"instanceType": "m5.large", "tenancy": "dedicated", "associatePublicIpAddress": False},
        {"DedicatedUsage:m5.large": 730, **ROOT},
        around=[graphs.resource("aws:ec2/instance:Instance", "a", {"tenancy": "dedicated"})],
        unpriced=["DedicatedUsage:m5.large"],
    ),
    Case(
        "Windows with SQL Server of a public parameter, with 30 GB",
        ec2.Instance,
        {
            "instanceType": "m5.large",
            "ami": "resolve:ssm:/aws/service/ami-windows-latest/"
            "Windows_Server-2022-English-Full-SQL_2022_Standard",
        },
        {"BoxUsage:m5.large": 730, "EBS:VolumeUsage.gp2": 30, **ADDRESS},
    ),
    Case(
        "Windows of an image that the program looks up, with 30 GB",
        ec2.Instance,
        {"instanceType": "m5.large", "ami": UNKNOWN},
        {"BoxUsage:m5.large": 730, "EBS:VolumeUsage.gp2": 30, **ADDRESS},
        more={"lookups": {"ami": WINDOWS}},
    ),
    Case(
        "root volume of an image of the stack",
        ec2.Instance,
        {"instanceType": "m5.large", "ami": "ami-1"},
        {"BoxUsage:m5.large": 730, "EBS:VolumeUsage.gp2": 40, **ADDRESS},
        around=[
            graphs.resource(
                "aws:ec2/ami:Ami",
                "golden",
                {
                    "name": "ubuntu-golden",
                    "rootDeviceName": "/dev/sda1",
                    "ebsBlockDevices": [{"deviceName": "/dev/sda1", "volumeSize": 40}],
                },
                id="ami-1",
            )
        ],
    ),
    Case(
        "root volume beside the data volume of a launch template",
        ec2.Instance,
        {"instanceType": "m5.large", "launchTemplate": {"id": "lt-2"}},
        {"BoxUsage:m5.large": 730, "EBS:VolumeUsage.gp3": 100, **ROOT, **ADDRESS},
        around=[
            graphs.resource(
                "aws:ec2/launchTemplate:LaunchTemplate",
                "data",
                {
                    "blockDeviceMappings": [
                        {
                            "deviceName": "/dev/sdf",
                            "ebs": {"volumeSize": 100, "volumeType": "gp3"},
                        }
                    ]
                },
                id="lt-2",
            )
        ],
    ),
    Case(
        "Dedicated Host by the family of its type",
        ec2.DedicatedHost,
        {"instanceType": "c5.18xlarge"},
        {"HostUsage:c5": 730},
    ),
    Case(
        "Dedicated Host with a reservation",
        ec2.DedicatedHost,
        {"instanceFamily": "m5"},
        {"HostUsage:m5": 730},
        usage={
            "reserved_instance_term": "1_year",
            "reserved_instance_payment_option": "no_upfront",
        },
    ),
    Case(
        "capacity reservation without the instances that use it",
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


def test_dedicated_tenancy_of_the_vpc_has_a_region_fee() -> None:
    case = Case(
        "dedicated tenancy of the VPC, and the fee of the Region",
        ec2.Instance,
        {"instanceType": "m5.large", "subnetId": "subnet-2"},
        {"DedicatedUsage:m5.large": 730, **ROOT},
        around=[
            graphs.resource("aws:ec2/vpc:Vpc", "v", {"instanceTenancy": "dedicated"}, id="vpc-2"),
            graphs.resource(
                public_addresses.SUBNET, "dedicated", {"vpcId": "vpc-2"}, id="subnet-2"
            ),
        ],
        unpriced=["DedicatedUsage:m5.large"],
        left_open=["Dedicated per Region fee"],
    )

    assert case.metered() == case.expected()
    assert [gap.charge for gap in case.gaps()] == ["Dedicated per Region fee"]
