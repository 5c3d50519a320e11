from costing.resources.kendra import Index
from tests.costing.resources.case import Case

CASES = [
    Case(
        "an index for development",
        Index,
        {"edition": "DEVELOPER_EDITION"},
        {"KendraDeveloperEdition": 730},
    ),
    Case(
        "one for an enterprise, and more of it",
        Index,
        {"capacityUnits": {"queryCapacityUnits": 2, "storageCapacityUnits": 1}},
        {
            "Kendra-Enterprise-Edition": 730,
            "Kendra-Query-Capacity-Unit": 1460,
            "Kendra-Storage-Capacity-Unit": 730,
        },
    ),
]


def test_edition_without_price_is_a_gap() -> None:
    assert "GEN_AI" in Case("", Index, {"edition": "GEN_AI_ENTERPRISE_EDITION"}, {}).reasons()
