"""Resources that the policy SDK hands over, as resources of a graph.

The SDK wraps inputs and outputs in proxies. Their values become plain values, UNKNOWN and SECRET.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pulumi_policy import (
    PolicyProviderResource,
    PolicyResource,
    ResourceValidationArgs,
    Secret,
    proxy,
)

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN

# The SDK has a placeholder for each type of unknown value.
MARKS = {mark for name, mark in vars(proxy).items() if name.startswith("UNKNOWN_")}
# The engine unwraps secrets before a policy sees them. Those the provider knows come by name in
# `additional_secret_outputs`; a text of such a name further down is not kept, either.
HIDING = re.compile(
    r"(password|passphrase|secretstring|secretbinary|authtoken|privatekey|secretaccesskey"
    r"|accesstoken|clientsecret|apikey|plaintext)(wo)?$",
    re.IGNORECASE,
)


def of_request(args: ResourceValidationArgs) -> Resource:
    inputs = without_secrets(args.props, args.opts.additional_secret_outputs)
    return Resource(
        args.urn,
        args.resource_type,
        inputs,
        region=region_of(inputs, args.provider),
        provider=args.provider.urn if args.provider else None,
        protect=bool(args.opts.protect),
        delete_before_replace=bool(args.opts.delete_before_replace),
    )


def of_provider(provider: PolicyProviderResource) -> Resource:
    return Resource(
        provider.urn, f"pulumi:providers:{provider.resource_type}", plain(provider.props)
    )


def region_of(inputs: Mapping[str, Any], provider: PolicyProviderResource | None) -> Any:  # noqa: ANN401 (JSON)
    specified = inputs.get("region")
    if specified is None and provider:
        return plain(provider.props).get("region")
    return specified


def in_stack(resource: PolicyResource, inputs: Mapping[str, Resource]) -> Resource:
    """Return a resource of a stack policy, with the inputs that were kept.

    A resource that no resource policy received, although others were, is read and not managed.
    """
    seen = inputs.get(resource.urn)
    outputs = without_secrets(resource.props, resource.opts.additional_secret_outputs)
    return Resource(
        resource.urn,
        resource.resource_type,
        seen.inputs if seen else outputs,
        region=seen.region if seen else region_of(outputs, resource.provider),
        parent=resource.parent.urn if resource.parent else None,
        external=bool(inputs) and seen is None,
        outputs=outputs,
        provider=resource.provider.urn if resource.provider else None,
        dependencies=[each.urn for each in resource.dependencies],
        property_dependencies={
            path: [target.urn for target in targets]
            for path, targets in resource.property_dependencies.items()
        },
        protect=bool(resource.opts.protect),
        delete_before_replace=bool(resource.opts.delete_before_replace),
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
