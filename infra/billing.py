"""Billing: how the account's bill is read, and what tags an organization must agree on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import costexplorer, organizations

WORKLOADS = ("serving", "training", "batch", "shared")
TAG_KEYS = ("component", "cost-center", "environment", "owner", "workload")
CLASSES = ("public", "internal", "confidential", "restricted")


def tag_policy() -> str:
    """Return how tags are spelled, and what values they may have.

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
    categories: bool
    activate_tags: bool
    tag_policy_target: str | None
    topic_arn: pulumi.Input[str]
    anomaly_usd: int | None
    tags: Mapping[str, str]


class Billing(pulumi.ComponentResource):
    """Cost categories by workload, active tags, a watch over all services, a tag policy."""

    def __init__(
        self, name: str, args: BillingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Billing", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        if args.categories:
            self._category()
            if args.anomaly_usd:
                self._anomalies(args.anomaly_usd)
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
            tags=self.args.tags,
            opts=self.child,
        )

    def _anomalies(self, least: int) -> None:
        """Watch every service apart: the account's one such monitor."""
        monitor = costexplorer.AnomalyMonitor(
            self.name,
            monitor_type="DIMENSIONAL",
            monitor_dimension="SERVICE",
            tags=self.args.tags,
            opts=self.child,
        )
        told = Told(self.args.topic_arn, least, self.args.tags)
        tell_of_anomalies(self.name, monitor, told, self.child)

    def _tag_policy(self, target: str) -> None:
        policy = organizations.Policy(
            self.name,
            type="TAG_POLICY",
            description="How tags are spelled",
            content=tag_policy(),
            tags=self.args.tags,
            opts=self.child,
        )
        organizations.PolicyAttachment(
            self.name, policy_id=policy.id, target_id=target, opts=self.child
        )


@dataclass(frozen=True, slots=True)
class Told:
    topic_arn: pulumi.Input[str]
    least: int  # USD over what is usual
    tags: Mapping[str, str]


def tell_of_anomalies(
    name: str,
    monitor: costexplorer.AnomalyMonitor,
    told: Told,
    child: pulumi.ResourceOptions,
) -> None:
    costexplorer.AnomalySubscription(
        name,
        frequency="IMMEDIATE",
        monitor_arn_lists=[monitor.arn],
        subscribers=[{"type": "SNS", "address": told.topic_arn}],
        threshold_expression={
            "dimension": {
                "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                "match_options": ["GREATER_THAN_OR_EQUAL"],
                "values": [str(told.least)],
            }
        },
        tags=told.tags,
        opts=child,
    )
