"""The way of a request: names, load balancers, targets, endpoints, models."""

from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.availability.cloudwatch import silence_is_taken_for_failure
from policies.availability.ecr import REPLICATION, images_outlive_their_region
from policies.availability.endpoints import (
    endpoint_in_every_zone_of_the_work,
    interface_endpoint_in_two_zones,
)
from policies.availability.route53 import (
    RECORD,
    name_changes_within_a_minute,
    name_follows_health,
)
from policies.availability.sagemaker import (
    CONFIGURATION,
    DIMENSION,
    ENDPOINT,
    MODEL,
    TRAINING_JOB,
    endpoint_rolls_back,
    endpoint_scales,
    model_in_two_zones,
    spot_training_keeps_checkpoints,
    variant_has_two_instances,
)
from policies.availability.subnets import tiers_even_over_zones
from policies.availability.target_groups import (
    balancer_in_two_zones,
    balancer_where_its_targets_are,
    classic_balancer_in_two_zones,
    dead_target_noticed_within_a_minute,
    target_ends_its_requests,
)
from policies.availability.zonal_shift import serving_can_leave_a_zone
from policies.reading.scaling import TARGET
from policies.reading.tokens import (
    CLASSIC_LOAD_BALANCERS,
    EKS_CLUSTER,
    GROUP,
    LISTENERS,
    LOAD_BALANCERS,
    METRIC_ALARM,
    REPOSITORY,
    SERVICE,
    SUBNET,
    TARGET_GROUPS,
    VPC,
    VPC_ENDPOINT,
)
from tests.policies.row import Row, declare, findings

TRAINING = {"tags": {"workload": "training"}}
MAIN = declare(VPC, "main")


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "part", inputs)]


def subnet(zone: object, name: str = "", tier: str | None = None) -> Resource:
    tags = {"tags": {"tier": tier}} if tier else {}
    return declare(SUBNET, name or f"in-{zone}", {"availabilityZone": zone, "vpcId": MAIN, **tags})


A, B, C, NOWHERE = subnet("a"), subnet("b"), subnet("c"), subnet(UNKNOWN, "somewhere")
PLACES = [MAIN, A, B, C]


def behind(zones: list[Resource], targets: list[Resource], **inputs: Any) -> list[Resource]:
    """Return a load balancer, what it listens and sends to, and a fleet, in these subnets."""
    balancer = declare(LOAD_BALANCERS[0], "front", {"subnets": zones, **inputs})
    group = declare(TARGET_GROUPS[0], "web")
    listener = declare(
        LISTENERS[0],
        "https",
        {"loadBalancerArn": balancer, "defaultActions": [{"targetGroupArn": group}]},
    )
    fleet = declare(GROUP, "web", {"vpcZoneIdentifiers": targets, "targetGroupArns": [group]})
    return [MAIN, A, B, C, balancer, group, listener, fleet]


def endpoint(*subnets: Resource, kind: object = "Interface", **inputs: Any) -> Resource:
    stated = {"vpcId": MAIN, "vpcEndpointType": kind, "subnetIds": [*subnets]}
    return declare(VPC_ENDPOINT, "sts", {**stated, **inputs})


FLEET = declare(GROUP, "web", {"vpcZoneIdentifiers": [A, B, C]})


def record(**inputs: Any) -> list[Resource]:
    return one(RECORD, type="A", **inputs)


def alias(name: object, health: Any = None) -> dict[str, Any]:
    return {"aliases": [{"name": name, "evaluateTargetHealth": health}]}


WEIGHTED = {"weightedRoutingPolicies": [{"weight": 1}]}


def served(serverless: Any = None) -> list[Resource]:
    variant = {"modelName": "m", **({"serverlessConfig": serverless} if serverless else {})}
    configuration = declare(CONFIGURATION, "c", {"productionVariants": [variant]})
    return [configuration, declare(ENDPOINT, "realtime", {"endpointConfigName": configuration})]


