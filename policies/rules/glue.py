"""Rules for AWS Glue."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, found, not_, one_of, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_plain_text
from policies.engine.selectors.sessions import is_given
from policies.rules._shared.input_rules import (
    input_is,
    input_rule,
    must_be,
    must_be_given,
    must_have_no_secret,
    must_not_be,
)

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


@resource_rule(
    types=("aws:glue/connection:Connection",),
    concern="security",
    severity="medium",
    title="Glue connection to a database does not enforce TLS",
    risk="Data and passwords can be read in transit.",
    fix='connection_properties={"JDBC_ENFORCE_SSL": "true", ...}',
    same_intent_as=("glue_database_connections_ssl_enabled",),
    aws_docs="https://docs.aws.amazon.com/glue/latest/dg/connection-properties.html",
)
def glue_connection_ssl(resource: Resource) -> Iterator[Finding]:
    kind = read(resource, "connectionType", "JDBC")
    properties = read(resource, "connectionProperties")
    path = "connectionProperties.JDBC_ENFORCE_SSL"
    there = all_of([equal(kind, "JDBC"), is_given(properties)])
    kept = one_of(read(resource, path), ("true", True))
    yield from found(all_of([there, not_(kept)]), resource, path, "true")


@resource_rule(
    types=("aws:glue/connection:Connection",),
    concern="security",
    severity="high",
    title="Glue connection has its password in the program",
    risk="Everyone who can read the program or the state knows the password.",
    fix='connection_properties={"SECRET_ID": secret.name} in place of PASSWORD',
    same_intent_as=("glue_catalog_connection_no_secrets",),
    aws_docs="https://docs.aws.amazon.com/glue/latest/dg/connection-properties-secrets-manager.html",
)
def glue_connection_no_password(resource: Resource) -> Iterator[Finding]:
    yield from no_plain_text(resource, "connectionProperties.PASSWORD", "SECRET_ID")


RULES: tuple[Rule, ...] = (
    input_rule(
        "glue-data-catalog-encryption",
        must_be(
            "dataCatalogEncryptionSettings.connectionPasswordEncryption.returnConnectionPasswordEncrypted",
            True,
        ),
        must_be(
            "dataCatalogEncryptionSettings.encryptionAtRest.catalogEncryptionMode",
            "SSE-KMS",
            "SSE-KMS-WITH-SERVICE-ROLE",
        ),
        types=(CATALOG_SETTINGS,),
        concern="security",
        severity="medium",
        title="AWS Glue Data Catalog is not encrypted",
        risk="Table metadata and connection passwords are stored in plain text.",
        fix='catalog_encryption_mode="SSE-KMS", return_connection_password_encrypted=True',
        same_intent_as=("CKV_AWS_94",),
        aws_docs=f"{GUIDE}/encrypt-glue-data-catalog.html",
    ),
    input_rule(
        "glue-job-security-configuration",
        must_be_given("securityConfiguration", "a security configuration"),
        types=WORKERS,
        concern="security",
        severity="medium",
        title="AWS Glue job, crawler or development endpoint has no security configuration",
        risk="Output, logs and bookmarks are stored without encryption.",
        fix="security_configuration=configuration.name",
        same_intent_as=("CKV_AWS_195",),
        aws_docs=f"{GUIDE}/encryption-security-configuration.html",
        production=True,
    ),
    glue_security_configuration_encryption,
    glue_connection_ssl,
    glue_connection_no_password,
    input_rule(
        "glue-job-no-secrets",
        must_have_no_secret("defaultArguments"),
        types=("aws:glue/job:Job",),
        concern="security",
        severity="high",
        title="Glue job has a secret in its arguments",
        risk="Everyone who may read the job or its runs can read the secret.",
        fix="read the secret from Secrets Manager in the script",
        same_intent_as=("glue_etl_jobs_no_secrets_in_arguments",),
        aws_docs="https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html",
    ),
    input_rule(
        "glue-job-continuous-logging",
        must_be(
            "defaultArguments.--enable-continuous-cloudwatch-log", "true", "", True, expected="true"
        ),
        types=("aws:glue/job:Job",),
        concern="operations",
        severity="low",
        title="Glue job does not log continuously",
        risk="The log of a job that hangs or is stopped is lost.",
        fix='default_arguments={"--enable-continuous-cloudwatch-log": "true"}',
        same_intent_as=("glue_etl_jobs_logging_enabled",),
        aws_docs="https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html",
        production=True,
    ),
    input_rule(
        "glue-job-supported-version",
        must_not_be(
            "glueVersion",
            "0.9",
            "1.0",
            "2.0",
            expected="3.0 or newer",
            when=input_is("command.name", "glueetl", "gluestreaming", default="glueetl"),
        ),
        types=("aws:glue/job:Job",),
        concern="security",
        severity="medium",
        title="Glue job runs on a version of AWS Glue without support",
        risk="Known vulnerabilities of Spark and its libraries stay open.",
        fix='glue_version="5.0"',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/glue-controls.html",
    ),
    input_rule(
        "glue-ml-transform-version",
        must_not_be("glueVersion", "0.9", expected="1.0 or newer", default="0.9"),
        types=("aws:glue/mLTransform:MLTransform",),
        concern="security",
        severity="low",
        title="Glue machine learning transform runs on a version without support",
        risk="Known vulnerabilities stay open, and user data is not encrypted.",
        fix='glue_version="2.0"',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/glue-controls.html",
    ),
)
