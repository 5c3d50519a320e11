"""Amazon ECS: services on Fargate, Container Insights. https://aws.amazon.com/fargate/pricing/.

Tasks on EC2 have no price of their own: the instances of the Auto Scaling group have.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.application_autoscaling import held_at
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.ebs_volumes import VOLUME, Volume, VolumeType, volume_meters
from costing.resources._shared.ecs_capacity import (
    CLUSTER,
    FARGATE,
    ON_DEMAND,
    PROVIDER,
    SPOT,
    ClusterProviders,
    Strategy,
    divided,
    known,
    providers_of,
    split,
)
from costing.resources._shared.fargate_tasks import TASK, fargate
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import (
    SINGLE,
    Metering,
    by_count,
    changed,
    charges,
    examples,
    only_if,
)
from costing.resources._shared.priced_resource import (
    Block,
    FreeResource,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.public_addresses import (
    AddressUsage,
    given_or,
    has_public_address,
    in_use,
)
from costing.resources._shared.task_definitions import definition_of
from costing.units import Unit

SERVICE, CLOUDWATCH = "AmazonECS", "AmazonCloudWatch"
INSIGHTS = "containerInsights"  # the setting's name
ONE = Decimal(1)

VOLUME_SIZE = Decimal(20)  # GiB, where none is set


class ServiceUsage(TransferUsage, AddressUsage):
    tasks: Quantity = None  # that run on average


class ManagedVolume(Volume):
    volume_size: Decimal | None = Field(None, alias="sizeInGb")  # GiB
    volume_type: VolumeType = "gp3"


class Network(Block):
    assign_public_ip: bool = False  # see costing/graph/public_addresses.py


class VolumeConfiguration(Block):
    managed_ebs_volume: ManagedVolume | None = None


class Service(PricedResource):
    """The tasks of a service on Fargate, on demand and spot, with their volumes."""

    type = "aws:ecs/service:Service"
    usage = ServiceUsage
    usage_for: ClassVar = {"desiredCount": "tasks"}

    launch_type: Literal["EC2", "FARGATE", "EXTERNAL"] | None = None
    desired_count: Decimal | None = None
    capacity_provider_strategies: list[Strategy] = Field(default_factory=list)
    volume_configuration: VolumeConfiguration = VolumeConfiguration()
    network_configuration: Network = Network()

    def meters(self, usage: ServiceUsage, links: Links) -> Iterator[Metering]:
        yield from self.on_fargate(usage, links)
        yield from self.transfer(usage, links)

    def transfer(self, usage: ServiceUsage, links: Links) -> Iterator[Metering]:
        """Yield the data transfer of tasks on Fargate; on EC2 it is that of the instances."""
        moved = [*transfer(usage, SERVICE, links, listed=True)]
        given = [each for each in moved if each.quantity is not None]
        try:
            on_fargate = bool(FARGATE & self.parts(links).keys())
        except InputError as error:
            yield from (each for each in moved if each.quantity is None)
            yield from examples(given, error, "if charged")
        else:
            yield from moved if on_fargate else ()

    @charges(*TASK, "Public IPv4 address", *VOLUME)
    def on_fargate(self, usage: ServiceUsage, links: Links) -> Iterator[Metering]:
        """Yield the tasks on Fargate. Where their count is unknown, what one costs."""
        parts = self.parts(links)
        if not FARGATE & parts.keys():
            return

        def counted(found: tuple[Decimal, str | None]) -> Iterator[Metering]:
            count, assumed = found
            shares = divided(parts, count)
            running = sum((shares[each] for each in FARGATE & {*shares}), ZERO)
            yield from tasks(links, shares, assumed)
            yield from addresses(usage, links, running)
            yield from self.volumes(running)

        yield from by_count(lambda: self.count(usage, links), counted, SINGLE)

    def parts(self, links: Links) -> dict[str, Strategy]:
        """Return the strategies by the name of their capacity provider."""
        return split(self.strategies(links))

    @charges(*VOLUME)
    def volumes(self, count: Decimal) -> Iterator[Metering]:
        managed = self.volume_configuration.managed_ebs_volume
        if managed is not None:
            yield from managed_volumes(managed, count)

    def strategies(self, links: Links) -> Sequence[Strategy]:
        """Return the capacity providers of its tasks: its own, else those of its cluster."""
        if self.launch_type is not None:
            alone = ON_DEMAND if self.launch_type == "FARGATE" else self.launch_type
            return [Strategy(capacity_provider=alone, weight=Decimal(1))]
        if self.capacity_provider_strategies:
            path = "capacityProviderStrategies"
            return known(self.capacity_provider_strategies, path, links)
        resources = providers_of(links)
        provided = [links.read(ClusterProviders, each) for each in resources]
        for resource, each in zip(resources, provided, strict=True):
            if each.default_capacity_provider_strategies:
                path = "defaultCapacityProviderStrategies"
                return known(each.default_capacity_provider_strategies, path, links.of(resource))
        named = [name for each in provided for name in each.capacity_providers]
        if any(isinstance(name, dict | list) for name in named):
            raise InputError("capacityProviders of the cluster is not a list of names", "cluster")
        if named and all(isinstance(name, str) and name in FARGATE for name in named):
            return [Strategy(capacity_provider=str(named[0]), weight=Decimal(1))]
        return []

    def count(self, usage: ServiceUsage, links: Links) -> tuple[Decimal, str | None]:
        if usage.tasks is not None:
            return usage.tasks, None
        held = held_at(links, "ecs:service:DesiredCount", *scaled_names(links))
        if held is not None:
            least, basis = held
            return max(least, self.desired_count or ZERO), basis
        if self.desired_count is not None:
            return self.desired_count, None
        return ZERO, "no task, as desiredCount is not set"


def scaled_names(links: Links) -> Iterator[str]:
    """Yield the ids that an autoscaling target may have for the service: by name, by ARN."""
    inputs, outputs = links.resource.inputs, links.resource.outputs
    for cluster in cluster_names(links):
        for name in (inputs.get("name"), outputs.get("name")):
            yield f"service/{cluster}/{name}"


def cluster_names(links: Links) -> Iterator[object]:
    given = links.resource.inputs.get("cluster", "default")
    yield given.rpartition("/")[2] if isinstance(given, str) else given
    try:
        found = links.follow("cluster", CLUSTER)
    except InputError:
        return
    if found is not None:
        yield from (found.inputs.get("name"), found.outputs.get("name"))


def addresses(usage: ServiceUsage, links: Links, count: Decimal) -> Iterator[Metering]:
    own = partial(only_if, lambda: has_public_address(links), in_use(count))
    yield from given_or(usage.public_ipv4_addresses, own)


@charges(*TASK)
def tasks(links: Links, shares: dict[str, Decimal], assumed: str | None) -> Iterator[Metering]:
    """Yield the tasks of each provider of Fargate."""
    task = definition_of(links)
    for provider in sorted(FARGATE & shares.keys()):
        run = fargate(task, shares[provider], spot=provider == SPOT)
        yield from changed(run, lambda each: replace(each, assumed=assumed))


def managed_volumes(managed: ManagedVolume, count: Decimal) -> Iterator[Metering]:
    yield from volume_meters(managed, least=VOLUME_SIZE, group="managedEbsVolume", count=count)


class ClusterUsage(ResourceUsage):
    container_insights_metrics: Quantity = None
    monthly_container_insights_observations: Quantity = None
    monthly_container_insights_logs_gb: Quantity = None


class Setting(Block):
    name: str
    value: str = "disabled"


class Cluster(PricedResource):
    """Container Insights of a cluster; the cluster itself is free."""

    type = CLUSTER
    usage = ClusterUsage

    settings: list[Setting] = Field(default_factory=list)

    @override
    @charges("Container Insights")
    def meters(self, usage: ClusterUsage, links: Links) -> Iterator[Meter]:
        mode = next((each.value for each in self.settings if each.name == INSIGHTS), "disabled")
        if mode != "disabled":
            yield from insights(usage, enhanced=mode == "enhanced")


def insights(usage: ClusterUsage, *, enhanced: bool) -> Iterator[Meter]:
    """Yield the metrics, or the observations of the enhanced form, and the logs behind them."""
    if enhanced:
        yield Meter(
            "Container Insights observations",
            Sku(CLOUDWATCH, "CW:ObservationUsage"),
            usage.monthly_container_insights_observations,
            Unit.OBSERVATIONS,
            usage="monthly_container_insights_observations",
        )
    else:
        yield Meter(
            "Container Insights metrics",
            Sku(CLOUDWATCH, "CW:MetricMonitorUsage"),
            usage.container_insights_metrics,
            Unit.METRIC_MONTHS,
            usage="container_insights_metrics",
        )
    yield Meter(
        "Container Insights logs",
        Sku(CLOUDWATCH, "DataProcessing-Bytes"),
        usage.monthly_container_insights_logs_gb,
        Unit.GB,
        usage="monthly_container_insights_logs_gb",
    )


class CapacityProvider(FreeResource):
    """A capacity provider: free, and the instances of its Auto Scaling group are priced there."""

    type = PROVIDER
    left_out = (
        LeftOut(
            "Managed Instances",
            "managedInstancesProvider",
            reason="ECS starts EC2 instances and bills a management fee for each",
        ),
    )
