"""Recording: AWS Config, which knows how each resource was at any time, and judges it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import cfg, iam

from infra.policy import Statement, assumed_by, document
from infra.scope import Scope

# https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
RULES = (
    "AUTOSCALING_MULTIPLE_AZ",
    "CLOUD_TRAIL_ENCRYPTION_ENABLED",
    "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED",
    "CMK_BACKING_KEY_ROTATION_ENABLED",
    "EC2_EBS_ENCRYPTION_BY_DEFAULT",
    "EC2_IMDSV2_CHECK",
    "ELBV2_MULTIPLE_AZ",
    "ENCRYPTED_VOLUMES",
    "IAM_ROOT_ACCESS_KEY_CHECK",
    "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS",
    "RDS_CLUSTER_DELETION_PROTECTION_ENABLED",
    "RDS_STORAGE_ENCRYPTED",
    "ROOT_ACCOUNT_MFA_ENABLED",
    "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    "S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
    "S3_BUCKET_SSL_REQUESTS_ONLY",
    "S3_BUCKET_VERSIONING_ENABLED",
    "VPC_FLOW_LOGS_ENABLED",
    "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS",
)


def pack() -> str:
    """Return a conformance pack of AWS's own rules, in the words of a CloudFormation template."""
    resources = {
        identifier.title().replace("_", ""): {
            "Type": "AWS::Config::ConfigRule",
            "Properties": {
                "ConfigRuleName": identifier.lower().replace("_", "-"),
                "Source": {"Owner": "AWS", "SourceIdentifier": identifier},
            },
        }
        for identifier in RULES
    }
    return json.dumps({"Resources": resources})


@dataclass(frozen=True, slots=True)
class RecordingArgs:
    scope: Scope
    home: Scope  # of the region whose bucket takes what is recorded
    everywhere: bool  # also what belongs to no region, such as roles
    frequency: Literal["CONTINUOUS", "DAILY"]
    bucket: pulumi.Input[str]
    key_arn: pulumi.Input[str]  # the bucket's
    tags: Mapping[str, str]


def deliver(home: Scope) -> tuple[Statement, Statement, Statement]:
    """Return what AWS Config needs to write to the bucket."""
    return (
        {
            "Effect": "Allow",
            "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
            "Resource": home.bucket_arn("configuration"),
        },
        {
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Resource": home.bucket_arn("configuration", f"/AWSLogs/{home.account}/Config/*"),
        },
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": home.arn("kms", "key/*"),
            "Condition": {
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": home.key_alias("audit")}
            },
        },
    )


class Recording(pulumi.ComponentResource):
    """A recorder of all resource types in the region, and the rules that look at them."""

    def __init__(
        self, name: str, args: RecordingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Recording", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        recorder = cfg.Recorder(
            name,
            role_arn=self._role(),
            recording_group={
                "all_supported": True,
                "include_global_resource_types": args.everywhere,
            },
            recording_mode={"recording_frequency": args.frequency},
            opts=self.child,
        )
        channel = cfg.DeliveryChannel(
            name,
            s3_bucket_name=args.bucket,
            s3_kms_key_arn=args.key_arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[recorder]),
        )
        status = cfg.RecorderStatus(
            name,
            name=recorder.name,
            is_enabled=True,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[channel]),
        )
        cfg.ConformancePack(
            name,
            name=args.scope.prefix,
            template_body=pack(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[status]),
        )
        self.register_outputs({})

    def _role(self) -> pulumi.Output[str]:
        role = iam.Role(
            self.name,
            description="Lets AWS Config look at all, and write what it saw",
            assume_role_policy=assumed_by("config"),
            tags=self.args.tags,
            opts=self.child,
        )
        iam.RolePolicyAttachment(
            self.name,
            role=role.name,
            policy_arn=self.args.scope.managed_policy("service-role/AWS_ConfigRole"),
            opts=self.child,
        )
        policy = document(*deliver(self.args.home))
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)
        return role.arn
