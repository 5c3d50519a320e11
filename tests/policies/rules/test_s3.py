import json
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.selectors.buckets import ACCOUNT_BLOCK, BUCKET_POLICY, PUBLIC_ACCESS_BLOCK
from policies.engine.selectors.tokens import (
    BUCKET,
    BUCKET_ACL,
    BUCKET_ENCRYPTION,
    BUCKET_LOGGING,
    LOAD_BALANCER,
)
from policies.rules.s3.public_access import (
    ACCESS_POINT,
    FLAGS,
    OWNERSHIP_CONTROLS,
)
from tests.policies.row import Row, declare, findings, rule_of

MODELS, OTHER = declare(BUCKET, "models"), declare(BUCKET, "other")
OLD = declare("aws:s3/bucketV2:BucketV2", "models")
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


def policy(statement: Any, bucket: object = MODELS) -> Resource:
    content = statement if statement is UNKNOWN else json.dumps({"Statement": [statement]})
    return declare(BUCKET_POLICY, "policy", {"bucket": bucket, "policy": content})


def flag(rule: Any, name: str) -> list[Row]:
    def alone(kind: str, **flags: Any) -> list[Resource]:
        return [declare(kind, "block", flags)]

    return [
        Row(rule, None, alone(PUBLIC_ACCESS_BLOCK, **{name: True})),
        Row(rule, "violation", alone(PUBLIC_ACCESS_BLOCK)),
        Row(rule, "violation", alone(ACCOUNT_BLOCK, **{name: False})),
        Row(rule, "unknown", alone(PUBLIC_ACCESS_BLOCK, **{name: UNKNOWN})),
    ]


LOGS = declare(BUCKET, "logs")
ALL = "http://acs.amazonaws.com/groups/global/AllUsers"
WITH_AN_ACCOUNT = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"


def bucket(kind: str = BUCKET, **inputs: Any) -> list[Resource]:
    return [declare(kind, "models", inputs)]


def writing(bucket: Any, target: Any = LOGS) -> Resource:
    """Return what writes down who uses a bucket."""
    return declare(BUCKET_LOGGING, "logging", {"bucket": bucket, "targetBucket": target})


def ciphered(algorithm: Any, of: Any = MODELS) -> Resource:
    by_default = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm}}
    return declare(BUCKET_ENCRYPTION, "cipher", {"bucket": of, "rules": [by_default]})


def listed(of: Any = MODELS, **inputs: Any) -> list[Resource]:
    return [MODELS, declare(BUCKET_ACL, "list", {"bucket": of, **inputs})]


def granted(permission: Any, uri: Any = ALL) -> list[Resource]:
    grants = [
        {"grantee": {"type": "CanonicalUser", "id": "owner"}, "permission": "FULL_CONTROL"},
        {"grantee": {"type": "Group", "uri": uri}, "permission": permission},
    ]
    return listed(accessControlPolicy={"grants": grants})


def point(**flags: Any) -> list[Resource]:
    inputs = {"publicAccessBlockConfiguration": flags} if flags else {}
    return [declare(ACCESS_POINT, "point", inputs)]


