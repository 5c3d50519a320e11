"""A cache in a temporary folder, and a local server of price lists."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from costing.prices import commitment_rates
from costing.prices.book import installed
from tests.costing.prices.refresh.lists import EC2, PLANS, PRICES, RATES, SQS
from tests.costing.prices.refresh.served import Served, serving


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("PLIMSOLL_CACHE", str(tmp_path))
    installed.cache_clear()
    commitment_rates.rates.cache_clear()
    yield tmp_path
    installed.cache_clear()
    commitment_rates.rates.cache_clear()


@pytest.fixture
def aws(cache: Path) -> Iterator[Served]:
    files = {
        PRICES.format("AmazonEC2"): EC2.encode(),
        PRICES.format("AWSQueueService"): SQS.encode(),
        PRICES.format("AmazonSNS"): b"<html>not here</html>",
        f"{PLANS}/current/region_index.json": (
            b'{"regions": [{"regionCode": "us-east-1", "versionUrl": "'
            + f"{PLANS}/2026/us-east-1/index.json".encode()
            + b'"}]}'
        ),
        f"{PLANS}/2026/us-east-1/index.csv": RATES.encode(),
    }
    assert cache
    with serving(Served(files)) as served:
        yield served
