"""Rules for AWS CodeBuild."""

import re
from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    given,
    is_unknown,
    items,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.credentials import secret_in
from policies.engine.selectors.keys import A_KEY_OF_OURS
from policies.engine.selectors.lists import elements
from policies.engine.selectors.secrets import REFERENCE
from policies.rules._shared.input_rules import (
    input_is,
    input_is_not,
    input_rule,
    must_be_given,
    must_not_be,
)

PROJECT = "aws:codebuild/project:Project"
WEBHOOK = "aws:codebuild/webhook:Webhook"
S3_LOGS = "logsConfig.s3Logs"

CREDENTIALS_IN_URL = re.compile(r"https?://[^/@\s]+:[^/@\s]+@")


@resource_rule(
    types=("aws:codebuild/project:Project",),
    concern="operations",
    severity="low",
    title="CodeBuild project has logging disabled",
    risk="Failed and malicious builds leave no record.",
    fix='logs_config={"cloudwatch_logs": {"status": "ENABLED"}}',
    same_intent_as=("CKV_AWS_314",),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
)
def codebuild_project_logging(resource: Resource) -> Iterator[Finding]:
    path = "logsConfig.cloudwatchLogs.status"
    logs = equal(read(resource, path, "ENABLED"), "ENABLED")
    bucket = equal(read(resource, "logsConfig.s3Logs.status", "DISABLED"), "ENABLED")
    yield from found(not_(any_of([logs, bucket])), resource, path, "ENABLED")


@resource_rule(
    types=("aws:codebuild/project:Project",),
    concern="security",
    severity="medium",
    title="CodeBuild project stores artifacts unencrypted",
    risk="Build results are stored in plain text.",
    fix='artifacts={"encryption_disabled": False, ...}',
    same_intent_as=("CKV_AWS_78",),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
)
def codebuild_project_artifacts_encrypted(resource: Resource) -> Iterator[Finding]:
    off = equal(read(resource, "artifacts.encryptionDisabled"), option=True)
    stored = not_(equal(read(resource, "artifacts.type"), "NO_ARTIFACTS"))
    yield from found(all_of([stored, off]), resource, "artifacts.encryptionDisabled", False)
    for path, artifact in items(resource, "secondaryArtifacts"):
        off = equal(at(artifact, "encryptionDisabled"), option=True)
        yield from found(off, resource, f"{path}.encryptionDisabled", False)


@resource_rule(
    types=("aws:codebuild/project:Project",),
    concern="security",
    severity="high",
    title="CodeBuild project has a secret in a plain environment variable",
    risk="Everyone who may read the project or its logs can read the secret.",
    fix='environment_variables=[{"name": ..., "type": "SECRETS_MANAGER", "value": secret.arn}]',
    same_intent_as=("codebuild_project_no_secrets_in_variables",),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/change-project.html",
)
def codebuild_project_no_plain_text_secrets(resource: Resource) -> Iterator[Finding]:
    for path, variable in items(resource, "environment.environmentVariables"):
        name, value = at(variable, "name"), at(variable, "value")
        kind_of_value = at(variable, "type")
        plain = kind_of_value is None or equal(kind_of_value, "PLAINTEXT")
        hidden = is_unknown(name) or is_unknown(value)
        kind = None if hidden else secret_in(f"{name}={value}")
        secret = UNKNOWN if hidden else kind is not None
        because = f"{path} contains {kind}"
        broken = all_of([plain, secret])
        yield from found(broken, resource, path, REFERENCE, actual=kind, because=because)


@resource_rule(
    types=("aws:codebuild/project:Project",),
    concern="security",
    severity="critical",
    title="CodeBuild source URL contains credentials",
    risk="Everyone who may read the project can read the repository token.",
    fix="codebuild.SourceCredential(...) or a CodeConnections connection",
    same_intent_as=("codebuild_project_source_repo_url_no_sensitive_credentials",),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/access-tokens.html",
)
def codebuild_source_url_no_credentials(resource: Resource) -> Iterator[Finding]:
    path = "source.location"
    url = read(resource, path, "")
    broken = UNKNOWN if is_unknown(url) else bool(CREDENTIALS_IN_URL.match(str(url)))
    yield from found(
        broken, resource, path, "a URL without credentials", actual="a URL with credentials"
    )


@resource_rule(
    types=(WEBHOOK,),
    concern="security",
    severity="high",
    title="CodeBuild webhook filters actors by a pattern that is not anchored",
    risk="An account whose id contains an allowed id starts builds with the project's permissions.",
    fix='pattern="^(12345|67890)$"',
    same_intent_as=("codebuild_project_webhook_filters_use_anchored_patterns",),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
)
def codebuild_webhook_anchored_patterns(resource: Resource) -> Iterator[Finding]:
    for path, group in items(resource, "filterGroups"):
        for where, each in elements(group, "filters", path):
            actor = equal(at(each, "type"), "ACTOR_ACCOUNT_ID")
            pattern = at(each, "pattern")
            loose = UNKNOWN if is_unknown(pattern) else not anchored(str(pattern or ""))
            yield from found(all_of([actor, loose]), resource, f"{where}.pattern", "^(id|id)$")


