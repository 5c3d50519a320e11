"""Amazon ECS: services on Fargate. https://aws.amazon.com/fargate/pricing/.

ECS on EC2 costs its instances, which the group behind the capacity provider is charged for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from typing import ClassVar, Literal

from pydantic import Field

from costing.errors import InputError
from costing.graph.resource import Resource
from costing.model import ZERO
from costing.resources._shared.application_autoscaling import held_at
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.ebs_volumes import VOLUME, Volume, VolumeType, volume_meters
from costing.resources._shared.fargate_tasks import TASK, Machine, fargate, memory_gb, vcpus
from costing.resources._shared.metering import SINGLE, Metering, by_count, changed, charges, only_if
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.units import divide

SERVICE = "AmazonECS"
CLUSTER, DEFINITION = "aws:ecs/cluster:Cluster", "aws:ecs/taskDefinition:TaskDefinition"
PROVIDER = "aws:ecs/capacityProvider:CapacityProvider"
PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
TASK_SET = "aws:ecs/taskSet:TaskSet"
ON_DEMAND, SPOT = "FARGATE", "FARGATE_SPOT"
FARGATE = {ON_DEMAND, SPOT}
ONE = Decimal(1)
NEEDED = "the task definition does not set what Fargate needs:"

VOLUME_SIZE = Decimal(20)  # GiB, where none is stated


class ServiceUsage(TransferUsage):
    tasks: Quantity = None  # that run on average


class Strategy(Block):
    capacity_provider: object = None  # its name; where another resource has it, only later known
    base: Decimal = ZERO
    weight: Decimal = ZERO


class ClusterProviders(Block):
    capacity_providers: list[object] = Field(default_factory=list)
    default_capacity_provider_strategies: list[Strategy] = Field(default_factory=list)


class EphemeralStorage(Block):
    size_in_gib: Decimal = Decimal(20)


class RuntimePlatform(Block):
    operating_system_family: str = "LINUX"
    cpu_architecture: str = "X86_64"

    @property
    def machine(self) -> Machine:
        if self.operating_system_family.startswith("WINDOWS"):
            return "windows"
        return "arm64" if self.cpu_architecture == "ARM64" else "x86_64"


class TaskDefinition(Block):
    cpu: str | None = None
    memory: str | None = None
    ephemeral_storage: EphemeralStorage = EphemeralStorage()
    runtime_platform: RuntimePlatform = RuntimePlatform()

    @property
    def vcpus(self) -> Decimal:
        if self.cpu is None:
            raise InputError(f"{NEEDED} cpu", fix="set cpu in the task definition")
        return vcpus(self.cpu)

    @property
    def memory_gb(self) -> Decimal:
        if self.memory is None:
            raise InputError(f"{NEEDED} memory", fix="set memory in the task definition")
        return memory_gb(self.memory)

    @property
    def machine(self) -> Machine:
        return self.runtime_platform.machine

    @property
    def storage_gb(self) -> Decimal:
        return self.ephemeral_storage.size_in_gib


class ManagedVolume(Volume):
    volume_size: Decimal | None = Field(None, alias="sizeInGb")  # GiB
    volume_type: VolumeType = "gp3"


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

    def meters(self, usage: ServiceUsage, links: Links) -> Iterator[Metering]:
        yield from self.on_fargate(usage, links)
        moved = [*transfer(usage, SERVICE, links)]
        if moved:
            yield from only_if(lambda: bool(FARGATE & self.parts(links).keys()), *moved)

    @charges(*TASK, *VOLUME)
    def on_fargate(self, usage: ServiceUsage, links: Links) -> Iterator[Metering]:
        """Yield the tasks on Fargate. Where their count is unknown, what one costs."""
        parts = self.parts(links)
        if not FARGATE & parts.keys():
            return

        def counted(found: tuple[Decimal, str | None]) -> Iterator[Metering]:
            count, assumed = found
            shares = divided(parts, count)
            yield from tasks(links, shares, assumed)
            yield from self.volumes(sum((shares[each] for each in FARGATE & {*shares}), ZERO))

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
        """Return how its tasks are placed: as it says, else as its cluster does."""
        if self.launch_type is not None:
            alone = ON_DEMAND if self.launch_type == "FARGATE" else self.launch_type
            return [Strategy(capacity_provider=alone, weight=Decimal(1))]
        if self.capacity_provider_strategies:
            path = "capacityProviderStrategies"
            return known(self.capacity_provider_strategies, path, links)
        stated = providers_of(links)
        provided = [links.read(ClusterProviders, each) for each in stated]
        for resource, each in zip(stated, provided, strict=True):
            if each.default_capacity_provider_strategies:
                path = "defaultCapacityProviderStrategies"
                return known(each.default_capacity_provider_strategies, path, links.of(resource))
        named = [name for each in provided for name in each.capacity_providers]
        if named and all(name in FARGATE for name in named):
            return [Strategy(capacity_provider=str(named[0]), weight=Decimal(1))]
        return []

    def count(self, usage: ServiceUsage, links: Links) -> tuple[Decimal, str | None]:
        if usage.tasks is not None:
            return usage.tasks, None
        held = held_at(links, "ecs:service:DesiredCount", scaled_name(links))
        if held is not None:
            least, basis = held
            return max(least, self.desired_count or ZERO), basis
        if self.desired_count is not None:
            return self.desired_count, None
        return ZERO, "no task, as desiredCount is not stated"


def known(strategies: Sequence[Strategy], path: str, links: Links) -> list[Strategy]:
    """Return them with names: one that a resource of the stack has yet to get is not Fargate."""
    named = []
    for index, each in enumerate(strategies):
        if isinstance(each.capacity_provider, str):
            named.append(each)
            continue
        found = links.follow(f"{path}[{index}].capacityProvider", PROVIDER)
        name = "" if found is None else found.name
        named.append(each.model_copy(update={"capacity_provider": name}))
    return named


def providers_of(links: Links) -> list[Resource]:
    """Return what says which capacity providers the service's cluster has."""
    cluster = links.follow("cluster", CLUSTER)
    if cluster is None:
        return []
    return links.of(cluster).referrers(PROVIDERS, "clusterName")


