"""Rules for Amazon EC2 Auto Scaling."""

from policies.engine.rule import Rule
from policies.rules.autoscaling import accelerators, capacity, group, spot

RULES: tuple[Rule, ...] = (
    *accelerators.RULES,
    *capacity.RULES,
    *group.RULES,
    *spot.RULES,
)
