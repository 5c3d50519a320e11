"""The shared cost cases of the nearest peer: the monthly total of each, to the cent."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from costing.estimate.estimate import estimate
from costing.prices.book import installed
from costing.resources import PRICED
from costing.usage.file import UsageFile
from tests.costing.estimate.peer_cases import PeerCase, peer_cases

ON = date(2025, 6, 1)  # the day that the peer's tests pretend it is
CENT = Decimal("0.01")

# Where the peer, too, leaves out what AWS never charges for.
ALLOWANCES = {"aws:cloudfront/distribution:Distribution"}  # the first 1,000 paths a month

REPLICA_READS = "each replica has the read capacity of its table, AWS DynamoDB pricing page"
IPV4 = "public IPv4 addresses are charged since 2024-02, facts: vpc public_ipv4_in_use"
LCU = "new connections a second fill capacity units at 25 (ALB) and 800 (NLB), AWS's definition"
# "test address" → why we differ, and the fact that says so.
DIFFERS: Mapping[str, str] = {
    "dynamodb_table_test aws_dynamodb_table.my_dynamodb_table_usage": (
        "the peer adds rows that it has rounded to a cent"
    ),
    "dynamodb_table_test aws_dynamodb_table.autoscale_dynamodb_table_literal_ref": (
        "the case does not say that a scaling target names the table by its text"
    ),
    "eks_node_group_test aws_eks_node_group.example_with_launch_template": IPV4,
    "eks_node_group_test aws_eks_node_group.example_with_launch_template_instance_types_default": (
        IPV4
    ),
    "eks_node_group_test aws_eks_node_group.example_with_launch_template_2": IPV4,
    "eks_node_group_test aws_eks_node_group.example_with_launch_template_3": IPV4,
    "eks_node_group_test aws_eks_node_group.example_with_launch_template_with_prefix": (
        "the case lost its reference to the launch template"
    ),
    "eks_node_group_test aws_eks_node_group.windows": (
        "CPU credits of Windows are 0.096 an hour, the peer takes Linux's 0.05"
    ),
    "eks_node_group_test aws_eks_node_group.lt_usage": (
        "the nodes have root volumes beside the data volume of the launch template"
    ),
    "dynamodb_table_test aws_dynamodb_table.my_dynamodb_table": REPLICA_READS,
    "dynamodb_table_test aws_dynamodb_table.my_dynamodb_table_with_no_billing_mode": REPLICA_READS,
    "elasticache_cluster_test aws_elasticache_cluster.replication_group": (
        "a cluster in a replication group is one more node, which the peer takes as free"
    ),
    "lb_test aws_lb.lb1": IPV4,
    "lb_test aws_lb.nlb1": IPV4,
    "lb_test aws_alb.alb1": IPV4,
    "lb_test aws_lb.alb1_usage": LCU,
    "lb_test aws_lb.nlb1_usage": LCU,
    "neptune_cluster_instance_test aws_neptune_cluster_instance.dbT3Medium": (
        "the peer multiplies the month's credit hours by 730"
    ),
    "s3_bucket_china_test aws_s3_bucket.bucket_china_with_usage": (
        "prices of China are in CNY, and not in the book"
    ),
    "vpc_endpoint_test aws_vpc_endpoint.interface_withBigUsage": (
        "AWS's petabytes are 1,048,576 GB, facts: service_unit_prices; the peer's 1,000,000"
    ),
}

CASES = list(peer_cases())
needs_cases = pytest.mark.skipif(not CASES, reason="../shared is not here")


def ours(case: PeerCase) -> tuple[Decimal, list[str]]:
    """Return what the case's own resource comes to, and its gaps."""
    graph, specified = case.graph(), case.usage()
    kinds = {each.urn: each.type for each in graph.resources}
    usage = UsageFile(resources={urn: of for urn, of in specified.items() if kinds[urn] in PRICED})
    free_tier = kinds[case.urn] in ALLOWANCES
    result = estimate(graph, installed(), usage, free_tier=free_tier, on=ON)
    billed = [
        charge.billed_cost or Decimal(0)
        for resource in result.resources
        if resource.urn == case.urn
        for charge in resource.charges
    ]
    return sum(billed, Decimal(0)), [gap.reason for gap in result.gaps if gap.urn == case.urn]


@needs_cases
@pytest.mark.parametrize("case", [each for each in CASES if str(each) not in DIFFERS], ids=str)
def test_cost_matches_the_conformance_case(case: PeerCase) -> None:
    cost, gaps = ours(case)

    assert not gaps
    assert abs(cost - case.monthly_cost) <= CENT


@needs_cases
@pytest.mark.parametrize("case", [each for each in CASES if str(each) in DIFFERS], ids=str)
def test_documented_differences_exist(case: PeerCase) -> None:
    cost, gaps = ours(case)

    assert gaps or abs(cost - case.monthly_cost) > CENT


@needs_cases
def test_no_exception_is_left_of_a_case_that_is_gone() -> None:
    assert DIFFERS.keys() <= {str(case) for case in CASES}