INLINE = {"rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}}
INLINE_V2 = [{"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]}]

ROWS = [
    *(
        Row("s3-bucket-server-access-logging", status, stack)
        for status, stack in (
            (None, [MODELS, LOGS, writing(MODELS)]),
            (None, bucket(logging={"targetBucket": "logs"})),
            (None, bucket("aws:s3/bucketV2:BucketV2", loggings=[{"targetBucket": "logs"}])),
            ("violation", bucket()),
            ("violation", [MODELS, OTHER, writing(OTHER, "logs")]),
            ("unknown", [MODELS, LOGS, writing(UNKNOWN)]),
            ("unknown", bucket(logging=UNKNOWN)),
        )
    ),
    *(
        Row("s3-bucket-kms-encryption", status, stack)
        for status, stack in (
            (None, [MODELS, ciphered("aws:kms")]),
            (None, [OLD, ciphered("aws:kms:dsse", OLD)]),
            (None, bucket(serverSideEncryptionConfiguration=INLINE)),
            (
                None,
                bucket("aws:s3/bucketV2:BucketV2", serverSideEncryptionConfigurations=INLINE_V2),
            ),
            (None, [MODELS, OTHER, writing(OTHER, MODELS), ciphered("aws:kms", OTHER)]),
            (
                None,
                [MODELS, declare(LOAD_BALANCER, "lb", {"accessLogs": {"bucket": MODELS}})],
            ),
            ("violation", [MODELS]),
            ("violation", [MODELS, ciphered("AES256")]),
            ("violation", [MODELS, OTHER, ciphered("aws:kms", OTHER)]),
            ("unknown", [MODELS, ciphered(UNKNOWN)]),
            ("unknown", [MODELS, ciphered("aws:kms", UNKNOWN)]),
            ("unknown", bucket(serverSideEncryptionConfiguration=UNKNOWN)),
        )
    ),
    *(
        Row(rule, status, stack)
        for rule in ("s3-bucket-no-public-read-acl", "s3-bucket-no-public-write-acl")
        for status, stack in (
            (None, bucket()),
            (None, bucket(acl="private")),
            (None, listed(acl="log-delivery-write")),
            (None, granted("READ_ACP")),
            (None, granted("FULL_CONTROL", "http://acs.amazonaws.com/groups/s3/LogDelivery")),
            ("violation", bucket(acl="public-read-write")),
            ("violation", listed(acl="public-read-write")),
            ("violation", listed("elsewhere", acl="public-read-write")),
            ("violation", granted("FULL_CONTROL")),
            ("violation", granted("FULL_CONTROL", WITH_AN_ACCOUNT)),
            (
                "violation",
                bucket(grants=[{"type": "Group", "uri": ALL, "permissions": ["FULL_CONTROL"]}]),
            ),
            ("unknown", bucket(acl=UNKNOWN)),
            ("unknown", listed(UNKNOWN, acl=UNKNOWN)),
            ("unknown", granted("FULL_CONTROL", UNKNOWN)),
            ("unknown", bucket(grants=[{"uri": ALL, "permissions": UNKNOWN}])),
        )
    ),
    *(
        Row("s3-bucket-no-public-read-acl", "violation", stack)
        for stack in (
            bucket(acl="public-read"),
            bucket("aws:s3/bucketV2:BucketV2", acl="authenticated-read"),
            granted("READ"),
        )
    ),
    Row("s3-bucket-no-public-write-acl", None, bucket(acl="public-read")),
    Row("s3-bucket-no-public-write-acl", None, granted("READ")),
    Row("s3-bucket-no-public-write-acl", "violation", granted("WRITE")),
    *(
        Row(
            "s3-bucket-acls-disabled",
            status,
            [declare(OWNERSHIP_CONTROLS, "controls", {"rule": {"objectOwnership": ownership}})],
        )
        for status, ownership in (
            (None, "BucketOwnerEnforced"),
            ("violation", "ObjectWriter"),
            ("violation", "BucketOwnerPreferred"),
            ("unknown", UNKNOWN),
        )
    ),
    Row("s3-access-point-public-access-block", None, point()),
    Row("s3-access-point-public-access-block", None, point(**dict.fromkeys(FLAGS, True))),
    *(
        Row("s3-access-point-public-access-block", "violation", point(**{flag: False}))
        for flag in FLAGS
    ),
    Row("s3-access-point-public-access-block", "unknown", point(blockPublicPolicy=UNKNOWN)),
    Row("s3-bucket-public-access-block", None, [MODELS, block(MODELS, **CLOSED)]),
    Row("s3-bucket-public-access-block", None, [OLD, block(OLD, **CLOSED)]),
    Row("s3-bucket-public-access-block", None, [MODELS, declare(ACCOUNT_BLOCK, "all", CLOSED)]),
    Row("s3-bucket-public-access-block", "violation", [MODELS]),
    Row("s3-bucket-public-access-block", "violation", [MODELS, block(MODELS)]),
    Row("s3-bucket-public-access-block", "violation", [MODELS, OTHER, block(OTHER, **CLOSED)]),
    Row(
        "s3-bucket-public-access-block",
        "violation",
        [MODELS, block(MODELS, blockPublicAcls=True, blockPublicPolicy=False)],
    ),
    Row("s3-bucket-public-access-block", "unknown", [MODELS, block(UNKNOWN, **CLOSED)]),
    Row(
        "s3-bucket-public-access-block",
        "unknown",
        [MODELS, block(MODELS, blockPublicAcls=True, blockPublicPolicy=UNKNOWN)],
    ),
    *flag("s3-public-access-block-blocks-public-acls", "blockPublicAcls"),
    *flag("s3-public-access-block-blocks-public-policy", "blockPublicPolicy"),
    *flag("s3-public-access-block-ignores-public-acls", "ignorePublicAcls"),
    *flag("s3-public-access-block-restricts-public-buckets", "restrictPublicBuckets"),
    Row("s3-bucket-tls-only", None, [MODELS, policy(DENY)]),
    Row(
        "s3-bucket-tls-only",
        None,
        [
            declare(
                "aws:s3/bucketV2:BucketV2", "models", {"policy": json.dumps({"Statement": DENY})}
            )
        ],
    ),
    Row("s3-bucket-tls-only", None, [MODELS, policy({**DENY, "Principal": {"AWS": "*"}})]),
    Row("s3-bucket-tls-only", None, [MODELS, policy({**DENY, "Resource": f"{UNKNOWN_MARK}/*"})]),
    Row("s3-bucket-tls-only", "violation", [MODELS]),
    Row("s3-bucket-tls-only", "violation", [MODELS, OTHER, policy(DENY, OTHER)]),
    Row("s3-bucket-tls-only", "violation", [MODELS, policy({**DENY, "Effect": "Allow"})]),
    Row("s3-bucket-tls-only", "violation", [MODELS, policy({**DENY, "Action": "s3:PutObject"})]),
    Row("s3-bucket-tls-only", "violation", [MODELS, policy({**DENY, "Action": "s3:GetObject"})]),
    Row("s3-bucket-tls-only", None, [MODELS, policy({**DENY, "Resource": "arn:aws:s3:::shop*"})]),
    Row(
        "s3-bucket-tls-only",
        None,
        [MODELS, policy({**DENY, "Condition": {"bool": {"AWS:securetransport": ["False"]}}})],
    ),
    Row("s3-bucket-tls-only", "violation", [MODELS, policy({**DENY, "Condition": {}})]),
    Row(
        "s3-bucket-tls-only",
        "violation",
        [MODELS, policy({**DENY, "Resource": "arn:aws:s3:::models/public/*"})],
    ),
    Row("s3-bucket-tls-only", "unknown", [MODELS, policy(UNKNOWN)]),
    Row("s3-bucket-tls-only", "unknown", [MODELS, policy(DENY, UNKNOWN)]),
    Row("s3-bucket-tls-only", "unknown", [MODELS, policy({**DENY, "Resource": UNKNOWN_MARK})]),
]


def test_log_bucket_needs_no_access_logging() -> None:
    found = findings(rule_of("s3-bucket-server-access-logging"), [MODELS, LOGS, writing(MODELS)])

    assert found == []


def test_separate_acl_is_reported_on_its_bucket() -> None:
    [found] = findings(rule_of("s3-bucket-no-public-read-acl"), listed(acl="public-read"))

    assert (found.resource.name, found.path) == ("models", "list: acl")
    assert found.message == 'the ACL of list allows public read access; expected "private"'
