"""Amazon EKS. https://aws.amazon.com/eks/pricing/."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from pydantic import Field
from typing_extensions import override

from costing.aws.eks_versions import is_before_calendar, versions
from costing.errors import InputError, nearest
from costing.model import Meter, Sku
from costing.resources._shared.ec2_capacity import CapacityUsage, on_demand
from costing.resources._shared.fargate_tasks import Task, fargate
from costing.resources._shared.metering import (
    Metering,
    changed,
    charges,
)
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonEKS"
ONE = Decimal(1)
INSIGHTS = "amazon-cloudwatch-observability"
TIERS = {f"tier-{size}": size.upper() for size in ("xl", "2xl", "4xl", "8xl")}


class ClusterUsage(ResourceUsage):
    auto_mode_instance_type: str | None = None  # that Auto Mode runs for the most part
    auto_mode_instances: Quantity = None  # on average


class UpgradePolicy(Block):
    support_type: Literal["STANDARD", "EXTENDED"] = "EXTENDED"


class ComputeConfig(Block):
    enabled: bool = False


class ControlPlane(Block):
    tier: str = "standard"


class Cluster(PricedResource):
    """The control plane, its surcharge in extended support, and the instances of Auto Mode.

    A version that the calendar does not know is taken to be newer than the calendar.
    """

    type = "aws:eks/cluster:Cluster"
    usage = ClusterUsage

    version: str | None = None
    upgrade_policy: UpgradePolicy = UpgradePolicy()
    compute_config: ComputeConfig = ComputeConfig()
    control_plane_scaling_config: ControlPlane = ControlPlane()

    def meters(self, usage: ClusterUsage, links: Links) -> Iterator[Metering]:
        hours = Sku(SERVICE, "AmazonEKS-Hours:perCluster")
        yield Meter("EKS cluster", hours, HOURS_PER_MONTH, Unit.HOURS)
        yield from self.extended(links)
        yield from self.provisioned()
        yield from self.auto_mode(usage)

    @charges("EKS cluster (extended support)")
    def extended(self, links: Links) -> Iterator[Meter]:
        check_version(self.version)
        support = versions().get(self.version or "")
        if support is None or not support.is_extended(links.on):
            return
        if self.upgrade_policy.support_type == "EXTENDED":
            yield Meter(
                "EKS cluster (extended support)",
                Sku(SERVICE, "AmazonEKS-Hours:extendedSupport"),
                HOURS_PER_MONTH,
                Unit.HOURS,
                assumed=f"{self.version} had standard support until {support.standard_ends}",
            )

    @charges("Control plane")
    def provisioned(self) -> Iterator[Meter]:
        """Yield what a control plane of a provisioned tier costs on top."""
        tier = self.control_plane_scaling_config.tier
        if tier == "standard":
            return
        if tier not in TIERS:
            raise InputError(f"unknown control plane tier {tier}{nearest(tier, TIERS)}")
        sku = Sku(SERVICE, f"AmazonEKS-Hours:{TIERS[tier]}-ProvisionedTier")
        yield Meter(f"Control plane ({tier})", sku, HOURS_PER_MONTH, Unit.HOURS)

    @charges("Instance usage", "Auto Mode management")
    def auto_mode(self, usage: ClusterUsage) -> Iterator[Meter]:
        if self.compute_config.enabled:
            yield from auto_mode(usage)


def check_version(version: str | None) -> None:
    """Raise InputError for a version that EKS no longer runs, or never ran: 1.30 becomes "1.3"."""
    if version is not None and is_before_calendar(version):
        as_text = f"{version}0"
        fix = f'; write the number as text: "{as_text}"' if as_text in versions() else ""
        raise InputError(f'version is "{version}", which EKS does not run{fix}')


def auto_mode(usage: ClusterUsage) -> Iterator[Meter]:
    """Yield the instances that Auto Mode picks, and its fee for each; usage has to say which."""
    kind = usage.auto_mode_instance_type or "m7i.large"
    assumed = None if usage.auto_mode_instance_type else f"of {kind}"
    count = usage.auto_mode_instances
    if count is not None:
        for meter in on_demand(kind, CapacityUsage(), count=count):
            yield replace(meter, assumed=assumed, group="autoMode")
    yield Meter(
        f"Auto Mode management ({kind})",
        Sku(SERVICE, f"EKS-Auto:{kind}-management-hours"),
        None if count is None else count * HOURS_PER_MONTH,
        Unit.HOURS,
        usage="auto_mode_instances",
        assumed=assumed,
        group="autoMode",
    )


class FargateProfileUsage(ResourceUsage):
    pods: Quantity = None  # that run on average
    vcpus: Quantity = None  # of a pod
    memory_gb: Quantity = None  # of a pod


class FargateProfile(PricedResource):
    """The pods of a profile on Fargate; one of 1 vCPU and 1 GB where usage gives none."""

    type = "aws:eks/fargateProfile:FargateProfile"
    usage = FargateProfileUsage

    @override
    def meters(self, usage: FargateProfileUsage, links: Links) -> Iterator[Metering]:
        stated = (usage.pods, usage.vcpus, usage.memory_gb)
        pods, vcpus, memory = (ONE if each is None else each for each in stated)
        assumed = None
        if None in stated:
            assumed = f"{pods} pod of {vcpus} vCPU and {memory} GB all month"
        run = fargate(Task(vcpus, memory), pods, service=SERVICE)
        yield from changed(run, lambda each: replace(each, usage="pods", assumed=assumed))


class CapabilityUsage(ResourceUsage):
    custom_resources: Quantity = None  # that it manages on average


CAPABILITIES = {"ACK": "ACK", "ARGOCD": "ArgoCD", "KRO": "KRO"}


class Capability(PricedResource):
    """A capability that AWS runs for a cluster, and the resources that it manages."""

    type = "aws:eks/capability:Capability"
    usage = CapabilityUsage

    kind: str = Field(alias="type")

    @override
    @charges("EKS capability", "Managed resources")
    def meters(self, usage: CapabilityUsage, links: Links) -> Iterator[Meter]:
        if self.kind not in CAPABILITIES:
            raise InputError(f"unknown capability {self.kind}{nearest(self.kind, CAPABILITIES)}")
        prefix = f"AmazonEKSCapabilities-{CAPABILITIES[self.kind]}"
        sku = Sku(SERVICE, f"{prefix}-Hours:perCapability")
        yield Meter(f"EKS capability ({self.kind})", sku, HOURS_PER_MONTH, Unit.HOURS)
        managed = usage.custom_resources
        yield Meter(
            "Managed resources",
            Sku(SERVICE, f"{prefix}-CR-Hours:perCustomResource"),
            None if managed is None else managed * HOURS_PER_MONTH,
            Unit.HOURS,
            usage="custom_resources",
        )


class AddonUsage(ResourceUsage):
    monthly_container_insights_observations: Quantity = None
    monthly_container_insights_logs_gb: Quantity = None


class Addon(PricedResource):
    """Container Insights of the CloudWatch add-on; add-ons of AWS are free themselves."""

    type = "aws:eks/addon:Addon"
    usage = AddonUsage

    addon_name: str = ""

    @override
    @charges("Container Insights")
    def meters(self, usage: AddonUsage, links: Links) -> Iterator[Meter]:
        if self.addon_name == INSIGHTS:
            yield Meter(
                "Container Insights observations",
                Sku("AmazonCloudWatch", "CW:ObservationUsage"),
                usage.monthly_container_insights_observations,
                Unit.OBSERVATIONS,
                usage="monthly_container_insights_observations",
            )
            yield Meter(
                "Container Insights logs",
                Sku("AmazonCloudWatch", "DataProcessing-Bytes"),
                usage.monthly_container_insights_logs_gb,
                Unit.GB,
                usage="monthly_container_insights_logs_gb",
            )
