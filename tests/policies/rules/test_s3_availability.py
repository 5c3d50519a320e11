from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.backups import PLAN, SELECTION, VAULT
from policies.engine.selectors.buckets import REPLICATION
from policies.engine.selectors.tokens import BUCKET_LOGGINGS, BUCKETS, LOAD_BALANCERS
from policies.rules.s3.durability import s3_bucket_cross_region_copy
from tests.policies.row import Row, declare

MODELS, OTHER = declare(BUCKETS[0], "models"), declare(BUCKETS[0], "other")
TRAINING = declare(BUCKETS[0], "data", {"tags": {"workload": "training"}})
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
        Row(s3_bucket_cross_region_copy, None, stack)
        for stack in (
            [MODELS, copying()],
            [OTHER, MODELS, copying(to=OTHER)],
            inline(BUCKETS[0], replicationConfiguration=RULES),
            inline(BUCKETS[1], replicationConfigurations=[RULES]),
            [TRAINING],
            backed(FAR),
            backed("arn:aws:backup:us-west-2:123456789012:backup-vault:far"),
            [
                MODELS,
                copying(),
                OTHER,
                declare(BUCKET_LOGGINGS[0], "logging", {"bucket": MODELS, "targetBucket": OTHER}),
            ],
            [OTHER, declare(LOAD_BALANCERS[0], "lb", {"accessLogs": {"bucket": OTHER}})],
        )
    ),
    *(
        Row(s3_bucket_cross_region_copy, "violation", stack)
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
        Row(s3_bucket_cross_region_copy, "unknown", stack)
        for stack in (
            [MODELS, copying(UNKNOWN)],
            [MODELS, copying(bucket=UNKNOWN)],
            backed(UNKNOWN),
            backed(FAR, planId="plan-elsewhere"),
            inline(BUCKETS[0], tags={"workload": UNKNOWN}),
        )
    ),
]
