"""What nobody uses, what only production needs, what is kept for ever."""

from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.cost.budgets import MONITOR, SUBSCRIPTION, anomalies_told, stack_price_under_bound
from policies.cost.development import (
    ENDPOINT,
    LUXURIES,
    SCHEDULE,
    SCHEDULED_ACTION,
    development_has_no_standing_endpoint,
    development_not_built_like_production,
    development_sleeps,
)
from policies.cost.ecr import POLICY, old_images_expire
from policies.cost.idle import ADDRESS, address_in_use, balancer_has_listener
from policies.cost.msk import kafka_read_in_own_zone
from policies.cost.s3 import former_versions_expire
from policies.cost.vpc import no_more_nat_gateways_than_zones
from policies.reading.changes import changed
from policies.reading.scaling import TARGET
from policies.reading.tokens import (
    BUCKET_LIFECYCLES,
    BUCKET_VERSIONINGS,
    BUCKETS,
    GROUP,
    INSTANCE,
    LISTENERS,
    LOAD_BALANCERS,
    NAT_GATEWAY,
    REPOSITORY,
    SERVICE,
    SUBNET,
    VOLUME,
    VPC,
)
from tests.policies.row import Row, declare, findings

CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
KAFKA = "aws:msk/configuration:Configuration"
DEV = {"tags": {"environment": "dev"}}
DEV_GROUP = {"tags": [{"key": "environment", "value": "dev"}]}


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "part", inputs)]


BUCKET = declare(BUCKETS[0], "models")
VERSIONS = declare(
    BUCKET_VERSIONINGS[0],
    "kept",
    {"bucket": BUCKET, "versioningConfiguration": {"status": "Enabled"}},
)


def lifecycle(**rule: Any) -> Resource:
    stated = {"bucket": BUCKET, "rules": [{"status": "Enabled", **rule}]}
    return declare(BUCKET_LIFECYCLES[0], "lifecycle", stated)


IMAGES, OTHER_IMAGES = declare(REPOSITORY, "images"), declare(REPOSITORY, "other")


def expiring(repository: object) -> Resource:
    return declare(POLICY, "old", {"repository": repository})


FREE = declare(ADDRESS, "out")
FRONT, BACK = declare(LOAD_BALANCERS[0], "front"), declare(LOAD_BALANCERS[0], "back")
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
    stated = {"monitorArnLists": [monitor], "subscribers": [{"type": "EMAIL", "address": "a@b.c"}]}
    return [monitor, declare(SUBSCRIPTION, "s", {**stated, **inputs})]


MACHINE = one(INSTANCE, instanceType="m7g.large", rootBlockDevice={"volumeSize": 8})
BOUND = {"monthly_usd": 10}

