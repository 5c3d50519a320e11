"""Public IPv4 addresses, charged since 2024-02. https://aws.amazon.com/vpc/pricing/ (2026-11)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from costing.graph.public_addresses import (
    ON_LAUNCH,
    SUBNETS,
    public_address,
    subnet_gives_address,
)
from costing.graph.resource import Resource, at
from costing.model import ZERO, Meter, Sku, Unknown
from costing.resources._shared.inputs import unknown, unusable
from costing.resources._shared.metering import Metering, Unmetered, charges
from costing.resources._shared.priced_resource import Links, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit, divide

SUBNET = SUBNETS[0]
ADDRESS = "Public IPv4 address"
KEY = "public_ipv4_addresses"


class AddressUsage(ResourceUsage):
    public_ipv4_addresses: Quantity = None  # of all instances; as the inputs say where not given


def in_use(
    count: Decimal = Decimal(1),
    hours: Decimal = HOURS_PER_MONTH,
    *,
    region: str | None = None,
    assumed: str | None = None,
) -> Meter:
    return Meter(
        ADDRESS,
        Sku("AmazonVPC", "PublicIPv4:InUseAddress"),
        count * hours,
        Unit.HOURS,
        region=region,
        assumed=assumed,
    )


def idle() -> Meter:
    return Meter(
        f"{ADDRESS}, idle",
        Sku("AmazonVPC", "PublicIPv4:IdleAddress"),
        HOURS_PER_MONTH,
        Unit.HOURS,
    )


def given_or(
    given: Decimal | None,
    by_inputs: Callable[[], Iterable[Metering]],
    hours: Decimal = HOURS_PER_MONTH,
    key: str = KEY,
) -> Iterator[Metering]:
    """Yield the addresses that usage gives, else those of the inputs; a gap names the usage key."""
    if given is None:
        for each in charges(ADDRESS)(by_inputs)():
            yield replace(each, usage=key) if isinstance(each, Unmetered) else each
    elif given:
        yield replace(in_use(given, hours), usage=key)


def public_share(links: Links, *paths: str) -> Decimal:
    """Return the part of the subnets at these inputs that gives instances public addresses.

    A subnet outside the stack counts as one that does not. Raise InputError for an unknown one.
    """
    subnets = [each for path in paths for each in subnets_at(links, path)]
    public = sum(each is not None and gives_address(links, each) for each in subnets)
    return divide(Decimal(public), Decimal(len(subnets))) if public else ZERO


def subnets_at(links: Links, path: str) -> Sequence[Resource | None]:
    if isinstance(at(links.resource.inputs, path), list):
        return links.follow_all(path, *SUBNETS)
    return [links.follow(path, *SUBNETS)] if at(links.resource.inputs, path) is not None else []


def gives_address(links: Links, subnet: Resource) -> bool:
    answer = subnet_gives_address(subnet)
    if isinstance(answer, Unknown):
        raise unknown(ON_LAUNCH, links.of_other(subnet))
    return answer


def has_public_address(links: Links) -> bool:
    """Say whether the resource gets an address. Raise InputError if an unknown input decides."""
    decision = public_address(links.graph, links.resource)
    if not isinstance(decision.public, Unknown):
        return decision.public
    if decision.subnet is not None:
        raise unknown(ON_LAUNCH, links.of_other(decision.subnet))
    raise unusable(at(links.resource.inputs, decision.path), decision.path, "", "not a boolean")
