"""Flink: Managed Service for Apache Flink, for what must be known at once; Beam runs on it too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, kinesisanalyticsv2

from infra.alarms import Alarm
from infra.logs import LogKeeping, log_group
from infra.policy import Statement, allow
from infra.roles import allow_key, service_role, taken_on_by
from infra.scope import Scope
from infra.security_groups import outward_group
from infra.settings import FlinkSettings
from infra.stream import read_events

SERVICE = "kinesisanalytics"  # as IAM still calls it


def application_name(scope: Scope) -> str:
    return f"{scope.prefix}-flink"


def flink_permissions(scope: Scope, code_key: str) -> list[Statement]:
    """Return what the application may do: read its code and the stream, write what it finds.

    https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html
    """
    data = scope.bucket_arn("data")
    logs = scope.arn("logs", f"log-group:{scope.path('flink')}:*")
    return [
        allow(["s3:GetObject", "s3:GetObjectVersion"], [f"{data}/{code_key}"]),
        allow(["s3:PutObject"], [f"{data}/flink/*"]),
        allow_key(scope, "data", "s3"),
        *read_events(scope),
        allow(["logs:DescribeLogStreams", "logs:PutLogEvents"], [logs]),
        allow(["logs:DescribeLogGroups"], ["*"]),  # knows no narrower resource
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
            ["*"],  # interfaces that are yet to be made
        ),
    ]


@dataclass(frozen=True, slots=True)
class FlinkArgs:
    scope: Scope
    settings: FlinkSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    bucket_arn: pulumi.Input[str]  # that the code is in
    logs: LogKeeping
    tags: Mapping[str, str]


class Flink(pulumi.ComponentResource):
    """An application that AWS starts again, elsewhere and from its last checkpoint, if it fails."""

    def __init__(
        self, name: str, args: FlinkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Flink", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        application = self._application()
        self.alarms = flink_alarms(application.name)
        self.register_outputs({"name": application.name})

    def _application(self) -> kinesisanalyticsv2.Application:
        args = self.args
        role, policy = service_role(
            self.name,
            taken_on_by(args.scope, SERVICE),
            flink_permissions(args.scope, args.settings.code_key),
            args.tags,
            self.child,
        )
        group = log_group(self.name, args.scope.path("flink"), args.logs, args.tags, self.child)
        log = cloudwatch.LogStream(
            self.name, name="application", log_group_name=group.name, opts=self.child
        )
        return kinesisanalyticsv2.Application(
            self.name,
            name=application_name(args.scope),
            runtime_environment=args.settings.runtime,
            service_execution_role=role.arn,
            application_configuration=self._configuration(),
            cloudwatch_logging_options={"log_stream_arn": log.arn},
            start_application=True,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _configuration(self) -> kinesisanalyticsv2.ApplicationApplicationConfigurationArgsDict:
        args, settings = self.args, self.args.settings
        group = outward_group(
            self.name, args.vpc_id, "The Flink application", args.tags, self.child
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
            "vpc_configuration": {"subnet_ids": args.subnet_ids, "security_group_ids": [group]},
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
                    "parallelism_per_kpu": settings.per_unit,
                },
            },
        }


def flink_alarms(application: pulumi.Output[str]) -> list[Alarm]:
    """https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-alarms.html."""
    return [
        Alarm(
            name="down",
            meaning="The application has been down: its log says why it was started again",
            namespace="AWS/KinesisAnalytics",
            metric="downtime",  # milliseconds
            dimensions={"Application": application},
            statistic="Maximum",
            threshold=0,
            missing="breaching",
        ),
        Alarm(
            name="checkpoints",
            meaning="Checkpoints fail: what happened since the last would be worked on again",
            namespace="AWS/KinesisAnalytics",
            metric="numberOfFailedCheckpoints",
            dimensions={"Application": application},
            statistic="Maximum",
            threshold=0,
        ),
    ]
