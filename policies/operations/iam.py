"""What keeps a role's policies what the program says they are."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN, Unknown
from policies.finding import Finding
from policies.reading.references import is_same_value
from policies.reading.stack import Stack
from policies.reading.tokens import ROLE
from policies.reading.values import Truth, Undecided, any_of, found, given, is_open, not_, read
from policies.rule import stack_rule

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
EXCLUSIVE_POLICIES = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive"
EXCLUSIVE_ATTACHMENTS = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive"

# What each type lists, and where what it takes away says what that would be.
LISTS = {
    EXCLUSIVE_POLICIES: ("policyNames", ROLE_POLICY, "name"),
    EXCLUSIVE_ATTACHMENTS: ("policyArns", ROLE_ATTACHMENT, "policyArn"),
}
INSIDE = {"inlinePolicies": ROLE_POLICY, "managedPolicyArns": ROLE_ATTACHMENT}


@stack_rule(
    types=(ROLE, *LISTS),
    concern="operations",
    severity="medium",
    fix="no inline_policies and managed_policy_arns in a Role; all that there is in an Exclusive",
    same_intent_as=(),
    url="https://www.pulumi.com/registry/packages/aws/api-docs/iam/role/",
)
def role_policies_kept_in_one_way(holder: Resource, stack: Stack) -> Iterator[Finding]:
    """What lists a role's policies takes away the others: each deployment undoes the other's."""
    if holder.type == ROLE:
        yield from beside(holder, stack)
    else:
        yield from left_out(holder, stack)


def beside(role: Resource, stack: Stack) -> Iterator[Finding]:
    """Find fault with a role that lists policies, and has others beside it."""
    for path, kind in INSIDE.items():
        policies = stack.attached(role, "role", kind)
        if policies.found or policies.open:
            inside = given(role, path)
            broken = inside if policies.found or inside is False else UNKNOWN
            named = ", ".join(each.name for each in policies.found)
            because = f"{path} takes away {named}"
            yield from found(broken, role, path, "one way of stating policies", because=because)


def left_out(exclusive: Resource, stack: Stack) -> Iterator[Finding]:
    """Find fault with a list that leaves out what the program gives the role all the same."""
    role = stack.follow(exclusive, "roleName", ROLE)
    if role is UNKNOWN:
        raise Undecided(exclusive, "roleName")
    if not isinstance(role, Resource):
        return  # no policy of this program is its own
    path, kind, key = LISTS[exclusive.type]
    for policy in stack.attached(role, "role", kind).found:
        because = f"{path} takes away {policy.name}"
        broken = not_(has(exclusive, path, policy, key, stack))
        yield from found(broken, exclusive, path, policy.name, because=because)


def has(exclusive: Resource, path: str, policy: Resource, key: str, stack: Stack) -> Truth:
    """Whether a list names a policy: by reference to it, or by the value that it has."""
    listed = stack.follow_all(exclusive, path, policy.type)
    if any(isinstance(each, Resource) and each.urn == policy.urn for each in listed):
        return True
    values = read(exclusive, path, [])
    if is_open(values):
        return UNKNOWN
    return any_of(
        is_named(exclusive, f"{path}[{index}]", led, policy, key)
        for index, led in enumerate(listed)
    )


def is_named(
    exclusive: Resource, path: str, led: Resource | Unknown | None, policy: Resource, key: str
) -> Truth:
    if isinstance(led, Resource):
        return False
    if read(policy, key) is not None:
        return is_same_value(exclusive, path, policy, key)
    # The provider names it: a name that is stated is another's, one that is not known may be its.
    return UNKNOWN if led is UNKNOWN and not exclusive.references.get(path) else False
