"""What reserved capacity costs an hour, where nothing is paid upfront: by family and region.

AWS's all-upfront rates of EC2 are whole dollars spread over the term, so a ratio is taken from
a family's dearest type; a type that is off it by more than that rounding has a line of its own.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from tools.price_book.facts import Facts

Line = tuple[str, ...]
TERMS = {"1_year": "1yr", "3_year": "3yr"}  # ours → the facts'
HOURS = {"1_year": 8760, "3_year": 26280}
ALL_UPFRONT = {"1_year": Decimal("0.93333333"), "3_year": Decimal("0.87037037")}  # of no upfront
DOLLARS, SHARE = Decimal("1.5"), Decimal("0.0005")  # that rounding may leave


def instances(facts: Facts) -> Iterator[Line]:
    """Yield region, family or type, and its ratio to on demand for each term."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for term in TERMS:
        rates = list(all_upfront(facts, term))
        dearest = {(region, family_of(name)): ratio for region, name, _, ratio in sorted_by(rates)}
        for key, ratio in dearest.items():
            found[key][term] = f"{ratio:.4f}"
        for region, name, on_demand, ratio in rates:
            if is_off(on_demand, ratio, dearest[region, family_of(name)], term):
                found[region, name][term] = f"{ratio:.4f}"
    for (region, name), ratios in sorted(found.items()):
        yield region, name, *(ratios.get(term, "") for term in TERMS)


Rate = tuple[str, str, Decimal, Decimal]  # region, type, on demand, ratio


def all_upfront(facts: Facts, term: str) -> Iterator[Rate]:
    for row in facts.rows("ec2_reserved_standard_all_upfront"):
        effective = row[f"ri_std_{TERMS[term]}_all_upfront_effective_usd_per_hour"]
        on_demand = Decimal(row["on_demand_usd_per_hour"])
        if effective and on_demand:
            ratio = Decimal(effective) / on_demand / ALL_UPFRONT[term]
            yield row["region"], row["instance_type"], on_demand, ratio


def sorted_by(rates: list[Rate]) -> list[Rate]:
    return sorted(rates, key=lambda rate: (rate[0], family_of(rate[1]), rate[2]))


def family_of(name: str) -> str:
    return name.partition(".")[0]


def is_off(on_demand: Decimal, ratio: Decimal, usual: Decimal, term: str) -> bool:
    upfront = on_demand * ratio * ALL_UPFRONT[term] * HOURS[term]
    expected = on_demand * usual * ALL_UPFRONT[term] * HOURS[term]
    return abs(upfront - expected) > DOLLARS + upfront * SHARE


def caches(facts: Facts) -> Iterator[Line]:
    """Yield region, engine, node type and the effective rates by term and payment option."""
    for row in facts.rows("elasticache"):
        rates = [row[column] for column in CACHE_COLUMNS]
        if any(rates):
            yield row["region"], row["engine"], row["node_type"], *rates


PAYMENTS: Mapping[str, str] = {
    f"{term}_{payment}": f"ri_{short}_{payment}_2025_04"
    for term, short in TERMS.items()
    for payment in ("no_upfront", "partial_upfront", "all_upfront")
}
CACHE_COLUMNS = tuple(PAYMENTS.values())


def documented() -> Iterator[Line]:
    """Yield the ratios of databases that the facts lack and another source tells."""
    with Path(__file__).with_name("documented_ratios.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            yield tuple(row.values())[:6]
