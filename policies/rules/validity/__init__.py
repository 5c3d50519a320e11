"""Rules for every AWS service: what the APIs and the provider refuse."""

from policies.engine.rule import Rule
from policies.rules.validity import conflicts, documents, names, networks, values

RULES: tuple[Rule, ...] = (
    *values.RULES,
    *names.RULES,
    *networks.RULES,
    *documents.RULES,
    *conflicts.RULES,
)
