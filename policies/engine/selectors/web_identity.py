"""Identity providers (OpenID Connect) that a role trusts, and the callers that it admits.

A provider with many tenants signs tokens for everyone, so a condition has to name the tenant. The
issuer of an EKS cluster, of a Bitbucket workspace or of an own server has one tenant only.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html,
https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html,
https://docs.gitlab.com/ci/cloud_services/aws/,
https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/aws-configuration
(2026-11-30).
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import ANYTHING
from policies.engine.logic import Truth, all_of, any_of, is_partial, is_unknown
from policies.engine.selectors.documents import Statement, is_shapeless, listed
from policies.engine.selectors.iam_conditions import required_keys, requires_match
from policies.engine.stack import Stack

TRUST = "assumeRolePolicy"
PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
CLUSTER = "aws:eks/cluster:Cluster"
GITHUB = "token.actions.githubusercontent.com"
EKS = "oidc.eks"
EXACT = r"[^*?]+"
Claims = Mapping[str, str]  # name of the claim → pattern of a value that names the tenant

SERVICE_ACCOUNT: Claims = {"sub": r"system:serviceaccount:[^:*?]+:.+"}
# Subjects that begin with a claim set by GitHub: the repository or its owner. Workflows choose
# other claims themselves, such as the name of the workflow or the branch.
# https://docs.github.com/en/actions/reference/security/oidc (2026-11-24)
SHARED: Mapping[str, Claims] = {
    GITHUB: {
        "sub": r"(repo|repository|job_workflow_ref):[^/*?]+/.+|repository_(owner|id)\w*:[^*?]+",
        "job_workflow_ref": r"[^/*?]+/.+",
        "repository": r"[^/*?]+/.+",
        "repository_id": EXACT,
        "repository_owner": EXACT,
        "repository_owner_id": EXACT,
    },
    "gitlab.com": {
        "sub": r"project_path:[^/*?:]+/.+",
        "project_path": r"[^/*?]+/.+",
        "namespace_path": EXACT,
        "project_id": EXACT,
        "namespace_id": EXACT,
    },
    "app.terraform.io": {
        "sub": r"organization:[^:*?]+:.+",
        "terraform_organization_id": EXACT,
        "terraform_organization_name": EXACT,
        "terraform_workspace_id": EXACT,
    },
    "agent.buildkite.com": {"sub": r"organization:[^:*?]+:.+", "organization_id": EXACT},
    "api.pulumi.com/oidc": {"aud": EXACT, "sub": r"pulumi:[^*?]*:org:[^:*?]+(:.*)?"},
    "accounts.google.com": {"aud": EXACT, "oaud": EXACT, "sub": EXACT},
    "cognito-identity.amazonaws.com": {"aud": EXACT, "sub": EXACT},
    "graph.facebook.com": {"app_id": EXACT, "id": EXACT},
    "www.amazon.com": {"app_id": EXACT, "user_id": EXACT},
}
# Any part of the value that is not a wildcard narrows the callers down.
OWN: Claims = {"sub": r".*[^*?].*", "aud": r".*[^*?].*"}


def issuers(role: Resource, statement: Statement, stack: Stack) -> Iterator[str | Unknown]:
    """Yield the issuer of each identity provider that a statement trusts, without its scheme."""
    principal = statement.content.get("Principal")
    if is_shapeless(principal):
        yield UNKNOWN
    elif isinstance(principal, dict):
        for provider in listed(principal.get("Federated")):
            yield from issuers_of(role, provider, stack)


def issuers_of(role: Resource, provider: object, stack: Stack) -> Iterator[str | Unknown]:
    text = "" if is_unknown(provider) else str(provider)
    _, arn, named = text.partition(":oidc-provider/")
    name = named if arn else text
    shared = [each for each in SHARED if each in name]
    if shared or EKS in name:
        yield shared[0] if shared else EKS
    elif text and not is_partial(text):
        followed = stack.graph.by_value.get(text, ())
        if any(each.type == PROVIDER for each in followed):
            yield from urls(followed)
        elif arn:
            yield name
    else:
        known = stack.graph.by_urn
        yield from urls(
            known[each.urn]
            for path, references in role.references.items()
            if path.startswith(TRUST)
            for each in references
            if each.urn in known
        )


def urls(followed: Iterable[Resource]) -> Iterator[str | Unknown]:
    providers = [each for each in followed if each.type == PROVIDER]
    if not providers:
        yield UNKNOWN
    for each in providers:
        url = each.inputs.get("url")
        referred = each.references.get("url", ())
        urns = [one.urn for one in referred] or each.property_dependencies.get("url", ())
        if is_unknown(url) or is_partial(url):
            cluster = bool(urns) and all(CLUSTER in urn for urn in urns)
            yield EKS if cluster else UNKNOWN
        else:
            name = str(url).removeprefix("https://").rstrip("/")
            yield EKS if name.startswith(EKS) else name


def claims_of(issuer: str) -> Claims:
    """Return the claims that name a tenant."""
    if issuer == EKS:
        return SERVICE_ACCOUNT
    return next((claims for name, claims in SHARED.items() if name in issuer), OWN)


def limited(statement: Statement, claims: Claims) -> Truth:
    """Return whether a condition limits the tokens to those of a tenant."""
    conditions = list(statement.conditions)
    required = required_keys(conditions)
    return any_of(
        UNKNOWN if not key else limits(operator, key, value, required, claims)
        for operator, key, value in conditions
    )


def limits(
    operator: str, key: str, value: object, required: Mapping[str, Truth], claims: Claims
) -> Truth:
    claim = key.rpartition(":")[2]
    if is_partial(claim):
        return UNKNOWN
    if claim not in claims or key.startswith(("aws:", "sts:")):
        return False
    named = all_of(is_named(each, claims[claim]) for each in listed(value))
    return all_of([requires_match(operator, key, required), named])


def is_named(value: object, pattern: str) -> Truth:
    if is_unknown(value):
        return UNKNOWN
    if re.fullmatch(pattern, str(value).replace(ANYTHING, "*"), re.IGNORECASE):
        return True
    return UNKNOWN if is_partial(value) else False
