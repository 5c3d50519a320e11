"""Validation of training settings."""

from collections.abc import Iterator

from infra.aws.capacity import spot_pool_shortage
from infra.aws.instance_type import accelerator_of, architecture_of
from infra.aws.validation import above_maximum
from infra.settings import Settings
from infra.training.settings import TrainingSettings


def conflicts(settings: Settings) -> Iterator[str]:
    training = settings.training
    if training is None:
        return
    yield from capacity_conflicts(training, settings.network.zone_count)
    yield from zone_conflicts(training, settings.network.zones)
    if training.reservation and training.reservation.instance_type not in training.instance_types:
        yield (
            f"plimsoll:training.reservation.instance_type: {training.reservation.instance_type} is "
            "not in training.instance_types; add it there, or reserve one of those types"
        )
    accelerator = accelerator_of(training.instance_types[0])
    wanted = {"nvidia": training.job.gpus, "neuron": training.job.neuron_devices}
    idle = accelerator and not wanted[accelerator]
    if idle or any(count for name, count in wanted.items() if name != accelerator):
        yield (
            f"plimsoll:training.job: {training.job.gpus} GPUs and {training.job.neuron_devices} "
            f"Neuron devices do not fit {training.instance_types[0]}; set job.gpus or "
            "job.neuron_devices to what a job uses, and the other to 0"
        )
    multi_node = training.multi_node
    if multi_node and multi_node.max_nodes < multi_node.nodes:
        yield above_maximum(
            "training.multi_node.nodes", multi_node.nodes, "max_nodes", multi_node.max_nodes
        )


def capacity_conflicts(training: TrainingSettings, zones: int) -> Iterator[str]:
    first = training.instance_types[0]
    kind = (architecture_of(first), accelerator_of(first))
    for each in training.instance_types:
        if (architecture_of(each), accelerator_of(each)) != kind:
            yield (
                f"plimsoll:training.instance_types: {first} and {each} differ in architecture or "
                "accelerator, but one container image runs on one of each; use similar types"
            )
            break
    shortage = spot_pool_shortage(
        "training.instance_types", training.instance_types, zones, "spot_max_vcpus"
    )
    if training.spot_max_vcpus and shortage:
        yield shortage
    if not training.spot_max_vcpus and not training.on_demand_max_vcpus:
        yield (
            "plimsoll:training: spot_max_vcpus and on_demand_max_vcpus are both 0, so no job can "
            "run; raise one of them"
        )


def zone_conflicts(training: TrainingSettings, zones: int | tuple[str, ...]) -> Iterator[str]:
    """Yield zones that are not among the network's, if the network's are given by name."""
    given = {
        "reservation": training.reservation.zone if training.reservation else None,
        "multi_node": training.multi_node.zone if training.multi_node else None,
    }
    if isinstance(zones, int):
        return
    for name, zone in given.items():
        if zone and zone not in zones:
            yield (
                f"plimsoll:training.{name}.zone: {zone} is not in plimsoll:network.zones; set one "
                f"of {', '.join(zones)}"
            )
