from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.fleets import PROVIDER
from policies.engine.selectors.tokens import (
    EKS_CLUSTER,
    GROUP,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    NODE_GROUP,
    SERVICE,
    SUBNET,
)
from policies.rules.autoscaling.capacity import asg_minimum_size_covers_zones, asg_spans_three_zones
from policies.rules.autoscaling.spot import (
    FLEET,
    SPOT_FLEET,
    asg_spot_allocation_strategy,
    asg_spot_capacity_rebalancing,
    asg_spot_diversified_pools,
    asg_spot_on_demand_base,
)
from tests.policies.row import Row, declare, findings


def subnet(letter: str, zone: Any = ...) -> Resource:
    specified = f"us-east-1{letter}" if zone is ... else zone
    return declare(
        SUBNET, f"private-{letter}", {"availabilityZone": specified} if specified else {}
    )


A, B, C, NOWHERE = subnet("a"), subnet("b"), subnet("c"), subnet("x", None)
ALSO_A = declare(SUBNET, "second", {"availabilityZone": "us-east-1a"})
PATHS = {GROUP: "vpcZoneIdentifiers", NODE_GROUP: "subnetIds"}
TRAINING = {"workload": "training"}


def lying(kind: str, subnets: Any, **inputs: Any) -> list[Resource]:
    """Return a fleet in these subnets, and they."""
    if kind == SERVICE:
        inputs["networkConfiguration"] = {"subnets": subnets}
    else:
        inputs[PATHS[kind]] = subnets
    if kind == GROUP and isinstance(inputs.get("tags"), dict):
        inputs["tags"] = [{"key": key, "value": value} for key, value in inputs["tags"].items()]
    stack = (
        [each for each in subnets if isinstance(each, Resource)] if subnets is not UNKNOWN else []
    )
    return [*stack, declare(kind, "fleet", inputs)]


def mixed(
    types: Any = ("m6i.large", "m6a.large"),
    base: Any = 3,
    percentage: Any = 50,
    strategy: Any = None,
    **inputs: Any,
) -> list[Resource]:
    """Return a group over three zones with a share of spot."""
    distribution = {
        "onDemandBaseCapacity": base,
        "onDemandPercentageAboveBaseCapacity": percentage,
        "spotAllocationStrategy": strategy,
    }
    specified = {key: value for key, value in distribution.items() if value is not None}
    overrides = types if types is UNKNOWN else [{"instanceType": each} for each in types]
    policy = {"instancesDistribution": specified, "launchTemplate": {"overrides": overrides}}
    return lying(GROUP, [A, B, C], mixedInstancesPolicy=policy, **inputs)


def templated(template: Resource, **inputs: Any) -> list[Resource]:
    key = "launchConfiguration" if template.type == LAUNCH_CONFIGURATION else "launchTemplate"
    value = template if key == "launchConfiguration" else {"id": template}
    return [template, *lying(GROUP, [A, B, C], **{key: value}, **inputs)]


SPOT = declare(LAUNCH_TEMPLATE, "spot", {"instanceMarketOptions": {"marketType": "spot"}})
FIXED = declare(LAUNCH_TEMPLATE, "fixed")
BIDDING = declare(LAUNCH_CONFIGURATION, "bidding", {"spotPrice": "0.05"})
EKS = declare(EKS_CLUSTER, "eks")


def nodes(name: str = "nodes", kind: Any = "SPOT", **inputs: Any) -> Resource:
    lies = {"clusterName": EKS, "subnetIds": [A, B, C], "capacityType": kind}
    return declare(NODE_GROUP, name, {**lies, **inputs})


def neighbour(size: int) -> Resource:
    return nodes("fixed", "ON_DEMAND", scalingConfig={"minSize": size})


def service(*strategies: Any) -> list[Resource]:
    return lying(SERVICE, [A, B, C], capacityProviderStrategies=list(strategies))


def provider(name: str, percentage: int) -> list[Resource]:
    distribution = {"onDemandPercentageAboveBaseCapacity": percentage}
    specified = {
        "mixedInstancesPolicy": {"instancesDistribution": distribution},
        "tags": [{"key": "workload", "value": "shared"}],
    }
    group = declare(GROUP, name, specified)
    behind = {"autoScalingGroupProvider": {"autoScalingGroupArn": group}}
    return [group, declare(PROVIDER, name, behind)]


def on_instances(base: int) -> list[Resource]:
    """Return an ECS service on EC2 instances, some of them spot."""
    fixed, spot = provider("fixed", 100), provider("spot", 0)
    placed = service(
        {"capacityProvider": fixed[-1], "base": base, "weight": 1},
        {"capacityProvider": spot[-1], "weight": 3},
    )
    return [*fixed, *spot, *placed]


