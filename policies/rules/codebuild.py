"""Rules for AWS CodeBuild."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, forbid, found, not_, read
from policies.engine.rule import Rule, resource_rule

PROJECT = "aws:codebuild/project:Project"
S3_LOGS = "logsConfig.s3Logs"


@resource_rule(
    types=(PROJECT,),
    concern="security",
    severity="medium",
    title="CodeBuild project writes unencrypted logs to S3",
    risk="Build logs, which can contain secrets, are stored in plain text.",
    fix='s3_logs={"encryption_disabled": False, ...}',
    same_intent_as=("CKV_AWS_311",),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
)
def codebuild_project_s3_logs_encrypted(project: Resource) -> Iterator[Finding]:
    kept = equal(read(project, f"{S3_LOGS}.status"), "ENABLED")
    plain = equal(read(project, f"{S3_LOGS}.encryptionDisabled"), option=True)
    yield from found(
        all_of([kept, plain]), project, f"{S3_LOGS}.encryptionDisabled", expected=False
    )


@resource_rule(
    types=(PROJECT,),
    concern="security",
    severity="medium",
    title="CodeBuild project runs builds in privileged mode",
    risk="Code under build controls the build host.",
    fix=(
        'environment={"privileged_mode": False, ...}; build images with a tool that '
        "needs no Docker daemon"
    ),
    same_intent_as=("CKV_AWS_316",),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/security.html",
)
def codebuild_project_not_privileged(project: Resource) -> Iterator[Finding]:
    yield from forbid(project, "environment.privilegedMode", True, expected=False)


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
    severity="high",
    title="CodeBuild project is public",
    risk="Logs and artifacts of all builds can be read by anyone.",
    fix='project_visibility="PRIVATE"',
    same_intent_as=("codebuild_project_not_publicly_accessible",),
    aws_docs="https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html",
)
def codebuild_project_not_public(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "projectVisibility", "PUBLIC_READ", expected="PRIVATE")


RULES: tuple[Rule, ...] = (
    codebuild_project_s3_logs_encrypted,
    codebuild_project_not_privileged,
    codebuild_project_logging,
    codebuild_project_not_public,
)
