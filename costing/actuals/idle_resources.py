"""Resources of a bill that were paid for by the hour and had no traffic."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from costing.actuals.bill import Bill
from costing.graph.resource import Graph

LEAST_HOURS = 7 * 24
NO_USAGE_TYPES = (
    "idle resources are not searched: the bill has no usage types or resource ids; export FOCUS "
    "with AWS's own columns, or CUR with resource ids"
)


@dataclass(frozen=True, slots=True)
class Idle:
    """A billed resource without traffic. Costs in the bill's currency, for its hours."""

    kind: str  # "NAT gateway"
    resource_id: str
    region: str
    hours: Decimal
    cost: Decimal
    urn: str | None = None  # None: not in the stack
    name: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Usage types, as regular expressions: those of hours, and those of traffic."""

    name: str
    hours: str
    traffic: str | None = None  # None: the hours themselves are those of an idle resource


KINDS = (
    Kind("NAT gateway", "NatGateway-Hours$", "NatGateway-Bytes$"),
    Kind("load balancer", "LoadBalancerUsage$", "(LCUUsage|DataProcessing-Bytes)$"),
    Kind("interface VPC endpoint", "VpcEndpoint-Hours$", "VpcEndpoint-Bytes$"),
    Kind("Transit Gateway attachment", "TransitGateway-Hours$", "TransitGateway-Bytes$"),
    Kind("unused public IPv4 address", "PublicIPv4:IdleAddress$"),
)


def idle(bill: Bill, graph: Graph) -> list[Idle]:
    """Return idle resources, the highest cost first. A resource needs seven days of hours."""
    found = [each for kind in KINDS for each in of_kind(bill, kind, graph)]
    return sorted(found, key=lambda each: (-each.cost, each.resource_id))


def of_kind(bill: Bill, kind: Kind, graph: Graph) -> Iterator[Idle]:
    traffic = "false" if kind.traffic is None else f"regexp_matches(x_UsageType, '{kind.traffic}')"
    hours = f"regexp_matches(x_UsageType, '{kind.hours}')"
    rows = bill.rows(
        f"SELECT ResourceId, any_value(RegionId), sum(PricingQuantity) FILTER ({hours}) AS hours, "
        f"sum({bill.cost_column}) FILTER ({hours}) FROM lines "
        "WHERE ChargeCategory = 'Usage' AND ResourceId IS NOT NULL GROUP BY 1 "
        f"HAVING hours >= {LEAST_HOURS} "
        f"AND coalesce(sum(PricingQuantity) FILTER ({traffic}), 0) = 0"
    )
    for resource_id, region, used, cost in rows:
        resources = graph.by_value.get(resource_id) or graph.by_value.get(
            resource_id.rpartition("/")[2], ()
        )
        one = resources[0] if len(resources) == 1 else None
        yield Idle(
            kind.name,
            resource_id,
            region or "",
            used,
            cost or Decimal(0),
            one.urn if one else None,
            one.name if one else "",
        )


def has_usage_types(bill: Bill) -> bool:
    ((count,),) = bill.rows(
        "SELECT count(*) FROM lines WHERE x_UsageType IS NOT NULL AND ResourceId IS NOT NULL"
    )
    return bool(count)
