"""Rules for AWS IAM: actions."""

from collections.abc import Iterator, Mapping, Sequence

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, any_of, found
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.documents import Statement
from policies.engine.selectors.permissions import (
    IDENTITY_TYPES,
    allows_all,
    allows_everywhere,
    first_covered,
    granted,
    on_everything,
)

PRACTICES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"
RESOURCES = '"Resource": the ARNs that are needed instead of "*"'
# Sets of actions that give access to another principal of choice. Actions are documented in
# https://docs.aws.amazon.com/service-authorization/latest/reference/.
ESCALATIONS: Mapping[str, Sequence[str]] = {
    "create a new version of a policy": ("iam:CreatePolicyVersion",),
    "set an older version of a policy as default": ("iam:SetDefaultPolicyVersion",),
    "create access keys for another user": ("iam:CreateAccessKey",),
    "create a console password for another user": ("iam:CreateLoginProfile",),
    "change another user's password": ("iam:UpdateLoginProfile",),
    "attach policies to users": ("iam:AttachUserPolicy",),
    "attach policies to groups": ("iam:AttachGroupPolicy",),
    "attach policies to roles": ("iam:AttachRolePolicy",),
    "write inline policies of users": ("iam:PutUserPolicy",),
    "write inline policies of groups": ("iam:PutGroupPolicy",),
    "write inline policies of roles": ("iam:PutRolePolicy",),
    "join any group": ("iam:AddUserToGroup",),
    "change the trust policy of any role": ("iam:UpdateAssumeRolePolicy", "sts:AssumeRole"),
    "pass any role to an EC2 instance": ("iam:PassRole", "ec2:RunInstances"),
    "pass any role to a Lambda function and invoke it": (
        "iam:PassRole",
        "lambda:CreateFunction",
        "lambda:InvokeFunction",
    ),
    "pass any role to a Lambda function with an event source": (
        "iam:PassRole",
        "lambda:CreateFunction",
        "lambda:CreateEventSourceMapping",
    ),
    "change the code of a Lambda function that has a role": ("lambda:UpdateFunctionCode",),
    "pass any role to a Glue development endpoint": ("iam:PassRole", "glue:CreateDevEndpoint"),
    "log in to a Glue development endpoint": ("glue:UpdateDevEndpoint",),
    "pass any role to a CloudFormation stack": ("iam:PassRole", "cloudformation:CreateStack"),
    "pass any role to a Data Pipeline": (
        "iam:PassRole",
        "datapipeline:CreatePipeline",
        "datapipeline:PutPipelineDefinition",
    ),
    "pass any role to a SageMaker notebook": (
        "iam:PassRole",
        "sagemaker:CreateNotebookInstance",
        "sagemaker:CreatePresignedNotebookInstanceUrl",
    ),
    "pass any role to a SageMaker training job": ("iam:PassRole", "sagemaker:CreateTrainingJob"),
    "pass any role to a SageMaker processing job": (
        "iam:PassRole",
        "sagemaker:CreateProcessingJob",
    ),
    "pass any role to an ECS task": ("iam:PassRole", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
    "pass any role to a Spot instance": ("iam:PassRole", "ec2:RequestSpotInstances"),
    "pass any role to an Auto Scaling group": (
        "iam:PassRole",
        "autoscaling:CreateLaunchConfiguration",
        "autoscaling:CreateAutoScalingGroup",
    ),
    "pass any role to a CodeBuild build": (
        "iam:PassRole",
        "codebuild:CreateProject",
        "codebuild:StartBuild",
    ),
    "pass any role to an App Runner service": ("iam:PassRole", "apprunner:CreateService"),
    "pass any role to a Glue job": ("iam:PassRole", "glue:CreateJob", "glue:StartJobRun"),
    "pass any role to a Step Functions execution": (
        "iam:PassRole",
        "states:CreateStateMachine",
        "states:StartExecution",
    ),
    "pass any role to a schedule of EventBridge": ("iam:PassRole", "scheduler:CreateSchedule"),
    "pass any role to a code interpreter of Bedrock AgentCore": (
        "iam:PassRole",
        "bedrock-agentcore:CreateCodeInterpreter",
        "bedrock-agentcore:InvokeCodeInterpreter",
    ),
}
# Rules that one statement on all resources may violate together, the most severe first: naming the
# resources is the fix of each.
ON_EVERYTHING = (
    "iam-policy-no-unrestricted-credential-access",
    "iam-policy-no-unrestricted-permissions-management",
    "iam-policy-no-unrestricted-pass-role",
    "iam-policy-no-unrestricted-write",
    "iam-policy-no-full-cloudtrail-access",
    "iam-policy-no-unrestricted-data-read",
    "iam-policy-no-decryption-with-every-key",
    "iam-policy-no-wildcard-resource",
)
# Actions that read objects, secrets or parameters.
CONTENT = (
    "s3:GetObject",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:GetParametersByPath",
)
# Actions that return or create credentials.
CREDENTIALS = (
    "chime:CreateApiKey",
    "codepipeline:PollForJobs",
    "cognito-identity:GetCredentialsForIdentity",
    "cognito-identity:GetOpenIdToken",
    "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
    "connect:GetFederationToken",
    "ec2:GetPasswordData",
    "gamelift:RequestUploadCredentials",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreateServiceSpecificCredential",
    "iam:ResetServiceSpecificCredential",
    "iam:UpdateAccessKey",
    "lightsail:GetInstanceAccessDetails",
    "lightsail:GetRelationalDatabaseMasterUserPassword",
    "mediapackage:RotateChannelCredentials",
    "mediapackage:RotateIngestEndpointCredentials",
    "rds-db:connect",
    "redshift:GetClusterCredentials",
    "sso:GetRoleCredentials",
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:GetFederationToken",
    "sts:GetSessionToken",
)


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title="IAM policy allows privilege escalation",
    risk=(
        "A principal can grant itself any permission, for example through iam:PassRole "
        "or iam:PutRolePolicy."
    ),
    fix=RESOURCES,
    same_intent_as=("CKV_AWS_286", "CKV_AWS_110"),
    aws_docs=PRACTICES,
    subsumes=ON_EVERYTHING,
)
def iam_no_privilege_escalation(identity: Resource) -> Iterator[Finding]:
    statements = [each for each in granted(identity) if each.allows is not False]
    ways = {what: allows_all(statements, actions) for what, actions in ESCALATIONS.items()}
    for certainty in (True, UNKNOWN):
        for what in (each for each, open_ in ways.items() if open_ is certainty):
            because = (
                f"the principal can {what}: {' and '.join(ESCALATIONS[what])} on all resources"
            )
            first = ESCALATIONS[what][0]
            path = next(
                each.path for each in statements if allows_everywhere(each, first) is not False
            )
            actual = [*ESCALATIONS[what]]
            yield from found(
                certainty, identity, path, "no privilege escalation", actual=actual, because=because
            )
            return


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title="IAM policy allows reading data of all resources",
    risk="One stolen credential exposes every object, secret or parameter of the account.",
    fix=RESOURCES,
    same_intent_as=("CKV_AWS_288", "CKV_AWS_108"),
    aws_docs=PRACTICES,
    subsumes=ON_EVERYTHING[6:],
)
def iam_policy_no_unrestricted_data_read(identity: Resource) -> Iterator[Finding]:
    yield from with_any_of(identity, CONTENT)


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title="IAM policy allows obtaining credentials of all roles, users or databases",
    risk="One stolen credential gives access to all others.",
    fix=RESOURCES,
    same_intent_as=("CKV_AWS_287", "CKV_AWS_107"),
    aws_docs=PRACTICES,
    subsumes=ON_EVERYTHING[1:],
)
def iam_policy_no_unrestricted_credential_access(identity: Resource) -> Iterator[Finding]:
    yield from with_any_of(identity, CREDENTIALS)


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title="IAM policy allows changing permissions on all resources",
    risk="A principal can share any resource with anyone.",
    fix=RESOURCES,
    same_intent_as=("CKV_AWS_289", "CKV_AWS_109"),
    aws_docs=PRACTICES,
    subsumes=ON_EVERYTHING[2:],
)
def iam_policy_no_unrestricted_permissions_management(identity: Resource) -> Iterator[Finding]:
    yield from of_levels(identity, "permissions")


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title="IAM policy allows write actions on all resources without a condition",
    risk="One mistake or stolen credential changes or deletes any resource.",
    fix=RESOURCES,
    same_intent_as=("CKV_AWS_290", "CKV_AWS_111"),
    aws_docs=PRACTICES,
    subsumes=ON_EVERYTHING[4:],
)
def iam_policy_no_unrestricted_write(identity: Resource) -> Iterator[Finding]:
    yield from of_levels(identity, "write")


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="medium",
    title='IAM policy allows actions on resource "*" that could be limited',
    risk="The principal can act on resources that it does not need (least privilege).",
    fix=RESOURCES,
    same_intent_as=("CKV_AWS_355", "CKV_AWS_356"),
    aws_docs=PRACTICES,
)
def iam_policy_no_wildcard_resource(identity: Resource) -> Iterator[Finding]:
    yield from of_levels(identity, "permissions", "read", "tagging", "write")


