"""What the region offers, asked of AWS and checked against what the settings want.

Asked at preview, so that a wrong wish is one line then, not a failure half-way through an update.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from infra.configuration import SettingsError
from infra.scope import Scope
from infra.settings import Settings


def scope_of(settings: Settings, project: str, opts: pulumi.InvokeOptions) -> Scope:
    return Scope(
        project=project,
        environment=settings.environment,
        region=settings.region,
        account=settings.account or aws.get_caller_identity(opts=opts).account_id,
        partition=aws.get_partition(opts=opts).partition,
    )


def zones_of(
    settings: Settings, opts: pulumi.InvokeOptions, setting: str = "network.zones"
) -> tuple[str, ...]:
    """Return the zones to use, in order. Raise SettingsError where the region has not enough."""
    offered = aws.get_availability_zones(
        state="available",
        # Every account has these zones; Local Zones and the like are opted in to.
        filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
        opts=opts,
    ).names
    return chosen(settings.network.zones, offered, settings.region, setting)


def chosen(
    wanted: int | Sequence[str],
    offered: Sequence[str],
    region: str,
    setting: str = "network.zones",
) -> tuple[str, ...]:
    """Return the first zones in the order of their names, or those that are named.

    AWS adds a zone at the end, so that a count keeps meaning the same zones.
    """
    there = ", ".join(sorted(offered))
    if isinstance(wanted, int):
        if wanted > len(offered):
            raise SettingsError(
                f"plimsoll:{setting} is {wanted}, and {region} has {len(offered)} ({there}): "
                "lower it, or choose another aws:region"
            )
        return tuple(sorted(offered)[:wanted])
    if lacking := [zone for zone in wanted if zone not in offered]:
        raise SettingsError(
            f"plimsoll:{setting} names {', '.join(lacking)}, and {region} has {there}"
        )
    return tuple(wanted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Instance types that a setting names, and the zones that must offer each."""

    setting: str
    types: Collection[str]
    zones: Sequence[str]
    zones_setting: str = "network.zones"


def types_of(settings: Settings, zones: Sequence[str]) -> list[Wanted]:
    """Return the instance types that are stated, each with the zones that must have it."""
    wanted = [Wanted("serving.instance_types", settings.serving.instance_types, zones)]
    if containers := settings.containers:
        wanted.append(Wanted("containers.instance_types", containers.instance_types, zones))
    if kubernetes := settings.kubernetes:
        for name, pool in kubernetes.pools.items():
            wanted.append(Wanted(f"kubernetes.{name}.instance_types", pool.instance_types, zones))
    if training := settings.training:
        wanted.append(Wanted("training.instance_types", training.instance_types, zones))
        if nodes := training.multi_node:
            zone = nodes.zone or zones[0]
            types = [nodes.instance_type]
            wanted.append(Wanted("training.multi_node.instance_type", types, [zone]))
    return wanted


def check_instance_types(wanted: Sequence[Wanted], opts: pulumi.InvokeOptions) -> None:
    """Raise SettingsError for a type that one of its zones does not offer."""
    types = {each for want in wanted for each in want.types}
    answer = aws.ec2.get_instance_type_offerings(
        location_type="availability-zone",
        filters=[{"name": "instance-type", "values": sorted(types)}],
        opts=opts,
    )
    offered: dict[str, set[str]] = {each: set() for each in types}
    for instance_type, zone in zip(answer.instance_types, answer.locations, strict=True):
        offered.setdefault(instance_type, set()).add(zone)
    for want in wanted:
        check_offered(want, {each: offered[each] for each in want.types})


def check_offered(wanted: Wanted, offered: Mapping[str, Collection[str]]) -> None:
    """Raise SettingsError where a type, by its zones in `offered`, is not in all that it must."""
    for instance_type, there in offered.items():
        if not there:
            raise SettingsError(
                f"plimsoll:{wanted.setting}: {instance_type} is offered in no zone of the "
                "region: leave it out, or choose another aws:region"
            )
    everywhere = sorted(set.intersection(*map(set, offered.values())))
    for instance_type, there in offered.items():
        if lacking := [zone for zone in wanted.zones if zone not in there]:
            raise SettingsError(
                f"plimsoll:{wanted.setting}: {instance_type} is not offered in "
                f"{', '.join(lacking)}: leave it out, or set plimsoll:{wanted.zones_setting} to "
                f"zones that offer all types: {', '.join(everywhere) or 'there are none'}"
            )
