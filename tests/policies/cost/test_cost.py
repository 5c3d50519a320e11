from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.cost.budgets import BUDGET, budget_exists
from policies.cost.cloudwatch import log_retention_bounded
from policies.cost.ebs import volumes_gp3
from policies.cost.s3 import bucket_lifecycle
from policies.cost.tags import required_tags
from policies.cost.vpc import ENDPOINT, gateway_endpoints_beside_nat
from policies.reading.tokens import (
    BUCKET_LIFECYCLES,
    BUCKETS,
    DATABASE,
    GROUP,
    INSTANCE,
    LAUNCH_TEMPLATE,
    NAT_GATEWAY,
    SUBNET,
    VOLUME,
    VPC,
)
from tests.policies.row import Row, declare, findings

LOGS = "aws:cloudwatch/logGroup:LogGroup"
PROVIDER = "pulumi:providers:aws"


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "part", inputs)]


NETWORK, OTHER = declare(VPC, "main"), declare(VPC, "other")
PUBLIC = declare(SUBNET, "public", {"vpcId": NETWORK})
NAT = declare(NAT_GATEWAY, "nat", {"subnetId": PUBLIC})
REGIONAL = declare(NAT_GATEWAY, "nat", {"availabilityMode": "regional", "vpcId": NETWORK})


def endpoint(service: str, vpc: object = NETWORK, **inputs: Any) -> Resource:
    stated = {"vpcId": vpc, "serviceName": f"com.amazonaws.us-east-1.{service}", **inputs}
    return declare(ENDPOINT, f"to-{service}", stated)


BOTH = [endpoint("s3"), endpoint("dynamodb")]

BUCKET, SPARE = declare(BUCKETS[0], "models"), declare(BUCKETS[0], "spare")


def lifecycle(bucket: object, *rules: Any) -> Resource:
    return declare(BUCKET_LIFECYCLES[0], "lifecycle", {"bucket": bucket, "rules": list(rules)})


def told(**notification: Any) -> list[Resource]:
    return one(BUDGET, notifications=[notification])


ALL_TAGS = {"cost-center": "ml", "environment": "prod", "owner": "platform"}


def tagged(tags: Any = None, defaults: Any = None, kind: str = VOLUME) -> list[Resource]:
    provider = declare(PROVIDER, "aws", {} if defaults is None else {"defaultTags": defaults})
    inputs = {} if tags is None else {"tags": tags}
    return [provider, declare(kind, "part", inputs, provider=provider.urn)]


ENVIRONMENTS = {"allowed": {"environment": ("dev", "prod")}}

