"""What keeps builds from being read, and from taking over the machine that they run on."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import all_of, equal, found, read, refuse
from policies.rule import resource_rule

PROJECT = "aws:codebuild/project:Project"
S3_LOGS = "logsConfig.s3Logs"


@resource_rule(
    types=(PROJECT,),
    concern="security",
    severity="medium",
    fix='s3_logs={"encryption_disabled": False, ...}',
    same_intent_as=("CKV_AWS_311",),
    url="https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
)
def build_logs_encrypted(project: Resource) -> Iterator[Finding]:
    """The logs of builds that are kept in S3 are encrypted."""
    kept = equal(read(project, f"{S3_LOGS}.status"), "ENABLED")
    plain = equal(read(project, f"{S3_LOGS}.encryptionDisabled"), option=True)
    yield from found(all_of([kept, plain]), project, f"{S3_LOGS}.encryptionDisabled", wanted=False)


@resource_rule(
    types=(PROJECT,),
    concern="security",
    severity="medium",
    fix='environment={"privileged_mode": False, ...}; images built without Docker in Docker',
    same_intent_as=("CKV_AWS_316",),
    url="https://docs.aws.amazon.com/codebuild/latest/userguide/security.html",
)
def builds_unprivileged(project: Resource) -> Iterator[Finding]:
    """A build, whose steps come with the code, has no rights over the machine it runs on."""
    yield from refuse(project, "environment.privilegedMode", True, wanted=False)
