"""AWS Budgets. https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.units import HOURS_PER_MONTH, Unit, divide

ACTION = "aws:budgets/budgetAction:BudgetAction"
DAYS_PER_MONTH = divide(HOURS_PER_MONTH, Decimal(24))


class Budget(PricedResource):
    """Free, unless actions are bound to it: then by the day, two budgets of an account free."""

    type = "aws:budgets/budget:Budget"
    is_global = True

    @override
    @charges("Budget")
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        if links.referrers(ACTION, "budgetName"):
            name, usage_type = "Budget with actions", "ActionEnabledBudgetsUsage"
        else:
            name, usage_type = "Budget", "BudgetsUsage"
        yield Meter(name, Sku("AWSBudgets", usage_type), DAYS_PER_MONTH, Unit.BUDGET_DAYS)
