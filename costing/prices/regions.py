"""Regions and the prefixes of their usage types on a bill, from regions.csv.

https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-region-billing-codes.html
(read 2026; regions.csv has further sources for each region).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    prefix: str  # "EUW2", as AWS writes it
    also: tuple[str, ...]  # other prefixes on bills
    continent: str  # empty if the sources do not name it


@cache
def regions() -> dict[str, Region]:
    with Path(__file__).with_name("regions.csv").open(newline="") as lines:
        return {
            row["region"]: Region(
                row["region"], row["prefix"], tuple(row["also"].split()), row["continent"]
            )
            for row in csv.DictReader(lines)
        }


def continent_of(region: str) -> str:
    known = regions().get(region)
    return known.continent if known else ""


# Usage types of these services have a geography instead of a region: EU is Europe, not eu-west-1.
GEOGRAPHIC = {"AmazonCloudFront", "AWSGlobalAccelerator"}


def strip_region(usage_type: str, service: str = "") -> str:
    """Return the usage type of a bill or price list without its region.

    Of a pair, USW2-USE1-AWS-Out-Bytes, only the first region is removed, where the data came from.
    """
    if service in GEOGRAPHIC:
        return usage_type
    return marketplace().sub(r"\1", prefixes().sub("", usage_type, count=1), count=1)


@cache
def prefixes() -> re.Pattern[str]:
    """Match a code (EUW2-, a wavelength zone's USE1WL1BNA1-, USE1:), a full name, Global-."""
    codes = "|".join(code for each in regions().values() for code in (each.prefix, *each.also))
    names = "|".join(regions())
    return re.compile(rf"^(?:(?:{codes})(?:WL\d[A-Z]{{3}}\d)?[-:]|(?:{names}|Global)-)")


@cache
def marketplace() -> re.Pattern[str]:
    """Match Bedrock's second prefix: MP:EUC1_InputTokenCount-Units."""
    codes = "|".join(each.prefix for each in regions().values())
    return re.compile(rf"^(MP:)(?:{codes})_")
