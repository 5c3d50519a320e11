import json
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.selectors.permissions import IDENTITY_POLICIES
from policies.engine.selectors.tokens import (
    BUCKET,
    KEY,
    ROLE,
)
from policies.rules.iam.policies import (
    PERMISSION,
    RESOURCE_POLICIES,
)
from tests.policies.row import Row, declare, findings, of_inputs, rule_of

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
    first, _, nested = RESOURCE_POLICIES[kind].partition(".")
    document = text(*statements)
    return [declare(kind, "policy", {first: {nested: document} if nested else document})]


def letting(principal: Any, condition: Any = None, effect: str = "Allow") -> dict[str, Any]:
    statement = {"Effect": effect, "Principal": principal, "Action": "s3:*", "Resource": "*"}
    return statement if condition is None else {**statement, "Condition": condition}


OF_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}
PEER = declare(ROLE, "peer")

ROWS = [
    Row(
        "iam-policy-no-full-administrator-access",
        None,
        policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"}),
    ),
    Row("iam-policy-no-full-administrator-access", None, policy({**EVERYTHING, "Effect": "Deny"})),
    Row(
        "iam-policy-no-full-administrator-access",
        None,
        policy({**EVERYTHING, "Resource": "arn:aws:s3:::b"}),
    ),
    Row(
        "iam-policy-no-full-administrator-access", None, [declare(POLICY, "policy", {"policy": ""})]
    ),
    *(
        Row("iam-policy-no-full-administrator-access", "violation", policy(EVERYTHING, kind=k))
        for k in IDENTITY_POLICIES
    ),
    Row(
        "iam-policy-no-full-administrator-access",
        "violation",
        policy({**EVERYTHING, "Action": ["s3:*", "*"]}),
    ),
    Row(
        "iam-policy-no-full-administrator-access",
        "violation",
        [declare(POLICY, "p", {"policy": document(EVERYTHING)})],
    ),
    Row(
        "iam-policy-no-full-administrator-access",
        "violation",
        [declare(POLICY, "policy", {"policy": {"Statement": EVERYTHING}})],
    ),
    Row(
        "iam-policy-no-full-administrator-access",
        "unknown",
        [declare(POLICY, "policy", {"policy": UNKNOWN})],
    ),
    Row(
        "iam-policy-no-full-administrator-access",
        "unknown",
        policy({**EVERYTHING, "Resource": UNKNOWN_MARK}),
    ),
    Row(
        "iam-policy-no-full-administrator-access",
        None,
        policy({**EVERYTHING, "Resource": f"{UNKNOWN_MARK}/*"}),
    ),
    Row(
        "iam-policy-no-full-administrator-access",
        "violation",
        [declare(ROLE, "role", {"inlinePolicies": [{"policy": text(EVERYTHING)}]})],
    ),
    Row(
        "iam-policy-no-full-administrator-access",
        None,
        [declare(ROLE, "role", {"inlinePolicies": []})],
    ),
    Row("iam-policy-no-wildcard-action", None, policy({**EVERYTHING, "Action": "s3:*"})),
    Row("iam-policy-no-wildcard-action", None, policy({**EVERYTHING, "Effect": "Deny"})),
    Row(
        "iam-policy-no-wildcard-action",
        "violation",
        policy({**EVERYTHING, "Resource": "arn:aws:s3:::b"}),
    ),
    Row(
        "iam-policy-no-wildcard-action",
        "violation",
        policy({**EVERYTHING, "Action": ["ec2:*", "*:*"]}),
    ),
    Row(
        "iam-policy-no-wildcard-action", "unknown", [declare(POLICY, "policy", {"policy": UNKNOWN})]
    ),
    Row(
        "iam-policy-no-full-iam-access",
        None,
        policy({**EVERYTHING, "Action": ["iam:PassRole", "xsiam:*"]}),
    ),
    Row(
        "iam-policy-no-full-iam-access",
        None,
        policy({**EVERYTHING, "Action": "iam:*", "Effect": "Deny"}),
    ),
    Row(
        "iam-policy-no-full-iam-access",
        "violation",
        policy({**EVERYTHING, "Action": ["s3:*", "iam:*"]}),
    ),
    Row("iam-policy-no-full-iam-access", "violation", policy(EVERYTHING)),
    Row(
        "iam-policy-no-full-iam-access",
        "violation",
        policy({**EVERYTHING, "Action": "iam:*", "Resource": "arn:aws:iam::1:user/*"}),
    ),
    Row("iam-policy-no-full-iam-access", "unknown", policy({**EVERYTHING, "Action": UNKNOWN_MARK})),
    *(
        Row(
            "iam-resource-policy-no-public-principal",
            "violation",
            resource(letting("*"), kind=kind),
        )
        for kind in RESOURCE_POLICIES
    ),
    Row("iam-resource-policy-no-public-principal", None, [declare(KEY, "key")]),
    Row("iam-resource-policy-no-public-principal", None, [declare(BUCKET, "bucket")]),
    Row(
        "iam-resource-policy-no-public-principal",
        None,
        resource(letting({"Service": "sns.amazonaws.com"})),
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        None,
        resource(letting({"AWS": "arn:aws:iam::123456789012:root"})),
    ),
    Row("iam-resource-policy-no-public-principal", None, resource(letting("*", effect="Deny"))),
    Row("iam-resource-policy-no-public-principal", None, resource(letting("*", OF_ORGANIZATION))),
    Row(
        "iam-resource-policy-no-public-principal",
        "violation",
        resource(letting({"AWS": ["arn:aws:iam::1:root", "*"]})),
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "violation",
        resource(letting({"AWS": "arn:aws:iam::*:role/sns"})),
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "violation",
        resource(letting("*", {"Bool": {"aws:SecureTransport": "true"}})),
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "violation",
        resource(letting("*", {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}})),
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "violation",
        resource(letting("*", {"StringLike": {"aws:PrincipalArn": "*"}})),
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "unknown",
        [declare(BUCKET_POLICY, "policy", {"policy": UNKNOWN})],
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "unknown",
        resource(letting({"AWS": UNKNOWN_MARK})),
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        None,
        [PEER, declare(BUCKET_POLICY, "policy", {"policy": document(letting({"AWS": PEER}))})],
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "violation",
        resource({"Effect": "Allow", "NotPrincipal": {"AWS": "1"}, "Action": "*", "Resource": "*"}),
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        None,
        [declare(PERMISSION, "p", {"principal": "sns.amazonaws.com"})],
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        None,
        [declare(PERMISSION, "p", {"principal": "*", "principalOrgId": "o-1"})],
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "violation",
        [declare(PERMISSION, "p", {"principal": "*"})],
    ),
    Row(
        "iam-resource-policy-no-public-principal",
        "unknown",
        [declare(PERMISSION, "p", {"principal": UNKNOWN})],
    ),
    Row("iam-no-users", None, [declare("aws:iam/role:Role", "role")]),
    *of_inputs("iam-no-users", "aws:iam/user:User", fails=[{}]),
    *of_inputs("iam-no-users", "aws:iam/userLoginProfile:UserLoginProfile", fails=[{}]),
]


def test_finding_shows_public_statement() -> None:
    [found] = findings(
        rule_of("iam-resource-policy-no-public-principal"),
        resource(letting({"AWS": "1"}), letting("*")),
    )

    assert found.path == "policy.Statement[1]"
    assert found.actual == {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def test_invalid_json_policy_is_reported_as_not_checked() -> None:
    stack = [declare(POLICY, "policy", {"policy": "{"})]

    with pytest.raises(AssertionError, match="policy of policy is not valid JSON"):
        findings(rule_of("iam-policy-no-full-administrator-access"), stack)
