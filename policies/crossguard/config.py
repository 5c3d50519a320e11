"""Configuration file of `--policy-pack-config`: enforcement levels and waivers.

In the engine each rule is a policy that knows its own configuration only, so each rule gets its
own waivers.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from policies.crossguard.schema import WAIVERS, remedy_name
from policies.engine import waivers as waiving
from policies.engine.profiles import level, named
from policies.engine.rule import Rule
from policies.engine.waivers import Waiver


def pack_config(
    rules: Collection[Rule],
    profile: str,
    waivers: Collection[Waiver] = (),
    config: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    remediate: bool = False,
) -> str:
    """Return the configuration as JSON text; `remediate` switches remedies on. Raises WaiverError.

    Each remedy is a policy of its own: at level `remediate`, the rule itself would also block on
    violations that the remedy cannot fix.
    """
    waiving.fit(waivers, rules)
    profile_name = named(profile)
    policies = {
        rule.name: {
            "enforcementLevel": level(rule, profile_name),
            **(config or {}).get(rule.name, {}),
            **waivers_of(rule, waivers),
        }
        for rule in rules
    }
    if remediate:
        policies |= {
            remedy_name(rule): {**policies[rule.name], "enforcementLevel": "remediate"}
            for rule in rules
            if rule.remedy and level(rule, profile_name) != "disabled"
        }
    return json.dumps(policies, indent=2, ensure_ascii=False) + "\n"


def waivers_of(rule: Rule, waivers: Collection[Waiver]) -> dict[str, Any]:
    own = [each.model_dump(mode="json", exclude={"rule"}) for each in waivers]
    covering = [shown for shown, each in zip(own, waivers, strict=True) if each.rule == rule.name]
    return {WAIVERS: covering} if covering else {}
