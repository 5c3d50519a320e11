"""Coverage: the share of a bill's usage whose unit price the price book has."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.actuals.bill import Bill
from costing.actuals.billed_skus import Match, Matcher, billed_skus
from costing.model import ZERO
from costing.prices.book import PriceBook


@dataclass(frozen=True, slots=True)
class Missing:
    """Usage whose unit price the price book does not have."""

    label: str
    region: str
    reason: str
    lines: int
    list_cost: Decimal


@dataclass(frozen=True, slots=True)
class Coverage:
    """Usage lines with a list unit price above zero."""

    lines: int
    known_lines: int
    list_cost: Decimal
    known_list_cost: Decimal
    missing: Sequence[Missing]  # by list cost

    @property
    def share(self) -> Decimal:
        """Return the known share of the list cost, 0 to 1."""
        return self.known_list_cost / self.list_cost if self.list_cost else Decimal(1)


def coverage(bill: Bill, book: PriceBook) -> Coverage:
    matcher = Matcher(book)
    matches = [matcher.match(each) for each in billed_skus(bill) if each.list_unit_price]
    known = [each.billed for each in matches if each.is_known]
    every = [each.billed for each in matches]
    return Coverage(
        sum(each.lines for each in every),
        sum(each.lines for each in known),
        sum((each.list_cost for each in every), ZERO),
        sum((each.list_cost for each in known), ZERO),
        sorted(missing(matches), key=lambda each: (-each.list_cost, each.label, each.region)),
    )


def missing(matches: Sequence[Match]) -> Iterator[Missing]:
    groups: dict[tuple[str, str, str], list[Match]] = defaultdict(list)
    for match in matches:
        if not match.is_known:
            groups[match.billed.label, match.billed.region, match.reason].append(match)
    for (label, region, reason), group in groups.items():
        lines = sum(each.billed.lines for each in group)
        cost = sum((each.billed.list_cost for each in group), ZERO)
        yield Missing(label, region, reason, lines, cost)
