from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.cost.s3 import DAYS, broken_uploads_dropped
from policies.reading.tokens import BUCKET_LIFECYCLES
from tests.policies.row import Row, declare


def ageing(*rules: Any, kind: str = BUCKET_LIFECYCLES[0]) -> list[Resource]:
    return [declare(kind, "ageing", {"bucket": "models", "rules": list(rules)})]


def aborts(status: Any = "Enabled", days: Any = 7) -> dict[str, Any]:
    return {"status": status, "abortIncompleteMultipartUpload": {DAYS: days}}


EXPIRES = {"status": "Enabled", "expiration": {"days": 90}}

ROWS = [
    Row(broken_uploads_dropped, None, ageing(EXPIRES, aborts())),
    Row(broken_uploads_dropped, None, ageing(aborts(days="7"), kind=BUCKET_LIFECYCLES[1])),
    Row(broken_uploads_dropped, "violation", ageing(EXPIRES)),
    Row(broken_uploads_dropped, "violation", ageing(aborts("Disabled"))),
    Row(broken_uploads_dropped, "violation", ageing(EXPIRES, {"status": "Disabled"})),
    Row(broken_uploads_dropped, "undecided", ageing(aborts(UNKNOWN))),
    Row(broken_uploads_dropped, "undecided", ageing(aborts(days=UNKNOWN))),
    Row(broken_uploads_dropped, "undecided", ageing(UNKNOWN)),
]
