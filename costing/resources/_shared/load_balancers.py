"""Load balancers: hours, capacity units and data.

https://aws.amazon.com/elasticloadbalancing/pricing/. A capacity unit is an
amount of each dimension; a load balancer is billed for the dimension with the most units.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage
from costing.resources._shared.priced_resource import Quantity
from costing.units import HOURS_PER_MONTH, Unit, divide

SERVICE = "AWSELB"

Kind = Literal["application", "network", "gateway"]


@dataclass(frozen=True, slots=True)
class CapacityUnit:
    """The dimensions of a capacity unit, beside the gigabyte an hour of every kind."""

    new_connections: Decimal  # a second
    active_connections: Decimal  # a minute
    rule_evaluations: Decimal | None = None  # a second


APPLICATION = CapacityUnit(Decimal(25), Decimal(3000), Decimal(1000))
GATEWAY = CapacityUnit(Decimal(600), Decimal(60_000))
TCP = CapacityUnit(Decimal(800), Decimal(100_000))
UDP = CapacityUnit(Decimal(400), Decimal(50_000))
TLS = CapacityUnit(Decimal(50), Decimal(3000))
BY_PROTOCOL: Mapping[frozenset[str], CapacityUnit] = {
    frozenset({"TLS"}): TLS,
    frozenset({"UDP"}): UDP,
}


class LoadBalancerUsage(TransferUsage):
    new_connections: Quantity = None  # a second, on average
    active_connections: Quantity = None  # a minute, on average
    processed_bytes_gb: Quantity = None  # a month
    rule_evaluations: Quantity = None  # a second: request rate times rules beyond the first ten
    public_ipv4_addresses: Quantity = None  # one a subnet where not given


def operation_of(kind: Kind) -> str:
    return f"LoadBalancing:{kind.capitalize()}"


def balancer(
    kind: Kind, usage: LoadBalancerUsage, protocols: Iterable[str] = (), *, key: str = ""
) -> Iterator[Meter]:
    """Yield hours and capacity units; `key` is what the usage keys begin with."""
    yield Meter(
        f"{kind.capitalize()} load balancer",
        Sku(SERVICE, "LoadBalancerUsage", operation_of(kind)),
        HOURS_PER_MONTH,
        Unit.HOURS,
    )
    yield Meter(
        "Load balancer capacity units",
        Sku(SERVICE, "LCUUsage", operation_of(kind)),
        capacity_unit_hours(usage, capacity_unit(kind, protocols)),
        Unit.LCU_HOURS,
        usage=f"{key}processed_bytes_gb",
    )


def classic(processed_gb: Decimal | None, *, key: str = "") -> Iterator[Meter]:
    yield Meter(
        "Classic load balancer",
        Sku(SERVICE, "LoadBalancerUsage", "LoadBalancing"),
        HOURS_PER_MONTH,
        Unit.HOURS,
    )
    yield Meter(
        "Data processed",
        Sku(SERVICE, "DataProcessing-Bytes", "LoadBalancing"),
        processed_gb,
        Unit.GB,
        usage=f"{key}monthly_data_processed_gb",
    )


def capacity_unit(kind: Kind, protocols: Iterable[str]) -> CapacityUnit:
    """Return the capacity unit of a kind, for a network load balancer by listener protocol."""
    if kind == "application":
        return APPLICATION
    if kind == "gateway":
        return GATEWAY
    return BY_PROTOCOL.get(frozenset(protocols), TCP)


def capacity_unit_hours(usage: LoadBalancerUsage, unit: CapacityUnit) -> Decimal | None:
    """Return the capacity units of a month by the dimension with the most of them."""
    averages = (
        (usage.new_connections, unit.new_connections),
        (usage.active_connections, unit.active_connections),
        (usage.rule_evaluations, unit.rule_evaluations),
    )
    hours = [
        divide(used * HOURS_PER_MONTH, included)
        for used, included in averages
        if used is not None and included is not None
    ]
    if usage.processed_bytes_gb is not None:
        hours.append(usage.processed_bytes_gb)
    return max(hours, default=None)