def scaling(target: object, dimension: Any = DIMENSION) -> Resource:
    return declare(TARGET, "scaling", {"resourceId": target, "scalableDimension": dimension})


def variants(*each: Any) -> list[Resource]:
    return one(CONFIGURATION, productionVariants=[*each])


def model(*subnets: Resource) -> list[Resource]:
    return [*PLACES, declare(MODEL, "m", {"vpcConfig": {"subnets": [*subnets]}})]


def liveness(**inputs: Any) -> list[Resource]:
    stated = {"metricName": "HealthyHostCount", "comparisonOperator": "LessThanThreshold"}
    return one(METRIC_ALARM, **{**stated, **inputs})


def images(*destinations: Any, **rule: Any) -> list[Resource]:
    stated = {"rules": [{"destinations": [*destinations], **rule}]}
    return [
        declare(REPOSITORY, "images", {"name": "shop/serving"}),
        declare(REPLICATION, "copies", {"replicationConfiguration": stated}),
    ]


ELSEWHERE = {"region": "us-west-2", "registryId": "123456789012"}
ALARMS = {"autoRollbackConfiguration": {"alarms": [{"alarmName": "errors"}]}}

ROWS = [
    Row(dead_target_noticed_within_a_minute, "violation", one(TARGET_GROUPS[0])),
    Row(dead_target_noticed_within_a_minute, None, one(TARGET_GROUPS[0], **TRAINING)),
    Row(dead_target_noticed_within_a_minute, None, one(TARGET_GROUPS[0], targetType="lambda")),
    Row(
        dead_target_noticed_within_a_minute,
        None,
        one(TARGET_GROUPS[1], healthCheck={"interval": 10, "unhealthyThreshold": 3}),
    ),
    Row(
        dead_target_noticed_within_a_minute,
        "undecided",
        one(TARGET_GROUPS[0], healthCheck={"interval": UNKNOWN}),
    ),
    Row(target_ends_its_requests, None, one(TARGET_GROUPS[0])),
    Row(target_ends_its_requests, "violation", one(TARGET_GROUPS[0], deregistrationDelay=5)),
    Row(
        target_ends_its_requests,
        "violation",
        one(TARGET_GROUPS[0], deregistrationDelay=60),
        {"seconds": 120},
    ),
    Row(target_ends_its_requests, "undecided", one(TARGET_GROUPS[0], deregistrationDelay=UNKNOWN)),
    Row(balancer_in_two_zones, None, [*PLACES, *one(LOAD_BALANCERS[0], subnets=[A, B])]),
    Row(
        balancer_in_two_zones,
        None,
        [*PLACES, *one(LOAD_BALANCERS[0], subnetMappings=[{"subnetId": A}, {"subnetId": B}])],
    ),
    Row(balancer_in_two_zones, "violation", [*PLACES, *one(LOAD_BALANCERS[1], subnets=[A])]),
    Row(
        balancer_in_two_zones,
        "undecided",
        [MAIN, A, NOWHERE, *one(LOAD_BALANCERS[0], subnets=[A, NOWHERE])],
    ),
    Row(
        classic_balancer_in_two_zones,
        None,
        one(CLASSIC_LOAD_BALANCERS[0], availabilityZones=["a", "b"]),
    ),
    Row(
        classic_balancer_in_two_zones,
        "violation",
        [*PLACES, *one(CLASSIC_LOAD_BALANCERS[0], subnets=[A])],
    ),
    Row(
        classic_balancer_in_two_zones,
        "undecided",
        one(CLASSIC_LOAD_BALANCERS[0], availabilityZones=["a", UNKNOWN]),
    ),
    Row(balancer_where_its_targets_are, None, behind([A, B], [A, B])),
    Row(balancer_where_its_targets_are, None, behind([A, B, C], [A, B])),
    Row(balancer_where_its_targets_are, "violation", behind([A, B], [A, B, C])),
    Row(
        balancer_where_its_targets_are,
        "violation",
        behind([A, B, C], [A, B], loadBalancerType="network"),
    ),
    Row(
        balancer_where_its_targets_are,
        None,
        behind([A, B, C], [A, B], loadBalancerType="network", enableCrossZoneLoadBalancing=True),
    ),
    Row(
        balancer_where_its_targets_are,
        "undecided",
        [NOWHERE, *behind([A, NOWHERE], [A, B])],
    ),
    Row(serving_can_leave_a_zone, None, one(LOAD_BALANCERS[0], enableZonalShift=True)),
    Row(serving_can_leave_a_zone, None, one(LOAD_BALANCERS[0], loadBalancerType="gateway")),
    Row(serving_can_leave_a_zone, "violation", one(LOAD_BALANCERS[0])),
    Row(serving_can_leave_a_zone, "undecided", one(LOAD_BALANCERS[0], enableZonalShift=UNKNOWN)),
    Row(serving_can_leave_a_zone, None, one(EKS_CLUSTER, zonalShiftConfig={"enabled": True})),
    Row(serving_can_leave_a_zone, "violation", one(EKS_CLUSTER)),
    Row(serving_can_leave_a_zone, None, one(SERVICE)),
    Row(
        serving_can_leave_a_zone, "violation", one(SERVICE, availabilityZoneRebalancing="DISABLED")
    ),
    Row(interface_endpoint_in_two_zones, None, [*PLACES, endpoint(A, B)]),
    Row(interface_endpoint_in_two_zones, None, [MAIN, endpoint(kind="Gateway")]),
    Row(interface_endpoint_in_two_zones, "violation", [*PLACES, endpoint(A)]),
    Row(interface_endpoint_in_two_zones, "undecided", [MAIN, A, NOWHERE, endpoint(A, NOWHERE)]),
    Row(endpoint_in_every_zone_of_the_work, None, [*PLACES, FLEET, endpoint(A, B, C)]),
    Row(endpoint_in_every_zone_of_the_work, None, [*PLACES, endpoint(A)]),
    Row(endpoint_in_every_zone_of_the_work, None, [*PLACES, FLEET, endpoint(kind="Gateway")]),
    Row(endpoint_in_every_zone_of_the_work, "violation", [*PLACES, FLEET, endpoint(A, B)]),
    Row(
        endpoint_in_every_zone_of_the_work,
        "undecided",
        [*PLACES, NOWHERE, FLEET, endpoint(A, B, NOWHERE)],
    ),
    Row(tiers_even_over_zones, None, [*PLACES]),
    Row(
        tiers_even_over_zones,
        None,
        [*PLACES, *(subnet(zone, f"public-{zone}", "public") for zone in "abc")],
    ),
    Row(tiers_even_over_zones, None, [MAIN, A, B], {"zones": 2}),
    Row(tiers_even_over_zones, "violation", [MAIN, A, B]),
    Row(tiers_even_over_zones, "violation", [*PLACES, subnet("a", "more")]),
    Row(tiers_even_over_zones, "undecided", [MAIN, A, B, NOWHERE]),
    Row(name_follows_health, None, record(**alias("lb.example.com", health=True))),
    Row(name_follows_health, None, record(**alias("d1.cloudfront.net", health=False))),
    Row(name_follows_health, None, record(ttl=300, records=["192.0.2.1"])),
    Row(name_follows_health, None, record(ttl=60, healthCheckId="h", **WEIGHTED)),
    Row(name_follows_health, "violation", record(**alias("lb.example.com", health=False))),
    Row(name_follows_health, "violation", record(ttl=60, records=["192.0.2.1"], **WEIGHTED)),
    Row(name_follows_health, "undecided", record(**alias("lb.example.com", health=UNKNOWN))),
    Row(name_changes_within_a_minute, None, record(ttl=3600)),
    Row(name_changes_within_a_minute, None, record(ttl=60, **WEIGHTED)),
    Row(name_changes_within_a_minute, None, record(**alias("lb", health=True), **WEIGHTED)),
    Row(name_changes_within_a_minute, "violation", record(ttl=300, **WEIGHTED)),
    Row(name_changes_within_a_minute, "undecided", record(ttl=UNKNOWN, **WEIGHTED)),
    Row(variant_has_two_instances, None, variants({"initialInstanceCount": 2})),
    Row(variant_has_two_instances, None, variants({"serverlessConfig": {"maxConcurrency": 5}})),
    Row(variant_has_two_instances, "violation", variants({"instanceType": "ml.m5.large"})),
    Row(variant_has_two_instances, "violation", variants({"initialInstanceCount": 1})),
    Row(variant_has_two_instances, "undecided", variants({"initialInstanceCount": UNKNOWN})),
    Row(model_in_two_zones, None, one(MODEL)),
    Row(model_in_two_zones, None, model(A, B)),
    Row(model_in_two_zones, "violation", model(A)),
    Row(model_in_two_zones, "undecided", [NOWHERE, *model(A, NOWHERE)]),
    Row(endpoint_scales, None, [*served(), scaling(served()[1])]),
    Row(endpoint_scales, None, served({"maxConcurrency": 5})),
    Row(endpoint_scales, "violation", served()),
    Row(endpoint_scales, "violation", [*served(), scaling(served()[1], "other")]),
    Row(endpoint_scales, "undecided", [*served(), scaling(UNKNOWN)]),
    Row(endpoint_rolls_back, None, one(ENDPOINT, deploymentConfig=ALARMS)),
    Row(endpoint_rolls_back, "violation", one(ENDPOINT)),
    Row(endpoint_rolls_back, "undecided", one(ENDPOINT, deploymentConfig=UNKNOWN)),
    Row(spot_training_keeps_checkpoints, None, one(TRAINING_JOB)),
    Row(
        spot_training_keeps_checkpoints,
        None,
        one(
            TRAINING_JOB,
            enableManagedSpotTraining=True,
            checkpointConfig={"s3Uri": "s3://checkpoints"},
            stoppingCondition={"maxWaitTimeInSeconds": 7200},
        ),
    ),
    Row(
        spot_training_keeps_checkpoints,
        "violation",
        one(TRAINING_JOB, enableManagedSpotTraining=True),
    ),
    Row(
        spot_training_keeps_checkpoints,
        "undecided",
        one(TRAINING_JOB, enableManagedSpotTraining=UNKNOWN),
    ),
    Row(silence_is_taken_for_failure, None, liveness(treatMissingData="breaching")),
    Row(silence_is_taken_for_failure, None, liveness(metricName="CPUUtilization")),
    Row(
        silence_is_taken_for_failure,
        None,
        liveness(comparisonOperator="GreaterThanThreshold"),
    ),
    Row(silence_is_taken_for_failure, "violation", liveness()),
    Row(
        silence_is_taken_for_failure,
        "violation",
        liveness(metricName=None, metricQueries=[{"metric": {"metricName": "RunningTaskCount"}}]),
    ),
    Row(silence_is_taken_for_failure, "undecided", liveness(treatMissingData=UNKNOWN)),
    Row(images_outlive_their_region, None, images(ELSEWHERE)),
    Row(
        images_outlive_their_region,
        None,
        images(ELSEWHERE, repositoryFilters=[{"filter": "shop/"}]),
    ),
    Row(images_outlive_their_region, "violation", one(REPOSITORY)),
    Row(images_outlive_their_region, "violation", images({"region": "us-east-1"})),
    Row(
        images_outlive_their_region,
        "violation",
        images(ELSEWHERE, repositoryFilters=[{"filter": "other/"}]),
    ),
    Row(images_outlive_their_region, "undecided", images({"region": UNKNOWN})),
]


def test_a_balancer_says_where_it_is_and_where_its_targets_are() -> None:
    [found] = findings(balancer_where_its_targets_are, behind([A, B], [A, B, C]))

    assert found.what == "front is in a, b, web in a, b, c"
