"""Rules for AWS IAM: services and users."""

from collections.abc import Iterator, Sequence

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, any_of, found, not_
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.permissions import IDENTITY_TYPES, POLICY, allows_everywhere, granted
from policies.engine.selectors.tokens import ROLE
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be_given, must_not_be

USER = "aws:iam/user:User"


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="medium",
    title="IAM policy allows decryption with every KMS key",
    risk="One stolen credential decrypts all data of the account.",
    fix='"Resource": key.arn',
    same_intent_as=("iam_policy_no_full_access_to_kms", "iam_inline_policy_no_full_access_to_kms"),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html",
)
def iam_policy_no_decryption_with_every_key(resource: Resource) -> Iterator[Finding]:
    for action in ("kms:Decrypt", "kms:ReEncryptFrom"):
        every = [*allowed_everywhere(resource, (action,), "decryption with every KMS key")]
        yield from every
        if every:
            return


@stack_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title="IAM policy allows passing every role",
    risk="The principal starts a resource with the role of an administrator and uses its access.",
    fix='"Resource": the ARNs of the roles, with the condition iam:PassedToService',
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    subsumes=("iam-policy-no-unrestricted-write", "iam-policy-no-wildcard-resource"),
)
def iam_policy_no_unrestricted_pass_role(resource: Resource, stack: Stack) -> Iterator[Finding]:
    for statement in granted(resource):
        allowed = allows_everywhere(statement, "iam:PassRole")
        if allowed is not False:
            allowed = all_of([allowed, not_(is_boundary(resource, stack))])
        because = f"{statement.path} allows passing every role"
        expected = "the ARNs of roles, or a condition"
        yield from found(allowed, resource, statement.path, expected, because=because)


def is_boundary(policy: Resource, stack: Stack) -> Truth:
    """Return whether principals of the stack have a policy as boundary: that grants nothing."""
    if policy.type != POLICY:
        return False
    bounds = (
        stack.follow(each, "permissionsBoundary", POLICY) for each in stack.of_type(ROLE, USER)
    )
    return any_of(
        UNKNOWN if each is UNKNOWN else isinstance(each, Resource) and each.urn == policy.urn
        for each in bounds
    )


@resource_rule(
    types=IDENTITY_TYPES,
    concern="security",
    severity="high",
    title="IAM policy allows stopping and deleting CloudTrail trails",
    risk="An attacker removes the record of the attack.",
    fix='name the actions that are needed: "cloudtrail:LookupEvents"',
    same_intent_as=(
        "iam_policy_no_full_access_to_cloudtrail",
        "iam_inline_policy_no_full_access_to_cloudtrail",
    ),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def iam_policy_no_full_cloudtrail_access(resource: Resource) -> Iterator[Finding]:
    actions = ("cloudtrail:StopLogging", "cloudtrail:DeleteTrail")
    yield from allowed_everywhere(resource, actions, "stopping and deleting CloudTrail trails")


def allowed_everywhere(resource: Resource, actions: Sequence[str], what: str) -> Iterator[Finding]:
    """Yield a finding for each statement that allows all these actions on all resources."""
    for statement in granted(resource):
        allowed = all_of(allows_everywhere(statement, action) for action in actions)
        full = all_of([statement.every_action, statement.every_resource])  # another rule's finding
        because = f"{statement.path} allows {what}"
        expected = "named actions and resources"
        broken = all_of([allowed, not_(full)])
        yield from found(broken, resource, statement.path, expected, because=because)


@stack_rule(
    types=("aws:iam/user:User",),
    concern="security",
    severity="low",
    title="IAM user has a console password",
    risk="A stolen password signs in; people are managed outside of the identity provider.",
    fix="sign people in through IAM Identity Center",
    same_intent_as=("CKV2_AWS_22",),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html",
    regulated=True,
)
def iam_user_no_console_access(resource: Resource, stack: Stack) -> Iterator[Finding]:
    profiles = stack.attached(resource, "user", "aws:iam/userLoginProfile:UserLoginProfile")
    because = f"a login profile exists for {resource.name}"
    yield from found(profiles.exist, resource, "", "IAM Identity Center", because=because)


@stack_rule(
    types=("aws:iam/user:User",),
    concern="security",
    severity="low",
    title="IAM user is in no group",
    risk="Permissions are granted person by person, and are not reviewed together.",
    fix="iam.UserGroupMembership(user=user.name, groups=[group.name])",
    same_intent_as=("CKV2_AWS_21",),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html",
    regulated=True,
)
def iam_user_in_group(resource: Resource, stack: Stack) -> Iterator[Finding]:
    members = stack.listed(resource, "users", "aws:iam/groupMembership:GroupMembership")
    own = stack.attached(resource, "user", "aws:iam/userGroupMembership:UserGroupMembership")
    because = f"{resource.name} is in no group"
    yield from found(
        not_(any_of([members.exist, own.exist])), resource, "", "a group", because=because
    )


RULES: tuple[Rule, ...] = (
    iam_policy_no_decryption_with_every_key,
    iam_policy_no_unrestricted_pass_role,
    iam_policy_no_full_cloudtrail_access,
    input_rule(
        "iam-group-membership-has-users",
        must_be_given("users", "a user"),
        types=("aws:iam/groupMembership:GroupMembership",),
        concern="security",
        severity="low",
        title="IAM group membership names no user",
        risk="The group grants its permissions to whoever is added by hand.",
        fix="users=[user.name]",
        same_intent_as=("CKV2_AWS_14",),
        aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html",
    ),
    iam_user_no_console_access,
    iam_user_in_group,
    input_rule(
        "iam-access-key-inactive",
        must_not_be("status", "Active", expected="Inactive", default="Active"),
        types=("aws:iam/accessKey:AccessKey",),
        concern="security",
        severity="low",
        title="IAM access key is active",
        risk="A long-lived key that leaks stays valid until it is found.",
        fix='use a role, or status="Inactive"',
        same_intent_as=("iam_user_with_temporary_credentials",),
        aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
        regulated=True,
    ),
)
