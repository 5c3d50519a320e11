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
from policies.rules.cloudwatch import cloudwatch_alarm_treats_missing_data_as_breaching
from policies.rules.ecr import REPLICATION, ecr_cross_region_replication
from policies.rules.elb.target_groups import (
    elb_target_group_deregistration_delay,
    elb_target_group_unhealthy_within_a_minute,
)
from policies.rules.elb.zones import (
    elb_classic_two_zones,
    elb_load_balancer_two_zones,
    elb_load_balancer_zones_match_targets,
    elb_zonal_shift,
)
from policies.rules.route53 import RECORD, route53_failover_record_ttl, route53_record_health_check
from policies.rules.sagemaker.endpoint import (
    CONFIGURATION,
    DIMENSION,
    ENDPOINT,
    MODEL,
    sagemaker_endpoint_auto_rollback,
    sagemaker_endpoint_autoscaling,
    sagemaker_endpoint_variant_two_instances,
    sagemaker_model_two_zones,
)
from policies.rules.sagemaker.training import TRAINING_JOB, sagemaker_spot_training_checkpoints
from policies.rules.vpc.zones import (
    vpc_interface_endpoint_two_zones,
    vpc_interface_endpoint_zones_of_workload,
    vpc_subnet_tiers_balanced_across_zones,
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
    Row(elb_target_group_unhealthy_within_a_minute, "violation", one(TARGET_GROUP)),
    Row(elb_target_group_unhealthy_within_a_minute, None, one(TARGET_GROUP, **TRAINING)),
    Row(elb_target_group_unhealthy_within_a_minute, None, one(TARGET_GROUP, targetType="lambda")),
    Row(
        elb_target_group_unhealthy_within_a_minute,
        None,
        one(
            "aws:alb/targetGroup:TargetGroup", healthCheck={"interval": 10, "unhealthyThreshold": 3}
        ),
    ),
    Row(
        elb_target_group_unhealthy_within_a_minute,
        "unknown",
        one(TARGET_GROUP, healthCheck={"interval": UNKNOWN}),
    ),
    Row(elb_target_group_deregistration_delay, None, one(TARGET_GROUP)),
    Row(
        elb_target_group_deregistration_delay,
        "violation",
        one(TARGET_GROUP, deregistrationDelay=5),
    ),
    Row(
        elb_target_group_deregistration_delay,
        "violation",
        one(TARGET_GROUP, deregistrationDelay=60),
        {"seconds": 120},
    ),
    Row(
        elb_target_group_deregistration_delay,
        "unknown",
        one(TARGET_GROUP, deregistrationDelay=UNKNOWN),
    ),
    Row(elb_load_balancer_two_zones, None, [*PLACES, *one(LOAD_BALANCER, subnets=[A, B])]),
    Row(
        elb_load_balancer_two_zones,
        None,
        [*PLACES, *one(LOAD_BALANCER, subnetMappings=[{"subnetId": A}, {"subnetId": B}])],
    ),
    Row(
        elb_load_balancer_two_zones,
        "violation",
        [*PLACES, *one("aws:alb/loadBalancer:LoadBalancer", subnets=[A])],
    ),
    Row(
        elb_load_balancer_two_zones,
        "unknown",
        [MAIN, A, NOWHERE, *one(LOAD_BALANCER, subnets=[A, NOWHERE])],
    ),
    Row(
        elb_classic_two_zones,
        None,
        one(CLASSIC_LOAD_BALANCER, availabilityZones=["a", "b"]),
    ),
    Row(
        elb_classic_two_zones,
        "violation",
        [*PLACES, *one(CLASSIC_LOAD_BALANCER, subnets=[A])],
    ),
    Row(
        elb_classic_two_zones,
        "unknown",
        one(CLASSIC_LOAD_BALANCER, availabilityZones=["a", UNKNOWN]),
    ),
    Row(elb_load_balancer_zones_match_targets, None, behind([A, B], [A, B])),
    Row(elb_load_balancer_zones_match_targets, None, behind([A, B, C], [A, B])),
    Row(elb_load_balancer_zones_match_targets, "violation", behind([A, B], [A, B, C])),
    Row(
        elb_load_balancer_zones_match_targets,
        "violation",
        behind([A, B, C], [A, B], loadBalancerType="network"),
    ),
    Row(
        elb_load_balancer_zones_match_targets,
        None,
        behind([A, B, C], [A, B], loadBalancerType="network", enableCrossZoneLoadBalancing=True),
    ),
    Row(
        elb_load_balancer_zones_match_targets,
        "unknown",
        [NOWHERE, *behind([A, NOWHERE], [A, B])],
    ),
    Row(elb_zonal_shift, None, one(LOAD_BALANCER, enableZonalShift=True)),
    Row(elb_zonal_shift, None, one(LOAD_BALANCER, loadBalancerType="gateway")),
    Row(elb_zonal_shift, "violation", one(LOAD_BALANCER)),
    Row(elb_zonal_shift, "unknown", one(LOAD_BALANCER, enableZonalShift=UNKNOWN)),
    Row(elb_zonal_shift, None, one(EKS_CLUSTER, zonalShiftConfig={"enabled": True})),
    Row(elb_zonal_shift, None, one(EKS_CLUSTER)),
    Row(elb_zonal_shift, "violation", one(EKS_CLUSTER, tags={"workload": "serving"})),
    Row(elb_zonal_shift, None, one(SERVICE)),
    Row(elb_zonal_shift, "violation", one(SERVICE, availabilityZoneRebalancing="DISABLED")),
    Row(vpc_interface_endpoint_two_zones, None, [*PLACES, endpoint(A, B)]),
    Row(vpc_interface_endpoint_two_zones, None, [MAIN, endpoint(kind="Gateway")]),
    Row(vpc_interface_endpoint_two_zones, "violation", [*PLACES, endpoint(A)]),
    Row(vpc_interface_endpoint_two_zones, "unknown", [MAIN, A, NOWHERE, endpoint(A, NOWHERE)]),
    Row(vpc_interface_endpoint_zones_of_workload, None, [*PLACES, FLEET, endpoint(A, B, C)]),
    Row(vpc_interface_endpoint_zones_of_workload, None, [*PLACES, endpoint(A)]),
    Row(vpc_interface_endpoint_zones_of_workload, None, [*PLACES, FLEET, endpoint(kind="Gateway")]),
    Row(vpc_interface_endpoint_zones_of_workload, "violation", [*PLACES, FLEET, endpoint(A, B)]),
    Row(
        vpc_interface_endpoint_zones_of_workload,
        "unknown",
        [*PLACES, NOWHERE, FLEET, endpoint(A, B, NOWHERE)],
    ),
    Row(vpc_subnet_tiers_balanced_across_zones, None, [*PLACES]),
    Row(
        vpc_subnet_tiers_balanced_across_zones,
        None,
        [*PLACES, *(subnet(zone, f"public-{zone}", "public") for zone in "abc")],
    ),
    Row(vpc_subnet_tiers_balanced_across_zones, None, [MAIN, A, B], {"zones": 2}),
    Row(vpc_subnet_tiers_balanced_across_zones, "violation", [MAIN, A, B]),
    Row(vpc_subnet_tiers_balanced_across_zones, "violation", [*PLACES, subnet("a", "more")]),
    Row(vpc_subnet_tiers_balanced_across_zones, "unknown", [MAIN, A, B, NOWHERE]),
    Row(route53_record_health_check, None, record(**alias("lb.example.com", health=True))),
    Row(route53_record_health_check, None, record(**alias("d1.cloudfront.net", health=False))),
    Row(route53_record_health_check, None, record(ttl=300, records=["192.0.2.1"])),
    Row(route53_record_health_check, None, record(ttl=60, healthCheckId="h", **WEIGHTED)),
    Row(route53_record_health_check, "violation", record(**alias("lb.example.com", health=False))),
    Row(
        route53_record_health_check, "violation", record(ttl=60, records=["192.0.2.1"], **WEIGHTED)
    ),
    Row(route53_record_health_check, "unknown", record(**alias("lb.example.com", health=UNKNOWN))),
    Row(route53_failover_record_ttl, None, record(ttl=3600)),
    Row(route53_failover_record_ttl, None, record(ttl=60, **WEIGHTED)),
    Row(route53_failover_record_ttl, None, record(**alias("lb", health=True), **WEIGHTED)),
    Row(route53_failover_record_ttl, "violation", record(ttl=300, **WEIGHTED)),
    Row(route53_failover_record_ttl, "unknown", record(ttl=UNKNOWN, **WEIGHTED)),
    Row(sagemaker_endpoint_variant_two_instances, None, variants({"initialInstanceCount": 2})),
    Row(
        sagemaker_endpoint_variant_two_instances,
        None,
        variants({"serverlessConfig": {"maxConcurrency": 5}}),
    ),
    Row(
        sagemaker_endpoint_variant_two_instances,
        "violation",
        variants({"instanceType": "ml.m5.large"}),
    ),
    Row(
        sagemaker_endpoint_variant_two_instances, "violation", variants({"initialInstanceCount": 1})
    ),
    Row(
        sagemaker_endpoint_variant_two_instances,
        "unknown",
        variants({"initialInstanceCount": UNKNOWN}),
    ),
    Row(sagemaker_model_two_zones, None, one(MODEL)),
    Row(sagemaker_model_two_zones, None, model(A, B)),
    Row(sagemaker_model_two_zones, "violation", model(A)),
    Row(sagemaker_model_two_zones, "unknown", [NOWHERE, *model(A, NOWHERE)]),
    Row(sagemaker_endpoint_autoscaling, None, [*served(), scaling(served()[1])]),
    Row(sagemaker_endpoint_autoscaling, None, served({"maxConcurrency": 5})),
    Row(sagemaker_endpoint_autoscaling, "violation", served()),
    Row(sagemaker_endpoint_autoscaling, "violation", [*served(), scaling(served()[1], "other")]),
    Row(sagemaker_endpoint_autoscaling, "unknown", [*served(), scaling(UNKNOWN)]),
    Row(sagemaker_endpoint_auto_rollback, None, one(ENDPOINT, deploymentConfig=ALARMS)),
    Row(sagemaker_endpoint_auto_rollback, "violation", one(ENDPOINT)),
    Row(sagemaker_endpoint_auto_rollback, "unknown", one(ENDPOINT, deploymentConfig=UNKNOWN)),
    Row(sagemaker_spot_training_checkpoints, None, one(TRAINING_JOB)),
    Row(
        sagemaker_spot_training_checkpoints,
        None,
        one(
            TRAINING_JOB,
            enableManagedSpotTraining=True,
            checkpointConfig={"s3Uri": "s3://checkpoints"},
            stoppingCondition={"maxWaitTimeInSeconds": 7200},
        ),
    ),
    Row(
        sagemaker_spot_training_checkpoints,
        "violation",
        one(TRAINING_JOB, enableManagedSpotTraining=True),
    ),
    Row(
        sagemaker_spot_training_checkpoints,
        "unknown",
        one(TRAINING_JOB, enableManagedSpotTraining=UNKNOWN),
    ),
    Row(
        cloudwatch_alarm_treats_missing_data_as_breaching,
        None,
        liveness(treatMissingData="breaching"),
    ),
    Row(
        cloudwatch_alarm_treats_missing_data_as_breaching,
        None,
        liveness(metricName="CPUUtilization"),
    ),
    Row(
        cloudwatch_alarm_treats_missing_data_as_breaching,
        None,
        liveness(comparisonOperator="GreaterThanThreshold"),
    ),
    Row(cloudwatch_alarm_treats_missing_data_as_breaching, "violation", liveness()),
    Row(
        cloudwatch_alarm_treats_missing_data_as_breaching,
        "violation",
        liveness(metricName=None, metricQueries=[{"metric": {"metricName": "RunningTaskCount"}}]),
    ),
    Row(
        cloudwatch_alarm_treats_missing_data_as_breaching,
        "unknown",
        liveness(treatMissingData=UNKNOWN),
    ),
    Row(ecr_cross_region_replication, None, images(ELSEWHERE)),
    Row(
        ecr_cross_region_replication,
        None,
        images(ELSEWHERE, repositoryFilters=[{"filter": "shop/"}]),
    ),
    Row(ecr_cross_region_replication, "violation", one(REPOSITORY)),
    Row(ecr_cross_region_replication, "violation", images({"region": "us-east-1"})),
    Row(
        ecr_cross_region_replication,
        "violation",
        images(ELSEWHERE, repositoryFilters=[{"filter": "other/"}]),
    ),
    Row(ecr_cross_region_replication, "unknown", images({"region": UNKNOWN})),
]


def test_finding_lists_zones_of_load_balancer_and_targets() -> None:
    [found] = findings(elb_load_balancer_zones_match_targets, behind([A, B], [A, B, C]))

    assert found.what == "front is in a, b, web in a, b, c"
