"""Lookups of account, zones and instance types, checked against the settings.

The checks run at preview, so that an unavailable zone or type is reported before deployment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from infra.configuration import SettingsError
from infra.context import Context
from infra.settings import Settings


def lookup_context(settings: Settings, project: str, opts: pulumi.InvokeOptions) -> Context:
    return Context(
        project=project,
        environment=settings.environment,
        region=settings.region,
        account=settings.account or aws.get_caller_identity(opts=opts).account_id,
        partition=aws.get_partition(opts=opts).partition,
        data_classification=settings.data_classification,
        protected=settings.protected,
        log_retention_days=settings.observability.log_retention_days,
    )


def lookup_zones(
    settings: Settings, opts: pulumi.InvokeOptions, setting: str = "network.zones"
) -> tuple[str, ...]:
    """Return the zones to use, in order. Raise SettingsError if the region has too few."""
    offered = aws.get_availability_zones(
        state="available",
        # Excludes Local Zones and Wavelength Zones, which accounts opt in to.
        filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
        opts=opts,
    ).names
    return select_zones(settings.network.zones, offered, settings.region, setting)


def select_zones(
    requested: int | Sequence[str],
    offered: Sequence[str],
    region: str,
    setting: str = "network.zones",
) -> tuple[str, ...]:
    """Return the first zones by name, or the named ones.

    New zones of a region sort last, so a number keeps selecting the same zones.
    """
    available = ", ".join(sorted(offered))
    if isinstance(requested, int):
        if requested > len(offered):
            raise SettingsError(
                f"plimsoll:{setting}: {requested} zones are more than {region} has "
                f"({len(offered)}: {available}); lower it, or use another aws:region"
            )
        return tuple(sorted(offered)[:requested])
    if missing := [zone for zone in requested if zone not in offered]:
        raise SettingsError(
            f"plimsoll:{setting}: {', '.join(missing)} is not available in {region}; "
            f"use {available}"
        )
    return tuple(requested)


@dataclass(frozen=True, slots=True)
class TypeRequirement:
    """Instance types of a setting and the zones that must offer them."""

    setting: str
    types: Collection[str]
    zones: Sequence[str]
    zones_setting: str = "network.zones"


def type_requirements(settings: Settings, zones: Sequence[str]) -> list[TypeRequirement]:
    """Return the instance types of all settings with the zones that must offer them."""
    required: list[TypeRequirement] = []
    if serving := settings.serving:
        required.append(TypeRequirement("serving.instance_types", serving.instance_types, zones))
    if containers := settings.containers:
        required.append(
            TypeRequirement("containers.instance_types", containers.instance_types, zones)
        )
    if kubernetes := settings.kubernetes:
        for name, pool in kubernetes.pools.items():
            required.append(
                TypeRequirement(f"kubernetes.{name}.instance_types", pool.instance_types, zones)
            )
    if training := settings.training:
        required.append(TypeRequirement("training.instance_types", training.instance_types, zones))
        if nodes := training.multi_node:
            zone = nodes.zone or zones[0]
            types = [nodes.instance_type]
            required.append(TypeRequirement("training.multi_node.instance_type", types, [zone]))
    return required


def check_instance_types(required: Sequence[TypeRequirement], opts: pulumi.InvokeOptions) -> None:
    """Raise SettingsError for an instance type that a required zone does not offer."""
    types = {each for want in required for each in want.types}
    if not types:
        return
    answer = aws.ec2.get_instance_type_offerings(
        location_type="availability-zone",
        filters=[{"name": "instance-type", "values": sorted(types)}],
        opts=opts,
    )
    offered: dict[str, set[str]] = {each: set() for each in types}
    for instance_type, zone in zip(answer.instance_types, answer.locations, strict=True):
        offered.setdefault(instance_type, set()).add(zone)
    for want in required:
        check_offered(want, {each: offered[each] for each in want.types})


def check_offered(required: TypeRequirement, offered: Mapping[str, Collection[str]]) -> None:
    """Raise SettingsError if a type is not offered in all required zones; `offered` is by type."""
    for instance_type, zones in offered.items():
        if not zones:
            raise SettingsError(
                f"plimsoll:{required.setting}: {instance_type} is not offered in the region; "
                "remove it, or use another aws:region"
            )
    common = sorted(set.intersection(*map(set, offered.values())))
    for instance_type, zones in offered.items():
        if missing := [zone for zone in required.zones if zone not in zones]:
            raise SettingsError(
                f"plimsoll:{required.setting}: {instance_type} is not offered in "
                f"{', '.join(missing)}; remove it, or set plimsoll:{required.zones_setting} to "
                f"zones that offer all types: {', '.join(common) or 'none'}"
            )
