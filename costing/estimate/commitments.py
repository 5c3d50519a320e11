"""Costs of reserved instances and Savings Plans.

A committed rate is a fraction of the on-demand rate that depends on kind, term and payment option.
The effective cost includes a month's share of an upfront payment; the billed cost does not. With
partial upfront, half is paid at the start. Source:
https://aws.amazon.com/ec2/pricing/reserved-instances/pricing/.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from costing.aws.commitment_rates import ec2_ratio, rds_ratios, reserved_cache, reserved_ratio
from costing.errors import PriceNotFound
from costing.model import ZERO, Charge, Commitment, Sku
from costing.prices.commitment_rates import rate_of

HOME = "us-east-1"  # the region with known Savings Plan discounts
HALF = Decimal("0.5")
RECURRING = {  # share of the effective rate that is billed monthly
    "no_upfront": Decimal(1),
    "partial_upfront": HALF,
    "all_upfront": ZERO,
}
LISTED_DECIMALS = 10  # of AWS's price list
NEWER = 6  # first instance generation with rates of five decimals

ENGINES = {  # operation → engine, as on AWS's price pages
    "CreateDBInstance:0002": "MySQL",
    "CreateDBInstance:0005": "Oracle",
    "CreateDBInstance:0010": "SQL Server",
    "CreateDBInstance:0011": "SQL Server",
    "CreateDBInstance:0012": "SQL Server",
    "CreateDBInstance:0014": "PostgreSQL",
    "CreateDBInstance:0015": "SQL Server",
    "CreateDBInstance:0016": "Aurora MySQL",
    "CreateDBInstance:0018": "MariaDB",
    "CreateDBInstance:0019": "Oracle",
    "CreateDBInstance:0020": "Oracle",
    "CreateDBInstance:0021": "Aurora PostgreSQL",
}
CACHES = {
    "CreateCacheCluster:0001": "memcached",
    "CreateCacheCluster:0002": "redis",
    "CreateCacheCluster:Valkey": "valkey",
}

SEARCH = {  # fraction of OpenSearch's on-demand rates, same for all families except burstable ones
    ("1_year", "no_upfront"): Decimal("0.69"),
    ("1_year", "partial_upfront"): Decimal("0.67"),
    ("1_year", "all_upfront"): Decimal("0.65"),
    ("3_year", "no_upfront"): Decimal("0.52"),
    ("3_year", "partial_upfront"): Decimal("0.50"),
    ("3_year", "all_upfront"): Decimal("0.48"),
}
NOT_RESERVED = ("i2", "m3", "r3", "t2", "t3", "ultrawarm1")
SEARCH_DIFFERS = ("af-south-1", "il-central-1")  # regions with other rates


@dataclass(frozen=True, slots=True)
class Rate:
    """USD an hour."""

    effective: Decimal
    decimals: int  # decimals of the recurring rate
    assumed: str | None = None


def committed(charge: Charge, region: str) -> Charge:
    """Return a charge with the costs of its commitment; unchanged without a commitment.

    Raise PriceNotFound if the rate of the commitment is not known.
    """
    meter = charge.meter
    if meter.commitment is None or charge.list_unit_price is None or meter.quantity is None:
        return charge
    found = rate(meter.sku, region, meter.commitment, charge.list_unit_price)
    if found is None:
        terms = meter.commitment
        named = f"{terms.kind}, {terms.term}, {terms.payment_option}"
        raise PriceNotFound(f"the {named} rate of {meter.sku} in {region} is unknown")
    part = RECURRING[meter.commitment.payment_option]
    recurring = round(found.effective * part, found.decimals)
    effective = recurring if part == 1 else found.effective
    assumed = "; ".join(filter(None, (meter.assumed, found.assumed))) or None
    return replace(
        charge,
        meter=replace(meter, assumed=assumed),
        effective_cost=effective * meter.quantity,
        billed_cost=recurring * meter.quantity,
    )


def rate(sku: Sku, region: str, commitment: Commitment, on_demand: Decimal) -> Rate | None:
    """Return the downloaded rate, else the one that AWS published earlier or a discount gives."""
    refreshed = None if sku.service == "AmazonEC2" else rate_of(region, sku, commitment)
    if refreshed is not None:
        return Rate(refreshed, LISTED_DECIMALS)
    return shipped_rate(sku, region, commitment, on_demand)


def shipped_rate(sku: Sku, region: str, commitment: Commitment, on_demand: Decimal) -> Rate | None:
    name = sku.usage_type.partition(":")[2]
    match sku.service:
        case "AmazonEC2" if sku.usage_type.startswith("HostUsage:"):
            return of_ec2(name, region, commitment, on_demand, decimals=3)
        case "AmazonEC2":
            return of_ec2(name, region, commitment, on_demand, decimals=decimals_of(name))
        case "AmazonRDS":
            return of_database(name, sku.operation, commitment, on_demand)
        case "AmazonElastiCache":
            engine = CACHES.get(sku.operation, "")
            effective = reserved_cache(region, engine, name, commitment)
            return None if effective is None else Rate(effective, 3)
        case "AmazonES":
            return of_search(name, region, commitment, on_demand)
    return None


def of_search(name: str, region: str, commitment: Commitment, on_demand: Decimal) -> Rate | None:
    if name.partition(".")[0] in NOT_RESERVED or region in SEARCH_DIFFERS:
        return None
    ratio = SEARCH[commitment.term, commitment.payment_option]
    return Rate(on_demand * ratio, 3)


def of_ec2(
    name: str, region: str, commitment: Commitment, on_demand: Decimal, *, decimals: int
) -> Rate | None:
    """Return the rate from the discount of the instance type or family.

    Savings Plan discounts are those of us-east-1.
    """
    refreshed = rate_of(region, Sku("AmazonEC2", f"BoxUsage:{name}", "RunInstances"), commitment)
    if refreshed is not None:
        return Rate(refreshed, decimals)
    if commitment.kind in {"standard", "instance_savings_plan"}:
        ratio = reserved_ratio(region, name, commitment)
        return None if ratio is None else Rate(on_demand * ratio.value, decimals)
    ratio = ec2_ratio(name.partition(".")[0], commitment)
    if ratio is None:
        return None
    guesses = [
        None if ratio.basis.startswith("observed") else f"the discount {ratio.basis}",
        None if region == HOME else f"the discount of {HOME}",
    ]
    assumed = "; ".join(filter(None, guesses)) or None
    return Rate(on_demand * ratio.value, decimals, assumed)


def decimals_of(name: str) -> int:
    """Return the decimals of an instance type's hourly rates: 4 for t3.medium, 5 for x2iedn."""
    generation = next((int(letter) for letter in name if letter.isdecimal()), 0)
    family = name.partition(".")[0]
    return 5 if generation >= NEWER or family.startswith("x2") else 4


