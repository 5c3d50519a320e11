"""Rules for Amazon EC2."""

from policies.engine.rule import Rule
from policies.rules.ec2 import account, instances

RULES: tuple[Rule, ...] = (
    *account.RULES,
    *instances.RULES,
)
