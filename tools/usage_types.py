"""Write docs/usage-types.md: what meters each usage type of the largest services.

    python -m tools.usage_types

The usage types are those of the price book. One that differs from others by instance type, region
or another part in FORMS is listed with them. A usage type is metered if a case in the tests of the
cost models meters it, left out if the `left_out` of a cost model or tools/usage_types.csv says so.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from costing.prices.book import shipped
from costing.resources import UNPRICED, models
from costing.units import divide
from costing.usage.file import leaves
from costing.usage.keys import usage_keys
from tests.costing.resources.test_every_type import cases
from tools.price_gaps import pattern

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "usage-types.md"
OTHERS = Path(__file__).with_name("usage_types.csv")
TRANSFER = "AWSDataTransfer"
SERVICES = {  # product code → name
    "AmazonEC2": "Amazon EC2 and EBS",
    "AmazonVPC": "Amazon VPC",
    TRANSFER: "Data transfer",
    "AWSELB": "Elastic Load Balancing",
    "AmazonS3": "Amazon S3",
    "AmazonRDS": "Amazon RDS and Aurora",
    "AmazonDynamoDB": "Amazon DynamoDB",
    "AmazonElastiCache": "Amazon ElastiCache",
    "AmazonRedshift": "Amazon Redshift",
    "AmazonES": "Amazon OpenSearch Service",
    "AmazonSageMaker": "Amazon SageMaker AI",
    "AWSLambda": "AWS Lambda",
    "AmazonECS": "Amazon ECS and AWS Fargate",
    "AmazonEKS": "Amazon EKS",
    "ElasticMapReduce": "Amazon EMR",
    "AmazonCloudFront": "Amazon CloudFront",
    "AmazonCloudWatch": "Amazon CloudWatch",
    "AmazonKinesis": "Amazon Kinesis Data Streams",
    "AmazonMSK": "Amazon MSK",
    "AmazonEFS": "Amazon EFS",
    "AmazonFSx": "Amazon FSx",
}
SIZE = r"[a-z0-9-]*(?:metal|large|xl|small|medium|micro|nano|host)[a-z0-9-]*(?:\.tpc\d\.mem\dx)?"
FORMS = [  # parts of usage types that vary, and the names that stand for them
    (rf"(?<=[:-])(?:[a-z]{{2,9}}\.)?[a-z][a-z0-9-]*\.{SIZE}(?:\.search)?", "{type}"),
    (r"^Kafka\.[a-z0-9]+\.\w+$", "Kafka.{type}"),
    (r"^Express\.[a-z0-9]+\.\w+$", "Express.{type}"),
    (r"^(?:EU|[A-Z]{2,3}\d)-(?=AWS-|S3RTC-)", "{region}-"),
    (r"^(?:AP|AU|CA|EU|IN|JP|ME|SA|US|ZA)-(?=DataTransfer|Requests)", "{area}-"),
    (r"^CPUCredits:(?:t2|t3a?|t4g)", "CPUCredits:{family}"),
    (r"^HostUsage:\w+$", "HostUsage:{family}"),
    (r"(?<=^EBS:VolumeUsage\.)\w+", "{kind}"),
    (r"(?<=io2)(?:\.tier\d)?$", "{tier}"),
    (r"(?<=^ExtendedSupport:)Yr[1-3](?:-Yr2)?", "{years}"),
    (r"(?<=^ExtendedSupport)Yr[1-3](?:_Yr2)?(?=-Node)", "{years}"),
    (r"(?<=:)(?:Aurora)?(?:MySQL|PostgreSQL)[\d.]+$", "{engine version}"),
    (r"(?<=^PI_LTR:)\w+", "{family}"),
    (r"^(RDS:)(?:Multi-AZ(?:Cluster)?-)?(?=PIOPS|StorageUsage|IO2|GP3)", r"\1{zones}"),
    (r"(?<=:)(?:Memcached|Redis|Valkey)$", "{engine}"),
    (r"(?<=Mem-)\d+(?=GB)", "{size}"),
    (r"(?<=Hours:)\d?XL(?=-Prov)", "{tier}"),
    (r"(?<=^AmazonEKSCapabilities-)(?:ACK|ArgoCD|KRO)", "{capability}"),
    (r"(?<=^EMR-SERVERLESS-)ARM-", ""),
    (r"^(?:IA-)?(?=(?:Repl)?(?:Read|Write)CapacityUnit)", "{class}"),
    (r"(?<=^IATimedStorage-)(?:ET-|Z-)?", "{class}"),
    (r"^(Storage\.(?:SSD|HDD)\.)\d+", r"\1{throughput}"),
    (r"^Storage(?:\.MultiAZ)?(?=:(?:SSD|HDD))", "Storage{zones}"),
    (r"(?<=^ProvisionedSSDIOPS\.)\w+", "{deployment}"),
]
Treatment = Literal["metered", "left out", "gap", "out of scope"]

HEAD = """# Usage types

