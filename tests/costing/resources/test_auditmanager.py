from costing.resources.auditmanager import Assessment
from tests.costing.resources.case import Case

CASES = [
    Case(
        "resource assessments",
        Assessment,
        {},
        {"ResourceAssessment": 80_000},
        usage={"monthly_resource_assessments": 80_000},
    ),
]
