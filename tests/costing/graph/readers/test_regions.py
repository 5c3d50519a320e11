from typing import Any

import pytest

from costing.errors import CallError
from costing.graph.readers.regions import (
    account_of,
    default_region,
    is_global,
    region_of,
    with_default_region,
)
from costing.graph.resource import Graph, Resource
from costing.model import GLOBAL, SECRET, UNKNOWN, DefaultRegion, Source, Unknown
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
def test_region_by_resource_then_provider_then_stack(
    own: object,
    provider: object,
    stack: object,
    outputs: dict[str, Any],
    region: str | Unknown | None,
) -> None:
    assert region_of(NAT, specified(own), specified(provider), stack, outputs) == region


@pytest.mark.parametrize(
    ("inputs", "outputs", "region"),
    [
        ({"availabilityZone": "eu-west-1a"}, {}, "eu-west-1"),
        ({"availabilityZone": "eu-west-1a"}, {"region": "eu-west-2"}, "eu-west-2"),
        ({"availabilityZone": "eu-west-1a", "region": "eu-west-3"}, {}, "eu-west-3"),
        ({"availabilityZone": UNKNOWN}, {}, None),
        ({"availabilityZone": ["eu-west-1a"]}, {}, None),
    ],
)
def test_a_region_may_be_that_of_the_zone(
    inputs: dict[str, Any], outputs: dict[str, Any], region: str | None
) -> None:
    assert region_of(NAT, inputs, {}, None, outputs) == region


@pytest.mark.parametrize(
    ("option", "environ", "found"),
    [
        (None, {}, None),
        (None, {"AWS_REGION": ""}, None),
        (None, {"AWS_DEFAULT_REGION": "eu-west-1"}, ("eu-west-1", "AWS_DEFAULT_REGION")),
        (
            None,
            {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-2"},
            ("eu-west-2", "AWS_REGION"),
        ),
        ("us-west-2", {"AWS_REGION": "eu-west-2"}, ("us-west-2", "--region")),
    ],
)
def test_default_region_by_option_then_variable(
    option: str | None, environ: dict[str, str], found: tuple[str, str] | None
) -> None:
    assert default_region(option, environ) == (DefaultRegion(*found) if found else None)


def stack_of(*regions: str | Unknown | None) -> Graph:
    nats = [
        Resource(f"urn:pulumi:prod::shop::{NAT}::{index}", NAT, {}, region=region)
        for index, region in enumerate(regions)
    ]
    pet = Resource("urn:pulumi:prod::shop::random:index/randomPet:RandomPet::p", "random:x:P", {})
    return Graph(Source("preview", "shop", "prod"), (*nats, pet))


def test_default_region_applies_to_resources_without_region() -> None:
    default = DefaultRegion("eu-west-2", "AWS_REGION")
    graph = with_default_region(stack_of("eu-west-1", None, UNKNOWN), default)
    assert [each.region for each in graph.resources] == ["eu-west-1", "eu-west-2", UNKNOWN, None]
    assert graph.source.default_region == default


@pytest.mark.parametrize("default", [None, DefaultRegion("eu-wst-1", "AWS_REGION")])
def test_unused_default_region_is_not_named(default: DefaultRegion | None) -> None:
    graph = stack_of("eu-west-1", UNKNOWN)
    assert with_default_region(graph, default) == graph


def test_invalid_region_variable_is_named() -> None:
    with pytest.raises(CallError, match="AWS_REGION=eu-wst-1: unknown region"):
        with_default_region(stack_of(None), DefaultRegion("eu-wst-1", "AWS_REGION"))


def specified(region: object) -> dict[str, Any]:
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
def test_global_and_foreign_resources_have_no_region(
    kind: str, inputs: dict[str, Any], region: str | Unknown | None
) -> None:
    assert region_of(kind, inputs, {}, "us-east-1", {}) == region


def test_global_resource_has_the_global_price() -> None:
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
def test_account_is_the_role_or_profile_of_the_provider(
    inputs: dict[str, Any], account: str
) -> None:
    assert account_of(inputs, PROVIDER) == account
