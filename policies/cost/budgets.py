"""What tells somebody when the bill grows."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.values import Truth, any_of, blocks, found, is_open, not_
from policies.rule import whole_stack_rule

BUDGET = "aws:budgets/budget:Budget"


@whole_stack_rule(
    types=(BUDGET,),
    concern="cost",
    severity="low",
    fix="a budgets.Budget whose notifications have subscriber_email_addresses",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
)
def budget_exists(stack: Stack) -> Iterator[Finding]:
    """A budget tells somebody before the month is over that it will be dear."""
    if not any(each.type.startswith("aws:") for each in stack.graph.resources):
        return
    told = any_of(tells(budget) for budget in stack.of_type(BUDGET))
    because = "the stack has no budget that tells anybody"
    yield from found(not_(told), stack.whole, "", "a budget with a subscriber", because=because)


def tells(budget: Resource) -> Truth:
    return any_of(
        subscribed(at(notification, key))
        for notification in blocks(budget, "notifications")
        for key in ("subscriberEmailAddresses", "subscriberSnsTopicArns")
    )


def subscribed(listed: object) -> Truth:
    """An address that is not known yet is one all the same; a list that is not may be empty."""
    return UNKNOWN if is_open(listed) else bool(listed)
