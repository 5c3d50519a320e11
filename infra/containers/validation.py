"""Validation of ECS settings."""

from collections.abc import Iterator

from infra.aws.capacity import size_after_zone_loss, spot_pool_shortage
from infra.aws.instance_type import accelerator_of, architecture_of
from infra.aws.validation import Minimum, above_maximum, below_minimum
from infra.settings import Settings


def conflicts(settings: Settings) -> Iterator[str]:
    containers = settings.containers
    if containers is None:
        return
    for least, most in (("on_demand_min", "on_demand_max"), ("min_tasks", "max_tasks")):
        low, high = getattr(containers, least), getattr(containers, most)
        if low > high:
            yield above_maximum(f"containers.{least}", low, most, high)
    first, types = containers.instance_types[0], set(containers.instance_types)
    others = [each for each in types if architecture_of(each) != containers.architecture]
    if others:
        yield (
            f"plimsoll:containers.instance_types: {first} is {containers.architecture} and "
            f"{min(others)} is not, but one container image runs on one architecture; use types "
            "of one architecture"
        )
    accelerators = {accelerator_of(each) or "none" for each in types}
    wanted = {"nvidia": containers.gpus, "neuron": containers.neuron_devices}
    asked = {name for name, count in wanted.items() if count}
    if accelerators != (asked or {"none"}):
        yield (
            f"plimsoll:containers.instance_types: tasks ask for {containers.gpus} GPUs and "
            f"{containers.neuron_devices} Neuron devices, which does not fit {first}; set gpus or "
            "neuron_devices to what a task uses, and instance types that all have them"
        )
    zones = settings.network.zone_count
    shortage = spot_pool_shortage("containers.instance_types", types, zones, "spot_max")
    if containers.spot_max and shortage:
        yield shortage
    if containers.path == "/*":
        yield (
            "plimsoll:containers.path: /* takes all requests from the fleet of plimsoll:serving; "
            "use a narrower pattern, such as /containers/*"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield settings with which the service does not survive the loss of a zone."""
    containers, zones = settings.containers, settings.network.zone_count
    if containers is None:
        return
    number, rest = "the number of zones", "the tasks needed after the loss of a zone"
    yield from below_minimum(
        [
            Minimum("containers.on_demand_min", containers.on_demand_min, zones, number),
            Minimum("containers.min_tasks", containers.min_tasks, zones, number),
            Minimum(
                "containers.max_tasks",
                containers.max_tasks,
                size_after_zone_loss(containers.min_tasks, zones),
                rest,
            ),
            Minimum("containers.on_demand_tasks", containers.on_demand_tasks, zones, number),
        ]
    )
