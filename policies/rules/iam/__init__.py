"""Rules for AWS IAM."""

from policies.engine.rule import Rule
from policies.rules.iam import actions, attachments, password_policy, policies, services, trust

RULES: tuple[Rule, ...] = (
    *actions.RULES,
    *attachments.RULES,
    *password_policy.RULES,
    *policies.RULES,
    *services.RULES,
    *trust.RULES,
)
