"""Rules for AWS Glue."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, given, not_, one_of, read, require
from policies.engine.rule import Rule, resource_rule

GUIDE = "https://docs.aws.amazon.com/glue/latest/dg"
CATALOG_SETTINGS = "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"
SECURITY_CONFIGURATION = "aws:glue/securityConfiguration:SecurityConfiguration"
WORKERS = (
    "aws:glue/job:Job",
    "aws:glue/crawler:Crawler",
    "aws:glue/devEndpoint:DevEndpoint",
)
ENCRYPTED = {
    "cloudwatchEncryption.cloudwatchEncryptionMode": ("SSE-KMS",),
    "jobBookmarksEncryption.jobBookmarksEncryptionMode": ("CSE-KMS",),
    "s3Encryption.s3EncryptionMode": ("SSE-KMS", "SSE-S3"),
}


@resource_rule(
    types=(CATALOG_SETTINGS,),
    concern="security",
    severity="medium",
    title="AWS Glue Data Catalog is not encrypted",
    risk="Table metadata and connection passwords are stored in plain text.",
    fix='catalog_encryption_mode="SSE-KMS", return_connection_password_encrypted=True',
    same_intent_as=("CKV_AWS_94",),
    aws_docs=f"{GUIDE}/encrypt-glue-data-catalog.html",
)
def glue_data_catalog_encryption(settings: Resource) -> Iterator[Finding]:
    block = "dataCatalogEncryptionSettings"
    password = f"{block}.connectionPasswordEncryption.returnConnectionPasswordEncrypted"
    yield from require(settings, password, True)
    mode = f"{block}.encryptionAtRest.catalogEncryptionMode"
    yield from require(settings, mode, "SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE")


@resource_rule(
    types=WORKERS,
    concern="security",
    severity="medium",
    title="AWS Glue job, crawler or development endpoint has no security configuration",
    risk="Output, logs and bookmarks are stored without encryption.",
    fix="security_configuration=configuration.name",
    same_intent_as=("CKV_AWS_195",),
    aws_docs=f"{GUIDE}/encryption-security-configuration.html",
)
def glue_job_security_configuration(worker: Resource) -> Iterator[Finding]:
    path = "securityConfiguration"
    yield from found(not_(given(worker, path)), worker, path, "a security configuration")


@resource_rule(
    types=(SECURITY_CONFIGURATION,),
    concern="security",
    severity="medium",
    title="AWS Glue security configuration does not encrypt output, logs and bookmarks",
    risk="Data that jobs write is stored in plain text.",
    fix='"SSE-KMS" for S3 and CloudWatch Logs, "CSE-KMS" for job bookmarks',
    same_intent_as=("CKV_AWS_99",),
    aws_docs=f"{GUIDE}/console-security-configurations.html",
)
def glue_security_configuration_encryption(configuration: Resource) -> Iterator[Finding]:
    for key, modes in ENCRYPTED.items():
        path = f"encryptionConfiguration.{key}"
        off = not_(one_of(read(configuration, path, "DISABLED"), modes))
        yield from found(off, configuration, path, modes[0])


RULES: tuple[Rule, ...] = (
    glue_data_catalog_encryption,
    glue_job_security_configuration,
    glue_security_configuration_encryption,
)
