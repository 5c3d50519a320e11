"""Rates of commitments as a part of the on-demand rate: in us-east-1, by family.

https://aws.amazon.com/savingsplans/compute-pricing/ (rates of 2026-09-24),
https://aws.amazon.com/ec2/pricing/reserved-instances/pricing/ (of 2026-05-12).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from costing.aws.tables import rows
from costing.model import Commitment

RESERVED_ON = date(2026, 5, 12)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Effective rate over on-demand rate, upfront payments spread over the term."""

    value: Decimal
    basis: str  # "observed", or what it was assumed like
    as_of: date


def ec2_ratio(family: str, commitment: Commitment) -> Ratio | None:
    """Return None where no rate of the family is known."""
    ratio = ec2_ratios().get((commitment.kind, commitment.term, family))
    if ratio is None:
        return None
    return Ratio(ratio.value * payment_factors()[commitment], ratio.basis, ratio.as_of)


@cache
def ec2_ratios() -> Mapping[tuple[str, str, str], Ratio]:
    """Return by kind, term and family the ratio where nothing is paid upfront."""
    return {
        (row["kind"], row["term"], row["family"]): Ratio(
            Decimal(row["ratio"]), row["basis"], date.fromisoformat(row["as_of"])
        )
        for row in rows("commitments")
    }


def reserved_ratio(region: str, name: str, commitment: Commitment) -> Ratio | None:
    """Return the ratio of standard reserved capacity, by instance type or family and region.

    None where the sources have no reserved rate of it there.
    """
    family = name.partition(".")[0]
    for known in (name, family):
        ratio = reserved().get((region, known), {}).get(commitment.term)
        if ratio:
            factor = payment_factors()[commitment]
            return Ratio(Decimal(ratio) * factor, "observed", RESERVED_ON)
    return None


@cache
def reserved() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return by region and family, or type, the ratio where nothing is paid upfront, by term."""
    return {(row["region"], row["name"]): row for row in rows("reserved")}


def reserved_cache(
    region: str, engine: str, node_type: str, commitment: Commitment
) -> Decimal | None:
    """Return what a reserved cache node costs an hour, upfront payments spread over the term.

    One year, all upfront, is missing in the sources: it is taken as the factor that holds for
    EC2, and for caches over three years.
    """
    rates = reserved_caches().get((region, engine, node_type), {})
    listed = rates.get(f"{commitment.term}_{commitment.payment_option}")
    if listed:
        return Decimal(listed)
    without = rates.get(f"{commitment.term}_no_upfront")
    return Decimal(without) * payment_factors()[commitment] if without else None


@cache
def reserved_caches() -> Mapping[tuple[str, str, str], Mapping[str, str]]:
    return {
        (row["region"], row["engine"], row["node_type"]): row for row in rows("reserved_caches")
    }


@cache
def payment_factors() -> Mapping[Commitment, Decimal]:
    """Return what paying upfront makes of the rate without."""
    return {
        Commitment(row["kind"], row["term"], row["payment_option"]): Decimal(row["factor"])  # type: ignore[arg-type]
        for row in rows("payment_factors")
    }


@cache
def rds_ratios() -> Mapping[tuple[str, str, str, str], Ratio]:
    """Return by engine, class family, term and payment option the ratio of 2021.

    Engines as the price pages name them: "PostgreSQL", "MySQL", "MariaDB", "Aurora MySQL".
    """
    return {
        (row["engine"], row["family"], row["term"], row["payment_option"]): Ratio(
            Decimal(row["ratio"]), "median of 2021", date.fromisoformat(row["as_of"])
        )
        for row in rows("database_commitments")
    }
