"""The Spot store: what is collected, how it is written, and the means that a plan uses."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from costing.errors import FileError
from costing.plan import spot_store
from costing.plan.price_snapshot import SPOT, snapshot
from costing.plan.spot_store import SpotPrice, add, interruption_of, mean_prices
from costing.plan.workload import Commitments
from costing.prices.book import installed
from plimsoll.cli import main

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
REGION, TYPE = "us-east-1", "m7g.large"


def price(hours_ago: int, usd: str, zone: str = "us-east-1a") -> SpotPrice:
    time = spot_store.instant(NOW - timedelta(hours=hours_ago))
    return SpotPrice(time, REGION, TYPE, zone, usd)


def test_mean_weighs_prices_by_time(tmp_path: Path) -> None:
    """Zone a: 0.03 for 3 hours, 0.07 for 1 hour; zone b: 0.02 for 2 hours."""
    add(tmp_path, "prices", [price(4, "0.03"), price(1, "0.07")], NOW)
    again = [price(1, "0.07"), price(2, "0.02", "us-east-1b"), price(0, "0.02", "us-east-1b")]
    add(tmp_path, "prices", again, NOW + timedelta(seconds=1))

    found = mean_prices(tmp_path, REGION, [TYPE])

    assert found[TYPE].usd == Decimal("0.030000")  # (0.04 + 0.02) ÷ 2
    assert (found[TYPE].zones, found[TYPE].until) == (2, "2026-12-01")
    assert mean_prices(tmp_path, "eu-west-1", [TYPE]) == {}
    assert mean_prices(tmp_path / "none", REGION, [TYPE]) == {}


def test_plan_prefers_collected_prices(tmp_path: Path) -> None:
    add(tmp_path, "prices", [price(4, "0.03"), price(0, "0.03")], NOW)
    collected = mean_prices(tmp_path, REGION, [TYPE])

    found = snapshot(REGION, [TYPE, "m7g.xlarge"], Commitments(), installed(), collected)

    spot = found.price(TYPE, SPOT)
    assert spot
    assert (spot.usd_per_hour, spot.source) == (Decimal("0.030000"), "plimsoll spot collect")
    assert spot.assumed == "mean of 1 zone, 2026-12-01 to 2026-12-01"
    other = found.price("m7g.xlarge", SPOT)
    assert other
    assert other.assumed == "the region's average spot price"


def test_interrupted_write_leaves_the_store_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path, "prices", [price(1, "0.03")], NOW)
    before = sorted(tmp_path.iterdir())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError, match="cannot be written: No space left on device"):
        add(tmp_path, "prices", [price(0, "0.04")], NOW)

    assert sorted(tmp_path.iterdir()) == before


def test_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "prices-1.parquet").write_bytes(b"PAR1 cut")

    with pytest.raises(FileError, match="a file of the Spot store cannot be read"):
        mean_prices(tmp_path, REGION, [TYPE])


EVENT = {
    "detail-type": "EC2 Spot Instance Interruption Warning",
    "time": "2026-12-01T12:00:00Z",
    "region": REGION,
    "detail": {"instance-id": "i-0123456789abcdef0", "instance-action": "terminate"},
}


@pytest.mark.parametrize("change", [{"detail-type": "other"}, {"detail": {}}, {"detail": []}])
def test_other_events_are_ignored(change: dict[str, Any]) -> None:
    assert interruption_of(EVENT)
    assert interruption_of({**EVENT, **change}) is None


class Ec2:
    """Prices and scores of EC2; moto has neither scores nor a price history of chosen times."""

    def get_paginator(self, _: str) -> "Ec2":
        return self

    def paginate(self, **asked: Any) -> list[dict[str, Any]]:
        assert asked["ProductDescriptions"] == ["Linux/UNIX"]
        found = {
            "Timestamp": NOW,
            "InstanceType": TYPE,
            "AvailabilityZone": "us-east-1a",
            "SpotPrice": "0.0301",
        }
        return [{"SpotPriceHistory": [found] if TYPE in asked["InstanceTypes"] else []}]

    def get_spot_placement_scores(self, **_: Any) -> dict[str, Any]:
        score = {"Region": REGION, "AvailabilityZoneId": "use1-az1", "Score": 9}
        return {"SpotPlacementScores": [score]}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")

    def client(service: str, region: str) -> Any:
        return Ec2() if service == "ec2" else boto3.client(service, region_name=region)

    monkeypatch.setattr("plimsoll.commands.preflight.clients", lambda _: client)
    return client


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["spot", "collect", *arguments])
    return int(ended.value.code or 0)


def test_command_records_and_empties_the_queue(
    tmp_path: Path, account: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    with mock_aws():
        sqs = account("sqs", REGION)
        queue = sqs.create_queue(QueueName="notices")["QueueUrl"]
        for body in (json.dumps(EVENT), "no JSON", json.dumps({"detail-type": "other"})):
            sqs.send_message(QueueUrl=queue, MessageBody=body)
        out = str(tmp_path / "spot")
        options = ("--region", REGION, "--out-dir", out, "--capacity", "12")

        assert run(TYPE, *options, "--interruptions", queue) == 0
        assert "1 prices, 1 placement scores, 1 interruptions in 2 files" in capsys.readouterr().err
        attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        assert int(attributes["ApproximateNumberOfMessagesNotVisible"]) == 2  # not notices

    kinds = {each.name.partition("-")[0] for each in Path(out).iterdir()}
    assert kinds == {"prices", "scores", "interruptions"}
    with pytest.raises(SystemExit) as ended:
        main(["spot", "show", TYPE, "--region", REGION, "--store", out])
    assert not ended.value.code
    assert capsys.readouterr().out.startswith(f"{TYPE}  $0.030100  1 zone, 2026-12-01 to ")


def test_unknown_type_is_one_line(
    tmp_path: Path, account: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    account("ec2", REGION)
    assert run("m7g.huge", "--region", REGION, "--out-dir", str(tmp_path)) == 2
    assert "no Spot price of m7g.huge in us-east-1; name types" in capsys.readouterr().err
