"""Rules for Amazon S3: administration of a bucket by other accounts."""

import json
from typing import Any

from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.selectors.tokens import S3_BUCKET_POLICY
from tests.policies.row import Row, declare, of_inputs

RULE = "s3-bucket-policy-no-foreign-administration"
OURS, THEIRS = "arn:aws:iam::123456789012:root", "210987654321"


def policy(*accounts: str, action: str = "s3:PutBucketPolicy", **more: Any) -> dict[str, str]:
    statement = {"Effect": "Allow", "Principal": {"AWS": list(accounts)}, "Action": action, **more}
    return {"policy": json.dumps({"Statement": [{**statement, "Resource": "arn:aws:s3:::b/*"}]})}


OF_LOOKUP = f"arn:aws:iam::{UNKNOWN_MARK}:root"
IN_ACCOUNT = {"account": "arn:aws:iam::123456789012:role/deploy"}
ROWS = [
    *of_inputs(
        RULE,
        S3_BUCKET_POLICY,
        passes=[
            policy(OURS),
            policy(OURS, THEIRS, action="s3:GetObject"),
            policy(OURS, THEIRS, Effect="Deny"),
        ],
        fails=[policy(OURS, THEIRS), policy(OURS, THEIRS, action="s3:*")],
        unknown=[{"policy": UNKNOWN}],
    ),
    Row(RULE, None, [declare(S3_BUCKET_POLICY, "own", policy(OURS), **IN_ACCOUNT)]),
    Row(RULE, "violation", [declare(S3_BUCKET_POLICY, "own", policy(THEIRS), **IN_ACCOUNT)]),
    Row(
        RULE, None, [declare(S3_BUCKET_POLICY, "own", policy(f"arn:aws:iam::{UNKNOWN_MARK}:root"))]
    ),
]
