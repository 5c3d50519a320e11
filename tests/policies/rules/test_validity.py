"""Rules for what the APIs and the provider refuse."""

import json
from dataclasses import replace
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    DATABASE,
    FUNCTION,
    GROUP,
    LAUNCH_TEMPLATE,
    LISTENER,
    QUEUE,
    ROLE,
    SUBNET,
    TARGET_GROUP,
    VPC,
)
from policies.engine.stack import Stack
from tests import graphs
from tests.policies.row import Row, declare, findings, of_inputs, rule_of
from tests.policies.servicer import Declared, Pack

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
POLICY = "aws:iam/policy:Policy"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
SECONDARY = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"

NETWORK = declare(VPC, "main", {"cidrBlock": "10.0.0.0/16"})
WIDER = declare(SECONDARY, "wider", {"vpcId": NETWORK, "cidrBlock": "100.64.0.0/16"})
SERVING = declare(ROLE, "serving", {"assumeRolePolicy": "{}"})


def subnet(name: str, cidr: object, vpc: object = NETWORK) -> Resource:
    return declare(SUBNET, name, {"vpcId": vpc, "cidrBlock": cidr})


def document(characters: int, key: str = "Sid") -> str:
    """Return a policy of so many characters besides whitespace."""
    short = {"Statement": [{"Effect": "Allow", key: "", "Resource": "*"}]}
    filled = characters - len(json.dumps(short, separators=(",", ":")))
    return json.dumps({"Statement": [{**short["Statement"][0], key: "x" * filled}]})


def inline(name: str, characters: int) -> Resource:
    return declare(ROLE_POLICY, name, {"role": SERVING, "policy": document(characters)})


def addresses(number: int) -> list[str]:
    return [f"10.0.{each}.0/24" for each in range(number)]


