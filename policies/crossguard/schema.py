"""Configuration of a policy, as the pack declares it and as `rules config` writes it."""

from collections.abc import Mapping
from typing import Any

from policies.engine.rule import Rule

WAIVERS = "waivers"  # key in the configuration of a policy
# The items are checked when they are read: the engine compiles the schema of every policy.
WAIVERS_SCHEMA: Mapping[str, Any] = {
    "type": "array",
    "default": [],
    "description": "accepted violations of the rule: resource, reason, owner and expiry date",
}


def remedy_name(rule: Rule) -> str:
    return f"{rule.name}-remedy"
