"""Rules for AWS Network Firewall."""

from costing.model import UNKNOWN
from policies.engine.selectors.tokens import NETWORKFIREWALL_FIREWALL
from tests.policies.row import Row, declare, of_input, of_inputs, one

FIREWALL = declare(NETWORKFIREWALL_FIREWALL, "firewall")
LOGGING = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"

ROWS = [
    Row(
        "network-firewall-deletion-protection",
        None,
        one(NETWORKFIREWALL_FIREWALL, deleteProtection=True),
    ),
    Row(
        "network-firewall-deletion-protection",
        None,
        one(NETWORKFIREWALL_FIREWALL, deleteProtection="true"),
    ),
    Row("network-firewall-deletion-protection", "violation", one(NETWORKFIREWALL_FIREWALL)),
    Row(
        "network-firewall-deletion-protection",
        "violation",
        one(NETWORKFIREWALL_FIREWALL, deleteProtection=False),
    ),
    Row(
        "network-firewall-deletion-protection",
        "unknown",
        one(NETWORKFIREWALL_FIREWALL, deleteProtection=UNKNOWN),
    ),
    *of_inputs(
        "network-firewall-policy-has-rule-group",
        passes=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                    "statefulRuleGroupReferences": [
                        {"resourceArn": "arn:aws:network-firewall:us-east-1::stateful-rulegroup/a"}
                    ],
                }
            }
        ],
        fails=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                }
            }
        ],
        unknown=[{"firewallPolicy": UNKNOWN}],
    ),
    *of_inputs(
        "network-firewall-default-action-full-packets",
        passes=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                }
            }
        ],
        fails=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:pass"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                }
            }
        ],
        unknown=[{"firewallPolicy": {"statelessDefaultActions": UNKNOWN}}],
    ),
    *of_inputs(
        "network-firewall-default-action-fragments",
        passes=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
                }
            }
        ],
        fails=[
            {
                "firewallPolicy": {
                    "statelessDefaultActions": ["aws:forward_to_sfe"],
                    "statelessFragmentDefaultActions": ["aws:pass"],
                }
            }
        ],
        unknown=[{"firewallPolicy": {"statelessFragmentDefaultActions": UNKNOWN}}],
    ),
    *of_input(
        "network-firewall-subnet-change-protection",
        "subnetChangeProtection",
        passes=[True],
        fails=[False, None],
    ),
    *of_inputs(
        "network-firewall-stateless-group-not-empty",
        passes=[
            {
                "type": "STATELESS",
                "ruleGroup": {
                    "rulesSource": {
                        "statelessRulesAndCustomActions": {"statelessRules": [{"priority": 1}]}
                    }
                },
            },
            {"type": "STATEFUL"},
        ],
        fails=[{"type": "STATELESS"}],
        unknown=[{"type": "STATELESS", "ruleGroup": UNKNOWN}],
    ),
    Row(
        "network-firewall-logging",
        None,
        [FIREWALL, declare(LOGGING, "logs", {"firewallArn": FIREWALL})],
    ),
    Row("network-firewall-logging", "violation", [FIREWALL]),
    Row(
        "network-firewall-logging",
        "unknown",
        [FIREWALL, declare(LOGGING, "logs", {"firewallArn": UNKNOWN})],
    ),
]
