"""Amazon Inspector. https://aws.amazon.com/inspector/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.requests import times
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonInspectorV2"
SCANNED = {  # by resource type, then key of the usage, which counts machines
    "EC2": (
        ("ec2_instances", "EC2 instances", "EC2-Scanning"),
        ("ec2_agentless_instances", "EC2 instances without an agent", "EC2-Scanning-agentless"),
    ),
    "LAMBDA": (("lambda_functions", "Lambda functions", "Lambda-Standard-Scanning"),),
    "LAMBDA_CODE": (("lambda_code_functions", "Code of functions", "Lambda-Code-Scanning"),),
}
IMAGES = (
    Line("monthly_images", "Images pushed", "container-image-initial-scan", Unit.IMAGES),
    Line("monthly_image_rescans", "Images scanned again", "container-image-re-scan", Unit.IMAGES),
)

SCANS = tuple(line.name for line in IMAGES)


class Counted(ResourceUsage):
    ec2_instances: Quantity = None  # on average; so the next three
    ec2_agentless_instances: Quantity = None
    lambda_functions: Quantity = None
    lambda_code_functions: Quantity = None


class Enabler(PricedResource):
    """Machines and functions by the hour they are scanned, images by the scan."""

    type = "aws:inspector2/enabler:Enabler"
    usage = usage_of("EnablerUsage", IMAGES, Counted)

    resource_types: list[str]

    @override
    @charges(*(name for kinds in SCANNED.values() for _, name, _ in kinds), *SCANS)
    def meters(self, usage: Counted, links: Links) -> Iterator[Meter]:
        for kind in self.resource_types:
            for key, name, usage_type in SCANNED.get(kind, ()):
                count: Decimal | None = getattr(usage, key)
                hours = times(count, HOURS_PER_MONTH)
                yield Meter(name, Sku(SERVICE, usage_type), hours, Unit.HOURS, usage=key)
            if kind == "ECR":
                yield from metered(SERVICE, IMAGES, usage)
