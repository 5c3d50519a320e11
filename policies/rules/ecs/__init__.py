"""Rules for Amazon ECS."""

from policies.engine.rule import Rule
from policies.rules.ecs import services, tasks

RULES: tuple[Rule, ...] = (
    *services.RULES,
    *tasks.RULES,
)
