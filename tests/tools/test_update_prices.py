"""Update of price files from a recorded price list."""

import shutil
from pathlib import Path

import pytest

from costing.prices.price_file import DATA
from tests.costing.prices.price_file_faults import faults, wide_faults
from tests.costing.prices.refresh.served import Served, serving
from tools.rare_prices import read_rare, write_rare
from tools.update_prices import main

HEAD = """"FormatVersion","v1.0"
"Disclaimer","This pricing list is for informational purposes only."
"Publication Date","2026-11-20T00:00:00Z"
"Version","20261120000000"
"OfferCode","AmazonEC2"
"""
COLUMNS = '"TermType","StartingRange","Unit","PricePerUnit","Currency","usageType","operation"'
LINES = [
    '"OnDemand","0","Hrs","0.1111","USD","EU-BoxUsage:m7g.large","RunInstances"',
    '"OnDemand","0","Hrs","0.2000","USD","EU-BoxUsage:m7g.large","RunInstances:0g00"',
    '"OnDemand","0","Hrs","9.9900","USD","EU-BoxUsage:m99g.large","RunInstances"',
    '"OnDemand","0","Hrs","1.0000","USD","EU-Unknown:m7g.large","RunInstances"',
]
SOURCES = {"aws-price-list": "AWS bulk price list"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "rare").mkdir()
    for name in ("eu-west-1.csv", "rare/eu-west-1.csv"):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


def test_prices_are_replaced_and_added_with_date_and_source(data: Path) -> None:
    text = "\n".join([HEAD + COLUMNS, *LINES]) + "\n"
    files = {"/offers/v1.0/aws/AmazonEC2/current/eu-west-1/index.csv": text.encode()}
    before = (data / "eu-west-1.csv").read_text().splitlines()
    with serving(Served(files)) as aws:
        options = ("--region", "eu-west-1", "--service", "AmazonEC2", "--source", aws.address)
        main(options, data)

    after = (data / "eu-west-1.csv").read_text().splitlines()
    assert sorted({*after} - {*before}) == [
        "AmazonEC2,BoxUsage:m7g.large,RunInstances,Hours,0,0.1111,2026-11-20,aws-price-list,",
        "AmazonEC2,BoxUsage:m99g.large,RunInstances,Hours,0,9.9900,2026-11-20,aws-price-list,",
    ]
    assert len(after) == len(before) + 1
    sources = {line.split(",")[7]: "" for line in after} | SOURCES
    assert [*faults(data / "eu-west-1.csv", sources)] == []


def test_rare_platforms_are_written_as_they_were_read(data: Path) -> None:
    path = data / "rare" / "eu-west-1.csv"
    rows = read_rare(path)
    write_rare(path, rows)

    assert {*read_rare(path)} == {*rows}
    assert [*wide_faults(path, {row.source: "" for row in rows})] == []