def with_any_of(identity: Resource, actions: Sequence[str]) -> Iterator[Finding]:
    for statement in granted(identity):
        allowed = {action: allows_everywhere(statement, action) for action in actions}
        certain = [action for action, truth in allowed.items() if truth is True]
        yield from of_statement(identity, statement, any_of(allowed.values()), certain[:1])


def of_levels(identity: Resource, *levels: str) -> Iterator[Finding]:
    for statement in granted(identity):
        bounds = on_everything(statement)
        if bounds is False:
            continue
        covered = first_covered(statement, *levels)
        which = UNKNOWN if covered is UNKNOWN else covered is not None
        yield from of_statement(identity, statement, all_of([bounds, which]), [str(covered)])


def of_statement(
    identity: Resource, statement: Statement, broken: Truth, covered: Sequence[str]
) -> Iterator[Finding]:
    which = " and ".join(covered)
    because = f"{statement.path} allows {which} on all resources"
    expected = "the ARNs that are needed"
    yield from found(
        broken, identity, statement.path, expected, actual=statement.actions, because=because
    )


RULES: tuple[Rule, ...] = (
    iam_no_privilege_escalation,
    iam_policy_no_unrestricted_data_read,
    iam_policy_no_unrestricted_credential_access,
    iam_policy_no_unrestricted_permissions_management,
    iam_policy_no_unrestricted_write,
    iam_policy_no_wildcard_resource,
)
