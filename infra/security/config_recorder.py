"""AWS Config recorder and conformance pack."""

import json
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import cfg, iam

from infra.aws.policy_document import Statement, assumed_by, document
from infra.context import Context
from infra.deployment import Deployment
from infra.security.settings import AccountSettings

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
# The load balancer serves these ports to everyone; without them the rule never complies.
# https://docs.aws.amazon.com/config/latest/developerguide/vpc-sg-open-only-to-authorized-ports.html
PARAMETERS = {"VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS": {"authorizedTcpPorts": "80,443"}}


def conformance_pack() -> str:
    """Return a conformance pack template of AWS managed rules."""
    resources = {
        identifier.title().replace("_", ""): {
            "Type": "AWS::Config::ConfigRule",
            "Properties": {
                "ConfigRuleName": identifier.lower().replace("_", "-"),
                "Source": {"Owner": "AWS", "SourceIdentifier": identifier},
                **({"InputParameters": PARAMETERS[identifier]} if identifier in PARAMETERS else {}),
            },
        }
        for identifier in RULES
    }
    return json.dumps({"Resources": resources})


@dataclass(frozen=True, slots=True)
class ConfigRecorderArgs:
    context: Context
    bucket_context: Context  # of the region with the delivery bucket
    global_resources: bool  # record IAM resources too
    frequency: Literal["CONTINUOUS", "DAILY"]
    bucket: pulumi.Input[str]
    key_arn: pulumi.Input[str]  # KMS key of the bucket


def delivery_permissions(context: Context) -> tuple[Statement, Statement, Statement]:
    """Allow AWS Config to write to the delivery bucket."""
    return (
        {
            "Effect": "Allow",
            "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
            "Resource": context.bucket_arn("configuration"),
        },
        {
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Resource": context.bucket_arn("configuration", f"/AWSLogs/{context.account}/Config/*"),
        },
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": context.arn("kms", "key/*"),
            "Condition": {
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": context.key_alias("audit")}
            },
        },
    )


class ConfigRecorder(pulumi.ComponentResource):
    """Recorder of all resource types in the region, delivery channel and conformance pack."""

    def __init__(
        self, name: str, args: ConfigRecorderArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Recording", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("recording", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        recorder = cfg.Recorder(
            name,
            role_arn=self._role(),
            recording_group={
                "all_supported": True,
                "include_global_resource_types": args.global_resources,
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
            name=args.context.prefix,
            template_body=conformance_pack(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[status]),
        )
        self.register_outputs({})

    def _role(self) -> pulumi.Output[str]:
        role = iam.Role(
            self.name,
            description="AWS Config recorder",
            assume_role_policy=assumed_by("config"),
            tags=self.tags,
            opts=self.child,
        )
        iam.RolePolicyAttachment(
            self.name,
            role=role.name,
            policy_arn=self.args.context.managed_policy("service-role/AWS_ConfigRole"),
            opts=self.child,
        )
        policy = document(*delivery_permissions(self.args.bucket_context))
        iam.RolePolicy(self.name, role=role.id, policy=policy, opts=self.child)
        return role.arn


def add_config_recorder(
    d: Deployment, settings: AccountSettings, primary: Deployment, bucket: pulumi.Input[str] | None
) -> None:
    """Availability: each region has a recorder; all deliver to the primary region's bucket."""
    if bucket is None:
        return
    args = ConfigRecorderArgs(
        context=d.context,
        bucket_context=primary.context,
        global_resources=not d.is_standby,
        frequency=settings.config_recording,
        bucket=bucket,
        key_arn=primary.keys["audit"],
    )
    d.create(ConfigRecorder, "recording", args)
