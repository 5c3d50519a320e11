"""What a commitment costs, as a part of the on-demand rate: in us-east-1, by family.

https://aws.amazon.com/savingsplans/compute-pricing/ (rates of 2026-09-24),
https://aws.amazon.com/ec2/pricing/reserved-instances/pricing/ (of 2026-05-12).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from costing.catalog.table import rows
from costing.model import Commitment


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