ROWS = [
    Row(volumes_gp3, None, one(VOLUME, type="gp3")),
    Row(volumes_gp3, None, one(VOLUME, type="st1")),
    Row(volumes_gp3, "violation", one(VOLUME)),
    Row(volumes_gp3, "violation", one(VOLUME, type="io2")),
    Row(volumes_gp3, "undecided", one(VOLUME, type=UNKNOWN)),
    Row(volumes_gp3, None, one(INSTANCE)),
    Row(volumes_gp3, None, one(INSTANCE, ebsBlockDevices=[{"snapshotId": "snap-1"}])),
    Row(volumes_gp3, "violation", one(INSTANCE, rootBlockDevice={"volumeType": "gp2"})),
    Row(volumes_gp3, "violation", one(INSTANCE, ebsBlockDevices=[{"volumeSize": 100}])),
    Row(volumes_gp3, "undecided", one(INSTANCE, ebsBlockDevices=UNKNOWN)),
    Row(
        volumes_gp3,
        None,
        one(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": {"volumeType": "gp3"}}]),
    ),
    Row(
        volumes_gp3,
        "violation",
        one(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": {"volumeType": "gp2"}}]),
    ),
    Row(volumes_gp3, None, one(DATABASE, storageType="gp3")),
    Row(volumes_gp3, None, one(DATABASE, engine="aurora-mysql")),
    Row(volumes_gp3, None, one(DATABASE, replicateSourceDb="primary")),
    Row(volumes_gp3, "violation", one(DATABASE, engine="postgres")),
    Row(log_retention_bounded, None, one(LOGS, retentionInDays=90)),
    Row(log_retention_bounded, None, one(LOGS, logGroupClass="DELIVERY")),
    Row(log_retention_bounded, None, one(LOGS, retentionInDays=400), {"minimum_days": 365}),
    Row(log_retention_bounded, "violation", one(LOGS)),
    Row(log_retention_bounded, "violation", one(LOGS, retentionInDays=0)),
    Row(log_retention_bounded, "violation", one(LOGS, retentionInDays=90), {"minimum_days": 365}),
    Row(log_retention_bounded, "violation", one(LOGS, retentionInDays=90), {"maximum_days": 30}),
    Row(log_retention_bounded, "undecided", one(LOGS, retentionInDays=UNKNOWN)),
    Row(bucket_lifecycle, None, [BUCKET, lifecycle(BUCKET, {"status": "Enabled"})]),
    Row(bucket_lifecycle, None, one(BUCKETS[0], lifecycleRules=[{"enabled": True}])),
    Row(bucket_lifecycle, "violation", [BUCKET]),
    Row(bucket_lifecycle, "violation", [BUCKET, SPARE, lifecycle(SPARE, {"status": "Enabled"})]),
    Row(bucket_lifecycle, "violation", [BUCKET, lifecycle(BUCKET, {"status": "Disabled"})]),
    Row(bucket_lifecycle, "undecided", [BUCKET, lifecycle(UNKNOWN, {"status": "Enabled"})]),
    Row(bucket_lifecycle, "undecided", [BUCKET, lifecycle(BUCKET, UNKNOWN)]),
    Row(gateway_endpoints_beside_nat, None, [NETWORK]),
    Row(gateway_endpoints_beside_nat, None, [NETWORK, PUBLIC, NAT, *BOTH]),
    Row(gateway_endpoints_beside_nat, None, [NETWORK, REGIONAL, *BOTH]),
    Row(gateway_endpoints_beside_nat, None, [OTHER, NETWORK, PUBLIC, NAT, *BOTH]),
    Row(gateway_endpoints_beside_nat, "violation", [NETWORK, PUBLIC, NAT]),
    Row(gateway_endpoints_beside_nat, "violation", [NETWORK, REGIONAL, endpoint("s3")]),
    Row(
        gateway_endpoints_beside_nat,
        "violation",
        [NETWORK, PUBLIC, NAT, endpoint("dynamodb"), endpoint("s3", vpcEndpointType="Interface")],
    ),
    Row(
        gateway_endpoints_beside_nat,
        "violation",
        [NETWORK, OTHER, PUBLIC, NAT, endpoint("s3", OTHER), endpoint("dynamodb", OTHER)],
    ),
    Row(
        gateway_endpoints_beside_nat,
        "undecided",
        [NETWORK, PUBLIC, NAT, endpoint("s3"), endpoint("dynamodb", UNKNOWN)],
    ),
    Row(
        gateway_endpoints_beside_nat,
        "undecided",
        [NETWORK, declare(NAT_GATEWAY, "nat", {"subnetId": UNKNOWN})],
    ),
    Row(budget_exists, None, []),
    Row(budget_exists, None, told(subscriberEmailAddresses=["ml@example.com"])),
    Row(budget_exists, None, told(subscriberSnsTopicArns=[UNKNOWN])),
    Row(budget_exists, "violation", one(VOLUME)),
    Row(budget_exists, "violation", one(BUDGET)),
    Row(budget_exists, "violation", told(threshold=80)),
    Row(budget_exists, "undecided", told(subscriberEmailAddresses=UNKNOWN)),
    Row(required_tags, None, tagged(ALL_TAGS)),
    Row(required_tags, None, tagged(defaults={"tags": ALL_TAGS})),
    Row(
        required_tags,
        None,
        tagged(defaults='{"tags": {"cost-center": "a", "environment": "b", "owner": "c"}}'),
    ),
    Row(required_tags, None, tagged({"owner": "team"}, {"tags": ALL_TAGS})),
    Row(required_tags, None, tagged({**ALL_TAGS, "owner": UNKNOWN})),
    Row(required_tags, None, tagged({"team": "ml"}), {"required": ("team",)}),
    Row(required_tags, None, tagged(ALL_TAGS), ENVIRONMENTS),
    Row(
        required_tags,
        None,
        tagged([{"key": key, "value": value} for key, value in ALL_TAGS.items()], kind=GROUP),
    ),
    Row(required_tags, "violation", tagged()),
    Row(required_tags, "violation", tagged({"owner": "platform"})),
    Row(required_tags, "violation", tagged(defaults={"tags": ALL_TAGS}, kind=GROUP)),
    Row(required_tags, "violation", tagged({**ALL_TAGS, "environment": "test"}), ENVIRONMENTS),
    Row(required_tags, "undecided", tagged(UNKNOWN)),
    Row(required_tags, "undecided", tagged(defaults=UNKNOWN)),
    Row(required_tags, "undecided", tagged({**ALL_TAGS, "environment": UNKNOWN}), ENVIRONMENTS),
]


def test_all_missing_tags_are_one_finding() -> None:
    [found] = findings(required_tags, tagged({"owner": "platform"}))

    assert found.message == (
        'tags lack cost-center, environment; wanted: ["cost-center", "environment", "owner"]'
    )
