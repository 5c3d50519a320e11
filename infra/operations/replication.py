"""S3 cross-region replication to the standby region.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, s3

from infra.aws.alarm import Alarm
from infra.aws.policy_document import Statement, allow, assumed_by, document
from infra.context import Context
from infra.deployment import Deployment

RTC_MINUTES = 15  # S3 Replication Time Control


@dataclass(frozen=True, slots=True)
class ReplicationArgs:
    context: Context  # source region
    target: Context
    buckets: Mapping[str, pulumi.Input[str]]  # source bucket ids by purpose
    replica_arns: Mapping[str, pulumi.Input[str]]  # destination bucket ARNs by purpose
    replica_key_arn: pulumi.Input[str]
    time_control: bool  # S3 Replication Time Control
    depends_on: Sequence[pulumi.Resource] = ()  # versioning of all buckets


def replication_permissions(
    source: Context, target: Context, purposes: Sequence[str]
) -> list[Statement]:
    sources = [source.bucket_arn(purpose) for purpose in purposes]
    targets = [target.bucket_arn(purpose, "/*") for purpose in purposes]
    read, write = use_key_for_s3("kms:Decrypt", source), use_key_for_s3("kms:Encrypt", target)
    return [
        allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], sources),
        allow(
            [
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ],
            [f"{arn}/*" for arn in sources],
        ),
        allow(["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"], targets),
        read,
        write,
    ]


def use_key_for_s3(action: str, context: Context) -> Statement:
    """Allow a KMS action through S3 only."""
    return {
        **allow([action], [context.arn("kms", "key/*")]),
        "Condition": {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": context.key_alias("data")},
            "StringEquals": {"kms:ViaService": f"s3.{context.region}.amazonaws.com"},
        },
    }


class Replication(pulumi.ComponentResource):
    """Replication rule of each bucket, including delete markers, with the replica's KMS key."""

    def __init__(
        self, name: str, args: ReplicationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Replication", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("replication", "shared")
        self.child = pulumi.ResourceOptions(parent=self)

        role = iam.Role(
            name,
            description="S3 cross-region replication",
            assume_role_policy=assumed_by("s3"),
            tags=self.tags,
            opts=self.child,
        )
        policy = document(*replication_permissions(args.context, args.target, list(args.buckets)))
        role_policy = iam.RolePolicy(name, role=role.id, policy=policy, opts=self.child)
        for purpose, bucket in args.buckets.items():
            s3.BucketReplicationConfig(
                f"{name}-{purpose}",
                bucket=bucket,
                role=role.arn,
                rules=[self._rule(purpose)],
                # Replication requires versioning on both buckets.
                opts=pulumi.ResourceOptions(
                    parent=self, depends_on=[role_policy, *args.depends_on]
                ),
            )
        self.alarms = [self._lag_alarm(purpose) for purpose in args.buckets if args.time_control]
        self.register_outputs({})

    def _rule(self, purpose: str) -> s3.BucketReplicationConfigRuleArgsDict:
        return {
            "id": "all",
            "status": "Enabled",
            "priority": 0,
            "filter": {"prefix": ""},
            "delete_marker_replication": {"status": "Enabled"},
            "source_selection_criteria": {"sse_kms_encrypted_objects": {"status": "Enabled"}},
            "destination": self._destination(purpose),
        }

    def _destination(self, purpose: str) -> s3.BucketReplicationConfigRuleDestinationArgsDict:
        destination: s3.BucketReplicationConfigRuleDestinationArgsDict = {
            "bucket": self.args.replica_arns[purpose],
            "encryption_configuration": {"replica_kms_key_id": self.args.replica_key_arn},
        }
        if self.args.time_control:
            destination["replication_time"] = {
                "status": "Enabled",
                "time": {"minutes": RTC_MINUTES},
            }
            destination["metrics"] = {
                "status": "Enabled",
                "event_threshold": {"minutes": RTC_MINUTES},
            }
        return destination

    def _lag_alarm(self, purpose: str) -> Alarm:
        return Alarm(
            name=f"{purpose}-lag",
            description=f"Replication of bucket {purpose} is over {RTC_MINUTES} minutes behind",
            namespace="AWS/S3",
            metric="ReplicationLatency",  # seconds
            dimensions={
                "SourceBucket": self.args.context.bucket(purpose),
                "DestinationBucket": self.args.target.bucket(purpose),
                "RuleId": "all",
            },
            statistic="Maximum",
            threshold=RTC_MINUTES * 60,
        )


def add_replication(
    d: Deployment,
    standby: Deployment,
    buckets: Mapping[str, pulumi.Input[str]],
    replica_arns: Mapping[str, pulumi.Input[str]],
    depends_on: Sequence[pulumi.Resource],
) -> None:
    """Availability: objects are in both regions, in 15 minutes with Replication Time Control."""
    settings = d.settings.standby
    args = ReplicationArgs(
        context=d.context,
        target=standby.context,
        buckets=buckets,
        replica_arns=replica_arns,
        replica_key_arn=standby.keys["data"],
        time_control=settings is not None and settings.replication_time_control,
        depends_on=depends_on,
    )
    d.create(Replication, "replication", args)
