"""Rules for unused resources, development stacks and retention."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.changes import changed
from policies.engine.selectors.scaling import TARGET
from policies.engine.selectors.tokens import (
    BUCKET,
    BUCKET_LIFECYCLE,
    BUCKET_VERSIONING,
    GROUP,
    INSTANCE,
    LISTENER,
    LOAD_BALANCER,
    NAT_GATEWAY,
    REPOSITORY,
    SERVICE,
    SUBNET,
    VOLUME,
    VPC,
)
from policies.rules.budgets import (
    MONITOR,
    SUBSCRIPTION,
)
from policies.rules.cross_service.development import (
    ENDPOINT,
    LUXURIES,
    SCHEDULE,
    SCHEDULED_ACTION,
)
from policies.rules.ec2.instances import ADDRESS
from policies.rules.ecr import POLICY
from tests.policies.row import Row, declare, findings, one, rule_of

CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
KAFKA = "aws:msk/configuration:Configuration"
DEV = {"tags": {"environment": "dev"}}
DEV_GROUP = {"tags": [{"key": "environment", "value": "dev"}]}


MODELS = declare(BUCKET, "models")
VERSIONS = declare(
    BUCKET_VERSIONING,
    "kept",
    {"bucket": MODELS, "versioningConfiguration": {"status": "Enabled"}},
)


def lifecycle(**rule: Any) -> Resource:
    specified = {"bucket": MODELS, "rules": [{"status": "Enabled", **rule}]}
    return declare(BUCKET_LIFECYCLE, "lifecycle", specified)


IMAGES, OTHER_IMAGES = declare(REPOSITORY, "images"), declare(REPOSITORY, "other")


def expiring(repository: object) -> Resource:
    return declare(POLICY, "old", {"repository": repository})


FREE = declare(ADDRESS, "out")
FRONT, BACK = declare(LOAD_BALANCER, "front"), declare(LOAD_BALANCER, "back")
MAIN = declare(VPC, "main")


def subnet(name: str, zone: object) -> Resource:
    return declare(SUBNET, name, {"vpcId": MAIN, "availabilityZone": zone})


A, ALSO_A, B, NOWHERE = (
    subnet("a", "a"),
    subnet("also-a", "a"),
    subnet("b", "b"),
    subnet("x", UNKNOWN),
)


def nat(place: Resource, **inputs: Any) -> Resource:
    return declare(NAT_GATEWAY, f"nat-{place.name}", {"subnetId": place, **inputs})


SERVING = declare(GROUP, "serving", {"minSize": 1, **DEV_GROUP})
WEB = declare(SERVICE, "web", {"desiredCount": 2, **DEV})
SCALING = declare(TARGET, "web", {"resourceId": WEB})


def nightly(group: object) -> Resource:
    return declare(SCHEDULE, "night", {"autoscalingGroupName": group})


def endpoint(**configuration: Any) -> list[Resource]:
    made = declare(CONFIGURATION, "c", configuration)
    return [made, declare(ENDPOINT, "e", {"endpointConfigName": made, **DEV})]


def subscription(**inputs: Any) -> list[Resource]:
    monitor = declare(MONITOR, "m")
    specified = {
        "monitorArnLists": [monitor],
        "subscribers": [{"type": "EMAIL", "address": "a@b.c"}],
    }
    return [monitor, declare(SUBSCRIPTION, "s", {**specified, **inputs})]


INSTANCE_INPUTS = one(INSTANCE, instanceType="m7g.large", rootBlockDevice={"volumeSize": 8})
BOUND = {"monthly_usd": 10}

ROWS = [
    Row("s3-bucket-noncurrent-version-expiration", None, [MODELS]),
    Row(
        "s3-bucket-noncurrent-version-expiration",
        None,
        [MODELS, VERSIONS, lifecycle(noncurrentVersionExpiration={"noncurrentDays": 30})],
    ),
    Row("s3-bucket-noncurrent-version-expiration", "violation", [MODELS, VERSIONS]),
    Row(
        "s3-bucket-noncurrent-version-expiration",
        "violation",
        [MODELS, VERSIONS, lifecycle(expiration={"days": 9})],
    ),
    Row(
        "s3-bucket-noncurrent-version-expiration",
        "unknown",
        [MODELS, VERSIONS, lifecycle(noncurrentVersionExpiration=UNKNOWN)],
    ),
    Row("ecr-repository-lifecycle-policy", None, [IMAGES, expiring(IMAGES)]),
    Row("ecr-repository-lifecycle-policy", "violation", [IMAGES]),
    Row(
        "ecr-repository-lifecycle-policy",
        "violation",
        [IMAGES, OTHER_IMAGES, expiring(OTHER_IMAGES)],
    ),
    Row("ecr-repository-lifecycle-policy", "unknown", [IMAGES, expiring(UNKNOWN)]),
    Row("ec2-elastic-ip-attached", None, one(ADDRESS, instance="i-1")),
    Row(
        "ec2-elastic-ip-attached", None, [FREE, declare(NAT_GATEWAY, "nat", {"allocationId": FREE})]
    ),
    Row("ec2-elastic-ip-attached", "violation", [FREE]),
    Row("ec2-elastic-ip-attached", "unknown", one(ADDRESS, instance=UNKNOWN)),
    Row(
        "elb-load-balancer-has-listener",
        None,
        [FRONT, declare(LISTENER, "l", {"loadBalancerArn": FRONT})],
    ),
    Row("elb-load-balancer-has-listener", "violation", [FRONT]),
    Row(
        "elb-load-balancer-has-listener",
        "violation",
        [FRONT, BACK, declare(LISTENER, "l", {"loadBalancerArn": BACK})],
    ),
    Row(
        "elb-load-balancer-has-listener",
        "unknown",
        [FRONT, declare(LISTENER, "l", {"loadBalancerArn": UNKNOWN})],
    ),
    Row("vpc-nat-gateways-one-per-zone", None, [MAIN, A, B, nat(A), nat(B)]),
    Row(
        "vpc-nat-gateways-one-per-zone",
        None,
        [MAIN, A, ALSO_A, nat(A), nat(ALSO_A, connectivityType="private")],
    ),
    Row("vpc-nat-gateways-one-per-zone", "violation", [MAIN, A, ALSO_A, nat(A), nat(ALSO_A)]),
    Row("vpc-nat-gateways-one-per-zone", "unknown", [MAIN, A, NOWHERE, nat(A), nat(NOWHERE)]),
    *(
        row
        for kind, (path, luxuries, _) in LUXURIES.items()
        for expensive in [changed({}, path, luxuries[0])]
        for row in (
            Row("development-no-production-redundancy", None, one(kind, **expensive)),
            Row("development-no-production-redundancy", None, one(kind, **DEV)),
            Row("development-no-production-redundancy", "violation", one(kind, **expensive, **DEV)),
            Row(
                "development-no-production-redundancy",
                "unknown",
                one(kind, **expensive, tags=UNKNOWN),
            ),
        )
    ),
    Row("development-off-hours-schedule", None, [SERVING, nightly(SERVING)]),
    Row("development-off-hours-schedule", None, one(GROUP, minSize=0, **DEV_GROUP)),
    Row("development-off-hours-schedule", None, one(GROUP, minSize=2)),
    Row("development-off-hours-schedule", "violation", [SERVING]),
    Row("development-off-hours-schedule", "unknown", [SERVING, nightly(UNKNOWN)]),
    Row(
        "development-off-hours-schedule",
        None,
        [WEB, SCALING, declare(SCHEDULED_ACTION, "night", {"resourceId": SCALING})],
    ),
    Row("development-off-hours-schedule", "violation", [WEB, SCALING]),
    Row(
        "development-no-always-on-sagemaker-endpoint",
        None,
        endpoint(productionVariants=[{"serverlessConfig": {"maxConcurrency": 1}}]),
    ),
    Row(
        "development-no-always-on-sagemaker-endpoint",
        None,
        endpoint(asyncInferenceConfig={"outputConfig": {}}),
    ),
    Row(
        "development-no-always-on-sagemaker-endpoint",
        "violation",
        endpoint(productionVariants=[{"initialInstanceCount": 1}]),
    ),
    Row(
        "development-no-always-on-sagemaker-endpoint",
        "unknown",
        endpoint(productionVariants=[{"serverlessConfig": UNKNOWN}]),
    ),
    Row("msk-configuration-rack-aware-reads", "violation", one(KAFKA, serverProperties="a=b")),
    Row(
        "msk-configuration-rack-aware-reads",
        None,
        one(
            KAFKA,
            serverProperties="a=b\nreplica.selector.class="
            "org.apache.kafka.common.replica.RackAwareReplicaSelector",
        ),
    ),
    Row("msk-configuration-rack-aware-reads", "unknown", one(KAFKA, serverProperties=UNKNOWN)),
    Row("cost-anomaly-detection-subscription", None, []),
    Row("cost-anomaly-detection-subscription", None, subscription()),
    Row("cost-anomaly-detection-subscription", None, one(VOLUME)),
    Row("cost-anomaly-detection-subscription", "violation", one(VOLUME), {"owns_account": True}),
    Row("cost-anomaly-detection-subscription", "violation", subscription(subscribers=[])),
    Row("cost-anomaly-detection-subscription", "unknown", subscription(subscribers=UNKNOWN)),
    Row("budgets-stack-monthly-cost-limit", None, INSTANCE_INPUTS),
    Row("budgets-stack-monthly-cost-limit", None, INSTANCE_INPUTS, {"monthly_usd": 100}),
    Row("budgets-stack-monthly-cost-limit", "violation", INSTANCE_INPUTS, BOUND),
    Row(
        "budgets-stack-monthly-cost-limit",
        "unknown",
        [*INSTANCE_INPUTS, *one("aws:made/up:Up")],
        {"monthly_usd": 100},
    ),
]


def test_finding_gives_estimated_cost_of_stack() -> None:
    [found] = findings(rule_of("budgets-stack-monthly-cost-limit"), INSTANCE_INPUTS, BOUND)

    assert found.what.startswith("estimated cost of the stack is at least ")
    assert found.expected == "at most 10 USD"