def open_to(**inputs: Any) -> dict[str, Any]:
    return {"ingress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, **inputs}]}


def named(kind: str, logical: str, /, **inputs: Any) -> list[Resource]:
    return [declare(kind, logical, inputs)]


REDIRECT = {"type": "redirect", "redirect": {"statusCode": "HTTP_301"}}
METADATA = "metadataOptions"

ROWS = [
    *of_inputs(
        "aws-input-enum",
        TARGET_GROUP,
        passes=[
            {"targetType": "ip", "protocol": "HTTP"},
            {"protocol": "http"},  # the provider writes protocols in upper case
        ],
        fails=[{"targetType": "fargate"}, {"targetType": "IP"}],
        unknown=[{"targetType": UNKNOWN}],
    ),
    *of_inputs(
        "aws-input-enum",
        LAUNCH_TEMPLATE,
        passes=[{METADATA: {"httpTokens": "required"}}],
        fails=[{METADATA: {"httpTokens": "enabled"}}, {METADATA: [{"httpTokens": "enabled"}]}],
        unknown=[{METADATA: UNKNOWN}],
    ),
    *of_inputs(
        "aws-input-enum",
        LISTENER,
        passes=[{"defaultActions": [REDIRECT]}],
        fails=[{"defaultActions": [REDIRECT, {"type": "fixed"}]}],
        unknown=[{"defaultActions": [REDIRECT, UNKNOWN]}],
    ),
    *of_inputs(
        "aws-input-pattern",
        ROLE,
        passes=[{"name": "serving@eu"}, {"description": "Zugriff für Dienste"}],
        fails=[{"name": "serving role"}, {"description": "Training – nightly"}],  # noqa: RUF001
        unknown=[{"name": UNKNOWN}],
    ),
    *of_inputs(
        "aws-input-length",
        FUNCTION,
        passes=[{"description": "x" * 256}],
        fails=[{"description": "x" * 257}],
        unknown=[{"description": UNKNOWN}],
    ),
    *of_inputs(
        "aws-input-range",
        TARGET_GROUP,
        passes=[{"healthCheck": {"interval": 5}}, {"healthCheck": {"interval": 0}}],
        fails=[{"healthCheck": {"interval": 400}}, {"healthCheck": {"healthyThreshold": 1}}],
        unknown=[{"healthCheck": {"interval": UNKNOWN}}],
    ),
    *of_inputs(
        "aws-input-items",
        ALARM,
        passes=[{"alarmActions": ["arn"] * 5}, {"alarmActions": []}],
        fails=[{"alarmActions": ["arn"] * 6}],
        unknown=[{"alarmActions": UNKNOWN}],
    ),
    *of_inputs(
        "aws-input-required",
        GROUP,
        passes=[{"tags": [{"key": "a", "value": "b"}]}, {"tags": [{"key": ""}]}, {}],
        fails=[{"tags": [{"value": "b"}]}],
        unknown=[{"tags": [UNKNOWN]}],
    ),
    Row("aws-name-length", None, named(TARGET_GROUP, "x" * 24)),
    Row("aws-name-length", None, named(TARGET_GROUP, "x" * 40, name="short")),
    Row("aws-name-length", None, named(TARGET_GROUP, "x" * 40, namePrefix="short")),
    Row("aws-name-length", "violation", named(TARGET_GROUP, "standby-serving-candidate")),
    Row("aws-name-length", "violation", named(TARGET_GROUP, "web", name="x" * 33)),
    Row("aws-name-length", "unknown", named(TARGET_GROUP, "web", name=UNKNOWN)),
    Row("aws-name-length", None, named(QUEUE, "x" * 67, fifoQueue=True)),
    Row("aws-name-length", "violation", named(QUEUE, "x" * 68, fifoQueue=True)),
    Row("aws-name-length", "unknown", named(QUEUE, "x" * 68, fifoQueue=UNKNOWN)),
    Row("aws-name-characters", None, named("aws:s3/bucket:Bucket", "Models")),  # in lower case
    Row("aws-name-characters", "violation", named("aws:s3/bucket:Bucket", "model_store")),
    Row("aws-name-characters", "violation", named(TARGET_GROUP, "front_end")),
    Row("aws-name-characters", None, named(TARGET_GROUP, "front_end", name="front-end")),
    Row("aws-name-characters", "unknown", named(TARGET_GROUP, "front-end", name=UNKNOWN)),
    *of_inputs(
        "vpc-address-range-size",
        SUBNET,
        passes=[{"cidrBlock": "10.0.0.0/28"}, {"cidrBlock": "10.0.0.0/16"}, {}],
        fails=[{"cidrBlock": "10.0.0.0/29"}, {"cidrBlock": "10.0.0.0/8"}],
        unknown=[{"cidrBlock": UNKNOWN}],
    ),
    Row("vpc-subnet-inside-vpc-range", None, [NETWORK, subnet("a", "10.0.255.0/24")]),
    Row("vpc-subnet-inside-vpc-range", "violation", [NETWORK, subnet("a", "10.1.0.0/24")]),
    Row("vpc-subnet-inside-vpc-range", None, [NETWORK, WIDER, subnet("a", "100.64.1.0/24")]),
    Row("vpc-subnet-inside-vpc-range", "unknown", [NETWORK, subnet("a", UNKNOWN)]),
    Row("vpc-subnet-inside-vpc-range", None, [subnet("a", "10.1.0.0/24", "vpc-0a1b2c3d")]),
    Row(
        "vpc-subnet-ranges-overlap",
        None,
        [NETWORK, subnet("a", "10.0.0.0/24"), subnet("b", "10.0.1.0/24")],
    ),
    Row(
        "vpc-subnet-ranges-overlap",
        "violation",
        [NETWORK, subnet("a", "10.0.0.0/23"), subnet("b", "10.0.1.0/24")],
    ),
    Row(
        "vpc-subnet-ranges-overlap",
        "violation",
        [NETWORK, subnet("a", "10.0.1.0/24"), subnet("b", "10.0.0.0/23")],
    ),
    Row(
        "vpc-subnet-ranges-overlap",
        "violation",
        [subnet("a", "10.0.0.0/24", "vpc-1"), subnet("b", "10.0.0.0/24", "vpc-1")],
    ),
    Row(
        "vpc-subnet-ranges-overlap",
        None,
        [NETWORK, subnet("a", "10.0.0.0/24"), subnet("b", "10.0.0.0/24", "vpc-1")],
    ),
    Row(
        "vpc-subnet-ranges-overlap",
        "unknown",
        [NETWORK, subnet("a", "10.0.0.0/24"), subnet("b", UNKNOWN)],
    ),
    *of_inputs(
        "vpc-security-group-rule-quota",
        SECURITY_GROUP,
        passes=[open_to(cidrBlocks=addresses(60)), open_to(ipv6CidrBlocks=["::/0"]), {}],
        fails=[
            open_to(cidrBlocks=addresses(61)),
            open_to(cidrBlocks=addresses(59), securityGroups=["sg-1"], self=True),
        ],
        unknown=[{"ingress": UNKNOWN}],
    ),
    *of_inputs(
        "aws-policy-size",
        POLICY,
        passes=[{"policy": document(6144)}],
        fails=[{"policy": document(6145)}],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_inputs(
        "aws-policy-size",
        BUCKET_POLICY,
        passes=[{"policy": document(20_480)}],
        fails=[{"policy": document(20_481)}],
    ),
    *of_inputs(
        "aws-policy-size",
        "aws:organizations/policy:Policy",
        passes=[
            {"content": document(10_240)},
            {"content": document(10_241), "type": "TAG_POLICY"},
        ],
        fails=[{"content": document(10_241)}],
        unknown=[{"content": document(10_241), "type": UNKNOWN}],
    ),
    *of_inputs(
        "iam-trust-policy-size",
        ROLE,
        passes=[{"assumeRolePolicy": document(2048)}],
        fails=[{"assumeRolePolicy": document(2049)}],
        unknown=[{"assumeRolePolicy": UNKNOWN}],
    ),
    Row("iam-inline-policies-size", None, [SERVING, inline("a", 5120), inline("b", 5120)]),
    Row("iam-inline-policies-size", "violation", [SERVING, inline("a", 5120), inline("b", 5121)]),
    Row(
        "iam-inline-policies-size",
        "unknown",
        [SERVING, inline("a", 99), declare(ROLE_POLICY, "b", {"role": SERVING, "policy": UNKNOWN})],
    ),
    *of_inputs(
        "aws-inputs-conflict",
        DATABASE,
        passes=[{"identifier": "metadata"}, {"identifier": "metadata", "identifierPrefix": ""}],
        fails=[{"identifier": "metadata", "identifierPrefix": "meta"}],
        unknown=[{"identifier": "metadata", "identifierPrefix": UNKNOWN}],
    ),
]


def test_message_names_api_value_and_accepted_values() -> None:
    [finding] = findings(
        rule_of("aws-input-enum"), named(TARGET_GROUP, "web", targetType="fargate")
    )

    assert finding.message == (
        'targetType is "fargate", which the API refuses (elbv2 CreateTargetGroup TargetType); '
        'expected ["instance", "ip", "lambda", "alb"]'
    )


def test_value_of_a_deployed_state_is_accepted() -> None:
    given = declare(TARGET_GROUP, "web", {"targetType": "fargate"}, filled=("targetType",))

    assert findings(rule_of("aws-input-enum"), [given]) == []


def test_stack_with_its_own_autonaming_has_no_finding() -> None:
    graph = graphs.graph(*named(TARGET_GROUP, "x" * 40))
    configured = replace(graph, config={"pulumi:autonaming": {"mode": "verbatim"}})

    assert [*rule_of("aws-name-length").check(Stack(graph))]
    assert [*rule_of("aws-name-length").check(Stack(configured))] == []


def test_refused_value_blocks_in_the_engine() -> None:
    [(rule, level, name, message)] = Pack([rule_of("aws-input-enum")]).examine(
        Declared(TARGET_GROUP, "web", {"targetType": "fargate"})
    )

    assert (rule, level, name) == ("aws-input-enum", "mandatory", "web")
    assert message.startswith('targetType is "fargate", which the API refuses')