def of_database(
    name: str, operation: str, commitment: Commitment, on_demand: Decimal
) -> Rate | None:
    """Return the rate by the discount of 2021, of the class family or of the nearest one."""
    family = name.removeprefix("db.").partition(".")[0]
    terms = (commitment.term, commitment.payment_option)
    for engine, other in similar(ENGINES.get(operation, ""), family):
        ratio = rds_ratios().get((engine, other, *terms))
        if ratio is not None:
            assumed = f"the reserved discount of {ratio.as_of.year}"
            if (engine, other) != (ENGINES[operation], family):
                assumed += f" of {engine} {other}"
            return Rate(on_demand * ratio.value, 4, assumed)
    return None


# Engines and class families, by the first letter, whose discounts stand in for unknown ones.
SAME_ENGINE = {"Aurora PostgreSQL": "Aurora MySQL"}
FAMILIES = {
    "m": ("m6g", "m5", "m4", "m3"),
    "r": ("r6g", "r5", "r4", "r3"),
    "t": ("t3", "t2"),
    "x": ("x1e", "x1"),
}


def similar(engine: str, family: str) -> Iterator[tuple[str, str]]:
    """Yield an engine and family, then those with a similar discount, most similar first."""
    for each in filter(None, (engine, SAME_ENGINE.get(engine))):
        yield each, family
        yield from ((each, other) for other in FAMILIES.get(family[:1], ()))
