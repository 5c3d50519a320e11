"""Answer lookups offline, from tables of facts or with placeholders.

A text that only AWS knows is a placeholder (placeholder_values.py): it is UNKNOWN in the graph.
Numbers, flags and objects cannot be placeholders, and are left out of the answer. If an argument
is unknown, so is the whole answer, except for policy documents.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from costing.graph import resource as graph
from costing.graph.preview import output_kinds
from costing.graph.preview.lookups import Lookup, regions
from costing.graph.preview.lookups.policy_document import policy_document
from costing.graph.preview.output_kinds import Kind
from costing.graph.preview.placeholder_values import ACCOUNT, NETWORK, Placeholders, digits
from costing.model import UNKNOWN

FACTS: Mapping[str, Callable[[Lookup, Placeholders], Mapping[str, Any]]] = {
    "aws:index/getPartition:getPartition": regions.partition,
    "aws:index/getRegion:getRegion": regions.region,
    "aws:index/getRegions:getRegions": regions.all_regions,
    "aws:index/getService:getService": regions.service,
    "aws:index/getAvailabilityZone:getAvailabilityZone": regions.availability_zone,
    "aws:index/getAvailabilityZones:getAvailabilityZones": regions.availability_zones,
    "aws:ec2/getInstanceType:getInstanceType": regions.instance_type,
    "aws:ec2/getInstanceTypeOffering:getInstanceTypeOffering": regions.instance_type_offering,
    "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": regions.instance_type_offerings,
    "aws:iam/getPolicyDocument:getPolicyDocument": policy_document,
}
WHOLE = {"aws:iam/getPolicyDocument:getPolicyDocument"}  # whose answer is complete
# Prefixes of ids in the answers of lookups.
PREFIXES = {
    "getAmi": "ami-",
    "getAmiIds": "ami-",
    "getEbsSnapshot": "snap-",
    "getInternetGateway": "igw-",
    "getManagedPrefixList": "pl-",
    "getNatGateway": "nat-",
    "getPrefixList": "pl-",
    "getRouteTable": "rtb-",
    "getRouteTables": "rtb-",
    "getSecurityGroup": "sg-",
    "getSecurityGroups": "sg-",
    "getSubnet": "subnet-",
    "getSubnetIds": "subnet-",
    "getSubnets": "subnet-",
    "getVpc": "vpc-",
    "getVpcEndpoint": "vpce-",
    "getVpcs": "vpc-",
}
ONE_A_ZONE = {"getSubnets", "getSubnetIds"}
IDS = {"id", "ids", "imageId", "prefixListId", "routeTableId"}
ACCOUNTS = {"accountId", "ownerId", "registryId"}
DEFAULT_NETWORK = "172.31.0.0/16"  # CIDR block of default VPCs


def answer(lookup: Lookup, placeholders: Placeholders) -> Mapping[str, Any]:
    """Return the result of a lookup. Raise Unanswered if it cannot be answered offline."""
    if lookup.token not in WHOLE and contains_unknown(lookup.arguments, placeholders):
        return unknown(lookup, placeholders)
    fact = FACTS.get(lookup.token)
    request_text = fact(lookup, placeholders) if fact else lookup.arguments
    known = {key: value for key, value in request_text.items() if value is not None}
    declared = output_kinds.outputs(lookup.token)
    found: dict[str, Any] = {}
    if lookup.token not in WHOLE:
        found = {
            key: placeholder_of(lookup, key, kind, placeholders) for key, kind in declared.items()
        }
    found = {
        "id": placeholder_text(lookup, "id", placeholders),
        **found,
        **special(lookup),
        **known,
    }
    fitting = {key: output_kinds.fit(value, declared.get(key)) for key, value in found.items()}
    return {key: value for key, value in fitting.items() if value not in (None, UNKNOWN)}


def contains_unknown(value: Any, placeholders: Placeholders) -> bool:
    match value:
        case str():
            return bool(placeholders.outputs_in_text(value))
        case Mapping():
            return any(contains_unknown(item, placeholders) for item in value.values())
        case list():
            return any(contains_unknown(item, placeholders) for item in value)
    return value is UNKNOWN


def unknown(lookup: Lookup, placeholders: Placeholders) -> dict[str, Any]:
    """Return placeholders for each text and list of a lookup with unknown arguments."""
    declared = {"id": "text", **output_kinds.outputs(lookup.token)}
    texts = {key: placeholders.placeholder("", f"{lookup.function}.{key}") for key in declared}
    return {
        key: [texts[key]] if kind == "texts" else texts[key]
        for key, kind in declared.items()
        if kind in ("text", "texts")
    }


def special(lookup: Lookup) -> dict[str, Any]:
    """Return the part of an answer that the arguments determine."""
    found: dict[str, Any] = {"region": lookup.region} if lookup.region else {}
    match lookup.function:
        case "getVpc" if lookup.arguments.get("default"):
            found |= {"cidrBlock": DEFAULT_NETWORK, "instanceTenancy": "default"}
        case "getAmi":
            asked = lookup.filters("architecture") or []
            found |= {"architecture": asked[0]} if len(asked) == 1 else {}
        case "getPrefixList" | "getManagedPrefixList":
            asked = lookup.filters("prefix-list-name") or []
            found |= {"name": asked[0]} if len(asked) == 1 else {}
    return found


def placeholder_of(lookup: Lookup, key: str, kind: Kind, placeholders: Placeholders) -> Any:
    if kind == "text":
        return placeholder_text(lookup, key, placeholders)
    if kind == "texts" and lookup.function in ONE_A_ZONE:
        count = len(regions.zones_there(lookup, placeholders))
        return [placeholder_text(lookup, key, placeholders, str(number)) for number in range(count)]
    return [placeholder_text(lookup, key, placeholders)] if kind == "texts" else None


def placeholder_text(lookup: Lookup, key: str, placeholders: Placeholders, which: str = "") -> str:
    asked = json.dumps(lookup.arguments, sort_keys=True, default=str)
    what = (lookup.token, lookup.region or "", asked, key, which)
    seen = graph.Lookup(lookup.token, lookup.arguments)
    label = f"{lookup.function}.{key}" + (f"[{which}]" if which else "")
    if key in ACCOUNTS or (lookup.function == "getCallerIdentity" and key == "id"):
        return ACCOUNT
    if key == "cidrBlock":
        placeholders.texts.add(NETWORK)
        return f"{NETWORK}0.0/16"
    if key in IDS and lookup.function in PREFIXES:
        core = "0" + digits(*what[:3], "id", which, length=16)
        return placeholders.of_lookup(PREFIXES[lookup.function] + core, core, label, seen)
    if lookup.function == "getParameter" and key == "value" and "ami" in asked.lower():
        core = "0" + digits(*what, length=16)
        return placeholders.of_lookup(f"ami-{core}", core, label, seen)
    core = digits(*what, length=12)
    text = arn(lookup, core) if key.endswith(("arn", "Arn")) else f"{key}-{core}"
    return placeholders.of_lookup(text, core, label, seen)


def arn(lookup: Lookup, core: str) -> str:
    service = lookup.token.split(":")[1].partition("/")[0]
    kind = lookup.function.removeprefix("get").lower()
    partition = regions.partition_of(lookup.region)
    return f"arn:{partition}:{service}:{lookup.region or ''}:{ACCOUNT}:{kind}/{core}"
