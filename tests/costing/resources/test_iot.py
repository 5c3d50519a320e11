from costing.resources.iot import TopicRule
from tests.costing.resources.case import Case

CASES = [
    Case(
        "messages, rules and actions",
        TopicRule,
        {},
        {"Messages": 1_000_000, "RulesTriggered": None, "ActionsExecuted": None},
        usage={"monthly_messages": "1e6"},
    )
]
