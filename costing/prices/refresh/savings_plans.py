"""Savings Plan rates: one CSV file per region, one line per discounted SKU and plan.

https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-offer-file.html (read 2026-11-24).
"""

import csv
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import chain, dropwhile

from costing.errors import RefreshError
from costing.prices.commitment_rates import CommitmentRate
from costing.prices.refresh.reserved import OPTIONS
from costing.prices.regions import strip_region

OFFER = "/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current"
PLANS = {"ComputeSP": "compute_savings_plan", "EC2SP": "instance_savings_plan"}
COLUMNS = (
    *("DiscountedRate", "DiscountedServiceCode", "DiscountedUsageType", "DiscountedOperation"),
    *("PurchaseOption", "LeaseContractLength", "UsageType"),
)


def index(base: str) -> str:
    return f"{base}{OFFER}/region_index.json"


def address(listed: bytes, region: str, base: str) -> str:
    """Return the address of a region's rates from the index of regions. Raise RefreshError."""
    try:
        regions = {each["regionCode"]: each["versionUrl"] for each in json.loads(listed)["regions"]}
    except (ValueError, KeyError, TypeError) as error:
        raise RefreshError("the download is not AWS's index of Savings Plans") from error
    if region not in regions:
        raise RefreshError(f"AWS's price list has no Savings Plan rates for {region}")
    return f"{base}{str(regions[region]).removesuffix('.json')}.csv"


def parse(lines: Iterable[str]) -> Iterator[CommitmentRate]:
    """Yield the rates of EC2, Fargate and Lambda. Raise RefreshError for other content."""
    text = dropwhile(lambda line: "DiscountedRate" not in line, lines)
    first = next(iter(text), None)
    rows = csv.DictReader(chain([first] if first else [], text))
    if set(COLUMNS) - set(rows.fieldnames or ()):
        raise RefreshError("the download is not AWS's list of Savings Plan rates")
    for row in rows:
        plan = PLANS.get(strip_region(row["UsageType"]).partition(":")[0])
        option = OPTIONS.get(row["PurchaseOption"])
        if plan is None or option is None:
            continue
        try:
            rate = Decimal(row["DiscountedRate"])
        except InvalidOperation as error:
            raise RefreshError(f"invalid Savings Plan rate {row['DiscountedRate']!r}") from error
        service = row["DiscountedServiceCode"]
        yield CommitmentRate(
            service,
            strip_region(row["DiscountedUsageType"], service),
            row["DiscountedOperation"],
            plan,
            f"{row['LeaseContractLength']}_year",
            option,
            rate,
        )
