"""Fill in inputs that a program does not set from the outputs of deployed resources.

AWS reports in the outputs which value it uses: the size of a group, an engine version, whether a
volume is encrypted. Cost models and rules read the filled inputs; `Resource.filled` lists their
paths.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from costing.graph.resource import Resource
from costing.graph.schema.input_types import Block, InputType, ListOf, resource_type
from costing.model import UNKNOWN

VOLUME = "aws:ebs/volume:Volume"
INSTANCE = "aws:ec2/instance:Instance"
DEVICES = "ebsBlockDevices"
# Inputs that other resources of the stack may set (a bucket policy, a policy attachment), and the
# region, which costing.graph.readers.regions determines.
NOT_FILLED = {"policy", "managedPolicyArns", "region", "tagsAll"}
OTHER_NAMES = {"engineVersion": "engineVersionActual"}  # input → output with its value
# Numbers for which the provider reports 0 if AWS has no value.
ZERO_IS_NO_VALUE = {
    "iops",
    "maxAllocatedStorage",
    "performanceInsightsRetentionPeriod",
    "storageThroughput",
    "throughput",
}


def with_filled_inputs(resources: Iterable[Resource]) -> list[Resource]:
    """Return resources with missing inputs filled in from the outputs of the same name."""
    found = list(resources)
    volumes = {each.id for each in found if each.type == VOLUME}
    for index, each in enumerate(found):
        found[index] = filled(each, volumes)
    return found


def filled(resource: Resource, volumes: Collection[str | None] = ()) -> Resource:
    """Return a resource with its missing inputs filled in; `volumes`: ids of separate volumes."""
    schema = resource_type(resource.type) if resource.custom and resource.outputs else None
    if schema is None:
        return resource
    filling = Filling()
    inputs = filling.block(schema, resource.inputs, answered(resource.outputs), "")
    if resource.type == INSTANCE and resource.inputs.get(DEVICES) is None:
        devices = own_devices(resource.outputs.get(DEVICES), volumes)
        if devices:
            inputs = {**inputs, DEVICES: devices}
            filling.paths.append(DEVICES)
    if inputs is resource.inputs:
        return resource
    paths = dict.fromkeys((*resource.filled, *filling.paths))
    return replace(resource, inputs=inputs, filled=tuple(paths))


def answered(outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return outputs with the inputs that AWS reports under another name only."""
    more = {
        name: outputs[other]
        for name, other in OTHER_NAMES.items()
        if outputs.get(name) is None and outputs.get(other) is not None
    }
    return {**outputs, **more} if more else outputs


def own_devices(devices: object, volumes: Collection[str | None]) -> list[Any]:
    """Return the volumes that belong to an instance, without volumes attached separately."""
    return [
        each
        for each in (devices if isinstance(devices, list) else ())
        if isinstance(each, Mapping)
        and each.get("volumeId") not in volumes
        and each.get("deleteOnTermination") is not False
    ]


@dataclass(frozen=True, slots=True)
class Filling:
    """Filling of one resource; `paths` collects the paths of filled inputs."""

    paths: list[str] = field(default_factory=list)

    def block(
        self, schema: Block, inputs: Mapping[str, Any], outputs: Mapping[str, Any], path: str
    ) -> Mapping[str, Any]:
        """Return the inputs of a block, the same object if nothing is missing."""
        new: dict[str, Any] = {}
        for name, type_ in schema.inputs.items():
            if name in NOT_FILLED or is_no_value(name, outputs.get(name)):
                continue
            own, at = inputs.get(name), f"{path}{name}"
            value = (
                self.missing(type_, outputs[name], at)
                if own is None
                else self.given(type_, own, outputs[name], at)
            )
            if value is not own:
                new[name] = value
        return {**inputs, **new} if new else inputs

    def missing(self, type_: InputType, output: Any, path: str) -> Any:  # noqa: ANN401 (JSON)
        """Return the value for a missing input, None for a list of blocks.

        Blocks in a list are often separate resources: security group rules, routes, replicas.
        """
        if isinstance(type_, Block):
            return (self.block(type_, {}, output, f"{path}.") if is_object(output) else {}) or None
        if isinstance(type_, ListOf) and isinstance(type_.items, Block):
            return None
        self.paths.append(path)
        return type_.convert(output, (None, path, path), [])

    def given(self, type_: InputType, own: Any, output: Any, path: str) -> Any:  # noqa: ANN401
        """Return a given block, or list of blocks, with missing inputs filled in."""
        if isinstance(type_, Block) and is_object(own) and is_object(output):
            return self.block(type_, own, output, f"{path}.")
        if isinstance(type_, ListOf) and isinstance(type_.items, Block):
            return self.items(type_.items, own, output, path)
        return own

    def items(self, schema: Block, own: Any, output: Any, path: str) -> Any:  # noqa: ANN401
        """Return a list of blocks; each is filled from the output block that agrees with it."""
        if not isinstance(own, list) or not isinstance(output, list) or len(own) != len(output):
            return own
        found = [
            self.block(schema, item, answer, f"{path}[{index}].")
            if is_object(item) and is_object(answer) and agrees(item, answer)
            else item
            for index, (item, answer) in enumerate(zip(own, output, strict=True))
        ]
        unchanged = all(new is item for new, item in zip(found, own, strict=True))
        return own if unchanged else found


def is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def agrees(item: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    """Return whether two blocks have equal values in all keys that both have."""
    return all(
        answer[key] == value
        for key, value in item.items()
        if key in answer and not isinstance(value, Mapping | list)
    )


def is_no_value(name: str, value: object) -> bool:
    """Return whether an output means that AWS has no value: null, "", [], {}, -1, or some 0."""
    if value is None or value is UNKNOWN or value in ("", [], {}):
        return True
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return value < 0 or (value == 0 and name in ZERO_IS_NO_VALUE)