ROWS = [
    Row(former_versions_expire, None, [BUCKET]),
    Row(
        former_versions_expire,
        None,
        [BUCKET, VERSIONS, lifecycle(noncurrentVersionExpiration={"noncurrentDays": 30})],
    ),
    Row(former_versions_expire, "violation", [BUCKET, VERSIONS]),
    Row(former_versions_expire, "violation", [BUCKET, VERSIONS, lifecycle(expiration={"days": 9})]),
    Row(
        former_versions_expire,
        "undecided",
        [BUCKET, VERSIONS, lifecycle(noncurrentVersionExpiration=UNKNOWN)],
    ),
    Row(old_images_expire, None, [IMAGES, expiring(IMAGES)]),
    Row(old_images_expire, "violation", [IMAGES]),
    Row(old_images_expire, "violation", [IMAGES, OTHER_IMAGES, expiring(OTHER_IMAGES)]),
    Row(old_images_expire, "undecided", [IMAGES, expiring(UNKNOWN)]),
    Row(address_in_use, None, one(ADDRESS, instance="i-1")),
    Row(address_in_use, None, [FREE, declare(NAT_GATEWAY, "nat", {"allocationId": FREE})]),
    Row(address_in_use, "violation", [FREE]),
    Row(address_in_use, "undecided", one(ADDRESS, instance=UNKNOWN)),
    Row(
        balancer_has_listener, None, [FRONT, declare(LISTENERS[0], "l", {"loadBalancerArn": FRONT})]
    ),
    Row(balancer_has_listener, "violation", [FRONT]),
    Row(
        balancer_has_listener,
        "violation",
        [FRONT, BACK, declare(LISTENERS[0], "l", {"loadBalancerArn": BACK})],
    ),
    Row(
        balancer_has_listener,
        "undecided",
        [FRONT, declare(LISTENERS[0], "l", {"loadBalancerArn": UNKNOWN})],
    ),
    Row(no_more_nat_gateways_than_zones, None, [MAIN, A, B, nat(A), nat(B)]),
    Row(
        no_more_nat_gateways_than_zones,
        None,
        [MAIN, A, ALSO_A, nat(A), nat(ALSO_A, connectivityType="private")],
    ),
    Row(no_more_nat_gateways_than_zones, "violation", [MAIN, A, ALSO_A, nat(A), nat(ALSO_A)]),
    Row(no_more_nat_gateways_than_zones, "undecided", [MAIN, A, NOWHERE, nat(A), nat(NOWHERE)]),
    *(
        row
        for kind, (path, luxuries, _) in LUXURIES.items()
        for dear in [changed({}, path, luxuries[0])]
        for row in (
            Row(development_not_built_like_production, None, one(kind, **dear)),
            Row(development_not_built_like_production, None, one(kind, **DEV)),
            Row(development_not_built_like_production, "violation", one(kind, **dear, **DEV)),
            Row(
                development_not_built_like_production, "undecided", one(kind, **dear, tags=UNKNOWN)
            ),
        )
    ),
    Row(development_sleeps, None, [SERVING, nightly(SERVING)]),
    Row(development_sleeps, None, one(GROUP, minSize=0, **DEV_GROUP)),
    Row(development_sleeps, None, one(GROUP, minSize=2)),
    Row(development_sleeps, "violation", [SERVING]),
    Row(development_sleeps, "undecided", [SERVING, nightly(UNKNOWN)]),
    Row(
        development_sleeps,
        None,
        [WEB, SCALING, declare(SCHEDULED_ACTION, "night", {"resourceId": SCALING})],
    ),
    Row(development_sleeps, "violation", [WEB, SCALING]),
    Row(
        development_has_no_standing_endpoint,
        None,
        endpoint(productionVariants=[{"serverlessConfig": {"maxConcurrency": 1}}]),
    ),
    Row(
        development_has_no_standing_endpoint,
        None,
        endpoint(asyncInferenceConfig={"outputConfig": {}}),
    ),
    Row(
        development_has_no_standing_endpoint,
        "violation",
        endpoint(productionVariants=[{"initialInstanceCount": 1}]),
    ),
    Row(
        development_has_no_standing_endpoint,
        "undecided",
        endpoint(productionVariants=[{"serverlessConfig": UNKNOWN}]),
    ),
    Row(kafka_read_in_own_zone, "violation", one(KAFKA, serverProperties="a=b")),
    Row(
        kafka_read_in_own_zone,
        None,
        one(
            KAFKA,
            serverProperties="a=b\nreplica.selector.class="
            "org.apache.kafka.common.replica.RackAwareReplicaSelector",
        ),
    ),
    Row(kafka_read_in_own_zone, "undecided", one(KAFKA, serverProperties=UNKNOWN)),
    Row(anomalies_told, None, []),
    Row(anomalies_told, None, subscription()),
    Row(anomalies_told, "violation", one(VOLUME)),
    Row(anomalies_told, "violation", subscription(subscribers=[])),
    Row(anomalies_told, "undecided", subscription(subscribers=UNKNOWN)),
    Row(stack_price_under_bound, None, MACHINE),
    Row(stack_price_under_bound, None, MACHINE, {"monthly_usd": 100}),
    Row(stack_price_under_bound, "violation", MACHINE, BOUND),
    Row(
        stack_price_under_bound,
        "undecided",
        [*MACHINE, *one("aws:made/up:Up")],
        {"monthly_usd": 100},
    ),
]


def test_a_stack_over_its_bound_says_what_it_costs() -> None:
    [found] = findings(stack_price_under_bound, MACHINE, BOUND)

    assert found.what.startswith("the stack costs ")
    assert found.wanted == "10 USD or less"
