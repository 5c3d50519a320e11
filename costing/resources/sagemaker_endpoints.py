"""Amazon SageMaker endpoints. https://aws.amazon.com/sagemaker/ai/pricing/.

An endpoint is charged for what its configuration says it runs: instances by the hour, or, of a
serverless variant, the time that it computes.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field

from costing.aws.instance_types import instance_types
from costing.errors import InputError
from costing.model import Meter
from costing.resources._shared.application_autoscaling import held_at
from costing.resources._shared.metering import SINGLE, Metering, by_count, charges, in_group
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.requests import times
from costing.resources._shared.sagemaker_instances import SERVICE, instance_hours, sagemaker, volume
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
DESIRED = "sagemaker:variant:DesiredInstanceCount"
MB_PER_GB = Decimal(1024)
SECONDS_PER_HOUR = Decimal(3600)
MS_PER_SECOND = Decimal(1000)
ONE = Decimal(1)
VOLUME_SIZE = "volume_size_gb"
DATA = (
    Line("monthly_data_in_gb", "Data processed in", "Host-Data-Bytes-In", Unit.GB),
    Line("monthly_data_out_gb", "Data processed out", "Host-Data-Bytes-Out", Unit.GB),
)


VARIANT = ("Instances", "Storage", "Duration", "Provisioned concurrency")


class VariantUsage(ResourceUsage):
    instances: Quantity = None  # of each variant, on average
    monthly_hrs: Quantity = None  # in service; 730 where not given
    monthly_requests: Quantity = None  # of each serverless variant; so the next one
    request_duration_ms: Quantity = None
    volume_size_gb: Quantity = None  # of each instance, where the program sets none

    @property
    def hours(self) -> Decimal:
        return HOURS_PER_MONTH if self.monthly_hrs is None else self.monthly_hrs

    @property
    def seconds(self) -> Quantity:
        duration = self.request_duration_ms
        return times(self.monthly_requests, None if duration is None else duration / MS_PER_SECOND)


class Serverless(Block):
    memory_size_in_mb: Decimal
    provisioned_concurrency: Decimal | None = None


class ManagedScaling(Block):
    status: Literal["ENABLED", "DISABLED"] = "DISABLED"
    min_instance_count: Decimal = ONE


class Variant(Block):
    variant_name: str | None = None
    instance_type: str | None = None
    initial_instance_count: Decimal = ONE
    volume_size_in_gb: Decimal | None = None
    serverless_config: Serverless | None = None
    managed_instance_scaling: ManagedScaling = ManagedScaling()


class EndpointConfiguration(Block):
    production_variants: list[Variant]
    shadow_production_variants: list[Variant] = Field(default_factory=list)
    async_inference_config: object = None

    def variants(self) -> Iterator[tuple[str, Variant]]:
        for index, variant in enumerate(self.production_variants):
            yield f"productionVariants[{index}]", variant
        for index, variant in enumerate(self.shadow_production_variants):
            yield f"shadowProductionVariants[{index}]", variant


class Endpoint(PricedResource):
    """The variants of an endpoint's configuration, and what goes in and out.

    As many instances as usage states; else the least that autoscaling leaves; else as many as
    the variant starts with. Inference components share a variant's instances. A volume without a
    size in the program has the size that usage gives.
    """

    type = "aws:sagemaker/endpoint:Endpoint"
    usage = usage_of("EndpointUsage", DATA, VariantUsage)

    def meters(self, usage: VariantUsage, links: Links) -> Iterator[Metering]:
        yield from self.variants(usage, links)
        yield from metered(SERVICE, DATA, usage)

    @charges(*VARIANT)
    def variants(self, usage: VariantUsage, links: Links) -> Iterator[Metering]:
        found = links.follow("endpointConfigName", CONFIGURATION)
        if found is None:
            raise InputError(
                "the endpoint configuration is not in this stack, so the instances are unknown",
                "endpointConfigName",
            )
        configuration = links.read(EndpointConfiguration, found)
        form = "Host" if configuration.async_inference_config is None else "AsyncInf"
        for group, variant in configuration.variants():
            yield from in_group(of_variant(variant, form, usage, links), group)


@charges(*VARIANT)
def of_variant(
    variant: Variant, form: str, usage: VariantUsage, links: Links
) -> Iterator[Metering]:
    if variant.serverless_config is not None:
        yield from serverless(variant.serverless_config, usage)
        return
    kind = variant.instance_type
    if kind is None:
        raise InputError("neither instanceType nor serverlessConfig is set")

    def counted(found: tuple[Decimal, str | None]) -> Iterator[Metering]:
        count, assumed = found
        hours = count * usage.hours
        yield instance_hours(form, kind, hours, name="Instances", assumed=assumed)
        yield from variant_volume(variant, usage, hours)

    yield from by_count(lambda: size(variant, usage, links), counted, SINGLE)


@charges("Storage")
def variant_volume(variant: Variant, usage: VariantUsage, hours: Decimal) -> Iterator[Meter]:
    size = variant.volume_size_in_gb
    if size is not None:
        yield volume("Host", size, hours)
    elif not has_local_storage(variant.instance_type):
        yield volume("Host", usage.volume_size_gb, hours, key=VOLUME_SIZE)


def has_local_storage(instance_type: str | None) -> bool:
    """Tell the instances whose local storage takes the place of a volume."""
    known = instance_types().get(str(instance_type).removeprefix("ml."))
    return known is not None and bool(known.local_storage_gb)


def size(variant: Variant, usage: VariantUsage, links: Links) -> tuple[Decimal, str | None]:
    if usage.instances is not None:
        return usage.instances, None
    names = (links.resource.inputs.get("name"), links.resource.outputs.get("name"))
    endpoint = next((name for name in names if isinstance(name, str)), "")
    held = held_at(links, DESIRED, f"endpoint/{endpoint}/variant/{variant.variant_name}")
    if held is not None:
        return held
    if variant.managed_instance_scaling.status == "ENABLED":
        least = variant.managed_instance_scaling.min_instance_count
        return least, "the least that managed scaling leaves"
    return variant.initial_instance_count, None


def serverless(variant: Serverless, usage: VariantUsage) -> Iterator[Meter]:
    """Yield the seconds that it computes, and those for which capacity is kept warm."""
    memory = f"Mem-{variant.memory_size_in_mb / MB_PER_GB:f}GB"
    if variant.provisioned_concurrency is None:
        name, usage_type = "Duration", f"ServerlessInf:{memory}"
    else:
        name, usage_type = "Provisioned concurrency", f"ProvisionedConcurrency:{memory}"
        warm = variant.provisioned_concurrency * usage.hours * SECONDS_PER_HOUR
        yield Meter(name, sagemaker(usage_type), warm, Unit.SECONDS)
        name, usage_type = "Duration (provisioned)", f"ServerlessInf:{memory}-Provisioned"
    key = "request_duration_ms" if usage.monthly_requests is not None else "monthly_requests"
    sku = sagemaker(usage_type)
    yield Meter(name, sku, usage.seconds, Unit.SECONDS, usage=key)
