"""EC2 capacity, alone or in a group. https://aws.amazon.com/ec2/pricing/.

On a bill the operation names the operating system, and the usage type names spot.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from costing.aws.images import OPERATIONS, OperatingSystem
from costing.aws.instance_types import instance_types
from costing.errors import InputError
from costing.model import ZERO, Commitment, Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Quantity
from costing.resources._shared.public_addresses import AddressUsage
from costing.units import HOURS_PER_MONTH, PricingCategory, Unit, divide

Tenancy = Literal["default", "dedicated", "host"]

USAGE_TYPES = {"default": "BoxUsage", "dedicated": "DedicatedUsage"}
BURSTABLE = ("t2", "t3", "t3a", "t4g")
DETAILED_METRICS = Decimal(7)  # that detailed monitoring sends for an instance
EBS_OPTIMIZED_AT_A_CHARGE = {  # sizes by family; newer types are it by nature
    "c1": {"xlarge"},
    "c3": {"xlarge", "2xlarge", "4xlarge"},
    "g2": {"2xlarge"},
    "i2": {"xlarge", "2xlarge", "4xlarge"},
    "m1": {"large", "xlarge"},
    "m2": {"2xlarge", "4xlarge"},
    "m3": {"xlarge", "2xlarge"},
    "r3": {"xlarge", "2xlarge", "4xlarge"},
}


PLANS: dict[str, Literal["compute_savings_plan", "instance_savings_plan"]] = {
    "compute": "compute_savings_plan",
    "instance": "instance_savings_plan",
}


class CapacityUsage(TransferUsage, AddressUsage):
    """Usage of any EC2 capacity."""

    operating_system: OperatingSystem = "linux"
    monthly_hrs: Quantity = None  # of each instance; 730 where not given
    monthly_cpu_credit_hrs: Quantity = None  # of bursting beyond the credits that are earned
    vcpu_count: Quantity = None  # of each instance that burst; all of its type where not given
    reserved_instance_type: Literal["standard", "convertible"] | None = None
    reserved_instance_term: Literal["1_year", "3_year"] | None = None
    reserved_instance_payment_option: (
        Literal["no_upfront", "partial_upfront", "all_upfront"] | None
    ) = None
    savings_plan_type: Literal["compute", "instance"] | None = None
    savings_plan_term: Literal["1_year", "3_year"] | None = None
    savings_plan_payment_option: Literal["no_upfront", "partial_upfront", "all_upfront"] | None = (
        None
    )

    @property
    def hours(self) -> Decimal:
        return HOURS_PER_MONTH if self.monthly_hrs is None else self.monthly_hrs

    def of_the_month(self, count: Decimal) -> Decimal:
        """Return `count` instances as instances that run all month."""
        return count if self.monthly_hrs is None else divide(count * self.hours, HOURS_PER_MONTH)

    @property
    def commitment(self) -> Commitment | None:
        """Return the reservation, else the Savings Plan, whose terms usage gives in full."""
        if (
            self.reserved_instance_type
            and self.reserved_instance_term
            and self.reserved_instance_payment_option
        ):
            return Commitment(
                self.reserved_instance_type,
                self.reserved_instance_term,
                self.reserved_instance_payment_option,
            )
        if self.savings_plan_type and self.savings_plan_term and self.savings_plan_payment_option:
            return Commitment(
                PLANS[self.savings_plan_type],
                self.savings_plan_term,
                self.savings_plan_payment_option,
            )
        return None

    @property
    def bought(self) -> str:
        commitment = self.commitment
        if commitment is None:
            return "on-demand"
        return "Savings Plan" if commitment.kind in PLANS.values() else "reserved"


def on_demand(
    instance_type: str, usage: CapacityUsage, *, count: Decimal, tenancy: Tenancy = "default"
) -> Iterator[Meter]:
    """Yield the hours of `count` instances; none on a Dedicated Host, which is billed itself."""
    if tenancy == "host":
        return
    system, operation = OPERATIONS[usage.operating_system]
    commitment = usage.commitment
    yield Meter(
        f"Instance usage ({system}, {usage.bought}, {instance_type})",
        Sku("AmazonEC2", f"{USAGE_TYPES[tenancy]}:{instance_type}", operation),
        usage.hours * count,
        Unit.HOURS,
        pricing_category=PricingCategory.COMMITTED if commitment else PricingCategory.STANDARD,
        commitment=commitment,
    )


@dataclass(frozen=True, slots=True)
class Pool:
    """One instance type that spot capacity may come from."""

    instance_type: str
    weight: Decimal = Decimal(1)  # units of capacity that one such instance gives


def spot_pools(pools: Sequence[Pool], usage: CapacityUsage, capacity: Decimal) -> Iterator[Meter]:
    """Yield the hours of spot capacity, in equal parts of each pool.

    The pool that EC2 will pick is unknown: the range goes from the cheapest to the most expensive.
    """
    hours = usage.hours * capacity
    for pool in pools:
        yield spot(
            pool.instance_type,
            usage,
            hours=divide(hours, pool.weight * len(pools)),
            alone=divide(hours, pool.weight) if len(pools) > 1 else None,
        )


def instance_count(pools: Sequence[Pool], capacity: Decimal) -> Decimal:
    """Return how many instances serve spot capacity that its pools share."""
    parts = sum(1 / Fraction(pool.weight) for pool in pools)
    served = Fraction(capacity) * parts / len(pools)
    return divide(Decimal(served.numerator), Decimal(served.denominator))


@dataclass(frozen=True, slots=True)
class Pools:
    """The types that a group or fleet may run; reading an unknown one raises InputError."""

    readers: Sequence[Callable[[], Pool]]

    @property
    def first(self) -> Pool:
        return self.readers[0]()

    @property
    def every(self) -> list[Pool]:
        return [read() for read in self.readers]

    def on_demand(self, capacity: Decimal) -> Decimal:
        """Return how many instances of the first type serve on-demand capacity."""
        return divide(capacity, self.first.weight)

    def spot(self, capacity: Decimal) -> Decimal:
        """Return how many instances serve spot capacity."""
        return instance_count(self.every, capacity) if capacity else ZERO

    @charges("Instance usage")
    def spot_hours(self, usage: CapacityUsage, capacity: Decimal) -> Iterator[Meter]:
        if capacity:
            yield from spot_pools(self.every, usage, capacity)


def spot(
    instance_type: str, usage: CapacityUsage, *, hours: Decimal, alone: Decimal | None = None
) -> Meter:
    """Meter spot hours at the region's average price, which is known of Linux.

    `alone` are the hours if no other pool served. Raise InputError for another system.
    """
    system, _ = OPERATIONS[usage.operating_system]
    if usage.operating_system != "linux":
        raise InputError(f"no average spot price of {system} is known")
    return Meter(
        f"Instance usage (Linux/UNIX, spot, {instance_type})",
        Sku("AmazonEC2", f"SpotUsage:{instance_type}"),
        hours,
        Unit.HOURS,
        assumed="the region's average spot price",
        pricing_category=PricingCategory.DYNAMIC,
        alone=alone,
    )


def cpu_credits(
    instance_type: str, usage: CapacityUsage, *, count: Decimal, unlimited: bool
) -> Iterator[Meter]:
    """Yield the CPU credits that burstable instances buy; only where they may buy any."""
    family = instance_type.partition(".")[0]
    bought = usage.monthly_cpu_credit_hrs
    if family not in BURSTABLE or not (unlimited or bought):
        return
    quantity = None
    if bought is not None:
        vcpus = vcpus_of(instance_type) if usage.vcpu_count is None else usage.vcpu_count
        quantity = bought * vcpus * count
    sku = Sku("AmazonEC2", f"CPUCredits:{family}")
    on_windows = Sku("AmazonEC2", f"CPUCredits:{family}:windows")
    yield Meter(
        "CPU credits",
        sku,
        quantity,
        Unit.VCPU_HOURS,
        usage="monthly_cpu_credit_hrs",
        listed_as=on_windows if usage.operating_system.startswith("windows") else None,
    )


def vcpus_of(instance_type: str) -> Decimal:
    known = instance_types().get(instance_type)
    if known is None:
        raise InputError(f"the number of vCPUs of {instance_type} is unknown", "instanceType")
    return Decimal(known.vcpu)


def is_optimized_at_a_charge(instance_type: str) -> bool:
    """Tell the older types, which pay for bandwidth to EBS of their own."""
    family, _, size = instance_type.partition(".")
    return size in EBS_OPTIMIZED_AT_A_CHARGE.get(family, ())


def ebs_optimized(instance_type: str, count: Decimal, hours: Decimal) -> Meter:
    sku = Sku("AmazonEC2", f"EBSOptimized:{instance_type}")
    return Meter("EBS-optimized usage", sku, count * hours, Unit.HOURS)


def detailed_monitoring(count: Decimal) -> Meter:
    """Meter the metrics that detailed monitoring sends, as custom metrics."""
    return Meter(
        "EC2 detailed monitoring",
        Sku("AmazonCloudWatch", "CW:MetricMonitorUsage"),
        DETAILED_METRICS * count,
        Unit.METRIC_MONTHS,
    )
