"""Amazon EMR on EC2: a surcharge on each instance. https://aws.amazon.com/emr/pricing/."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from typing_extensions import override

from costing.model import ZERO, Meter
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.ec2_capacity import CapacityUsage
from costing.resources._shared.emr_instances import (
    CLUSTER,
    INSTANCE,
    FleetBlock,
    GroupBlock,
    Root,
    Run,
    cluster_of,
    of_fleet,
    of_group,
)
from costing.resources._shared.metering import Metering, changed, charges, in_group
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.public_addresses import ADDRESS


class Cluster(PricedResource, Root):
    """The instances of a cluster's groups or fleets, with EMR's surcharge and their volumes.

    Instance groups and fleets that are resources of their own are priced there. A cluster that
    ends with its steps has no price without `monthly_hrs`.
    """

    type = CLUSTER
    usage = CapacityUsage

    master_instance_group: GroupBlock | None = None
    core_instance_group: GroupBlock | None = None
    master_instance_fleet: FleetBlock | None = None
    core_instance_fleet: FleetBlock | None = None
    keep_job_flow_alive_when_no_steps: bool = True

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from self.running(usage, links)
        yield from transfer(usage, "AmazonEC2", links, listed=True)

    @charges(*INSTANCE, ADDRESS)
    def running(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        """Yield the instances; usage gives the hours of a cluster that ends with its steps."""
        run = Run(usage, links, self)
        transient = usage.monthly_hrs is None and not self.keep_job_flow_alive_when_no_steps
        if transient:
            yield from changed(self.instances(run), of_unknown_hours)
        else:
            yield from self.instances(run)

    def instances(self, run: Run) -> Iterator[Metering]:
        yield from in_group(self.master_group(run), "masterInstanceGroup")
        yield from in_group(self.core_group(run), "coreInstanceGroup")
        yield from in_group(self.master_fleet(run), "masterInstanceFleet")
        yield from in_group(self.core_fleet(run), "coreInstanceFleet")

    @charges(*INSTANCE, ADDRESS)
    def master_group(self, run: Run) -> Iterator[Metering]:
        if self.master_instance_group is not None:
            yield from of_group(self.master_instance_group, run)

    @charges(*INSTANCE, ADDRESS)
    def core_group(self, run: Run) -> Iterator[Metering]:
        if self.core_instance_group is not None:
            yield from of_group(self.core_instance_group, run)

    @charges(*INSTANCE, ADDRESS)
    def master_fleet(self, run: Run) -> Iterator[Metering]:
        if self.master_instance_fleet is not None:
            yield from of_fleet(self.master_instance_fleet, run)

    @charges(*INSTANCE, ADDRESS)
    def core_fleet(self, run: Run) -> Iterator[Metering]:
        if self.core_instance_fleet is not None:
            yield from of_fleet(self.core_instance_fleet, run)


def of_unknown_hours(meter: Meter) -> Meter:
    return replace(meter, quantity=None, alone=None, usage="monthly_hrs")


def task_run(usage: CapacityUsage, links: Links) -> Run:
    """Return what a task group or fleet takes from its cluster."""
    found = cluster_of(links)
    return Run(usage, links, Root() if found is None else links.read(Root, found))


class InstanceGroup(PricedResource, GroupBlock):
    """A task group of a cluster."""

    type = "aws:emr/instanceGroup:InstanceGroup"
    usage = CapacityUsage

    instance_count: Decimal = ZERO

    @override
    @charges(*INSTANCE, ADDRESS)
    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from of_group(self, task_run(usage, links))


class InstanceFleet(PricedResource, FleetBlock):
    """A task fleet of a cluster."""

    type = "aws:emr/instanceFleet:InstanceFleet"
    usage = CapacityUsage

    @override
    @charges(*INSTANCE, ADDRESS)
    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from of_fleet(self, task_run(usage, links))
