"""Saving of findings, compared with the estimates themselves."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from costing.estimate.estimate import estimate
from costing.graph.resource import Graph, Resource
from costing.model import UNKNOWN
from costing.prices.book import installed
from costing.usage.file import UsageFile
from plimsoll.report.check_json import findings_json
from policies.engine import money
from policies.engine.check import check
from policies.engine.found import words
from policies.engine.rule import Rule
from policies.engine.selectors.tokens import DATABASE, EKS_CLUSTER, GROUP, LAUNCH_TEMPLATE, VOLUME
from policies.rules.cross_service.engine_versions import engine_version_no_extended_support
from policies.rules.cross_service.instance_types import instance_managed_service_on_graviton
from policies.rules.ebs import ebs_volume_gp3
from policies.rules.ec2.instances import ADDRESS, ec2_elastic_ip_attached
from tests import graphs
from tests.policies.row import declare
from tests.policies.stacks import TODAY

PRICES = money.Prices(installed(), UsageFile(), TODAY)
OLD, NEW = (declare(VOLUME, "data", {"size": 1000, "type": kind}) for kind in ("gp2", "gp3"))


def cost(*resources: Resource) -> Decimal:
    return estimate(graphs.graph(*resources), installed(), on=TODAY).monthly_cost


def worth(rule: Rule, *resources: Resource) -> dict[str, Decimal]:
    """Return name → what is saved."""
    graph = graphs.graph(*resources)
    found = check(graph, [rule], today=TODAY, prices=installed()).found
    return {
        each.finding.resource.name: each.monthly_saving
        for each in found
        if each.monthly_saving is not None
    }


def test_saving_is_difference_of_two_estimates() -> None:
    assert worth(ebs_volume_gp3, OLD) == {"data": cost(OLD) - cost(NEW)}
    assert cost(OLD) - cost(NEW) == Decimal(20)  # 1,000 GB at 0.10 and at 0.08 in us-east-1


def test_saving_includes_dependent_resources() -> None:
    def template(kind: str) -> Resource:
        disk = {"ebs": {"volumeSize": 100, "volumeType": kind}}
        inputs = {"instanceType": "m7g.large", "blockDeviceMappings": [disk]}
        return declare(LAUNCH_TEMPLATE, "web", inputs)

    def group(made_from: Resource) -> Resource:
        reference = {"launchTemplate": {"id": made_from, "version": "$Latest"}}
        return declare(GROUP, "web", {"minSize": 4, "maxSize": 4, **reference})

    old, new = template("gp2"), template("gp3")

    saved = worth(ebs_volume_gp3, old, group(old))["web"]

    assert saved == cost(old, group(old)) - cost(new, group(new))
    assert saved == Decimal(8)  # four volumes of 100 GB


def test_removed_resource_saves_its_whole_cost() -> None:
    address = declare(ADDRESS, "forgotten")

    assert worth(ec2_elastic_ip_attached, address) == {"forgotten": cost(address)}


def test_saving_of_version_is_its_surcharge() -> None:
    clusters = [declare(EKS_CLUSTER, "ml", {"version": each}) for each in ("1.30", "1.35")]

    assert worth(engine_version_no_extended_support, clusters[0]) == {
        "ml": cost(clusters[0]) - cost(clusters[1])
    }


def test_unpriced_resource_has_no_saving() -> None:
    unpriced = declare(DATABASE, "db", {"instanceClass": "db.m6i.made-up", "engine": "postgres"})
    unknown = declare(VOLUME, "data", {"size": UNKNOWN, "type": "gp2"})

    assert worth(instance_managed_service_on_graviton, unpriced) == {}
    assert worth(ebs_volume_gp3, unknown) == {}


def test_saving_is_counted_once_per_resource() -> None:
    disks = [{"ebs": {"volumeSize": 100, "volumeType": "gp2"}} for _ in range(2)]
    template = declare(LAUNCH_TEMPLATE, "web", {"blockDeviceMappings": disks})

    found = check(graphs.graph(template), [ebs_volume_gp3], today=TODAY, prices=installed()).found

    assert [each.monthly_saving is None for each in found] == [False, True]


def told(graph: Graph, **prices: Any) -> Sequence[dict[str, Any]]:
    findings: Sequence[dict[str, Any]] = findings_json(
        check(graph, [ebs_volume_gp3], today=TODAY, **prices)
    )["findings"]
    return findings


def test_message_and_report_contain_saving() -> None:
    [priced] = told(graphs.graph(OLD), prices=installed())
    [plain] = told(graphs.graph(OLD))

    assert priced["message"] == 'type is "gp2"; expected "gp3"; saves 20.00 USD a month'
    assert priced["monthly_saving"] == "20"
    assert plain["message"] == 'type is "gp2"; expected "gp3"'
    assert plain["monthly_saving"] is None


def test_negative_saving_reads_as_extra_cost() -> None:
    assert words(Decimal("-3.5")) == "; costs 3.50 USD a month more"
    assert words(Decimal("0.001")) == ""
