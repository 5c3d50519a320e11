"""Shared fault cases of databases, storage, messaging and analytics: the monthly total of each."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from costing.estimate.estimate import estimate
from costing.graph.readers import detect
from costing.model import Estimate
from costing.prices.book import installed
from costing.usage.file import UsageFile, read

FAULTS = Path(__file__).parents[4] / "shared/cases/faults"
ON = date(2026, 11, 30)
CENT = Decimal("0.01")
needs_cases = pytest.mark.skipif(not FAULTS.is_dir(), reason="../shared is absent")


def priced(source: Path) -> Estimate:
    usage = source.with_suffix("").with_suffix(".usage.yaml")
    graph = detect.read(source.read_bytes(), source.name)
    given = read(usage) if usage.exists() else UsageFile()
    return estimate(graph, installed(), given, region="us-east-1", on=ON)


def totals() -> Mapping[str, str]:
    with (FAULTS / "costs/expected.csv").open(newline="") as lines:
        return {row["name"]: row["right_monthly_cost"] for row in csv.DictReader(lines)}


@needs_cases
@pytest.mark.parametrize(
    "name",
    [
        "redshift_ra3-us-east-1",
        "t_grafana",
        "t_os_coord",
        "t_os_gp3_tp",
        "t_rds_dbinsights",
        "t_rds_dlv",
        "t_rds_public",
        "t_sfn0",
    ],
)
def test_total_is_right_to_the_cent(name: str) -> None:
    found = priced(FAULTS / f"costs/{name}.json")

    assert found.monthly_cost.quantize(CENT) == Decimal(totals()[name])
    assert not found.gaps


@needs_cases
def test_replica_reads_and_its_recovery_are_charged() -> None:
    """202.01, and 100 GB of the replica's recovery at 0.2448 in eu-central-1."""
    found = priced(FAULTS / "costs/t_ddb_replica.json")

    assert found.monthly_cost.quantize(CENT) == Decimal("202.01") + Decimal("24.48")


@needs_cases
def test_redis_5_pays_for_extended_support() -> None:
    """2 nodes x 730 hours x (0.206 + 0.165)."""
    found = priced(FAULTS / "costs/t_redis5.json")

    assert found.monthly_cost.quantize(CENT) == Decimal("541.66")


@needs_cases
def test_stream_retention_is_read_as_hours() -> None:
    """4 shards x 730 hours x 0.015; retention of 24 hours is included."""
    found = priced(FAULTS / "costs/t_kin_flag.json")

    assert found.monthly_cost.quantize(CENT) == Decimal("43.80")


REPORTS: Mapping[str, Mapping[str, str]] = {  # file → resource → monthly cost
    "06-extended-support-mysql84/state.json": {"m84": "113.26", "m80": "259.26", "sv2-1": "299.30"},
    "13-dynamodb-modes/replica-reads.json": {"orders": "284.70"},
    "34-declared-options-without-charge/database-insights.json": {"orders": "1470.04"},
    "46-aurora-serverless-floor/preview.json": {"writer": "1401.60"},
}


@needs_cases
@pytest.mark.parametrize("name", REPORTS)
def test_reported_resource_has_the_right_cost(name: str) -> None:
    found = priced(FAULTS / "reports" / name)
    costs = {each.name: each.monthly_cost.quantize(CENT) for each in found.resources}

    wanted = {key: Decimal(cost) for key, cost in REPORTS[name].items()}
    assert {key: costs[key] for key in wanted} == wanted


@needs_cases
@pytest.mark.parametrize(
    ("resource", "charge"),
    [
        ("insights", "Database Insights"),
        ("monitoring", "Enhanced Monitoring"),
        ("aurora-1", "Database Insights"),
        ("old-1", "Extended support"),
        ("multiaz", "Extended support"),
        ("accel", "Transfer acceleration"),
        ("redis5", "Extended support"),
        ("msk", "Provisioned storage throughput"),
        ("prov", "Read capacity unit"),
    ],
)
def test_declared_option_is_a_charge_or_a_gap(resource: str, charge: str) -> None:
    """Elasticsearch 6.8 is left out: AWS extended its standard support to 2027-11-07."""
    found = priced(FAULTS / "reports/34-declared-options-without-charge/preview.json")
    charges = [
        each.meter.name
        for of in found.resources
        if of.name == resource
        for each in of.charges
        if each.meter.name.startswith(charge)
    ]
    gaps = [each for each in found.gaps if each.name == resource and charge in (each.charge or "")]

    assert charges or gaps
