"""The way of a request: names, load balancers, targets, endpoints, models."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    CLASSIC_LOAD_BALANCER,
    EKS_CLUSTER,
    GROUP,
    LISTENER,
    LOAD_BALANCER,
    METRIC_ALARM,
    SERVICE,
    TARGET_GROUP,
    VPC_ENDPOINT,
)
from tests.policies.places import MAIN, NOWHERE, PLACES, A, B, C, subnet
from tests.policies.row import Row, declare, findings, one, rule_of

TRAINING = {"tags": {"workload": "training"}}


def behind(zones: list[Resource], targets: list[Resource], **inputs: Any) -> list[Resource]:
    """Return a load balancer, what it listens and sends to, and a fleet, in these subnets."""
    balancer = declare(LOAD_BALANCER, "front", {"subnets": zones, **inputs})
    group = declare(TARGET_GROUP, "web")
    listener = declare(
        LISTENER,
        "https",
        {"loadBalancerArn": balancer, "defaultActions": [{"targetGroupArn": group}]},
    )
    fleet = declare(GROUP, "web", {"vpcZoneIdentifiers": targets, "targetGroupArns": [group]})
    return [MAIN, A, B, C, balancer, group, listener, fleet]


def endpoint(*subnets: Resource, kind: object = "Interface", **inputs: Any) -> Resource:
    specified = {"vpcId": MAIN, "vpcEndpointType": kind, "subnetIds": [*subnets]}
    return declare(VPC_ENDPOINT, "sts", {**specified, **inputs})


FLEET = declare(GROUP, "web", {"vpcZoneIdentifiers": [A, B, C]})


def liveness(**inputs: Any) -> list[Resource]:
    specified = {"metricName": "HealthyHostCount", "comparisonOperator": "LessThanThreshold"}
    return one(METRIC_ALARM, **{**specified, **inputs})


ROWS = [
    Row("elb-target-group-unhealthy-within-a-minute", "violation", one(TARGET_GROUP)),
    Row("elb-target-group-unhealthy-within-a-minute", None, one(TARGET_GROUP, **TRAINING)),
    Row("elb-target-group-unhealthy-within-a-minute", None, one(TARGET_GROUP, targetType="lambda")),
    Row(
        "elb-target-group-unhealthy-within-a-minute",
        None,
        one(
            "aws:alb/targetGroup:TargetGroup", healthCheck={"interval": 10, "unhealthyThreshold": 3}
        ),
    ),
    Row(
        "elb-target-group-unhealthy-within-a-minute",
        "unknown",
        one(TARGET_GROUP, healthCheck={"interval": UNKNOWN}),
    ),
    Row("elb-target-group-deregistration-delay", None, one(TARGET_GROUP)),
    Row(
        "elb-target-group-deregistration-delay",
        "violation",
        one(TARGET_GROUP, deregistrationDelay=5),
    ),
    Row(
        "elb-target-group-deregistration-delay",
        "violation",
        one(TARGET_GROUP, deregistrationDelay=60),
        {"seconds": 120},
    ),
    Row(
        "elb-target-group-deregistration-delay",
        "unknown",
        one(TARGET_GROUP, deregistrationDelay=UNKNOWN),
    ),
    Row("elb-load-balancer-two-zones", None, [*PLACES, *one(LOAD_BALANCER, subnets=[A, B])]),
    Row(
        "elb-load-balancer-two-zones",
        None,
        [*PLACES, *one(LOAD_BALANCER, subnetMappings=[{"subnetId": A}, {"subnetId": B}])],
    ),
    Row(
        "elb-load-balancer-two-zones",
        "violation",
        [*PLACES, *one("aws:alb/loadBalancer:LoadBalancer", subnets=[A])],
    ),
    Row(
        "elb-load-balancer-two-zones",
        "unknown",
        [MAIN, A, NOWHERE, *one(LOAD_BALANCER, subnets=[A, NOWHERE])],
    ),
    Row(
        "elb-classic-two-zones",
        None,
        one(CLASSIC_LOAD_BALANCER, availabilityZones=["a", "b"]),
    ),
    Row(
        "elb-classic-two-zones",
        "violation",
        [*PLACES, *one(CLASSIC_LOAD_BALANCER, subnets=[A])],
    ),
    Row(
        "elb-classic-two-zones",
        "unknown",
        one(CLASSIC_LOAD_BALANCER, availabilityZones=["a", UNKNOWN]),
    ),
    Row("elb-load-balancer-zones-match-targets", None, behind([A, B], [A, B])),
    Row("elb-load-balancer-zones-match-targets", None, behind([A, B, C], [A, B])),
    Row("elb-load-balancer-zones-match-targets", "violation", behind([A, B], [A, B, C])),
    Row(
        "elb-load-balancer-zones-match-targets",
        "violation",
        behind([A, B, C], [A, B], loadBalancerType="network"),
    ),
    Row(
        "elb-load-balancer-zones-match-targets",
        None,
        behind([A, B, C], [A, B], loadBalancerType="network", enableCrossZoneLoadBalancing=True),
    ),
    Row(
        "elb-load-balancer-zones-match-targets",
        "unknown",
        [NOWHERE, *behind([A, NOWHERE], [A, B])],
    ),
    Row("elb-zonal-shift", None, one(LOAD_BALANCER, enableZonalShift=True)),
    Row("elb-zonal-shift", None, one(LOAD_BALANCER, loadBalancerType="gateway")),
    Row("elb-zonal-shift", "violation", one(LOAD_BALANCER)),
    Row("elb-zonal-shift", "unknown", one(LOAD_BALANCER, enableZonalShift=UNKNOWN)),
    Row("elb-zonal-shift", None, one(EKS_CLUSTER, zonalShiftConfig={"enabled": True})),
    Row("elb-zonal-shift", None, one(EKS_CLUSTER)),
    Row("elb-zonal-shift", "violation", one(EKS_CLUSTER, tags={"workload": "serving"})),
    Row("elb-zonal-shift", None, one(SERVICE)),
    Row("elb-zonal-shift", "violation", one(SERVICE, availabilityZoneRebalancing="DISABLED")),
    Row("vpc-interface-endpoint-two-zones", None, [*PLACES, endpoint(A, B)]),
    Row("vpc-interface-endpoint-two-zones", None, [MAIN, endpoint(kind="Gateway")]),
    Row("vpc-interface-endpoint-two-zones", "violation", [*PLACES, endpoint(A)]),
    Row("vpc-interface-endpoint-two-zones", "unknown", [MAIN, A, NOWHERE, endpoint(A, NOWHERE)]),
    Row("vpc-interface-endpoint-zones-of-workload", None, [*PLACES, FLEET, endpoint(A, B, C)]),
    Row("vpc-interface-endpoint-zones-of-workload", None, [*PLACES, endpoint(A)]),
    Row(
        "vpc-interface-endpoint-zones-of-workload", None, [*PLACES, FLEET, endpoint(kind="Gateway")]
    ),
    Row("vpc-interface-endpoint-zones-of-workload", "violation", [*PLACES, FLEET, endpoint(A, B)]),
    Row(
        "vpc-interface-endpoint-zones-of-workload",
        "unknown",
        [*PLACES, NOWHERE, FLEET, endpoint(A, B, NOWHERE)],
    ),
    Row("vpc-subnet-tiers-balanced-across-zones", None, [*PLACES]),
    Row(
        "vpc-subnet-tiers-balanced-across-zones",
        None,
        [*PLACES, *(subnet(zone, f"public-{zone}", "public") for zone in "abc")],
    ),
    Row("vpc-subnet-tiers-balanced-across-zones", None, [MAIN, A, B], {"zones": 2}),
    Row("vpc-subnet-tiers-balanced-across-zones", "violation", [MAIN, A, B]),
    Row("vpc-subnet-tiers-balanced-across-zones", "violation", [*PLACES, subnet("a", "more")]),
    Row("vpc-subnet-tiers-balanced-across-zones", "unknown", [MAIN, A, B, NOWHERE]),
    Row(
        "cloudwatch-alarm-treats-missing-data-as-breaching",
        None,
        liveness(treatMissingData="breaching"),
    ),
    Row(
        "cloudwatch-alarm-treats-missing-data-as-breaching",
        None,
        liveness(metricName="CPUUtilization"),
    ),
    Row(
        "cloudwatch-alarm-treats-missing-data-as-breaching",
        None,
        liveness(comparisonOperator="GreaterThanThreshold"),
    ),
    Row("cloudwatch-alarm-treats-missing-data-as-breaching", "violation", liveness()),
    Row(
        "cloudwatch-alarm-treats-missing-data-as-breaching",
        "violation",
        liveness(metricName=None, metricQueries=[{"metric": {"metricName": "RunningTaskCount"}}]),
    ),
    Row(
        "cloudwatch-alarm-treats-missing-data-as-breaching",
        "unknown",
        liveness(treatMissingData=UNKNOWN),
    ),
]


def test_finding_lists_zones_of_load_balancer_and_targets() -> None:
    [found] = findings(rule_of("elb-load-balancer-zones-match-targets"), behind([A, B], [A, B, C]))

    assert found.what == "front is in a, b, web in a, b, c"
