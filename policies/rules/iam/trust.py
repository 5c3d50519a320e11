"""Rules for AWS IAM: trust."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import OUTPUT, Finding
from policies.engine.logic import Truth, all_of, any_of, found, is_partial, is_unknown, not_
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.documents import principals, statements
from policies.engine.selectors.iam_patterns import may_be
from policies.engine.selectors.tokens import ROLE
from policies.engine.selectors.web_identity import GITHUB, SHARED, TRUST, issuers, limited
from policies.engine.stack import Stack

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
        github = any_of(
            [
                *(is_github(each) for each in issuers(role, statement, stack)),
                *(is_claim(key) for _, key, _ in statement.conditions),
            ]
        )
        owned = limited(statement, SHARED[GITHUB])
        broken = all_of([statement.allows, github, not_(owned)])
        because = f"{statement.path} trusts GitHub Actions workflows of other repositories"
        yield from found(broken, role, statement.path, "repo:owner/name:*", because=because)


def is_github(issuer: str | Unknown) -> Truth:
    return UNKNOWN if isinstance(issuer, Unknown) else GITHUB in issuer


def is_claim(key: str) -> Truth:
    """Return whether a condition key is a claim of GitHub's tokens."""
    return True if GITHUB in key else UNKNOWN if is_partial(key) else False


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
