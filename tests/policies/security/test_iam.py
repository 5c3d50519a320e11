import json
from typing import Any

import pytest

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import UNKNOWN_MARK
from policies.reading.permissions import IDENTITY_POLICIES
from policies.reading.tokens import BUCKETS, KEY, ROLE
from policies.security.iam import (
    PERMISSION,
    RESOURCE_POLICIES,
    no_full_iam,
    no_star_action,
    no_star_principal,
    no_star_star_policy,
)
from tests.policies.row import Row, declare, findings

POLICY = "aws:iam/policy:Policy"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def document(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def text(*statements: Any) -> str:
    return json.dumps(document(*statements))


def policy(*statements: Any, kind: str = POLICY) -> list[Resource]:
    return [declare(kind, "policy", {IDENTITY_POLICIES[kind]: text(*statements)})]


def resource(*statements: Any, kind: str = BUCKET_POLICY) -> list[Resource]:
    return [declare(kind, "policy", {RESOURCE_POLICIES[kind]: text(*statements)})]


def letting(principal: Any, condition: Any = None, effect: str = "Allow") -> dict[str, Any]:
    statement = {"Effect": effect, "Principal": principal, "Action": "s3:*", "Resource": "*"}
    return statement if condition is None else {**statement, "Condition": condition}


OF_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}
PEER = declare(ROLE, "peer")

ROWS = [
    Row(no_star_star_policy, None, policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})),
    Row(no_star_star_policy, None, policy({**EVERYTHING, "Effect": "Deny"})),
    Row(no_star_star_policy, None, policy({**EVERYTHING, "Resource": "arn:aws:s3:::b"})),
    Row(no_star_star_policy, None, [declare(POLICY, "policy", {"policy": ""})]),
    *(Row(no_star_star_policy, "violation", policy(EVERYTHING, kind=k)) for k in IDENTITY_POLICIES),
    Row(no_star_star_policy, "violation", policy({**EVERYTHING, "Action": ["s3:*", "*"]})),
    Row(no_star_star_policy, "violation", [declare(POLICY, "p", {"policy": document(EVERYTHING)})]),
    Row(
        no_star_star_policy,
        "violation",
        [declare(POLICY, "policy", {"policy": {"Statement": EVERYTHING}})],
    ),
    Row(no_star_star_policy, "undecided", [declare(POLICY, "policy", {"policy": UNKNOWN})]),
    Row(no_star_star_policy, "undecided", policy({**EVERYTHING, "Resource": UNKNOWN_MARK})),
    Row(no_star_star_policy, None, policy({**EVERYTHING, "Resource": f"{UNKNOWN_MARK}/*"})),
    Row(
        no_star_star_policy,
        "violation",
        [declare(ROLE, "role", {"inlinePolicies": [{"policy": text(EVERYTHING)}]})],
    ),
    Row(no_star_star_policy, None, [declare(ROLE, "role", {"inlinePolicies": []})]),
    Row(no_star_action, None, policy({**EVERYTHING, "Action": "s3:*"})),
    Row(no_star_action, None, policy({**EVERYTHING, "Effect": "Deny"})),
    Row(no_star_action, "violation", policy({**EVERYTHING, "Resource": "arn:aws:s3:::b"})),
    Row(no_star_action, "violation", policy({**EVERYTHING, "Action": ["ec2:*", "*:*"]})),
    Row(no_star_action, "undecided", [declare(POLICY, "policy", {"policy": UNKNOWN})]),
    Row(no_full_iam, None, policy({**EVERYTHING, "Action": ["iam:PassRole", "xsiam:*"]})),
    Row(no_full_iam, None, policy({**EVERYTHING, "Action": "iam:*", "Effect": "Deny"})),
    Row(no_full_iam, "violation", policy({**EVERYTHING, "Action": ["s3:*", "iam:*"]})),
    Row(no_full_iam, "violation", policy(EVERYTHING)),
    Row(
        no_full_iam,
        "violation",
        policy({**EVERYTHING, "Action": "iam:*", "Resource": "arn:aws:iam::1:user/*"}),
    ),
    Row(no_full_iam, "undecided", policy({**EVERYTHING, "Action": UNKNOWN_MARK})),
    *(
        Row(no_star_principal, "violation", resource(letting("*"), kind=kind))
        for kind in RESOURCE_POLICIES
    ),
    Row(no_star_principal, None, [declare(KEY, "key")]),
    Row(no_star_principal, None, [declare(BUCKETS[0], "bucket")]),
    Row(no_star_principal, None, resource(letting({"Service": "sns.amazonaws.com"}))),
    Row(no_star_principal, None, resource(letting({"AWS": "arn:aws:iam::123456789012:root"}))),
    Row(no_star_principal, None, resource(letting("*", effect="Deny"))),
    Row(no_star_principal, None, resource(letting("*", OF_ORGANIZATION))),
    Row(no_star_principal, "violation", resource(letting({"AWS": ["arn:aws:iam::1:root", "*"]}))),
    Row(no_star_principal, "violation", resource(letting({"AWS": "arn:aws:iam::*:role/sns"}))),
    Row(
        no_star_principal,
        "violation",
        resource(letting("*", {"Bool": {"aws:SecureTransport": "true"}})),
    ),
    Row(
        no_star_principal,
        "violation",
        resource(letting("*", {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}})),
    ),
    Row(
        no_star_principal,
        "violation",
        resource(letting("*", {"StringLike": {"aws:PrincipalArn": "*"}})),
    ),
    Row(no_star_principal, "undecided", [declare(BUCKET_POLICY, "policy", {"policy": UNKNOWN})]),
    Row(no_star_principal, "undecided", resource(letting({"AWS": UNKNOWN_MARK}))),
    Row(
        no_star_principal,
        None,
        [PEER, declare(BUCKET_POLICY, "policy", {"policy": document(letting({"AWS": PEER}))})],
    ),
    Row(
        no_star_principal,
        "violation",
        resource({"Effect": "Allow", "NotPrincipal": {"AWS": "1"}, "Action": "*", "Resource": "*"}),
    ),
    Row(no_star_principal, None, [declare(PERMISSION, "p", {"principal": "sns.amazonaws.com"})]),
    Row(
        no_star_principal,
        None,
        [declare(PERMISSION, "p", {"principal": "*", "principalOrgId": "o-1"})],
    ),
    Row(no_star_principal, "violation", [declare(PERMISSION, "p", {"principal": "*"})]),
    Row(no_star_principal, "undecided", [declare(PERMISSION, "p", {"principal": UNKNOWN})]),
]


def test_a_finding_shows_the_statement_that_lets_anyone_in() -> None:
    [found] = findings(no_star_principal, resource(letting({"AWS": "1"}), letting("*")))

    assert found.path == "policy.Statement[1]"
    assert found.actual == {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def test_a_policy_that_is_no_json_is_said_not_to_be_checked() -> None:
    stack = [declare(POLICY, "policy", {"policy": "{"})]

    with pytest.raises(AssertionError, match="could not be checked: JSONDecodeError"):
        findings(no_star_star_policy, stack)
