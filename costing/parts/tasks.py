"""Fargate: a task's vCPU, memory and storage. https://aws.amazon.com/fargate/pricing/.

A task of ECS, a pod of EKS and a job of Batch cost the same; the product code differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.units import HOURS_PER_MONTH, PricingCategory, Unit

UNITS = Decimal(1024)  # of CPU in a vCPU, of MiB in a GB
INCLUDED_STORAGE = Decimal(20)  # GB of a task

Machine = Literal["x86_64", "arm64", "windows"]
MACHINES: dict[Machine, str] = {"x86_64": "", "arm64": "-ARM", "windows": "-Windows"}


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
        raise InputError(f"{text!r} is no CPU and no memory of a task") from error


@dataclass(frozen=True, slots=True)
class Task:
    vcpus: Decimal
    memory_gb: Decimal
    machine: Machine = "x86_64"
    storage_gb: Decimal = INCLUDED_STORAGE


def fargate(
    task: Task,
    count: Decimal,
    *,
    service: str = "AmazonECS",
    hours: Decimal = HOURS_PER_MONTH,
    spot: bool = False,
) -> Iterator[Meter]:
    """Yield what `count` tasks use in a month."""
    prefix = f"{'SpotUsage-' if spot else ''}Fargate{MACHINES[task.machine]}"
    bought = "spot" if spot else "on demand"
    category = PricingCategory.DYNAMIC if spot else PricingCategory.STANDARD
    yield Meter(
        f"Memory ({bought})",
        Sku(service, f"{prefix}-GB-Hours"),
        task.memory_gb * count * hours,
        Unit.GB_HOURS,
        pricing_category=category,
    )
    yield Meter(
        f"vCPU ({bought})",
        Sku(service, f"{prefix}-vCPU-Hours:perCPU"),
        task.vcpus * count * hours,
        Unit.VCPU_HOURS,
        pricing_category=category,
    )
    if task.machine == "windows":
        yield Meter(
            "Windows license",
            Sku(service, "Fargate-Windows-OS-Hours:perCPU"),
            task.vcpus * count * hours,
            Unit.VCPU_HOURS,
        )
    yield from storage(task, count * hours)


def storage(task: Task, hours: Decimal) -> Iterator[Meter]:
    beyond = max(task.storage_gb - INCLUDED_STORAGE, ZERO)
    if beyond:
        sku = Sku("AmazonECS", "Fargate-EphemeralStorage-GB-Hours")
        yield Meter("Ephemeral storage", sku, beyond * hours, Unit.GB_HOURS)
