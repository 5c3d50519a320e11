"""Rules for Service Quotas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from costing.aws.instance_types import instance_types
from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    at_least,
    equal,
    figure,
    found,
    is_unknown,
    known,
    not_,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors import fleets
from policies.engine.selectors.instance_types import possible_instance_types
from policies.engine.selectors.tokens import GROUP, INSTANCE, NODE_GROUP
from policies.engine.stack import Stack

STANDARD = ("a", "c", "d", "h", "i", "m", "r", "t", "z")
OTHERS = ("dl", "f", "g", "inf", "p", "trn", "u", "vt", "x")


@dataclass(frozen=True, slots=True)
class Quota:
    """Of vCPUs that run at once in a region."""

    letters: tuple[str, ...]  # prefixes of the counted families
    spot: bool


QUOTAS: Mapping[str, Quota] = {
    "L-1216C47A": Quota(STANDARD, spot=False),
    "L-34B43A08": Quota(STANDARD, spot=True),
    "L-DB2E81BA": Quota(("g", "vt"), spot=False),
    "L-3819A6DF": Quota(("g", "vt"), spot=True),
    "L-417A185B": Quota(("p",), spot=False),
    "L-7212CCBC": Quota(("p",), spot=True),
    "L-1945791B": Quota(("inf",), spot=False),
    "L-B5D1601B": Quota(("inf",), spot=True),
    "L-2C3B7624": Quota(("trn",), spot=False),
    "L-74FC7D96": Quota(("f",), spot=False),
    "L-88CF9481": Quota(("f",), spot=True),
    "L-7295265B": Quota(("x",), spot=False),
    "L-E3A00192": Quota(("x",), spot=True),
}


@stack_rule(
    types=("aws:servicequotas/serviceQuota:ServiceQuota",),
    concern="availability",
    severity="high",
    title="Service Quotas request does not cover the maximum size of all fleets",
    risk="Scaling out stops at the quota.",
    fix="value: the vCPUs of all fleets at their maximum size",
    aws_docs="https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html",
    production=True,
)
def servicequotas_quota_covers_maximum_size(quota: Resource, stack: Stack) -> Iterator[Finding]:
    ours = equal(read(quota, "serviceCode"), "ec2")
    counted = QUOTAS.get(str(known(quota, "quotaCode", "")))
    if ours is False or counted is None:
        return
    expected = vcpus(counted, quota, stack)
    value = read(quota, "value", 0)
    less = not_(UNKNOWN if isinstance(expected, Unknown) else at_least(value, expected))
    because = f"value is {value}, the fleets can grow to {expected} vCPUs"
    yield from found(all_of([ours, less]), quota, "value", expected, because=because)


def vcpus(quota: Quota, asking: Resource, stack: Stack) -> Decimal | Unknown:
    """Return the vCPUs of all fleets of the stack at maximum size that the quota counts."""
    total = Decimal(0)
    for fleet in stack.of_type(GROUP, NODE_GROUP, INSTANCE):
        if fleet.region != asking.region:
            continue
        each = largest(quota, fleet, stack)
        if isinstance(each, Unknown):
            return UNKNOWN
        total += each
    return total


def largest(quota: Quota, fleet: Resource, stack: Stack) -> Decimal | Unknown:
    types, sizes = possible_instance_types(stack, fleet), size(fleet)
    if types is None or isinstance(types, Unknown) or sizes is None:
        return UNKNOWN
    counted = [instance_types().get(each) for each in types if counts(quota, each)]
    if not counted:
        return Decimal(0)
    if None in counted or is_spot(fleet, stack) is UNKNOWN:
        return UNKNOWN
    if is_spot(fleet, stack) is not quota.spot and not mixed(fleet):
        return Decimal(0)
    return sizes * max(each.vcpu for each in counted if each)


def counts(quota: Quota, instance_type: str) -> bool:
    family = instance_type.partition(".")[0]
    letters = next((each for each in OTHERS if family.startswith(each)), family[:1])
    return letters in quota.letters


def size(fleet: Resource) -> Decimal | None:
    path = {GROUP: "maxSize", NODE_GROUP: "scalingConfig.maxSize"}.get(fleet.type)
    value = read(fleet, path, 0) if path else 1
    return None if is_unknown(value) else figure(value)


def is_spot(fleet: Resource, stack: Stack) -> object:
    if fleet.type == INSTANCE:
        return equal(read(fleet, "instanceMarketOptions.marketType"), "spot")
    return fleets.spot(stack, fleet)


def mixed(fleet: Resource) -> bool:
    """Return whether a group may have both kinds: each quota must cover all of it."""
    return fleet.type == GROUP and read(fleet, "mixedInstancesPolicy") is not None


RULES: tuple[Rule, ...] = (servicequotas_quota_covers_maximum_size,)
