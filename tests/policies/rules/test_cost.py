from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    BUCKET,
    BUCKET_LIFECYCLE,
    DATABASE,
    GROUP,
    INSTANCE,
    LAUNCH_TEMPLATE,
    NAT_GATEWAY,
    SUBNET,
    TRAIL,
    VOLUME,
    VPC,
)
from policies.rules.budgets import BUDGET
from policies.rules.vpc.egress import ENDPOINT
from tests.policies.row import Row, declare, findings, name_of, one, rule_of

LOGS = "aws:cloudwatch/logGroup:LogGroup"
PROVIDER = "pulumi:providers:aws"


NETWORK, OTHER = declare(VPC, "main"), declare(VPC, "other")
PUBLIC = declare(SUBNET, "public", {"vpcId": NETWORK})
NAT = declare(NAT_GATEWAY, "nat", {"subnetId": PUBLIC})
REGIONAL = declare(NAT_GATEWAY, "nat", {"availabilityMode": "regional", "vpcId": NETWORK})


def endpoint(service: str, vpc: object = NETWORK, **inputs: Any) -> Resource:
    specified = {"vpcId": vpc, "serviceName": f"com.amazonaws.us-east-1.{service}", **inputs}
    return declare(ENDPOINT, f"to-{service}", specified)


BOTH = [endpoint("s3"), endpoint("dynamodb")]

MODELS, SPARE = declare(BUCKET, "models"), declare(BUCKET, "spare")


def lifecycle(bucket: object, *rules: Any) -> Resource:
    return declare(BUCKET_LIFECYCLE, "lifecycle", {"bucket": bucket, "rules": list(rules)})


def told(**notification: Any) -> list[Resource]:
    return one(BUDGET, notifications=[notification])


ALL_TAGS = {"cost-center": "ml", "environment": "prod", "owner": "platform"}


def tagged(tags: Any = None, defaults: Any = None, kind: str = VOLUME) -> list[Resource]:
    provider = declare(PROVIDER, "aws", {} if defaults is None else {"defaultTags": defaults})
    inputs = {} if tags is None else {"tags": tags}
    return [provider, declare(kind, name_of(kind), inputs, provider=provider.urn)]


ENVIRONMENTS = {"allowed": {"environment": ("dev", "prod")}}

