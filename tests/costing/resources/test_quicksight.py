from costing.resources.quicksight import DataSet, User
from tests.costing.resources.case import Case

CASES = [
    Case("an author", User, {"userRole": "AUTHOR"}, {"QS-User-Enterprise-Month": 1}),
    Case("a reader", User, {"userRole": "READER"}, {"QS-Reader-Enterprise-Month": 1}),
    Case("a reader with Q", User, {"userRole": "READER_PRO"}, {"QS-Reader-Pro-Month": 1}),
    Case("an author with Q", User, {"userRole": "ADMIN_PRO"}, {"QS-Author-Pro-Month": 1}),
    Case("data in memory", DataSet, {}, {"QS-Enterprise-SPICE": 50}, usage={"spice_gb": 50}),
]


def test_role_without_price_is_a_gap() -> None:
    assert "RESTRICTED_READER" in Case("", User, {"userRole": "RESTRICTED_READER"}, {}).reasons()