@resource_rule(
    types=(WEBHOOK,),
    concern="security",
    severity="medium",
    title="CodeBuild webhook starts a build for every event of the repository",
    risk="A pull request of a stranger runs code with the project's permissions.",
    fix='filter_groups=[{"filters": [{"type": "EVENT", "pattern": "PUSH"}]}]',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
)
def codebuild_webhook_filter_groups(resource: Resource) -> Iterator[Finding]:
    filtered = any_of([given(resource, "filterGroups"), given(resource, "branchFilter")])
    yield from found(not_(filtered), resource, "filterGroups", "a filter group")


@resource_rule(
    types=(WEBHOOK,),
    concern="security",
    severity="high",
    title="CodeBuild webhook builds pull requests of any account without approval",
    risk="A stranger's pull request runs code with the project's permissions and secrets.",
    fix='pull_request_build_policy={"requires_comment_approval": "ALL_PULL_REQUESTS"}',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html",
)
def codebuild_webhook_pull_requests_approved(resource: Resource) -> Iterator[Finding]:
    path = "pullRequestBuildPolicy.requiresCommentApproval"
    off = equal(read(resource, path), "DISABLED")
    groups = read(resource, "filterGroups", [])
    of_anyone: Truth = UNKNOWN
    if not is_unknown(groups):
        of_anyone = not groups or any_of(builds_of_anyone(each) for each in groups)
    yield from found(all_of([off, of_anyone]), resource, path, "ALL_PULL_REQUESTS")


def builds_of_anyone(group: Any) -> Truth:  # noqa: ANN401 (JSON)
    """Return whether a filter group admits pull requests of accounts that it does not name."""
    filters = at(group, "filters")
    if is_unknown(filters):
        return UNKNOWN
    listed = filters or []
    patterns = [at(each, "pattern") for each in listed if at(each, "type") == "EVENT"]
    requests = any_of(
        UNKNOWN if is_unknown(each) else "PULL_REQUEST" in str(each) for each in patterns
    )
    by_account = any_of(equal(at(each, "type"), "ACTOR_ACCOUNT_ID") for each in listed)
    return all_of([any_of([requests, not patterns]), not_(by_account)])


def anchored(pattern: str) -> bool:
    """Return whether every alternative matches a whole id only."""
    if pattern.startswith("^(") and pattern.endswith(")$"):
        return "(" not in pattern[2:-2]
    return all(each.startswith("^") and each.endswith("$") for each in pattern.split("|"))


RULES: tuple[Rule, ...] = (
    input_rule(
        "codebuild-project-s3-logs-encrypted",
        must_not_be(
            f"{S3_LOGS}.encryptionDisabled",
            True,
            expected=False,
            when=input_is(f"{S3_LOGS}.status", "ENABLED"),
        ),
        types=(PROJECT,),
        concern="security",
        severity="medium",
        title="CodeBuild project writes unencrypted logs to S3",
        risk="Build logs, which can contain secrets, are stored in plain text.",
        fix='s3_logs={"encryption_disabled": False, ...}',
        same_intent_as=("CKV_AWS_311",),
        aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
    ),
    input_rule(
        "codebuild-project-not-privileged",
        must_not_be("environment.privilegedMode", True, expected=False),
        types=(PROJECT,),
        concern="security",
        severity="medium",
        title="CodeBuild project runs builds in privileged mode",
        risk="Code under build controls the build host.",
        fix='environment={"privileged_mode": False, ...}; build images with a tool that '
        "needs no Docker daemon",
        same_intent_as=("CKV_AWS_316",),
        aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/security.html",
    ),
    codebuild_project_logging,
    input_rule(
        "codebuild-project-not-public",
        must_not_be("projectVisibility", "PUBLIC_READ", expected="PRIVATE"),
        types=("aws:codebuild/project:Project",),
        concern="security",
        severity="high",
        title="CodeBuild project is public",
        risk="Logs and artifacts of all builds can be read by anyone.",
        fix='project_visibility="PRIVATE"',
        same_intent_as=("codebuild_project_not_publicly_accessible",),
        aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html",
    ),
    codebuild_project_artifacts_encrypted,
    input_rule(
        "codebuild-project-customer-managed-key",
        must_be_given(
            "encryptionKey",
            A_KEY_OF_OURS,
            when=input_is_not("artifacts.type", "NO_ARTIFACTS", "CODEPIPELINE"),
        ),
        types=("aws:codebuild/project:Project",),
        concern="security",
        severity="low",
        title="CodeBuild artifacts are not encrypted with a customer managed key",
        risk="Access to build results cannot be restricted through a key policy.",
        fix="encryption_key=key.arn",
        same_intent_as=("CKV_AWS_147",),
        aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/security-key-management.html",
    ),
    codebuild_project_no_plain_text_secrets,
    codebuild_source_url_no_credentials,
    input_rule(
        "codebuild-report-group-encrypted",
        must_not_be("exportConfig.s3Destination.encryptionDisabled", True, expected=False),
        types=("aws:codebuild/reportGroup:ReportGroup",),
        concern="security",
        severity="medium",
        title="CodeBuild report group exports reports unencrypted",
        risk="Test reports are stored in plain text.",
        fix='export_config={"s3_destination": {"encryption_disabled": False, ...}}',
        same_intent_as=("codebuild_report_group_export_encrypted",),
        aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group-create.html",
    ),
    codebuild_webhook_anchored_patterns,
    codebuild_webhook_filter_groups,
    codebuild_webhook_pull_requests_approved,
)
