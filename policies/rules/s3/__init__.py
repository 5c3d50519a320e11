"""Rules for Amazon S3."""

from policies.engine.rule import Rule
from policies.rules.s3 import administration, bucket, durability, lifecycle, public_access, settings

RULES: tuple[Rule, ...] = (
    *administration.RULES,
    *bucket.RULES,
    *durability.RULES,
    *lifecycle.RULES,
    *public_access.RULES,
    *settings.RULES,
)
