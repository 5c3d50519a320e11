from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.rules.networkfirewall import FIREWALL
from tests.policies.row import Row, declare


def firewall(**inputs: Any) -> list[Resource]:
    return [declare(FIREWALL, "firewall", inputs)]


ROWS = [
    Row("network-firewall-deletion-protection", None, firewall(deleteProtection=True)),
    Row("network-firewall-deletion-protection", None, firewall(deleteProtection="true")),
    Row("network-firewall-deletion-protection", "violation", firewall()),
    Row("network-firewall-deletion-protection", "violation", firewall(deleteProtection=False)),
    Row("network-firewall-deletion-protection", "unknown", firewall(deleteProtection=UNKNOWN)),
]
