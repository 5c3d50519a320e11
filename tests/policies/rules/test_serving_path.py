"""The way of a request: names, load balancers, targets, endpoints, models."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.scaling import TARGET
from policies.engine.selectors.tokens import (
    CLASSIC_LOAD_BALANCER,
    EKS_CLUSTER,
    GROUP,
    LISTENER,
    LOAD_BALANCER,
    METRIC_ALARM,
    REPOSITORY,
    SERVICE,
    SUBNET,
    TARGET_GROUP,
    VPC,
    VPC_ENDPOINT,
)
from policies.rules.ecr import REPLICATION
from policies.rules.route53 import RECORD
from policies.rules.sagemaker.endpoint import (
    CONFIGURATION,
    DIMENSION,
    ENDPOINT,
    MODEL,
)
from policies.rules.sagemaker.training import TRAINING_JOB
from tests.policies.row import Row, declare, findings, one, rule_of

TRAINING = {"tags": {"workload": "training"}}
MAIN = declare(VPC, "main")


def subnet(zone: object, name: str = "", tier: str | None = None) -> Resource:
    tags = {"tags": {"tier": tier}} if tier else {}
    return declare(SUBNET, name or f"in-{zone}", {"availabilityZone": zone, "vpcId": MAIN, **tags})


A, B, C, NOWHERE = subnet("a"), subnet("b"), subnet("c"), subnet(UNKNOWN, "somewhere")
PLACES = [MAIN, A, B, C]


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
    specified = {"metricName": "HealthyHostCount", "comparisonOperator": "LessThanThreshold"}
    return one(METRIC_ALARM, **{**specified, **inputs})


def images(*destinations: Any, **rule: Any) -> list[Resource]:
    specified = {"rules": [{"destinations": [*destinations], **rule}]}
    return [
        declare(REPOSITORY, "images", {"name": "shop/serving"}),
        declare(REPLICATION, "copies", {"replicationConfiguration": specified}),
    ]


ELSEWHERE = {"region": "us-west-2", "registryId": "123456789012"}
ALARMS = {"autoRollbackConfiguration": {"alarms": [{"alarmName": "errors"}]}}

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
    Row("route53-record-health-check", None, record(**alias("lb.example.com", health=True))),
    Row("route53-record-health-check", None, record(**alias("d1.cloudfront.net", health=False))),
    Row("route53-record-health-check", None, record(ttl=300, records=["192.0.2.1"])),
    Row("route53-record-health-check", None, record(ttl=60, healthCheckId="h", **WEIGHTED)),
    Row(
        "route53-record-health-check", "violation", record(**alias("lb.example.com", health=False))
    ),
    Row(
        "route53-record-health-check",
        "violation",
        record(ttl=60, records=["192.0.2.1"], **WEIGHTED),
    ),
    Row(
        "route53-record-health-check", "unknown", record(**alias("lb.example.com", health=UNKNOWN))
    ),
    Row("route53-failover-record-ttl", None, record(ttl=3600)),
    Row("route53-failover-record-ttl", None, record(ttl=60, **WEIGHTED)),
    Row("route53-failover-record-ttl", None, record(**alias("lb", health=True), **WEIGHTED)),
    Row("route53-failover-record-ttl", "violation", record(ttl=300, **WEIGHTED)),
    Row("route53-failover-record-ttl", "unknown", record(ttl=UNKNOWN, **WEIGHTED)),
    Row("sagemaker-endpoint-variant-two-instances", None, variants({"initialInstanceCount": 2})),
    Row(
        "sagemaker-endpoint-variant-two-instances",
        None,
        variants({"serverlessConfig": {"maxConcurrency": 5}}),
    ),
    Row(
        "sagemaker-endpoint-variant-two-instances",
        "violation",
        variants({"instanceType": "ml.m5.large"}),
    ),
    Row(
        "sagemaker-endpoint-variant-two-instances",
        "violation",
        variants({"initialInstanceCount": 1}),
    ),
    Row(
        "sagemaker-endpoint-variant-two-instances",
        "unknown",
        variants({"initialInstanceCount": UNKNOWN}),
    ),
    Row("sagemaker-model-two-zones", None, one(MODEL)),
    Row("sagemaker-model-two-zones", None, model(A, B)),
    Row("sagemaker-model-two-zones", "violation", model(A)),
    Row("sagemaker-model-two-zones", "unknown", [NOWHERE, *model(A, NOWHERE)]),
    Row("sagemaker-endpoint-autoscaling", None, [*served(), scaling(served()[1])]),
    Row("sagemaker-endpoint-autoscaling", None, served({"maxConcurrency": 5})),
    Row("sagemaker-endpoint-autoscaling", "violation", served()),
    Row("sagemaker-endpoint-autoscaling", "violation", [*served(), scaling(served()[1], "other")]),
    Row("sagemaker-endpoint-autoscaling", "unknown", [*served(), scaling(UNKNOWN)]),
    Row("sagemaker-endpoint-auto-rollback", None, one(ENDPOINT, deploymentConfig=ALARMS)),
    Row("sagemaker-endpoint-auto-rollback", "violation", one(ENDPOINT)),
    Row("sagemaker-endpoint-auto-rollback", "unknown", one(ENDPOINT, deploymentConfig=UNKNOWN)),
    Row("sagemaker-spot-training-checkpoints", None, one(TRAINING_JOB)),
    Row(
        "sagemaker-spot-training-checkpoints",
        None,
        one(
            TRAINING_JOB,
            enableManagedSpotTraining=True,
            checkpointConfig={"s3Uri": "s3://checkpoints"},
            stoppingCondition={"maxWaitTimeInSeconds": 7200},
        ),
    ),
    Row(
        "sagemaker-spot-training-checkpoints",
        "violation",
        one(TRAINING_JOB, enableManagedSpotTraining=True),
    ),
    Row(
        "sagemaker-spot-training-checkpoints",
        "unknown",
        one(TRAINING_JOB, enableManagedSpotTraining=UNKNOWN),
    ),
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
    Row("ecr-cross-region-replication", None, images(ELSEWHERE)),
    Row(
        "ecr-cross-region-replication",
        None,
        images(ELSEWHERE, repositoryFilters=[{"filter": "shop/"}]),
    ),
    Row("ecr-cross-region-replication", "violation", one(REPOSITORY)),
    Row("ecr-cross-region-replication", "violation", images({"region": "us-east-1"})),
    Row(
        "ecr-cross-region-replication",
        "violation",
        images(ELSEWHERE, repositoryFilters=[{"filter": "other/"}]),
    ),
    Row("ecr-cross-region-replication", "unknown", images({"region": UNKNOWN})),
]


def test_finding_lists_zones_of_load_balancer_and_targets() -> None:
    [found] = findings(rule_of("elb-load-balancer-zones-match-targets"), behind([A, B], [A, B, C]))

    assert found.what == "front is in a, b, web in a, b, c"
