"""Fargate: a task's vCPU, memory and storage. https://aws.amazon.com/fargate/pricing/.

A task of ECS, a pod of EKS and a job of Batch cost the same; the product code differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.units import HOURS_PER_MONTH, PricingCategory, Unit

UNITS = Decimal(1024)  # of CPU in a vCPU, of MiB in a GB
INCLUDED_STORAGE = Decimal(20)  # GB of a task

Platform = Literal["x86_64", "arm64", "windows"]
PLATFORMS: dict[Platform, str] = {"x86_64": "", "arm64": "-ARM", "windows": "-Windows"}


def vcpus(text: str) -> Decimal:
    """Read "1024", "1 vCPU" or ".5 vCPU". Raise InputError for another text."""
    number = text.lower().removesuffix("vcpu").strip()
    return amount(number, text) if number != text.lower().strip() else amount(number, text) / UNITS


def memory_gb(text: str) -> Decimal:
    """Read "2048" (MiB) or "2 GB". Raise InputError for another text."""
    number = text.lower().removesuffix("gb").strip()
    return amount(number, text) if number != text.lower().strip() else amount(number, text) / UNITS


def amount(number: str, text: str) -> Decimal:
    try:
        return Decimal(number)
    except InvalidOperation as error:
        raise InputError(f"{text!r} is not a CPU or memory size of a task") from error


class Sized(Protocol):
    """A task, or the definition of one, of which an input may be unknown."""

    @property
    def vcpus(self) -> Decimal: ...
    @property
    def memory_gb(self) -> Decimal: ...
    @property
    def platform(self) -> Platform: ...
    @property
    def storage_gb(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Task:
    vcpus: Decimal
    memory_gb: Decimal
    platform: Platform = "x86_64"
    storage_gb: Decimal = INCLUDED_STORAGE


TASK = ("Memory", "vCPU", "Windows license", "Ephemeral storage")


@dataclass(frozen=True, slots=True)
class Bought:
    """The service, platform and purchase option of tasks."""

    service: str
    platform: Platform
    spot: bool

    @property
    def usage_type(self) -> str:
        return f"{'SpotUsage-' if self.spot else ''}Fargate{PLATFORMS[self.platform]}"

    @property
    def category(self) -> PricingCategory:
        return PricingCategory.DYNAMIC if self.spot else PricingCategory.STANDARD

    def __str__(self) -> str:
        return "spot" if self.spot else "on demand"


@charges(*TASK[:3])
def compute(task: Sized, hours: Decimal, service: str, *, spot: bool) -> Iterator[Metering]:
    bought = Bought(service, task.platform, spot)
    yield from memory(task, hours, bought)
    yield from cpu(task, hours, bought)


@charges(TASK[0])
def memory(task: Sized, hours: Decimal, bought: Bought) -> Iterator[Meter]:
    yield Meter(
        f"Memory ({bought})",
        Sku(bought.service, f"{bought.usage_type}-GB-Hours"),
        task.memory_gb * hours,
        Unit.GB_HOURS,
        pricing_category=bought.category,
    )


@charges(TASK[1])
def cpu(task: Sized, hours: Decimal, bought: Bought) -> Iterator[Meter]:
    used = task.vcpus * hours
    yield Meter(
        f"vCPU ({bought})",
        Sku(bought.service, f"{bought.usage_type}-vCPU-Hours:perCPU"),
        used,
        Unit.VCPU_HOURS,
        pricing_category=bought.category,
    )
    if bought.platform == "windows":
        licence = Sku(bought.service, "Fargate-Windows-OS-Hours:perCPU")
        yield Meter("Windows license", licence, used, Unit.VCPU_HOURS)


def fargate(
    task: Sized, count: Decimal, *, service: str = "AmazonECS", spot: bool = False
) -> Iterator[Metering]:
    """Yield what `count` tasks use in a month."""
    hours = count * HOURS_PER_MONTH
    yield from compute(task, hours, service, spot=spot)
    yield from storage(task, hours)


@charges(TASK[3])
def storage(task: Sized, hours: Decimal) -> Iterator[Meter]:
    beyond = max(task.storage_gb - INCLUDED_STORAGE, ZERO)
    if beyond:
        sku = Sku("AmazonECS", "Fargate-EphemeralStorage-GB-Hours")
        yield Meter("Ephemeral storage", sku, beyond * hours, Unit.GB_HOURS)
