"""IAM permissions boundary, administrator role and Session Manager preferences.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, ssm

from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement, assumed_with_mfa, document
from infra.aws.session import session_document, session_log
from infra.context import Context
from infra.security.sessions import session_preferences
from infra.security.settings import IdentitySettings

# Region of the global services' endpoints, by partition.
GLOBAL_SERVICE_REGIONS = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
# Actions that destroy audit records, backups or keys.
DENIED_ACTIONS = (
    "backup:DeleteRecoveryPoint",
    "cloudtrail:DeleteTrail",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
    "config:DeleteConfigurationRecorder",
    "config:StopConfigurationRecorder",
    "guardduty:DeleteDetector",
    "kms:ScheduleKeyDeletion",
    "logs:DeleteLogGroup",
    "s3:BypassGovernanceRetention",
)

READING_ACTIONS = (
    "account:Get*",
    "iam:GenerateCredentialReport",
    "iam:Get*",
    "iam:List*",
    "organizations:Describe*",
    "organizations:List*",
)


@dataclass(frozen=True, slots=True)
class IdentityArgs:
    context: Context
    settings: IdentitySettings
    regions: Sequence[str]  # all regions of the stack
    statements: Sequence[Statement] = ()  # additional permissions within the boundary


def permissions_boundary(
    context: Context, regions: Sequence[str], statements: Sequence[Statement] = ()
) -> str:
    """Return the permissions boundary attached to every role of the stack.

    It allows all services in the stack's regions except changes of IAM, account and organization,
    which it allows to read; roles may be passed to services, and AWS may create service-linked
    roles.
    """
    roles = f"arn:{context.partition}:iam::{context.account}:role"
    requested = sorted({*regions, GLOBAL_SERVICE_REGIONS[context.partition]})
    in_regions = {"StringEquals": {"aws:RequestedRegion": requested}}
    return document(
        {
            "Sid": "AllowInRegions",
            "Effect": "Allow",
            "NotAction": ["account:*", "iam:*", "organizations:*"],
            "Resource": "*",
            "Condition": in_regions,
        },
        {
            "Sid": "AllowPassRole",
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": f"{roles}/*",
        },
        {
            "Sid": "AllowServiceLinkedRoles",
            "Effect": "Allow",
            "Action": "iam:CreateServiceLinkedRole",
            "Resource": f"{roles}/aws-service-role/*",
        },
        {
            # AWS Config records identities, AWS Backup looks up roles: reading changes nothing.
            "Sid": "AllowReadingAccount",
            "Effect": "Allow",
            "Action": list(READING_ACTIONS),
            "Resource": "*",
            "Condition": in_regions,
        },
        {
            "Sid": "DenyDestructiveActions",
            "Effect": "Deny",
            "Action": list(DENIED_ACTIONS),
            "Resource": "*",
        },
        *statements,
    )


def deny_unlogged_sessions(context: Context, regions: Sequence[str]) -> Statement:
    account = context.account
    return {
        "Sid": "DenyUnloggedSessions",
        "Effect": "Deny",
        "Action": "ssm:StartSession",
        "NotResource": [
            f"arn:{context.partition}:{each}"
            for region in regions
            for each in (
                f"ec2:{region}:{account}:instance/*",
                f"ssm:{region}:{account}:managed-instance/*",
                f"ssm:{region}:{account}:document/{session_document(context)}",
            )
        ],
    }


class Identity(pulumi.ComponentResource):
    """Permissions boundary, administrator role with MFA, and session preferences."""

    def __init__(
        self, name: str, args: IdentityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Identity", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("identity", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        self.boundary_arn = iam.Policy(
            name,
            description=f"Permissions boundary of all roles of {args.context.prefix}",
            policy=permissions_boundary(args.context, args.regions, args.statements),
            tags=self.tags,
            opts=self.child,
        ).arn
        self.administrator_arn = self._administrator()
        add_session_preferences(name, args.context, self.tags, self.child)
        self.register_outputs(
            {"administrator_arn": self.administrator_arn, "boundary_arn": self.boundary_arn}
        )

    def _administrator(self) -> pulumi.Output[str]:
        """Create the administrator role: PowerUserAccess within the permissions boundary."""
        args = self.args
        role = iam.Role(
            f"{self.name}-administrator",
            description="Administrator of the stack; requires MFA",
            assume_role_policy=assumed_with_mfa(
                args.context,
                args.settings.administrators,
                args.settings.session_minutes,
                args.settings.permission_sets,
            ),
            permissions_boundary=self.boundary_arn,
            tags=self.tags,
            opts=self.child,
        )
        iam.RolePolicyAttachment(
            f"{self.name}-administrator",
            role=role.name,
            policy_arn=args.context.managed_policy("PowerUserAccess"),
            opts=self.child,
        )
        iam.RolePolicy(
            f"{self.name}-administrator",
            role=role.id,
            policy=document(deny_unlogged_sessions(args.context, args.regions)),
            opts=self.child,
        )
        return role.arn


def add_session_preferences(
    name: str, context: Context, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> None:
    """Create the session document and its log group, which each region with instances needs."""
    log_group(f"{name}-sessions", session_log(context), context, tags, child)
    ssm.Document(
        name,
        name=session_document(context),
        document_type="Session",
        document_format="JSON",
        content=session_preferences(context),
        tags=tags,
        opts=child,
    )


class Sessions(pulumi.ComponentResource):
    """Session Manager preferences of another region than the administrator's."""

    def __init__(
        self, name: str, args: Context, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Sessions", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        add_session_preferences(name, args, args.tags("sessions", "shared", "internal"), child)
        self.register_outputs({})


def attach_boundary(boundary_arn: pulumi.Input[str]) -> pulumi.ResourceTransformation:
    """Return a transformation that attaches the permissions boundary to every role."""

    def transform(
        args: pulumi.ResourceTransformationArgs,
    ) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != "aws:iam/role:Role":
            return None
        props = {**args.props, "permissionsBoundary": boundary_arn}
        return pulumi.ResourceTransformationResult(props, args.opts)

    return transform
