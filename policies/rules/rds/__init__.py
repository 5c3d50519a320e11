"""Rules for Amazon RDS."""

from policies.engine.rule import Rule
from policies.rules.rds import (
    access,
    availability,
    backups,
    companions,
    encryption,
    insights,
    operations,
    settings,
)

RULES: tuple[Rule, ...] = (
    *access.RULES,
    *availability.RULES,
    *backups.RULES,
    *companions.RULES,
    *encryption.RULES,
    *insights.RULES,
    *operations.RULES,
    *settings.RULES,
)
