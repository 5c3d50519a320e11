import json
from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import UNKNOWN_MARK
from policies.reading.buckets import ACCOUNT_BLOCK, BUCKET_POLICY, PUBLIC_ACCESS_BLOCK
from policies.reading.tokens import BUCKETS
from policies.security.s3 import (
    block_ignores_public_lists,
    block_refuses_public_lists,
    block_refuses_public_policies,
    block_restricts_public_buckets,
    bucket_public_access_blocked,
    bucket_tls_only,
)
from tests.policies.row import Row, declare

BUCKET, OTHER = declare(BUCKETS[0], "models"), declare(BUCKETS[0], "other")
OLD = declare(BUCKETS[1], "models")
CLOSED = {"blockPublicAcls": True, "blockPublicPolicy": True}
DENY: dict[str, Any] = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::models", "arn:aws:s3:::models/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def block(bucket: object, **flags: Any) -> Resource:
    return declare(PUBLIC_ACCESS_BLOCK, "block", {"bucket": bucket, **flags})


def policy(statement: Any, bucket: object = BUCKET) -> Resource:
    content = statement if statement is UNKNOWN else json.dumps({"Statement": [statement]})
    return declare(BUCKET_POLICY, "policy", {"bucket": bucket, "policy": content})


def flag(rule: Any, name: str) -> list[Row]:
    def alone(kind: str, **flags: Any) -> list[Resource]:
        return [declare(kind, "block", flags)]

    return [
        Row(rule, None, alone(PUBLIC_ACCESS_BLOCK, **{name: True})),
        Row(rule, "violation", alone(PUBLIC_ACCESS_BLOCK)),
        Row(rule, "violation", alone(ACCOUNT_BLOCK, **{name: False})),
        Row(rule, "undecided", alone(PUBLIC_ACCESS_BLOCK, **{name: UNKNOWN})),
    ]


OPEN_RESOURCES = {**DENY, "Resource": [UNKNOWN_MARK, f"{UNKNOWN_MARK}/*"]}

ROWS = [
    Row(bucket_public_access_blocked, None, [BUCKET, block(BUCKET, **CLOSED)]),
    Row(bucket_public_access_blocked, None, [OLD, block(OLD, **CLOSED)]),
    Row(bucket_public_access_blocked, None, [BUCKET, declare(ACCOUNT_BLOCK, "all", CLOSED)]),
    Row(bucket_public_access_blocked, "violation", [BUCKET]),
    Row(bucket_public_access_blocked, "violation", [BUCKET, block(BUCKET)]),
    Row(bucket_public_access_blocked, "violation", [BUCKET, OTHER, block(OTHER, **CLOSED)]),
    Row(
        bucket_public_access_blocked,
        "violation",
        [BUCKET, block(BUCKET, blockPublicAcls=True, blockPublicPolicy=False)],
    ),
    Row(bucket_public_access_blocked, "undecided", [BUCKET, block(UNKNOWN, **CLOSED)]),
    Row(
        bucket_public_access_blocked,
        "undecided",
        [BUCKET, block(BUCKET, blockPublicAcls=True, blockPublicPolicy=UNKNOWN)],
    ),
    *flag(block_refuses_public_lists, "blockPublicAcls"),
    *flag(block_refuses_public_policies, "blockPublicPolicy"),
    *flag(block_ignores_public_lists, "ignorePublicAcls"),
    *flag(block_restricts_public_buckets, "restrictPublicBuckets"),
    Row(bucket_tls_only, None, [BUCKET, policy(DENY)]),
    Row(
        bucket_tls_only,
        None,
        [declare(BUCKETS[1], "models", {"policy": json.dumps({"Statement": DENY})})],
    ),
    Row(bucket_tls_only, None, [BUCKET, policy({**DENY, "Principal": {"AWS": "*"}})]),
    Row(bucket_tls_only, None, [BUCKET, policy({**DENY, "Resource": f"{UNKNOWN_MARK}/*"})]),
    Row(bucket_tls_only, "violation", [BUCKET]),
    Row(bucket_tls_only, "violation", [BUCKET, OTHER, policy(DENY, OTHER)]),
    Row(bucket_tls_only, "violation", [BUCKET, policy({**DENY, "Effect": "Allow"})]),
    Row(bucket_tls_only, "violation", [BUCKET, policy({**DENY, "Action": "s3:PutObject"})]),
    Row(bucket_tls_only, "violation", [BUCKET, policy({**DENY, "Condition": {}})]),
    Row(
        bucket_tls_only,
        "violation",
        [BUCKET, policy({**DENY, "Resource": "arn:aws:s3:::models/public/*"})],
    ),
    Row(bucket_tls_only, "undecided", [BUCKET, policy(UNKNOWN)]),
    Row(bucket_tls_only, "undecided", [BUCKET, policy(DENY, UNKNOWN)]),
    Row(bucket_tls_only, "undecided", [BUCKET, policy({**DENY, "Resource": UNKNOWN_MARK})]),
]
