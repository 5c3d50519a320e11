"""AWS Database Migration Service. https://aws.amazon.com/dms/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.ec2_capacity import vcpus_of
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.resources._shared.requests import times
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSDatabaseMigrationSvc"
INCLUDED_BURSTABLE, INCLUDED = Decimal(50), Decimal(100)  # GB; unverified


class InstanceUsage(TransferUsage):
    monthly_hrs: Quantity = None
    monthly_cpu_credit_hrs: Quantity = None  # of each vCPU


class ReplicationInstance(PricedResource):
    """A replication instance, storage beyond that included, and CPU credits."""

    type = "aws:dms/replicationInstance:ReplicationInstance"
    usage = InstanceUsage

    replication_instance_class: str
    allocated_storage: Decimal = INCLUDED_BURSTABLE  # GiB
    multi_az: bool = False

    def meters(self, usage: InstanceUsage, links: Links) -> Iterator[Metering]:
        yield from self.hours(usage)
        yield from self.storage()
        yield from self.credits(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Instance")
    def hours(self, usage: InstanceUsage) -> Iterator[Meter]:
        hours = "Multi-AZUsg" if self.multi_az else "InstanceUsg"
        kind = self.replication_instance_class
        yield Meter(
            f"Instance ({kind.removeprefix('dms.')})",
            Sku(SERVICE, f"{hours}:{kind}"),
            HOURS_PER_MONTH if usage.monthly_hrs is None else usage.monthly_hrs,
            Unit.HOURS,
        )

    @charges("CPU credits")
    def credits(self, usage: InstanceUsage) -> Iterator[Meter]:
        family = self.replication_instance_class.rpartition(".")[0]
        if family.startswith("dms.t"):
            each = vcpus_of(self.replication_instance_class.removeprefix("dms."))
            yield Meter(
                "CPU credits",
                Sku(SERVICE, f"CPUCredits:{family}"),
                times(usage.monthly_cpu_credit_hrs, each),
                Unit.VCPU_HOURS,
                usage="monthly_cpu_credit_hrs",
            )

    @charges("Storage")
    def storage(self) -> Iterator[Meter]:
        burstable = self.replication_instance_class.startswith("dms.t")
        included = INCLUDED_BURSTABLE if burstable else INCLUDED
        beyond = max(self.allocated_storage - included, ZERO)
        if beyond:
            yield Meter(
                f"Storage (general purpose SSD, gp2; beyond {included} GB)",
                Sku(SERVICE, "Multi-AZ-StorageUsage" if self.multi_az else "StorageUsage"),
                beyond,
                Unit.GB_MONTHS,
            )