ROWS = [
    Row("ebs-volume-gp3", None, one(VOLUME, type="gp3")),
    Row("ebs-volume-gp3", None, one(VOLUME, type="st1")),
    Row("ebs-volume-gp3", "violation", one(VOLUME)),
    Row("ebs-volume-gp3", "violation", one(VOLUME, type="io2")),
    Row("ebs-volume-gp3", "unknown", one(VOLUME, type=UNKNOWN)),
    Row("ebs-volume-gp3", None, one(INSTANCE)),
    Row("ebs-volume-gp3", None, one(INSTANCE, ebsBlockDevices=[{"snapshotId": "snap-1"}])),
    Row("ebs-volume-gp3", "violation", one(INSTANCE, rootBlockDevice={"volumeType": "gp2"})),
    Row("ebs-volume-gp3", "violation", one(INSTANCE, ebsBlockDevices=[{"volumeSize": 100}])),
    Row("ebs-volume-gp3", "unknown", one(INSTANCE, ebsBlockDevices=UNKNOWN)),
    Row(
        "ebs-volume-gp3",
        None,
        one(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": {"volumeType": "gp3"}}]),
    ),
    Row(
        "ebs-volume-gp3",
        "violation",
        one(LAUNCH_TEMPLATE, blockDeviceMappings=[{"ebs": {"volumeType": "gp2"}}]),
    ),
    Row("ebs-volume-gp3", None, one(DATABASE, storageType="gp3")),
    Row("ebs-volume-gp3", None, one(DATABASE, engine="aurora-mysql")),
    Row("ebs-volume-gp3", None, one(DATABASE, replicateSourceDb="primary")),
    Row("ebs-volume-gp3", "violation", one(DATABASE, engine="postgres")),
    Row("cloudwatch-log-group-retention", None, one(LOGS, retentionInDays=90)),
    Row("cloudwatch-log-group-retention", None, one(LOGS, logGroupClass="DELIVERY")),
    Row(
        "cloudwatch-log-group-retention",
        None,
        one(LOGS, retentionInDays=400),
        {"minimum_days": 365},
    ),
    Row("cloudwatch-log-group-retention", "violation", one(LOGS)),
    Row("cloudwatch-log-group-retention", "violation", one(LOGS, retentionInDays=0)),
    Row(
        "cloudwatch-log-group-retention",
        "violation",
        one(LOGS, retentionInDays=90),
        {"minimum_days": 365},
    ),
    Row(
        "cloudwatch-log-group-retention",
        "violation",
        one(LOGS, retentionInDays=90),
        {"maximum_days": 30},
    ),
    Row("cloudwatch-log-group-retention", "unknown", one(LOGS, retentionInDays=UNKNOWN)),
    Row(
        "s3-bucket-lifecycle-configuration",
        None,
        [MODELS, lifecycle(MODELS, {"status": "Enabled"})],
    ),
    Row("s3-bucket-lifecycle-configuration", None, one(BUCKET, lifecycleRules=[{"enabled": True}])),
    Row("s3-bucket-lifecycle-configuration", "violation", [MODELS]),
    Row(
        "s3-bucket-lifecycle-configuration",
        "violation",
        [MODELS, SPARE, lifecycle(SPARE, {"status": "Enabled"})],
    ),
    Row(
        "s3-bucket-lifecycle-configuration",
        "violation",
        [MODELS, lifecycle(MODELS, {"status": "Disabled"})],
    ),
    Row(
        "s3-bucket-lifecycle-configuration",
        "unknown",
        [MODELS, lifecycle(UNKNOWN, {"status": "Enabled"})],
    ),
    Row("s3-bucket-lifecycle-configuration", "unknown", [MODELS, lifecycle(MODELS, UNKNOWN)]),
    Row("vpc-gateway-endpoints-for-s3-and-dynamodb", None, [NETWORK]),
    Row("vpc-gateway-endpoints-for-s3-and-dynamodb", None, [NETWORK, PUBLIC, NAT, *BOTH]),
    Row("vpc-gateway-endpoints-for-s3-and-dynamodb", None, [NETWORK, REGIONAL, *BOTH]),
    Row("vpc-gateway-endpoints-for-s3-and-dynamodb", None, [OTHER, NETWORK, PUBLIC, NAT, *BOTH]),
    Row("vpc-gateway-endpoints-for-s3-and-dynamodb", "violation", [NETWORK, PUBLIC, NAT]),
    Row(
        "vpc-gateway-endpoints-for-s3-and-dynamodb",
        "violation",
        [NETWORK, REGIONAL, endpoint("s3")],
    ),
    Row(
        "vpc-gateway-endpoints-for-s3-and-dynamodb",
        "violation",
        [NETWORK, PUBLIC, NAT, endpoint("dynamodb"), endpoint("s3", vpcEndpointType="Interface")],
    ),
    Row(
        "vpc-gateway-endpoints-for-s3-and-dynamodb",
        "violation",
        [NETWORK, OTHER, PUBLIC, NAT, endpoint("s3", OTHER), endpoint("dynamodb", OTHER)],
    ),
    Row(
        "vpc-gateway-endpoints-for-s3-and-dynamodb",
        "unknown",
        [NETWORK, PUBLIC, NAT, endpoint("s3"), endpoint("dynamodb", UNKNOWN)],
    ),
    Row(
        "vpc-gateway-endpoints-for-s3-and-dynamodb",
        "unknown",
        [NETWORK, declare(NAT_GATEWAY, "nat", {"subnetId": UNKNOWN})],
    ),
    Row("budgets-notification", None, []),
    Row("budgets-notification", None, told(subscriberEmailAddresses=["ml@example.com"])),
    Row("budgets-notification", None, told(subscriberSnsTopicArns=[UNKNOWN])),
    Row("budgets-notification", None, one(VOLUME)),
    Row("budgets-notification", "violation", one(VOLUME), {"owns_account": True}),
    Row("budgets-notification", "violation", one(TRAIL)),
    Row("budgets-notification", "violation", one(BUDGET)),
    Row("budgets-notification", "violation", told(threshold=80)),
    Row("budgets-notification", "unknown", told(subscriberEmailAddresses=UNKNOWN)),
    Row("resource-required-tags", None, tagged(ALL_TAGS)),
    Row("resource-required-tags", None, tagged(defaults={"tags": ALL_TAGS})),
    Row(
        "resource-required-tags",
        None,
        tagged(defaults='{"tags": {"cost-center": "a", "environment": "b", "owner": "c"}}'),
    ),
    Row("resource-required-tags", None, tagged({"owner": "team"}, {"tags": ALL_TAGS})),
    Row("resource-required-tags", None, tagged({**ALL_TAGS, "owner": UNKNOWN})),
    Row("resource-required-tags", None, tagged({"team": "ml"}), {"required": ("team",)}),
    Row("resource-required-tags", None, tagged(ALL_TAGS), ENVIRONMENTS),
    Row(
        "resource-required-tags",
        None,
        tagged([{"key": key, "value": value} for key, value in ALL_TAGS.items()], kind=GROUP),
    ),
    Row("resource-required-tags", "violation", tagged()),
    Row("resource-required-tags", "violation", tagged({"owner": "platform"})),
    Row("resource-required-tags", "violation", tagged(defaults={"tags": ALL_TAGS}, kind=GROUP)),
    Row(
        "resource-required-tags",
        "violation",
        tagged({**ALL_TAGS, "environment": "test"}),
        ENVIRONMENTS,
    ),
    Row("resource-required-tags", "unknown", tagged(UNKNOWN)),
    Row("resource-required-tags", "unknown", tagged(defaults=UNKNOWN)),
    Row(
        "resource-required-tags",
        "unknown",
        tagged({**ALL_TAGS, "environment": UNKNOWN}),
        ENVIRONMENTS,
    ),
]


def test_all_missing_tags_are_one_finding() -> None:
    [found] = findings(rule_of("resource-required-tags"), tagged({"owner": "platform"}))

    assert found.message == (
        'missing tags: cost-center, environment; expected ["cost-center", "environment", "owner"]'
    )
