"""Rules for AWS Budgets and Cost Anomaly Detection."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    found,
    given,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, whole_stack_rule
from policies.engine.selectors.account_ownership import OWNS_ACCOUNT, manages_account
from policies.engine.stack import Stack

BUDGET = "aws:budgets/budget:Budget"
MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"


@whole_stack_rule(
    types=(BUDGET,),
    concern="cost",
    severity="low",
    title="AWS Budgets has no cost budget with a notification",
    risk="Overspending is noticed only when the invoice arrives.",
    fix=(
        "add a budgets.Budget whose notifications have subscriber_email_addresses or "
        "subscriber_sns_topic_arns"
    ),
    aws_docs="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
    production=True,
    settings=OWNS_ACCOUNT,
)
def budgets_notification(stack: Stack, *, owns_account: bool = False) -> Iterator[Finding]:
    if not (owns_account or manages_account(stack)):
        return
    told = any_of(tells(budget) for budget in stack.of_type(BUDGET))
    because = "the stack has no budget with a subscriber"
    yield from found(not_(told), stack.whole, "", "a budget with a subscriber", because=because)


def tells(budget: Resource) -> Truth:
    return any_of(
        subscribed(at(notification, key))
        for notification in blocks(budget, "notifications")
        for key in ("subscriberEmailAddresses", "subscriberSnsTopicArns")
    )


def subscribed(listed: object) -> Truth:
    """An address that is not known yet is one all the same; a list that is not may be empty."""
    return UNKNOWN if is_unknown(listed) else bool(listed)


@whole_stack_rule(
    types=(MONITOR, SUBSCRIPTION),
    concern="cost",
    severity="low",
    title="AWS Cost Anomaly Detection has no monitor with a subscription",
    risk="An unusual rise in spend is noticed only at the end of the month.",
    fix="add a costexplorer.AnomalyMonitor and an AnomalySubscription with subscribers",
    aws_docs="https://docs.aws.amazon.com/cost-management/latest/userguide/manage-ad.html",
    production=True,
    settings=OWNS_ACCOUNT,
)
def cost_anomaly_detection_subscription(
    stack: Stack, *, owns_account: bool = False
) -> Iterator[Finding]:
    if not (owns_account or manages_account(stack)):
        return
    told = any_of(
        all_of([given(each, "monitorArnLists"), subscribed(read(each, "subscribers"))])
        for each in stack.of_type(SUBSCRIPTION)
    )
    because = "the stack has no anomaly subscription with a subscriber"
    yield from found(
        not_(told), stack.whole, "", "an anomaly monitor with a subscription", because=because
    )


@whole_stack_rule(
    types=(BUDGET,),
    concern="cost",
    severity="medium",
    title="Estimated monthly AWS cost of the stack exceeds the configured limit",
    risk=(
        "The stack spends more than agreed. Charges without usage are not in the "
        "estimate, so the real cost can be higher."
    ),
    fix="use fewer or smaller resources, or raise the rule's limit after approval",
    aws_docs="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
    settings={"monthly_usd": "maximum estimated cost of the stack, USD a month; 0 for no limit"},
)
def budgets_stack_monthly_cost_limit(stack: Stack, *, monthly_usd: int = 0) -> Iterator[Finding]:
    if monthly_usd <= 0:
        return
    estimate = stack.estimated
    if estimate is None:
        yield Finding(stack.whole, "", UNKNOWN, f"at most {monthly_usd} USD")
        return
    cost = estimate.monthly_cost
    open_ = bool(estimate.gaps)
    over: Truth = cost > monthly_usd or (UNKNOWN if open_ else False)
    because = f"estimated cost of the stack is at least {cost:,.2f} USD a month"
    expected = f"at most {monthly_usd} USD"
    yield from found(over, stack.whole, "", expected, actual=str(cost), because=because)


RULES: tuple[Rule, ...] = (
    budgets_notification,
    cost_anomaly_detection_subscription,
    budgets_stack_monthly_cost_limit,
)
