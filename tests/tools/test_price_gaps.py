"""docs/gaps.md and its list of usage types without a price."""

from costing.prices.book import shipped
from tools.price_gaps import PAGE, page, pattern, unpriced


def test_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(shipped()), "run: python -m tools.price_gaps"


def test_listed_usage_type_has_no_price_in_any_region() -> None:
    book = shipped()
    known: dict[str, set[str]] = {}
    for region in book.prices:
        for sku in book.skus(region):
            known.setdefault(sku.service, set()).add(sku.usage_type)

    priced = [
        (service, entry)
        for service, entries in unpriced().items()
        for entry in entries
        if any(pattern(entry).fullmatch(usage_type) for usage_type in known.get(service, ()))
    ]
    assert priced == [], "remove these lines from tools/unpriced_usage_types.csv"
