"""Resources of the engine's requests, as resources of a graph.

Marks of the engine become UNKNOWN and SECRET; the proxies around what a remedy gets, plain values.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi_policy import (
    PolicyProviderResource,
    ResourceValidationArgs,
    Secret,
    proxy,
)

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN

PROVIDERS = "pulumi:providers:"
# The SDK has a placeholder for each type of unknown value.
MARKS = {mark for name, mark in vars(proxy).items() if name.startswith("UNKNOWN_")}
# The engine unwraps secrets before a policy sees them. Those the provider knows come by name in
# `additional_secret_outputs`; a text of such a name further down is not kept, either.
HIDING = re.compile(
    r"(password|passphrase|secretstring|secretbinary|authtoken|privatekey|secretaccesskey"
    r"|accesstoken|clientsecret|apikey|plaintext)(wo)?$",
    re.IGNORECASE,
)


def of_request(
    request: proto.AnalyzeRequest, values: Mapping[str, Any], provider: Resource | None
) -> Resource:
    """Return the resource of a request to examine one: its inputs."""
    inputs = without_secrets(values, request.options.additionalSecretOutputs)
    return Resource(
        request.urn,
        request.type,
        inputs,
        region=region_of(inputs, provider),
        provider=provider.urn if provider else None,
        protect=request.options.protect,
        delete_before_replace=request.options.deleteBeforeReplace,
    )


def of_arguments(args: ResourceValidationArgs) -> Resource:
    """Return the resource of the same request as the SDK hands it to a remedy."""
    inputs = without_secrets(args.props, args.opts.additional_secret_outputs)
    provider = of_provider(args.provider)
    return Resource(
        args.urn,
        args.resource_type,
        inputs,
        region=region_of(inputs, provider),
        provider=provider.urn if provider else None,
        protect=bool(args.opts.protect),
        delete_before_replace=bool(args.opts.delete_before_replace),
    )


def of_provider(provider: PolicyProviderResource | None) -> Resource | None:
    if provider is None:
        return None
    return provider_of(provider.urn, provider.resource_type, provider.props)


def provider_of(urn: str, kind: str, values: Any) -> Resource:  # noqa: ANN401 (a proxy)
    package = kind.removeprefix(PROVIDERS)
    return Resource(urn, f"{PROVIDERS}{package}", plain(values))


def region_of(inputs: Mapping[str, Any], provider: Resource | None) -> Any:  # noqa: ANN401 (JSON)
    specified = inputs.get("region")
    return provider.inputs.get("region") if specified is None and provider else specified


def in_stack(
    resource: proto.AnalyzerResource,
    values: Mapping[str, Any],
    seen: Mapping[str, Resource],
    provider: Resource | None,
) -> Resource:
    """Return a resource of the whole stack: its outputs, with the inputs of its own request.

    A resource without a request of its own, although others had one, is read and not managed.
    """
    own = seen.get(resource.urn)
    outputs = without_secrets(values, resource.options.additionalSecretOutputs)
    return Resource(
        resource.urn,
        resource.type,
        own.inputs if own else outputs,
        region=own.region if own else region_of(outputs, provider),
        parent=resource.parent or None,
        external=bool(seen) and own is None,
        outputs=outputs,
        provider=provider.urn if provider else None,
        dependencies=list(resource.dependencies),
        property_dependencies={
            path: list(each.urns) for path, each in resource.propertyDependencies.items()
        },
        protect=resource.options.protect,
        delete_before_replace=resource.options.deleteBeforeReplace,
    )


def without_secrets(props: Any, secret: Iterable[str]) -> dict[str, Any]:  # noqa: ANN401 (a proxy)
    values: dict[str, Any] = plain(props)
    return {**values, **{key: SECRET for key in secret if values.get(key) is not None}}


def plain(value: Any, key: str = "") -> Any:  # noqa: ANN401 (JSON)
    """Return the value of a proxy at any depth: UNKNOWN for unknown values, SECRET for secrets."""
    match value:
        case Mapping():
            return {name: plain(item, name) for name, item in target(value).items()}
        case str() | Secret():
            return text_value(value, key)
        case float():
            return int(value) if value.is_integer() else Decimal(repr(value))
        case Sequence():
            return [plain(item, key) for item in target(value)]
    return value


def text_value(text: str | Secret, key: str) -> Any:  # noqa: ANN401 (a value)
    if isinstance(text, Secret) or HIDING.search(key):
        return UNKNOWN if text in MARKS else SECRET
    return UNKNOWN if text in MARKS else text


def target(value: Any) -> Any:  # noqa: ANN401 (a proxy)
    """Return the value behind a proxy of the SDK; the result of a remedy is a plain value."""
    return value if isinstance(value, dict | list) else value["__target"]
