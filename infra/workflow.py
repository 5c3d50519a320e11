"""The workflow: Step Functions, which looks through the lake and works on it, step by step.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (2026-11)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import scheduler, sfn

from infra.alarms import Alarm
from infra.catalog import crawler_name
from infra.logs import LogKeeping, log_group
from infra.policy import Statement, allow
from infra.roles import allow_key, service_role, taken_on_by
from infra.scope import Scope
from infra.settings import WorkflowSettings
from infra.spark import job_role
from infra.workflow_definition import definition


def workflow_name(scope: Scope) -> str:
    """Return a name that policies can have before the state machine is there."""
    return f"{scope.prefix}-workflow"


def workflow_arn(scope: Scope) -> str:
    return scope.arn("states", f"stateMachine:{workflow_name(scope)}")


def workflow_permissions(scope: Scope, *, spark: bool) -> list[Statement]:
    crawler = scope.arn("glue", f"crawler/{crawler_name(scope)}")
    return [
        allow(["glue:GetCrawler", "glue:StartCrawler"], [crawler]),
        allow_key(scope, "data", "states"),
        # https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html: no narrower resource
        allow(
            [
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery",
            ],
            ["*"],
        ),
        allow(
            [
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ],
            ["*"],
        ),
        *(spark_permissions(scope) if spark else ()),
    ]


def spark_permissions(scope: Scope) -> list[Statement]:
    """https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html."""
    applications = scope.arn("emr-serverless", "/applications/*")
    role = f"arn:{scope.partition}:iam::{scope.account}:role/{job_role(scope)}"
    rule = "rule/StepFunctionsGetEventsForEMRServerlessJobRule"
    return [
        allow(["ssm:GetParameter"], [scope.arn("ssm", f"parameter{scope.path('spark', '*')}")]),
        allow(
            [
                "emr-serverless:CancelJobRun",
                "emr-serverless:GetJobRun",
                "emr-serverless:StartJobRun",
            ],
            [applications],
        ),
        {
            **allow(["iam:PassRole"], [role]),
            "Condition": {"StringEquals": {"iam:PassedToService": "emr-serverless.amazonaws.com"}},
        },
        allow(
            ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
            [scope.arn("events", rule)],
        ),
    ]


@dataclass(frozen=True, slots=True)
class WorkflowArgs:
    scope: Scope
    settings: WorkflowSettings
    key_arn: pulumi.Input[str]
    logs: LogKeeping
    tags: Mapping[str, str]


class Workflow(pulumi.ComponentResource):
    """A state machine that tries a failed step again, and a schedule that starts it."""

    def __init__(
        self, name: str, args: WorkflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Workflow", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.machine = self._machine()
        self._schedule()
        self.alarms = workflow_alarms(self.machine.arn)
        self.register_outputs({"arn": self.machine.arn})

    def _machine(self) -> sfn.StateMachine:
        args = self.args
        # The prefix spares a resource policy of logs that a new group could make too long.
        path = f"/aws/vendedlogs/states{args.scope.path('workflow')}"
        logs = log_group(self.name, path, args.logs, args.tags, self.child)
        role, policy = service_role(
            self.name,
            taken_on_by(args.scope, "states"),
            workflow_permissions(args.scope, spark=args.settings.spark_script is not None),
            args.tags,
            self.child,
        )
        return sfn.StateMachine(
            self.name,
            name=workflow_name(args.scope),
            type="STANDARD",
            role_arn=role.arn,
            definition=json.dumps(definition(args.scope, args.settings)),
            encryption_configuration={
                "type": "CUSTOMER_MANAGED_KMS_KEY",
                "kms_key_id": args.key_arn,
                "kms_data_key_reuse_period_seconds": 300,
            },
            logging_configuration={
                "level": "ALL",
                "include_execution_data": True,
                "log_destination": logs.arn.apply(lambda arn: f"{arn}:*"),
            },
            tracing_configuration={"enabled": True},
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _schedule(self) -> None:
        args = self.args
        role, policy = service_role(
            f"{self.name}-schedule",
            taken_on_by(args.scope, "scheduler"),
            [
                allow(["states:StartExecution"], [workflow_arn(args.scope)]),
                allow_key(args.scope, "data", "scheduler"),
            ],
            args.tags,
            self.child,
        )
        scheduler.Schedule(
            self.name,
            description="Starts the workflow",
            schedule_expression=args.settings.schedule,
            schedule_expression_timezone=args.settings.time_zone,
            flexible_time_window={"mode": "OFF"},
            kms_key_arn=args.key_arn,
            target={
                "arn": self.machine.arn,
                "role_arn": role.arn,
                "retry_policy": {
                    "maximum_event_age_in_seconds": 3600,
                    "maximum_retry_attempts": 10,
                },
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )


def workflow_alarms(machine: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name=name,
            meaning=meaning,
            namespace="AWS/States",
            metric=metric,
            dimensions={"StateMachineArn": machine},
            statistic="Sum",
            threshold=0,
            of_them=1,
        )
        for name, metric, meaning in (
            ("failed", "ExecutionsFailed", "The workflow failed: its history says at which step"),
            ("timed-out", "ExecutionsTimedOut", "The workflow took too long, and was stopped"),
            ("refused", "ExecutionThrottled", "Steps wait: Step Functions has its limit reached"),
        )
    ]
