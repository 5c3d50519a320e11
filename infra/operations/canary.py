"""CloudWatch Synthetics canary that probes the public endpoint."""

from dataclasses import dataclass
from pathlib import Path

import pulumi
from pulumi_aws import iam, s3, synthetics

from infra.aws.alarm import Alarm
from infra.aws.bucket import CANARY, CODE
from infra.aws.policy_document import Statement, allow, assumed_by, document
from infra.context import Context
from infra.deployment import Deployment
from infra.operations.settings import CanarySettings

SCRIPT = Path(__file__).with_name("canary_script.py")
RETENTION_DAYS = 31


def canary_permissions(context: Context) -> list[Statement]:
    """Return the least-privilege permissions of the canary.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
    """
    metrics: Statement = {
        **allow(["cloudwatch:PutMetricData"], ["*"]),  # has no resource level
        "Condition": {"StringEquals": {"cloudwatch:namespace": "CloudWatchSynthetics"}},
    }
    return [
        allow(["s3:PutObject"], [context.bucket_arn("logs", f"/{CANARY}/*")]),
        allow(["s3:GetBucketLocation"], [context.bucket_arn("logs")]),
        allow(["s3:ListAllMyBuckets"], ["*"]),  # has no resource level
        allow(
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            [context.arn("logs", "log-group:/aws/lambda/cwsyn-*")],
        ),
        metrics,
    ]


@dataclass(frozen=True, slots=True)
class CanaryArgs:
    context: Context
    settings: CanarySettings
    url: pulumi.Input[str]
    log_bucket: pulumi.Input[str]


class Canary(pulumi.ComponentResource):
    """Synthetics canary with its script, role and alarm."""

    def __init__(
        self, name: str, args: CanaryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Canary", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("canary", "serving", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        code = s3.BucketObjectv2(
            name,
            bucket=args.log_bucket,
            key=f"{CODE}/canary.zip",
            source=pulumi.AssetArchive(
                {"python/canary_script.py": pulumi.StringAsset(SCRIPT.read_text())}
            ),
            tags=self.tags,
            opts=self.child,
        )
        canary = synthetics.Canary(
            name,
            runtime_version=args.settings.runtime,
            handler="canary_script.handler",
            s3_bucket=code.bucket,
            s3_key=code.key,
            s3_version=code.version_id,
            artifact_s3_location=pulumi.Output.concat("s3://", args.log_bucket, f"/{CANARY}/"),
            execution_role_arn=self._role(),
            schedule={"expression": f"rate({duration(args.settings.interval_minutes)})"},
            run_config={
                "timeout_in_seconds": 60,
                "environment_variables": {
                    "URL": pulumi.Output.concat(args.url, args.settings.path)
                },
            },
            success_retention_period=RETENTION_DAYS,
            failure_retention_period=RETENTION_DAYS,
            start_canary=True,
            delete_lambda=True,
            tags=self.tags,
            opts=self.child,
        )
        self.alarms = [canary_alarm(canary.name, args.settings)]
        self.register_outputs({"name": canary.name})

    def _role(self) -> pulumi.Output[str]:
        role = iam.Role(
            self.name,
            description="Synthetics canary",
            assume_role_policy=assumed_by("lambda"),
            tags=self.tags,
            opts=self.child,
        )
        policy = document(*canary_permissions(self.args.context))
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)
        return role.arn


def duration(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"


def canary_alarm(name: pulumi.Output[str], settings: CanarySettings) -> Alarm:
    """Return the alarm on two failed runs of three."""
    return Alarm(
        name="failed",
        description="Synthetic check of the public endpoint failed",
        namespace="CloudWatchSynthetics",
        metric="SuccessPercent",
        dimensions={"CanaryName": name},
        fires="below",
        threshold=100,
        minutes=3 * settings.interval_minutes,
        period_minutes=settings.interval_minutes,
        datapoints=2,
        missing="breaching",
    )


def add_canary(d: Deployment, url: pulumi.Input[str], log_bucket: pulumi.Input[str]) -> None:
    """Availability: probes the public DNS name, whichever region serves it."""
    if settings := d.settings.observability.canary:
        d.create(Canary, "canary", CanaryArgs(d.context, settings, url, log_bucket))
