"""Amazon EC2 instances. https://aws.amazon.com/ec2/pricing/on-demand/ (2026-11-24)."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from costing.model import Meter
from costing.parts.addresses import in_use
from costing.parts.instances import CapacityUsage, Tenancy, detailed_monitoring
from costing.parts.machines import LEAST_ROOT, CreditSpecification, machine_hours
from costing.parts.volumes import Volume, volume_meters
from costing.priced_resource import Links, PricedResource

ONE = Decimal(1)


class Instance(PricedResource):
    """A virtual machine, its volumes and its public address.

    Left out: data transfer, and a public address that only its subnet's setting gives it.
    """

    type = "aws:ec2/instance:Instance"
    usage = CapacityUsage

    instance_type: str
    tenancy: Tenancy = "default"
    monitoring: bool = False
    credit_specification: CreditSpecification = CreditSpecification()
    associate_public_ip_address: bool = False
    root_block_device: Volume = Volume()
    ebs_block_devices: list[Volume] = Field(default_factory=list)

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from machine_hours(
            self.instance_type,
            usage,
            count=ONE,
            tenancy=self.tenancy,
            credits=self.credit_specification.cpu_credits,
        )
        if self.monitoring:
            yield detailed_monitoring(ONE)
        if self.associate_public_ip_address:
            yield in_use()
        yield from volume_meters(self.root_block_device, least=LEAST_ROOT, group="rootBlockDevice")
        for index, volume in enumerate(self.ebs_block_devices):
            group = f"ebsBlockDevices[{index}]"
            yield from volume_meters(volume, least=LEAST_ROOT, group=group)
