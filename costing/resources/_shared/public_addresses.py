"""Public IPv4 addresses, charged since 2024-02. https://aws.amazon.com/vpc/pricing/ (2026-11)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from costing.graph.resource import Resource, at
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.metering import Metering, Unmetered, charges
from costing.resources._shared.priced_resource import Block, Links, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit, divide

SUBNET = "aws:ec2/subnet:Subnet"
ADDRESS = "Public IPv4 address"
KEY = "public_ipv4_addresses"


class AddressUsage(ResourceUsage):
    public_ipv4_addresses: Quantity = None  # of all instances; as the inputs say where not given


class Subnet(Block):
    map_public_ip_on_launch: bool = False


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
    public = sum(
        each is not None and links.read(Subnet, each).map_public_ip_on_launch for each in subnets
    )
    return divide(Decimal(public), Decimal(len(subnets))) if public else ZERO


def subnets_at(links: Links, path: str) -> Sequence[Resource | None]:
    if isinstance(at(links.resource.inputs, path), list):
        return links.follow_all(path, SUBNET)
    return [links.follow(path, SUBNET)] if at(links.resource.inputs, path) is not None else []


def is_in_default_vpc(links: Links, *paths: str) -> bool:
    """Say whether none of these inputs names a subnet, so that AWS picks one that is public.

    The default VPC's subnets give public addresses. A deployed stack has the address itself in
    its outputs, so nothing is assumed of it.
    """
    named = any(at(links.resource.inputs, path) is not None for path in paths)
    return links.graph.source.kind != "state" and not named
