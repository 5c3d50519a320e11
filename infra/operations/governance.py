"""AWS Budgets with alerts and actions, and cost anomaly detection."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pulumi
from pulumi_aws import budgets, costexplorer, iam

from infra.aws.policy_document import Statement, assumed_by, document
from infra.context import Context
from infra.deployment import Deployment
from infra.operations.billing import AnomalyAlert, subscribe_to_anomalies
from infra.operations.settings import GovernanceSettings, SpendingAction

# Actions that start resources with hourly charges.
SPENDING_ACTIONS = (
    "batch:SubmitJob",
    "ec2:RunInstances",
    "ec2:StartInstances",
    "elasticmapreduce:RunJobFlow",
    "emr-serverless:StartJobRun",
    "rds:CreateDBCluster",
    "rds:CreateDBInstance",
    "sagemaker:CreateEndpoint",
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:CreateTransformJob",
)


def deny_policy(context: Context) -> str:
    """Return the name of the deny policy, which the permissions boundary refers to."""
    return f"{context.prefix}-budget-exceeded"


def deny_policy_arn(context: Context) -> str:
    return f"arn:{context.partition}:iam::{context.account}:policy/{deny_policy(context)}"


def attach_deny_policy(context: Context) -> Statement:
    """Allow attaching and detaching the deny policy, and no other, to roles."""
    return {
        "Effect": "Allow",
        "Action": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        "Resource": f"arn:{context.partition}:iam::{context.account}:role/*",
        "Condition": {"ArnEquals": {"iam:PolicyARN": deny_policy_arn(context)}},
    }


@dataclass(frozen=True, slots=True)
class AlertPlan:
    kind: Literal["ACTUAL", "FORECASTED"]
    percent: int


def plan_alerts(settings: GovernanceSettings) -> list[AlertPlan]:
    return [
        *(AlertPlan("ACTUAL", percent) for percent in settings.actual_percents),
        *(AlertPlan("FORECASTED", percent) for percent in settings.forecast_percents),
    ]


def tag_expression(**tags: str) -> str:
    """Return the Cost Explorer expression for resources with all of these tags."""
    each = [{"Tags": {"Key": key, "Values": [value]}} for key, value in tags.items()]
    return json.dumps({"And": each} if len(each) > 1 else each[0])


@dataclass(frozen=True, slots=True)
class GovernanceArgs:
    context: Context
    settings: GovernanceSettings
    monthly_budget: Decimal  # USD
    emails: Sequence[str]
    topic_arn: pulumi.Input[str]
    tags_active: bool  # costs can be filtered by tags


class Governance(pulumi.ComponentResource):
    """Monthly budgets of the stack and of components, budget action and anomaly monitor."""

    def __init__(
        self, name: str, args: GovernanceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Governance", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("governance", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        budget = self._budget()
        for component, limit in args.settings.component_budgets.items():
            self._component_budget(component, limit)
        if args.settings.savings_plan_percent:
            self._savings_plans(args.settings.savings_plan_percent)
        if args.settings.action:
            self._action(budget, args.settings.action)
        if args.settings.anomaly_usd and args.tags_active:
            self._anomalies(args.settings.anomaly_usd)
        self.register_outputs({})

    def _budget(self) -> budgets.Budget:
        args = self.args
        tag = f"user:environment${args.context.environment}"
        return budgets.Budget(
            self.name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{args.monthly_budget:f}",
            limit_unit="USD",
            cost_filters=[{"name": "TagKeyValue", "values": [tag]}]
            if args.settings.only_this_environment
            else None,
            notifications=self._notifications(),
            tags=self.tags,
            opts=self.child,
        )

    def _component_budget(self, component: str, limit: Decimal) -> None:
        args = self.args
        tags = {"component": component, "environment": args.context.environment}
        budgets.Budget(
            f"{self.name}-{component}",
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{limit:f}",
            limit_unit="USD",
            filter_expression={
                "ands": [{"tags": {"key": key, "values": [value]}} for key, value in tags.items()]
            },
            notifications=self._notifications(),
            tags=self.tags,
            opts=self.child,
        )

    def _notifications(self) -> list[budgets.BudgetNotificationArgsDict]:
        return [
            {
                "notification_type": alert.kind,
                "comparison_operator": "GREATER_THAN",
                "threshold": alert.percent,
                "threshold_type": "PERCENTAGE",
                "subscriber_email_addresses": self.args.emails,
                "subscriber_sns_topic_arns": [self.args.topic_arn],
            }
            for alert in plan_alerts(self.args.settings)
        ]

    def _savings_plans(self, percent: int) -> None:
        """Alert if Savings Plans are paid for and not used."""
        budgets.Budget(
            f"{self.name}-savings-plans",
            budget_type="SAVINGS_PLANS_UTILIZATION",
            time_unit="MONTHLY",
            limit_amount="100",
            limit_unit="PERCENTAGE",
            notifications=[
                {
                    "notification_type": "ACTUAL",
                    "comparison_operator": "LESS_THAN",
                    "threshold": percent,
                    "threshold_type": "PERCENTAGE",
                    "subscriber_email_addresses": self.args.emails,
                    "subscriber_sns_topic_arns": [self.args.topic_arn],
                }
            ],
            tags=self.tags,
            opts=self.child,
        )

    def _action(self, budget: budgets.Budget, action: SpendingAction) -> None:
        """Create the budget action that attaches the deny policy to the roles."""
        name, context = f"{self.name}-action", self.args.context
        deny = {"Effect": "Deny", "Action": list(SPENDING_ACTIONS), "Resource": "*"}
        policy = iam.Policy(
            name,
            name=deny_policy(context),
            description="Denies starting resources with hourly charges",
            policy=document(deny),
            tags=self.tags,
            opts=self.child,
        )
        role = iam.Role(
            name,
            description="AWS Budgets action that attaches the deny policy",
            assume_role_policy=assumed_by("budgets"),
            tags=self.tags,
            opts=self.child,
        )
        iam.RolePolicy(
            name, role=role.id, policy=document(attach_deny_policy(context)), opts=self.child
        )
        budgets.BudgetAction(
            name,
            budget_name=budget.name,
            action_type="APPLY_IAM_POLICY",
            approval_model=action.approval,
            notification_type="ACTUAL",
            action_threshold={
                "action_threshold_type": "PERCENTAGE",
                "action_threshold_value": action.percent,
            },
            definition={
                "iam_action_definition": {"policy_arn": policy.arn, "roles": list(action.roles)}
            },
            execution_role_arn=role.arn,
            subscribers=[
                {"subscription_type": "EMAIL", "address": email} for email in self.args.emails
            ],
            tags=self.tags,
            opts=self.child,
        )

    def _anomalies(self, impact_usd: int) -> None:
        monitor = costexplorer.AnomalyMonitor(
            self.name,
            monitor_type="CUSTOM",
            monitor_specification=tag_expression(environment=self.args.context.environment),
            tags=self.tags,
            opts=self.child,
        )
        alert = AnomalyAlert(self.args.topic_arn, impact_usd, self.tags)
        subscribe_to_anomalies(self.name, monitor.arn, alert, self.child)


def add_governance(d: Deployment, topic_arn: pulumi.Input[str]) -> None:
    args = GovernanceArgs(
        context=d.context,
        settings=d.settings.governance,
        monthly_budget=d.settings.budget,
        emails=d.settings.observability.alarm_emails,
        topic_arn=topic_arn,
        tags_active=d.settings.tags_active,
    )
    d.create(Governance, "governance", args)
