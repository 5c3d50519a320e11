"""What the settings of training must agree on."""

from collections.abc import Iterator

from infra.agreement.serving import SPOT_POOLS
from infra.settings import Settings, TrainingSettings, accelerator_of, architecture_of


def contradictions(settings: Settings) -> Iterator[str]:
    if settings.training is None:
        return
    yield from pool_contradictions(settings.training, settings.network.zone_count)
    yield from place_contradictions(settings.training, settings.network.zones)
    training = settings.training
    if training.reservation and training.reservation.instance_type not in training.instance_types:
        yield (
            f"plimsoll:training.reservation.instance_type is {training.reservation.instance_type}: "
            "take one of training.instance_types, or add it there"
        )
    multi_node = training.multi_node
    if multi_node and multi_node.max_nodes < multi_node.nodes:
        yield (
            f"plimsoll:training.multi_node.max_nodes is {multi_node.max_nodes}, and a job is "
            f"{multi_node.nodes}: raise it"
        )


def pool_contradictions(training: TrainingSettings, zones: int) -> Iterator[str]:
    first = training.instance_types[0]
    kind = (architecture_of(first), accelerator_of(first))
    for each in training.instance_types:
        if (architecture_of(each), accelerator_of(each)) != kind:
            yield (
                f"plimsoll:training.instance_types has {first} and {each}, and one image runs on "
                "one architecture and one kind of accelerator: keep to one"
            )
            break
    pools = len(set(training.instance_types)) * max(zones, 2)  # fewer are refused as such
    if training.spot_max_vcpus and (pools < SPOT_POOLS or len(set(training.instance_types)) == 1):
        yield (
            f"plimsoll:training.instance_types gives {pools} pools of spot capacity over {zones} "
            f"zones: name enough types, 2 at least, for {SPOT_POOLS}, or set spot_max_vcpus to 0"
        )
    if not training.spot_max_vcpus and not training.on_demand_max_vcpus:
        yield (
            "plimsoll:training: spot_max_vcpus and on_demand_max_vcpus are both 0, and no job "
            "would ever run: raise one"
        )


def place_contradictions(training: TrainingSettings, zones: int | tuple[str, ...]) -> Iterator[str]:
    """Hold zones that are named against the network's, where those are named too."""
    stated = {
        "reservation": training.reservation.zone if training.reservation else None,
        "multi_node": training.multi_node.zone if training.multi_node else None,
    }
    if isinstance(zones, int):
        return  # their names are asked of AWS
    for name, zone in stated.items():
        if zone and zone not in zones:
            yield (
                f"plimsoll:training.{name}.zone is {zone}: take one of plimsoll:network.zones, "
                f"{', '.join(zones)}"
            )
