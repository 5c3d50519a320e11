"""Savings Plans to buy, from the hourly on-demand usage of a bill.

Usage that existing commitments cover is not counted again: only on-demand lines of EC2 instances
remain. A plan's rate is the one that the user has refreshed; else the on-demand rate multiplied by
the family's ratio in us-east-1 (an assumption, named in `basis`). Usage without either is left
out and added up.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal, NamedTuple

from costing.actuals.bill import Bill
from costing.actuals.commitment_optimum import (
    Usage,
    applied,
    break_even,
    cvar,
    optimum,
    total_cost,
)
from costing.aws.commitment_rates import ec2_ratio
from costing.errors import CallError
from costing.model import ZERO, Commitment, PaymentOption, Sku, Term
from costing.prices.commitment_rates import rate_of
from costing.prices.regions import strip_region
from costing.units import HOURS_PER_MONTH, divide

Kind = Literal["compute_savings_plan", "instance_savings_plan"]
TERMS: tuple[Term, ...] = ("1_year", "3_year")
KINDS: tuple[Kind, ...] = ("compute_savings_plan", "instance_savings_plan")
STEP = Decimal("0.001")  # AWS sells commitments in these, USD an hour
LEVEL = Decimal("0.95")
HOUR = timedelta(hours=1)
LINUX = "RunInstances"
NO_KEYS = (
    "the bill has no usage types, which name the instance types; export FOCUS with AWS's own "
    "columns, CUR 2.0 or a legacy CUR"
)

ELIGIBLE = """SELECT RegionId, x_ServiceCode, x_UsageType, coalesce(x_Operation, ''),
    ChargePeriodStart, ChargePeriodEnd, sum(ListCost)
  FROM lines WHERE ChargeCategory = 'Usage' AND CommitmentDiscountId IS NULL
    AND coalesce(PricingCategory, 'Standard') = 'Standard' AND x_UsageType LIKE '%BoxUsage:%'
  GROUP BY ALL HAVING sum(ListCost) > 0"""
EXISTING = """SELECT CommitmentDiscountId, any_value(CommitmentDiscountType),
    coalesce(sum(EffectiveCost) FILTER (ChargeCategory = 'Usage'), 0),
    coalesce(sum(EffectiveCost) FILTER (CommitmentDiscountStatus = 'Unused'), 0)
  FROM lines WHERE CommitmentDiscountId IS NOT NULL GROUP BY 1 ORDER BY 1"""


class Eligible(NamedTuple):
    """A row of ELIGIBLE: usage that a plan can cover."""

    region: str
    service: str
    usage_type: str
    operation: str
    start: datetime
    end: datetime
    list_cost: Decimal

    @property
    def sku(self) -> Sku:
        return Sku(self.service, strip_region(self.usage_type), self.operation)


@dataclass(frozen=True, slots=True)
class Existing:
    """A commitment that the bill already has."""

    id: str
    type: str
    used: Decimal  # effective cost of covered usage
    unused: Decimal

    @property
    def utilization(self) -> Decimal:
        whole = self.used + self.unused
        return divide(self.used, whole) if whole else ZERO


@dataclass(frozen=True, slots=True)
class Purchase:
    """A Savings Plan of least cost for its scope. Costs are USD for a month of 730 hours."""

    kind: Kind
    term: str
    payment_option: str
    scope: str
    commitment: Decimal  # USD an hour
    on_demand_cost: Decimal  # of the scope, without the plan
    cost: Decimal  # with the plan
    coverage: Decimal  # share of the on-demand cost that the plan covers
    utilization: Decimal  # share of the commitment that is used
    break_even: Decimal  # share of today's usage below which the plan costs more
    worst_days: Decimal  # mean cost of the most expensive 5 % of days, without the plan
    worst_days_with: Decimal
    basis: str

    @property
    def saving(self) -> Decimal:
        return self.on_demand_cost - self.cost


@dataclass(frozen=True, slots=True)
class Commitments:
    hours: int
    existing: Sequence[Existing]
    purchases: Sequence[Purchase]  # by saving; alternatives, not to be added up
    without_rate: Decimal  # list cost of eligible usage without a known rate
    notes: Sequence[str]


@dataclass(slots=True)
class Hours:
    """Hourly usage of one scope."""

    usage: dict[datetime, list[Usage]] = field(default_factory=lambda: defaultdict(list))
    bases: set[str] = field(default_factory=set)


def commitments(
    bill: Bill,
    terms: Sequence[Term] = TERMS,
    payment_option: PaymentOption = "no_upfront",
) -> Commitments:
    """Raise CallError for a bill without usage types."""
    if bill.one("SELECT count(x_UsageType) FROM lines") == (0,):
        raise CallError(NO_KEYS)
    start, end = bill.period
    every = [start + HOUR * index for index in range(int((end - start) / HOUR))]
    rows = [Eligible._make(row) for row in bill.rows(ELIGIBLE)]
    purchases: list[Purchase] = []
    without_rate = ZERO
    for term in terms:
        for kind in KINDS:
            plan = Commitment(kind, term, payment_option)
            scopes, unknown = by_scope(rows, plan)
            without_rate = max(without_rate, unknown)
            purchases += [
                each
                for scope, hours in scopes.items()
                if (each := purchase(kind, plan, scope, hours, every)).commitment
            ]
    existing = [
        Existing(str(name), str(kind), *costs) for name, kind, *costs in bill.rows(EXISTING)
    ]
    ordered = sorted(purchases, key=lambda each: (-each.saving, each.kind, each.scope, each.term))
    return Commitments(len(every), existing, ordered, without_rate, [*notes_on(rows)])


def notes_on(rows: Sequence[Eligible]) -> Iterator[str]:
    if any(row.end - row.start > HOUR for row in rows):
        yield (
            "the bill has lines of more than an hour; their usage is spread evenly, which hides "
            "idle hours and makes the commitment too high; export the bill by the hour"
        )


def by_scope(rows: Sequence[Eligible], plan: Commitment) -> tuple[Mapping[str, Hours], Decimal]:
    """Return hourly usage by what one plan covers, and the list cost of usage without a rate."""
    scopes: dict[str, Hours] = defaultdict(Hours)
    unknown = ZERO
    for row in rows:
        region, sku = str(row.region), row.sku
        found = ratio_of(region, sku, plan)
        if found is None:
            unknown += row.list_cost
            continue
        ratio, basis = found
        family = sku.usage_type.partition(":")[2].partition(".")[0]
        is_instance = plan.kind == "instance_savings_plan"
        scope = scopes[f"{family} in {region}" if is_instance else "all EC2 usage"]
        scope.bases.add(basis)
        count = max(int((row.end - row.start) / HOUR), 1)
        hourly = Decimal(str(row.list_cost)) / count
        for index in range(count):
            scope.usage[row.start + HOUR * index].append(
                Usage(hourly, hourly * ratio, key=f"{region} {sku}")
            )
    return scopes, unknown


def ratio_of(region: str, sku: Sku, plan: Commitment) -> tuple[Decimal, str] | None:
    """Return the plan's rate as a part of the on-demand rate, and its origin."""
    from costing.prices.book import installed  # noqa: PLC0415 (only for refreshed rates)

    rate = rate_of(region, sku, plan)
    if rate is not None:
        on_demand = installed().price(region, sku).tiers[0].list_unit_price
        return divide(rate, on_demand), "AWS's rates, refreshed"
    if sku.operation not in {"", LINUX}:
        return None
    instance_type = sku.usage_type.partition(":")[2]
    ratio = ec2_ratio(instance_type.partition(".")[0], plan)
    if ratio is None or ratio.value >= 1:
        return None
    return ratio.value, f"assumed: ratio of the family in us-east-1 ({ratio.as_of})"


