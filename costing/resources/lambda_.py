"""AWS Lambda. https://aws.amazon.com/lambda/pricing/."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from pydantic import Field

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import (
    Block,
    FreeResource,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.requests import times
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSLambda"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
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
    monthly_streamed_gb: Quantity = None
    monthly_snapstart_restores: Quantity = None


class SnapStart(Block):
    apply_on: str = "None"


class EphemeralStorage(Block):
    size: Decimal = INCLUDED_STORAGE  # MiB


class Function(PricedResource):
    """Requests, their duration, storage and streamed bytes, and SnapStart.

    A function of a CloudFront distribution runs as Lambda@Edge, at other prices.
    """

    type = FUNCTION
    usage = FunctionUsage

    memory_size: Decimal = Decimal(128)  # MiB
    architectures: list[Architecture] = Field(default_factory=list)
    ephemeral_storage: EphemeralStorage = EphemeralStorage()
    runtime: str | None = None
    snap_start: SnapStart = SnapStart()
    left_out = (
        LeftOut(
            "Lambda Managed Instances",
            "capacityProviderConfig",
            reason="Lambda starts EC2 instances and bills a management fee for each",
        ),
        LeftOut("Durable functions", "durableConfig"),
        LeftOut("Tenant isolation", "tenancyConfig"),
    )

    @property
    def architecture(self) -> Architecture:
        return self.architectures[0] if self.architectures else "x86_64"

    def meters(self, usage: FunctionUsage, links: Links) -> Iterator[Metering]:
        if is_at_edge(links):
            yield from self.at_edge(usage)
            return
        yield requests(usage.monthly_requests)
        yield from self.duration(usage)
        yield from self.storage(usage)
        yield from self.snapshots(usage)
        if usage.monthly_streamed_gb is not None:
            yield Meter(
                "Response streaming",
                Sku(SERVICE, "Lambda-Streaming-Response-Processed-Bytes"),
                usage.monthly_streamed_gb,
                Unit.GB,
                usage="monthly_streamed_gb",
            )
        yield from transfer(usage, SERVICE, links, listed=True)

    @charges("Requests", "Duration")
    def at_edge(self, usage: FunctionUsage) -> Iterator[Meter]:
        """Yield the charges of Lambda@Edge, which bills us-east-1 for all edge locations."""
        yield Meter(
            "Requests (Lambda@Edge)",
            Sku(SERVICE, "Lambda-Edge-Request"),
            usage.monthly_requests,
            Unit.REQUESTS,
            usage="monthly_requests",
        )
        seconds, key = seconds_of(usage.monthly_requests, usage.request_duration_ms)
        yield Meter(
            "Duration (Lambda@Edge)",
            Sku(SERVICE, "Lambda-Edge-GB-Second"),
            None if seconds is None else seconds * self.memory_size / MIB,
            Unit.GB_SECONDS,
            usage=key,
        )

    @charges("SnapStart cache", "SnapStart restores")
    def snapshots(self, usage: FunctionUsage) -> Iterator[Meter]:
        """Yield the cached snapshot of one version, and restores; both are free with Java."""
        if self.snap_start.apply_on == "None" or (self.runtime or "").startswith("java"):
            return
        yield Meter(
            "SnapStart cache",
            Sku(SERVICE, "Lambda-SnapStart-Cached-GB-S"),
            HOURS_PER_MONTH * HOUR * self.memory_size / MIB,
            Unit.GB_SECONDS,
            assumed="one published version, cached all month",
        )
        yield Meter(
            "SnapStart restores",
            Sku(SERVICE, "Lambda-SnapStart-Restored-GB"),
            times(usage.monthly_snapstart_restores, self.memory_size / MIB),
            Unit.GB,
            usage="monthly_snapstart_restores",
        )

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
                Sku(SERVICE, f"Lambda-Storage-GB-Second{SUFFIXES[self.architecture]}"),
                None if seconds is None else seconds * beyond / MIB,
                Unit.GB_SECONDS,
                usage=key,
            )


def is_at_edge(links: Links) -> bool:
    """Say whether a CloudFront distribution runs the function, by its reference."""
    referred = links.graph.referred.get(links.resource.urn, ())
    return any(
        each.type == DISTRIBUTION and "lambdaFunctionAssociations" in path
        for each, path in referred
    )


def requests(quantity: Decimal | None) -> Meter:
    return Meter(
        "Requests", Sku(SERVICE, "Request"), quantity, Unit.REQUESTS, usage="monthly_requests"
    )


def seconds_of(count: Decimal | None, duration_ms: Decimal | None) -> tuple[Decimal | None, str]:
    """Return the seconds that the requests run in all, and the usage key that gives them."""
    if count is None:
        return None, "monthly_requests"
    return (
        None if duration_ms is None else count * duration_ms / SECOND,
        "request_duration_ms",
    )


STATE_FUNCTION = 'set "architecture" and "memory_mb" in the usage file'


class ProvisionedUsage(ResourceUsage):
    monthly_duration_hrs: Quantity = None  # that it is enabled; 730 where not given
    request_duration_ms: Quantity = None
    monthly_requests: Quantity = None  # sent while it is enabled
    architecture: Architecture | None = None  # where the function is not in the stack
    memory_mb: Quantity = None  # where the function is not in the stack


class ProvisionedConcurrencyConfig(PricedResource):
    """Provisioned concurrency: initialized environments, and the requests that they serve."""

    type = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
    usage = ProvisionedUsage

    provisioned_concurrent_executions: Decimal

    def meters(self, usage: ProvisionedUsage, links: Links) -> Iterator[Metering]:
        yield from self.kept(usage, links)
        yield from self.storage(usage, links)
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

    @charges("Ephemeral storage")
    def storage(self, usage: ProvisionedUsage, links: Links) -> Iterator[Metering]:
        """Yield the storage beyond 512 MB, for as long as the concurrency is enabled."""
        found = links.follow("functionName", FUNCTION)
        function = Function() if found is None else links.read(Function, found)
        beyond = function.ephemeral_storage.size - INCLUDED_STORAGE
        if beyond > 0:
            hours = usage.monthly_duration_hrs
            seconds = (HOURS_PER_MONTH if hours is None else hours) * HOUR
            each = Meter(
                "Ephemeral storage",
                Sku(SERVICE, f"Lambda-Storage-GB-Second{SUFFIXES[function.architecture]}"),
                seconds * beyond / MIB,
                Unit.GB_SECONDS,
            )
            yield from by_count(
                lambda: self.provisioned_concurrent_executions,
                lambda count: [replace(each, quantity=seconds * beyond / MIB * count)],
                Decimal(1),
            )


def serving(usage: ProvisionedUsage, links: Links) -> tuple[str, Quantity]:
    """Return the architecture's suffix of a usage type, and the function's memory in MiB."""
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


class EventSourceMapping(FreeResource):
    """An event source mapping: free, except for provisioned pollers."""

    type = "aws:lambda/eventSourceMapping:EventSourceMapping"
    left_out = (
        LeftOut(
            "Provisioned event pollers",
            "provisionedPollerConfig",
            reason="AWS bills event poller units by the hour; the price book has no price for them",
        ),
    )
