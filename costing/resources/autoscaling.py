"""Auto Scaling groups: the instances that they start. https://aws.amazon.com/autoscaling/pricing/."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field

from costing.aws.launch_templates import TEMPLATE_PATHS
from costing.aws.scaling_schedules import Action, Capacity, Profile, average, cron, profile
from costing.errors import InputError
from costing.model import ZERO
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.ebs_volumes import VOLUME
from costing.resources._shared.ec2_capacity import (
    CapacityUsage,
    Pool,
    Pools,
    spot,
)
from costing.resources._shared.launch_configurations import SUBNETS, configuration_of, configured
from costing.resources._shared.launch_templates import (
    HOURS,
    LaunchTemplate,
    ec2_hours,
    instance_parts,
    template_at,
    template_volumes,
)
from costing.resources._shared.machine_images import (
    noted,
)
from costing.resources._shared.metering import (
    Metering,
    by_count,
    changed,
    charges,
    in_group,
)
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.resources._shared.tenancy import region_fee, vpc_tenancy

SCHEDULE = "aws:autoscaling/schedule:Schedule"
UNCHANGED, ONE, HUNDRED = Decimal(-1), Decimal(1), Decimal(100)
ONE_SIZE: tuple[Profile, str | None] = ({ONE: ONE}, None)
PARTS = ("EC2 detailed monitoring", "Public IPv4 address", *VOLUME)
INSTANCE = (*HOURS, *PARTS)


class GroupUsage(CapacityUsage):
    instances: Quantity = None  # that run on average


class Override(Block):
    instance_type: str | None = None
    instance_requirements: object = None  # in place of a type
    weighted_capacity: Decimal = Decimal(1)  # units of capacity that one such instance gives


class Distribution(Block):
    on_demand_base_capacity: Decimal = ZERO
    on_demand_percentage_above_base_capacity: Decimal = HUNDRED


class MixedLaunchTemplate(Block):
    overrides: list[Override] = Field(default_factory=list)


class MixedInstancesPolicy(Block):
    instances_distribution: Distribution = Distribution()
    launch_template: MixedLaunchTemplate = MixedLaunchTemplate()


class WarmPool(Block):
    pool_state: Literal["Stopped", "Running", "Hibernated"] = "Stopped"
    min_size: Decimal = ZERO
    max_group_prepared_capacity: Decimal | None = None


class Schedule(Block):
    """A recurring action of the group. A size that it does not set becomes 0."""

    recurrence: str | None = None
    desired_capacity: Decimal = ZERO
    min_size: Decimal = ZERO
    max_size: Decimal = ZERO


class Group(PricedResource):
    """The instances of a group, on demand and spot, with their volumes, through its schedules.

    The override that EC2 will pick for spot capacity is unknown: the hours are taken as equal,
    and the range goes from the cheapest override to the most expensive.
    """

    type = "aws:autoscaling/group:Group"
    usage = GroupUsage
    usage_for: ClassVar = {"desiredCapacity": "instances", "minSize": "instances"}

    desired_capacity: Decimal | None = None
    min_size: Decimal | None = None
    max_size: Decimal | None = None
    mixed_instances_policy: MixedInstancesPolicy | None = None
    warm_pool: WarmPool | None = None

    def meters(self, usage: GroupUsage, links: Links) -> Iterator[Metering]:
        yield from self.instances(usage, links)
        yield from self.warm_instances(usage, links)
        yield from transfer(usage, "AmazonEC2", links, listed=True)

    @charges(*INSTANCE)
    def instances(self, usage: GroupUsage, links: Links) -> Iterator[Metering]:
        """Yield what the group runs. Where its size is unknown, what one instance costs."""
        yield from region_fee(links)
        configuration = configuration_of(links)
        policy = self.mixed_instances_policy
        started: Callable[[Profile], Iterator[Metering]]
        if configuration is not None:
            started = partial(configured, configuration, usage, links)
        elif policy is not None:
            started = partial(mixed, policy, template_of(links), usage, links)
        else:
            started = partial(templated, template_of(links), usage, links)

        def sized(found: tuple[Profile, str | None]) -> Iterator[Metering]:
            sizes, assumed = found
            return changed(
                started(sizes), lambda each: replace(each, assumed=and_(each.assumed, assumed))
            )

        if policy is not None and configuration is None:
            yield from sized(self.sizes(usage, links))
        else:
            yield from by_count(lambda: self.sizes(usage, links), sized, ONE_SIZE)

    @charges(*INSTANCE)
    def warm_instances(self, usage: GroupUsage, links: Links) -> Iterator[Metering]:
        """Yield the instances kept ready: stopped ones are charged for their volumes only."""
        pool = self.warm_pool
        if pool is None or configuration_of(links) is not None:
            return
        template = template_of(links)
        if pool.pool_state == "Running":
            started = partial(templated, template, usage, links)
        else:
            started = partial(stopped, template, usage)

        def prepared(count: Decimal) -> Iterator[Metering]:
            return started({count: ONE}) if count else iter(())

        yield from in_group(
            by_count(lambda: self.warm_size(pool, usage, links), prepared, ONE), "warmPool"
        )

    def warm_size(self, pool: WarmPool, usage: GroupUsage, links: Links) -> Decimal:
        sizes, _ = self.sizes(usage, links)
        prepared = pool.max_group_prepared_capacity
        most = prepared if prepared not in {None, UNCHANGED} else self.max_size
        return max((most or ZERO) - average(sizes), pool.min_size)

    def sizes(self, usage: GroupUsage, links: Links) -> tuple[Profile, str | None]:
        """Return the sizes it has, each with its share of the time."""
        size, assumed = self.size(usage)
        schedules = [links.read(Schedule, each) for each in links.referrers(SCHEDULE)]
        recurring = [each for each in schedules if each.recurrence is not None]
        if usage.instances is not None or not recurring:
            return {size: Decimal(1)}, assumed
        start = Capacity(size, self.min_size or ZERO, max(self.max_size or size, size))
        return profile(start, [action(each) for each in recurring]), "sizes of its schedules"

    def size(self, usage: GroupUsage) -> tuple[Decimal, str | None]:
        if usage.instances is not None:
            return usage.instances, None
        if self.desired_capacity is not None:
            return self.desired_capacity, None
        if self.min_size is not None:
            return self.min_size, "as many instances as minSize"
        return Decimal(1), "one instance, as no size is set"


def action(schedule: Schedule) -> Action:
    def changed_to(value: Decimal) -> Decimal | None:
        return None if value == UNCHANGED else value

    return Action(
        cron(str(schedule.recurrence)),
        changed_to(schedule.desired_capacity),
        changed_to(schedule.min_size),
        changed_to(schedule.max_size),
    )


def and_(*parts: str | None) -> str | None:
    return "; ".join(filter(None, parts)) or None


def template_of(links: Links) -> LaunchTemplate:
    """Return the launch template of a group, with the tenancy that its VPC sets.

    Raise InputError where it is outside the stack, or known only after deployment.
    """
    template = template_at(links, *TEMPLATE_PATHS)
    if template is None:
        raise InputError(
            "the launch template is not in this stack, so the instance type is unknown",
            "launchTemplate",
        )
    return template.in_vpc(vpc_tenancy(links, SUBNETS))


def templated(
    template: LaunchTemplate, usage: GroupUsage, links: Links, sizes: Profile
) -> Iterator[Metering]:
    size = average(sizes)
    usage, note = template.described(usage)
    yield from noted(templated_hours(template, usage, size), note)
    yield from instance_parts(template, usage, links, (SUBNETS,), count=size)


@charges(*HOURS)
def templated_hours(
    template: LaunchTemplate, usage: GroupUsage, size: Decimal
) -> Iterator[Metering]:
    kind = template.instance_type
    if kind is None:
        raise InputError("the launch template sets no instanceType", "launchTemplate")
    if template.instance_market_options is not None:
        yield spot(kind, usage, hours=usage.hours * size)
    else:
        yield from ec2_hours(template, kind, usage, size)


def stopped(template: LaunchTemplate, usage: GroupUsage, sizes: Profile) -> Iterator[Metering]:
    """Yield the volumes of stopped instances, which are billed all month."""
    usage, _ = template.described(usage)
    yield from template_volumes(template, usage, average(sizes))


def mixed(
    policy: MixedInstancesPolicy,
    template: LaunchTemplate,
    usage: GroupUsage,
    links: Links,
    sizes: Profile,
) -> Iterator[Metering]:
    """Yield the on-demand part from the first override, the spot part over all of them."""
    overrides = policy.launch_template.overrides or [Override()]
    pools = Pools([partial(pool_of, each, template) for each in overrides])
    on_demand, on_spot = ZERO, ZERO
    for size, share in sizes.items():
        bought, bid = parts_of(policy.instances_distribution, size)
        on_demand += bought * share
        on_spot += bid * share
    usage, note = template.described(usage)
    yield from noted(bought_hours(pools, template, usage, on_demand), note)
    yield from noted(pools.spot_hours(usage, on_spot), note)
    yield from parts_of_pools(pools, template, usage, links, (on_demand, on_spot))


@charges(*HOURS)
def bought_hours(
    pools: Pools, template: LaunchTemplate, usage: GroupUsage, capacity: Decimal
) -> Iterator[Metering]:
    if capacity:
        count = pools.on_demand(capacity)
        yield from ec2_hours(template, pools.first.instance_type, usage, count)


@charges(*PARTS)
def parts_of_pools(
    pools: Pools,
    template: LaunchTemplate,
    usage: GroupUsage,
    links: Links,
    capacity: tuple[Decimal, Decimal],
) -> Iterator[Metering]:
    count = pools.on_demand(capacity[0]) + pools.spot(capacity[1])
    yield from instance_parts(template, usage, links, (SUBNETS,), count=count)


def pool_of(override: Override, template: LaunchTemplate) -> Pool:
    kind = override.instance_type or template.instance_type
    if kind is None or override.instance_requirements is not None:
        raise InputError(
            "mixedInstancesPolicy sets instanceRequirements and no instance type, so the type is"
            " unknown",
            "mixedInstancesPolicy",
        )
    return Pool(kind, override.weighted_capacity)


def parts_of(distribution: Distribution, size: Decimal) -> tuple[Decimal, Decimal]:
    """Return how much capacity is on demand, rounded up, and how much is spot."""
    base = min(distribution.on_demand_base_capacity, size)
    above = (size - base) * distribution.on_demand_percentage_above_base_capacity / HUNDRED
    on_demand = min(base + above.to_integral_value(ROUND_CEILING), size)
    return on_demand, size - on_demand
