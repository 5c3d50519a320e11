"""Savings of commitments for instances that an estimate runs around the clock.

A charge counts if its quantity is whole months of instances, does not depend on usage and is paid
on demand: the size that a stack never goes below. Usage above it stays on demand or Spot.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from costing.estimate.commitments import rate
from costing.model import ZERO, Charge, Commitment, Estimate, PaymentOption, Term
from costing.units import HOURS_PER_MONTH, PricingCategory, Unit

TERM: Term = "1_year"
PAYMENT: PaymentOption = "no_upfront"  # the commitment that is easiest to leave
# The commitment of each service, by product code on the bill.
OFFERS: dict[str, tuple[str, Commitment]] = {
    "AmazonEC2": (
        "Compute Savings Plan",
        Commitment("compute_savings_plan", TERM, PAYMENT),
    ),
    "AmazonRDS": ("Reserved database instances", Commitment("standard", TERM, PAYMENT)),
    "AmazonElastiCache": ("Reserved cache nodes", Commitment("standard", TERM, PAYMENT)),
    "AmazonES": ("Reserved search instances", Commitment("standard", TERM, PAYMENT)),
}


@dataclass(frozen=True, slots=True)
class SteadyCommitment:
    """A commitment for the steady instances of one service."""

    name: str
    terms: Commitment
    hourly: Decimal  # USD an hour to commit to
    monthly_saving: Decimal  # USD, against on demand
    resources: tuple[str, ...]  # names


def steady_commitments(estimate: Estimate) -> list[SteadyCommitment]:
    """Return a commitment for each service with steady instances, highest saving first."""
    found: dict[str, list[tuple[str, Decimal, Decimal]]] = defaultdict(list)
    for resource in estimate.resources:
        for charge in resource.charges:
            service = charge.meter.sku.service
            for hourly, saving in committed(charge, charge.meter.region or resource.region):
                found[service].append((resource.name, hourly, saving))
    offers = [
        SteadyCommitment(
            *OFFERS[service],
            hourly=sum((hourly for _, hourly, _ in rows), ZERO),
            monthly_saving=sum((saving for _, _, saving in rows), ZERO),
            resources=tuple(dict.fromkeys(name for name, _, _ in rows)),
        )
        for service, rows in found.items()
    ]
    return sorted(offers, key=lambda each: (-each.monthly_saving, each.name))


def committed(charge: Charge, region: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield USD an hour of a commitment and USD a month that it saves; nothing if none does."""
    meter, price = charge.meter, charge.list_unit_price
    offer = OFFERS.get(meter.sku.service)
    if offer is None or price is None or not is_steady(charge):
        return
    found = rate(meter.sku, region, offer[1], price)
    if found is None or found.effective >= price or meter.quantity is None:
        return
    instances = meter.quantity / HOURS_PER_MONTH
    yield found.effective * instances, (price - found.effective) * meter.quantity


def is_steady(charge: Charge) -> bool:
    """Return True for whole months of instance hours, on demand and independent of usage."""
    meter = charge.meter
    return (
        meter.unit == Unit.HOURS
        and ":" in meter.sku.usage_type  # of an instance: BoxUsage:m7g.large
        and bool(meter.quantity)
        and meter.quantity is not None
        and meter.quantity % HOURS_PER_MONTH == 0
        and meter.usage is None
        and meter.commitment is None
        and meter.pricing_category is PricingCategory.STANDARD
    )
