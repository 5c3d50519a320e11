"""Replication: what is written to a bucket is written to its twin in another region too.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, s3

from infra.alarms import Alarm
from infra.policy import Statement, allow, assumed_by, document
from infra.scope import Scope
from infra.storage import Storage

MINUTES = 15  # in which S3 replicates where it is asked to keep a time


@dataclass(frozen=True, slots=True)
class ReplicationArgs:
    source: Scope
    target: Scope
    buckets: Storage
    twins: Storage
    purposes: tuple[str, ...]
    twin_key_arn: pulumi.Input[str]
    time_control: bool
    tags: Mapping[str, str]


def permissions(source: Scope, target: Scope, purposes: tuple[str, ...]) -> list[Statement]:
    sources = [source.bucket_arn(purpose) for purpose in purposes]
    targets = [target.bucket_arn(purpose, "/*") for purpose in purposes]
    read, write = through("kms:Decrypt", source), through("kms:Encrypt", target)
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


def through(action: str, scope: Scope) -> Statement:
    """Let S3 use the region's key for objects, and for nothing else."""
    return {
        **allow([action], [scope.arn("kms", "key/*")]),
        "Condition": {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": scope.key_alias("data")},
            "StringEquals": {"kms:ViaService": f"s3.{scope.region}.amazonaws.com"},
        },
    }


class Replication(pulumi.ComponentResource):
    """A rule for each bucket: all of it, deletions too, encrypted by the other region's key."""

    def __init__(
        self, name: str, args: ReplicationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Replication", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        role = iam.Role(
            name,
            description="Lets S3 copy to the other region",
            assume_role_policy=assumed_by("s3"),
            tags=args.tags,
            opts=self.child,
        )
        policy = document(*permissions(args.source, args.target, args.purposes))
        allowed = iam.RolePolicy(name, role=role.id, policy=policy, opts=self.child)
        for purpose in args.purposes:
            s3.BucketReplicationConfig(
                f"{name}-{purpose}",
                bucket=args.buckets.buckets[purpose].id,
                role=role.arn,
                rules=[self._rule(purpose)],
                # Both must keep versions before S3 takes the rule.
                opts=pulumi.ResourceOptions(
                    parent=self, depends_on=[allowed, args.buckets, args.twins]
                ),
            )
        self.alarms = [self._late(purpose) for purpose in args.purposes if args.time_control]
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
            "bucket": self.args.twins.buckets[purpose].arn,
            "encryption_configuration": {"replica_kms_key_id": self.args.twin_key_arn},
        }
        if self.args.time_control:
            destination["replication_time"] = {"status": "Enabled", "time": {"minutes": MINUTES}}
            destination["metrics"] = {
                "status": "Enabled",
                "event_threshold": {"minutes": MINUTES},
            }
        return destination

    def _late(self, purpose: str) -> Alarm:
        return Alarm(
            name=f"{purpose}-late",
            meaning=f"The {purpose} of the other region are more than {MINUTES} minutes behind",
            namespace="AWS/S3",
            metric="ReplicationLatency",  # seconds
            dimensions={
                "SourceBucket": self.args.source.bucket(purpose),
                "DestinationBucket": self.args.target.bucket(purpose),
                "RuleId": "all",
            },
            statistic="Maximum",
            threshold=MINUTES * 60,
        )
