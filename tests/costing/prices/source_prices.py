"""Prices of ../shared/facts whose SKU, region and unit the price book has from another source.

A contradiction is a price that differs from the one of the book by more than rounding.
"""

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from costing.model import Sku
from costing.prices.price_file import DATA
from tests.costing.prices.contradictions import ROUNDING

FACTS = Path(__file__).parents[4] / "shared/facts"
KNOWN = Path(__file__).with_name("known_contradictions.csv")
NETWORK: Mapping[str, Sku] = {  # column of the table of regions → SKU
    "eks.cluster": Sku("AmazonEKS", "AmazonEKS-Hours:perCluster"),
    "eks.cluster_extended_support_surcharge": Sku("AmazonEKS", "AmazonEKS-Hours:extendedSupport"),
    "nat.gateway": Sku("AmazonEC2", "NatGateway-Hours"),
    "nat.data": Sku("AmazonEC2", "NatGateway-Bytes"),
    "elb.alb": Sku("AWSELB", "LoadBalancerUsage", "LoadBalancing:Application"),
    "elb.nlb": Sku("AWSELB", "LoadBalancerUsage", "LoadBalancing:Network"),
    "elb.gwlb": Sku("AWSELB", "LoadBalancerUsage", "LoadBalancing:Gateway"),
    "elb.clb": Sku("AWSELB", "LoadBalancerUsage", "LoadBalancing"),
    "vpc.public_ipv4_in_use": Sku("AmazonVPC", "PublicIPv4:InUseAddress"),
    "vpc.interface_endpoint": Sku("AmazonVPC", "VpcEndpoint-Hours"),
    "vpc.transit_gateway_vpc_attachment": Sku(
        "AmazonVPC", "TransitGateway-Hours", "TransitGatewayVPC"
    ),
    "vpc.site_to_site_vpn": Sku("AmazonVPC", "VPN-Usage-Hours:ipsec.1"),
    "fargate.vcpu_linux_x86": Sku("AmazonECS", "Fargate-vCPU-Hours:perCPU"),
    "fargate.memory_linux_x86": Sku("AmazonECS", "Fargate-GB-Hours"),
}


@dataclass(frozen=True, slots=True, order=True)
class Stated:
    """USD per unit, as a source states it."""

    region: str
    sku: Sku
    price: Decimal
    source: str


def contradicting(stated: Iterable[Stated]) -> dict[Stated, Decimal]:
    """Return the prices that contradict the book, each with the price of the book."""
    found = {}
    for each in stated:
        price = in_book(each.region, each.sku)
        if price is not None and abs(price - each.price) > ROUNDING * price:
            found[each] = price
    return found


@cache
def in_book(region: str, sku: Sku) -> Decimal | None:
    start = f"\n{sku.service},{sku.usage_type},{sku.operation},"
    _, found, rest = text_of(region).partition(start)
    return Decimal(rest.split(",", 3)[2]) if found else None


@cache
def text_of(region: str) -> str:
    path = DATA / f"{region}.csv"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def stated() -> Iterator[Stated]:
    for row in rows("ec2_on_demand_us_east_1.csv"):
        yield instance(row, row["usd_per_hour"], row["source"])
    latest = {
        (row["region"], row["instance_type"]): row
        for row in sorted(
            rows("ec2_price_history_karpenter.csv.gz"),
            key=lambda row: row["first_seen_at_this_price"],
        )
    }
    for row in latest.values():
        yield instance(row, row["usd_per_hour"], "karpenter-history")
    for row in rows("ec2_staleness_differences.csv.gz"):
        yield instance(row, row["usd_per_hour_2026_05"], "vantage-2026-05")
    for row in rows("region_network_table.csv"):
        for column, sku in NETWORK.items():
            if row[column]:
                yield Stated(row["region"], sku, Decimal(row[column]), "region-network-table")


def instance(row: Mapping[str, str], price: str, source: str) -> Stated:
    sku = Sku("AmazonEC2", f"BoxUsage:{row['instance_type']}", "RunInstances")
    return Stated(row["region"], sku, Decimal(price), source)


def rows(name: str) -> Iterator[Mapping[str, str]]:
    path = FACTS / name
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(newline="") as lines:
        yield from csv.DictReader(lines)


@dataclass(frozen=True, slots=True)
class Known:
    """A kind of contradiction, with the reason for the price that the book has."""

    source: str  # * is a wildcard in the first three
    service: str
    usage_type: str
    lowest: Decimal  # other price / price in the book
    highest: Decimal
    reason: str

    def explains(self, other: Stated, price: Decimal) -> bool:
        names = (other.source, self.source), (other.sku.service, self.service)
        return (
            all(fnmatchcase(*each) for each in names)
            and fnmatchcase(other.sku.usage_type, self.usage_type)
            and self.lowest <= other.price / price <= self.highest
        )


def known() -> list[Known]:
    with KNOWN.open(newline="") as lines:
        table = csv.reader(lines)
        next(table)
        return [
            Known(source, service, usage_type, Decimal(lowest), Decimal(highest), reason)
            for source, service, usage_type, lowest, highest, reason in table
        ]
