"""Rules for Amazon RDS."""

from policies.engine.rule import Rule
from policies.rules.rds import access, availability, backups, encryption, operations

RULES: tuple[Rule, ...] = (
    *access.RULES,
    *availability.RULES,
    *backups.RULES,
    *encryption.RULES,
    *operations.RULES,
)
