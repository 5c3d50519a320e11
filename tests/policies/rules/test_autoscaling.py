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
from policies.rules.autoscaling.spot import (
    FLEET,
    SPOT_FLEET,
)
from tests.policies.row import Row, declare, findings, rule_of


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
            Row("asg-spans-three-zones", None, lying(kind, [A, B, C])),
            Row("asg-spans-three-zones", None, lying(kind, [A, B]), {"zones": 2}),
            Row("asg-spans-three-zones", None, lying(kind, [A], tags=TRAINING)),
            Row("asg-spans-three-zones", "violation", lying(kind, [A, B])),
            Row("asg-spans-three-zones", "violation", lying(kind, [A, B, ALSO_A])),
            Row(
                "asg-spans-three-zones", "violation", lying(kind, [A], tags={"workload": "serving"})
            ),
            Row("asg-spans-three-zones", "violation", lying(kind, ["subnet-1", "subnet-2"])),
            Row("asg-spans-three-zones", "unknown", lying(kind, [A, B, NOWHERE])),
            Row("asg-spans-three-zones", "unknown", lying(kind, UNKNOWN)),
            Row("asg-spans-three-zones", "unknown", lying(kind, [A], tags={"workload": UNKNOWN})),
            Row("asg-spans-three-zones", "unknown", lying(kind, ["s-1", "s-2", "s-3"])),
        )
    ),
    Row("asg-spans-three-zones", None, [declare(SERVICE, "bridged", {"desiredCount": 2})]),
    Row(
        "asg-spans-three-zones",
        None,
        [
            declare(
                GROUP, "fleet", {"availabilityZones": ["us-east-1a", "us-east-1b", "us-east-1c"]}
            )
        ],
    ),
    Row("asg-minimum-size-covers-zones", None, lying(GROUP, [A, B, C], minSize=3)),
    Row("asg-minimum-size-covers-zones", None, lying(GROUP, [NOWHERE, A], minSize=2)),
    Row("asg-minimum-size-covers-zones", None, lying(GROUP, [A, B, C], minSize=0, tags=TRAINING)),
    Row(
        "asg-minimum-size-covers-zones",
        None,
        lying(NODE_GROUP, [A, B], scalingConfig={"minSize": "2"}),
    ),
    Row("asg-minimum-size-covers-zones", "violation", lying(GROUP, [A, B, C], minSize=2)),
    Row("asg-minimum-size-covers-zones", "violation", lying(GROUP, [A], minSize=1)),
    Row("asg-minimum-size-covers-zones", "violation", lying(GROUP, UNKNOWN, minSize=1)),
    Row(
        "asg-minimum-size-covers-zones",
        "violation",
        lying(NODE_GROUP, [A, B], scalingConfig={"minSize": 1}),
    ),
    Row("asg-minimum-size-covers-zones", "unknown", lying(GROUP, [A, B, C], minSize=UNKNOWN)),
    Row("asg-minimum-size-covers-zones", "unknown", lying(GROUP, [A, B, NOWHERE], minSize=2)),
    Row("asg-spot-on-demand-base", None, mixed()),
    Row("asg-spot-on-demand-base", None, mixed(base=0, percentage=100)),
    Row("asg-spot-on-demand-base", None, mixed(base=0, percentage=0, tags=TRAINING)),
    Row("asg-spot-on-demand-base", None, templated(FIXED)),
    Row("asg-spot-on-demand-base", "violation", mixed(base=2)),
    Row("asg-spot-on-demand-base", "violation", mixed(base=None, percentage=0)),
    Row("asg-spot-on-demand-base", "violation", mixed(percentage=20), {"percentage": 30}),
    Row("asg-spot-on-demand-base", "violation", templated(SPOT)),
    Row("asg-spot-on-demand-base", "violation", templated(BIDDING)),
    Row("asg-spot-on-demand-base", "unknown", mixed(base=UNKNOWN)),
    Row("asg-spot-on-demand-base", "unknown", mixed(base=0, percentage=UNKNOWN)),
    Row("asg-spot-on-demand-base", None, [EKS, A, B, C, nodes(kind="ON_DEMAND")]),
    Row("asg-spot-on-demand-base", None, [EKS, A, B, C, nodes(), neighbour(3)]),
    Row("asg-spot-on-demand-base", "violation", [EKS, A, B, C, nodes()]),
    Row("asg-spot-on-demand-base", "violation", [EKS, A, B, C, nodes(), neighbour(1)]),
    Row("asg-spot-on-demand-base", "unknown", [EKS, A, B, C, nodes(kind=UNKNOWN)]),
    Row(
        "asg-spot-on-demand-base",
        None,
        service({"capacityProvider": "FARGATE", "base": 3}, ON_SPOT),
    ),
    Row("asg-spot-on-demand-base", None, service({"capacityProvider": "FARGATE"})),
    Row("asg-spot-on-demand-base", "violation", service(ON_SPOT)),
    Row("asg-spot-on-demand-base", "violation", service({"capacityProvider": "FARGATE"}, ON_SPOT)),
    Row("asg-spot-on-demand-base", "unknown", service(UNKNOWN)),
    Row("asg-spot-on-demand-base", None, on_instances(base=3)),
    Row("asg-spot-on-demand-base", "violation", on_instances(base=2)),
    Row("asg-spot-on-demand-base", "unknown", service({"capacityProvider": UNKNOWN})),
    Row("asg-spot-diversified-pools", None, mixed()),
    Row("asg-spot-diversified-pools", None, mixed(types=("m6i.large",), percentage=100)),
    Row("asg-spot-diversified-pools", None, mixed(types=SIX), {"pools": 18}),
    Row(
        "asg-spot-diversified-pools",
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
    Row("asg-spot-diversified-pools", "violation", mixed(types=("m6i.large",))),
    Row("asg-spot-diversified-pools", "violation", mixed(), {"pools": 8}),
    Row("asg-spot-diversified-pools", "violation", mixed(types=())),
    Row("asg-spot-diversified-pools", "violation", templated(SPOT)),
    Row("asg-spot-diversified-pools", "unknown", mixed(types=UNKNOWN)),
    Row("asg-spot-diversified-pools", "unknown", mixed(types=("m6i.large", UNKNOWN))),
    Row(
        "asg-spot-diversified-pools",
        None,
        [A, B, C, nodes(instanceTypes=["m6i.large", "m6a.large"])],
    ),
    Row("asg-spot-diversified-pools", "violation", [A, B, C, nodes()]),
    Row("asg-spot-allocation-strategy", None, mixed(strategy="price-capacity-optimized")),
    Row("asg-spot-allocation-strategy", None, mixed(strategy="capacity-optimized")),
    Row("asg-spot-allocation-strategy", None, mixed(percentage=100)),
    Row("asg-spot-allocation-strategy", None, templated(SPOT)),
    Row("asg-spot-allocation-strategy", "violation", mixed()),
    Row("asg-spot-allocation-strategy", "violation", mixed(strategy="lowest-price")),
    Row("asg-spot-allocation-strategy", "unknown", mixed(strategy=UNKNOWN)),
    Row(
        "asg-spot-allocation-strategy",
        None,
        [declare(SPOT_FLEET, "f", {"allocationStrategy": "priceCapacityOptimized"})],
    ),
    Row("asg-spot-allocation-strategy", "violation", [declare(SPOT_FLEET, "f")]),
    Row(
        "asg-spot-allocation-strategy",
        "violation",
        [
            declare(
                FLEET, "f", {"targetCapacitySpecification": {"defaultTargetCapacityType": "spot"}}
            )
        ],
    ),
    Row(
        "asg-spot-allocation-strategy",
        None,
        [
            declare(
                FLEET,
                "f",
                {"targetCapacitySpecification": {"defaultTargetCapacityType": "on-demand"}},
            )
        ],
    ),
    Row("asg-spot-capacity-rebalancing", None, mixed(capacityRebalance=True)),
    Row("asg-spot-capacity-rebalancing", None, mixed(percentage=100)),
    Row("asg-spot-capacity-rebalancing", None, templated(FIXED)),
    Row("asg-spot-capacity-rebalancing", "violation", mixed()),
    Row("asg-spot-capacity-rebalancing", "violation", mixed(percentage=0, capacityRebalance=False)),
    Row("asg-spot-capacity-rebalancing", "violation", templated(SPOT)),
    Row("asg-spot-capacity-rebalancing", "unknown", mixed(capacityRebalance=UNKNOWN)),
    Row("asg-spot-capacity-rebalancing", "unknown", mixed(percentage=UNKNOWN)),
    Row(
        "asg-spot-capacity-rebalancing", "unknown", lying(GROUP, [A], mixedInstancesPolicy=UNKNOWN)
    ),
]


def test_finding_lists_zones_of_fleet() -> None:
    [found] = findings(rule_of("asg-spans-three-zones"), lying(GROUP, [A, B]))

    assert found.message == (
        "vpcZoneIdentifiers covers at most 2 zones: us-east-1a, us-east-1b; expected 3 zones"
    )
