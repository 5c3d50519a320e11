"""Rules for Amazon OpenSearch Service."""

from policies.engine.rule import Rule
from policies.rules.opensearch import domain, operations

RULES: tuple[Rule, ...] = (
    *domain.RULES,
    *operations.RULES,
)
