from decimal import Decimal

from costing.resources import batch
from tests import graphs
from tests.costing.resources.case import Case

TEMPLATE = graphs.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "jobs",
    {"blockDeviceMappings": [{"ebs": {"volumeSize": 100, "volumeType": "gp3"}}]},
    id="lt-1",
)


def of(kind: str, *types: str, **more: object) -> dict[str, object]:
    return {
        "type": "MANAGED",
        "computeResources": {"type": kind, "instanceTypes": [*types], **more},
    }


CASES = [
    Case(
        "an environment that is not managed starts nothing itself",
        batch.ComputeEnvironment,
        {"type": "UNMANAGED"},
        {},
    ),
    Case(
        "how much runs, only usage tells",
        batch.ComputeEnvironment,
        of("EC2", "m5.xlarge"),
        {"BoxUsage:m5.xlarge": None, "EBS:VolumeUsage.gp2": None},
    ),
    Case(
        "its least keeps running",
        batch.ComputeEnvironment,
        of("EC2", "m5.xlarge", minVcpus=8),
        {"BoxUsage:m5.xlarge": 1460, "EBS:VolumeUsage.gp2": 60},
    ),
    Case(
        "volumes of a launch template for a part of the month",
        batch.ComputeEnvironment,
        of("EC2", "m5.xlarge", launchTemplate={"launchTemplateId": "lt-1"}),
        {"BoxUsage:m5.xlarge": 300, "EBS:VolumeUsage.gp3": "41.095890411000"},
        usage={"instances": 3, "monthly_hrs": 100},
        around=[TEMPLATE],
    ),
    Case(
        "on spot any of its types may serve",
        batch.ComputeEnvironment,
        of("SPOT", "m5.large", "c5.large"),
        {
            "SpotUsage:m5.large": 1460,
            "SpotUsage:c5.large": 1460,
            "EBS:VolumeUsage.gp2": 120,
        },
        usage={"instances": 4},
    ),
    Case(
        "where Batch picks the type, a typical one stands for it unless usage says which",
        batch.ComputeEnvironment,
        of("EC2", "optimal"),
        {"BoxUsage:r5.large": 730, "EBS:VolumeUsage.gp2": 30},
        usage={"instances": 1, "instance_type": "r5.large"},
    ),
    Case(
        "of a family its smallest type",
        batch.ComputeEnvironment,
        of("EC2", "c6i", minVcpus=4),
        {"BoxUsage:c6i.large": 1460, "EBS:VolumeUsage.gp2": 60},
    ),
    Case(
        "on Fargate jobs pay for vCPU and memory",
        batch.ComputeEnvironment,
        of("FARGATE"),
        {"Fargate-vCPU-Hours:perCPU": 1000, "Fargate-GB-Hours": Decimal(2000)},
        usage={"monthly_vcpu_hours": 1000, "monthly_memory_gb_hours": 2000},
    ),
]
