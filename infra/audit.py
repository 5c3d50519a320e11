"""Audit: who did what in the account, kept where nobody can change it, and what is told at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import cloudtrail, cloudwatch, iam, s3

from infra.alarms import Alarm
from infra.bucket import BucketArgs, BucketPlan, only_over_tls, private_bucket
from infra.keys import trail_arn
from infra.logs import LogKeeping, log_group
from infra.policy import Statement, assumed_by, document
from infra.scope import Scope
from infra.storage import BUCKET_LOGS

DataEvents = Literal["all", "write", "none"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is looked for in the trail."""

    name: str
    meaning: str
    pattern: str  # in CloudWatch Logs' words


def named(*events: str) -> str:
    return "(" + " || ".join(f"($.eventName = {each})" for each in events) + ")"


# https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
SIGHTS = (
    Sight(
        "root-used",
        "Somebody signed in as the account's root: it is for emergencies only",
        '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && '
        '$.eventType != "AwsServiceEvent" }',
    ),
    Sight(
        "signed-in-without-mfa",
        "A user signed in to the console without a second factor",
        '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && '
        '$.userIdentity.type = "IAMUser" && $.responseElements.ConsoleLogin = "Success" }',
    ),
    Sight(
        "policies-changed",
        "Rights were changed: expected while the platform is updated, at no other time",
        "{ $.eventSource = iam.amazonaws.com && "
        + named(
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
    Sight(
        "trail-changed",
        "The trail was changed or stopped: what is done since may be on no record",
        "{ " + named("DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail") + " }",
    ),
    Sight(
        "key-going",
        "A key was disabled or is to be deleted, and with it what it encrypts",
        "{ $.eventSource = kms.amazonaws.com && "
        + named("DisableKey", "ScheduleKeyDeletion")
        + " }",
    ),
    Sight(
        "bucket-opened",
        "Who may read or write a bucket was changed",
        "{ $.eventSource = s3.amazonaws.com && "
        + named(
            "DeleteBucketPolicy",
            "DeletePublicAccessBlock",
            "PutBucketAcl",
            "PutBucketPolicy",
            "PutBucketPublicAccessBlock",
        )
        + " }",
    ),
)


def plan_selectors(
    lake: Sequence[str], events: DataEvents
) -> list[cloudtrail.TrailAdvancedEventSelectorArgsDict]:
    """Record what is done to the account, and to objects of the buckets with these ARNs."""
    management: cloudtrail.TrailAdvancedEventSelectorArgsDict = {
        "name": "What is done to the account",
        "field_selectors": [{"field": "eventCategory", "equals": ["Management"]}],
    }
    if events == "none":
        return [management]
    fields: list[cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgsDict] = [
        {"field": "eventCategory", "equals": ["Data"]},
        {"field": "resources.type", "equals": ["AWS::S3::Object"]},
        {"field": "resources.ARN", "starts_withs": [f"{arn}/" for arn in lake]},
    ]
    if events == "write":
        fields.append({"field": "readOnly", "equals": ["false"]})
    return [management, {"name": "What is done to the lake", "field_selectors": fields}]


def trail_writes(scope: Scope, purpose: str) -> list[Statement]:
    """Return what CloudTrail asks of its bucket.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    ours = {"aws:SourceArn": trail_arn(scope)}
    principal = {"Service": "cloudtrail.amazonaws.com"}
    return [
        {
            "Sid": "TrailLooks",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:GetBucketAcl",
            "Resource": scope.bucket_arn(purpose),
            "Condition": {"StringEquals": ours},
        },
        {
            "Sid": "TrailWrites",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": scope.bucket_arn(purpose, f"/AWSLogs/{scope.account}/*"),
            "Condition": {"StringEquals": {**ours, "s3:x-amz-acl": "bucket-owner-full-control"}},
        },
    ]


@dataclass(frozen=True, slots=True)
class AuditArgs:
    scope: Scope
    lake: Sequence[str]  # ARNs of the buckets whose objects are watched
    data_events: DataEvents
    keep_days: int
    key_arn: pulumi.Input[str]
    log_bucket: pulumi.Input[str]
    after: Sequence[pulumi.Resource]  # the log bucket's policy
    logs: LogKeeping
    protected: bool
    tags: Mapping[str, str]


class Audit(pulumi.ComponentResource):
    """One trail over all regions, into a bucket that locks what it holds, and into a log."""

    def __init__(
        self, name: str, args: AuditArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Audit", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        trail, policy = self._bucket("audit", trail_writes(args.scope, "audit"), args.keep_days)
        # AWS Config delivers to no bucket that locks objects by default.
        self.configuration, _ = self._bucket("configuration", [], None)
        path = args.scope.path("trail")
        group = log_group(f"{name}-trail", path, args.logs, args.tags, self.child)
        cloudtrail.Trail(
            name,
            name=args.scope.prefix,
            s3_bucket_name=trail.id,
            kms_key_id=args.key_arn,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            advanced_event_selectors=plan_selectors(args.lake, args.data_events),
            cloud_watch_logs_group_arn=pulumi.Output.concat(group.arn, ":*"),
            cloud_watch_logs_role_arn=self._role(path),
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.alarms = [self._look(sight, group.name) for sight in SIGHTS]
        self.register_outputs({"configuration_bucket": self.configuration.id})

    def _bucket(
        self, purpose: str, more: Sequence[Statement], locked: int | None
    ) -> tuple[s3.Bucket, s3.BucketPolicy]:
        args, name = self.args, f"{self.name}-{purpose}"
        plan = BucketPlan(
            purpose, "shared", ((30, "STANDARD_IA"),), expires=args.keep_days + 1, locked=locked
        )
        policy = document(only_over_tls(args.scope.bucket_arn(purpose)), *more)
        bucket_args = BucketArgs(
            name=args.scope.bucket(purpose),
            plan=plan,
            policy=policy,
            key_arn=args.key_arn,
            noncurrent_days=args.keep_days,
            protected=args.protected,
            tags=args.tags,
        )
        bucket, bucket_policy = private_bucket(name, bucket_args, self.child)
        s3.BucketLogging(
            name,
            bucket=bucket.id,
            target_bucket=args.log_bucket,
            target_prefix=f"{BUCKET_LOGS}/{purpose}/",
            opts=pulumi.ResourceOptions(parent=self, depends_on=args.after),
        )
        return bucket, bucket_policy

    def _role(self, path: str) -> pulumi.Output[str]:
        role = iam.Role(
            self.name,
            description="Lets CloudTrail write its log",
            assume_role_policy=assumed_by("cloudtrail"),
            tags=self.args.tags,
            opts=self.child,
        )
        write: Statement = {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": self.args.scope.arn("logs", f"log-group:{path}:*"),
        }
        iam.RolePolicy(self.name, role=role.id, policy=document(write), opts=self.child)
        return role.arn

    def _look(self, sight: Sight, group: pulumi.Output[str]) -> Alarm:
        name, namespace = f"{self.name}-{sight.name}", f"{self.args.scope.prefix}/audit"
        cloudwatch.LogMetricFilter(
            name,
            log_group_name=group,
            pattern=sight.pattern,
            metric_transformation={"name": sight.name, "namespace": namespace, "value": "1"},
            opts=self.child,
        )
        return Alarm(
            name=sight.name,
            meaning=sight.meaning,
            namespace=namespace,
            metric=sight.name,
            dimensions={},
            statistic="Sum",
            threshold=0,
            of_them=1,
        )
