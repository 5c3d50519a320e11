"""Rules for AWS IAM."""

from policies.engine.rule import Rule
from policies.rules.iam import (
    action_names,
    actions,
    attachments,
    password_policy,
    policies,
    services,
    trust,
)

RULES: tuple[Rule, ...] = (
    *action_names.RULES,
    *actions.RULES,
    *attachments.RULES,
    *password_policy.RULES,
    *policies.RULES,
    *services.RULES,
    *trust.RULES,
)
