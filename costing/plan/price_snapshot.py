"""Prices of a plan: on demand, average spot and Savings Plan rates, with SKU, date and source.

The snapshot is stored with the plan, so that the plan can be repeated with the same prices.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from costing.errors import FileError, PriceNotFound
from costing.estimate.commitments import rate
from costing.files import json_file
from costing.model import Commitment, Sku
from costing.plan.spot_store import CollectedPrice
from costing.plan.workload import Commitments
from costing.prices.book import PriceBook

ON_DEMAND, SPOT = "on_demand", "spot"


@dataclass(frozen=True, slots=True)
class HourPrice:
    """USD an hour of one instance type and purchase option."""

    instance_type: str
    purchase: str  # "on_demand", "spot" or "compute_savings_plan 1_year no_upfront"
    usd_per_hour: Decimal
    sku: str
    as_of: str
    source: str
    assumed: str | None = None


@dataclass(frozen=True, slots=True)
class PriceSnapshot:
    region: str
    prices: tuple[HourPrice, ...]
    gaps: tuple[str, ...] = ()  # missing prices

    def usd(self, instance_type: str, purchase: str) -> float | None:
        found = self.price(instance_type, purchase)
        return None if found is None else float(found.usd_per_hour)

    def price(self, instance_type: str, purchase: str) -> HourPrice | None:
        return next(
            (
                each
                for each in self.prices
                if (each.instance_type, each.purchase) == (instance_type, purchase)
            ),
            None,
        )


def snapshot(
    region: str,
    types: Iterable[str],
    allowed: Commitments,
    book: PriceBook,
    collected: Mapping[str, CollectedPrice] | None = None,
) -> PriceSnapshot:
    """Return the prices of instance types, Linux, shared tenancy; missing ones as gaps.

    `collected`: Spot prices of one's own account, used instead of the book's averages.
    """
    found: list[HourPrice] = []
    gaps: list[str] = []
    for name in sorted({*types}):
        for purchase, sku in (
            (ON_DEMAND, Sku("AmazonEC2", f"BoxUsage:{name}", "RunInstances")),
            (SPOT, Sku("AmazonEC2", f"SpotUsage:{name}")),
        ):
            if purchase == SPOT and collected and name in collected:
                found.append(of_account(name, str(sku), collected[name]))
                continue
            try:
                price = book.price(region, sku)
            except PriceNotFound as error:
                gaps.append(f"{name}: {error}")
                continue
            usd = price.tiers[0].list_unit_price
            assumed = "the region's average spot price" if purchase == SPOT else None
            found.append(
                HourPrice(
                    name,
                    purchase,
                    usd,
                    str(sku),
                    price.as_of.isoformat(),
                    price.source,
                    assumed,
                )
            )
            if purchase == ON_DEMAND:
                rates, missing = committed(region, name, found[-1], allowed)
                found += rates
                gaps += missing
    return PriceSnapshot(region, tuple(found), tuple(gaps))


def of_account(name: str, sku: str, price: CollectedPrice) -> HourPrice:
    source = "plimsoll spot collect"
    assumed = f"mean of {price.of_zones}, {price.since} to {price.until}"
    return HourPrice(name, SPOT, price.usd, sku, price.until, source, assumed)


def committed(
    region: str, name: str, on_demand: HourPrice, allowed: Commitments
) -> tuple[Sequence[HourPrice], Sequence[str]]:
    """Return the Savings Plan rates of a type, and the terms without a known rate."""
    found: list[HourPrice] = []
    gaps: list[str] = []
    sku = Sku("AmazonEC2", f"BoxUsage:{name}", "RunInstances")
    for terms in offers(allowed):
        known = rate(sku, region, terms, on_demand.usd_per_hour)
        if known is None:
            gaps.append(f"{name}: the rate of {purchase_of(terms)} is unknown")
            continue
        found.append(
            HourPrice(
                name,
                purchase_of(terms),
                known.effective,
                str(sku),
                on_demand.as_of,
                "costing/aws/commitments.csv or downloaded rates",
                known.assumed,
            )
        )
    return found, gaps


def offers(allowed: Commitments) -> Iterator[Commitment]:
    for kind in allowed.kinds:
        for term in allowed.terms:
            yield Commitment(kind, term, allowed.payment_option)


def purchase_of(terms: Commitment) -> str:
    return f"{terms.kind} {terms.term} {terms.payment_option}"


def as_json(prices: PriceSnapshot) -> dict[str, Any]:
    return {
        "region": prices.region,
        "prices": [
            {**asdict(each), "usd_per_hour": str(each.usd_per_hour)} for each in prices.prices
        ],
        "gaps": [*prices.gaps],
    }


def stored(path: Path) -> PriceSnapshot:
    """Return the prices stored in a plan's JSON. Raise FileError."""
    content = json_file.read(path)
    try:
        found = content["price_snapshot"]
        prices = tuple(
            HourPrice(**{**each, "usd_per_hour": Decimal(each["usd_per_hour"])})
            for each in found["prices"]
        )
        return PriceSnapshot(found["region"], prices, tuple(found["gaps"]))
    except (KeyError, TypeError, ArithmeticError) as error:
        raise FileError(
            f"{path}: no prices of a plan; use a file of: plimsoll plan --format json"
        ) from error
