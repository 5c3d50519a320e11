"""Governance: what may be spent, and who hears of it in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pulumi
from pulumi_aws import budgets

from infra.scope import Scope
from infra.settings import GovernanceSettings


@dataclass(frozen=True, slots=True)
class AlertPlan:
    kind: Literal["ACTUAL", "FORECASTED"]
    percent: int


def plan_alerts(settings: GovernanceSettings) -> list[AlertPlan]:
    return [
        *(AlertPlan("ACTUAL", percent) for percent in settings.actual_percents),
        *(AlertPlan("FORECASTED", percent) for percent in settings.forecast_percents),
    ]


@dataclass(frozen=True, slots=True)
class GovernanceArgs:
    scope: Scope
    settings: GovernanceSettings
    monthly_budget: Decimal  # USD
    emails: Sequence[str]
    topic_arn: pulumi.Input[str]
    tags: Mapping[str, str]


class Governance(pulumi.ComponentResource):
    """A budget for the month, with alerts on what is spent and on what will be."""

    def __init__(
        self, name: str, args: GovernanceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Governance", name, None, opts)
        tag = f"user:environment${args.scope.environment}"
        budgets.Budget(
            name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{args.monthly_budget:f}",
            limit_unit="USD",
            cost_filters=[{"name": "TagKeyValue", "values": [tag]}]
            if args.settings.only_this_environment
            else None,
            notifications=[
                {
                    "notification_type": alert.kind,
                    "comparison_operator": "GREATER_THAN",
                    "threshold": alert.percent,
                    "threshold_type": "PERCENTAGE",
                    "subscriber_email_addresses": args.emails,
                    "subscriber_sns_topic_arns": [args.topic_arn],
                }
                for alert in plan_alerts(args.settings)
            ],
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})
