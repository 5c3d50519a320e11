"""Lookups answered offline: truthfully where facts allow, else so that the program runs on.

A text that only AWS knows is made up and recognised again (handed.py): in the graph it is UNKNOWN.
Numbers, flags and objects cannot be recognised again, so none is made up: the answer has none.
Where an argument is unknown, all of the answer is; a policy document only where the argument is.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from costing.graph.preview import output_kinds
from costing.graph.preview.lookups import Lookup, regions
from costing.graph.preview.lookups.policy_document import policy_document
from costing.graph.preview.output_kinds import Kind
from costing.graph.preview.placeholder_values import ACCOUNT, NETWORK, Handed, digits
from costing.graph.resource import LookedUp
from costing.model import UNKNOWN

FACTS: Mapping[str, Callable[[Lookup, Handed], Mapping[str, Any]]] = {
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
WHOLE = {"aws:iam/getPolicyDocument:getPolicyDocument"}  # nothing is to be added to the answer
# How ids look that are looked up.
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
DEFAULT_NETWORK = "172.31.0.0/16"  # of every default VPC


def answer(lookup: Lookup, handed: Handed) -> Mapping[str, Any]:
    """Raise Unanswered for a lookup that the table of facts cannot answer."""
    if lookup.token not in WHOLE and holds_unknown(lookup.arguments, handed):
        return unknown(lookup, handed)
    fact = FACTS.get(lookup.token)
    told = fact(lookup, handed) if fact else lookup.arguments
    known = {key: value for key, value in told.items() if value is not None}
    declared = output_kinds.outputs(lookup.token)
    found: dict[str, Any] = {}
    if lookup.token not in WHOLE:
        found = {key: made_up(lookup, key, kind, handed) for key, kind in declared.items()}
    found = {"id": made_text(lookup, "id", handed), **found, **special(lookup), **known}
    fitting = {key: output_kinds.fit(value, declared.get(key)) for key, value in found.items()}
    return {key: value for key, value in fitting.items() if value not in (None, UNKNOWN)}


def holds_unknown(value: Any, handed: Handed) -> bool:
    match value:
        case str():
            return bool(handed.stand_ins(value))
        case Mapping():
            return any(holds_unknown(item, handed) for item in value.values())
        case list():
            return any(holds_unknown(item, handed) for item in value)
    return value is UNKNOWN


def unknown(lookup: Lookup, handed: Handed) -> dict[str, Any]:
    """Answer a lookup of something that does not exist yet: stand-ins, in each text and list."""
    declared = {"id": "text", **output_kinds.outputs(lookup.token)}
    texts = {key: handed.stand_in("", f"{lookup.function}.{key}") for key in declared}
    return {
        key: [texts[key]] if kind == "texts" else texts[key]
        for key, kind in declared.items()
        if kind in ("text", "texts")
    }


def special(lookup: Lookup) -> dict[str, Any]:
    """Return what is known although the table of facts does not answer."""
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


def made_up(lookup: Lookup, key: str, kind: Kind, handed: Handed) -> Any:
    if kind == "text":
        return made_text(lookup, key, handed)
    if kind == "texts" and lookup.function in ONE_A_ZONE:
        count = len(regions.zones_there(lookup, handed))
        return [made_text(lookup, key, handed, str(number)) for number in range(count)]
    return [made_text(lookup, key, handed)] if kind == "texts" else None


def made_text(lookup: Lookup, key: str, handed: Handed, which: str = "") -> str:
    text = text_of(lookup, key, handed, which)
    handed.asked.setdefault(text.lower(), LookedUp(lookup.token, lookup.arguments))
    return text


def text_of(lookup: Lookup, key: str, handed: Handed, which: str) -> str:
    asked = json.dumps(lookup.arguments, sort_keys=True, default=str)
    what = (lookup.token, lookup.region or "", asked, key, which)
    label = f"{lookup.function}.{key}" + (f"[{which}]" if which else "")
    if key in ACCOUNTS or (lookup.function == "getCallerIdentity" and key == "id"):
        return ACCOUNT
    if key == "cidrBlock":
        handed.texts.add(NETWORK)
        return f"{NETWORK}0.0/16"
    if key in IDS and lookup.function in PREFIXES:
        core = "0" + digits(*what[:3], "id", which, length=16)
        return handed.remember(PREFIXES[lookup.function] + core, core, None, label)
    if lookup.function == "getParameter" and key == "value" and "ami" in asked.lower():
        core = "0" + digits(*what, length=16)
        return handed.remember(f"ami-{core}", core, None, label)
    core = digits(*what, length=12)
    text = arn(lookup, core) if key.endswith(("arn", "Arn")) else f"{key}-{core}"
    return handed.remember(text, core, None, label)


def arn(lookup: Lookup, core: str) -> str:
    service = lookup.token.split(":")[1].partition("/")[0]
    kind = lookup.function.removeprefix("get").lower()
    partition = regions.partition_of(lookup.region)
    return f"arn:{partition}:{service}:{lookup.region or ''}:{ACCOUNT}:{kind}/{core}"
