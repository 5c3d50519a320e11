from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.rules.networkfirewall import FIREWALL, network_firewall_deletion_protection
from tests.policies.row import Row, declare


def firewall(**inputs: Any) -> list[Resource]:
    return [declare(FIREWALL, "firewall", inputs)]


ROWS = [
    Row(network_firewall_deletion_protection, None, firewall(deleteProtection=True)),
    Row(network_firewall_deletion_protection, None, firewall(deleteProtection="true")),
    Row(network_firewall_deletion_protection, "violation", firewall()),
    Row(network_firewall_deletion_protection, "violation", firewall(deleteProtection=False)),
    Row(network_firewall_deletion_protection, "unknown", firewall(deleteProtection=UNKNOWN)),
]
