from decimal import Decimal

import pytest

from costing.model import UNKNOWN
from costing.resources import ecs
from costing.resources._shared.ecs_capacity import (
    CLUSTER,
    ON_DEMAND,
    PROVIDER,
    PROVIDERS,
    SPOT,
    Strategy,
    divided,
    split,
)
from costing.resources._shared.task_definitions import DEFINITION, TASK_SET
from tests import graphs
from tests.costing.resources.case import Case

SMALL = graphs.resource(
    DEFINITION, "small", {"family": "small", "cpu": "256", "memory": "512"}, id="small"
)
LARGE = graphs.resource(
    DEFINITION,
    "large",
    {
        "family": "large",
        "cpu": "2 vCPU",
        "memory": "4 GB",
        "ephemeralStorage": {"sizeInGib": 50},
        "runtimePlatform": {"cpuArchitecture": "ARM64"},
    },
    id="large",
)
WINDOWS = graphs.resource(
    DEFINITION,
    "windows",
    {
        "family": "windows",
        "cpu": "1024",
        "memory": "2048",
        "runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
    },
    id="windows",
)
MAIN = graphs.resource(CLUSTER, "main", {"name": "main"}, id="arn:main")
ON_FARGATE = graphs.resource(
    PROVIDERS, "main", {"clusterName": "main", "capacityProviders": ["FARGATE"]}
)
MACHINES = graphs.resource(PROVIDER, "machines", {})
SCALED = graphs.resource(
    "aws:appautoscaling/target:Target",
    "web",
    {
        "resourceId": "service/main/web",
        "scalableDimension": "ecs:service:DesiredCount",
        "minCapacity": 3,
        "maxCapacity": 9,
        "serviceNamespace": "ecs",
    },
)

