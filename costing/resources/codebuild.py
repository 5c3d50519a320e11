"""AWS CodeBuild. https://aws.amazon.com/codebuild/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.errors import NotPriced
from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.units import Unit

SERVICE = "CodeBuild"
SECONDS = 60  # of a minute
SYSTEMS = {  # environment type → system and what the usage type calls it
    "ARM_CONTAINER": ("Arm", "ARM"),
    "ARM_EC2": ("Arm", "ARM"),
    "LINUX_CONTAINER": ("Linux", "Linux"),
    "LINUX_EC2": ("Linux", "Linux"),
    "LINUX_GPU_CONTAINER": ("Linux GPU", "LinuxGPU"),
    "WINDOWS_CONTAINER": ("Windows", "Windows"),
    "WINDOWS_EC2": ("Windows", "Windows"),
    "WINDOWS_SERVER_2019_CONTAINER": ("Windows", "Windows"),
    "WINDOWS_SERVER_2022_CONTAINER": ("Windows", "Windows"),
}
ON_LAMBDA = {"LINUX_LAMBDA_CONTAINER": "x86-64", "ARM_LAMBDA_CONTAINER": "arm"}


class ProjectUsage(ResourceUsage):
    monthly_build_mins: Quantity = None


class Environment(Block):
    compute_type: str
    type: str
    fleet: Block | None = None


class Project(PricedResource):
    """Build minutes; builds on reserved capacity are billed with their fleet."""

    type = "aws:codebuild/project:Project"
    usage = ProjectUsage

    environment: Environment

    @override
    @charges("Linux", "Windows", "Arm", "Lambda")
    def meters(self, usage: ProjectUsage, links: Links) -> Iterator[Meter]:
        kind, minutes = self.environment.type, usage.monthly_build_mins
        if self.environment.fleet is not None:
            return
        size = self.environment.compute_type.lower().rpartition("_")[2]
        if kind in ON_LAMBDA:
            memory = size.upper()
            yield Meter(
                f"Lambda ({ON_LAMBDA[kind]}, {memory})",
                Sku(SERVICE, f"Build-Sec:Lambda:{ON_LAMBDA[kind]}.{memory}"),
                None if minutes is None else minutes * SECONDS,
                Unit.SECONDS,
                usage="monthly_build_mins",
            )
        elif kind in SYSTEMS:
            system, called = SYSTEMS[kind]
            machine = "gpu1" if called == "LinuxGPU" else "g1"
            yield Meter(
                f"{system} ({machine.replace('g1', 'general1')}.{size})",
                Sku(SERVICE, f"Build-Min:{called}:{machine}.{size}"),
                minutes,
                Unit.MINUTES,
                usage="monthly_build_mins",
            )
        else:
            raise NotPriced(f"no price of builds in a {kind} is known")