Written by `python -m tools.usage_types` from the price book and the cost models. Each usage type of
these services that the price book has is

* **metered** by a cost model,
* **left out**: a gap of the resources whose inputs switch it on,
* a **gap**: a resource type without a cost model,
* or **out of scope**, for the reason given: no resource of a Pulumi program is billed for it.

Parts that vary are in braces. `usage types` counts each variant.

| service | usage types | metered | left out or gap | out of scope |
|---|--:|--:|--:|--:|"""


@dataclass(frozen=True, slots=True)
class Form:
    """Usage types that differ in parts such as the instance type."""

    name: str
    count: int  # of usage types in the price book
    treatment: Treatment | None  # None: unaccounted for
    by: Sequence[str]  # types, or the reason


@dataclass(frozen=True, slots=True)
class Other:
    """A row of usage_types.csv: usage types that no cost model meters."""

    service: str
    usage_type: str
    gap_of: str  # type without a cost model; empty if out of scope
    reason: str


def form(usage_type: str) -> str:
    """Return a usage type with names for its variable parts."""
    for part, name in FORMS:
        usage_type = re.sub(part, name, usage_type)
    return usage_type


@cache
def metered() -> Mapping[tuple[str, str], Sequence[str]]:
    """Return the resource types that meter each form, by service and form."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for model in models():
        examples = {
            key.name: key.example for key in usage_keys(model.type).values() if key.is_quantity
        }
        for case in cases(model):
            full = replace(case, usage={**examples, **leaves(case.usage)})
            for meter in (*case.meters(), *full.meters()):
                for sku in (meter.sku, meter.price_sku):
                    found[sku.service, form(sku.usage_type)].add(model.type)
    return {key: sorted(types) for key, types in found.items()}


def left_out(usage_type: str) -> list[str]:
    return [
        f"{model.type}: {entry.charge}"
        for model in models()
        for entry in model.left_out
        if any(re.fullmatch(each.replace("*", ".*"), usage_type) for each in entry.usage_types)
    ]


@cache
def others() -> Sequence[Other]:
    with OTHERS.open(newline="") as lines:
        return [Other(**row) for row in csv.DictReader(lines)]


@cache
def forms() -> Mapping[str, Sequence[Form]]:
    """Return the forms of each service in the price book, by product code."""
    book = shipped()
    usage_types: dict[str, set[str]] = {code: set() for code in SERVICES}
    for region in book.prices:
        for sku in book.skus(region):
            if sku.service in usage_types:
                usage_types[sku.service].add(sku.usage_type)
    return {code: [*of_service(code, own)] for code, own in usage_types.items()}


def of_service(code: str, usage_types: Iterable[str]) -> Iterator[Form]:
    named: dict[str, list[str]] = defaultdict(list)
    for usage_type in sorted(usage_types):
        named[form(usage_type)].append(usage_type)
    for name, variants in sorted(named.items()):
        yield treated(code, name, variants)


def treated(code: str, name: str, usage_types: Sequence[str]) -> Form:
    count = len(usage_types)
    if types := metered().get((code, name)) or metered().get((TRANSFER, name)):
        return Form(name, count, "metered", types)
    if entries := left_out(usage_types[0]):
        return Form(name, count, "left out", entries)
    for each in others():
        if each.service == code and pattern(each.usage_type).fullmatch(name):
            if each.gap_of:
                return Form(name, count, "gap", [f"{each.gap_of}: {UNPRICED[each.gap_of]}"])
            return Form(name, count, "out of scope", [each.reason])
    return Form(name, count, None, [])


def page() -> str:
    found = forms()
    lines = [HEAD]
    for code, own in found.items():
        lines.append(f"| {SERVICES[code]} | {' | '.join(shares(own))} |")
    every = [each for own in found.values() for each in own]
    lines.append(f"| **all** | {' | '.join(shares(every))} |")
    for code, own in found.items():
        lines += ["", f"## {SERVICES[code]} (`{code}`)", ""]
        lines += ["| usage type | | by, or reason |", "|---|---|---|"]
        lines += [row(each) for each in own]
    return "\n".join(lines) + "\n"


def shares(own: Sequence[Form]) -> Iterator[str]:
    """Yield the number of usage types, and the percentage of each treatment."""
    total = Decimal(sum(each.count for each in own))
    yield f"{total:,}"
    for treatments in (("metered",), ("left out", "gap"), ("out of scope",)):
        part = Decimal(sum(each.count for each in own if each.treatment in treatments))
        yield f"{divide(part * 100, total):.1f} %"


def row(each: Form) -> str:
    shown = [f"`{by}`" if each.treatment == "metered" else by for by in each.by]
    more = f" and {len(shown) - 3} more" if len(shown) > 3 else ""  # noqa: PLR2004
    return f"| `{each.name}` | {each.treatment or '?'} | {', '.join(shown[:3])}{more} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print("written: docs/usage-types.md")
