"""The book against the fact files it is made from. Skipped where they are not at hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from costing.model import Sku
from costing.prices.book import installed
from tools.price_book.build import built
from tools.price_book.facts import Facts

ROOT = Path(__file__).parents[3]
FACTS = Facts(ROOT.parent / "shared" / "facts")

pytestmark = pytest.mark.skipif(not FACTS.folder.exists(), reason="the fact files are not here")


@pytest.fixture(scope="module")
def made() -> dict[Path, str]:
    return dict(built(FACTS))


def test_the_committed_files_are_what_the_facts_make(made: dict[Path, str]) -> None:
    """To make them anew: python -m tools.price_book."""
    stale = [
        str(path)
        for path, text in made.items()
        if not (ROOT / path).exists() or (ROOT / path).read_bytes() != text.encode()
    ]

    assert not stale


def test_no_file_of_the_book_is_left_over(made: dict[Path, str]) -> None:
    there = {path.relative_to(ROOT) for path in (ROOT / "costing/prices").rglob("*.csv")}

    assert there == {path for path in made if path.is_relative_to("costing/prices")}


@pytest.mark.parametrize(
    ("region", "sku", "start", "file", "column", "where"),
    [
        (
            "us-east-1",
            Sku("AmazonEC2", "BoxUsage:m5.large", "RunInstances"),
            0,
            "ec2_on_demand_us_east_1",
            "usd_per_hour",
            {"instance_type": "m5.large", "os": "Linux"},
        ),
        (
            "ap-northeast-1",
            Sku("AmazonEC2", "BoxUsage:c6i.xlarge", "RunInstances:0002"),
            0,
            "ec2_on_demand_other_os",
            "mswin",
            {"region": "ap-northeast-1", "instance_type": "c6i.xlarge"},
        ),
        (
            "eu-central-1",
            Sku("AmazonRDS", "Multi-AZUsage:db.r6g.2xl", "CreateDBInstance:0014"),
            0,
            "rds_on_demand",
            "usd_per_hour",
            {
                "region": "eu-central-1",
                "engine": "postgres",
                "instance_class": "db.r6g.2xlarge",
                "deployment": "multi-az",
            },
        ),
        (
            "eu-west-1",
            Sku("AWSELB", "LCUUsage", "LoadBalancing:Application"),
            0,
            "region_network_table",
            "elb.alb_lcu",
            {"region": "eu-west-1"},
        ),
        (
            "sa-east-1",
            Sku("AmazonS3", "DataTransfer-Out-Bytes"),
            10240,
            "data_transfer_internet_egress",
            "usd_per_gb",
            {"region": "sa-east-1", "from_gb_month": "10240"},
        ),
        (
            "us-west-2",
            Sku("AmazonEC2", "USE1-AWS-Out-Bytes"),
            0,
            "data_transfer_inter_region",
            "usd_per_gb",
            {"from_region": "us-west-2", "to_region": "us-east-1"},
        ),
        (
            "us-east-1",
            Sku("AWSLambda", "Lambda-GB-Second"),
            6000000000,
            "service_unit_prices_us_east_1",
            "usd",
            {"service": "lambda", "item": "duration_x86", "tier_from": "6000000000"},
        ),
        (
            "ap-southeast-1",
            Sku("AmazonElastiCache", "NodeUsage:cache.r7g.large", "CreateCacheCluster:Valkey"),
            0,
            "elasticache",
            "usd_per_hour",
            {"region": "ap-southeast-1", "engine": "valkey", "node_type": "cache.r7g.large"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_price_traced_by_hand_is_the_facts(  # noqa: PLR0913, PLR0917 (a row of a table)
    region: str, sku: Sku, start: int, file: str, column: str, where: dict[str, str]
) -> None:
    (fact,) = (row for row in FACTS.rows(file) if where.items() <= row.items())
    (tier,) = (tier for tier in installed().price(region, sku).tiers if tier.start == start)

    assert tier.list_unit_price == Decimal(fact[column])
