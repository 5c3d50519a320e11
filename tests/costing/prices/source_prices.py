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
from itertools import islice
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


def in_book(region: str, sku: Sku) -> Decimal | None:
    """Return the price of the first tier, by the operation if the book has one."""
    prices = first_tiers(region)
    return prices.get(sku) or prices.get(Sku(sku.service, sku.usage_type))


@cache
def first_tiers(region: str) -> Mapping[Sku, Decimal]:
    path = DATA / f"{region}.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        found: dict[Sku, Decimal] = {}
        for service, usage_type, operation, _, _, price, *_ in islice(csv.reader(lines), 1, None):
            found.setdefault(Sku(service, usage_type, operation), Decimal(price))
    return found


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

    yield from databases()
    yield from nodes()
    yield from unit_prices()


ENGINES = {
    "aurora-mysql": "0016",
    "aurora-postgresql": "0021",
    "mariadb": "0018",
    "mysql": "0002",
    "postgres": "0014",
}
DEPLOYMENTS = {
    ("single-az", "standard"): "InstanceUsage",
    ("single-az", "io-optimized"): "InstanceUsageIOOptimized",
    ("multi-az", "standard"): "Multi-AZUsage",
    ("multi-az-cluster", "standard"): "Multi-AZClusterUsage",
}
CACHES = {"memcached": "0001", "redis": "0002", "valkey": "Valkey"}


def databases() -> Iterator[Stated]:
    for row in rows("rds_on_demand.csv.gz"):
        usage_type = DEPLOYMENTS.get((row["deployment"], row["storage_config"]))
        if usage_type is not None:
            operation = f"CreateDBInstance:{ENGINES[row['engine']]}"
            sku = Sku("AmazonRDS", f"{usage_type}:{row['instance_class']}", operation)
            yield Stated(row["region"], sku, Decimal(row["usd_per_hour"]), row["source"])


def nodes() -> Iterator[Stated]:
    for row in rows("elasticache.csv.gz"):
        operation = f"CreateCacheCluster:{CACHES[row['engine']]}"
        sku = Sku("AmazonElastiCache", f"NodeUsage:{row['node_type']}", operation)
        yield Stated(row["region"], sku, Decimal(row["usd_per_hour"]), row["source"])
    for row in rows("opensearch.csv.gz"):
        sku = Sku("AmazonES", f"ESInstance:{row['instance_type'].removesuffix('.search')}")
        yield Stated(row["region"], sku, Decimal(row["usd_per_hour"]), row["source"])


def unit_prices() -> Iterator[Stated]:
    """Yield the first tier of the items of services that have a key on a bill."""
    keys = {
        (row["facts_service"], row["facts_item"]): Sku(
            row["service_code"], row["usage_type"], row["operation"].strip("?")
        )
        for row in rows("bill_keys.csv")
    }
    for row in rows("service_unit_prices.csv.gz"):
        sku = keys.get((row["service"], row["item"]))
        if sku is not None and row["tier_from"] in {"", "0"}:
            yield Stated(row["region"], sku, Decimal(row["usd"]), row["source"])


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
