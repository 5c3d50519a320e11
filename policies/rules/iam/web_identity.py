"""Rules for AWS IAM: roles for callers with a token of an identity provider."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, any_of, found, not_
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.documents import statements
from policies.engine.selectors.tokens import ROLE
from policies.engine.selectors.web_identity import (
    EKS,
    GITHUB,
    SERVICE_ACCOUNT,
    TRUST,
    claims_of,
    issuers,
    limited,
)
from policies.engine.stack import Stack

NAMED = "a condition on the claim that names the tenant or the application"


@stack_rule(
    types=(ROLE,),
    concern="security",
    severity="high",
    title="IAM role trusts an identity provider without naming the tenant or application",
    risk="Anyone with an account at the provider can assume the role.",
    fix='StringLike {"gitlab.com:sub": "project_path:group/project:*"} for GitLab; the claim that '
    "names your organization or application for another provider",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
)
def iam_role_oidc_tenant_condition(role: Resource, stack: Stack) -> Iterator[Finding]:
    for statement in statements(role, TRUST):
        for issuer in issuers(role, statement, stack):
            if isinstance(issuer, Unknown):
                yield from found(all_of([statement.allows, UNKNOWN]), role, statement.path, NAMED)
            elif issuer not in {GITHUB, EKS}:  # rules of their own
                named = limited(statement, claims_of(issuer))
                broken = all_of([statement.allows, not_(named)])
                because = f"{statement.path} trusts every token of {issuer}"
                yield from found(broken, role, statement.path, NAMED, because=because)


@stack_rule(
    types=(ROLE,),
    concern="security",
    severity="high",
    title="IAM role for EKS service accounts admits every pod of the cluster",
    risk="Any pod can use the permissions of the role.",
    fix='StringEquals {f"{issuer}:sub": "system:serviceaccount:namespace:name"}',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
)
def iam_role_irsa_service_account_condition(role: Resource, stack: Stack) -> Iterator[Finding]:
    for statement in statements(role, TRUST):
        eks = any_of(is_cluster(each) for each in issuers(role, statement, stack))
        broken = all_of([statement.allows, eks, not_(limited(statement, SERVICE_ACCOUNT))])
        because = f"{statement.path} names no service account"
        expected = "system:serviceaccount:namespace:name"
        yield from found(broken, role, statement.path, expected, because=because)


def is_cluster(issuer: str | Unknown) -> Truth:
    return UNKNOWN if isinstance(issuer, Unknown) else issuer == EKS


RULES: tuple[Rule, ...] = (
    iam_role_oidc_tenant_condition,
    iam_role_irsa_service_account_condition,
)
