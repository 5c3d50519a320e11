"""Write docs/gaps.md, the list of prices that the price book does not have.

    python -m tools.price_gaps

A missing price of a usage type that is priced in another region is found in the price book.
Usage types without a price in any region are listed in tools/unpriced_usage_types.csv.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from costing.model import Sku
from costing.prices.book import PriceBook, shipped

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "gaps.md"
UNPRICED = Path(__file__).with_name("unpriced_usage_types.csv")

# Feature → SKU that represents its prices.
FEATURES = {
    "EBS magnetic volumes": Sku("AmazonEC2", "EBS:VolumeUsage"),
    "EBS magnetic I/O": Sku("AmazonEC2", "EBS:VolumeIOUsage"),
    "EBS gp3": Sku("AmazonEC2", "EBS:VolumeUsage.gp3"),
    "EBS io2": Sku("AmazonEC2", "EBS:VolumeUsage.io2"),
    "EBS io2 IOPS above 32,000": Sku("AmazonEC2", "EBS:VolumeP-IOPS.io2.tier2"),
    "EBS st1, sc1": Sku("AmazonEC2", "EBS:VolumeUsage.st1"),
    "EBS snapshots": Sku("AmazonEC2", "EBS:SnapshotUsage"),
    "EBS snapshot archive": Sku("AmazonEC2", "EBS:SnapshotArchiveStorage"),
    "EBS snapshot archive, retrieval": Sku("AmazonEC2", "EBS:SnapshotArchiveRetrieval"),
    "EBS fast snapshot restore": Sku("AmazonEC2", "EBS:FastSnapshotRestore"),
    "EBS direct APIs": Sku("AmazonEC2", "EBS:directAPI.snapshot.Get"),
    "Data transfer between zones": Sku("AWSDataTransfer", "DataTransfer-Regional-Bytes"),
    "Regional NAT gateway": Sku("AmazonEC2", "RegionalNatGateway-Hours"),
    "WAF": Sku("awswaf", "WebACLV2"),
    "S3 Express One Zone": Sku("AmazonS3", "TimedStorage-XZ-ByteHrs"),
    "Aurora CPU credits": Sku("AmazonRDS", "CPUCredits:db.t4g", "CreateDBInstance:0021"),
    "RDS magnetic storage": Sku("AmazonRDS", "RDS:StorageUsage"),
    "Performance Insights API": Sku("AmazonRDS", "PI_API"),
    "CloudWatch Database Insights": Sku("AmazonCloudWatch", "CW:DatabaseInsights-vCPU-Hours"),
    "MSK Serverless": Sku("AmazonMSK", "KafkaServerless-ClusterHours"),
    "OpenSearch Serverless": Sku("AmazonES", "SearchOCU"),
    "Redshift managed storage": Sku("AmazonRedshift", "RMS:ra3.4xlarge"),
    "Redshift Serverless": Sku("AmazonRedshift", "Redshift:ServerlessUsage"),
    "EMR Serverless": Sku("ElasticMapReduce", "EMR-SERVERLESS-vCPUHours"),
    "SageMaker hosting": Sku("AmazonSageMaker", "Host:ml.m5.xlarge"),
    "SageMaker volumes": Sku("AmazonSageMaker", "Host:VolumeUsage.gp2"),
    "FSx for Lustre, 125 MB/s": Sku("AmazonFSx", "Storage.SSD.125", "CreateFileSystem:Lustre"),
    "App Runner": Sku("AWSAppRunner", "AppRunner-vCPU-hours"),
    "Glue Flex": Sku("AWSGlue", "ETL-Flex-DPU-Hour"),
    "GuardDuty": Sku("AmazonGuardDuty", "PaidEventsAnalyzed"),
    "Macie": Sku("AmazonMacie", "SensitiveDataDiscovery"),
    "Grafana": Sku("AmazonGrafana", "Grafana:EditorUser"),
    "SES": Sku("AmazonSES", "Recipients"),
}

HEAD = """# Missing prices

Written by `python -m tools.price_gaps` from the price book. A charge whose price is missing is a
gap of the estimate; it is never $0.00.

A *derived* price is in the book and flagged `derived`: it was not read from AWS, but computed from
other prices with a ratio that `costing/prices/data/sources.csv` describes.

Also missing: the China regions, which are priced in CNY. Reserved and Savings Plan rates are ratios
to on-demand prices (`costing/aws`) until `plimsoll prices refresh` reads AWS's rates. Spot prices
are averages per region.

## By region

| feature | no price in | derived in |
|---|---|---|"""

NOWHERE = """
## In all regions

Usage types that AWS bills, without a price in any region of the book.

| product code | usage types |
|---|---|"""


def page(book: PriceBook) -> str:
    return "\n".join([HEAD, *by_region(book), NOWHERE, *in_all_regions()]) + "\n"


def by_region(book: PriceBook) -> Iterator[str]:
    regions = book.regions()
    for feature, sku in FEATURES.items():
        prices = {region: book.prices[region].price(sku) for region in regions}
        missing = [region for region, price in prices.items() if price is None]
        derived = [region for region, price in prices.items() if price and "derived" in price.flags]
        if missing or derived:
            yield f"| {feature} | {places(missing, regions)} | {places(derived, regions)} |"


def places(some: Sequence[str], of: Iterable[str]) -> str:
    """Return the regions, or "all but" the others if these are fewer."""
    others = [region for region in of if region not in some]
    if len(some) > len(others):
        return f"all but {', '.join(others)}" if others else "all"
    return ", ".join(some)


def in_all_regions() -> Iterator[str]:
    for service, usage_types in sorted(unpriced().items()):
        names = ", ".join(f"`{name}`" for name in usage_types).replace("|", r"\|")
        yield f"| {service} | {names} |"


def unpriced() -> Mapping[str, Sequence[str]]:
    """Return usage types by product code; {type} in one stands for any text."""
    found: dict[str, list[str]] = defaultdict(list)
    with UNPRICED.open(newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["service"]].append(row["usage_type"])
    return found


def pattern(usage_type: str) -> re.Pattern[str]:
    """Return a pattern of the usage types that an entry with {placeholders} stands for."""
    parts = re.split(r"(\{[^}]*\})", usage_type)
    return re.compile("".join(".+" if part[:1] == "{" else re.escape(part) for part in parts))


if __name__ == "__main__":
    PAGE.write_text(page(shipped()), encoding="utf-8")
    print("written: docs/gaps.md")
