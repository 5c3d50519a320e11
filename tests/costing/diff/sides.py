"""Both sides of a comparison, priced with a small price book."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from costing.diff.diff import Difference, ResourceChange, Side, difference
from costing.estimate.estimate import estimate
from costing.graph.resource import Graph
from costing.model import UNKNOWN, Price, Sku, Tier
from costing.prices.book import PriceBook
from costing.units import Unit
from costing.usage.file import UsageFile
from tests import graphs

FILES = Path(__file__).parents[2] / "files"
TODAY = date(2026, 11, 24)
NAT = "aws:ec2/natGateway:NatGateway"
GROUP, TEMPLATE = "aws:autoscaling/group:Group", "aws:ec2/launchTemplate:LaunchTemplate"
DATABASE = "aws:rds/instance:Instance"
ROLE = "aws:iam/role:Role"
DB_INPUTS = {
    "engine": "postgres",
    "multiAz": True,
    "allocatedStorage": 100,
    "storageType": "gp3",
}


def price(unit: Unit, *tiers: tuple[int, str]) -> Price:
    parts = tuple(Tier(Decimal(start), Decimal(each)) for start, each in tiers)
    return Price(unit, parts, date(2026, 1, 1), "made up")


HOURS = {
    Sku("AmazonEC2", "NatGateway-Hours"): "0.1",
    Sku("AmazonEC2", "BoxUsage:m6i.large"): "0.1",
    Sku("AmazonEC2", "BoxUsage:m6i.xlarge"): "0.2",
    Sku("AmazonRDS", "Multi-AZUsage:db.r6g.large", "CreateDBInstance:0014"): "0.5",
    Sku("AmazonRDS", "Multi-AZUsage:db.r6g.xl", "CreateDBInstance:0014"): "1",
}
PRICES = {
    **{sku: price(Unit.HOURS, (0, each)) for sku, each in HOURS.items()},
    Sku("AmazonEC2", "NatGateway-Bytes"): price(Unit.GB, (0, "0.10"), (100, "0.05")),
    Sku("AmazonEC2", "EBS:VolumeUsage.gp3"): price(Unit.GB_MONTHS, (0, "0.1")),
    Sku("AmazonRDS", "RDS:Multi-AZ-GP3-Storage"): price(Unit.GB_MONTHS, (0, "0.2")),
}
DEARER = {**PRICES, Sku("AmazonEC2", "NatGateway-Hours"): price(Unit.HOURS, (0, "0.2"))}
BOOK = PriceBook.of({"us-east-1": PRICES, "us-west-2": DEARER})


def side(graph: Graph, usage: Mapping[str, Any] | None = None) -> Side:
    specified = UsageFile(resources=dict(usage or {}))
    return Side(graph, estimate(graph, BOOK, specified, on=TODAY), specified)


def changed(base: Side, head: Side) -> Difference:
    return difference(base, head, TODAY)


def only(found: Difference) -> ResourceChange:
    (change,) = found.resources
    return change


def fleet(instance_type: str, size: int = 2, **more: Any) -> Graph:
    template = graphs.resource(TEMPLATE, "web", {"instanceType": instance_type, **more})
    group = graphs.resource(
        GROUP,
        "web",
        {
            "minSize": size,
            "maxSize": size,
            "desiredCapacity": size,
            "launchTemplate": {"id": UNKNOWN},
        },
        references=graphs.refers("launchTemplate.id", template, "id"),
    )
    return graphs.graph(group, template)


def database(instance_class: str, **more: Any) -> Graph:
    specified = {
        "engine": "postgres",
        "multiAz": True,
        "allocatedStorage": 100,
        "storageType": "gp3",
    }
    inputs = {**specified, "instanceClass": instance_class, **more}
    return graphs.graph(graphs.resource(DATABASE, "orders", inputs))


def gateways(*names: str, **more: Any) -> Graph:
    return graphs.graph(*(graphs.resource(NAT, name, **more) for name in names))


NOTHING = gateways()
COMPONENT = graphs.resource(NAT, "a", custom=False)  # with the URN of a gateway


def of_class(instance_class: object) -> Side:
    inputs = {**DB_INPUTS, "instanceClass": instance_class}
    return side(graphs.graph(graphs.resource(DATABASE, "db", inputs)))


def stack(classes: Mapping[str, str]) -> Graph:
    return graphs.graph(
        *(
            graphs.resource(DATABASE, name, {**DB_INPUTS, "instanceClass": each})
            for name, each in classes.items()
        )
    )
