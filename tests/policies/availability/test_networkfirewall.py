from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.availability.networkfirewall import FIREWALL, firewall_deletion_protected
from tests.policies.row import Row, declare


def firewall(**inputs: Any) -> list[Resource]:
    return [declare(FIREWALL, "firewall", inputs)]


ROWS = [
    Row(firewall_deletion_protected, None, firewall(deleteProtection=True)),
    Row(firewall_deletion_protected, None, firewall(deleteProtection="true")),
    Row(firewall_deletion_protected, "violation", firewall()),
    Row(firewall_deletion_protected, "violation", firewall(deleteProtection=False)),
    Row(firewall_deletion_protected, "undecided", firewall(deleteProtection=UNKNOWN)),
]
