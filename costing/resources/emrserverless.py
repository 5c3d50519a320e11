"""Amazon EMR Serverless. https://aws.amazon.com/emr/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "ElasticMapReduce"


def lines(architecture: str) -> tuple[Line, ...]:
    prefix = f"EMR-SERVERLESS-{architecture}"
    return (
        Line("monthly_vcpu_hours", "vCPU of workers", f"{prefix}vCPUHours", Unit.VCPU_HOURS),
        Line("monthly_memory_gb_hours", "Memory", f"{prefix}MemoryGBHours", Unit.GB_HOURS),
        Line(
            "monthly_storage_gb_hours",  # beyond 20 GB a worker
            "Storage",
            f"{prefix}StorageGBHours",
            Unit.GB_HOURS,
            silent=True,
        ),
    )


LINES = {"X86_64": lines(""), "ARM64": lines("ARM-")}


class Application(PricedResource):
    """vCPU, memory and storage of workers, pre-initialized ones included, as usage gives them."""

    type = "aws:emrserverless/application:Application"
    usage = usage_of("ApplicationUsage", LINES["X86_64"])

    architecture: str = "X86_64"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield from metered(SERVICE, LINES.get(self.architecture, LINES["X86_64"]), usage)
