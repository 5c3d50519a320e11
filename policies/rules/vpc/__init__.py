"""Rules for Amazon VPC."""

from policies.engine.rule import Rule
from policies.rules.vpc import (
    address_ranges,
    egress,
    network,
    security_group_management,
    security_groups,
    vpn,
    zones,
)

RULES: tuple[Rule, ...] = (
    *address_ranges.RULES,
    *egress.RULES,
    *network.RULES,
    *security_groups.RULES,
    *security_group_management.RULES,
    *vpn.RULES,
    *zones.RULES,
)
