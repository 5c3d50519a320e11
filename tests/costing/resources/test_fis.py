from costing.resources.fis import ExperimentTemplate
from tests.costing.resources.case import Case

CASES = [
    Case(
        "action minutes",
        ExperimentTemplate,
        {},
        {"ActionMinutes": 40},
        usage={"monthly_action_minutes": 40},
    ),
    Case(
        "those of further accounts are charged on top",
        ExperimentTemplate,
        {},
        {"ActionMinutes": 40, "ActionMinutes-MultiAccount": 20},
        usage={"monthly_action_minutes": 40, "monthly_further_account_minutes": 20},
    ),
]
