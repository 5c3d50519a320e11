"""Faults of the price cache: damaged files, invalid prices, mixed and parallel downloads."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from costing.errors import RefreshError
from costing.prices.cache import prices_of
from costing.prices.cached_file import DAMAGED
from costing.prices.commitment_rates import folder_of, rates
from tests.costing.prices.refresh.lists import EC2, PRICES, price_of, refreshed
from tests.costing.prices.refresh.served import Served

LIST = PRICES.format("AmazonEC2")
XLARGE = ("BoxUsage:m7g.xlarge", "RunInstances")
SHIPPED, REFRESHED = Decimal("0.1632"), Decimal("0.1700")
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "header only": lambda content: content[: content.index(b"\n") + 1],
    "cut in a row": lambda content: content[: len(content) // 2],
    "cut before the checksum": lambda content: content[: content.rindex(b"#sha256")],
    "another price": lambda content: content.replace(b"0.1700", b"0.0001"),
    "no text": lambda _: b"\xff\xfe\x00" * 50,
    "not a price": lambda content: content.replace(b"0.1700", b"NaN"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_file_is_named_set_aside_and_refetched(
    aws: Served,
    caplog: pytest.LogCaptureFixture,
    damage: str,
) -> None:
    refreshed(aws)
    path = prices_of("us-east-1", "AmazonEC2")
    path.write_bytes(DAMAGES[damage](path.read_bytes()))

    with caplog.at_level(logging.WARNING):
        assert price_of(*XLARGE) == SHIPPED
    assert str(path) in caplog.text
    assert path.with_name(path.name + DAMAGED).exists()
    refreshed(aws)
    assert price_of(*XLARGE) == REFRESHED


def test_damaged_rates_are_set_aside(aws: Served) -> None:
    refreshed(aws)
    place = folder_of("us-east-1")
    (path,) = place.glob("*.csv")
    path.write_text(path.read_text()[:-9])

    rates.cache_clear()
    assert rates(place) == {}
    assert not path.exists()


@pytest.mark.parametrize("price", ["NaN", "-0.17", "Infinity", "1e9999999", "x", ""])
def test_invalid_price_is_left_out(aws: Served, price: str) -> None:
    aws.files[LIST] = EC2.replace('"0.1700"', f'"{price}"').encode()
    assert "invalid price" in refreshed(aws).left_out
    assert price_of(*XLARGE) == SHIPPED


@pytest.mark.parametrize("day", ["2026-13-45", "yesterday", ""])
def test_list_with_an_invalid_date_is_refused(aws: Served, day: str) -> None:
    aws.files[LIST] = EC2.replace("2026-11-20T", day).encode()
    with pytest.raises(RefreshError, match="not an AWS price list"):
        refreshed(aws)


@pytest.mark.parametrize("service", ["../../x", "/etc/x", "a/b", "", ".", "x\n"])
def test_service_name_leads_to_no_other_folder(
    aws: Served,
    tmp_path: Path,
    service: str,
) -> None:
    with pytest.raises(RefreshError, match="is not a service code"):
        refreshed(aws, service)
    assert not list(tmp_path.rglob("*"))


def test_download_without_entity_tag_starts_anew(aws: Served) -> None:
    aws.tagged = False
    aws.cut_at = 300
    with pytest.raises(RefreshError):
        refreshed(aws)
    aws.files[LIST] = EC2.replace("0.1700", "0.1800").encode()
    refreshed(aws)

    assert price_of(*XLARGE) == Decimal("0.1800")
    assert not aws.asked[-1].endswith("-")


def test_refreshes_at_once_all_succeed(aws: Served) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda _: refreshed(aws), range(4))]
    assert sorted(each.unchanged for each in found) == [False, True, True, True]
    assert price_of(*XLARGE) == REFRESHED
