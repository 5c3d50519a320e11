"""Cost category, cost allocation tags, anomaly alerts and tag policy of the account."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import costexplorer, organizations

from infra.context import Context
from infra.deployment import Deployment

WORKLOADS = ("serving", "training", "batch", "shared")
TAG_KEYS = ("component", "cost-center", "environment", "owner", "workload")
CLASSES = ("public", "internal", "confidential", "restricted")


def tag_policy() -> str:
    """Return the tag policy: spelling of keys and allowed values.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html
    """
    allowed: Mapping[str, Sequence[str]] = {
        "workload": WORKLOADS,
        "data-classification": CLASSES,
    }
    keys = sorted({*TAG_KEYS, *allowed})
    return json.dumps(
        {
            "tags": {
                key: {
                    "tag_key": {"@@assign": key},
                    **({"tag_value": {"@@assign": list(allowed[key])}} if key in allowed else {}),
                }
                for key in keys
            }
        }
    )


@dataclass(frozen=True, slots=True)
class BillingArgs:
    context: Context
    cost_category: bool
    activate_tags: bool
    tags_active: bool  # costs can be filtered by tags
    tag_policy_target: str | None
    topic_arn: pulumi.Input[str]
    # Of the anomaly monitor by service: an account has one, which AWS creates with Cost Explorer.
    service_monitor_arn: str | None
    anomaly_usd: int | None


class Billing(pulumi.ComponentResource):
    """Account-wide billing settings, for the payer or management account."""

    def __init__(
        self, name: str, args: BillingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Billing", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("billing", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        if args.cost_category and args.tags_active:
            self._category()
        if args.service_monitor_arn and args.anomaly_usd:
            alert = AnomalyAlert(args.topic_arn, args.anomaly_usd, self.tags)
            subscribe_to_anomalies(name, args.service_monitor_arn, alert, self.child)
        if args.activate_tags:
            for key in TAG_KEYS:
                costexplorer.CostAllocationTag(
                    f"{name}-{key}", tag_key=key, status="Active", opts=self.child
                )
        if args.tag_policy_target:
            self._tag_policy(args.tag_policy_target)
        self.register_outputs({})

    def _category(self) -> None:
        costexplorer.CostCategory(
            self.name,
            name="Workload",
            rule_version="CostCategoryExpression.v1",
            default_value="other",
            rules=[
                {
                    "type": "REGULAR",
                    "value": workload,
                    "rule": {
                        "tags": {
                            "key": "workload",
                            "values": [workload],
                            "match_options": ["EQUALS"],
                        }
                    },
                }
                for workload in WORKLOADS
            ],
            tags=self.tags,
            opts=self.child,
        )

    def _tag_policy(self, target: str) -> None:
        policy = organizations.Policy(
            self.name,
            type="TAG_POLICY",
            description="Tag keys and allowed values",
            content=tag_policy(),
            tags=self.tags,
            opts=self.child,
        )
        organizations.PolicyAttachment(
            self.name, policy_id=policy.id, target_id=target, opts=self.child
        )


@dataclass(frozen=True, slots=True)
class AnomalyAlert:
    topic_arn: pulumi.Input[str]
    impact_usd: int  # minimum total impact
    tags: Mapping[str, str]


def subscribe_to_anomalies(
    name: str,
    monitor_arn: pulumi.Input[str],
    alert: AnomalyAlert,
    child: pulumi.ResourceOptions,
) -> None:
    costexplorer.AnomalySubscription(
        name,
        frequency="IMMEDIATE",
        monitor_arn_lists=[monitor_arn],
        subscribers=[{"type": "SNS", "address": alert.topic_arn}],
        threshold_expression={
            "dimension": {
                "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                "match_options": ["GREATER_THAN_OR_EQUAL"],
                "values": [str(alert.impact_usd)],
            }
        },
        tags=alert.tags,
        opts=child,
    )


def add_billing(d: Deployment, topic_arn: pulumi.Input[str]) -> None:
    if settings := d.settings.account_wide:
        args = BillingArgs(
            context=d.context,
            cost_category=settings.billing,
            activate_tags=settings.cost_allocation_tags,
            tags_active=d.settings.tags_active,
            tag_policy_target=settings.tag_policy_target,
            topic_arn=topic_arn,
            service_monitor_arn=settings.service_monitor_arn,
            anomaly_usd=d.settings.governance.anomaly_usd,
        )
        d.create(Billing, "billing", args)
