"""Rules for AWS IAM."""

from policies.engine.rule import Rule
from policies.rules.iam import (
    action_names,
    actions,
    attachments,
    callers,
    managed_policies,
    password_policy,
    policies,
    services,
    trust,
    web_identity,
)

RULES: tuple[Rule, ...] = (
    *action_names.RULES,
    *actions.RULES,
    *attachments.RULES,
    *callers.RULES,
    *managed_policies.RULES,
    *password_policy.RULES,
    *policies.RULES,
    *services.RULES,
    *trust.RULES,
    *web_identity.RULES,
)