ON_SPOT = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
CASES = [
    Case(
        "a task on Fargate Spot, x86",
        ecs.Service,
        {"capacityProviderStrategies": ON_SPOT, "desiredCount": 1, "taskDefinition": "small"},
        {"SpotUsage-Fargate-GB-Hours": 365, "SpotUsage-Fargate-vCPU-Hours:perCPU": "182.5"},
        around=[SMALL],
    ),
    Case(
        "a task on Fargate Spot, ARM",
        ecs.Service,
        {"capacityProviderStrategies": ON_SPOT, "desiredCount": 1, "taskDefinition": "large"},
        {
            "SpotUsage-Fargate-ARM-GB-Hours": 2920,
            "SpotUsage-Fargate-ARM-vCPU-Hours:perCPU": 1460,
            "Fargate-EphemeralStorage-GB-Hours": 21900,
        },
        around=[LARGE],
    ),
    Case(
        "a service on Fargate is charged for its tasks",
        ecs.Service,
        {"launchType": "FARGATE", "desiredCount": 2, "taskDefinition": "small"},
        {"Fargate-GB-Hours": 730, "Fargate-vCPU-Hours:perCPU": 365},
        around=[SMALL],
    ),
    Case(
        "how many run may be stated, and what they send",
        ecs.Service,
        {"launchType": "FARGATE", "desiredCount": 2, "taskDefinition": "small"},
        {
            "Fargate-GB-Hours": 1460,
            "Fargate-vCPU-Hours:perCPU": 730,
            "DataTransfer-Out-Bytes": 5,
        },
        usage={"tasks": 4, "monthly_outbound_internet_gb": 5},
        around=[SMALL],
    ),
    Case(
        "Arm has a price of its own, storage beyond 20 GB is extra",
        ecs.Service,
        {"launchType": "FARGATE", "desiredCount": 1, "taskDefinition": "large"},
        {
            "Fargate-ARM-GB-Hours": 2920,
            "Fargate-ARM-vCPU-Hours:perCPU": 1460,
            "Fargate-EphemeralStorage-GB-Hours": 30 * 730,
        },
        around=[LARGE],
    ),
    Case(
        "Windows pays for its license too",
        ecs.Service,
        {"launchType": "FARGATE", "desiredCount": 1, "taskDefinition": "windows"},
        {
            "Fargate-Windows-GB-Hours": 1460,
            "Fargate-Windows-vCPU-Hours:perCPU": 730,
            "Fargate-Windows-OS-Hours:perCPU": 730,
        },
        around=[WINDOWS],
    ),
    Case(
        "a service on EC2 is charged through the group that it runs on",
        ecs.Service,
        {"launchType": "EC2", "desiredCount": 2, "taskDefinition": "small"},
        {},
        around=[SMALL],
    ),
    Case(
        "and so is one whose capacity provider has yet to get its name",
        ecs.Service,
        {
            "desiredCount": 2,
            "taskDefinition": "small",
            "capacityProviderStrategies": [{"capacityProvider": UNKNOWN, "weight": 1}],
        },
        {},
        around=[SMALL, MACHINES],
        more={
            "references": graphs.refers(
                "capacityProviderStrategies[0].capacityProvider", MACHINES, "name"
            )
        },
    ),
    Case(
        "its cluster may have nothing but Fargate",
        ecs.Service,
        {"cluster": "arn:main", "desiredCount": 1, "taskDefinition": "small"},
        {"Fargate-GB-Hours": 365, "Fargate-vCPU-Hours:perCPU": Decimal("182.5")},
        around=[SMALL, MAIN, ON_FARGATE],
    ),
    Case(
        "where nothing leads to Fargate it is none",
        ecs.Service,
        {"cluster": "arn:main", "desiredCount": 1, "taskDefinition": "small"},
        {},
        around=[SMALL, MAIN],
    ),
    Case(
        "autoscaling holds it at its least",
        ecs.Service,
        {
            "name": "web",
            "cluster": "main",
            "launchType": "FARGATE",
            "taskDefinition": "small",
        },
        {"Fargate-GB-Hours": 1095, "Fargate-vCPU-Hours:perCPU": Decimal("547.5")},
        around=[SMALL, MAIN, SCALED],
    ),
    Case(
        "a task set stands in for the service's own definition",
        ecs.Service,
        {"name": "web", "launchType": "FARGATE", "desiredCount": 1},
        {"Fargate-GB-Hours": 365, "Fargate-vCPU-Hours:perCPU": Decimal("182.5")},
        around=[
            SMALL,
            graphs.resource(TASK_SET, "green", {"service": "web", "taskDefinition": "small"}),
        ],
        more={"id": "web"},
    ),
    Case(
        "its tasks may have volumes",
        ecs.Service,
        {
            "launchType": "FARGATE",
            "desiredCount": 2,
            "taskDefinition": "small",
            "volumeConfiguration": {"managedEbsVolume": {"sizeInGb": 100, "iops": 4000}},
        },
        {
            "Fargate-GB-Hours": 730,
            "Fargate-vCPU-Hours:perCPU": 365,
            "EBS:VolumeUsage.gp3": 200,
            "EBS:VolumeP-IOPS.gp3": 2000,
        },
        around=[SMALL],
    ),
    Case(
        "public addresses of tasks with assignPublicIp",
        ecs.Service,
        {
            "taskDefinition": "small",
            "launchType": "FARGATE",
            "desiredCount": 10,
            "networkConfiguration": {"assignPublicIp": True, "subnets": ["s"]},
        },
        {
            "Fargate-GB-Hours": 3650,
            "Fargate-vCPU-Hours:perCPU": 1825,
            "PublicIPv4:InUseAddress": 7300,
        },
        around=[SMALL],
    ),
    Case(
        "cluster outside the stack leaves the capacity provider unknown",
        ecs.Service,
        {
            "taskDefinition": "small",
            "cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/shared",
            "desiredCount": 10,
        },
        {},
        around=[SMALL],
        left_open=[
            (
                "Memory, vCPU, Windows license, Ephemeral storage, Public IPv4 address, Storage,"
                " Provisioned IOPS, Provisioned throughput, I/O requests"
            )
        ],
    ),
    Case(
        "minimum of a scaling target that names the service of a cluster by its ARN",
        ecs.Service,
        {
            "taskDefinition": "small",
            "name": "api",
            "cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/shared",
            "launchType": "FARGATE",
        },
        {"Fargate-GB-Hours": 1095, "Fargate-vCPU-Hours:perCPU": "547.5"},
        around=[
            SMALL,
            graphs.resource(
                "aws:appautoscaling/target:Target",
                "scale",
                {
                    "resourceId": "service/shared/api",
                    "scalableDimension": "ecs:service:DesiredCount",
                    "minCapacity": 3,
                    "maxCapacity": 9,
                },
            ),
        ],
    ),
    Case(
        "Container Insights of a cluster",
        ecs.Cluster,
        {"settings": [{"name": "containerInsights", "value": "enabled"}]},
        {"CW:MetricMonitorUsage": 50, "DataProcessing-Bytes": 2},
        usage={"container_insights_metrics": 50, "monthly_container_insights_logs_gb": 2},
    ),
    Case(
        "Container Insights with enhanced observability",
        ecs.Cluster,
        {"settings": [{"name": "containerInsights", "value": "enhanced"}]},
        {"CW:ObservationUsage": None, "DataProcessing-Bytes": None},
    ),
    Case("cluster without Container Insights", ecs.Cluster, {}, {}),
    Case(
        "capacity provider with ECS Managed Instances",
        ecs.CapacityProvider,
        {"managedInstancesProvider": {"infrastructureRoleArn": "r"}},
        {},
        left_open=["Managed Instances"],
    ),
    Case(
        "capacity provider of an Auto Scaling group",
        ecs.CapacityProvider,
        {"autoScalingGroupProvider": {"autoScalingGroupArn": "a"}},
        {},
    ),
]


def strategy(provider: str, base: int, weight: int) -> Strategy:
    return Strategy(capacity_provider=provider, base=Decimal(base), weight=Decimal(weight))


@pytest.mark.parametrize(
    ("strategies", "count", "on_demand", "spot"),
    [
        ([strategy(ON_DEMAND, 1, 1), strategy(SPOT, 0, 3)], 9, 3, 6),
        ([strategy(ON_DEMAND, 1, 1), strategy(SPOT, 0, 3)], 4, 2, 2),
        ([strategy(ON_DEMAND, 2, 0), strategy(SPOT, 0, 1)], 1, 1, 0),
        ([strategy(ON_DEMAND, 2, 0), strategy(SPOT, 0, 1)], 5, 2, 3),
        ([strategy(ON_DEMAND, 1, 0), strategy(SPOT, 0, 0)], 5, 5, 0),
    ],
)
def test_tasks_are_placed_by_base_then_weight(
    strategies: list[Strategy], count: int, on_demand: int, spot: int
) -> None:
    shares = divided(split(strategies), Decimal(count))

    assert shares == {ON_DEMAND: on_demand, SPOT: spot}
