"""Roles for identity providers: operators, issuers and values of the conditions."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.selectors.tokens import ROLE
from policies.engine.selectors.web_identity import CLUSTER, GITHUB, PROVIDER
from tests.policies.row import Row, declare

EKS_ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"
BITBUCKET = "api.bitbucket.org/2.0/workspaces/shop/pipelines-config/identity/oidc"
REPOSITORY = "repo:shop/models:ref:refs/heads/main"
POD = "system:serviceaccount:shop:api"

# Operator → whether it fails for tokens of other tenants.
OPERATORS = {
    "StringEquals": True,
    "StringLike": True,
    "StringEqualsIgnoreCase": True,
    "ForAnyValue:StringEquals": True,
    "ForAnyValue:StringLike": True,
    "StringLikeIfExists": False,
    "StringEqualsIfExists": False,
    "ForAllValues:StringLike": False,
    "ForAllValues:StringEquals": False,
    "ForAllValues:StringLikeIfExists": False,
    "ForAnyValue:StringLikeIfExists": False,
    "StringNotLike": False,
    "StringNotEquals": False,
}


def federated(principal: Any, condition: Any = None, **more: Any) -> list[Resource]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": principal},
        "Action": "sts:AssumeRoleWithWebIdentity",
        **({} if condition is None else {"Condition": condition}),
        **more,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return [declare(ROLE, "role", {"assumeRolePolicy": document})]


def arn(issuer: str) -> str:
    return f"arn:aws:iam::123456789012:oidc-provider/{issuer}"


def on(issuer: str, claim: str, value: Any, operator: str = "StringLike") -> list[Resource]:
    principal = issuer if issuer in NAMED else arn(issuer)
    return federated(principal, {operator: {f"{issuer}:{claim}": value}})


NAMED = ("cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com")
RULE_OF: dict[str, tuple[str, str]] = {
    GITHUB: ("iam-role-github-oidc-repository-condition", REPOSITORY),
    "gitlab.com": ("iam-role-oidc-tenant-condition", "project_path:shop/models:ref_type:branch"),
    EKS_ISSUER: ("iam-role-irsa-service-account-condition", POD),
    BITBUCKET: ("iam-role-oidc-tenant-condition", "{repository}:{environment}"),
    "app.terraform.io": ("iam-role-oidc-tenant-condition", "organization:shop:project:p:*"),
    "agent.buildkite.com": ("iam-role-oidc-tenant-condition", "organization:shop:pipeline:p:*"),
    "login.example.com/realms/shop": ("iam-role-oidc-tenant-condition", "user-1"),
}


def operators() -> Iterator[Row]:
    """Yield every operator for GitHub, and the decisive ones for the other issuers."""
    for operator, binding in OPERATORS.items():
        rule, value = RULE_OF[GITHUB]
        yield Row(rule, None if binding else "violation", on(GITHUB, "sub", value, operator))
    for issuer, (rule, value) in RULE_OF.items():
        yield Row(rule, None, on(issuer, "sub", value))
        yield Row(rule, "violation", on(issuer, "sub", value, "StringLikeIfExists"))
        yield Row(rule, "violation", on(issuer, "sub", value, "ForAllValues:StringLike"))
        yield Row(rule, "violation", on(issuer, "sub", "*"))
        yield Row(rule, "violation", federated(arn(issuer)))
        required = {
            "Null": {f"{issuer}:sub": "false"},
            "StringLikeIfExists": {f"{issuer}:sub": value},
        }
        yield Row(rule, None, federated(arn(issuer), required))


def values() -> Iterator[Row]:
    rule = "iam-role-oidc-tenant-condition"
    for issuer, claim, value, status in (
        ("gitlab.com", "sub", "project_path:*", "violation"),
        ("gitlab.com", "sub", "project_path:shop/*", None),
        ("gitlab.com", "aud", "https://gitlab.com", "violation"),  # the same for every project
        ("app.terraform.io", "sub", "organization:*:workspace:w:*", "violation"),
        ("app.terraform.io", "aud", "aws.workload.identity", "violation"),
        ("cognito-identity.amazonaws.com", "amr", "authenticated", "violation"),
        ("cognito-identity.amazonaws.com", "aud", "eu-west-1:0a1b", None),
        ("accounts.google.com", "aud", "client.apps.googleusercontent.com", None),
        ("accounts.google.com", "email", "a@example.com", "violation"),
        ("www.amazon.com", "app_id", "amzn1.application-oa2-client.1", None),
        (BITBUCKET, "aud", "ari:cloud:bitbucket::workspace/0a1b", None),
        ("api.pulumi.com/oidc", "aud", "aws:shop", None),
        ("api.pulumi.com/oidc", "sub", "pulumi:deploy:org:*:project:p", "violation"),
        ("gitlab.com", "sub", ["project_path:shop/models:*", "*"], "violation"),
        ("gitlab.com", "sub", UNKNOWN_MARK, "unknown"),
    ):
        yield Row(rule, status, on(issuer, claim, value))
    yield Row(rule, None, on(GITHUB, "sub", "*"))  # the rule for GitHub reports it
    yield Row(rule, None, federated("arn:aws:iam::123456789012:saml-provider/corporate"))
    yield Row(rule, None, federated(arn("gitlab.com"), Effect="Deny"))
    yield Row(rule, "unknown", federated(UNKNOWN_MARK))
    github = "iam-role-github-oidc-repository-condition"
    yield Row(github, "violation", on(GITHUB, "aud", "sts.amazonaws.com", "StringEquals"))
    yield Row(github, None, on(GITHUB, "repository", "shop/models", "StringEquals"))
    yield Row(github, "violation", on(GITHUB, "actor", "octocat", "StringEquals"))
    irsa = "iam-role-irsa-service-account-condition"
    yield Row(irsa, "violation", on(EKS_ISSUER, "aud", "sts.amazonaws.com", "StringEquals"))
    yield Row(irsa, "violation", on(EKS_ISSUER, "sub", "system:serviceaccount:*:*"))
    yield Row(irsa, None, on(EKS_ISSUER, "sub", "system:serviceaccount:shop:*"))
    yield Row(irsa, None, on("gitlab.com", "sub", "*"))


def by_reference(url: Any, subject: str) -> list[Resource]:
    cluster = declare(CLUSTER, "cluster")
    provider = declare(PROVIDER, "provider", {"url": cluster if url is CLUSTER else url})
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"issuer:sub": subject}},
    }
    role = declare(ROLE, "role", {"assumeRolePolicy": {"Statement": [statement]}})
    return [cluster, provider, role]


ROWS = [
    *operators(),
    *values(),
    Row("iam-role-irsa-service-account-condition", "violation", by_reference(CLUSTER, "*")),
    Row("iam-role-irsa-service-account-condition", None, by_reference(CLUSTER, POD)),
    Row("iam-role-irsa-service-account-condition", "unknown", by_reference(UNKNOWN, "*")),
    Row("iam-role-oidc-tenant-condition", "violation", by_reference("https://gitlab.com", "*")),
    Row("iam-role-oidc-tenant-condition", None, by_reference(CLUSTER, "*")),
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rows(row: Row) -> None:
    assert row.agrees()
