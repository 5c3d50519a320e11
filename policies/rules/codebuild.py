"""Rules for AWS CodeBuild."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, forbid, found, read
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


RULES: tuple[Rule, ...] = (
    codebuild_project_s3_logs_encrypted,
    codebuild_project_not_privileged,
)