def purchase(
    kind: Kind, plan: Commitment, scope: str, found: Hours, every: Sequence[datetime]
) -> Purchase:
    hours = [found.usage.get(hour, []) for hour in every]
    exact = optimum(hours)
    rounded = {
        exact.quantize(STEP, rounding=ROUND_FLOOR),
        exact.quantize(STEP, rounding=ROUND_CEILING),
    }
    best = min(sorted(rounded), key=lambda each: total_cost(hours, each))
    month = HOURS_PER_MONTH / len(hours)
    on_demand = sum((usage.on_demand for hour in hours for usage in hour), ZERO)
    results = [applied(hour, best) for hour in hours]
    left = sum((each.on_demand for each in results), ZERO)
    used = sum((each.used for each in results), ZERO)
    paid = best * len(hours)
    return Purchase(
        kind,
        plan.term,
        plan.payment_option,
        scope,
        best,
        on_demand * month,
        (left + paid) * month,
        divide(on_demand - left, on_demand) if on_demand else ZERO,
        divide(used, paid) if paid else ZERO,
        break_even(hours, best) if best else Decimal(1),
        worst_days(every, hours, ZERO),
        worst_days(every, hours, best),
        "; ".join(sorted(found.bases)),
    )


def worst_days(
    every: Sequence[datetime], hours: Sequence[Sequence[Usage]], commitment: Decimal
) -> Decimal:
    """Return the conditional value at risk of a day's cost, over the days of the bill."""
    days: dict[object, Decimal] = defaultdict(lambda: ZERO)
    for moment, hour in zip(every, hours, strict=True):
        days[moment.date()] += applied(hour, commitment).cost(commitment)
    costs: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for cost in days.values():
        costs[cost] += 1
    return cvar(costs, LEVEL)
