"""Rules for Amazon CloudFront."""

from policies.engine.rule import Rule
from policies.rules.cloudfront import delivery, distribution

RULES: tuple[Rule, ...] = (
    *delivery.RULES,
    *distribution.RULES,
)
