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
from policies.rules.autoscaling.accelerators import (
    asg_accelerator_capacity_alternatives,
    asg_accelerator_types_offered_in_every_zone,
    asg_accelerator_warm_pool,
)
from policies.rules.autoscaling.capacity import (
    asg_maximum_size_covers_zone_loss,
    asg_minimum_size_covers_zones,
)
from policies.rules.autoscaling.group import (
    asg_instance_refresh_keeps_capacity,
    asg_no_cluster_placement_group,
    asg_no_suspended_processes,
)
from policies.rules.autoscaling.spot import EVENT_RULE, NOTICES, asg_spot_interruption_notification
from policies.rules.eks import (
    ADDON,
    AUTOSCALED,
    VOLUMES,
    eks_node_group_single_zone_for_ebs_volumes,
)
from policies.rules.servicequotas import servicequotas_quota_covers_maximum_size
from policies.rules.vpc.zones import vpc_subnet_capacity_after_zone_loss
from tests.policies.row import Row, declare, findings

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
    Row(asg_minimum_size_covers_zones, None, service(desiredCount=3)),
    Row(asg_minimum_size_covers_zones, None, service(schedulingStrategy="DAEMON")),
    Row(asg_minimum_size_covers_zones, None, scaled_service(3)),
    Row(asg_minimum_size_covers_zones, "violation", service(desiredCount=2)),
    Row(asg_minimum_size_covers_zones, "violation", scaled_service(2)),
    Row(asg_minimum_size_covers_zones, "unknown", scaled_service(UNKNOWN)),
    Row(asg_maximum_size_covers_zone_loss, None, group(minSize=4, maxSize=6)),
    Row(asg_maximum_size_covers_zone_loss, None, group(A, minSize=4, maxSize=4)),
    Row(asg_maximum_size_covers_zone_loss, None, group(minSize=4, maxSize=4, **GROUP_TRAINING)),
    Row(
        asg_maximum_size_covers_zone_loss,
        None,
        nodes(scalingConfig={"desiredSize": 6, "maxSize": 9}, tags={"capacity-needed": "4"}),
    ),
    Row(asg_maximum_size_covers_zone_loss, "violation", group(minSize=4, maxSize=5)),
    Row(
        asg_maximum_size_covers_zone_loss,
        "violation",
        nodes(scalingConfig={"desiredSize": 6, "maxSize": 9}, tags={"capacity-needed": "5"}),
    ),
    Row(asg_maximum_size_covers_zone_loss, "unknown", group(minSize=4, maxSize=UNKNOWN)),
    Row(asg_accelerator_warm_pool, None, group(**on("m7g.large"))),
    Row(asg_accelerator_warm_pool, None, group(**on("g6.xlarge", maxSize=2))),
    Row(asg_accelerator_warm_pool, None, group(**on("g6.xlarge", defaultInstanceWarmup=600))),
    Row(asg_accelerator_warm_pool, None, group(**on("g6.xlarge", healthCheckGracePeriod=900))),
    Row(asg_accelerator_warm_pool, None, group(**on("g6.xlarge", **GROUP_TRAINING))),
    Row(asg_accelerator_warm_pool, "violation", group(**on("g6.xlarge"))),
    Row(
        asg_accelerator_warm_pool,
        "violation",
        nodes(instanceTypes=["g6.xlarge"], scalingConfig={"minSize": 1, "maxSize": 3}),
    ),
    Row(asg_accelerator_warm_pool, "unknown", group(**on("g6.xlarge", warmPool=UNKNOWN))),
    Row(asg_no_suspended_processes, None, group()),
    Row(asg_no_suspended_processes, None, group(suspendedProcesses=["ScheduledActions"])),
    Row(asg_no_suspended_processes, "violation", group(suspendedProcesses=["AZRebalance"])),
    Row(asg_no_suspended_processes, "unknown", group(suspendedProcesses=UNKNOWN)),
    Row(asg_instance_refresh_keeps_capacity, None, group()),
    Row(
        asg_instance_refresh_keeps_capacity,
        None,
        group(instanceMaintenancePolicy={"minHealthyPercentage": -1}),
    ),
    Row(
        asg_instance_refresh_keeps_capacity,
        "violation",
        group(instanceRefresh={"preferences": {"minHealthyPercentage": 50}}),
    ),
    Row(asg_instance_refresh_keeps_capacity, "unknown", group(instanceRefresh=UNKNOWN)),
    Row(asg_instance_refresh_keeps_capacity, None, nodes(updateConfig={"maxUnavailable": 1})),
    Row(
        asg_instance_refresh_keeps_capacity,
        None,
        nodes(updateConfig={"maxUnavailable": 2}, scalingConfig={"desiredSize": 6}),
    ),
    Row(
        asg_instance_refresh_keeps_capacity,
        "violation",
        nodes(updateConfig={"maxUnavailable": 3}, scalingConfig={"desiredSize": 6}),
    ),
    Row(
        asg_instance_refresh_keeps_capacity,
        "violation",
        nodes(updateConfig={"maxUnavailablePercentage": 50}),
    ),
    Row(asg_instance_refresh_keeps_capacity, None, service()),
    Row(
        asg_instance_refresh_keeps_capacity,
        "violation",
        service(deploymentMinimumHealthyPercent=50),
    ),
    Row(
        asg_instance_refresh_keeps_capacity,
        None,
        service(deploymentMinimumHealthyPercent=50, **TRAINING),
    ),
    Row(asg_no_cluster_placement_group, None, group()),
    Row(asg_no_cluster_placement_group, None, [SPREAD, *group(placementGroup=SPREAD)]),
    Row(
        asg_no_cluster_placement_group,
        None,
        [RACK, *group(A, placementGroup=RACK, **GROUP_TRAINING)],
    ),
    Row(asg_no_cluster_placement_group, "violation", [RACK, *group(A, placementGroup=RACK)]),
    Row(
        asg_no_cluster_placement_group,
        "violation",
        [RACK, *group(A, B, placementGroup=RACK, **GROUP_TRAINING)],
    ),
    Row(asg_no_cluster_placement_group, "unknown", group(placementGroup=UNKNOWN)),
    Row(asg_accelerator_capacity_alternatives, None, group(**policy("g6.xlarge", "g5.xlarge"))),
    Row(asg_accelerator_capacity_alternatives, None, group(**policy("m7g.large"))),
    Row(
        asg_accelerator_capacity_alternatives,
        None,
        group(**policy("g6.xlarge"), capacityReservationSpecification={"a": "b"}),
    ),
    Row(asg_accelerator_capacity_alternatives, "violation", group(**policy("g6.xlarge"))),
    Row(asg_accelerator_capacity_alternatives, "unknown", group(**policy(UNKNOWN))),
    Row(asg_accelerator_types_offered_in_every_zone, None, group(**on("m7g.large"))),
    Row(asg_accelerator_types_offered_in_every_zone, "violation", numbered("use1-az2", "use1-az3")),
    Row(asg_accelerator_types_offered_in_every_zone, "unknown", group(A, B, **on("p5en.48xlarge"))),
    Row(asg_spot_interruption_notification, None, group()),
    Row(
        asg_spot_interruption_notification,
        None,
        [*group(**SPOT), events(f'{{"detail-type":["{NOTICES[0]}"]}}')],
    ),
    Row(asg_spot_interruption_notification, "violation", group(**SPOT)),
    Row(asg_spot_interruption_notification, "violation", [*group(**SPOT), events("{}")]),
    Row(asg_spot_interruption_notification, "unknown", [*group(**SPOT), events(UNKNOWN)]),
    Row(vpc_subnet_capacity_after_zone_loss, None, group(maxSize=400)),
    Row(vpc_subnet_capacity_after_zone_loss, None, group(A, maxSize=4000)),
    Row(vpc_subnet_capacity_after_zone_loss, "violation", group(maxSize=503)),
    Row(
        vpc_subnet_capacity_after_zone_loss,
        "violation",
        nodes(instanceTypes=["m7g.2xlarge"], scalingConfig={"maxSize": 20}),
    ),
    Row(vpc_subnet_capacity_after_zone_loss, "unknown", group(maxSize=UNKNOWN)),
    Row(eks_node_group_single_zone_for_ebs_volumes, None, [CLUSTER, DRIVER, *nodes(A, **SCALED)]),
    Row(eks_node_group_single_zone_for_ebs_volumes, None, [CLUSTER, *nodes(**SCALED)]),
    Row(
        eks_node_group_single_zone_for_ebs_volumes,
        None,
        [CLUSTER, DRIVER, *nodes(clusterName=CLUSTER)],
    ),
    Row(
        eks_node_group_single_zone_for_ebs_volumes, "violation", [CLUSTER, DRIVER, *nodes(**SCALED)]
    ),
    Row(
        eks_node_group_single_zone_for_ebs_volumes,
        "unknown",
        [CLUSTER, DRIVER, *nodes(clusterName=CLUSTER, tags=UNKNOWN)],
    ),
    Row(
        servicequotas_quota_covers_maximum_size,
        None,
        [quota("L-DB2E81BA", 24), *group(**on("g6.xlarge"))],
    ),
    Row(
        servicequotas_quota_covers_maximum_size,
        None,
        [quota("L-1216C47A", 8), *group(**on("g6.xlarge"))],
    ),
    Row(
        servicequotas_quota_covers_maximum_size,
        "violation",
        [quota("L-DB2E81BA", 23), *group(**on("g6.xlarge"))],
    ),
    Row(
        servicequotas_quota_covers_maximum_size,
        "violation",
        [
            quota("L-1216C47A", 8),
            declare(LAUNCH_TEMPLATE, "t", {"instanceType": "m7g.2xlarge"}),
            *nodes(instanceTypes=["m7g.2xlarge"], scalingConfig={"maxSize": 2}),
        ],
    ),
    Row(
        servicequotas_quota_covers_maximum_size,
        "unknown",
        [quota("L-DB2E81BA", UNKNOWN), *group(**on("g6.xlarge"))],
    ),
]


def test_finding_gives_required_maximum_size() -> None:
    [found] = findings(asg_maximum_size_covers_zone_loss, group(minSize=4, maxSize=5))

    assert found.message == "maxSize is 5; expected at least 6"


def test_zone_without_offering_is_found_by_id_or_count() -> None:
    missing_somewhere = numbered("use1-az2", "use1-az3")

    [found] = findings(asg_accelerator_types_offered_in_every_zone, missing_somewhere)

    assert found.because is not None
    assert found.because.startswith("p5en.48xlarge is offered only in use1-az2")
    assert "use1-az3" not in found.because
