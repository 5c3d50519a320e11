"""Unit prices of services: from an item of the facts to the key a bill prints it under."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tools.price_book.facts import Facts
from tools.price_book.row import GLOBAL, Row, day, flags
from tools.price_book.units import UNITS

THIRD_PARTY = {"cloud-cost-mcp-2026-01"}
GEOGRAPHIES = {
    "Asia Pacific": "AP",
    "Australia": "AU",
    "Canada": "CA",
    "EU": "EU",
    "India": "IN",
    "Japan": "JP",
    "Middle East": "ME",
    "South Africa": "ZA",
    "South America": "SA",
    "United States": "US",
}

# A tool's code alone vouches for a key less than a bill or a page of AWS's.
BILLED = {"infracost-code": "single"}

# A web ACL of CloudFront is billed without a region, at the prices of us-east-1 (price list of
# 2026-09-14: stored public file 68929100471).
FIREWALL = "awswaf"

# Free by AWS's word. A zero elsewhere is a trial's, and no price.
FREE = {
    ("budgets", "notification"),
    ("datatransfer", "internet_in"),
    ("datatransfer", "to_cloudfront"),
    ("s3", "restore_request_glacier_flexible_bulk"),
    ("s3", "retrieval_glacier_flexible_bulk"),
}

Item = tuple[str, str]  # service and item, as the facts call them


@dataclass(frozen=True, slots=True)
class Key:
    """What a bill prints an item under, and how sure that is."""

    service: str
    usage_type: str
    operation: str
    status: str
    derived: bool  # from the same item's price for another key


def keys(facts: Facts) -> dict[Item, list[Key]]:
    """Read service_keys.csv. A family names the row of usage_types.csv that vouches for a key."""
    known = list(facts.rows("usage_types"))
    exact = {(row["product_code"], row["usage_type"], row["operation"]): row for row in known}
    alike = {(row["product_code"], row["usage_type"]): row for row in reversed(known)}
    families = {row["family"]: row["status"] for row in known}
    billed = {(row["service_code"], row["usage_type"]): row for row in facts.rows("bill_keys")}
    found: dict[Item, list[Key]] = defaultdict(list)
    with Path(__file__).with_name("service_keys.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            sku = (row["service"], row["usage_type"], row["operation"])
            if row["family"] in {"single", "unverified", "verified"}:
                status = row["family"]
            elif row["family"]:
                status = families[row["family"]]
            elif sku in exact or sku[:2] in alike:
                status = (exact.get(sku) or alike[sku[:2]])["status"]
            else:
                status = BILLED.get(billed[sku[:2]]["source"], "verified")
            found[row["facts_service"], row["facts_item"]].append(
                Key(*sku, status, row["derived"] == "derived")
            )
    return found


def unit_prices(facts: Facts) -> Iterator[Row]:
    named = keys(facts)
    prefixes = facts.regions()
    for row in facts.rows("service_unit_prices"):
        item = (row["service"], row["item"])
        if float(row["usd"]) == 0 and not row["tier_to"] and item not in FREE:
            continue
        for key in named.get(item, ()):
            for rung in rungs(row, key, prefixes):
                yield rung
                if key.service == FIREWALL and rung.region == "us-east-1":
                    yield replace(rung, region=GLOBAL, flags=rung.flags | {"derived"})


def rungs(row: dict[str, str], key: Key, prefixes: dict[str, str]) -> Iterator[Row]:
    """Yield the rung, one for each place that the usage type has a word for."""
    region, usage_type = row["region"], key.usage_type
    if region.startswith("geo:"):
        region, usage_type = GLOBAL, usage_type.format(geo=GEOGRAPHIES[region.removeprefix("geo:")])
    places = prefixes.values() if "{to}" in usage_type else ("",)
    start = row["tier_from"] or "0"
    marks = ["third_party"] if row["source"] in THIRD_PARTY else []
    if key.derived:
        marks.append("derived")
    if row["tier_from"] and row["tier_to"] and float(row["usd"]) == 0:
        marks.append("always_free")
    for place in places:
        yield Row(
            region,
            key.service,
            usage_type.replace("{to}", place),
            key.operation,
            UNITS[row["unit"]],
            row["usd"],
            day(row["as_of"]),
            row["source"],
            flags(key.status, *marks),
            start,
        )
