"""Price of a stack with the price book and with downloaded prices."""

from costing.diff.price_changes import BillChange, charge_changes, price_changes
from costing.estimate.estimate import estimate
from costing.estimate.private_pricing import LIST_PRICES, read
from costing.prices.book import installed, shipped
from plimsoll.commands.cost import usage_of
from plimsoll.options import PricingOptions, ProgramOptions
from plimsoll.sources import open_source

__all__ = ["bill_change", "price_changes"]


def bill_change(source: str, program: ProgramOptions, pricing: PricingOptions) -> BillChange:
    """Price a stack with the price book and with downloaded prices. Raise CostingError."""
    given = open_source(source, program, pricing.region)
    usage = usage_of(given, pricing)
    private_pricing = read(pricing.prices) if pricing.prices else LIST_PRICES
    before, after = (
        estimate(
            given.graph,
            book,
            usage,
            region=pricing.region,
            free_tier=pricing.free_tier,
            private_pricing=private_pricing,
        )
        for book in (shipped(), installed())
    )
    return BillChange(before, after, tuple(charge_changes(before, after)))
