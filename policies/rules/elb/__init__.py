"""Rules for Elastic Load Balancing."""

from policies.engine.rule import Rule
from policies.rules.elb import classic, listeners, load_balancer, target_groups, zones

RULES: tuple[Rule, ...] = (
    *classic.RULES,
    *listeners.RULES,
    *load_balancer.RULES,
    *target_groups.RULES,
    *zones.RULES,
)