ON_SPOT = {"capacityProvider": "FARGATE_SPOT", "weight": 1}
SIX = ("m6i.large", "m6a.large", "m5.large", "m5a.large", "m7i.large", "m7a.large")

ROWS = [
    *(
        row
        for kind in (GROUP, NODE_GROUP, SERVICE)
        for row in (
            Row(asg_spans_three_zones, None, lying(kind, [A, B, C])),
            Row(asg_spans_three_zones, None, lying(kind, [A, B]), {"zones": 2}),
            Row(asg_spans_three_zones, None, lying(kind, [A], tags=TRAINING)),
            Row(asg_spans_three_zones, "violation", lying(kind, [A, B])),
            Row(asg_spans_three_zones, "violation", lying(kind, [A, B, ALSO_A])),
            Row(asg_spans_three_zones, "violation", lying(kind, [A], tags={"workload": "serving"})),
            Row(asg_spans_three_zones, "violation", lying(kind, ["subnet-1", "subnet-2"])),
            Row(asg_spans_three_zones, "unknown", lying(kind, [A, B, NOWHERE])),
            Row(asg_spans_three_zones, "unknown", lying(kind, UNKNOWN)),
            Row(asg_spans_three_zones, "unknown", lying(kind, [A], tags={"workload": UNKNOWN})),
            Row(asg_spans_three_zones, "unknown", lying(kind, ["s-1", "s-2", "s-3"])),
        )
    ),
    Row(asg_spans_three_zones, None, [declare(SERVICE, "bridged", {"desiredCount": 2})]),
    Row(
        asg_spans_three_zones,
        None,
        [
            declare(
                GROUP, "fleet", {"availabilityZones": ["us-east-1a", "us-east-1b", "us-east-1c"]}
            )
        ],
    ),
    Row(asg_minimum_size_covers_zones, None, lying(GROUP, [A, B, C], minSize=3)),
    Row(asg_minimum_size_covers_zones, None, lying(GROUP, [NOWHERE, A], minSize=2)),
    Row(asg_minimum_size_covers_zones, None, lying(GROUP, [A, B, C], minSize=0, tags=TRAINING)),
    Row(
        asg_minimum_size_covers_zones,
        None,
        lying(NODE_GROUP, [A, B], scalingConfig={"minSize": "2"}),
    ),
    Row(asg_minimum_size_covers_zones, "violation", lying(GROUP, [A, B, C], minSize=2)),
    Row(asg_minimum_size_covers_zones, "violation", lying(GROUP, [A], minSize=1)),
    Row(asg_minimum_size_covers_zones, "violation", lying(GROUP, UNKNOWN, minSize=1)),
    Row(
        asg_minimum_size_covers_zones,
        "violation",
        lying(NODE_GROUP, [A, B], scalingConfig={"minSize": 1}),
    ),
    Row(asg_minimum_size_covers_zones, "unknown", lying(GROUP, [A, B, C], minSize=UNKNOWN)),
    Row(asg_minimum_size_covers_zones, "unknown", lying(GROUP, [A, B, NOWHERE], minSize=2)),
    Row(asg_spot_on_demand_base, None, mixed()),
    Row(asg_spot_on_demand_base, None, mixed(base=0, percentage=100)),
    Row(asg_spot_on_demand_base, None, mixed(base=0, percentage=0, tags=TRAINING)),
    Row(asg_spot_on_demand_base, None, templated(FIXED)),
    Row(asg_spot_on_demand_base, "violation", mixed(base=2)),
    Row(asg_spot_on_demand_base, "violation", mixed(base=None, percentage=0)),
    Row(asg_spot_on_demand_base, "violation", mixed(percentage=20), {"percentage": 30}),
    Row(asg_spot_on_demand_base, "violation", templated(SPOT)),
    Row(asg_spot_on_demand_base, "violation", templated(BIDDING)),
    Row(asg_spot_on_demand_base, "unknown", mixed(base=UNKNOWN)),
    Row(asg_spot_on_demand_base, "unknown", mixed(base=0, percentage=UNKNOWN)),
    Row(asg_spot_on_demand_base, None, [EKS, A, B, C, nodes(kind="ON_DEMAND")]),
    Row(asg_spot_on_demand_base, None, [EKS, A, B, C, nodes(), neighbour(3)]),
    Row(asg_spot_on_demand_base, "violation", [EKS, A, B, C, nodes()]),
    Row(asg_spot_on_demand_base, "violation", [EKS, A, B, C, nodes(), neighbour(1)]),
    Row(asg_spot_on_demand_base, "unknown", [EKS, A, B, C, nodes(kind=UNKNOWN)]),
    Row(
        asg_spot_on_demand_base, None, service({"capacityProvider": "FARGATE", "base": 3}, ON_SPOT)
    ),
    Row(asg_spot_on_demand_base, None, service({"capacityProvider": "FARGATE"})),
    Row(asg_spot_on_demand_base, "violation", service(ON_SPOT)),
    Row(asg_spot_on_demand_base, "violation", service({"capacityProvider": "FARGATE"}, ON_SPOT)),
    Row(asg_spot_on_demand_base, "unknown", service(UNKNOWN)),
    Row(asg_spot_on_demand_base, None, on_instances(base=3)),
    Row(asg_spot_on_demand_base, "violation", on_instances(base=2)),
    Row(asg_spot_on_demand_base, "unknown", service({"capacityProvider": UNKNOWN})),
    Row(asg_spot_diversified_pools, None, mixed()),
    Row(asg_spot_diversified_pools, None, mixed(types=("m6i.large",), percentage=100)),
    Row(asg_spot_diversified_pools, None, mixed(types=SIX), {"pools": 18}),
    Row(
        asg_spot_diversified_pools,
        None,
        lying(
            GROUP,
            [A],
            mixedInstancesPolicy={
                "instancesDistribution": {"onDemandPercentageAboveBaseCapacity": 0},
                "launchTemplate": {
                    "overrides": [{"instanceRequirements": {"vcpuCount": {"min": 2}}}]
                },
            },
        ),
    ),
    Row(asg_spot_diversified_pools, "violation", mixed(types=("m6i.large",))),
    Row(asg_spot_diversified_pools, "violation", mixed(), {"pools": 8}),
    Row(asg_spot_diversified_pools, "violation", mixed(types=())),
    Row(asg_spot_diversified_pools, "violation", templated(SPOT)),
    Row(asg_spot_diversified_pools, "unknown", mixed(types=UNKNOWN)),
    Row(asg_spot_diversified_pools, "unknown", mixed(types=("m6i.large", UNKNOWN))),
    Row(
        asg_spot_diversified_pools, None, [A, B, C, nodes(instanceTypes=["m6i.large", "m6a.large"])]
    ),
    Row(asg_spot_diversified_pools, "violation", [A, B, C, nodes()]),
    Row(asg_spot_allocation_strategy, None, mixed(strategy="price-capacity-optimized")),
    Row(asg_spot_allocation_strategy, None, mixed(strategy="capacity-optimized")),
    Row(asg_spot_allocation_strategy, None, mixed(percentage=100)),
    Row(asg_spot_allocation_strategy, None, templated(SPOT)),
    Row(asg_spot_allocation_strategy, "violation", mixed()),
    Row(asg_spot_allocation_strategy, "violation", mixed(strategy="lowest-price")),
    Row(asg_spot_allocation_strategy, "unknown", mixed(strategy=UNKNOWN)),
    Row(
        asg_spot_allocation_strategy,
        None,
        [declare(SPOT_FLEET, "f", {"allocationStrategy": "priceCapacityOptimized"})],
    ),
    Row(asg_spot_allocation_strategy, "violation", [declare(SPOT_FLEET, "f")]),
    Row(
        asg_spot_allocation_strategy,
        "violation",
        [
            declare(
                FLEET, "f", {"targetCapacitySpecification": {"defaultTargetCapacityType": "spot"}}
            )
        ],
    ),
    Row(
        asg_spot_allocation_strategy,
        None,
        [
            declare(
                FLEET,
                "f",
                {"targetCapacitySpecification": {"defaultTargetCapacityType": "on-demand"}},
            )
        ],
    ),
    Row(asg_spot_capacity_rebalancing, None, mixed(capacityRebalance=True)),
    Row(asg_spot_capacity_rebalancing, None, mixed(percentage=100)),
    Row(asg_spot_capacity_rebalancing, None, templated(FIXED)),
    Row(asg_spot_capacity_rebalancing, "violation", mixed()),
    Row(asg_spot_capacity_rebalancing, "violation", mixed(percentage=0, capacityRebalance=False)),
    Row(asg_spot_capacity_rebalancing, "violation", templated(SPOT)),
    Row(asg_spot_capacity_rebalancing, "unknown", mixed(capacityRebalance=UNKNOWN)),
    Row(asg_spot_capacity_rebalancing, "unknown", mixed(percentage=UNKNOWN)),
    Row(asg_spot_capacity_rebalancing, "unknown", lying(GROUP, [A], mixedInstancesPolicy=UNKNOWN)),
]


def test_finding_lists_zones_of_fleet() -> None:
    [found] = findings(asg_spans_three_zones, lying(GROUP, [A, B]))

    assert found.message == (
        "vpcZoneIdentifiers covers at most 2 zones: us-east-1a, us-east-1b; expected 3 zones"
    )
