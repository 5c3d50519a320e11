"""Rules for AWS IAM: trust."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import ANYTHING, OUTPUT, Finding
from policies.engine.logic import Truth, all_of, any_of, found, is_partial, is_unknown, not_
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.documents import (
    Statement,
    is_shapeless,
    listed,
    principals,
    statements,
)
from policies.engine.selectors.iam_patterns import may_be
from policies.engine.selectors.tokens import ROLE
from policies.engine.stack import Stack

TRUST = "assumeRolePolicy"
PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
GITHUB = "token.actions.githubusercontent.com"
# Subjects that begin with a claim set by GitHub: the repository or its owner. Workflows choose
# other claims themselves, such as the name of the workflow or the branch.
# https://docs.github.com/en/actions/reference/security/oidc (2026-11-24)
OWNED = re.compile(r"(repo|repository|job_workflow_ref):[^/*?]+/.+|repository_(owner|id)\w*:[^*?]+")
ANY_ACCOUNT = (
    "123456789012",
    *(f"arn:{each}:iam::123456789012:root" for each in ("aws", "aws-cn", "aws-us-gov")),
)
ACCOUNT = re.compile(r"\d{12}|arn:[\w-]+:iam::\d{12}:root")


@stack_rule(
    types=(ROLE,),
    concern="security",
    severity="high",
    title="IAM role trusts GitHub Actions without naming the repository",
    risk="A workflow of any GitHub repository can assume the role.",
    fix='StringLike {"token.actions.githubusercontent.com:sub": "repo:owner/name:*"}',
    same_intent_as=("CKV_AWS_393", "CKV_AWS_358"),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
)
def iam_role_github_oidc_repository_condition(role: Resource, stack: Stack) -> Iterator[Finding]:
    for statement in statements(role, TRUST):
        github = trusts_github(role, statement, stack)
        broken = all_of([statement.allows, github, not_(names_owner(statement))])
        because = f"{statement.path} trusts GitHub Actions workflows of other repositories"
        yield from found(broken, role, statement.path, "repo:owner/name:*", because=because)


def trusts_github(role: Resource, statement: Statement, stack: Stack) -> Truth:
    principal = statement.content.get("Principal")
    if is_shapeless(principal):
        return UNKNOWN
    federated = listed(principal.get("Federated")) if isinstance(principal, dict) else ()
    return any_of(
        [
            *(of_github(role, each, stack) for each in federated),
            *(is_claim(key) for _, key, _ in statement.conditions),
        ]
    )


def of_github(role: Resource, provider: object, stack: Stack) -> Truth:
    text = "" if is_unknown(provider) else str(provider)
    if GITHUB in text:
        return True
    if not is_partial(text) and text.startswith("arn:"):
        return False
    followed = stack.graph.by_value.get(text, ()) or [
        stack.graph.by_urn[each.urn]
        for path, references in role.references.items()
        if path.startswith(TRUST)
        for each in references
        if each.urn in stack.graph.by_urn
    ]
    urls = [each.inputs.get("url") for each in followed if each.type == PROVIDER]
    if not urls or any(map(is_unknown, urls)):
        return UNKNOWN
    return any(GITHUB in str(url) for url in urls)


def names_owner(statement: Statement) -> Truth:
    """Return whether a condition limits the subject to repositories of named owners."""
    return any_of(
        UNKNOWN
        if not key and value is UNKNOWN
        else all_of(
            [
                all_of([is_claim(key), key.endswith(":sub")]),
                operator.startswith(("StringEquals", "StringLike", "ForAnyValue:String")),
                all_of(is_owned(each) for each in listed(value)),
            ]
        )
        for operator, key, value in statement.conditions
    )


def is_claim(key: str) -> Truth:
    """Return whether a condition key is a claim of GitHub's tokens."""
    return True if GITHUB in key else UNKNOWN if is_partial(key) else False


def is_owned(subject: object) -> Truth:
    if is_unknown(subject):
        return UNKNOWN
    if OWNED.fullmatch(str(subject).replace(ANYTHING, "*")):
        return True
    return UNKNOWN if is_partial(subject) else False


@resource_rule(
    types=(ROLE,),
    concern="security",
    severity="low",
    title="IAM role trusts a whole account instead of named roles",
    risk="Every principal that the other account permits can assume the role.",
    fix='Principal {"AWS": "<ARN of a role>"}, or a condition such as sts:ExternalId',
    same_intent_as=("CKV_AWS_61",),
    aws_docs="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html",
)
def iam_role_trust_not_whole_account(role: Resource) -> Iterator[Finding]:
    for statement in statements(role, TRUST):
        whole = any_of(is_account(each) for each in principals(statement.content.get("Principal")))
        broken = all_of([statement.allows, whole, not_(statement.conditional)])
        because = f"{statement.path} trusts a whole account"
        yield from found(broken, role, statement.path, "named roles", because=because)


def is_account(principal: object) -> Truth:
    if is_unknown(principal):
        return UNKNOWN
    if principal != OUTPUT and is_partial(principal):
        return UNKNOWN if may_be(principal, *ANY_ACCOUNT) else False
    return ACCOUNT.fullmatch(str(principal)) is not None


RULES: tuple[Rule, ...] = (
    iam_role_github_oidc_repository_condition,
    iam_role_trust_not_whole_account,
)
