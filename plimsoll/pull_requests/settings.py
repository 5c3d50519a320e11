"""Repository, pull request, token and address of each platform, as its CI jobs have them.

Variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables,
https://docs.gitlab.com/ci/variables/predefined_variables/,
https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/,
https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from costing.errors import CallError

Platform = Literal["github", "gitlab", "bitbucket", "azure-devops"]


@dataclass(frozen=True, slots=True)
class Variables:
    """Names of environment variables, in the order in which they are read."""

    repository: tuple[str, ...]
    number: tuple[str, ...]
    token: tuple[str, ...]
    api: tuple[str, ...] = ()


VARIABLES: Mapping[Platform, Variables] = {
    "github": Variables(
        ("GITHUB_REPOSITORY",), ("GITHUB_REF",), ("GITHUB_TOKEN",), ("GITHUB_API_URL",)
    ),
    "gitlab": Variables(
        ("CI_PROJECT_ID",), ("CI_MERGE_REQUEST_IID",), ("GITLAB_TOKEN",), ("CI_SERVER_URL",)
    ),
    "bitbucket": Variables(
        ("BITBUCKET_REPO_FULL_NAME",), ("BITBUCKET_PR_ID",), ("BITBUCKET_TOKEN",)
    ),
    "azure-devops": Variables(
        (),
        ("SYSTEM_PULLREQUEST_PULLREQUESTID",),
        ("SYSTEM_ACCESSTOKEN", "AZURE_DEVOPS_EXT_PAT"),
        ("SYSTEM_COLLECTIONURI",),
    ),
}
PULL_REQUEST = re.compile(r"(?:refs/pull/)?(\d+)(?:/(?:merge|head))?")


@dataclass(frozen=True, slots=True)
class Target:
    """A pull request and the access to it."""

    repository: str
    number: int
    token: str
    api: str | None


def target(
    platform: Platform,
    environment: Mapping[str, str],
    repository: str | None,
    number: str | None,
    api: str | None,
) -> Target:
    """Return the target of options, then environment. Raise CallError for what neither names."""
    names = VARIABLES[platform]
    named = repository or first(environment, names.repository) or azure(platform, environment)
    written = number or first(environment, names.number) or ""
    found = PULL_REQUEST.fullmatch(written)
    token = first(environment, names.token)
    if not named:
        form = "PROJECT/REPOSITORY" if platform == "azure-devops" else "OWNER/NAME"
        raise CallError(f"--repo is missing; use --repo {form}{or_set(names.repository)}")
    if platform == "azure-devops" and "/" not in named:
        raise CallError(f"--repo {named}: the project is missing; use --repo PROJECT/REPOSITORY")
    if found is None:
        reason = f"--pr {written}: not a number" if number else "--pr is missing"
        raise CallError(f"{reason}; use --pr NUMBER{or_set(names.number)}")
    if not token:
        raise CallError(f"no token for {platform}; set {' or '.join(names.token)}")
    address = api or first(environment, names.api)
    if platform == "azure-devops" and not address:
        raise CallError("--api-url is missing; use --api-url https://dev.azure.com/ORGANIZATION")
    return Target(named, int(found[1]), token, address)


def azure(platform: Platform, environment: Mapping[str, str]) -> str | None:
    project = environment.get("SYSTEM_TEAMPROJECT")
    name = environment.get("BUILD_REPOSITORY_NAME")
    return f"{project}/{name}" if platform == "azure-devops" and project and name else None


def first(environment: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((environment[name] for name in names if environment.get(name)), None)


def or_set(names: tuple[str, ...]) -> str:
    return f" or set {' or '.join(names)}" if names else ""
