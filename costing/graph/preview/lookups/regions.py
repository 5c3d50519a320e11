"""Answer lookups of regions, zones and instance type offerings from the tables of costing/aws."""

import logging
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from costing.aws.instance_types import instance_types
from costing.aws.zones import Zone, offerings, regions, zones
from costing.graph.preview.lookups import Lookup, Unanswered
from costing.graph.preview.placeholder_values import Placeholders, digits

LOG = logging.getLogger("costing.graph.preview")

# Regions enabled in every account; others need an opt-in.
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, 2026-11-20.
ENABLED = (
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1",
    "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2",
    "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
)  # fmt: skip
SUFFIXES = {
    "aws": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
    "aws-us-gov": "amazonaws.com",
}
ASSUMED_ZONES = 3  # zones of a region that is not in the table
LAST_RESORT = "aws"  # partition of a region that is not in the table


def partition_of(region: str | None) -> str:
    known = regions().get(region or "")
    return known.partition if known else LAST_RESORT


def partition(lookup: Lookup, _placeholders: Placeholders) -> Mapping[str, Any]:
    name = partition_of(lookup.where)
    suffix = SUFFIXES[name]
    prefix = "cn.com.amazonaws" if name == "aws-cn" else "com.amazonaws"
    return {"partition": name, "dnsSuffix": suffix, "reverseDnsPrefix": prefix, "id": name}


def region(lookup: Lookup, _placeholders: Placeholders) -> Mapping[str, Any]:
    endpoint = lookup.arguments.get("endpoint")
    code = lookup.arguments.get("name")
    if code is None and isinstance(endpoint, str):
        code = endpoint.split(".")[1]
    code = code or lookup.where
    known = regions().get(code)
    suffix = SUFFIXES[partition_of(code)]
    described = {"description": known.name} if known else {}
    named = {"region": code, "name": code, "id": code}
    return {**named, **described, "endpoint": f"ec2.{code}.{suffix}"}


def all_regions(lookup: Lookup, _placeholders: Placeholders) -> Mapping[str, Any]:
    """Return the regions enabled in every account, or all regions."""
    here = partition_of(lookup.region)
    each = [code for code, known in regions().items() if known.partition == here]
    if not lookup.arguments.get("allRegions") and here == "aws":
        each = [code for code in each if code in ENABLED]
    return {**lookup.arguments, "names": sorted(each), "id": here}


def zones_there(lookup: Lookup, placeholders: Placeholders) -> Sequence[Zone]:
    """Return the zones of the lookup's region; generated for unknown regions."""
    known = zones().get(lookup.where)
    if known is not None:
        return known
    made = []
    for number in range(1, ASSUMED_ZONES + 1):
        core = digits("zone", lookup.where, str(number), length=12)
        text = placeholders.remember(f"{lookup.where}-{core}", core, None)
        made.append(Zone(text, text))
    return made


FIELDS: Mapping[str, Callable[[Zone, str], str]] = {  # of a zone, in a region
    "zone-name": lambda zone, _: zone.name,
    "zone-id": lambda zone, _: zone.id,
    "region-name": lambda _, region: region,
    "group-name": lambda _, region: region,
    "opt-in-status": lambda _, __: "opt-in-not-required",
    "state": lambda _, __: "available",
    "zone-type": lambda _, __: "availability-zone",
}


def chosen_zones(lookup: Lookup, placeholders: Placeholders) -> list[Zone]:
    """Return the zones that the lookup's filters match. Raise Unanswered for an unknown filter."""
    found = list(zones_there(lookup, placeholders))
    for each in lookup.arguments.get("filters") or ():
        field = FIELDS.get(each["name"])
        if field is None:
            raise Unanswered(
                f'{lookup.function}: unknown filter "{each["name"]}"; filters that work without '
                f"AWS: {', '.join(sorted(FIELDS))}"
            )
        wanted = each["values"]
        found = [zone for zone in found if any_matches(field(zone, lookup.where), wanted)]
    return found


def any_matches(value: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in patterns)


def availability_zones(lookup: Lookup, placeholders: Placeholders) -> Mapping[str, Any]:
    without = {
        *(lookup.arguments.get("excludeNames") or ()),
        *(lookup.arguments.get("excludeZoneIds") or ()),
    }
    found = [
        zone for zone in chosen_zones(lookup, placeholders) if not without & {zone.name, zone.id}
    ]
    if lookup.arguments.get("state", "available") != "available":
        found = []
    return {
        **lookup.arguments,
        "names": [zone.name for zone in found],
        "zoneIds": [zone.id for zone in found],
        "groupNames": [lookup.where],
        "id": lookup.where,
        "region": lookup.where,
    }


