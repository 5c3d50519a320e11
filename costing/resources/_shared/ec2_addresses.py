"""Public IPv4 addresses of EC2 instances, by their launch template and subnets."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from costing.errors import InputError
from costing.resources._shared.ec2_capacity import (
    CapacityUsage,
)
from costing.resources._shared.metering import Metering, examples
from costing.resources._shared.priced_resource import Links
from costing.resources._shared.public_addresses import given_or, in_use, public_share


def instance_addresses(
    of_each: Callable[[], int | None],
    usage: CapacityUsage,
    links: Links,
    subnets: tuple[str, ...],
    count: Decimal,
) -> Iterator[Metering]:
    """Yield the addresses of `count` instances; their subnets decide where `of_each` is None."""

    def by_inputs() -> Iterator[Metering]:
        each = of_each()
        if each is None:
            yield from subnet_addresses(usage, links, subnets, count)
        elif each:
            yield in_use(count * each, usage.hours)

    yield from given_or(usage.public_ipv4_addresses, by_inputs, usage.hours)


def subnet_addresses(
    usage: CapacityUsage, links: Links, subnets: tuple[str, ...], count: Decimal
) -> Iterator[Metering]:
    """Yield the addresses of instances that are spread evenly over subnets."""
    try:
        share = public_share(links, *subnets)
    except InputError as error:
        yield from examples([in_use(count, usage.hours)], error, "if charged")
    else:
        if share:
            basis = "from mapPublicIpOnLaunch of the subnets"
            yield in_use(count * share, usage.hours, assumed=basis)
