from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.backups import PLAN, SELECTION, VAULT
from policies.engine.selectors.buckets import REPLICATION
from policies.engine.selectors.tokens import BUCKET, BUCKET_LOGGING, LOAD_BALANCER
from tests.policies.row import Row, declare

MODELS, OTHER = declare(BUCKET, "models"), declare(BUCKET, "other")
TRAINING = declare(BUCKET, "data", {"tags": {"workload": "training"}})
FAR = declare(VAULT, "far", region="us-west-2")


def copying(status: Any = "Enabled", bucket: Any = MODELS, to: Any = "arn") -> Resource:
    rule = {"status": status, "destination": {"bucket": to}}
    return declare(REPLICATION, "replication", {"bucket": bucket, "rules": [rule]})


def inline(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "models", inputs)]


def backed(vault: Any, **selection: Any) -> list[Resource]:
    """Return a bucket whose backups are copied to a vault."""
    copies = [] if vault is None else [{"destinationVaultArn": vault}]
    plan = declare(PLAN, "plan", {"rules": [{"copyActions": copies}]})
    chosen = {"planId": plan, "resources": ["arn:aws:s3:::*"], **selection}
    return [MODELS, FAR, plan, declare(SELECTION, "selection", chosen)]


RULES = {"rules": [{"status": "Enabled", "destination": {"bucket": "arn"}}]}

ROWS = [
    *(
        Row("s3-bucket-cross-region-copy", None, stack)
        for stack in (
            [MODELS, copying()],
            [OTHER, MODELS, copying(to=OTHER)],
            inline(BUCKET, replicationConfiguration=RULES),
            inline("aws:s3/bucketV2:BucketV2", replicationConfigurations=[RULES]),
            [TRAINING],
            backed(FAR),
            backed("arn:aws:backup:us-west-2:123456789012:backup-vault:far"),
            [
                MODELS,
                copying(),
                OTHER,
                declare(BUCKET_LOGGING, "logging", {"bucket": MODELS, "targetBucket": OTHER}),
            ],
            [OTHER, declare(LOAD_BALANCER, "lb", {"accessLogs": {"bucket": OTHER}})],
        )
    ),
    *(
        Row("s3-bucket-cross-region-copy", "violation", stack)
        for stack in (
            [MODELS],
            [MODELS, copying("Disabled")],
            [MODELS, OTHER, copying(bucket=OTHER)],
            backed(None),
            backed("arn:aws:backup:us-east-1:123456789012:backup-vault:near"),
            backed(FAR, resources=["arn:aws:rds:*:*:db:*"]),
        )
    ),
    *(
        Row("s3-bucket-cross-region-copy", "unknown", stack)
        for stack in (
            [MODELS, copying(UNKNOWN)],
            [MODELS, copying(bucket=UNKNOWN)],
            backed(UNKNOWN),
            backed(FAR, planId="plan-elsewhere"),
            inline(BUCKET, tags={"workload": UNKNOWN}),
        )
    ),
]
