"""Rules for Amazon API Gateway."""

from policies.engine.rule import Rule
from policies.rules.apigateway import api, http, rest

RULES: tuple[Rule, ...] = (
    *api.RULES,
    *http.RULES,
    *rest.RULES,
)
