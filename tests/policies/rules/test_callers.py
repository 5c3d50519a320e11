"""Accounts and services that resource policies admit."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.selectors.tokens import ROLE, S3_BUCKET_POLICY, TOPIC
from policies.rules.iam.callers import (
    SHARED_WITH,
)
from tests.policies.row import Row, declare, inputs_with, of_inputs

OURS, THEIRS = "123456789012", "210987654321"
LISTED = {"accounts": (OURS,)}


def policy(kind: str, principal: Any, **more: Any) -> list[Resource]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", **more}
    key = "assumeRolePolicy" if kind == ROLE else "policy"
    return [declare(kind, "it", {key: json.dumps({"Statement": [statement]})})]


def accounts() -> Iterator[Row]:
    rule = "iam-resource-policy-listed-accounts"
    for principal, status in (
        ({"AWS": THEIRS}, "violation"),
        ({"AWS": f"arn:aws:iam::{THEIRS}:root"}, "violation"),
        ({"AWS": [f"arn:aws:iam::{OURS}:root", f"arn:aws:iam::{THEIRS}:role/x"]}, "violation"),
        ({"AWS": f"arn:aws-us-gov:iam::{OURS}:role/x"}, None),
        ({"AWS": OURS}, None),
        ({"Service": "logs.amazonaws.com"}, None),
        ({"AWS": UNKNOWN_MARK}, "unknown"),
    ):
        yield Row(rule, status, policy(S3_BUCKET_POLICY, principal), LISTED)
    yield Row(rule, "violation", policy(ROLE, {"AWS": THEIRS}), LISTED)
    yield Row(rule, None, policy(ROLE, {"AWS": THEIRS}, Effect="Deny"), LISTED)
    yield Row(rule, None, policy(ROLE, {"AWS": THEIRS}))  # no list
    condition = {"StringEquals": {"aws:PrincipalAccount": THEIRS}}
    yield Row(rule, "violation", policy(S3_BUCKET_POLICY, "*", Condition=condition), LISTED)
    for kind, path in SHARED_WITH.items():
        for status, account in (("violation", THEIRS), (None, OURS), ("unknown", UNKNOWN)):
            several = path in {"sharedAccounts", "allowedPrincipals"} and account is not UNKNOWN
            inputs = inputs_with(path, [account] if several else account)
            yield Row(rule, status, [declare(kind, "it", inputs)], LISTED)


def sources() -> Iterator[Row]:
    rule = "iam-resource-policy-service-source"
    objects = {"Service": "s3.amazonaws.com"}
    source = {"aws:SourceAccount": OURS}
    yield Row(rule, "violation", policy(TOPIC, objects))
    yield Row(rule, None, policy(TOPIC, {"Service": "events.amazonaws.com"}))
    yield Row(rule, "violation", policy(S3_BUCKET_POLICY, {"Service": "events.amazonaws.com"}))
    yield Row(rule, "violation", policy(TOPIC, {"Service": ["a.amazonaws.com"], "AWS": OURS}))
    yield Row(rule, "violation", policy(TOPIC, objects, Condition={"StringEqualsIfExists": source}))
    arns = {"ArnLike": {"aws:SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/*"}}
    via = {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}
    groups = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:1:*"}}
    for condition in ({"StringEquals": source}, arns, via, groups):
        yield Row(rule, None, policy(TOPIC, objects, Condition=condition))
    yield Row(rule, None, policy(TOPIC, {"AWS": OURS}))
    yield Row(rule, None, policy(TOPIC, objects, Effect="Deny"))
    yield Row(rule, "unknown", policy(TOPIC, {"Service": UNKNOWN_MARK}))
    rule = "iam-role-service-trust-source"
    for service, status in (
        ("states.amazonaws.com", "violation"),
        ("states.eu-west-1.amazonaws.com", "violation"),
        ("vpc-flow-logs.amazonaws.com", "violation"),
        ("ec2.amazonaws.com", None),
        (UNKNOWN_MARK, "unknown"),
    ):
        yield Row(rule, status, policy(ROLE, {"Service": service}))
    trusted = policy(ROLE, {"Service": "states.amazonaws.com"}, Condition={"StringEquals": source})
    yield Row(rule, None, trusted)


CREATOR = "bootstrapClusterCreatorAdminPermissions"
ROWS = [
    *accounts(),
    *sources(),
    *of_inputs(
        "eks-cluster-no-creator-administrator",
        passes=[{"accessConfig": {CREATOR: False}}],
        fails=[{}, {"accessConfig": {CREATOR: True}}],
        unknown=[{"accessConfig": {CREATOR: UNKNOWN}}],
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rows(row: Row) -> None:
    assert row.agrees()
