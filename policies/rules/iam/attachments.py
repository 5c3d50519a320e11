"""Rules for AWS IAM: attachments."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    any_of,
    forbid,
    found,
    given,
    is_unknown,
    names_resources,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.permissions import (
    ATTACHMENT,
    MANAGED,
    ROLE_ATTACHMENT,
    USER_ATTACHMENT,
    is_administrator,
    managed_policies,
)
from policies.engine.selectors.references import is_same_value
from policies.engine.selectors.tokens import IAM_ROLE_POLICY, IAM_USER_POLICY, ROLE
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
ACCESS_KEY = "aws:iam/accessKey:AccessKey"
ROLE_POLICY = IAM_ROLE_POLICY
EXCLUSIVE_POLICIES = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive"
EXCLUSIVE_ATTACHMENTS = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"
# Exclusive type → its list, the type it removes, and the input that the list names.
LISTS = {
    EXCLUSIVE_POLICIES: ("policyNames", ROLE_POLICY, "name"),
    EXCLUSIVE_ATTACHMENTS: ("policyArns", ROLE_ATTACHMENT, "policyArn"),
}
INSIDE = {"inlinePolicies": ROLE_POLICY, "managedPolicyArns": ROLE_ATTACHMENT}


@stack_rule(
    types=tuple(MANAGED),
    concern="security",
    severity="high",
    title="IAM principal has a managed policy with administrator access",
    risk="One stolen credential controls the whole account.",
    fix="attach a policy that allows only the actions that are needed",
    same_intent_as=("CKV_AWS_274",),
    aws_docs=f"{GUIDE}/access_policies_job-functions.html",
    subsumes=("iam-no-iam-full-access-policy", "iam-no-service-full-access-policy"),
)
def iam_no_administrator_access_policy(holder: Resource, stack: Stack) -> Iterator[Finding]:
    for where, arn in managed_policies(holder, stack):
        yield from found(is_administrator(arn), holder, where, "a policy with least privilege")


@resource_rule(
    types=(
        IAM_USER_POLICY,
        USER_ATTACHMENT,
        ATTACHMENT,
    ),
    concern="security",
    severity="medium",
    title="IAM user has policies attached directly",
    risk="Permissions of single users are hard to review and outlive their purpose.",
    fix="attach the policy to a group or a role, and add the user to it",
    same_intent_as=("CKV_AWS_40",),
    aws_docs=f"{GUIDE}/best-practices.html",
)
def iam_user_no_direct_policies(holder: Resource) -> Iterator[Finding]:
    path = "users" if holder.type == ATTACHMENT else "user"
    named = given(holder, path) if holder.type == ATTACHMENT else True
    yield from found(named, holder, path, "groups or roles")


@resource_rule(
    types=(ACCESS_KEY,),
    concern="security",
    severity="critical",
    title="IAM access key belongs to the account's root user",
    risk="The root user cannot be restricted; a stolen key controls the account.",
    fix="use a role, and delete the root user's access keys",
    same_intent_as=("CKV_AWS_348",),
    aws_docs=f"{GUIDE}/id_root-user_manage_delete-key.html",
)
def iam_no_root_access_key(key: Resource) -> Iterator[Finding]:
    if names_resources(key, "user"):
        return  # the root user cannot be declared
    yield from forbid(key, "user", "root", expected="a role")


@stack_rule(
    types=(ROLE, *LISTS),
    concern="operations",
    severity="medium",
    title="IAM role has its policies managed in two ways",
    risk="Each deployment removes the policies that the other resource attached.",
    fix=("manage policies either in iam.Role, or in Exclusive resources that list all of them"),
    aws_docs="https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/",
)
def iam_role_policies_single_management(holder: Resource, stack: Stack) -> Iterator[Finding]:
    if holder.type == ROLE:
        yield from beside(holder, stack)
    else:
        yield from left_out(holder, stack)


def beside(role: Resource, stack: Stack) -> Iterator[Finding]:
    """Yield findings for a role with inline lists and separate policy resources."""
    for path, kind in INSIDE.items():
        policies = stack.attached(role, "role", kind)
        if policies.found or policies.unknown:
            inside = given(role, path)
            broken = inside if policies.found or inside is False else UNKNOWN
            named = ", ".join(each.name for each in policies.found)
            because = f"{path} removes {named}"
            yield from found(broken, role, path, "one way of managing policies", because=because)


def left_out(exclusive: Resource, stack: Stack) -> Iterator[Finding]:
    """Yield findings for an exclusive list without a policy that the program attaches."""
    role = stack.follow(exclusive, "roleName", ROLE)
    if role is UNKNOWN:
        raise UnknownInput(exclusive, "roleName")
    if not isinstance(role, Resource):
        return  # the program attaches no policy to the role
    path, kind, key = LISTS[exclusive.type]
    for policy in stack.attached(role, "role", kind).found:
        because = f"{path} removes {policy.name}"
        broken = not_(has(exclusive, path, policy, key, stack))
        yield from found(broken, exclusive, path, policy.name, because=because)


def has(exclusive: Resource, path: str, policy: Resource, key: str, stack: Stack) -> Truth:
    """Return whether a list names a policy, by reference or by value."""
    listed = stack.follow_all(exclusive, path, policy.type)
    if any(isinstance(each, Resource) and each.urn == policy.urn for each in listed):
        return True
    values = read(exclusive, path, [])
    if is_unknown(values):
        return UNKNOWN
    urns = [each.urn for each in listed if isinstance(each, Resource)]
    if len(set(urns)) < len(urns):
        return UNKNOWN  # a preview reports the dependencies of the list, not of each item
    return any_of(
        is_named(exclusive, f"{path}[{index}]", followed, policy, key)
        for index, followed in enumerate(listed)
    )


def is_named(
    exclusive: Resource, path: str, followed: Resource | Unknown | None, policy: Resource, key: str
) -> Truth:
    if isinstance(followed, Resource):
        return False
    if read(policy, key) is not None:
        return is_same_value(exclusive, path, policy, key)
    # The provider generates the name: a literal name is another policy, an unknown one may be it.
    return UNKNOWN if followed is UNKNOWN and not exclusive.references.get(path) else False


@resource_rule(
    types=("aws:iam/user:User", "aws:iam/userLoginProfile:UserLoginProfile"),
    concern="security",
    severity="low",
    title="IAM user is created instead of a federated identity",
    risk="Credentials of users are long-lived and outlive the employment.",
    fix="IAM Identity Center, or roles for workloads",
    same_intent_as=("CKV_AWS_273",),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def iam_no_users(resource: Resource) -> Iterator[Finding]:
    because = f"{resource.name} is an IAM user with credentials of its own"
    yield from found(broken=True, resource=resource, path="", expected="a role", because=because)


RULES: tuple[Rule, ...] = (
    iam_no_administrator_access_policy,
    iam_user_no_direct_policies,
    iam_no_root_access_key,
    iam_role_policies_single_management,
    iam_no_users,
)
