"""Rules for Amazon S3: bucket."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import ANYTHING, OUTPUT, Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    found,
    is_partial,
    is_set,
    is_unknown,
    not_,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.buckets import (
    ACCESS_LOGGERS,
    BUCKET_POLICY,
    LOGGERS,
    encrypted_by_kms,
    logged,
    receives,
)
from policies.engine.selectors.documents import Statement, listed, statements
from policies.engine.selectors.iam_patterns import is_text
from policies.engine.selectors.tokens import BUCKET
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"


@stack_rule(
    types=(BUCKET,),
    concern="security",
    severity="medium",
    title="S3 bucket accepts requests without TLS",
    risk="Objects and credentials can be read in transit.",
    fix='s3.BucketPolicy with Deny, Principal "*", s3:*, Bool {"aws:SecureTransport": "false"}',
    aws_docs=f"{GUIDE}/security-best-practices.html",
    production=True,
)
def s3_bucket_tls_only(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    policies = stack.attached(bucket, "bucket", BUCKET_POLICY)
    refusals = [refuses_plain(each) for each in policies.found]
    if is_set(bucket, "policy"):
        refusals.append(refuses_plain(bucket))
    closed = any_of(refusals)
    if closed is False and policies.unknown:
        closed = UNKNOWN
    because = f"no bucket policy of {bucket.name} denies requests without TLS"
    yield from found(
        not_(closed),
        bucket,
        "policy",
        "a Deny statement for aws:SecureTransport = false",
        because=because,
    )


def refuses_plain(holder: Resource) -> Truth:
    """Return whether a statement denies all actions to everyone without TLS."""
    try:
        return any_of([*map(denies_plain, statements(holder, "policy"))])
    except UnknownInput:
        return UNKNOWN


def denies_plain(statement: Statement) -> Truth:
    """Return whether a statement denies requests without TLS, under no further condition."""
    conditions = list(statement.conditions)
    plain = [requires_tls(*each) for each in conditions]
    everything = any_of(reaches_objects(each) for each in statement.resources)
    return all_of(
        [
            statement.denies,
            statement.of_everyone,
            *(statement.of_action(f"s3:{action}") for action in ("GetObject", "PutObject")),
            bool(conditions),
            *plain,
            everything,
        ]
    )


def requires_tls(operator: str, key: str, value: object) -> Truth:
    if not operator or not key:
        return UNKNOWN
    on_tls = is_text(key, "aws:securetransport")
    return all_of([operator.lower().startswith("bool"), on_tls, is_false(value)])


def is_false(value: object) -> Truth:
    return any_of(is_text(as_text(each), "false") for each in listed(value))


def as_text(value: object) -> object:
    return value if is_unknown(value) or is_partial(value) else str(value).lower()


def reaches_objects(resource: object) -> Truth:
    """Return whether a pattern is for all objects: "arn:aws:s3:::name/*", "arn:aws:s3:::name*"."""
    if is_unknown(resource) or resource == OUTPUT:
        return UNKNOWN
    text = str(resource)
    bucket = text.removesuffix("*").removesuffix("/")
    if text.endswith("*") and "/" not in bucket and ANYTHING not in text:
        return True
    return UNKNOWN if ANYTHING in text else False


@stack_rule(
    types=(BUCKET,),
    concern="security",
    severity="medium",
    title="S3 bucket has no server access logging",
    risk="Access to objects cannot be traced.",
    fix="s3.BucketLogging(bucket=bucket.id, target_bucket=logs.id, target_prefix=...)",
    same_intent_as=("CKV_AWS_18",),
    aws_docs=f"{GUIDE}/ServerLogs.html",
    production=True,
)
def s3_bucket_server_access_logging(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    if (kept := logged(stack, bucket)) is True:
        return
    broken = not_(any_of([kept, receives(stack, bucket, ACCESS_LOGGERS)]))
    because = f"server access logging is disabled for {bucket.name}"
    yield from found(broken, bucket, "logging", "an s3.BucketLogging for it", because=because)


@stack_rule(
    types=(BUCKET,),
    concern="security",
    severity="medium",
    title="S3 bucket is not encrypted with a KMS key",
    risk=(
        "Use of the encryption key is not recorded and cannot be restricted. Buckets "
        "that receive AWS logs cannot use a KMS key in every case."
    ),
    fix=(
        "s3.BucketServerSideEncryptionConfiguration(bucket=bucket.id, "
        'rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": '
        '"aws:kms", "kms_master_key_id": key.arn}}])'
    ),
    same_intent_as=("CKV_AWS_145",),
    aws_docs=f"{GUIDE}/UsingKMSEncryption.html",
    production=True,
)
def s3_bucket_kms_encryption(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    if (encrypted := encrypted_by_kms(stack, bucket)) is True:
        return
    broken = not_(any_of([encrypted, receives(stack, bucket, LOGGERS)]))
    because = f"{bucket.name} is not encrypted with a KMS key"
    path = "serverSideEncryptionConfiguration"
    yield from found(broken, bucket, path, "aws:kms", because=because)


RULES: tuple[Rule, ...] = (
    s3_bucket_tls_only,
    s3_bucket_server_access_logging,
    s3_bucket_kms_encryption,
)
