"""Fleets: what is left of them without a zone, while they are replaced, when models load."""

from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.availability.accelerators import (
    accelerators_offered_in_every_zone,
    accelerators_reserved_or_of_two_types,
)
from policies.availability.autoscaling import fleet_minimum_covers_zones
from policies.availability.eks import (
    ADDON,
    AUTOSCALED,
    VOLUMES,
    nodes_with_volumes_one_zone_a_group,
)
from policies.availability.fleet_capacity import (
    fleet_grows_back_without_a_zone,
    group_heals_itself,
    group_not_pinned_to_a_rack,
    replacement_keeps_capacity,
    slow_machines_wait_warm,
)
from policies.availability.servicequotas import quota_covers_fleets
from policies.availability.spot_events import EVENT_RULE, NOTICES, spot_interruptions_heard
from policies.availability.subnets import subnets_hold_fleet_without_a_zone
from policies.reading.scaling import TARGET
from policies.reading.tokens import (
    EKS_CLUSTER,
    GROUP,
    LAUNCH_TEMPLATE,
    NODE_GROUP,
    SERVICE,
    SUBNET,
)
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
    Row(fleet_minimum_covers_zones, None, service(desiredCount=3)),
    Row(fleet_minimum_covers_zones, None, service(schedulingStrategy="DAEMON")),
    Row(fleet_minimum_covers_zones, None, scaled_service(3)),
    Row(fleet_minimum_covers_zones, "violation", service(desiredCount=2)),
    Row(fleet_minimum_covers_zones, "violation", scaled_service(2)),
    Row(fleet_minimum_covers_zones, "undecided", scaled_service(UNKNOWN)),
    Row(fleet_grows_back_without_a_zone, None, group(minSize=4, maxSize=6)),
    Row(fleet_grows_back_without_a_zone, None, group(A, minSize=4, maxSize=4)),
    Row(fleet_grows_back_without_a_zone, None, group(minSize=4, maxSize=4, **GROUP_TRAINING)),
    Row(
        fleet_grows_back_without_a_zone,
        None,
        nodes(scalingConfig={"desiredSize": 6, "maxSize": 9}, tags={"capacity-needed": "4"}),
    ),
    Row(fleet_grows_back_without_a_zone, "violation", group(minSize=4, maxSize=5)),
    Row(
        fleet_grows_back_without_a_zone,
        "violation",
        nodes(scalingConfig={"desiredSize": 6, "maxSize": 9}, tags={"capacity-needed": "5"}),
    ),
    Row(fleet_grows_back_without_a_zone, "undecided", group(minSize=4, maxSize=UNKNOWN)),
    Row(slow_machines_wait_warm, None, group(**on("m7g.large"))),
    Row(slow_machines_wait_warm, None, group(**on("g6.xlarge", maxSize=2))),
    Row(slow_machines_wait_warm, None, group(**on("g6.xlarge", defaultInstanceWarmup=600))),
    Row(slow_machines_wait_warm, None, group(**on("g6.xlarge", healthCheckGracePeriod=900))),
    Row(slow_machines_wait_warm, None, group(**on("g6.xlarge", **GROUP_TRAINING))),
    Row(slow_machines_wait_warm, "violation", group(**on("g6.xlarge"))),
    Row(
        slow_machines_wait_warm,
        "violation",
        nodes(instanceTypes=["g6.xlarge"], scalingConfig={"minSize": 1, "maxSize": 3}),
    ),
    Row(slow_machines_wait_warm, "undecided", group(**on("g6.xlarge", warmPool=UNKNOWN))),
    Row(group_heals_itself, None, group()),
    Row(group_heals_itself, None, group(suspendedProcesses=["ScheduledActions"])),
    Row(group_heals_itself, "violation", group(suspendedProcesses=["AZRebalance"])),
    Row(group_heals_itself, "undecided", group(suspendedProcesses=UNKNOWN)),
    Row(replacement_keeps_capacity, None, group()),
    Row(
        replacement_keeps_capacity,
        None,
        group(instanceMaintenancePolicy={"minHealthyPercentage": -1}),
    ),
    Row(
        replacement_keeps_capacity,
        "violation",
        group(instanceRefresh={"preferences": {"minHealthyPercentage": 50}}),
    ),
    Row(replacement_keeps_capacity, "undecided", group(instanceRefresh=UNKNOWN)),
    Row(replacement_keeps_capacity, None, nodes(updateConfig={"maxUnavailable": 1})),
    Row(
        replacement_keeps_capacity,
        None,
        nodes(updateConfig={"maxUnavailable": 2}, scalingConfig={"desiredSize": 6}),
    ),
    Row(
        replacement_keeps_capacity,
        "violation",
        nodes(updateConfig={"maxUnavailable": 3}, scalingConfig={"desiredSize": 6}),
    ),
    Row(
        replacement_keeps_capacity,
        "violation",
        nodes(updateConfig={"maxUnavailablePercentage": 50}),
    ),
    Row(replacement_keeps_capacity, None, service()),
    Row(replacement_keeps_capacity, "violation", service(deploymentMinimumHealthyPercent=50)),
    Row(replacement_keeps_capacity, None, service(deploymentMinimumHealthyPercent=50, **TRAINING)),
    Row(group_not_pinned_to_a_rack, None, group()),
    Row(group_not_pinned_to_a_rack, None, [SPREAD, *group(placementGroup=SPREAD)]),
    Row(group_not_pinned_to_a_rack, None, [RACK, *group(A, placementGroup=RACK, **GROUP_TRAINING)]),
    Row(group_not_pinned_to_a_rack, "violation", [RACK, *group(A, placementGroup=RACK)]),
    Row(
        group_not_pinned_to_a_rack,
        "violation",
        [RACK, *group(A, B, placementGroup=RACK, **GROUP_TRAINING)],
    ),
    Row(group_not_pinned_to_a_rack, "undecided", group(placementGroup=UNKNOWN)),
    Row(accelerators_reserved_or_of_two_types, None, group(**policy("g6.xlarge", "g5.xlarge"))),
    Row(accelerators_reserved_or_of_two_types, None, group(**policy("m7g.large"))),
    Row(
        accelerators_reserved_or_of_two_types,
        None,
        group(**policy("g6.xlarge"), capacityReservationSpecification={"a": "b"}),
    ),
    Row(accelerators_reserved_or_of_two_types, "violation", group(**policy("g6.xlarge"))),
    Row(accelerators_reserved_or_of_two_types, "undecided", group(**policy(UNKNOWN))),
    Row(accelerators_offered_in_every_zone, None, group(**on("m7g.large"))),
    Row(accelerators_offered_in_every_zone, "violation", numbered("use1-az2", "use1-az3")),
    Row(accelerators_offered_in_every_zone, "undecided", group(A, B, **on("p5en.48xlarge"))),
    Row(spot_interruptions_heard, None, group()),
    Row(
        spot_interruptions_heard,
        None,
        [*group(**SPOT), events(f'{{"detail-type":["{NOTICES[0]}"]}}')],
    ),
    Row(spot_interruptions_heard, "violation", group(**SPOT)),
    Row(spot_interruptions_heard, "violation", [*group(**SPOT), events("{}")]),
    Row(spot_interruptions_heard, "undecided", [*group(**SPOT), events(UNKNOWN)]),
    Row(subnets_hold_fleet_without_a_zone, None, group(maxSize=400)),
    Row(subnets_hold_fleet_without_a_zone, None, group(A, maxSize=4000)),
    Row(subnets_hold_fleet_without_a_zone, "violation", group(maxSize=503)),
    Row(
        subnets_hold_fleet_without_a_zone,
        "violation",
        nodes(instanceTypes=["m7g.2xlarge"], scalingConfig={"maxSize": 20}),
    ),
    Row(subnets_hold_fleet_without_a_zone, "undecided", group(maxSize=UNKNOWN)),
    Row(nodes_with_volumes_one_zone_a_group, None, [CLUSTER, DRIVER, *nodes(A, **SCALED)]),
    Row(nodes_with_volumes_one_zone_a_group, None, [CLUSTER, *nodes(**SCALED)]),
    Row(
        nodes_with_volumes_one_zone_a_group,
        None,
        [CLUSTER, DRIVER, *nodes(clusterName=CLUSTER)],
    ),
    Row(nodes_with_volumes_one_zone_a_group, "violation", [CLUSTER, DRIVER, *nodes(**SCALED)]),
    Row(
        nodes_with_volumes_one_zone_a_group,
        "undecided",
        [CLUSTER, DRIVER, *nodes(clusterName=CLUSTER, tags=UNKNOWN)],
    ),
    Row(quota_covers_fleets, None, [quota("L-DB2E81BA", 24), *group(**on("g6.xlarge"))]),
    Row(quota_covers_fleets, None, [quota("L-1216C47A", 8), *group(**on("g6.xlarge"))]),
    Row(quota_covers_fleets, "violation", [quota("L-DB2E81BA", 23), *group(**on("g6.xlarge"))]),
    Row(
        quota_covers_fleets,
        "violation",
        [
            quota("L-1216C47A", 8),
            declare(LAUNCH_TEMPLATE, "t", {"instanceType": "m7g.2xlarge"}),
            *nodes(instanceTypes=["m7g.2xlarge"], scalingConfig={"maxSize": 2}),
        ],
    ),
    Row(
        quota_covers_fleets, "undecided", [quota("L-DB2E81BA", UNKNOWN), *group(**on("g6.xlarge"))]
    ),
]


def test_a_fleet_says_how_far_it_must_be_able_to_grow() -> None:
    [found] = findings(fleet_grows_back_without_a_zone, group(minSize=4, maxSize=5))

    assert found.message == "maxSize is 5; wanted: 6 or more"


def test_a_zone_by_its_id_is_certain_and_so_are_more_zones_than_offer_the_type() -> None:
    lacking = numbered("use1-az2", "use1-az3")

    [found] = findings(accelerators_offered_in_every_zone, lacking)

    assert found.because is not None
    assert found.because.startswith("p5en.48xlarge is offered in use1-az2")
    assert "use1-az3" not in found.because
