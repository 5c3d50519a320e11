from typing import Any

import pytest

from costing.model import SECRET, UNKNOWN, Unknown
from costing.priced_resource import GLOBAL
from costing.readers.regions import account_of, is_global, region_of
from costing.resources import PRICED

NAT = "aws:ec2/natGateway:NatGateway"
ACL = "aws:wafv2/webAcl:WebAcl"
PROVIDER = "urn:pulumi:prod::shop::pulumi:providers:aws::west"


@pytest.mark.parametrize(
    ("own", "provider", "stack", "outputs", "region"),
    [
        ("eu-west-1", "us-west-2", "us-east-1", {}, "eu-west-1"),
        (None, "us-west-2", "us-east-1", {}, "us-west-2"),
        (None, None, "us-east-1", {"region": "eu-west-1"}, "us-east-1"),
        ("", "", "us-east-1", {}, "us-east-1"),
        (UNKNOWN, "us-west-2", "us-east-1", {}, UNKNOWN),
        (None, UNKNOWN, "us-east-1", {}, UNKNOWN),
        (None, SECRET, "us-east-1", {}, UNKNOWN),
        (None, None, SECRET, {}, UNKNOWN),
        (None, None, None, {"region": "eu-west-1", "availabilityZone": "us-east-1a"}, "eu-west-1"),
        (None, None, None, {"availabilityZone": "us-gov-west-1b"}, "us-gov-west-1"),
        (None, None, None, {"availabilityZone": "us-west-2-lax-1a"}, "us-west-2"),
        (None, None, None, {"availabilityZone": "us-east-1-wl1-bos-wlz-1"}, "us-east-1"),
        (None, None, None, {"arn": "arn:aws:sns:eu-central-1:111111111111:x"}, "eu-central-1"),
        (None, None, None, {"id": "arn:aws-cn:sns:cn-north-1:111111111111:x"}, "cn-north-1"),
        (None, None, None, {"arn": "arn:aws:s3:::bucket"}, None),
        (None, None, None, {"arn": "arn:aws:double"}, None),
        (None, None, None, {"availabilityZone": UNKNOWN, "arn": UNKNOWN}, None),
        (None, None, None, {"region": "Mars"}, None),
    ],
)
def test_a_region_is_the_resources_then_the_providers_then_the_stacks(
    own: object,
    provider: object,
    stack: object,
    outputs: dict[str, Any],
    region: str | Unknown | None,
) -> None:
    assert region_of(NAT, stated(own), stated(provider), stack, outputs) == region


def stated(region: object) -> dict[str, Any]:
    return {} if region is None else {"region": region}


@pytest.mark.parametrize(
    ("kind", "inputs", "region"),
    [
        ("aws:iam/role:Role", {}, GLOBAL),
        ("aws:route53/zone:Zone", {"region": "us-west-2"}, GLOBAL),
        ("aws:route53/resolverEndpoint:ResolverEndpoint", {}, "us-east-1"),
        ("aws:cloudfront/distribution:Distribution", {}, GLOBAL),
        ("aws:waf/webAcl:WebAcl", {}, GLOBAL),
        ("aws:wafregional/webAcl:WebAcl", {}, "us-east-1"),
        (ACL, {"scope": "CLOUDFRONT"}, GLOBAL),
        (ACL, {"scope": "REGIONAL"}, "us-east-1"),
        (ACL, {"scope": UNKNOWN}, UNKNOWN),
        ("random:index/randomPet:RandomPet", {}, None),
        ("kubernetes:apps/v1:Deployment", {"region": "us-west-2"}, None),
    ],
)
def test_what_has_no_region_is_global_and_other_providers_have_none(
    kind: str, inputs: dict[str, Any], region: str | Unknown | None
) -> None:
    assert region_of(kind, inputs, {}, "us-east-1", {}) == region


def test_what_is_global_is_priced_so() -> None:
    assert {kind for kind in PRICED if is_global(kind, {})} <= {
        kind for kind, model in PRICED.items() if model.is_global
    }


@pytest.mark.parametrize(
    ("inputs", "account"),
    [
        ({}, ""),
        ({"profile": "shared"}, "shared"),
        ({"assumeRole": {"roleArn": "arn:a"}, "profile": "shared"}, "arn:a"),
        ({"assumeRoles": [{"roleArn": "arn:a"}, {"roleArn": "arn:b"}]}, "arn:b"),
        ({"assumeRoles": [{"role_arn": "arn:a"}]}, "arn:a"),
        ({"assumeRoles": [{"sessionName": "x"}]}, ""),
        ({"assumeRoles": []}, ""),
        ({"assumeRoles": UNKNOWN}, PROVIDER),
        ({"assumeRoles": [{"roleArn": UNKNOWN}]}, PROVIDER),
        ({"profile": SECRET}, PROVIDER),
    ],
)
def test_an_account_is_the_role_or_profile_that_the_provider_assumes(
    inputs: dict[str, Any], account: str
) -> None:
    assert account_of(inputs, PROVIDER) == account
