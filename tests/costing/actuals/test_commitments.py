"""Savings Plans recommended from a bill's hourly lines."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from costing.actuals.bill import opened
from costing.actuals.commitments import Commitments, commitments
from costing.errors import CallError
from tests.costing.actuals.bills import FOCUS, Row, billed, write_csv

START = datetime(2026, 10, 1)  # noqa: DTZ001 (as a bill writes it)
UNIT = Decimal("0.096")


def hourly(
    counts: list[int], usage_type: str = "BoxUsage:m5.large", **more: object
) -> Iterator[Row]:
    for index, count in enumerate(counts):
        begin = START + timedelta(hours=index)
        yield billed(
            count,
            str(count * UNIT),
            x_UsageType=usage_type,
            ChargePeriodStart=begin,
            ChargePeriodEnd=begin + timedelta(hours=1),
            **more,
        )


def recommended(rows: list[Row], tmp_path: Path) -> Commitments:
    with opened(str(write_csv(tmp_path / "bill.csv", rows))) as bill:
        return commitments(bill, ("1_year",))


def test_flat_usage_is_committed_in_full(tmp_path: Path) -> None:
    found = recommended([*hourly([2] * 48)], tmp_path)
    assert found.hours == 48
    for each in found.purchases:
        assert each.on_demand_cost == pytest.approx(2 * UNIT * 730)
        assert each.coverage > Decimal("0.98")
        assert each.utilization > Decimal("0.98")
        assert each.saving > 0
        assert each.worst_days_with < each.worst_days
        assert each.break_even == pytest.approx(
            each.cost / each.on_demand_cost, abs=Decimal("0.02")
        )
    kinds = [each.kind for each in found.purchases]
    assert kinds == ["instance_savings_plan", "compute_savings_plan"]
    assert found.purchases[0].scope == "m5 in us-east-1"


def test_peaks_are_left_on_demand(tmp_path: Path) -> None:
    flat = recommended([*hourly([1] * 48)], tmp_path)
    peaks = recommended([*hourly([1] * 44 + [50] * 4)], tmp_path)
    assert [each.commitment for each in peaks.purchases] == [
        each.commitment for each in flat.purchases
    ]


def test_covered_usage_is_not_committed_again(tmp_path: Path) -> None:
    plan = "arn:aws:savingsplans::1:savingsplan/a"
    used = {"CommitmentDiscountId": plan, "CommitmentDiscountType": "Savings Plan"}
    rows = [
        *hourly([1] * 24, CommitmentDiscountStatus="Used", PricingCategory="Committed", **used),
        billed(1, "0.768", ChargeCategory="Purchase", CommitmentDiscountStatus="Unused", **used),
    ]
    found = recommended(rows, tmp_path)
    assert found.purchases == []
    (existing,) = found.existing
    assert (existing.id, existing.utilization) == (plan, Decimal("0.75"))


def test_usage_without_a_rate_is_added_up(tmp_path: Path) -> None:
    found = recommended([*hourly([1] * 10, x_Operation="RunInstances:0002")], tmp_path)
    assert found.purchases == []
    assert found.without_rate == 10 * UNIT


def test_daily_lines_are_spread_with_a_note(tmp_path: Path) -> None:
    row = billed(24, str(24 * UNIT), x_UsageType="BoxUsage:m5.large")
    found = recommended([{**row, "ChargePeriodEnd": "2026-10-02 00:00:00"}], tmp_path)
    assert found.hours == 24
    assert "export the bill by the hour" in found.notes[0]


def test_bill_without_usage_types_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="the bill has no usage types"):
        recommended([FOCUS], tmp_path)
