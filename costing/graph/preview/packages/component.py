"""A component of another package during expansion: arguments and created children."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from costing.graph.preview import values
from costing.graph.preview.declaration import Declaration, inside
from costing.graph.preview.lookups import Lookup, regions
from costing.graph.preview.recorded import Recorded, Registry
from costing.graph.preview.values import Output, ResourceValue
from costing.model import UNKNOWN


@dataclass(frozen=True, slots=True)
class Child:
    """A resource that a component creates or receives as an argument."""

    recorded: Recorded
    recorder: Registry

    @property
    def urn(self) -> str:
        return self.recorded.resource.urn

    @property
    def id(self) -> Any:
        known = self.recorded.answer.id
        return known or Output(UNKNOWN, dependencies=(self.urn,))

    @property
    def reference(self) -> Mapping[str, Any]:
        """The resource as an output of its component."""
        known = {} if not self.recorded.declared.custom else {"id": self.recorded.answer.id}
        return {values.SIGNATURE: values.RESOURCE, "urn": self.urn, **known}

    def output(self, name: str) -> Any:
        """Return an output of the resource, for use as an input of another."""
        known = self.recorded.answer.outputs.get(name, UNKNOWN)
        return self.made_of(name) if known is UNKNOWN else known

    def made_of(self, name: str) -> Output:
        """Return an unknown value that depends on an output of the resource."""
        return Output(
            UNKNOWN, dependencies=(self.urn, self.recorder.placeholders.mark(self.urn, name))
        )


@dataclass(frozen=True, slots=True)
class Component:
    recorder: Registry
    recorded: Recorded

    @property
    def name(self) -> str:
        return self.recorded.declared.name

    @property
    def urn(self) -> str:
        return self.recorded.resource.urn

    @property
    def inputs(self) -> Mapping[str, Any]:
        """The arguments as received, with outputs in them, for use as inputs of children."""
        return self.recorded.declared.inputs

    def given(self, name: str, default: Any = None) -> Any:
        """Return an argument's value for decisions; the default if it is missing or unknown."""
        value = values.plain(self.inputs.get(name))
        unknown = isinstance(value, str) and self.recorder.placeholders.find(value) is not None
        return default if value is None or value is UNKNOWN or unknown else value

    def without(self, *names: str) -> dict[str, Any]:
        return {key: value for key, value in self.inputs.items() if key not in names}

    def provider_reference(self, package: str) -> Mapping[str, Any] | None:
        """Return the explicit provider of the component's children, as an output."""
        urn = self.recorded.passed_on.get(package, "").rpartition("::")[0]
        found = self.recorder.recorded.get(urn)
        return Child(found, self.recorder).reference if found else None

    def lookup(self, function: str) -> Lookup:
        provider = self.recorded.passed_on.get("aws", "")
        return Lookup(f"aws:{function}", {}, self.recorder.region_at(provider, {}))

    def zones(self) -> list[str]:
        lookup = self.lookup("getAvailabilityZones")
        return [zone.name for zone in regions.zones_there(lookup, self.recorder.placeholders)]

    def add(  # noqa: PLR0913 (the parts of a declaration)
        self,
        type_: str,
        name: str,
        inputs: Mapping[str, Any],
        parent: Child | None = None,
        *,
        depends_on: Sequence[Child] = (),
        custom: bool = True,
    ) -> Child:
        """Declare a child; inputs that are None are left out."""
        specified = {key: value for key, value in inputs.items() if value is not None}
        made_of = {key: self.made_of(value) for key, value in specified.items()}
        declared = Declaration(
            type_,
            name,
            parent.urn if parent else self.urn,
            specified,
            custom=custom,
            provider=self.recorded.declared.provider,
            dependencies=[
                *(child.urn for child in depends_on),
                *(urn for urns in made_of.values() for urn in urns),
            ],
            made_of=made_of,
            inside=self.recorded.declared.inside,
            position=self.recorded.declared.position,
        )
        return Child(self.recorder.declare(declared), self.recorder)

    def made_of(self, value: Any) -> tuple[str, ...]:
        """Return the URNs of the resources that a child's input depends on."""
        found = [
            each.urn
            for text in texts(value)
            for each in self.recorder.placeholders.find(text) or ()
        ]
        return tuple(sorted({*inside(value), *found}))

    def resource_of(self, value: Any) -> Child | None:
        """Return the resource in an argument; None if the argument is not a resource."""
        match value:
            case Output():
                return self.resource_of(value.value)
            case ResourceValue(urn) if urn in self.recorder.recorded:
                return Child(self.recorder.recorded[urn], self.recorder)
        return None

    def vpc_of(self, subnet: Any) -> Any:
        """Return the VPC of a subnet (resource or id); UNKNOWN for a subnet of another stack."""
        child = self.resource_of(subnet)
        for text in texts(subnet) if child is None else ():
            for reference in self.recorder.placeholders.find(text) or ():
                child = Child(self.recorder.recorded[reference.urn], self.recorder)
        return child.recorded.declared.inputs.get("vpcId", UNKNOWN) if child else UNKNOWN

    def items(self, name: str) -> list[Any]:
        """Return the items of a list argument; an empty list if it is unknown."""
        value = self.inputs.get(name)
        value = value.value if isinstance(value, Output) else value
        return value if isinstance(value, list) else []

    def part(self, kind: str, inputs: Mapping[str, Any]) -> "Component":
        """Declare a component with the same name inside this one."""
        return Component(self.recorder, self.add(kind, self.name, inputs, custom=False).recorded)

    def children(self, of: str, type_: str) -> list[Child]:
        """Return the resources of a type with this parent."""
        return [
            Child(each, self.recorder)
            for each in self.recorder.recorded.values()
            if each.resource.parent == of and each.resource.type == type_
        ]


def texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case Output():
            return texts(value.value)
        case dict():
            return [text for item in value.values() for text in texts(item)]
        case list():
            return [text for item in value for text in texts(item)]
    return []
