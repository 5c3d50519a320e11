"""Rules for Amazon VPC."""

from policies.engine.rule import Rule
from policies.rules.vpc import (
    address_ranges,
    egress,
    endpoints,
    network,
    network_acls,
    security_group_management,
    security_groups,
    vpn,
    zones,
)

RULES: tuple[Rule, ...] = (
    *address_ranges.RULES,
    *egress.RULES,
    *endpoints.RULES,
    *network.RULES,
    *network_acls.RULES,
    *security_groups.RULES,
    *security_group_management.RULES,
    *vpn.RULES,
    *zones.RULES,
)
