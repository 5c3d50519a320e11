"""Rules for several AWS services."""

from policies.engine.rule import Rule
from policies.rules.cross_service import (
    capacity_plan,
    cluster_access,
    customer_managed_keys,
    development,
    engine_versions,
    exposure,
    governance,
    instance_types,
    limits,
    passwords,
    protection,
    tags,
)

RULES: tuple[Rule, ...] = (
    *capacity_plan.RULES,
    *cluster_access.RULES,
    *customer_managed_keys.RULES,
    *development.RULES,
    *engine_versions.RULES,
    *exposure.RULES,
    *governance.RULES,
    *instance_types.RULES,
    *limits.RULES,
    *passwords.RULES,
    *protection.RULES,
    *tags.RULES,
)
