"""The canary: a visitor from outside, who notices what no metric of ours shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pulumi
from pulumi_aws import iam, s3, synthetics

from infra.alarms import Alarm
from infra.policy import Statement, allow, assumed_by, document
from infra.scope import Scope
from infra.settings import CanarySettings

PROBE = Path(__file__).with_name("probe.py")
FOLDER = "canary"  # of the log bucket
KEEP_DAYS = 31


def permissions(scope: Scope) -> list[Statement]:
    """Return what Synthetics asks for, and no more than this canary needs.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
    """
    metrics: Statement = {
        **allow(["cloudwatch:PutMetricData"], ["*"]),  # knows no narrower resource
        "Condition": {"StringEquals": {"cloudwatch:namespace": "CloudWatchSynthetics"}},
    }
    return [
        allow(["s3:PutObject"], [scope.bucket_arn("logs", f"/{FOLDER}/*")]),
        allow(["s3:GetBucketLocation"], [scope.bucket_arn("logs")]),
        allow(["s3:ListAllMyBuckets"], ["*"]),  # nor does this
        allow(
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            [scope.arn("logs", "log-group:/aws/lambda/cwsyn-*")],
        ),
        metrics,
    ]


@dataclass(frozen=True, slots=True)
class CanaryArgs:
    scope: Scope
    settings: CanarySettings
    url: pulumi.Input[str]
    log_bucket: pulumi.Input[str]
    tags: Mapping[str, str]


class Canary(pulumi.ComponentResource):
    """Asks the entrance every few minutes, and keeps what it saw for a month."""

    def __init__(
        self, name: str, args: CanaryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Canary", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        code = s3.BucketObjectv2(
            name,
            bucket=args.log_bucket,
            key=f"{FOLDER}/code.zip",
            source=pulumi.AssetArchive({"python/probe.py": pulumi.StringAsset(PROBE.read_text())}),
            tags=args.tags,
            opts=self.child,
        )
        canary = synthetics.Canary(
            name,
            runtime_version=args.settings.runtime,
            handler="probe.handler",
            s3_bucket=code.bucket,
            s3_key=code.key,
            s3_version=code.version_id,
            artifact_s3_location=pulumi.Output.concat("s3://", args.log_bucket, f"/{FOLDER}/"),
            execution_role_arn=self._role(),
            schedule={"expression": f"rate({minutes(args.settings.minutes)})"},
            run_config={
                "timeout_in_seconds": 60,
                "environment_variables": {
                    "URL": pulumi.Output.concat(args.url, args.settings.path)
                },
            },
            success_retention_period=KEEP_DAYS,
            failure_retention_period=KEEP_DAYS,
            start_canary=True,
            delete_lambda=True,
            tags=args.tags,
            opts=self.child,
        )
        self.alarms = [canary_alarm(canary.name, args.settings)]
        self.register_outputs({"name": canary.name})

    def _role(self) -> pulumi.Output[str]:
        role = iam.Role(
            self.name,
            description="What the canary may do",
            assume_role_policy=assumed_by("lambda"),
            tags=self.args.tags,
            opts=self.child,
        )
        policy = document(*permissions(self.args.scope))
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)
        return role.arn


def minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"


def canary_alarm(name: pulumi.Output[str], settings: CanarySettings) -> Alarm:
    """Tell of the second bad visit of three: one may be the visitor's own."""
    return Alarm(
        name="visit-failed",
        meaning="Who comes from outside gets no good answer",
        namespace="CloudWatchSynthetics",
        metric="SuccessPercent",
        dimensions={"CanaryName": name},
        fires="below",
        threshold=100,
        minutes=3 * settings.minutes,
        every=settings.minutes,
        of_them=2,
        missing="breaching",
    )
