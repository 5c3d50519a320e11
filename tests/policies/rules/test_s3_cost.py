from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import BUCKET_LIFECYCLE
from policies.rules.s3.lifecycle import DAYS
from tests.policies.row import Row, declare


def ageing(*rules: Any, kind: str = BUCKET_LIFECYCLE) -> list[Resource]:
    return [declare(kind, "ageing", {"bucket": "models", "rules": list(rules)})]


def aborts(status: Any = "Enabled", days: Any = 7) -> dict[str, Any]:
    return {"status": status, "abortIncompleteMultipartUpload": {DAYS: days}}


EXPIRES = {"status": "Enabled", "expiration": {"days": 90}}

ROWS = [
    Row("s3-lifecycle-aborts-incomplete-uploads", None, ageing(EXPIRES, aborts())),
    Row(
        "s3-lifecycle-aborts-incomplete-uploads",
        None,
        ageing(
            aborts(days="7"),
            kind="aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
        ),
    ),
    Row("s3-lifecycle-aborts-incomplete-uploads", "violation", ageing(EXPIRES)),
    Row("s3-lifecycle-aborts-incomplete-uploads", "violation", ageing(aborts("Disabled"))),
    Row(
        "s3-lifecycle-aborts-incomplete-uploads",
        "violation",
        ageing(EXPIRES, {"status": "Disabled"}),
    ),
    Row("s3-lifecycle-aborts-incomplete-uploads", "unknown", ageing(aborts(UNKNOWN))),
    Row("s3-lifecycle-aborts-incomplete-uploads", "unknown", ageing(aborts(days=UNKNOWN))),
    Row("s3-lifecycle-aborts-incomplete-uploads", "unknown", ageing(UNKNOWN)),
]
