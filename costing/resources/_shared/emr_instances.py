"""Instances of EMR clusters, in groups and fleets, with EMR's surcharge and their volumes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Literal

from pydantic import Field

from costing.aws.instance_types import instance_types
from costing.errors import InputError
from costing.graph.resource import Resource
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.ebs_volumes import VOLUME, Volume, VolumeType, volume_meters
from costing.resources._shared.ec2_addresses import subnet_addresses
from costing.resources._shared.ec2_capacity import CapacityUsage, Pool, Pools, on_demand, spot
from costing.resources._shared.metering import Metering, by_count, changed, charges, in_group
from costing.resources._shared.priced_resource import Block, Links
from costing.resources._shared.public_addresses import ADDRESS, given_or
from costing.units import Unit, divide

SERVICE = "ElasticMapReduce"


ONE = Decimal(1)


HOURS = ("Instance usage", "EMR surcharge")


INSTANCE = (*HOURS, *VOLUME)


SUBNETS = ("ec2Attributes.subnetId", "ec2Attributes.subnetIds")


CLUSTER = "aws:emr/cluster:Cluster"


ROOT, ROOT_SINCE_7 = Decimal(10), Decimal(15)  # GiB of the root volume by release
SEVEN = 7  # the major release since which root volumes are gp3


DEFAULT_VOLUMES = {  # instance size → volumes and GiB each of an EBS-only instance
    "large": (1, 32),
    "xlarge": (2, 32),
    "2xlarge": (4, 32),
    "4xlarge": (4, 64),
    "8xlarge": (4, 128),
    "9xlarge": (4, 144),
    "10xlarge": (4, 160),
    "12xlarge": (4, 192),
    "16xlarge": (4, 256),
    "18xlarge": (4, 288),
    "24xlarge": (4, 384),
}


class EbsConfig(Block):
    size: Decimal
    volume_type: Literal["gp2", "gp3", "io1", "st1", "sc1", "standard"] = Field(alias="type")
    iops: Decimal | None = None
    throughput: Decimal | None = None
    volumes_per_instance: Decimal = ONE


class GroupBlock(Block):
    """Instances of one type."""

    instance_type: str
    instance_count: Decimal = ONE
    bid_price: str | None = None
    ebs_configs: list[EbsConfig] = Field(default_factory=list)


class TypeConfig(Block):
    instance_type: str
    weighted_capacity: Decimal = ONE
    ebs_configs: list[EbsConfig] = Field(default_factory=list)


class FleetBlock(Block):
    """Instances of several types that share a target capacity."""

    instance_type_configs: list[TypeConfig] = Field(default_factory=list)
    target_on_demand_capacity: Decimal = ZERO
    target_spot_capacity: Decimal = ZERO


def surcharge(instance_type: str, hours: Decimal) -> Meter:
    return Meter(
        f"EMR surcharge ({instance_type})",
        Sku(SERVICE, f"BoxUsage:{instance_type}"),
        hours,
        Unit.HOURS,
    )


@dataclass(frozen=True, slots=True)
class Run:
    """The usage of a cluster, and the root volume and addresses of its instances."""

    usage: CapacityUsage
    links: Links
    cluster: "Root"


@charges(*INSTANCE, ADDRESS)
def of_group(group: GroupBlock, run: Run) -> Iterator[Metering]:
    yield from by_count(lambda: group.instance_count, partial(instances, group, run), ONE)


def instances(group: GroupBlock, run: Run, count: Decimal) -> Iterator[Metering]:
    yield from group_hours(group, run.usage, count)
    yield from group_volumes(group, run, run.usage.of_the_month(count))
    yield from addresses(run, count)


@charges(*HOURS)
def group_hours(group: GroupBlock, usage: CapacityUsage, count: Decimal) -> Iterator[Metering]:
    kind = group.instance_type
    yield from ec2_hours(group, usage, count)
    yield surcharge(kind, usage.hours * count)


@charges(HOURS[0])
def ec2_hours(group: GroupBlock, usage: CapacityUsage, count: Decimal) -> Iterator[Meter]:
    if group.bid_price is not None:
        yield spot(group.instance_type, usage, hours=usage.hours * count)
    else:
        yield from on_demand(group.instance_type, usage, count=count)


@charges(*VOLUME)
def group_volumes(group: GroupBlock, run: Run, count: Decimal) -> Iterator[Metering]:
    yield from volumes(group.ebs_configs, lambda: group.instance_type, run, count)


def addresses(run: Run, count: Decimal) -> Iterator[Metering]:
    def by_inputs() -> Iterator[Metering]:
        found = cluster_of(run.links)
        if found is not None:
            yield from subnet_addresses(run.usage, run.links.of(found), SUBNETS, count)

    yield from given_or(run.usage.public_ipv4_addresses, by_inputs, run.usage.hours)


def cluster_of(links: Links) -> Resource | None:
    """Return the cluster of a resource: itself, or the one that its clusterId refers to."""
    if links.resource.type == CLUSTER:
        return links.resource
    return links.follow("clusterId", CLUSTER)


@charges(*INSTANCE, ADDRESS)
def of_fleet(fleet: FleetBlock, run: Run) -> Iterator[Metering]:
    """Yield the on-demand part from the first type, the spot part over all of them."""
    pools = Pools([partial(pool_of, each) for each in fleet.instance_type_configs])
    if pools.readers:
        yield from bought_hours(fleet, pools, run.usage)
        yield from spot_hours(fleet, pools, run.usage)
        yield from fleet_parts(fleet, pools, run)


def pool_of(config: TypeConfig) -> Pool:
    return Pool(config.instance_type, config.weighted_capacity)


@charges(*HOURS)
def bought_hours(fleet: FleetBlock, pools: Pools, usage: CapacityUsage) -> Iterator[Meter]:
    count = pools.on_demand(fleet.target_on_demand_capacity)
    if count:
        kind = pools.first.instance_type
        yield from on_demand(kind, usage, count=count)
        yield surcharge(kind, usage.hours * count)


@charges(*HOURS)
def spot_hours(fleet: FleetBlock, pools: Pools, usage: CapacityUsage) -> Iterator[Metering]:
    wanted = fleet.target_spot_capacity
    if wanted:
        yield from pools.spot_hours(usage, wanted)
        share = divide(wanted, Decimal(len(pools.readers)))
        for pool in pools.every:
            yield surcharge(pool.instance_type, usage.hours * divide(share, pool.weight))


@charges(*VOLUME, ADDRESS)
def fleet_parts(fleet: FleetBlock, pools: Pools, run: Run) -> Iterator[Metering]:
    count = pools.on_demand(fleet.target_on_demand_capacity)
    count += pools.spot(fleet.target_spot_capacity)
    configs = fleet.instance_type_configs[0].ebs_configs
    running = run.usage.of_the_month(count)
    yield from volumes(configs, lambda: pools.first.instance_type, run, running)
    yield from addresses(run, count)


def volumes(
    configs: Sequence[EbsConfig], kind: Callable[[], str], run: Run, count: Decimal
) -> Iterator[Metering]:
    """Yield the root volume of each instance, and its configured or default volumes."""
    yield from root_volume(run.cluster, count)
    for index, config in enumerate(configs):
        yield from in_group(of_config(config, count), f"ebsConfigs[{index}]")
    if not configs:
        yield from in_group(default_volumes(kind, count), "defaultVolumes")


@charges(*VOLUME)
def root_volume(cluster: "Root", count: Decimal) -> Iterator[Metering]:
    volume = Volume(volume_size=cluster.ebs_root_volume_size, volume_type=cluster.root_type)
    yield from volume_meters(volume, least=cluster.root_gib, count=count, group="rootVolume")


@charges(*VOLUME)
def default_volumes(kind: Callable[[], str], count: Decimal) -> Iterator[Metering]:
    """Yield the gp2 volumes that EMR adds to each instance without local storage."""
    name = kind()
    known = instance_types().get(name)
    if known is not None and known.local_storage_gb:
        return
    size = name.partition(".")[2]
    if size not in DEFAULT_VOLUMES:
        raise InputError(f"the default EBS volumes of {name} are not known", "ebsConfigs")
    number, gib = DEFAULT_VOLUMES[size]
    added = volume_meters(Volume(volume_size=Decimal(gib)), least=ZERO, count=count * number)
    yield from changed(
        added, lambda each: replace(each, assumed=f"{number} x {gib} GB, EMR's default")
    )


@charges(*VOLUME)
def of_config(config: EbsConfig, count: Decimal) -> Iterator[Metering]:
    volume = Volume(
        volume_size=config.size,
        volume_type=config.volume_type,
        iops=config.iops,
        throughput=config.throughput,
    )
    number = count * config.volumes_per_instance
    yield from volume_meters(volume, least=ZERO, count=number)


class Root(Block):
    """The inputs of a cluster that set the root volume of its instances."""

    release_label: str = ""
    ebs_root_volume_size: Decimal | None = None

    @property
    def major(self) -> int:
        """Return the major version of the release, "emr-7.1.0"; 0 where it has no such form."""
        number = self.release_label.removeprefix("emr-").partition(".")[0]
        return int(number) if number.isdecimal() else 0

    @property
    def root_gib(self) -> Decimal:
        return ROOT_SINCE_7 if self.major >= SEVEN else ROOT

    @property
    def root_type(self) -> VolumeType:
        return "gp3" if self.major >= SEVEN else "gp2"
