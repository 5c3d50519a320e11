"""What each Pulumi resource type is metered on: one module an AWS service, one class a type.

To price a type: write its class in its service's module, list it here, write its cases in
tests/costing/resources/. An AWS type in neither table is a Gap in every estimate, never 0 USD.
"""

import csv
from pathlib import Path

from costing.priced_resource import PricedResource
from costing.resources import ec2, s3, vpc

MODELS: tuple[type[PricedResource], ...] = (
    ec2.Instance,
    s3.AnalyticsConfiguration,
    s3.Bucket,
    s3.Inventory,
    vpc.NatGateway,
)

PRICED: dict[str, type[PricedResource]] = {
    token: model for model in MODELS for token in (model.type, *model.aliases)
}

with (Path(__file__).parent / "free.csv").open(newline="") as lines:
    FREE: dict[str, str] = {row["type"]: row["reason"] for row in csv.DictReader(lines)}
