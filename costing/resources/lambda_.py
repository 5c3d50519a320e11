"""AWS Lambda. https://aws.amazon.com/lambda/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSLambda"
FUNCTION = "aws:lambda/function:Function"
MIB = Decimal(1024)  # in a GiB
SECOND = Decimal(1000)  # in milliseconds
HOUR = Decimal(3600)  # in seconds
INCLUDED_STORAGE = Decimal(512)  # MiB

Architecture = Literal["x86_64", "arm64"]
SUFFIXES: dict[Architecture, str] = {"x86_64": "", "arm64": "-ARM"}


class FunctionUsage(TransferUsage):
    monthly_requests: Quantity = None
    request_duration_ms: Quantity = None


class EphemeralStorage(Block):
    size: Decimal = INCLUDED_STORAGE  # MiB


class Function(PricedResource):
    """Requests, and memory and storage for as long as they run. Left out: SnapStart."""

    type = FUNCTION
    usage = FunctionUsage

    memory_size: Decimal = Decimal(128)  # MiB
    architectures: list[Architecture] = Field(default_factory=list)
    ephemeral_storage: EphemeralStorage = EphemeralStorage()

    @property
    def architecture(self) -> Architecture:
        return self.architectures[0] if self.architectures else "x86_64"

    def meters(self, usage: FunctionUsage, links: Links) -> Iterator[Metering]:
        yield requests(usage.monthly_requests)
        yield from self.duration(usage)
        yield from self.storage(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Duration")
    def duration(self, usage: FunctionUsage) -> Iterator[Meter]:
        seconds, key = seconds_of(usage.monthly_requests, usage.request_duration_ms)
        yield Meter(
            "Duration",
            Sku(SERVICE, f"Lambda-GB-Second{SUFFIXES[self.architecture]}"),
            None if seconds is None else seconds * self.memory_size / MIB,
            Unit.GB_SECONDS,
            usage=key,
        )

    @charges("Ephemeral storage")
    def storage(self, usage: FunctionUsage) -> Iterator[Meter]:
        seconds, key = seconds_of(usage.monthly_requests, usage.request_duration_ms)
        beyond = self.ephemeral_storage.size - INCLUDED_STORAGE
        if beyond > 0:
            yield Meter(
                "Ephemeral storage",
                Sku(SERVICE, "Lambda-Storage-GB-Second"),
                None if seconds is None else seconds * beyond / MIB,
                Unit.GB_SECONDS,
                usage=key,
            )


def requests(quantity: Decimal | None) -> Meter:
    return Meter(
        "Requests", Sku(SERVICE, "Request"), quantity, Unit.REQUESTS, usage="monthly_requests"
    )


def seconds_of(count: Decimal | None, duration_ms: Decimal | None) -> tuple[Decimal | None, str]:
    """Return how long the requests run in all, and the key that states it or would."""
    if count is None:
        return None, "monthly_requests"
    return (
        None if duration_ms is None else count * duration_ms / SECOND,
        "request_duration_ms",
    )


STATE_FUNCTION = 'set "architecture" and "memory_mb" in the usage file'


class ProvisionedUsage(ResourceUsage):
    monthly_duration_hrs: Quantity = None  # that it is enabled; all month where not stated
    request_duration_ms: Quantity = None
    monthly_requests: Quantity = None  # sent while it is enabled
    architecture: Architecture | None = None  # where the function is not in the stack
    memory_mb: Quantity = None  # likewise


class ProvisionedConcurrencyConfig(PricedResource):
    """Instances of a function kept ready, and the requests that they serve."""

    type = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
    usage = ProvisionedUsage

    provisioned_concurrent_executions: Decimal

    def meters(self, usage: ProvisionedUsage, links: Links) -> Iterator[Metering]:
        yield from self.kept(usage, links)
        yield requests(usage.monthly_requests)
        yield from duration(usage, links)

    @charges("Provisioned concurrency")
    def kept(self, usage: ProvisionedUsage, links: Links) -> Iterator[Metering]:
        suffix, memory = serving(usage, links)
        hours = (
            HOURS_PER_MONTH if usage.monthly_duration_hrs is None else usage.monthly_duration_hrs
        )

        def counted(instances: Decimal) -> Iterator[Meter]:
            yield Meter(
                "Provisioned concurrency",
                Sku(SERVICE, f"Lambda-Provisioned-Concurrency{suffix}"),
                None if memory is None else instances * hours * HOUR * memory / MIB,
                Unit.GB_SECONDS,
                usage="memory_mb" if memory is None else "monthly_duration_hrs",
                assumed="enabled all month" if usage.monthly_duration_hrs is None else None,
            )

        yield from by_count(lambda: self.provisioned_concurrent_executions, counted, Decimal(1))


def serving(usage: ProvisionedUsage, links: Links) -> tuple[str, Quantity]:
    """Return how usage types say the function's architecture, and its memory in MiB."""
    if usage.architecture is not None and usage.memory_mb is not None:
        return SUFFIXES[usage.architecture], usage.memory_mb
    try:
        found = links.follow("functionName", FUNCTION)
    except InputError as error:
        raise InputError(str(error), error.path, STATE_FUNCTION) from error
    function = Function() if found is None else links.read(Function, found)
    memory = usage.memory_mb
    if memory is None and found is not None:
        memory = function.memory_size
    return SUFFIXES[usage.architecture or function.architecture], memory


@charges("Duration, provisioned")
def duration(usage: ProvisionedUsage, links: Links) -> Iterator[Meter]:
    suffix, memory = serving(usage, links)
    seconds, key = seconds_of(usage.monthly_requests, usage.request_duration_ms)
    yield Meter(
        "Duration, provisioned",
        Sku(SERVICE, f"Lambda-Provisioned-GB-Second{suffix}"),
        None if seconds is None or memory is None else seconds * memory / MIB,
        Unit.GB_SECONDS,
        usage=key if seconds is None else "memory_mb",
    )
