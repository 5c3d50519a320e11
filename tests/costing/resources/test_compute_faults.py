"""Compute and network configurations with known right costs, from ../shared/cases/faults.

Left out: `t_emr_transient`, whose worked figure has no root volumes although that of
`t_emr_nodisk` has them; it is priced here with both.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from costing.estimate.estimate import estimate
from costing.graph.readers.detect import read
from costing.model import Estimate
from costing.prices.book import installed
from costing.usage import file as usage_file

FAULTS = Path(__file__).resolve().parents[4] / "shared" / "cases" / "faults"
ON = date(2026, 11, 30)
CENT = Decimal("0.01")

pytestmark = pytest.mark.skipif(not FAULTS.exists(), reason="../shared is not here")


def estimated(path: Path) -> Estimate:
    usage = path.with_suffix(".usage.yaml")
    given = usage_file.read(usage) if usage.exists() else None
    return estimate(read(path.read_bytes(), path.name), installed(), given, on=ON)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("t_plat", "7088.00"),  # 7,008.00 + 100 root volumes of 8 GB
        ("t_ecs_public_ip", "126.60"),  # 90.10 + 10 x 3.65
        ("t_nlb_public", "23.725"),  # 16.425 + 2 x 3.65
        ("t_vpn_dto", "80.30"),  # 36.50 + 2 x 3.65 + 2 x 18.25
        ("b_host_id", "3701.17"),  # 3,700.37 + 0.80
        ("t_eks_ng_win", "426.72"),  # 411.72 + 3 x 50 x 0.10
        ("t_emr_nodisk", "4008.40"),  # 3,854.40 + 11 x (15 x 0.08 + 128 x 0.10)
        ("t_emr_transient", "75.25"),  # 74.72 + 20 / 730 x (11 x 1.20 + 6.40)
    ],
)
def test_configuration_costs_what_aws_bills(name: str, right: str) -> None:
    found = estimated(FAULTS / "costs" / f"{name}.json")

    assert not found.gaps
    assert abs(found.monthly_cost - Decimal(right)) <= CENT


def test_dedicated_vpc_is_a_gap_with_the_fee_of_the_region() -> None:
    found = estimated(FAULTS / "costs" / "t_vpc_dedicated.json")

    assert "Dedicated per Region fee" in {gap.charge for gap in found.gaps}


@pytest.mark.parametrize("name", ["preview.json", "in-template.json"])
def test_instance_requirements_are_a_gap_of_each_group(name: str) -> None:
    graph = read((FAULTS / "reports/45-instance-requirements" / name).read_bytes(), name)
    groups = {each.urn for each in graph.of_type("aws:autoscaling/group:Group")}
    found = estimate(graph, installed(), on=ON)

    assert groups <= {gap.urn for gap in found.gaps}


def test_snapstart_of_python_has_a_charge_or_a_gap() -> None:
    found = estimated(FAULTS / "reports/16-lambda-arm-ephemeral/snapstart.json")

    named = [gap.charge or "" for gap in found.gaps]
    assert any("SnapStart" in each for each in named)


def test_service_of_an_unknown_cluster_is_a_gap() -> None:
    found = estimated(FAULTS / "robust/ecs-external-cluster.json")

    assert any("cluster is not in this stack" in gap.reason for gap in found.gaps)
