"""Rules for Amazon API Gateway."""

from policies.engine.rule import Rule
from policies.rules.apigateway import access, api, http, rest

RULES: tuple[Rule, ...] = (
    *access.RULES,
    *api.RULES,
    *http.RULES,
    *rest.RULES,
)
