"""Step Functions workflow that crawls the data lake and runs a Spark job.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (2026-11)
"""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import scheduler, sfn

from infra.aws.alarm import Alarm
from infra.aws.key import log_source
from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement, allow, allow_key, assumed_in_account
from infra.aws.role import service_role
from infra.context import Context
from infra.deployment import Deployment
from infra.lake.catalog import crawler_name
from infra.lake.settings import WorkflowSettings
from infra.lake.spark import job_role
from infra.lake.workflow_definition import workflow_definition


def workflow_name(context: Context) -> str:
    """Return the state machine name, which policies refer to before deployment."""
    return f"{context.prefix}-workflow"


def workflow_arn(context: Context) -> str:
    return context.arn("states", f"stateMachine:{workflow_name(context)}")


def workflow_permissions(context: Context, *, spark: bool) -> list[Statement]:
    crawler = context.arn("glue", f"crawler/{crawler_name(context)}")
    return [
        allow(["glue:GetCrawler", "glue:StartCrawler"], [crawler]),
        allow_key(context, "data", "states"),
        encrypt_logs(context),
        # https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
        # These actions have no resource level.
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
        *(spark_permissions(context) if spark else ()),
    ]


def encrypt_logs(context: Context) -> Statement:
    """Allow encrypting logs on their way, as the state machine has a customer managed key.

    https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
    """
    return {
        **allow(["kms:GenerateDataKey"], [context.arn("kms", "key/*")]),
        "Condition": {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": context.key_alias("data")},
            "StringEquals": log_source(context),
        },
    }


def spark_permissions(context: Context) -> list[Statement]:
    """Return the permissions to run a Spark job.

    https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html
    """
    applications = context.arn("emr-serverless", "/applications/*")
    role = f"arn:{context.partition}:iam::{context.account}:role/{job_role(context)}"
    rule = "rule/StepFunctionsGetEventsForEMRServerlessJobRule"
    return [
        allow(["ssm:GetParameter"], [context.arn("ssm", f"parameter{context.path('spark', '*')}")]),
        allow(
            [
                "emr-serverless:CancelJobRun",
                "emr-serverless:GetJobRun",
                "emr-serverless:StartJobRun",
            ],
            [applications],
        ),
        # EMR Serverless refuses a job whose submitter may not use the key of its logs.
        # https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/jobs-log-encryption.html
        allow_key(context, "logs"),
        {
            **allow(["iam:PassRole"], [role]),
            "Condition": {"StringEquals": {"iam:PassedToService": "emr-serverless.amazonaws.com"}},
        },
        allow(
            ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
            [context.arn("events", rule)],
        ),
    ]


@dataclass(frozen=True, slots=True)
class WorkflowArgs:
    context: Context
    settings: WorkflowSettings
    key_arn: pulumi.Input[str]


class Workflow(pulumi.ComponentResource):
    """State machine with retries, started by an EventBridge schedule."""

    def __init__(
        self, name: str, args: WorkflowArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Workflow", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("workflow", "batch")
        self.child = pulumi.ResourceOptions(parent=self)

        self.state_machine = self._state_machine()
        self._schedule()
        self.alarms = workflow_alarms(self.state_machine.arn)
        self.register_outputs({"arn": self.state_machine.arn})

    def _state_machine(self) -> sfn.StateMachine:
        args = self.args
        # With this prefix the log resource policy does not grow with each log group.
        path = f"/aws/vendedlogs/states{args.context.path('workflow')}"
        logs = log_group(self.name, path, args.context, self.tags, self.child)
        role, policy = service_role(
            self.name,
            assumed_in_account(args.context, "states"),
            workflow_permissions(args.context, spark=args.settings.spark_script is not None),
            self.tags,
            self.child,
        )
        return sfn.StateMachine(
            self.name,
            name=workflow_name(args.context),
            type="STANDARD",
            role_arn=role.arn,
            definition=json.dumps(workflow_definition(args.context, args.settings)),
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
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _schedule(self) -> None:
        args = self.args
        role, policy = service_role(
            f"{self.name}-schedule",
            assumed_in_account(args.context, "scheduler"),
            [
                allow(["states:StartExecution"], [workflow_arn(args.context)]),
                allow_key(args.context, "data", "scheduler"),
            ],
            self.tags,
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
                "arn": self.state_machine.arn,
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
            description=description,
            namespace="AWS/States",
            metric=metric,
            dimensions={"StateMachineArn": machine},
            statistic="Sum",
            threshold=0,
            datapoints=1,
        )
        for name, metric, description in (
            ("failed", "ExecutionsFailed", "Workflow execution failed: check its event history"),
            ("timed-out", "ExecutionsTimedOut", "Workflow execution timed out"),
            ("throttled", "ExecutionThrottled", "Workflow state transitions are throttled"),
        )
    ]


def add_workflow(d: Deployment) -> None:
    """Availability: failed steps are retried with exponential backoff."""
    if settings := d.settings.workflow:
        d.create(Workflow, "workflow", WorkflowArgs(d.context, settings, d.keys["data"]))
