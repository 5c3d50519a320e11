"""What the facts price and the book does not, and why: tools/price_book_left_out.csv."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tools.price_book import compute, databases, services
from tools.price_book.facts import Facts

COLUMNS = ("facts_file", "facts_service", "facts_item", "rows", "reason")
NO_KEY = "usage type not established"

Line = tuple[str, str, str, str, str]


def items(facts: Facts) -> Iterator[Line]:
    yield from unit_prices(facts)
    yield from managed(facts)
    yield from engines(facts)
    yield from kubernetes(facts)
    yield from bare_metal(facts)
    yield from whole_files(facts)


def unit_prices(facts: Facts) -> Iterator[Line]:
    """Yield the items without a key, with the reason of left_out_reasons.csv where it has one."""
    with Path(__file__).with_name("left_out_reasons.csv").open(newline="") as lines:
        reasons = {
            (row["facts_service"], row["facts_item"]): row["reason"]
            for row in csv.DictReader(lines)
        }
    named = services.keys(facts)
    found = Counter((row["service"], row["item"]) for row in facts.rows("service_unit_prices"))
    for item, rows in sorted(found.items()):
        if item not in named and not item[1].startswith("data_transfer_premium"):
            yield "service_unit_prices", *item, str(rows), reasons.get(item, NO_KEY)


def managed(facts: Facts) -> Iterator[Line]:
    found: Counter[tuple[str, str, str]] = Counter()
    for row in facts.rows("managed_instance_hours"):
        if databases.is_misread(row):
            reason = "not the rate of db.r6i.16xlarge, which stands beside it"
            found[row["service"], row["instance_type"], reason] += 1
        elif (row["service"], row["variant"]) not in databases.MANAGED:
            found[row["service"], row["variant"], NO_KEY] += 1
    for (service, item, reason), rows in sorted(found.items()):
        yield "managed_instance_hours", service, item, str(rows), reason


def engines(facts: Facts) -> Iterator[Line]:
    found = Counter(
        f"{row['engine']} {row['license']}"
        for row in facts.rows("rds_on_demand_commercial_engines")
        if (row["engine"], row["license"]) not in databases.COMMERCIAL
    )
    for item, rows in sorted(found.items()):
        yield (
            "rds_on_demand_commercial_engines",
            "rds",
            item,
            str(rows),
            "operation not established",
        )


def kubernetes(facts: Facts) -> Iterator[Line]:
    found = Counter(row["item"] for row in facts.rows("emr_other"))
    for item, rows in sorted(found.items()):
        if item not in compute.KUBERNETES:
            yield "emr_other", "emr", item, str(rows), NO_KEY


def bare_metal(facts: Facts) -> Iterator[Line]:
    for row in facts.rows("ec2_on_demand"):
        if float(row["usd_per_hour"]) == 0:
            reason = "a rate of 0: not sold by the hour"
            yield "ec2_on_demand", row["region"], row["instance_type"], "1", reason
    for row in compute.without_twin(facts):
        reason = "only the dedicated rate is known, and no virtual instance of that size"
        yield "ec2_on_demand", row["region"], row["instance_type"], "1", reason


FILES = {
    "ec2_on_demand_cn_cny": "priced in CNY: the book is in USD",
    "ec2_capacity_blocks": "bought ahead for a time, at a price of the day",
    "sagemaker_training_plans": "bought ahead for a time",
    "ec2_reserved_standard_all_upfront": "a commitment: ratios stand in costing/aws",
    "ec2_ri_all_kinds_x2iedn_32xlarge": "a commitment: ratios stand in costing/aws",
    "savings_plan_maxima": "the most a plan can save, not a rate",
}


def whole_files(facts: Facts) -> Iterator[Line]:
    for name, reason in FILES.items():
        yield name, "", "", str(sum(1 for _ in facts.rows(name))), reason
