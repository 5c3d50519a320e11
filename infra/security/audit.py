"""CloudTrail trail with locked storage and alarms on sensitive API calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import cloudtrail, cloudwatch, iam, s3

from infra.aws.alarm import Alarm
from infra.aws.bucket import (
    BUCKET_LOGS,
    BucketArgs,
    BucketPlan,
    deny_insecure_transport,
    private_bucket,
)
from infra.aws.key import trail_arn
from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement, assumed_by, document
from infra.context import Context
from infra.deployment import Deployment

DataEvents = Literal["all", "write", "none"]


@dataclass(frozen=True, slots=True)
class MetricFilter:
    """CloudWatch Logs metric filter of the trail with an alarm."""

    name: str
    description: str
    pattern: str  # CloudWatch Logs filter pattern


def event_name(*events: str) -> str:
    return "(" + " || ".join(f"($.eventName = {each})" for each in events) + ")"


# https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
METRIC_FILTERS = (
    MetricFilter(
        "root-usage",
        "Root user activity: the root user is for emergencies only",
        '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && '
        '$.eventType != "AwsServiceEvent" }',
    ),
    MetricFilter(
        "sign-in-without-mfa",
        "IAM user signed in to the console without MFA",
        '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && '
        '$.userIdentity.type = "IAMUser" && $.responseElements.ConsoleLogin = "Success" }',
    ),
    MetricFilter(
        "iam-policy-change",
        "IAM policy change: expected during deployments only",
        "{ $.eventSource = iam.amazonaws.com && "
        + event_name(
            "AttachGroupPolicy",
            "AttachRolePolicy",
            "AttachUserPolicy",
            "CreatePolicyVersion",
            "DeleteRolePermissionsBoundary",
            "PutGroupPolicy",
            "PutRolePermissionsBoundary",
            "PutRolePolicy",
            "PutUserPolicy",
            "SetDefaultPolicyVersion",
        )
        + " }",
    ),
    MetricFilter(
        "cloudtrail-change",
        "CloudTrail configuration change: later activity may not be recorded",
        "{ " + event_name("DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail") + " }",
    ),
    MetricFilter(
        "kms-key-disabled",
        "KMS key was disabled or scheduled for deletion: its data becomes unreadable",
        "{ $.eventSource = kms.amazonaws.com && "
        + event_name("DisableKey", "ScheduleKeyDeletion")
        + " }",
    ),
    MetricFilter(
        "s3-access-change",
        "S3 bucket policy, ACL or public access block was changed",
        "{ $.eventSource = s3.amazonaws.com && "
        + event_name(
            "DeleteBucketPolicy",
            "DeletePublicAccessBlock",
            "PutBucketAcl",
            "PutBucketPolicy",
            "PutBucketPublicAccessBlock",
        )
        + " }",
    ),
)


def event_selectors(
    buckets: Sequence[str], events: DataEvents
) -> list[cloudtrail.TrailAdvancedEventSelectorArgsDict]:
    """Select management events, and data events of the buckets with these ARNs."""
    management: cloudtrail.TrailAdvancedEventSelectorArgsDict = {
        "name": "Management events",
        "field_selectors": [{"field": "eventCategory", "equals": ["Management"]}],
    }
    if events == "none":
        return [management]
    fields: list[cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgsDict] = [
        {"field": "eventCategory", "equals": ["Data"]},
        {"field": "resources.type", "equals": ["AWS::S3::Object"]},
        {"field": "resources.ARN", "starts_withs": [f"{arn}/" for arn in buckets]},
    ]
    if events == "write":
        fields.append({"field": "readOnly", "equals": ["false"]})
    return [management, {"name": "Data lake objects", "field_selectors": fields}]


def allow_trail(context: Context, purpose: str) -> list[Statement]:
    """Allow the trail to write to its bucket.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    own = {"aws:SourceArn": trail_arn(context)}
    principal = {"Service": "cloudtrail.amazonaws.com"}
    return [
        {
            "Sid": "AllowTrailAclCheck",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:GetBucketAcl",
            "Resource": context.bucket_arn(purpose),
            "Condition": {"StringEquals": own},
        },
        {
            "Sid": "AllowTrailWrite",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": context.bucket_arn(purpose, f"/AWSLogs/{context.account}/*"),
            "Condition": {"StringEquals": {**own, "s3:x-amz-acl": "bucket-owner-full-control"}},
        },
    ]


@dataclass(frozen=True, slots=True)
class AuditArgs:
    context: Context
    data_buckets: Sequence[str]  # ARNs of buckets with data events
    data_events: DataEvents
    retention_days: int
    trail: bool
    config: bool  # bucket of AWS Config
    key_arn: pulumi.Input[str]
    log_bucket: pulumi.Input[str]
    depends_on: Sequence[pulumi.Resource] = ()  # policy of the log bucket


class Audit(pulumi.ComponentResource):
    """Multi-region trail to a bucket with Object Lock and to CloudWatch Logs."""

    def __init__(
        self, name: str, args: AuditArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Audit", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("audit", "shared", "restricted")
        self.child = pulumi.ResourceOptions(parent=self)

        self.alarms: list[Alarm] = []
        # AWS Config does not support delivery to a bucket with default Object Lock retention.
        self.configuration = self._bucket("configuration", [], None)[0] if args.config else None
        if args.trail:
            self._trail()
        self.register_outputs({})

    def _trail(self) -> None:
        args, name = self.args, self.name
        trail, policy = self._bucket(
            "audit", allow_trail(args.context, "audit"), args.retention_days
        )
        path = args.context.path("trail")
        group = log_group(f"{name}-trail", path, args.context, self.tags, self.child)
        cloudtrail.Trail(
            name,
            name=args.context.prefix,
            s3_bucket_name=trail.id,
            kms_key_id=args.key_arn,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            advanced_event_selectors=event_selectors(args.data_buckets, args.data_events),
            cloud_watch_logs_group_arn=pulumi.Output.concat(group.arn, ":*"),
            cloud_watch_logs_role_arn=self._role(path),
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.alarms = [
            self._filter_alarm(metric_filter, group.name) for metric_filter in METRIC_FILTERS
        ]

    def _bucket(
        self, purpose: str, more: Sequence[Statement], locked: int | None
    ) -> tuple[s3.Bucket, s3.BucketPolicy]:
        args, name = self.args, f"{self.name}-{purpose}"
        plan = BucketPlan(
            purpose,
            "shared",
            ((30, "STANDARD_IA"),),
            expires=args.retention_days + 1,
            locked=locked,
        )
        policy = document(deny_insecure_transport(args.context.bucket_arn(purpose)), *more)
        bucket_args = BucketArgs(
            name=args.context.bucket(purpose),
            plan=plan,
            policy=policy,
            key_arn=args.key_arn,
            noncurrent_days=args.retention_days,
            protected=args.context.protected,
            tags=self.tags,
        )
        bucket, bucket_policy = private_bucket(name, bucket_args, self.child)
        s3.BucketLogging(
            name,
            bucket=bucket.id,
            target_bucket=args.log_bucket,
            target_prefix=f"{BUCKET_LOGS}/{purpose}/",
            opts=pulumi.ResourceOptions(parent=self, depends_on=args.depends_on),
        )
        return bucket, bucket_policy

    def _role(self, path: str) -> pulumi.Output[str]:
        role = iam.Role(
            self.name,
            description="CloudTrail to CloudWatch Logs",
            assume_role_policy=assumed_by("cloudtrail"),
            tags=self.tags,
            opts=self.child,
        )
        write: Statement = {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": self.args.context.arn("logs", f"log-group:{path}:*"),
        }
        iam.RolePolicy(self.name, role=role.id, policy=document(write), opts=self.child)
        return role.arn

    def _filter_alarm(self, metric_filter: MetricFilter, group: pulumi.Output[str]) -> Alarm:
        name, namespace = f"{self.name}-{metric_filter.name}", f"{self.args.context.prefix}/audit"
        cloudwatch.LogMetricFilter(
            name,
            log_group_name=group,
            pattern=metric_filter.pattern,
            metric_transformation={
                "name": metric_filter.name,
                "namespace": namespace,
                "value": "1",
            },
            opts=self.child,
        )
        return Alarm(
            name=metric_filter.name,
            description=metric_filter.description,
            namespace=namespace,
            metric=metric_filter.name,
            dimensions={},
            statistic="Sum",
            threshold=0,
            datapoints=1,
        )


def add_audit(
    d: Deployment,
    data_bucket_arns: Sequence[str],
    log_bucket: pulumi.Input[str],
    depends_on: Sequence[pulumi.Resource],
) -> Audit | None:
    """Availability: one trail records all regions."""
    settings = d.settings.account_wide
    if settings is None or not {"trail", "config"} & set(settings.services):
        return None
    args = AuditArgs(
        context=d.context,
        data_buckets=data_bucket_arns,
        data_events=settings.data_events,
        retention_days=settings.audit_days,
        trail="trail" in settings.services,
        config="config" in settings.services,
        key_arn=d.keys["audit"],
        log_bucket=log_bucket,
        depends_on=depends_on,
    )
    return d.create(Audit, "audit", args)
