"""Managed Service for Apache Flink application that reads the event stream."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, kinesisanalyticsv2

from infra.aws.alarm import Alarm
from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement, allow, allow_key, assumed_in_account
from infra.aws.role import service_role
from infra.aws.security_group import egress_group
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.streaming.settings import FlinkSettings
from infra.streaming.stream import read_events

SERVICE = "kinesisanalytics"  # service prefix in IAM


def application_name(context: Context) -> str:
    return f"{context.prefix}-flink"


def flink_permissions(context: Context, code_key: str) -> list[Statement]:
    """Return the permissions of the application: read code and stream, write results.

    https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html
    """
    data = context.bucket_arn("data")
    logs = context.arn("logs", f"log-group:{context.path('flink')}:*")
    return [
        allow(["s3:GetObject", "s3:GetObjectVersion"], [f"{data}/{code_key}"]),
        allow(["s3:PutObject"], [f"{data}/flink/*"]),
        allow_key(context, "data", "s3"),
        *read_events(context),
        allow(["logs:DescribeLogStreams", "logs:PutLogEvents"], [logs]),
        allow(["logs:DescribeLogGroups"], ["*"]),  # has no resource level
        allow(
            [
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
            ],
            ["*"],  # of network interfaces to be created
        ),
    ]


@dataclass(frozen=True, slots=True)
class FlinkArgs:
    context: Context
    settings: FlinkSettings
    subnets: Subnets  # private
    bucket_arn: pulumi.Input[str]  # of the application code


class Flink(pulumi.ComponentResource):
    """Flink application with snapshots, checkpoints and auto scaling."""

    def __init__(
        self, name: str, args: FlinkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Flink", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("flink", "batch")
        self.child = pulumi.ResourceOptions(parent=self)

        application = self._application()
        self.alarms = flink_alarms(application.name)
        self.register_outputs({"name": application.name})

    def _application(self) -> kinesisanalyticsv2.Application:
        args = self.args
        role, policy = service_role(
            self.name,
            assumed_in_account(args.context, SERVICE),
            flink_permissions(args.context, args.settings.code_key),
            self.tags,
            self.child,
        )
        group = log_group(
            self.name, args.context.path("flink"), args.context, self.tags, self.child
        )
        log = cloudwatch.LogStream(
            self.name, name="application", log_group_name=group.name, opts=self.child
        )
        return kinesisanalyticsv2.Application(
            self.name,
            name=application_name(args.context),
            runtime_environment=args.settings.runtime,
            service_execution_role=role.arn,
            application_configuration=self._configuration(),
            cloudwatch_logging_options={"log_stream_arn": log.arn},
            start_application=True,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _configuration(self) -> kinesisanalyticsv2.ApplicationApplicationConfigurationArgsDict:
        args, settings = self.args, self.args.settings
        group = egress_group(
            self.name, args.subnets.vpc_id, "Flink application: no ingress", self.tags, self.child
        )
        return {
            "application_code_configuration": {
                "code_content_type": "ZIPFILE",
                "code_content": {
                    "s3_content_location": {
                        "bucket_arn": args.bucket_arn,
                        "file_key": settings.code_key,
                    }
                },
            },
            "application_snapshot_configuration": {"snapshots_enabled": True},
            "run_configuration": {
                "application_restore_configuration": {
                    "application_restore_type": "RESTORE_FROM_LATEST_SNAPSHOT"
                }
            },
            "vpc_configuration": {"subnet_ids": args.subnets.ids, "security_group_ids": [group]},
            "flink_application_configuration": {
                "checkpoint_configuration": {"configuration_type": "DEFAULT"},  # every minute
                "monitoring_configuration": {
                    "configuration_type": "CUSTOM",
                    "log_level": settings.log_level,
                    "metrics_level": "APPLICATION",
                },
                "parallelism_configuration": {
                    "configuration_type": "CUSTOM",
                    "auto_scaling_enabled": True,
                    "parallelism": settings.parallelism,
                    "parallelism_per_kpu": settings.parallelism_per_kpu,
                },
            },
        }


def flink_alarms(application: pulumi.Output[str]) -> list[Alarm]:
    """Return the recommended alarms.

    https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-alarms.html
    """
    return [
        Alarm(
            name="down",
            description="Application had downtime: check its log for the cause of the restart",
            namespace="AWS/KinesisAnalytics",
            metric="downtime",  # milliseconds
            dimensions={"Application": application},
            statistic="Maximum",
            threshold=0,
            missing="breaching",
        ),
        Alarm(
            name="checkpoints",
            description="Checkpoints fail: a restart would reprocess events since the last one",
            namespace="AWS/KinesisAnalytics",
            metric="numberOfFailedCheckpoints",
            dimensions={"Application": application},
            statistic="Maximum",
            threshold=0,
        ),
    ]


def add_flink(d: Deployment, subnets: Subnets, bucket_arn: pulumi.Input[str]) -> None:
    """Availability: AWS restarts the application in any zone from its last checkpoint."""
    if settings := d.settings.flink:
        d.create(Flink, "flink", FlinkArgs(d.context, settings, subnets, bucket_arn))
