import json

from costing.model import UNKNOWN
from costing.resources import wafv2
from tests import graphs
from tests.costing.resources.case import Case

MANAGED = {"name": "m", "statement": {"managedRuleGroupStatement": {"name": "Common"}}}
RATE = {"name": "r", "statement": {"rateBasedStatement": {"limit": 1000}}}
REFERRED = {"name": "g", "statement": {"ruleGroupReferenceStatement": {"arn": "arn:group"}}}
GROUP = graphs.resource(
    "aws:wafv2/ruleGroup:RuleGroup", "group", {"rules": [RATE, RATE, RATE]}, id="arn:group"
)

CASES = [
    Case(
        "an empty one is charged for itself and its requests",
        wafv2.WebAcl,
        {"scope": "REGIONAL"},
        {"WebACLV2": 1, "RequestV2-Tier1": None},
    ),
    Case(
        "a managed group counts as a rule",
        wafv2.WebAcl,
        {"scope": "REGIONAL", "rules": [RATE, MANAGED, MANAGED]},
        {"WebACLV2": 1, "RuleV2": 3, "RequestV2-Tier1": 1_000_000},
        usage={"monthly_requests": 1_000_000},
    ),
    Case(
        "a rule group counts as a rule, and so does each rule in it",
        wafv2.WebAcl,
        {"scope": "REGIONAL", "rules": [RATE, REFERRED]},
        {"WebACLV2": 1, "RuleV2": 5, "RequestV2-Tier1": None},
        around=[GROUP],
    ),
    Case(
        "what a group outside the stack holds may be stated",
        wafv2.WebAcl,
        {"scope": "REGIONAL", "rules": [REFERRED]},
        {"WebACLV2": 1, "RuleV2": 11, "RequestV2-Tier1": None},
        usage={"rule_group_rules": 10},
    ),
    Case(
        "rules may be stated as JSON",
        wafv2.WebAcl,
        {"scope": "CLOUDFRONT", "ruleJson": json.dumps([{"Statement": {}}, {"Statement": {}}])},
        {"WebACLV2": 1, "RuleV2": 2, "RequestV2-Tier1": None},
    ),
    Case(
        "and that JSON may hold what is not known yet",
        wafv2.WebAcl,
        {"scope": "CLOUDFRONT", "ruleJson": [{"Statement": {"IPSet": {"Arn": UNKNOWN}}}]},
        {"WebACLV2": 1, "RuleV2": 1, "RequestV2-Tier1": None},
    ),
]
