"""What keeps a table's items from being lost, and its requests from being refused."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.scaling import scaled
from policies.reading.stack import Stack
from policies.reading.tokens import TABLE
from policies.reading.values import any_of, equal, found, not_, read, want
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"


@resource_rule(
    types=(TABLE,),
    concern="availability",
    severity="medium",
    fix='point_in_time_recovery={"enabled": True}',
    same_intent_as=("CKV_AWS_28",),
    url=f"{GUIDE}/Point-in-time-recovery.html",
    production=True,
)
def table_recovers_to_a_moment(table: Resource) -> Iterator[Finding]:
    """A table can be had back as it was at any second of the last weeks."""
    yield from want(table, "pointInTimeRecovery.enabled", True)


@stack_rule(
    types=(TABLE,),
    concern="availability",
    severity="medium",
    fix='billing_mode="PAY_PER_REQUEST", or an appautoscaling.Target and Policy',
    same_intent_as=("CKV2_AWS_16",),
    url=f"{GUIDE}/AutoScaling.html",
)
def table_grows_with_requests(table: Resource, stack: Stack) -> Iterator[Finding]:
    """A table takes as many requests as come: what is above a fixed capacity is refused."""
    grows = any_of(
        [
            equal(read(table, "billingMode", "PROVISIONED"), "PAY_PER_REQUEST"),
            scaled(stack, table, "dynamodb", "table/"),
        ]
    )
    because = f"nothing scales the capacity of {table.name}"
    yield from found(not_(grows), table, "billingMode", "PAY_PER_REQUEST", because=because)
