"""What keeps an account in the hands of those it is meant for."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.permissions import ATTACHMENT, ROLE_ATTACHMENT, is_administrator
from policies.reading.tokens import ROLE
from policies.reading.values import (
    found,
    given,
    read,
    refuse,
)
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
USER_ATTACHMENT = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
ACCESS_KEY = "aws:iam/accessKey:AccessKey"

# Where each type names managed policies.
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
}


@resource_rule(
    types=tuple(MANAGED),
    concern="security",
    severity="high",
    fix="a policy that allows what is needed, by name",
    same_intent_as=("CKV_AWS_274",),
    url=f"{GUIDE}/access_policies_job-functions.html",
)
def no_administrator_access(holder: Resource) -> Iterator[Finding]:
    """Nobody is given AWS's AdministratorAccess as a matter of course."""
    path = MANAGED[holder.type]
    stated = read(holder, path, [])
    several = isinstance(stated, list)
    named = {f"{path}[{index}]": arn for index, arn in enumerate(stated)} if several else {}
    for where, arn in named.items() or [(path, stated)] if stated != [] else ():
        if not holder.references.get(where):  # else of this stack: another rule reads it
            yield from found(is_administrator(arn), holder, where, "a narrower policy")


@resource_rule(
    types=(
        "aws:iam/userPolicy:UserPolicy",
        USER_ATTACHMENT,
        ATTACHMENT,
    ),
    concern="security",
    severity="medium",
    fix="the policy on a group or a role, the user in it",
    same_intent_as=("CKV_AWS_40",),
    url=f"{GUIDE}/best-practices.html",
)
def users_have_rights_through_groups(holder: Resource) -> Iterator[Finding]:
    """What a user may do it may do as a member: nobody keeps count of policies of single users."""
    path = "users" if holder.type == ATTACHMENT else "user"
    named = given(holder, path) if holder.type == ATTACHMENT else True
    yield from found(named, holder, path, "groups or roles")


@resource_rule(
    types=(ACCESS_KEY,),
    concern="security",
    severity="critical",
    fix="a role; the account's root user needs no keys",
    same_intent_as=("CKV_AWS_348",),
    url=f"{GUIDE}/id_root-user_manage_delete-key.html",
)
def no_keys_of_root(key: Resource) -> Iterator[Finding]:
    """The account's root user, whom nothing holds back, has no access keys."""
    if key.references.get("user"):
        return  # a user that is declared is not root
    yield from refuse(key, "user", "root", wanted="a role")
