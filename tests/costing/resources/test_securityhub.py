from costing.resources.securityhub import Account
from tests.costing.resources.case import Case

CASES = [
    Case(
        "checks, findings and rules",
        Account,
        {},
        {
            "PaidComplianceCheck": 200_000,
            "OtherProduct:PaidFindingsIngestion": None,
            "RuleEvaluation": None,
        },
        usage={"monthly_checks": 200_000},
    )
]
