"""Amazon EMR on EKS. https://aws.amazon.com/emr/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

LINES = (
    Line("monthly_vcpu_hours", "vCPU of jobs", "EMR-EKS-EC2-vCPUHours", Unit.VCPU_HOURS),
    Line("monthly_memory_gb_hours", "Memory of jobs", "EMR-EKS-EC2-GBHours", Unit.GB_HOURS),
)


class VirtualCluster(PricedResource):
    """EMR's surcharge on the vCPU and memory that jobs request; nodes are priced with EKS."""

    type = "aws:emrcontainers/virtualCluster:VirtualCluster"
    usage = usage_of("VirtualClusterUsage", LINES)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield from metered("ElasticMapReduce", LINES, usage)
