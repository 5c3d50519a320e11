"""Permissions that identity policies grant, in every resource type that can declare them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
(2026-11-24).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    is_partial,
    is_unknown,
    items,
    not_,
    read,
)
from policies.engine.selectors.actions import first_but, first_of
from policies.engine.selectors.documents import Statement, listed, statements
from policies.engine.selectors.iam_patterns import every_action_pattern, every_resource_of
from policies.engine.selectors.tokens import IAM_ROLE_POLICY, IAM_USER_POLICY, ROLE
from policies.engine.stack import Stack

POLICY = "aws:iam/policy:Policy"
ROLE_POLICY = IAM_ROLE_POLICY
ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment"
USER_ATTACHMENT = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
# Type → input with managed policies.
MANAGED = {
    ROLE: "managedPolicyArns",
    ROLE_ATTACHMENT: "policyArn",
    ATTACHMENT: "policyArn",
    USER_ATTACHMENT: "policyArn",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "policyArn",
}

# Type → input with the policy document.
IDENTITY_POLICIES = {
    POLICY: "policy",
    ROLE_POLICY: "policy",
    IAM_USER_POLICY: "policy",
    "aws:iam/groupPolicy:GroupPolicy": "policy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
}
IDENTITY_TYPES = (*IDENTITY_POLICIES, ROLE)
# Ends of the ARNs, in every partition, of managed policies that allow everything: directly, or
# after the principal has attached a policy to itself.
ADMINISTRATORS = (
    ":aws:policy/AdministratorAccess",
    ":aws:policy/IAMFullAccess",
    ":aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
)


def granted(identity: Resource) -> Iterator[Statement]:
    """Yield the statements of a policy, or of a role's inline policies. Raises UnknownInput."""
    for path in policy_paths(identity):
        yield from statements(identity, path)


def policy_paths(identity: Resource) -> Iterator[str]:
    if identity.type != ROLE:
        yield IDENTITY_POLICIES[identity.type]
        return
    for path, _ in items(identity, "inlinePolicies"):
        yield f"{path}.policy"


def on_everything(statement: Statement) -> Truth:
    """Return whether a statement allows actions on every resource without a condition."""
    return all_of([statement.allows, statement.every_resource, not_(statement.conditional)])


def all_on_everything(statement: Statement) -> Truth:
    return all_of([statement.allows, statement.every_action, statement.every_resource])


def allows_everywhere(statement: Statement, action: str) -> Truth:
    """Return whether a statement allows an action on every resource that it can be used on."""
    covered = all_of([statement.allows, statement.of_action(action)])
    if covered is False:
        return False
    every = any_of(
        [
            statement.every_resource,
            *(every_resource_of(each, action) for each in statement.resources),
        ]
    )
    return all_of([covered, every, not_(statement.conditional)])


def first_covered(statement: Statement, *levels: str) -> str | Unknown | None:
    """Return the first action of these levels with resource-level permissions that it covers."""
    left_out = listed(statement.content.get("NotAction"))
    if left_out:
        if any(is_unknown(each) or is_partial(each) for each in left_out):
            return UNKNOWN
        return first_but(tuple(map(str, left_out)), *levels)
    known = [str(each) for each in statement.actions if not (is_unknown(each) or is_partial(each))]
    for pattern in known:
        if found := first_of("*" if every_action_pattern(pattern) is True else pattern, *levels):
            return found
    return UNKNOWN if len(known) < len(statement.actions) else None


def administrates(stack: Stack, role: Resource | Unknown | None) -> Truth:
    """Return whether a policy of a role allows every action on every resource."""
    if not isinstance(role, Resource):
        return UNKNOWN  # its policies are outside the stack
    managed = read(role, "managedPolicyArns", [])
    own = stack.attached(role, "role", ROLE_POLICY, ROLE_ATTACHMENT)
    shared = [
        all_of([attaches(stack, each, role), leads_to_everything(stack, each)])
        for each in stack.of_type(ATTACHMENT)
    ]
    return any_of(
        [
            grants_everything(role),
            UNKNOWN if is_unknown(managed) else any_of(map(is_administrator, managed)),
            *(leads_to_everything(stack, each) for each in own.found),
            *shared,
            *([UNKNOWN] if own.unknown else []),
        ]
    )


def attaches(stack: Stack, attachment: Resource, role: Resource) -> Truth:
    return any_of(
        UNKNOWN if each is UNKNOWN else isinstance(each, Resource) and each.urn == role.urn
        for each in stack.follow_all(attachment, "roles", ROLE)
    )


def leads_to_everything(stack: Stack, holder: Resource) -> Truth:
    """Return whether an inline or attached policy allows every action on every resource."""
    if holder.type == ROLE_POLICY:
        return grants_everything(holder)
    policy = stack.follow(holder, "policyArn", POLICY)
    if isinstance(policy, Resource):
        return grants_everything(policy)
    return is_administrator(read(holder, "policyArn"))


def grants_everything(identity: Resource) -> Truth:
    try:
        return any_of([*map(all_on_everything, granted(identity))])
    except UnknownInput:
        return UNKNOWN


def is_administrator(arn: Any) -> Truth:  # noqa: ANN401 (JSON)
    return UNKNOWN if is_unknown(arn) else str(arn).endswith(ADMINISTRATORS)


def allows_all(statements_: Sequence[Statement], actions: Sequence[str]) -> Truth:
    """Return whether the statements together allow all actions on every resource."""
    return all_of(
        any_of(allows_everywhere(each, action) for each in statements_) for action in actions
    )


def managed_policies(holder: Resource, stack: Stack) -> Iterator[tuple[str, object]]:
    """Yield path and ARN of each policy that a resource attaches.

    Without policies of the stack, which rules about IAM policies examine.
    """
    path = MANAGED[holder.type]
    specified = read(holder, path, [])
    several = isinstance(specified, list)
    named = {f"{path}[{index}]": arn for index, arn in enumerate(specified)} if several else {}
    for where, arn in named.items() or [(path, specified)] if specified != [] else ():
        if not isinstance(stack.follow(holder, where, POLICY), Resource):
            yield where, arn


def of_aws(arn: object, ends: Sequence[str]) -> Truth:
    """Return whether an ARN is of a policy of AWS with one of these ends."""
    if is_unknown(arn):
        return UNKNOWN
    return ":iam::aws:policy/" in str(arn) and str(arn).endswith(tuple(ends))
