from costing.resources.budgets import DAYS_PER_MONTH, Budget
from tests import graphs
from tests.costing.resources.case import Case

NAMED = {"name": "month"}
ACTION = graphs.resource("aws:budgets/budgetAction:BudgetAction", "stop", {"budgetName": "month"})

CASES = [
    Case("a budget that only tells", Budget, NAMED, {"BudgetsUsage": DAYS_PER_MONTH}),
    Case(
        "a budget that acts",
        Budget,
        NAMED,
        {"ActionEnabledBudgetsUsage": DAYS_PER_MONTH},
        around=[ACTION],
    ),
]
