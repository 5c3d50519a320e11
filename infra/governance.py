"""Governance: what may be spent, who hears of it in time, and what then stops."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pulumi
from pulumi_aws import budgets, costexplorer, iam

from infra.billing import Told, tell_of_anomalies
from infra.policy import Statement, assumed_by, document
from infra.scope import Scope
from infra.settings import GovernanceSettings, SpendingAction

# What starts something that costs by the hour.
STARTS = (
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


def spent_policy(scope: Scope) -> str:
    """Return the name of the policy that stops spending: the boundary has to know it."""
    return f"{scope.prefix}-spent"


def spent_policy_arn(scope: Scope) -> str:
    return f"arn:{scope.partition}:iam::{scope.account}:policy/{spent_policy(scope)}"


def attach_spent(scope: Scope) -> Statement:
    """Allow to lay that policy, and no other, on a role, and to take it off again."""
    return {
        "Effect": "Allow",
        "Action": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        "Resource": f"arn:{scope.partition}:iam::{scope.account}:role/*",
        "Condition": {"ArnEquals": {"iam:PolicyARN": spent_policy_arn(scope)}},
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


def tagged(**tags: str) -> str:
    """Return what Cost Explorer calls an expression, of what carries all of these tags."""
    each = [{"Tags": {"Key": key, "Values": [value]}} for key, value in tags.items()]
    return json.dumps({"And": each} if len(each) > 1 else each[0])


@dataclass(frozen=True, slots=True)
class GovernanceArgs:
    scope: Scope
    settings: GovernanceSettings
    monthly_budget: Decimal  # USD
    emails: Sequence[str]
    topic_arn: pulumi.Input[str]
    tags: Mapping[str, str]


class Governance(pulumi.ComponentResource):
    """Budgets for the month, of the whole and of its parts, and a watch for unusual spending."""

    def __init__(
        self, name: str, args: GovernanceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Governance", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        whole = self._whole()
        for component, limit in args.settings.component_budgets.items():
            self._component(component, limit)
        if args.settings.action:
            self._action(whole, args.settings.action)
        if args.settings.anomaly_usd:
            self._anomalies(args.settings.anomaly_usd)
        self.register_outputs({})

    def _whole(self) -> budgets.Budget:
        args = self.args
        tag = f"user:environment${args.scope.environment}"
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
            tags=args.tags,
            opts=self.child,
        )

    def _component(self, component: str, limit: Decimal) -> None:
        args = self.args
        tags = {"component": component, "environment": args.scope.environment}
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
            tags=args.tags,
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

    def _action(self, budget: budgets.Budget, action: SpendingAction) -> None:
        """Take from the roles stated, once too much is spent, what starts more of it."""
        name, scope = f"{self.name}-spent", self.args.scope
        deny = {"Effect": "Deny", "Action": list(STARTS), "Resource": "*"}
        policy = iam.Policy(
            name,
            name=spent_policy(scope),
            description="Starts nothing that costs by the hour",
            policy=document(deny),
            tags=self.args.tags,
            opts=self.child,
        )
        role = iam.Role(
            name,
            description="Lets AWS Budgets lay that policy on roles",
            assume_role_policy=assumed_by("budgets"),
            tags=self.args.tags,
            opts=self.child,
        )
        iam.RolePolicy(name, role=role.id, policy=document(attach_spent(scope)), opts=self.child)
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
            tags=self.args.tags,
            opts=self.child,
        )

    def _anomalies(self, least: int) -> None:
        monitor = costexplorer.AnomalyMonitor(
            self.name,
            monitor_type="CUSTOM",
            monitor_specification=tagged(environment=self.args.scope.environment),
            tags=self.args.tags,
            opts=self.child,
        )
        told = Told(self.args.topic_arn, least, self.args.tags)
        tell_of_anomalies(self.name, monitor, told, self.child)
