"""Evaluation of IAM statements after AWS's documented meaning, table by table."""

from typing import Any

import pytest

from costing.model import UNKNOWN
from policies.engine.finding import ANYTHING, OUTPUT
from policies.engine.logic import Truth
from policies.engine.selectors.documents import Statement
from policies.engine.selectors.iam_conditions import limit_callers
from policies.engine.selectors.iam_patterns import (
    every_action_pattern,
    every_resource_of,
    every_resource_pattern,
    matches,
)

ORGANIZATION = {"aws:PrincipalOrgID": "o-1234567890"}


def limited(condition: Any) -> Truth:
    return limit_callers(Statement("policy", {"Condition": condition}).conditions)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": ORGANIZATION}, True),
        ({"ForAnyValue:StringEquals": ORGANIZATION}, True),
        ({"StringNotEquals": ORGANIZATION}, False),
        ({"StringEqualsIfExists": ORGANIZATION}, False),
        ({"ForAllValues:StringEquals": ORGANIZATION}, False),
        (
            {
                "ForAllValues:StringEquals": ORGANIZATION,
                "Null": {"aws:PrincipalOrgID": "false"},
            },
            True,
        ),
        ({"Null": {"aws:PrincipalOrgID": "false"}}, False),
        ({"StringLike": {"aws:PrincipalOrgID": "o-*"}}, False),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}, True),
        ({"StringLike": {"aws:PrincipalOrgPaths": "*/ou-1/*"}}, False),
        ({"StringLike": {"aws:userid": "AROAEXAMPLE:*"}}, True),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, True),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, True),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, False),
        ({"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "::/0"]}}, False),
        ({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}, False),
        ({"IpAddress": {"aws:SourceIp": ["::/1", "8000::/1"]}}, False),
        ({"IpAddress": {"aws:SourceIp": UNKNOWN}}, UNKNOWN),
        ({"IpAddress": {"aws:SourceIp": OUTPUT}}, UNKNOWN),
        ({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, False),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}, True),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:*"}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}}, True),
        ({"ArnLike": {"aws:SourceArn": f"{OUTPUT}/*"}}, True),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{ANYTHING}"}}, UNKNOWN),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:sns:eu-west-1:111122223333:{ANYTHING}"}}, True),
        ({"StringEquals": {"aws:SourceAccount": ANYTHING}}, UNKNOWN),
        ({f"String{OUTPUT}": ORGANIZATION}, UNKNOWN),
        ({"StringEquals": {f"{OUTPUT}:sub": "a"}}, UNKNOWN),
        ({"StringLikeIfExists": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}, False),
        ({"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}, False),
        ({"StringEqualsIgnoreCase": {"aws:PrincipalOrgID": "O-1"}}, True),
        ({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}, False),
        ({"StringLike": {"aws:SourceVpc": "vpc-*"}}, False),
        ({"StringEquals": {"aws:SourceVpc": "vpc-*"}}, True),
        ({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", UNKNOWN]}}, UNKNOWN),
        ({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, True),
        ({"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}, False),
        ({"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}, False),
        ({"StringEquals": {"aws:VpceAccount": "111122223333"}}, True),
        ({"StringEquals": {"aws:VpceOrgID": "o-1"}}, True),
        ({"StringEquals": {"s3:DataAccessPointAccount": "111122223333"}}, True),
        ({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}, True),
        ({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "false"}}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ({"StringLike": {"aws:Referer": "https://example.com/*"}}, False),
        ({"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceTag/owner}"}}, False),
        (UNKNOWN, UNKNOWN),
        ({"StringEquals": UNKNOWN}, UNKNOWN),
    ],
    ids=str,
)
def test_condition_limits_callers(condition: Any, expected: Truth) -> None:
    assert limited(condition) is expected


@pytest.mark.parametrize(
    ("principal", "public"),
    [
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": "*"}}, True),
        ({"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}}, True),
        ({"Principal": {"AWS": "**"}}, True),
        ({"Principal": {"AWS": "arn:*"}}, True),
        ({"Principal": {"AWS": "arn:aws:iam::*:root"}}, True),
        ({"Principal": {"AWS": "arn:aws:iam::111122223333:*"}}, False),
        ({"Principal": {"AWS": f"{ANYTHING}"}}, UNKNOWN),
        ({"Principal": {"AWS": f"arn:aws:iam::{ANYTHING}:root"}}, UNKNOWN),
        ({"Principal": {"AWS": f"arn:aws:iam::111122223333:role/{ANYTHING}"}}, False),
        ({"Principal": {"AWS": f"arn:aws:iam::{OUTPUT}:root"}}, False),
        ({"Principal": {"Service": "s3.amazonaws.com"}}, False),
        ({"Principal": {"AWS": OUTPUT}}, False),
        ({"Principal": UNKNOWN}, UNKNOWN),
        ({"NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}}, True),
        ({"Principal": "*", "Condition": {"StringEquals": ORGANIZATION}}, False),
    ],
    ids=str,
)
def test_statement_is_public(principal: Any, public: Truth) -> None:
    assert Statement("policy", {"Effect": "Allow", **principal}).public is public


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("s3:Get*", "s3:GetObject", True),
        ("S3:GETOBJECT", "s3:GetObject", True),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3:[G]etObject", "s3:GetObject", False),
        (UNKNOWN, "s3:GetObject", UNKNOWN),
        (OUTPUT, "s3:GetObject", UNKNOWN),
        (f"s3:{OUTPUT}", "s3:GetObject", UNKNOWN),
        (f"ec2:{OUTPUT}", "s3:GetObject", False),
        (f"{OUTPUT}*", "s3:GetObject", UNKNOWN),
        (f"s3:Get{ANYTHING}", "s3:GetObject", UNKNOWN),
        (f"s3:Put{ANYTHING}", "s3:GetObject", False),
    ],
)
def test_pattern_matches_text(pattern: object, text: str, expected: Truth) -> None:
    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", True),
        ("**", True),
        ("arn:*", True),
        ("arn:aws:*", True),
        ("arn:*:*:*:*:*", True),
        ("arn:aws:s3:::*", False),
        (OUTPUT, False),
        (f"{OUTPUT}/*", False),
        (UNKNOWN, UNKNOWN),
    ],
)
def test_pattern_covers_every_resource(pattern: object, expected: Truth) -> None:
    assert every_resource_pattern(pattern) is expected


@pytest.mark.parametrize("pattern", ["*", "*:*", "**", "?*"])
def test_pattern_covers_every_action(pattern: str) -> None:
    assert every_action_pattern(pattern) is True


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("arn:aws:iam::123456789012:role/*", "iam:PassRole", True),
        ("arn:aws:iam::*:role/*", "sts:AssumeRole", True),
        ("arn:aws:iam::123456789012:user/*", "iam:PassRole", False),
        ("arn:aws:iam::123456789012:role/app-*", "iam:PassRole", False),
        ("arn:aws:iam::123456789012:user/*", "iam:CreateAccessKey", True),
        ("arn:aws:iam::123456789012:policy/*", "iam:CreatePolicyVersion", True),
        ("arn:aws:s3:::*", "s3:GetObject", True),
        ("arn:aws:s3:::*/*", "s3:GetObject", True),
        ("arn:aws:s3:::bucket/*", "s3:GetObject", False),
        ("arn:aws:secretsmanager:*:*:secret:*", "secretsmanager:GetSecretValue", True),
        ("arn:aws:s3:::*", "ssm:GetParameter", False),
    ],
)
def test_pattern_covers_every_resource_of_an_action(
    pattern: str, action: str, *, expected: bool
) -> None:
    assert every_resource_of(pattern, action) is expected
