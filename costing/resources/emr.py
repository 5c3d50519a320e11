"""Amazon EMR on EC2: a surcharge on each instance. https://aws.amazon.com/emr/pricing/."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Literal

from pydantic import Field
from typing_extensions import override

from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.ebs_volumes import VOLUME, Volume, volume_meters
from costing.resources._shared.ec2_capacity import CapacityUsage, Pool, Pools, on_demand, spot
from costing.resources._shared.metering import Metering, by_count, changed, charges, in_group
from costing.resources._shared.priced_resource import Block, Links, PricedResource
from costing.units import Unit, divide

SERVICE = "ElasticMapReduce"
ONE = Decimal(1)
HOURS = ("Instance usage", "EMR surcharge")
INSTANCE = (*HOURS, *VOLUME)


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


@charges(*INSTANCE)
def of_group(group: GroupBlock, usage: CapacityUsage) -> Iterator[Metering]:
    yield from by_count(lambda: group.instance_count, partial(instances, group, usage), ONE)


def instances(group: GroupBlock, usage: CapacityUsage, count: Decimal) -> Iterator[Metering]:
    yield from group_hours(group, usage, count)
    yield from group_volumes(group, count)


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
def group_volumes(group: GroupBlock, count: Decimal) -> Iterator[Metering]:
    yield from volumes(group.ebs_configs, count)


@charges(*INSTANCE)
def of_fleet(fleet: FleetBlock, usage: CapacityUsage) -> Iterator[Metering]:
    """Yield the on-demand part from the first type, the spot part over all of them."""
    pools = Pools([partial(pool_of, each) for each in fleet.instance_type_configs])
    if pools.readers:
        yield from bought_hours(fleet, pools, usage)
        yield from spot_hours(fleet, pools, usage)
        yield from fleet_volumes(fleet, pools)


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


@charges(*VOLUME)
def fleet_volumes(fleet: FleetBlock, pools: Pools) -> Iterator[Metering]:
    count = pools.on_demand(fleet.target_on_demand_capacity)
    count += pools.spot(fleet.target_spot_capacity)
    yield from volumes(fleet.instance_type_configs[0].ebs_configs, count)


def volumes(configs: Sequence[EbsConfig], count: Decimal) -> Iterator[Metering]:
    for index, config in enumerate(configs):
        yield from in_group(of_config(config, count), f"ebsConfigs[{index}]")


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


class Cluster(PricedResource):
    """The instances of a cluster's groups or fleets, with EMR's surcharge and their volumes.

    Groups and fleets of their own are charged themselves. Left out: the storage that EMR adds to
    each instance. A cluster that ends with its steps is charged for the hours that are stated.
    """

    type = "aws:emr/cluster:Cluster"
    usage = CapacityUsage

    master_instance_group: GroupBlock | None = None
    core_instance_group: GroupBlock | None = None
    master_instance_fleet: FleetBlock | None = None
    core_instance_fleet: FleetBlock | None = None
    keep_job_flow_alive_when_no_steps: bool = True

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from self.running(usage)
        yield from transfer(usage, "AmazonEC2", links)

    @charges(*INSTANCE)
    def running(self, usage: CapacityUsage) -> Iterator[Metering]:
        """Yield the instances; of a cluster that ends with its steps, usage tells the hours."""
        transient = usage.monthly_hrs is None and not self.keep_job_flow_alive_when_no_steps
        if transient:
            yield from changed(self.instances(usage), of_unknown_hours)
        else:
            yield from self.instances(usage)

    def instances(self, usage: CapacityUsage) -> Iterator[Metering]:
        yield from in_group(self.master_group(usage), "masterInstanceGroup")
        yield from in_group(self.core_group(usage), "coreInstanceGroup")
        yield from in_group(self.master_fleet(usage), "masterInstanceFleet")
        yield from in_group(self.core_fleet(usage), "coreInstanceFleet")

    @charges(*INSTANCE)
    def master_group(self, usage: CapacityUsage) -> Iterator[Metering]:
        if self.master_instance_group is not None:
            yield from of_group(self.master_instance_group, usage)

    @charges(*INSTANCE)
    def core_group(self, usage: CapacityUsage) -> Iterator[Metering]:
        if self.core_instance_group is not None:
            yield from of_group(self.core_instance_group, usage)

    @charges(*INSTANCE)
    def master_fleet(self, usage: CapacityUsage) -> Iterator[Metering]:
        if self.master_instance_fleet is not None:
            yield from of_fleet(self.master_instance_fleet, usage)

    @charges(*INSTANCE)
    def core_fleet(self, usage: CapacityUsage) -> Iterator[Metering]:
        if self.core_instance_fleet is not None:
            yield from of_fleet(self.core_instance_fleet, usage)


def of_unknown_hours(meter: Meter) -> Meter:
    return replace(meter, quantity=None, alone=None, usage="monthly_hrs")


class InstanceGroup(PricedResource, GroupBlock):
    """A task group of a cluster."""

    type = "aws:emr/instanceGroup:InstanceGroup"
    usage = CapacityUsage

    instance_count: Decimal = ZERO

    @override
    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from of_group(self, usage)


class InstanceFleet(PricedResource, FleetBlock):
    """A task fleet of a cluster."""

    type = "aws:emr/instanceFleet:InstanceFleet"
    usage = CapacityUsage

    @override
    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from of_fleet(self, usage)
