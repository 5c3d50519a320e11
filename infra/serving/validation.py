"""Validation of serving settings."""

from collections.abc import Iterator

from infra.aws.capacity import size_after_zone_loss, spot_pool_shortage
from infra.aws.instance_type import accelerator_of, architecture_of
from infra.aws.validation import Minimum, above_maximum, below_minimum
from infra.serving.settings import ServingSettings
from infra.settings import Settings


def conflicts(settings: Settings) -> Iterator[str]:
    serving = settings.serving
    if serving is None:
        return
    if serving.min_size > serving.max_size:
        yield above_maximum("serving.min_size", serving.min_size, "max_size", serving.max_size)
    first, architecture = serving.instance_types[0], serving.architecture
    others = [each for each in serving.instance_types if architecture_of(each) != architecture]
    if others:
        yield (
            f"plimsoll:serving.instance_types: {first} is {architecture} and {others[0]} is not, "
            "but one container image runs on one architecture; use types of one architecture"
        )
    kinds = {accelerator_of(each) for each in serving.instance_types}
    if len(kinds) > 1:
        yield (
            f"plimsoll:serving.instance_types: {first} and others differ in accelerator, but the "
            "fleet has one AMI; use types with one kind of accelerator, or none"
        )
    if architecture == "arm64" and accelerator_of(first) and not serving.image_parameter:
        yield (
            f"plimsoll:serving.image_parameter: no AMI with drivers is known for {first}; set the "
            "SSM parameter of one"
        )
    shortage = spot_pool_shortage(
        "serving.instance_types",
        serving.instance_types,
        settings.network.zone_count,
        "spot_percent",
    )
    if serving.spot_percent and shortage:
        yield shortage
    yield from variant_conflicts(serving)


def variant_conflicts(serving: ServingSettings) -> Iterator[str]:
    if serving.warm_pool and (serving.spot_percent or len(serving.instance_types) > 1):
        yield (
            "plimsoll:serving.warm_pool: a warm pool requires a single On-Demand instance type; "
            "keep one of instance_types and set spot_percent to 0, or remove warm_pool"
        )
    candidate = serving.candidate
    if candidate and candidate.min_size > candidate.max_size:
        yield above_maximum(
            "serving.candidate.min_size", candidate.min_size, "max_size", candidate.max_size
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield settings with which the fleet does not survive the loss of a zone."""
    zones, serving = settings.network.zone_count, settings.serving
    if serving is None:
        return
    number, rest = "the number of zones", "the instances needed after the loss of a zone"
    minimums = [
        Minimum("serving.min_size", serving.min_size, zones, number),
        Minimum(
            "serving.max_size",
            serving.max_size,
            size_after_zone_loss(serving.min_size, zones),
            rest,
        ),
        Minimum("serving.on_demand_base", serving.on_demand_base, zones, number),
    ]
    if candidate := serving.candidate:
        minimums.append(Minimum("serving.candidate.min_size", candidate.min_size, zones, number))
    yield from below_minimum(minimums)
