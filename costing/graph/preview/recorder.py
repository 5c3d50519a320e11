"""What the program registered, and the graph that it makes.

Takes and returns the engine's messages, whatever carries them.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock
from typing import Any

from pulumi.runtime.proto import resource_pb2

from costing.errors import CallError, GraphError
from costing.graph.preview import (
    declaration,
    outputs,
    packages,
    providers,
    stack_outputs,
    transforms,
    values,
)
from costing.graph.preview.declaration import Declaration
from costing.graph.preview.lookups import Unanswered
from costing.graph.preview.placeholder_values import Handed, without_marks
from costing.graph.preview.settle import settled
from costing.graph.preview.stack import Stack
from costing.graph.preview.stack_outputs import NONE_KNOWN, StackOutputs
from costing.graph.readers.regions import account_of, check_region, lacks_region, region_of
from costing.graph.resource import Graph, Resource
from costing.graph.schema.normal_form import normal_form
from costing.model import SECRET, DefaultRegion, Source

LOG = logging.getLogger("costing.graph.preview")
STACK = "pulumi:pulumi:Stack"
STACK_REFERENCE = "pulumi:pulumi:StackReference"


class Refused(Exception):  # noqa: N818 (what the engine does)
    """The engine would refuse this; the program is told so."""


@dataclass(frozen=True, slots=True)
class Recorded:
    resource: Resource
    declared: Declaration
    answer: outputs.Answer = field(default_factory=lambda: outputs.Answer("", {}, {}))
    passed_on: Mapping[str, str] = field(default_factory=dict)  # providers of its children
    callbacks: Sequence[transforms.Callback] = ()  # its transforms


class Recorder:
    """One run of a program. `assume_ids`: it gets made-up ids and ARNs before they are known.

    `default`: the region where neither provider nor stack names one. `others`: what is known of
    the stacks that the program refers to.
    """

    def __init__(  # noqa: PLR0913 (three of them options)
        self,
        stack: Stack,
        folder: Path,
        call: transforms.Call,
        *,
        assume_ids: bool = False,
        default: DefaultRegion | None = None,
        others: StackOutputs = NONE_KNOWN,
    ) -> None:
        self.stack = stack
        self.others = others
        self.default = default
        self.folder = folder
        self.call = call
        self.handed = Handed(assume_ids, secrets=set(stack.secret_values))
        self.recorded: dict[str, Recorded] = {}
        self.stack_transforms: list[transforms.Callback] = []
        self.lock = RLock()

    def register(
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        wanted = transforms.of(request, without_marks(request.dependencies))
        chain = [*request.transforms, *self.transforms_above(request.parent, request.type)]
        if chain:
            wanted = transforms.transformed(wanted, chain, self.call)
        declared = declaration.registered(request, wanted, self.folder)
        with self.lock:
            recorded = replace(self.declare(declared), callbacks=tuple(request.transforms))
            urn = recorded.resource.urn
            self.recorded[urn] = recorded
            if request.remote:
                recorded = self.recorded[urn] = self.expanded(recorded)
        return registered(urn, recorded.answer)

    def expanded(self, recorded: Recorded) -> Recorded:
        """Declare what a component of another package makes, as far as that is known."""
        answer = packages.expand(self, recorded)
        if answer is None:
            resource = replace(recorded.resource, custom=True, origin="not expanded")
            return replace(recorded, resource=resource)
        return replace(recorded, answer=answer)

    def read(self, request: resource_pb2.ReadResourceRequest) -> resource_pb2.ReadResourceResponse:
        with self.lock:
            recorded = self.declare(declaration.read(request, self.folder))
            answer = recorded.answer
            if request.type == STACK_REFERENCE:
                answer = replace(answer, outputs=self.outputs_of(request.id, recorded.resource))
                self.recorded[recorded.resource.urn] = replace(recorded, answer=answer)
        return resource_pb2.ReadResourceResponse(
            urn=recorded.resource.urn, id=answer.id, properties=values.struct(answer.outputs)
        )

    def outputs_of(self, stack: str, reference: Resource) -> dict[str, Any]:
        """Return the properties of a reference to another stack."""
        try:
            known = None if self.handed.find(stack) is not None else self.others.of(stack)
        except GraphError as error:
            raise Refused(str(error)) from error
        if known is None:
            LOG.warning(
                "%s: the outputs of stack %s are not known here; give them with --stack-outputs "
                "FILE, or plimsoll:stackOutputs",
                reference.position or reference.name,
                self.handed.masked(stack),
            )
        return stack_outputs.properties(stack, known, reference.urn, self.handed)

    def register_outputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> None:
        with self.lock:
            stated = settled(values.inputs(request.outputs), self.handed)
            recorded = self.recorded[request.urn]
            resource = replace(recorded.resource, outputs=stated.inputs)
            self.recorded[request.urn] = replace(recorded, resource=resource)

    def declare(self, declared: Declaration) -> Recorded:
        """Record a resource; raise Refused for one that is there already."""
        declared = self.named(declared)
        urn = self.urn(declared)
        if urn in self.recorded:
            at = f"{declared.position}: " if declared.position else ""
            raise Refused(f"{at}Duplicate resource URN '{urn}'; try giving it a unique name")
        resource = self.resource(urn, declared)
        inherited = {**self.providers_above(declared.parent), **declared.providers}
        recorded = Recorded(resource, declared, passed_on=inherited)
        if declared.custom:
            recorded = replace(recorded, answer=self.answer(resource, declared))
        self.recorded[urn] = recorded
        return recorded

    def named(self, declared: Declaration) -> Declaration:
        """Return a declaration whose name holds nothing made up, and is still its own."""
        masked = replace(declared, name=self.handed.masked(declared.name))
        name, count = masked.name, 1
        while name != declared.name and self.urn(masked) in self.recorded:
            count += 1
            masked = replace(masked, name=f"{name}-{count}")
        return masked

    def resource(self, urn: str, declared: Declaration) -> Resource:
        stated = settled(declared.inputs, self.handed, declared.made_of)
        provider = self.provider_of(declared)
        above = self.recorded[provider].resource.inputs if provider in self.recorded else {}
        is_made_up = self.handed.find(declared.known_id) is not None
        return Resource(
            urn=urn,
            type=declared.type,
            inputs=stated.inputs,
            region=region_of(
                declared.type, stated.inputs, above, self.stack.config.get("aws:region"), {}
            ),
            parent=declared.parent or None,
            external=declared.external,
            custom=declared.custom,
            id=None if is_made_up else declared.known_id or None,
            provider=provider or None,
            account=account_of(above, provider),
            dependencies=without_marks(declared.dependencies),
            property_dependencies={
                key: urns
                for key, made_of in sorted(declared.made_of.items())
                if (urns := without_marks(made_of))
            },
            references=stated.references,
            lookups=stated.lookups,
            protect=declared.protect,
            delete_before_replace=declared.delete_before_replace,
            origin="apply" if self.is_in_unknown_apply(declared) else None,
            position=declared.position,
        )

    def is_in_unknown_apply(self, declared: Declaration) -> bool:
        """Tell whether a resource is made in a callback that only runs with assumed ids."""
        made_of = self.handed.made_of(declared.inside, known=True)
        return self.handed.assume_ids and bool(made_of)

    def answer(self, resource: Resource, declared: Declaration) -> outputs.Answer:
        subject = outputs.Subject(
            urn=resource.urn,
            type=resource.type,
            name=declared.name,
            region=self.region_in(resource),
            known_id=declared.known_id if declared.known_id or declared.external else None,
            secret=tuple(declared.secret),
        )
        return outputs.answer(subject, declared.inputs, resource.references, self.handed)

    def region_in(self, resource: Resource) -> str | None:
        if self.default and lacks_region(resource):
            return self.default.region
        return resource.region if isinstance(resource.region, str) else None

    def urn(self, declared: Declaration) -> str:
        """Return the URN that the engine would give it: the stack is no part of its path."""
        above = declared.parent.split("::")[2] if declared.parent else STACK
        path = declared.type if above == STACK else f"{above}${declared.type}"
        return f"urn:pulumi:{self.stack.name}::{self.stack.project}::{path}::{declared.name}"

    def provider_of(self, declared: Declaration) -> str:
        """Return the URN of the resource's provider; the default one is made when first needed."""
        package = providers.package_of(declared.type)
        if not declared.custom or declared.type.startswith("pulumi:"):
            return ""
        reference = declared.provider or declared.providers.get(package)
        reference = reference or self.providers_above(declared.parent).get(package)
        if reference:
            return reference.rpartition("::")[0]
        name = providers.default_name(declared.version)
        inputs = providers.default_inputs(
            package, declared.version, self.stack.config, self.stack.secrets
        )
        default = Declaration(f"{providers.PROVIDERS}{package}", name, inputs=inputs)
        if (urn := self.urn(default)) not in self.recorded:
            self.declare(default)
        return urn

    def providers_above(self, parent: str) -> Mapping[str, str]:
        above = self.recorded.get(parent)
        return above.passed_on if above else {}

    def transforms_above(self, parent: str, type_: str) -> list[transforms.Callback]:
        """Return the transforms of each parent, the nearest first, and the stack's."""
        with self.lock:
            found: list[transforms.Callback] = []
            while above := self.recorded.get(parent):
                found += above.callbacks
                parent = above.resource.parent or ""
            return found if type_ == STACK else [*found, *self.stack_transforms]

    def resource_at(self, urn: str) -> dict[str, Any]:
        """Return a resource's state as far as the program was handed it."""
        with self.lock:
            if urn not in self.recorded:
                raise Refused(f"unknown resource {urn}")
            recorded = self.recorded[urn]
            self.handed.read_back[urn] = values.plain(recorded.answer.outputs)
            return {"urn": urn, "id": recorded.answer.id, "state": recorded.answer.outputs}

    def region_at(self, provider: str, arguments: Mapping[str, Any]) -> str | None:
        """Return the region that a lookup asks. Raise Unanswered for a default that is none."""
        above = self.recorded.get(provider.rpartition("::")[0])
        inputs = above.resource.inputs if above else {}
        found = region_of("aws:lookup", arguments, inputs, self.stack.config.get("aws:region"), {})
        if found is None and self.default:
            try:
                check_region(self.default)
            except CallError as error:
                raise Unanswered(str(error)) from error
            return self.default.region
        return found if isinstance(found, str) else None

    def graph(self, callbacks_not_run: Sequence[str] = ()) -> Graph:
        """Return the graph; `callbacks_not_run` are the positions of their `apply` calls."""
        with self.lock:
            found = [normal_form(each.resource) for each in self.recorded.values()]
        found.sort(key=lambda each: each.urn)
        return Graph(
            Source(
                "program",
                self.stack.project,
                self.stack.name,
                callbacks_not_run=tuple(sorted(callbacks_not_run)),
            ),
            resources=tuple(each for each in found if each.custom),
            components=tuple(each for each in found if not each.custom),
            config={
                key: SECRET if key in self.stack.secrets else value
                for key, value in sorted(self.stack.config.items())
            },
        )


def registered(urn: str, answer: outputs.Answer) -> resource_pb2.RegisterResourceResponse:
    dependencies = {
        key: resource_pb2.RegisterResourceResponse.PropertyDependencies(urns=marks)
        for key, marks in answer.made_of.items()
    }
    return resource_pb2.RegisterResourceResponse(
        urn=urn,
        id=answer.id,
        object=values.struct(answer.outputs),
        propertyDependencies=dependencies,
    )
