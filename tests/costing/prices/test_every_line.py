"""What must hold for every line of the price book."""

import csv
import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from costing.model import GLOBAL
from costing.prices.book import APART
from costing.prices.price_file import ABOUT, COLUMNS, DATA, WIDE
from costing.prices.regions import regions, strip_region
from costing.units import Unit

FLAGS = {"always_free", "derived", "spot_average", "third_party", "unverified"}
PLAIN = [*DATA.glob("*-*.csv"), DATA / f"{GLOBAL}.csv", *DATA.glob("zones/*.csv")]
RARE = [*DATA.glob("rare/*.csv"), *DATA.glob("rare/zones/*.csv")]
KEY = ("service", "usage_type", "operation", "unit")

Row = dict[str, str]


@cache
def read(path: Path) -> list[Row]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def ladders(rows: list[Row]) -> Iterator[list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[row["service"], row["usage_type"], row["operation"]].append(row)
    yield from found.values()


def name(path: Path) -> str:
    return str(path.relative_to(DATA))


@pytest.fixture(scope="module")
def sources() -> set[str]:
    rows = read(DATA / "sources.csv")
    assert list(rows[0]) == ["id", "title", "address", "read"]
    assert all(row["title"] and row["read"] for row in rows)
    return {row["id"] for row in rows}


@pytest.mark.parametrize("path", sorted(PLAIN), ids=name)
def test_a_line_is_sorted_dated_sourced_and_flagged(path: Path, sources: set[str]) -> None:
    rows = read(path)
    rungs = [(*(row[column] for column in KEY), Decimal(row["start"])) for row in rows]

    assert list(rows[0]) == [*COLUMNS, *ABOUT]
    assert rungs == sorted(set(rungs))
    assert {row["unit"] for row in rows} <= set(Unit)
    assert {row["source"] for row in rows} <= sources
    assert {flag for row in rows for flag in row["flags"].split(";")} <= {*FLAGS, ""}
    assert all(date.fromisoformat(day) for day in {row["as_of"] for row in rows})
    assert all(row["service"] and row["usage_type"] for row in rows)


@pytest.mark.parametrize("path", sorted(PLAIN), ids=name)
def test_a_ladder_starts_at_zero_has_one_unit_and_is_free_below_only(path: Path) -> None:
    for ladder in ladders(read(path)):
        prices = [Decimal(row["list_unit_price"]) for row in ladder]
        free = ["always_free" in row["flags"] for row in ladder]

        assert ladder[0]["start"] == "0", ladder
        assert all(Decimal(a["start"]) < Decimal(b["start"]) for a, b in pairwise(ladder)), ladder
        assert len({row["unit"] for row in ladder}) == 1, ladder
        assert all(price.is_finite() and price >= 0 for price in prices), ladder
        assert not any(free[1:]), ladder
        assert not free[0] or (prices[0] == 0 and len(ladder) > 1), ladder
        assert min(prices[1:], default=1) > 0, ladder


@pytest.mark.parametrize("path", sorted(PLAIN), ids=name)
def test_an_operation_is_told_for_all_prices_of_a_usage_type_or_for_none(path: Path) -> None:
    """An empty operation stands for any: beside others it would hide that one is missing.

    CPU credits are told for Windows, and are the same on every other platform.
    """
    operations: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in read(path):
        operations[row["service"], row["usage_type"]].add(row["operation"])

    assert not [
        key
        for key, told in operations.items()
        if "" in told and len(told) > 1 and not is_credit(key)
    ]


def is_credit(key: tuple[str, str]) -> bool:
    return key[1].startswith("CPUCredits:t")


FREE = {
    ("AWSBudgets", "BudgetsUsage", ""),
    ("AWSDataTransfer", "CloudFront-Out-Bytes", ""),
    ("AWSDataTransfer", "DataTransfer-In-Bytes", ""),
    ("AmazonS3", "Bulk-Retrieval-Bytes", "RestoreObject"),
    ("AmazonS3", "Requests-Tier5", "RestoreObject"),
}


@pytest.mark.parametrize("path", sorted(PLAIN), ids=name)
def test_nothing_is_free_that_aws_does_not_call_free(path: Path) -> None:
    free = {
        (ladder[0]["service"], ladder[0]["usage_type"], ladder[0]["operation"])
        for ladder in ladders(read(path))
        if all(Decimal(row["list_unit_price"]) == 0 for row in ladder)
    }

    assert free <= FREE


def prices(name: str) -> dict[tuple[str, str, str], list[Decimal]]:
    return {
        (ladder[0]["service"], ladder[0]["usage_type"], ladder[0]["operation"]): [
            Decimal(row["list_unit_price"]) for row in ladder
        ]
        for ladder in ladders(read(DATA / name))
    }


def test_a_global_price_is_every_regions_or_stands_for_none() -> None:
    everywhere, home = prices(f"{GLOBAL}.csv"), prices("us-east-1.csv")
    unlike = {sku for sku in everywhere.keys() & home.keys() if everywhere[sku] != home[sku]}

    assert {service for service, _, _ in unlike} <= APART


@pytest.mark.parametrize("path", sorted(RARE), ids=name)
def test_a_rare_line_is_told_apart_by_operation_alone(path: Path, sources: set[str]) -> None:
    rows = read(path)
    operations = list(rows[0])[len(WIDE) :]
    keys = [tuple(row[column] for column in WIDE) for row in rows]
    prices = [row[operation] for row in rows for operation in operations if row[operation]]

    assert list(rows[0])[: len(WIDE)] == WIDE
    assert operations == sorted(set(operations))
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys, key=lambda key: key[:2])
    assert {row["unit"] for row in rows} <= set(Unit)
    assert {row["source"] for row in rows} <= sources
    assert {flag for row in rows for flag in row["flags"].split(";")} <= {*FLAGS, ""}
    assert all(Decimal(price) > 0 for price in prices)


def test_no_usage_type_carries_a_region() -> None:
    for path in (*PLAIN, *RARE):
        for row in read(path):
            usage_type = row["usage_type"]
            kept = usage_type.endswith(("AWS-Out-Bytes", "S3RTC-Out-Bytes"))  # the other region
            assert kept or strip_region(usage_type, row["service"]) == usage_type, row


def test_each_region_is_there_with_thousands_of_lines_and_no_file_is_large() -> None:
    china = {region for region in regions() if region.startswith("cn-")}
    sizes = {path.stem: len(read(path)) for path in DATA.glob("*-*.csv")}

    assert sizes.keys() == regions().keys() - china
    assert all(2_000 <= size <= 12_000 for size in sizes.values()), sizes
    assert max(path.stat().st_size for path in DATA.rglob("*.csv")) < 1_500_000


def test_the_installed_book_stays_small() -> None:
    size = math.fsum(path.stat().st_size for path in DATA.rglob("*.csv"))

    assert size < 40e6


def test_every_unit_and_flag_is_used() -> None:
    rows = [row for path in PLAIN for row in read(path)]

    assert {row["unit"] for row in rows} == set(Unit)
    assert {flag for row in rows for flag in row["flags"].split(";")} == {*FLAGS, ""}
