from costing.resources.accessanalyzer import Analyzer
from tests.costing.resources.case import Case

CASES = [
    Case("access from outside is found for free", Analyzer, {}, {}),
    Case("of an organization too", Analyzer, {"type": "ORGANIZATION"}, {}),
    Case(
        "unused access by role and user",
        Analyzer,
        {"type": "ACCOUNT_UNUSED_ACCESS"},
        {"UnusedAccessAnalysis": 150},
        usage={"roles_and_users": 150},
    ),
]


def test_analysis_without_price_is_a_gap() -> None:
    assert (
        "Internal access" in Case("", Analyzer, {"type": "ACCOUNT_INTERNAL_ACCESS"}, {}).reasons()
    )
