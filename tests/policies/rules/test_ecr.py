"""Rules for Amazon ECR."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    REPOSITORY,
)
from policies.rules.ecr import REPLICATION
from tests.policies.row import Row, declare, of_input, one


def images(*destinations: Any, **rule: Any) -> list[Resource]:
    specified = {"rules": [{"destinations": [*destinations], **rule}]}
    return [
        declare(REPOSITORY, "images", {"name": "shop/serving"}),
        declare(REPLICATION, "copies", {"replicationConfiguration": specified}),
    ]


ELSEWHERE = {"region": "us-west-2", "registryId": "123456789012"}

ROWS = [
    *of_input(
        "ecr-registry-enhanced-scanning", "scanType", passes=["ENHANCED"], fails=["BASIC", None]
    ),
    Row("ecr-cross-region-replication", None, images(ELSEWHERE)),
    Row(
        "ecr-cross-region-replication",
        None,
        images(ELSEWHERE, repositoryFilters=[{"filter": "shop/"}]),
    ),
    Row("ecr-cross-region-replication", "violation", one(REPOSITORY)),
    Row("ecr-cross-region-replication", "violation", images({"region": "us-east-1"})),
    Row(
        "ecr-cross-region-replication",
        "violation",
        images(ELSEWHERE, repositoryFilters=[{"filter": "other/"}]),
    ),
    Row("ecr-cross-region-replication", "unknown", images({"region": UNKNOWN})),
]
