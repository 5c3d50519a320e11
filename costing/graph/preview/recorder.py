"""Record the resources that a program registers, and build their graph.

Methods take and return messages of the engine's protocol, independent of the transport.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

from pulumi.runtime.proto import resource_pb2

from costing import progress
from costing.errors import CallError, GraphError
from costing.graph.preview import (
    declaration,
    outputs,
    packages,
    providers,
    responses,
    stack_outputs,
    transforms,
    values,
)
from costing.graph.preview.declaration import Declaration
from costing.graph.preview.graph_values import graph_inputs
from costing.graph.preview.lookups import Unanswered
from costing.graph.preview.placeholder_values import Placeholders, without_marks
from costing.graph.preview.recorded import Recorded
from costing.graph.preview.stack import Stack
from costing.graph.preview.stack_outputs import NONE_KNOWN, StackOutputs
from costing.graph.readers.regions import account_of, check_region, has_no_region, region_of
from costing.graph.resource import Graph, Resource
from costing.graph.schema.normal_form import normal_form
from costing.model import SECRET, DefaultRegion, Source

LOG = logging.getLogger("costing.graph.preview")
STACK = "pulumi:pulumi:Stack"
STACK_REFERENCE = "pulumi:pulumi:StackReference"


class Refused(Exception):  # noqa: N818 (the engine's response)
    """The engine would reject this request; the program receives the message."""


class Recorder:
    """Recorder of one run of a program.

    `assume_ids`: give the program generated ids and ARNs. `default`: region if neither provider
    nor stack has one. `others`: known outputs of the stacks that the program refers to.
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
        self.placeholders = Placeholders(assume_ids, secrets=set(stack.secret_values))
        self.recorded: dict[str, Recorded] = {}
        self.stack_transforms: list[transforms.Callback] = []
        self.lock = RLock()

    def register(
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        progress.report("Running the program, resources", len(self.recorded))
        wanted = transforms.of(request, without_marks(request.dependencies))
        chain = [*request.transforms, *self.transforms_above(request.parent, request.type)]
        if chain:
            wanted = transforms.transformed(wanted, chain, self.call)
        declared = declaration.registered(request, wanted, self.folder)
        with self.lock:
            recorded = self.declared(declared, remote=request.remote, callbacks=request.transforms)
        return responses.registered(recorded.resource.urn, recorded.answer)

    def declared(
        self,
        declared: Declaration,
        *,
        remote: bool = False,
        callbacks: Iterable[transforms.Callback] = (),
    ) -> Recorded:
        """Record a resource; expand a component of another package, read another stack."""
        recorded = replace(self.declare(declared), callbacks=tuple(callbacks))
        urn = recorded.resource.urn
        self.recorded[urn] = recorded
        if remote:
            recorded = self.recorded[urn] = self.expanded(recorded)
        if declared.external and declared.type == STACK_REFERENCE:
            known = self.outputs_of(declared.known_id, recorded.resource)
            answer = replace(recorded.answer, outputs=known)
            recorded = self.recorded[urn] = replace(recorded, answer=answer)
        return recorded

    def expanded(self, recorded: Recorded) -> Recorded:
        """Declare the children of another package's component, if they are known."""
        answer = packages.expand(self, recorded)
        if answer is None:
            resource = replace(recorded.resource, custom=True, origin="not expanded")
            return replace(recorded, resource=resource)
        return replace(recorded, answer=answer)

    def read(self, request: resource_pb2.ReadResourceRequest) -> resource_pb2.ReadResourceResponse:
        with self.lock:
            recorded = self.declared(declaration.read(request, self.folder))
        return responses.read(recorded.resource.urn, recorded.answer)

    def outputs_of(self, stack: str, reference: Resource) -> dict[str, Any]:
        """Return the properties of a reference to another stack."""
        try:
            known = None if self.placeholders.find(stack) is not None else self.others.of(stack)
        except GraphError as error:
            raise Refused(str(error)) from error
        if known is None:
            LOG.warning(
                "%s: the outputs of stack %s are unknown; specify them with --stack-outputs FILE "
                "or plimsoll:stackOutputs",
                reference.position or reference.name,
                self.placeholders.masked(stack),
            )
        return stack_outputs.properties(stack, known, reference.urn, self.placeholders)

    def register_outputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> None:
        with self.lock:
            self.finish(request.urn, values.inputs(request.outputs))

    def finish(self, urn: str, outputs: Mapping[str, Any]) -> None:
        """Record the outputs of a component or of the stack."""
        specified = graph_inputs(outputs, self.placeholders)
        recorded = self.recorded[urn]
        resource = replace(recorded.resource, outputs=specified.inputs)
        self.recorded[urn] = replace(recorded, resource=resource)

    def declare(self, declared: Declaration) -> Recorded:
        """Record a resource. Raise Refused for a duplicate URN."""
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
        """Return a declaration with a unique name without placeholders."""
        masked = replace(declared, name=self.placeholders.masked(declared.name))
        name, count = masked.name, 1
        while name != declared.name and self.urn(masked) in self.recorded:
            count += 1
            masked = replace(masked, name=f"{name}-{count}")
        return masked

    def resource(self, urn: str, declared: Declaration) -> Resource:
        specified = graph_inputs(declared.inputs, self.placeholders, declared.made_of)
        provider = self.provider_of(declared)
        above = self.recorded[provider].resource.inputs if provider in self.recorded else {}
        is_placeholder = self.placeholders.find(declared.known_id) is not None
        return Resource(
            urn=urn,
            type=declared.type,
            inputs=specified.inputs,
            region=region_of(
                declared.type, specified.inputs, above, self.stack.config.get("aws:region"), {}
            ),
            parent=declared.parent or None,
            external=declared.external,
            custom=declared.custom,
            id=None if is_placeholder else declared.known_id or None,
            provider=provider or None,
            account=account_of(above, provider),
            dependencies=without_marks(declared.dependencies),
            property_dependencies={
                key: urns
                for key, made_of in sorted(declared.made_of.items())
                if (urns := without_marks(made_of))
            },
            references=specified.references,
            lookups=specified.lookups,
            protect=declared.protect,
            delete_before_replace=declared.delete_before_replace,
            origin="apply" if self.is_in_unknown_apply(declared) else None,
            position=declared.position,
        )

    def is_in_unknown_apply(self, declared: Declaration) -> bool:
        """Return whether a resource is created in a callback that only runs with assumed ids."""
        made_of = self.placeholders.made_of(declared.inside, known=True)
        return self.placeholders.assume_ids and bool(made_of)

    def answer(self, resource: Resource, declared: Declaration) -> outputs.Answer:
        subject = outputs.Subject(
            urn=resource.urn,
            type=resource.type,
            name=declared.name,
            region=self.region_in(resource),
            known_id=declared.known_id if declared.known_id or declared.external else None,
            secret=tuple(declared.secret),
        )
        return outputs.answer(subject, declared.inputs, resource.references, self.placeholders)

    def region_in(self, resource: Resource) -> str | None:
        if self.default and has_no_region(resource):
            return self.default.region
        return resource.region if isinstance(resource.region, str) else None

    def urn(self, declared: Declaration) -> str:
        """Return the URN as the engine would create it, without the stack in the type path."""
        above = declared.parent.split("::")[2] if declared.parent else STACK
        path = declared.type if above == STACK else f"{above}${declared.type}"
        return f"urn:pulumi:{self.stack.name}::{self.stack.project}::{path}::{declared.name}"

    def provider_of(self, declared: Declaration) -> str:
        """Return the URN of the resource's provider; create a default provider on first use."""
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
        """Return the transforms of the parents, nearest first, then the stack's."""
        with self.lock:
            found: list[transforms.Callback] = []
            while above := self.recorded.get(parent):
                found += above.callbacks
                parent = above.resource.parent or ""
            return found if type_ == STACK else [*found, *self.stack_transforms]

    def resource_at(self, urn: str) -> dict[str, Any]:
        """Return a resource's state as the program has received it."""
        with self.lock:
            if urn not in self.recorded:
                raise Refused(f"unknown resource {urn}")
            recorded = self.recorded[urn]
            self.placeholders.read_back[urn] = values.plain(recorded.answer.outputs)
            return {"urn": urn, "id": recorded.answer.id, "state": recorded.answer.outputs}

    def region_at(self, provider: str, arguments: Mapping[str, Any]) -> str | None:
        """Return the region of a lookup. Raise Unanswered for an invalid default region."""
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
        """Return the graph; `callbacks_not_run`: positions of `apply` calls without a run."""
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
