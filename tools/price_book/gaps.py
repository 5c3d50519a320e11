"""What the book lacks, region by region: docs/gaps.md."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tools.price_book.facts import Facts
from tools.price_book.row import GLOBAL, Row

# What is asked for often and not known everywhere → the SKU that stands for it.
ASKED = {
    "EBS magnetic volumes": ("AmazonEC2", "EBS:VolumeUsage"),
    "EBS magnetic I/O": ("AmazonEC2", "EBS:VolumeIOUsage"),
    "EBS gp3": ("AmazonEC2", "EBS:VolumeUsage.gp3"),
    "EBS io2": ("AmazonEC2", "EBS:VolumeUsage.io2"),
    "EBS io2 IOPS above 32,000": ("AmazonEC2", "EBS:VolumeP-IOPS.io2.tier2"),
    "EBS st1, sc1": ("AmazonEC2", "EBS:VolumeUsage.st1"),
    "EBS snapshots": ("AmazonEC2", "EBS:SnapshotUsage"),
    "EBS snapshot archive": ("AmazonEC2", "EBS:SnapshotArchiveStorage"),
    "EBS snapshot archive, retrieval": ("AmazonEC2", "EBS:SnapshotArchiveRetrieval"),
    "EBS fast snapshot restore": ("AmazonEC2", "EBS:FastSnapshotRestore"),
    "EBS direct APIs": ("AmazonEC2", "EBS:directAPI.snapshot.Get"),
    "Transfer between zones": ("AWSDataTransfer", "DataTransfer-Regional-Bytes"),
    "Regional NAT gateway": ("AmazonEC2", "RegionalNatGateway-Hours"),
    "WAF": ("awswaf", "WebACLV2"),
    "S3 Express One Zone": ("AmazonS3", "TimedStorage-XZ-ByteHrs"),
    "Aurora CPU credits": ("AmazonRDS", "CPUCredits:db.t4g", "CreateDBInstance:0021"),
    "RDS magnetic storage": ("AmazonRDS", "RDS:StorageUsage"),
    "Performance Insights API": ("AmazonRDS", "PI_API"),
    "CloudWatch Database Insights": ("AmazonCloudWatch", "CW:DatabaseInsights-vCPU-Hours"),
    "MSK Serverless": ("AmazonMSK", "KafkaServerless-ClusterHours"),
    "OpenSearch Serverless": ("AmazonES", "SearchOCU"),
    "Redshift managed storage": ("AmazonRedshift", "RMS:ra3.4xlarge"),
    "Redshift Serverless": ("AmazonRedshift", "Redshift:ServerlessUsage"),
    "EMR Serverless": ("ElasticMapReduce", "EMR-SERVERLESS-vCPUHours"),
    "SageMaker hosting": ("AmazonSageMaker", "Host:ml.m5.xlarge"),
    "SageMaker volumes": ("AmazonSageMaker", "Host:VolumeUsage.gp2"),
    "FSx for Lustre, 125 MB/s": ("AmazonFSx", "Storage.SSD.125", "CreateFileSystem:Lustre"),
    "App Runner": ("AWSAppRunner", "AppRunner-vCPU-hours"),
    "Glue Flex": ("AWSGlue", "ETL-Flex-DPU-Hour"),
    "GuardDuty": ("AmazonGuardDuty", "PaidEventsAnalyzed"),
    "Macie": ("AmazonMacie", "SensitiveDataDiscovery"),
    "Grafana": ("AmazonGrafana", "Grafana:EditorUser"),
    "SES": ("AmazonSES", "Recipients"),
}
# Usage types that are no price of their own: 0 USD, a commitment's fee, another name of what
# the book has.
NOT_PRICES = re.compile(
    r"HeavyUsage|Reserv|UnusedBox|UnusedDed|DedicatedRes|HostBoxUsage|free|-in$|-inter-az-free"
    r"|^sqs-standard |^sqs-fifo|^fsx-ontap|^cloudfront-origin|^direct-connect|dashboard-basic"
    r"|alias|delivery-(sqs|lambda)|before-2024|classic|serverless-v1|batch|rhel-byol|windows-byol"
)

HEAD = """# What the price book lacks

Made by `python -m tools.price_book`; a test keeps it current. A price that is not in the book
is a gap of the estimate, never a zero. *Derived* prices are in the book and flagged: AWS's
figure was not seen, and follows from others that were (`costing/prices/data/sources.csv`).

What no table of regions can show: China is priced in CNY and is left out; reserved and Savings
Plan rates are ratios in `costing/aws`; a region's spot price is its average of
2026-05-12. What the facts price and no key of a bill was found for stands with its reason in
`tools/price_book_left_out.csv`.
"""


def page(book: Mapping[Path, Sequence[Row]], facts: Facts) -> str:
    regions = {rows[0].region: rows for rows in regional(book)}
    parts = [HEAD, "## By region\n", *by_region(regions), "\n## Nowhere\n", NOWHERE]
    return "\n".join([*parts, *nowhere(book, facts)]) + "\n"


NOWHERE = """Usage types that AWS bills, and that have a price in no region of the book.

| product code | usage types |
|---|---|"""


def regional(book: Mapping[Path, Sequence[Row]]) -> Iterator[Sequence[Row]]:
    return (rows for path, rows in book.items() if path.parent == Path() and path.stem != GLOBAL)


def by_region(regions: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    yield "| what | no price in | derived in |"
    yield "|---|---|---|"
    flags = {
        region: {(row.service, row.usage_type, row.operation): row.flags for row in rows}
        for region, rows in regions.items()
    }
    for what, (service, usage_type, *operation) in ASKED.items():
        sku = (service, usage_type, *(operation or ("",)))
        lacking = [region for region in regions if sku not in flags[region]]
        derived = [region for region in regions if "derived" in flags[region].get(sku, ())]
        if lacking or derived:
            yield f"| {what} | {places(lacking, regions)} | {places(derived, regions)} |"


def places(some: Sequence[str], of: Iterable[str]) -> str:
    """Return the regions, or all but the few that remain."""
    others = [region for region in of if region not in some]
    if len(some) > len(others):
        return f"all but {', '.join(others)}" if others else "all"
    return ", ".join(some)


def nowhere(book: Mapping[Path, Sequence[Row]], facts: Facts) -> Iterator[str]:
    priced: dict[str, set[str]] = defaultdict(set)
    for rows in book.values():
        for row in rows:
            priced[row.service].add(row.usage_type)
    missing: dict[str, list[str]] = defaultdict(list)
    for fact in facts.rows("usage_types"):
        service, usage_type = fact["product_code"], fact["usage_type"]
        if service == "{service}" or NOT_PRICES.search(f"{fact['family']} {usage_type}"):
            continue
        form = re.compile(pattern(usage_type))
        if not any(form.fullmatch(known) for known in priced[service]):
            missing[service].append(usage_type)
    for service, usage_types in sorted(missing.items()):
        named = ", ".join(f"`{name}`" for name in sorted(set(usage_types))).replace("|", r"\|")
        yield f"| {service} | {named} |"


def pattern(usage_type: str) -> str:
    """Match what a form stands for: {type} anything, {a|b} a choice; the region is left out."""
    bare = usage_type.removeprefix("{region}-").removeprefix("{prefix}:").removeprefix("{src}-")
    parts = re.split(r"\{([^}]*)\}", bare)
    return "".join(
        re.escape(part) if index % 2 == 0 else f"(?:{part})" if "|" in part else ".+?"
        for index, part in enumerate(parts)
    )
