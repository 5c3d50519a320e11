"""Amazon EMR on EC2: a surcharge on each instance. https://aws.amazon.com/emr/pricing/."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from pydantic import Field

from costing.model import ZERO, Meter, Sku
from costing.parts.instances import CapacityUsage, Pool, machines, on_demand, spot, spot_pools
from costing.parts.transfer import transfer
from costing.parts.volumes import Volume, volume_meters
from costing.priced_resource import Block, Links, PricedResource
from costing.units import Unit, divide

SERVICE = "ElasticMapReduce"
ONE = Decimal(1)


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


def of_group(group: GroupBlock, usage: CapacityUsage) -> Iterator[Meter]:
    count = group.instance_count
    if group.bid_price is not None:
        yield spot(group.instance_type, usage, hours=usage.hours * count)
    else:
        yield from on_demand(group.instance_type, usage, count=count)
    yield surcharge(group.instance_type, usage.hours * count)
    yield from volumes(group.ebs_configs, count)


def of_fleet(fleet: FleetBlock, usage: CapacityUsage) -> Iterator[Meter]:
    """Yield the on-demand part from the first type, the spot part over all of them."""
    pools = [
        Pool(each.instance_type, each.weighted_capacity) for each in fleet.instance_type_configs
    ]
    if not pools:
        return
    first = pools[0]
    bought = divide(fleet.target_on_demand_capacity, first.weight)
    bid = fleet.target_spot_capacity
    if bought:
        yield from on_demand(first.instance_type, usage, count=bought)
        yield surcharge(first.instance_type, usage.hours * bought)
    if bid:
        yield from spot_pools(pools, usage, bid)
        share = divide(bid, Decimal(len(pools)))
        for pool in pools:
            yield surcharge(pool.instance_type, usage.hours * divide(share, pool.weight))
    count = bought + machines(pools, bid)
    yield from volumes(fleet.instance_type_configs[0].ebs_configs, count)


def volumes(configs: Sequence[EbsConfig], count: Decimal) -> Iterator[Meter]:
    for index, config in enumerate(configs):
        volume = Volume(
            volume_size=config.size,
            volume_type=config.volume_type,
            iops=config.iops,
            throughput=config.throughput,
        )
        each = count * config.volumes_per_instance
        yield from volume_meters(volume, least=ZERO, group=f"ebsConfigs[{index}]", count=each)


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

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Meter]:
        transient = not self.keep_job_flow_alive_when_no_steps and usage.monthly_hrs is None
        for meter in self.instances(usage):
            if transient:
                yield replace(meter, quantity=None, alone=None, usage="monthly_hrs")
            else:
                yield meter
        yield from transfer(usage, "AmazonEC2", links)

    def instances(self, usage: CapacityUsage) -> Iterator[Meter]:
        groups = {
            "masterInstanceGroup": self.master_instance_group,
            "coreInstanceGroup": self.core_instance_group,
        }
        fleets = {
            "masterInstanceFleet": self.master_instance_fleet,
            "coreInstanceFleet": self.core_instance_fleet,
        }
        for name, group in groups.items():
            if group is not None:
                yield from named(of_group(group, usage), name)
        for name, fleet in fleets.items():
            if fleet is not None:
                yield from named(of_fleet(fleet, usage), name)


def named(meters: Iterator[Meter], name: str) -> Iterator[Meter]:
    for meter in meters:
        yield replace(meter, group=f"{name}.{meter.group}" if meter.group else name)


class InstanceGroup(PricedResource):
    """A task group of a cluster."""

    type = "aws:emr/instanceGroup:InstanceGroup"
    usage = CapacityUsage

    instance_type: str
    instance_count: Decimal = ZERO
    bid_price: str | None = None
    ebs_configs: list[EbsConfig] = Field(default_factory=list)

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        group = GroupBlock(
            instance_type=self.instance_type,
            instance_count=self.instance_count,
            bid_price=self.bid_price,
            ebs_configs=self.ebs_configs,
        )
        yield from of_group(group, usage)


class InstanceFleet(PricedResource):
    """A task fleet of a cluster."""

    type = "aws:emr/instanceFleet:InstanceFleet"
    usage = CapacityUsage

    instance_type_configs: list[TypeConfig] = Field(default_factory=list)
    target_on_demand_capacity: Decimal = ZERO
    target_spot_capacity: Decimal = ZERO

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        fleet = FleetBlock(
            instance_type_configs=self.instance_type_configs,
            target_on_demand_capacity=self.target_on_demand_capacity,
            target_spot_capacity=self.target_spot_capacity,
        )
        yield from of_fleet(fleet, usage)
