"""Alarms on the vCPU quotas of EC2, by which a fleet cannot grow any further.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html
"""

import re
from collections.abc import Iterator

from infra.aws.alarm import Alarm
from infra.deployment import Deployment
from infra.settings import Settings

# Quotas by the letters before the generation; all other families share one.
# https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
FAMILIES = {"g": "G", "gr": "G", "vt": "G", "p": "P", "inf": "Inf", "trn": "Trn"}


def quota_class(instance_type: str, *, spot: bool) -> str:
    """Return the class of a vCPU quota as in AWS/Usage, such as Standard/OnDemand."""
    letters = re.match(r"[a-z]+", instance_type)
    family = FAMILIES.get(letters[0] if letters else "", "Standard")
    return f"{family}/{'Spot' if spot else 'OnDemand'}"


def markets(settings: Settings) -> Iterator[tuple[str, bool, object]]:
    """Yield the fleets' first instance types, whether Spot, and the setting that allows some."""
    if fleet := settings.serving:
        yield fleet.instance_types[0], False, fleet.max_size
        yield fleet.instance_types[0], True, fleet.spot_percent
    if hosts := settings.containers:
        yield hosts.instance_types[0], False, hosts.on_demand_max
        yield hosts.instance_types[0], True, hosts.spot_max
    if training := settings.training:
        yield training.instance_types[0], False, training.on_demand_max_vcpus
        yield training.instance_types[0], True, training.spot_max_vcpus
        if nodes := training.multi_node:
            yield nodes.instance_type, False, nodes.max_nodes
    for name, pool in settings.kubernetes.pools.items() if settings.kubernetes else ():
        yield pool.instance_types[0], name != "system", pool.max_per_zone


def used_quotas(settings: Settings) -> set[str]:
    return {quota_class(name, spot=spot) for name, spot, most in markets(settings) if most}


def quota_alarm(name: str, percent: int) -> Alarm:
    family, market = name.split("/")
    return Alarm(
        name=f"{family.lower()}-{market.lower()}-vcpus",
        description=f"vCPUs of {name} instances are above {percent} percent of the account's "
        "quota: ask for more",
        namespace="AWS/Usage",
        metric="ResourceCount",
        dimensions={"Type": "Resource", "Service": "EC2", "Resource": "vCPU", "Class": name},
        statistic="Maximum",
        threshold=percent,
        minutes=15,
        period_minutes=5,
        share_of_quota=True,
    )


def add_quota_alarms(d: Deployment) -> None:
    """Availability: warns before a quota keeps a fleet from growing after the loss of a zone."""
    if percent := d.settings.observability.quota_percent:
        names = sorted(used_quotas(d.settings))
        d.alarms[d.context.component("quotas")] = [quota_alarm(each, percent) for each in names]
