"""Fleets: what is left of them without a zone, while they are replaced, when models load."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.scaling import TARGET
from policies.engine.selectors.tokens import (
    EKS_CLUSTER,
    GROUP,
    LAUNCH_TEMPLATE,
    NODE_GROUP,
    SERVICE,
    SUBNET,
)
from policies.rules.autoscaling.spot import EVENT_RULE, NOTICES
from policies.rules.eks import (
    ADDON,
    AUTOSCALED,
    VOLUMES,
)
from tests.policies.row import Row, declare, findings, rule_of

PLACEMENT = "aws:ec2/placementGroup:PlacementGroup"
QUOTA = "aws:servicequotas/serviceQuota:ServiceQuota"
TRAINING = {"tags": {"workload": "training"}}
GROUP_TRAINING = {"tags": [{"key": "workload", "value": "training"}]}


def subnet(zone: str, block: str = "10.0.0.0/24", **inputs: Any) -> Resource:
    return declare(SUBNET, f"in-{zone}", {"availabilityZone": zone, "cidrBlock": block, **inputs})


A, B, C = subnet("a"), subnet("b"), subnet("c")


def group(*subnets: Resource, **inputs: Any) -> list[Resource]:
    places = subnets or (A, B, C)
    return [*places, declare(GROUP, "fleet", {"vpcZoneIdentifiers": [*places], **inputs})]


def nodes(*subnets: Resource, **inputs: Any) -> list[Resource]:
    places = subnets or (A, B, C)
    return [*places, declare(NODE_GROUP, "nodes", {"subnetIds": [*places], **inputs})]


def on(instance_type: str, **inputs: Any) -> dict[str, Any]:
    """Return the inputs of a group of one type, and of a size that may change."""
    return {"minSize": 2, "maxSize": 6, **policy(instance_type), **inputs}


def policy(*types: Any) -> dict[str, Any]:
    template = {"overrides": [{"instanceType": each} for each in types]}
    return {"mixedInstancesPolicy": {"launchTemplate": template}}


SPOT = {
    "mixedInstancesPolicy": {"instancesDistribution": {"onDemandPercentageAboveBaseCapacity": 0}}
}
RACK, SPREAD = (declare(PLACEMENT, kind, {"strategy": kind}) for kind in ("cluster", "spread"))
CLUSTER = declare(EKS_CLUSTER, "ml")
DRIVER = declare(ADDON, "ebs", {"clusterName": CLUSTER, "addonName": VOLUMES})
SCALED = {"clusterName": CLUSTER, "tags": {AUTOSCALED: "true"}}


def quota(code: str, value: Any) -> Resource:
    return declare(QUOTA, "vcpus", {"serviceCode": "ec2", "quotaCode": code, "value": value})


def service(**inputs: Any) -> list[Resource]:
    network = {"networkConfiguration": {"subnets": [A, B, C]}}
    return [A, B, C, declare(SERVICE, "web", {**network, **inputs})]


def scaled_service(least: Any) -> list[Resource]:
    *places, web = service(desiredCount=1)
    return [*places, web, declare(TARGET, "web", {"resourceId": web, "minCapacity": least})]


def events(pattern: Any) -> Resource:
    return declare(EVENT_RULE, "notices", {"eventPattern": pattern})


def numbered(*ids: Any) -> list[Resource]:
    places = [declare(SUBNET, f"in-{each}", {"availabilityZoneId": each}) for each in ids]
    return group(*places, **on("p5en.48xlarge"))


ROWS = [
    Row("asg-minimum-size-covers-zones", None, service(desiredCount=3)),
    Row("asg-minimum-size-covers-zones", None, service(schedulingStrategy="DAEMON")),
    Row("asg-minimum-size-covers-zones", None, scaled_service(3)),
    Row("asg-minimum-size-covers-zones", "violation", service(desiredCount=2)),
    Row("asg-minimum-size-covers-zones", "violation", scaled_service(2)),
    Row("asg-minimum-size-covers-zones", "unknown", scaled_service(UNKNOWN)),
    Row("asg-maximum-size-covers-zone-loss", None, group(minSize=4, maxSize=6)),
    Row("asg-maximum-size-covers-zone-loss", None, group(A, minSize=4, maxSize=4)),
    Row("asg-maximum-size-covers-zone-loss", None, group(minSize=4, maxSize=4, **GROUP_TRAINING)),
    Row(
        "asg-maximum-size-covers-zone-loss",
        None,
        nodes(scalingConfig={"desiredSize": 6, "maxSize": 9}, tags={"capacity-needed": "4"}),
    ),
    Row("asg-maximum-size-covers-zone-loss", "violation", group(minSize=4, maxSize=5)),
    Row(
        "asg-maximum-size-covers-zone-loss",
        "violation",
        nodes(scalingConfig={"desiredSize": 6, "maxSize": 9}, tags={"capacity-needed": "5"}),
    ),
    Row("asg-maximum-size-covers-zone-loss", "unknown", group(minSize=4, maxSize=UNKNOWN)),
    Row("asg-accelerator-warm-pool", None, group(**on("m7g.large"))),
    Row("asg-accelerator-warm-pool", None, group(**on("g6.xlarge", maxSize=2))),
    Row("asg-accelerator-warm-pool", None, group(**on("g6.xlarge", defaultInstanceWarmup=600))),
    Row("asg-accelerator-warm-pool", None, group(**on("g6.xlarge", healthCheckGracePeriod=900))),
    Row("asg-accelerator-warm-pool", None, group(**on("g6.xlarge", **GROUP_TRAINING))),
    Row("asg-accelerator-warm-pool", "violation", group(**on("g6.xlarge"))),
    Row(
        "asg-accelerator-warm-pool",
        "violation",
        nodes(instanceTypes=["g6.xlarge"], scalingConfig={"minSize": 1, "maxSize": 3}),
    ),
    Row("asg-accelerator-warm-pool", "unknown", group(**on("g6.xlarge", warmPool=UNKNOWN))),
    Row("asg-no-suspended-processes", None, group()),
    Row("asg-no-suspended-processes", None, group(suspendedProcesses=["ScheduledActions"])),
    Row("asg-no-suspended-processes", "violation", group(suspendedProcesses=["AZRebalance"])),
    Row("asg-no-suspended-processes", "unknown", group(suspendedProcesses=UNKNOWN)),
    Row("asg-instance-refresh-keeps-capacity", None, group()),
    Row(
        "asg-instance-refresh-keeps-capacity",
        None,
        group(instanceMaintenancePolicy={"minHealthyPercentage": -1}),
    ),
    Row(
        "asg-instance-refresh-keeps-capacity",
        "violation",
        group(instanceRefresh={"preferences": {"minHealthyPercentage": 50}}),
    ),
    Row("asg-instance-refresh-keeps-capacity", "unknown", group(instanceRefresh=UNKNOWN)),
    Row("asg-instance-refresh-keeps-capacity", None, nodes(updateConfig={"maxUnavailable": 1})),
    Row(
        "asg-instance-refresh-keeps-capacity",
        None,
        nodes(updateConfig={"maxUnavailable": 2}, scalingConfig={"desiredSize": 6}),
    ),
    Row(
        "asg-instance-refresh-keeps-capacity",
        "violation",
        nodes(updateConfig={"maxUnavailable": 3}, scalingConfig={"desiredSize": 6}),
    ),
    Row(
        "asg-instance-refresh-keeps-capacity",
        "violation",
        nodes(updateConfig={"maxUnavailablePercentage": 50}),
    ),
    Row("asg-instance-refresh-keeps-capacity", None, service()),
    Row(
        "asg-instance-refresh-keeps-capacity",
        "violation",
        service(deploymentMinimumHealthyPercent=50),
    ),
    Row(
        "asg-instance-refresh-keeps-capacity",
        None,
        service(deploymentMinimumHealthyPercent=50, **TRAINING),
    ),
    Row("asg-no-cluster-placement-group", None, group()),
    Row("asg-no-cluster-placement-group", None, [SPREAD, *group(placementGroup=SPREAD)]),
    Row(
        "asg-no-cluster-placement-group",
        None,
        [RACK, *group(A, placementGroup=RACK, **GROUP_TRAINING)],
    ),
    Row("asg-no-cluster-placement-group", "violation", [RACK, *group(A, placementGroup=RACK)]),
    Row(
        "asg-no-cluster-placement-group",
        "violation",
        [RACK, *group(A, B, placementGroup=RACK, **GROUP_TRAINING)],
    ),
    Row("asg-no-cluster-placement-group", "unknown", group(placementGroup=UNKNOWN)),
    Row("asg-accelerator-capacity-alternatives", None, group(**policy("g6.xlarge", "g5.xlarge"))),
    Row("asg-accelerator-capacity-alternatives", None, group(**policy("m7g.large"))),
    Row(
        "asg-accelerator-capacity-alternatives",
        None,
        group(**policy("g6.xlarge"), capacityReservationSpecification={"a": "b"}),
    ),
    Row("asg-accelerator-capacity-alternatives", "violation", group(**policy("g6.xlarge"))),
    Row("asg-accelerator-capacity-alternatives", "unknown", group(**policy(UNKNOWN))),
    Row("asg-accelerator-types-offered-in-every-zone", None, group(**on("m7g.large"))),
    Row(
        "asg-accelerator-types-offered-in-every-zone", "violation", numbered("use1-az2", "use1-az3")
    ),
    Row(
        "asg-accelerator-types-offered-in-every-zone", "unknown", group(A, B, **on("p5en.48xlarge"))
    ),
    Row("asg-spot-interruption-notification", None, group()),
    Row(
        "asg-spot-interruption-notification",
        None,
        [*group(**SPOT), events(f'{{"detail-type":["{NOTICES[0]}"]}}')],
    ),
    Row("asg-spot-interruption-notification", "violation", group(**SPOT)),
    Row("asg-spot-interruption-notification", "violation", [*group(**SPOT), events("{}")]),
    Row("asg-spot-interruption-notification", "unknown", [*group(**SPOT), events(UNKNOWN)]),
    Row("vpc-subnet-capacity-after-zone-loss", None, group(maxSize=400)),
    Row("vpc-subnet-capacity-after-zone-loss", None, group(A, maxSize=4000)),
    Row("vpc-subnet-capacity-after-zone-loss", "violation", group(maxSize=503)),
    Row(
        "vpc-subnet-capacity-after-zone-loss",
        "violation",
        nodes(instanceTypes=["m7g.2xlarge"], scalingConfig={"maxSize": 20}),
    ),
    Row("vpc-subnet-capacity-after-zone-loss", "unknown", group(maxSize=UNKNOWN)),
    Row("eks-node-group-single-zone-for-ebs-volumes", None, [CLUSTER, DRIVER, *nodes(A, **SCALED)]),
    Row("eks-node-group-single-zone-for-ebs-volumes", None, [CLUSTER, *nodes(**SCALED)]),
    Row(
        "eks-node-group-single-zone-for-ebs-volumes",
        None,
        [CLUSTER, DRIVER, *nodes(clusterName=CLUSTER)],
    ),
    Row(
        "eks-node-group-single-zone-for-ebs-volumes",
        "violation",
        [CLUSTER, DRIVER, *nodes(**SCALED)],
    ),
    Row(
        "eks-node-group-single-zone-for-ebs-volumes",
        "unknown",
        [CLUSTER, DRIVER, *nodes(clusterName=CLUSTER, tags=UNKNOWN)],
    ),
    Row(
        "servicequotas-quota-covers-maximum-size",
        None,
        [quota("L-DB2E81BA", 24), *group(**on("g6.xlarge"))],
    ),
    Row(
        "servicequotas-quota-covers-maximum-size",
        None,
        [quota("L-1216C47A", 8), *group(**on("g6.xlarge"))],
    ),
    Row(
        "servicequotas-quota-covers-maximum-size",
        "violation",
        [quota("L-DB2E81BA", 23), *group(**on("g6.xlarge"))],
    ),
    Row(
        "servicequotas-quota-covers-maximum-size",
        "violation",
        [
            quota("L-1216C47A", 8),
            declare(LAUNCH_TEMPLATE, "t", {"instanceType": "m7g.2xlarge"}),
            *nodes(instanceTypes=["m7g.2xlarge"], scalingConfig={"maxSize": 2}),
        ],
    ),
    Row(
        "servicequotas-quota-covers-maximum-size",
        "unknown",
        [quota("L-DB2E81BA", UNKNOWN), *group(**on("g6.xlarge"))],
    ),
]


def test_finding_gives_required_maximum_size() -> None:
    [found] = findings(rule_of("asg-maximum-size-covers-zone-loss"), group(minSize=4, maxSize=5))

    assert found.message == "maxSize is 5; expected at least 6"


def test_zone_without_offering_is_found_by_id_or_count() -> None:
    missing_somewhere = numbered("use1-az2", "use1-az3")

    [found] = findings(rule_of("asg-accelerator-types-offered-in-every-zone"), missing_somewhere)

    assert found.because is not None
    assert found.because.startswith("p5en.48xlarge is offered only in use1-az2")
    assert "use1-az3" not in found.because