def availability_zone(lookup: Lookup, placeholders: Placeholders) -> Mapping[str, Any]:
    name, id_ = lookup.arguments.get("name"), lookup.arguments.get("zoneId")
    found = [
        zone
        for zone in chosen_zones(lookup, placeholders)
        if name in (None, zone.name) and id_ in (None, zone.id)
    ]
    if len(found) != 1:
        wanted = name or id_ or "the filters"
        raise Unanswered(
            f"{lookup.function}: {len(found)} zones of {lookup.where} match {wanted}; name one zone"
        )
    (zone,) = found
    return {
        **lookup.arguments,
        "name": zone.name,
        "nameSuffix": zone.name.removeprefix(lookup.where),
        "zoneId": zone.id,
        "zoneType": "availability-zone",
        "optInStatus": "opt-in-not-required",
        "state": "available",
        "groupName": lookup.where,
        "networkBorderGroup": lookup.where,
        "parentZoneId": "",
        "parentZoneName": "",
        "region": lookup.where,
        "id": zone.id,
    }


def offered(lookup: Lookup, placeholders: Placeholders) -> list[tuple[str, str]]:
    """Return the sorted (instance type, location) pairs of the lookup.

    If a region's offerings are not known, the requested types are assumed to be offered.
    """
    there = zones_there(lookup, placeholders)
    known = offerings().get(lookup.where)
    wanted = lookup.filters("instance-type")
    if known is None:
        LOG.warning(
            "EC2 instance types of %s are unknown; the requested types are assumed to be offered",
            lookup.where,
        )
        known = dict.fromkeys(wanted or (), tuple(zone.id for zone in there))
    match lookup.arguments.get("locationType", "region"):
        case "availability-zone":
            names = {zone.id: zone.name for zone in there}
        case "availability-zone-id":
            names = {zone.id: zone.id for zone in there}
        case _:
            names = {zone.id: lookup.where for zone in there}
    locations = lookup.filters("location")
    return sorted(
        {
            (instance_type, names[zone])
            for instance_type, zone_ids in known.items()
            if wanted is None or any_matches(instance_type, wanted)
            for zone in zone_ids
            if zone in names and (locations is None or any_matches(names[zone], locations))
        }
    )


def instance_type_offerings(lookup: Lookup, placeholders: Placeholders) -> Mapping[str, Any]:
    found = offered(lookup, placeholders)
    kind = lookup.arguments.get("locationType", "region")
    return {
        **lookup.arguments,
        "instanceTypes": [instance_type for instance_type, _ in found],
        "locations": [location for _, location in found],
        "locationTypes": [kind for _ in found],
        "id": lookup.where,
        "region": lookup.where,
    }


def instance_type_offering(lookup: Lookup, placeholders: Placeholders) -> Mapping[str, Any]:
    """Return the first offered of the preferred types, else the only matching type."""
    found = offered(lookup, placeholders)
    preferred = lookup.arguments.get("preferredInstanceTypes") or ()
    types = list(dict.fromkeys(instance_type for instance_type, _ in found))
    choice = next((each for each in preferred if each in types), types[0] if types else None)
    if choice is None or (not preferred and len(types) > 1):
        raise Unanswered(
            f"{lookup.function}: {len(types)} instance types match in {lookup.where}; "
            "set preferredInstanceTypes"
        )
    location = next(location for instance_type, location in found if instance_type == choice)
    return {
        **lookup.arguments,
        "instanceType": choice,
        "location": location,
        "locationType": lookup.arguments.get("locationType", "region"),
        "id": choice,
        "region": lookup.where,
    }


def instance_type(lookup: Lookup, _placeholders: Placeholders) -> Mapping[str, Any]:
    """Return the attributes of an instance type; empty for unknown types."""
    name = lookup.arguments.get("instanceType")
    known = instance_types().get(str(name))
    if known is None:
        return {"instanceType": name, "id": name}
    facts = {
        "defaultVcpus": known.vcpu,
        "memorySize": int(known.memory_gib * 1024),
        "supportedArchitectures": [known.architecture] if known.architecture else None,
        "networkPerformance": known.network_performance or None,
        "maximumNetworkInterfaces": known.network_interfaces,
        "maximumIpv4AddressesPerInterface": known.addresses_per_interface,
        "efaSupported": known.efa,
        "burstablePerformanceSupported": known.burstable,
        "currentGeneration": known.current_generation,
        "bareMetal": known.bare_metal,
    }
    return {
        "instanceType": name,
        "id": name,
        **{key: value for key, value in facts.items() if value is not None},
    }


def service(lookup: Lookup, _placeholders: Placeholders) -> Mapping[str, Any]:
    """Return the DNS names of a service's endpoint, derived from its id."""
    id_ = lookup.arguments.get("serviceId")
    if not isinstance(id_, str):
        raise Unanswered(f"{lookup.function} is supported offline by serviceId and region only")
    here = partition_of(lookup.where)
    prefix = "cn.com.amazonaws" if here == "aws-cn" else "com.amazonaws"
    return {
        "serviceId": id_,
        "region": lookup.where,
        "dnsName": f"{id_}.{lookup.where}.{SUFFIXES[here]}",
        "reverseDnsPrefix": prefix,
        "reverseDnsName": f"{prefix}.{lookup.where}.{id_}",
        "partition": here,
        "id": f"{prefix}.{lookup.where}.{id_}",
    }
