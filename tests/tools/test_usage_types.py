"""docs/usage-types.md: each usage type of the largest services has an owner or a reason."""

from costing.resources import UNPRICED
from tools.price_gaps import pattern
from tools.usage_types import PAGE, SERVICES, forms, others, page


def test_page_is_current() -> None:
    current = PAGE.read_text(encoding="utf-8") == page()
    assert current, "run: python -m tools.usage_types"


def test_each_usage_type_is_metered_left_out_or_out_of_scope() -> None:
    unaccounted = [
        (code, each.name) for code, own in forms().items() for each in own if each.treatment is None
    ]
    assert unaccounted == [], "meter these, or add lines to tools/usage_types.csv"


def test_row_of_the_table_is_needed() -> None:
    found = forms()
    for each in others():
        matching = [
            form
            for form in found[each.service]
            if pattern(each.usage_type).fullmatch(form.name)
            and form.treatment in ("gap", "out of scope")
        ]
        assert matching, each
        assert bool(each.reason) != (each.gap_of in UNPRICED), each


def test_services_are_in_the_price_book() -> None:
    assert all(forms()[code] for code in SERVICES)
