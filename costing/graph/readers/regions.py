"""Region and account of a resource, from its own inputs and its provider's."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from costing.aws.zones import regions
from costing.errors import CallError, nearest
from costing.graph.resource import Graph, Resource
from costing.model import GLOBAL, SECRET, UNKNOWN, DefaultRegion, Unknown

# Services without regions, by module of their Pulumi types. Route 53 Resolver is regional.
GLOBAL_TYPES = re.compile(
    r"aws:(iam|cloudfront|waf|route53domains)/|aws:route53/(?!resolver|profiles)"
)
OF_SCOPE = "aws:wafv2/"  # global if the scope is CLOUDFRONT

ZONE = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d+")  # the region at the start of a zone's name

# Environment variables that Pulumi's provider reads if no region is set, in this order.
# Source: the `region` of pulumi_aws.Provider, pulumi-aws 7, read 2026-11-25.
VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
OPTION = "--region"

Inputs = Mapping[str, Any]
Region = str | Unknown | None


def region_of(
    kind: str, inputs: Inputs, provider: Inputs, stack: object, outputs: Inputs
) -> Region:
    """Return a resource's region; None if none is set.

    In this order: the resource's `region` input, its provider's, the stack's `aws:region`, the
    outputs of a state, the Availability Zone. A region that is set and known only after
    deployment is UNKNOWN; the following sources are not used then.
    """
    if not kind.startswith("aws:"):
        return None
    if is_global(kind, inputs):
        return GLOBAL
    if kind.startswith(OF_SCOPE) and hidden(inputs.get("scope")):
        return UNKNOWN
    for specified in (inputs.get("region"), provider.get("region"), stack):
        if specified is not None and specified != "":
            return specified if isinstance(specified, str) else UNKNOWN
    return deployed_in(outputs) or deployed_in({"availabilityZone": inputs.get("availabilityZone")})


def default_region(option: str | None, environ: Mapping[str, str]) -> DefaultRegion | None:
    """Return the region of resources without one: from --region, else from the environment."""
    if option:
        return DefaultRegion(option, OPTION)
    return next(
        (DefaultRegion(environ[name], name) for name in VARIABLES if environ.get(name)), None
    )


def check_region(default: DefaultRegion) -> None:
    """Raise CallError for an environment variable whose value is not a region."""
    if default.origin != OPTION and default.region not in regions():
        near = nearest(default.region, regions())
        raise CallError(f"{default.origin}={default.region}: unknown region{near}")


def with_default_region(graph: Graph, default: DefaultRegion | None) -> Graph:
    """Return a graph in which resources without a region are in the default region.

    Raise CallError if the default region is needed and is not an AWS region.
    """
    if default is None or not any(map(has_no_region, graph.resources)):
        return graph
    check_region(default)
    return replace(
        graph,
        source=replace(graph.source, default_region=default),
        resources=tuple(
            replace(each, region=default.region) if has_no_region(each) else each
            for each in graph.resources
        ),
    )


def has_no_region(resource: Resource) -> bool:
    return resource.region is None and resource.type.startswith("aws:")


def is_global(kind: str, inputs: Inputs) -> bool:
    if GLOBAL_TYPES.match(kind):
        return True
    return kind.startswith(OF_SCOPE) and inputs.get("scope") == "CLOUDFRONT"


def hidden(value: object) -> bool:
    return value is UNKNOWN or value is SECRET


def deployed_in(outputs: Inputs) -> str | None:
    """Return the region in a deployed resource's outputs: region, zone, or ARN."""
    specified = outputs.get("region")
    if isinstance(specified, str) and ZONE.fullmatch(specified):
        return specified
    zone = outputs.get("availabilityZone")
    if isinstance(zone, str) and (found := ZONE.match(zone)):
        return found.group()
    arn = outputs.get("arn", outputs.get("id"))
    if isinstance(arn, str) and arn.startswith("arn:"):
        part = arn.split(":", 4)[3:4]
        return part[0] if part and ZONE.fullmatch(part[0]) else None
    return None


def account_of(provider: Inputs, urn: str) -> str:
    """Return the role or profile that a provider assumes; empty for the caller's own account.

    If it is known only after deployment, return the provider's URN: it may be any account.
    """
    role = role_of(provider.get("assumeRoles"))
    if role is None:
        role = role_of(provider.get("assumeRole"))
    specified = provider.get("profile") if role is None else role
    if hidden(specified):
        return urn
    return specified if isinstance(specified, str) else ""


def role_of(assumed: object) -> object:
    """Return the last role of a chain: each assumes the next."""
    match assumed:
        case [*_, last]:
            return role_of(last)
        case Mapping():
            return assumed.get(
                "roleArn", assumed.get("role_arn")
            )  # Python programs may use snake case
        case _:
            return assumed if hidden(assumed) else None