def scaled_name(links: Links) -> str:
    """Return what an autoscaling target calls the service, as far as literals tell."""
    stated = links.resource.inputs
    return f"service/{stated.get('cluster', 'default')}/{stated.get('name')}"


def definition_of(links: Links) -> TaskDefinition:
    """Return the task definition of a service, or of the task set that stands in for it."""
    found = links.follow("taskDefinition", DEFINITION)
    for task_set in links.referrers(TASK_SET, "service"):
        found = found or links.of(task_set).follow("taskDefinition", DEFINITION)
    if found is None:
        raise InputError(
            "the task definition is not in this stack, so the size of a task is unknown",
            "taskDefinition",
        )
    return links.read(TaskDefinition, found)


def split(strategies: Sequence[Strategy]) -> dict[str, Strategy]:
    return {str(each.capacity_provider or ""): each for each in strategies}


def divided(parts: dict[str, Strategy], count: Decimal) -> dict[str, Decimal]:
    """Return how many tasks each provider runs: its base, then by weight, spot rounded down."""
    shares = dict.fromkeys(parts, ZERO)
    left = count
    for provider, strategy in parts.items():
        shares[provider] = min(strategy.base, left)
        left -= shares[provider]
    weights = sum((each.weight for each in parts.values()), ZERO)
    if not weights:
        first = next((name for name, each in parts.items() if each.base), next(iter(parts)))
        shares[first] += left
        return shares
    whole = left
    for provider in sorted(parts, key=lambda name: name == SPOT):
        part = divide(whole * parts[provider].weight, weights)
        rounded = part.to_integral_value(ROUND_CEILING) if count == int(count) else part
        taken = min(rounded, left)
        shares[provider] += taken
        left -= taken
    return shares


@charges(*TASK)
def tasks(links: Links, shares: dict[str, Decimal], assumed: str | None) -> Iterator[Metering]:
    """Yield the tasks of each provider of Fargate."""
    task = definition_of(links)
    for provider in sorted(FARGATE & shares.keys()):
        run = fargate(task, shares[provider], spot=provider == SPOT)
        yield from changed(run, lambda each: replace(each, assumed=assumed))


def managed_volumes(managed: ManagedVolume, count: Decimal) -> Iterator[Metering]:
    yield from volume_meters(managed, least=VOLUME_SIZE, group="managedEbsVolume", count=count)
