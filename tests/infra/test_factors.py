"""docs/availability.md shows what the graphs have of each factor of availability."""

from tests.infra.factors import FACTORS, PAGE, counts, page


def test_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.infra.factors"


def test_each_factor_is_in_prod_or_global() -> None:
    found = counts("prod"), counts("global")
    assert len(FACTORS) == 21
    assert [each.name for each in FACTORS if not any(one[each.name] for one in found)] == []


def test_geographic_distribution_needs_a_second_region() -> None:
    assert counts("prod")["geographic distribution"] == 0
    assert counts("global")["geographic distribution"] > 0
