"""What `pulumi preview --policy-pack policies --policy-pack-config` reads: levels and waivers.

In the engine each rule is a policy that knows its own configuration only, so each gets its own
waivers with it.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from policies.engine import waivers as waiving
from policies.engine.profiles import level, named
from policies.engine.rule import Rule
from policies.engine.waivers import Waiver

WAIVERS = "waivers"  # the key of a policy's configuration
WAIVERS_SCHEMA: Mapping[str, Any] = {
    "type": "array",
    "default": [],
    "description": "accepted violations of the rule: resource, reason, owner and expiry date",
    "items": {
        "type": "object",
        "required": ["resource", "reason", "owner", "expires"],
        "properties": {
            key: {"type": "string"} for key in ("resource", "reason", "owner", "expires")
        },
    },
}


def pack_config(
    rules: Collection[Rule],
    profile: str,
    waivers: Collection[Waiver] = (),
    config: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    remediate: bool = False,
) -> str:
    """Return JSON text; with `remediate` the remedies are on. Raises WaiverError.

    A remedy is a key policy: of the level `remediate`, what it cannot mend would block.
    """
    waiving.fit(waivers, rules)
    held = named(profile)
    policies = {
        rule.name: {
            "enforcementLevel": level(rule, held),
            **(config or {}).get(rule.name, {}),
            **waivers_of(rule, waivers),
        }
        for rule in rules
    }
    if remediate:
        policies |= {
            remedy_name(rule): {**policies[rule.name], "enforcementLevel": "remediate"}
            for rule in rules
            if rule.remedy and level(rule, held) != "disabled"
        }
    return json.dumps(policies, indent=2, ensure_ascii=False) + "\n"


def remedy_name(rule: Rule) -> str:
    return f"{rule.name}-remedy"


def waivers_of(rule: Rule, waivers: Collection[Waiver]) -> dict[str, Any]:
    own = [each.model_dump(mode="json", exclude={"rule"}) for each in waivers]
    covering = [shown for shown, each in zip(own, waivers, strict=True) if each.rule == rule.name]
    return {WAIVERS: covering} if covering else {}
