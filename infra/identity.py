"""Identity: how far any role of the stack may ever go, and how a person becomes an administrator.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, ssm

from infra.logs import LogKeeping, log_group
from infra.policy import Statement, document
from infra.scope import Scope
from infra.sessions import preferences, session_document, session_log
from infra.settings import IdentitySettings

# Where IAM, Route 53 and their like are asked, by partition.
GLOBAL = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
# What hides from a record what was done, or takes for good what was kept.
NEVER = (
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


@dataclass(frozen=True, slots=True)
class IdentityArgs:
    scope: Scope
    settings: IdentitySettings
    regions: Sequence[str]  # where the stack has anything
    more: Sequence[Statement]  # that a role of the stack needs beyond what the boundary has
    logs: LogKeeping
    tags: Mapping[str, str]


def boundary(scope: Scope, regions: Sequence[str], more: Sequence[Statement] = ()) -> str:
    """Return the most that a role of the stack can do, whatever its own policies say.

    Anything in the stack's regions but to change who may do what; a role can be handed on to a
    service, and AWS may make its own.
    """
    roles = f"arn:{scope.partition}:iam::{scope.account}:role"
    return document(
        {
            "Sid": "InItsRegions",
            "Effect": "Allow",
            "NotAction": ["account:*", "iam:*", "organizations:*"],
            "Resource": "*",
            "Condition": {
                "StringEquals": {
                    "aws:RequestedRegion": sorted({*regions, GLOBAL[scope.partition]})
                },
            },
        },
        {
            "Sid": "HandsRolesOn",
            "Effect": "Allow",
            "Action": ["iam:GetRole", "iam:PassRole"],
            "Resource": f"{roles}/*",
        },
        {
            "Sid": "LetsAwsMakeItsOwn",
            "Effect": "Allow",
            "Action": "iam:CreateServiceLinkedRole",
            "Resource": f"{roles}/aws-service-role/*",
        },
        {"Sid": "Never", "Effect": "Deny", "Action": list(NEVER), "Resource": "*"},
        *more,
    )


def trust(scope: Scope, administrators: Sequence[str], minutes: int) -> str:
    """Let in whoever has shown a second factor, not long ago."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": list(administrators) or scope.account_root},
            "Action": "sts:AssumeRole",
            "Condition": {
                "Bool": {"aws:MultiFactorAuthPresent": "true"},
                "NumericLessThan": {"aws:MultiFactorAuthAge": str(minutes * 60)},
            },
        }
    )


def only_recorded_sessions(scope: Scope, regions: Sequence[str]) -> Statement:
    account = scope.account
    return {
        "Sid": "OnlyRecordedSessions",
        "Effect": "Deny",
        "Action": "ssm:StartSession",
        "NotResource": [
            f"arn:{scope.partition}:{each}"
            for region in regions
            for each in (
                f"ec2:{region}:{account}:instance/*",
                f"ssm:{region}:{account}:managed-instance/*",
                f"ssm:{region}:{account}:document/{session_document(scope)}",
            )
        ],
    }


class Identity(pulumi.ComponentResource):
    """The boundary of the stack's roles, the administrator's role, and how a session is held."""

    def __init__(
        self, name: str, args: IdentityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Identity", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.boundary_arn = iam.Policy(
            name,
            description=f"The most that roles of {args.scope.prefix} can do",
            policy=boundary(args.scope, args.regions, args.more),
            tags=args.tags,
            opts=self.child,
        ).arn
        self.administrator_arn = self._administrator()
        log_group(f"{name}-sessions", session_log(args.scope), args.logs, args.tags, self.child)
        ssm.Document(
            name,
            name=session_document(args.scope),
            document_type="Session",
            document_format="JSON",
            content=preferences(args.scope),
            tags=args.tags,
            opts=self.child,
        )
        self.register_outputs({"administrator_arn": self.administrator_arn})

    def _administrator(self) -> pulumi.Output[str]:
        """Make a role that runs the stack, but changes nobody's rights."""
        args = self.args
        role = iam.Role(
            f"{self.name}-administrator",
            description="Runs the stack; asks for a second factor",
            assume_role_policy=trust(
                args.scope, args.settings.administrators, args.settings.session_minutes
            ),
            permissions_boundary=self.boundary_arn,
            tags=args.tags,
            opts=self.child,
        )
        iam.RolePolicyAttachment(
            f"{self.name}-administrator",
            role=role.name,
            policy_arn=args.scope.managed_policy("PowerUserAccess"),
            opts=self.child,
        )
        iam.RolePolicy(
            f"{self.name}-administrator",
            role=role.id,
            policy=document(only_recorded_sessions(args.scope, args.regions)),
            opts=self.child,
        )
        return role.arn


def bounded(boundary_arn: pulumi.Input[str]) -> pulumi.ResourceTransformation:
    """Return what gives every role that a component makes the boundary."""

    def bind(
        args: pulumi.ResourceTransformationArgs,
    ) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != "aws:iam/role:Role":
            return None
        props = {**args.props, "permissionsBoundary": boundary_arn}
        return pulumi.ResourceTransformationResult(props, args.opts)

    return bind
