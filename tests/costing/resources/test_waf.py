from costing.resources import waf
from tests.costing.resources.case import Case

RULES = [{"ruleId": "a", "priority": 1}, {"ruleId": "b", "priority": 2, "type": "GROUP"}]

CASES = [
    Case(
        "rules and rule groups cost alike, and so does each rule in a group",
        waf.WebAcl,
        {"rules": RULES},
        {"WebACL": 1, "Rule": 7, "Request": 1_000_000},
        usage={"rule_group_rules": 5, "monthly_requests": 1_000_000},
    ),
    Case(
        "an empty one is charged for itself",
        waf.RegionalWebAcl,
        {},
        {"WebACL": 1, "Request": None},
    ),
]
