"""Savings Plan rates: one CSV a region, each line what a plan makes of one on-demand SKU.

https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-offer-file.html (read 2026-11-24)
"""

import csv
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import chain, dropwhile

from costing.errors import RefreshError
from costing.prices.regions import strip_region
from costing.prices.savings_rates import SavingsRate

OFFER = "/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current"
PLANS = {"ComputeSP": "compute_savings_plan", "EC2SP": "instance_savings_plan"}
OPTIONS = {
    "No Upfront": "no_upfront",
    "Partial Upfront": "partial_upfront",
    "All Upfront": "all_upfront",
}
COLUMNS = (
    *("DiscountedRate", "DiscountedServiceCode", "DiscountedUsageType", "DiscountedOperation"),
    *("PurchaseOption", "LeaseContractLength", "UsageType"),
)


def index(base: str) -> str:
    return f"{base}{OFFER}/region_index.json"


def address(listed: bytes, region: str, base: str) -> str:
    """Return where a region's rates are, by the index of regions. Raise RefreshError."""
    try:
        regions = {each["regionCode"]: each["versionUrl"] for each in json.loads(listed)["regions"]}
    except (ValueError, KeyError, TypeError) as error:
        raise RefreshError("the index of Savings Plans is none of AWS's") from error
    if region not in regions:
        raise RefreshError(f"no Savings Plan rates for {region}")
    return f"{base}{str(regions[region]).removesuffix('.json')}.csv"


def parse(lines: Iterable[str]) -> Iterator[SavingsRate]:
    """Yield the rates of EC2 capacity. Raise RefreshError for a file that holds none."""
    text = dropwhile(lambda line: "DiscountedRate" not in line, lines)
    first = next(iter(text), None)
    rows = csv.DictReader(chain([first] if first else [], text))
    if set(COLUMNS) - set(rows.fieldnames or ()):
        raise RefreshError("this is no list of Savings Plan rates of AWS's")
    for row in rows:
        plan = PLANS.get(strip_region(row["UsageType"]).partition(":")[0])
        option = OPTIONS.get(row["PurchaseOption"])
        if plan is None or option is None or row["DiscountedServiceCode"] != "AmazonEC2":
            continue
        try:
            rate = Decimal(row["DiscountedRate"])
        except InvalidOperation as error:
            raise RefreshError(f"a rate is {row['DiscountedRate']!r}, no number") from error
        yield SavingsRate(
            strip_region(row["DiscountedUsageType"]),
            row["DiscountedOperation"],
            plan,
            f"{row['LeaseContractLength']}_year",
            option,
            rate,
        )
