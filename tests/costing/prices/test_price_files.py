"""Every row of the price files is valid; a fault is named with its line."""

import csv
import math
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from costing.model import GLOBAL
from costing.prices.book import CLOUDFRONT_ONLY
from costing.prices.price_file import COLUMNS, DATA, ORIGIN
from costing.prices.regions import regions
from costing.units import Unit
from tests.costing.prices.price_file_faults import FLAGS, faults, read, wide_faults

COMMON = [*DATA.glob("*-*.csv"), DATA / f"{GLOBAL}.csv", *DATA.glob("zones/*.csv")]
RARE = [*DATA.glob("rare/*.csv"), *DATA.glob("rare/zones/*.csv")]
HEAD = ",".join([*COLUMNS, *ORIGIN])
GOOD = "AmazonSQS,Requests,,Requests,0,0.01,2026-01-01,aws,"


@cache
def sources() -> dict[str, str]:
    with (DATA / "sources.csv").open(newline="") as file:
        return {row["id"]: row["title"] for row in csv.DictReader(file)}


def name(path: Path) -> str:
    return str(path.relative_to(DATA))


@pytest.mark.parametrize("path", sorted(COMMON), ids=name)
def test_price_file_is_valid(path: Path) -> None:
    assert [*faults(path, sources())] == []


@pytest.mark.parametrize("path", sorted(RARE), ids=name)
def test_file_of_rare_platforms_is_valid(path: Path) -> None:
    assert [*wide_faults(path, sources())] == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([GOOD.replace("Requests,0", "Furlongs,0")], "unknown unit 'Furlongs'"),
        ([GOOD.replace(",aws,", ",page,")], "unknown source 'page'; add it to sources.csv"),
        ([GOOD.replace(",aws,", ",copy,")], "add the flag unverified"),
        ([GOOD + "new"], "unknown flag 'new'"),
        ([GOOD.replace("2026-01-01", "01.01.2026")], "invalid date '01.01.2026'"),
        ([GOOD.replace("0.01", "free")], "invalid list_unit_price 'free'"),
        ([GOOD.replace("0.01", "-1")], "invalid list_unit_price '-1'"),
        ([GOOD.replace(",Requests,,", ",EUW2-Requests,,")], "has a region prefix; remove it"),
        ([GOOD.replace("Requests,0,", "Requests,5,")], "the first tier starts above 0"),
        ([GOOD.replace("0.01", "0")], "all tiers cost $0"),
        ([GOOD + "always_free"], "always_free is only for a first tier"),
        ([GOOD, GOOD], "second row of this tier; remove one"),
        ([GOOD, GOOD.replace("AmazonSQS", "AmazonS3")], "not in the order of SKU"),
    ],
)
def test_fault_is_named_with_its_line(tmp_path: Path, rows: list[str], fault: str) -> None:
    path = tmp_path / "us-east-1.csv"
    known = {"aws": "AWS price list", "copy": "Third-party copy (publisher not known)"}
    path.write_text("\n".join([HEAD, GOOD, *rows[1:]] if len(rows) > 1 else [HEAD, *rows]) + "\n")

    (found, *_) = faults(path, known)
    assert found.startswith(f"us-east-1.csv:{len(rows) + 1}: ")
    assert fault in found


def test_each_source_has_title_and_date() -> None:
    with (DATA / "sources.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert list(rows[0]) == ["id", "title", "address", "read"]
    assert all(row["title"] and row["read"] for row in rows)
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    unclear = ("stored public file", "repository not known", "a peer")
    assert not [row["id"] for row in rows if any(words in row["title"] for words in unclear)]


def test_each_source_is_used_or_aws_price_list() -> None:
    used = {line.row["source"] for path in (*COMMON, *RARE) for line in read(path)[1]}

    assert {*sources()} - used <= {"aws-price-list"}


@pytest.mark.parametrize("path", sorted(COMMON), ids=name)
def test_usage_type_has_operations_for_all_prices_or_none(path: Path) -> None:
    """An empty operation applies to any: next to others it would hide that one is missing.

    CPU credits are listed for Windows, and cost the same on every other platform.
    """
    operations: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in read(path)[1]:
        operations[line.row["service"], line.row["usage_type"]].add(line.row["operation"])

    assert not [
        key
        for key, found in operations.items()
        if "" in found and len(found) > 1 and not key[1].startswith("CPUCredits:t")
    ]


def test_only_cloudfront_has_other_global_prices() -> None:
    everywhere, regional = (
        {(*line.sku, line.row["start"]): line.row["list_unit_price"] for line in read(path)[1]}
        for path in (DATA / f"{GLOBAL}.csv", DATA / "us-east-1.csv")
    )
    differing = {
        key[0] for key in everywhere.keys() & regional.keys() if everywhere[key] != regional[key]
    }

    assert differing <= CLOUDFRONT_ONLY


def test_each_region_has_thousands_of_rows() -> None:
    china = {region for region in regions() if region.startswith("cn-")}
    sizes = {path.stem: len(read(path)[1]) for path in DATA.glob("*-*.csv")}

    assert sizes.keys() == regions().keys() - china
    assert all(2_000 <= size <= 15_000 for size in sizes.values()), sizes


def test_price_book_stays_small() -> None:
    sizes = [path.stat().st_size for path in DATA.rglob("*.csv")]

    assert max(sizes) < 1_500_000
    assert math.fsum(sizes) < 40e6


def test_every_unit_and_flag_is_used() -> None:
    rows = [line.row for path in COMMON for line in read(path)[1]]

    assert {row["unit"] for row in rows} == set(Unit)
    assert {flag for row in rows for flag in row["flags"].split(";")} == {*FLAGS, ""}
