"""Rules for Amazon S3: settings."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    is_set,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.access_lists import EVERYONE
from policies.engine.selectors.buckets import is_specified
from policies.engine.selectors.documents import Statement, statements
from policies.engine.selectors.iam_patterns import matches
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    attached_rule,
    input_rule,
    must_be,
    must_be_given,
    must_not_be,
)


@stack_rule(
    types=("aws:s3/bucket:Bucket",),
    concern="security",
    severity="low",
    title="S3 bucket has no object lock",
    risk="Objects can be changed and deleted before their retention ends.",
    fix="object_lock_enabled=True",
    same_intent_as=("CKV_AWS_143", "s3_bucket_object_lock"),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    regulated=True,
)
def s3_bucket_object_lock(resource: Resource, stack: Stack) -> Iterator[Finding]:
    separate = stack.attached(
        resource, "bucket", "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
    )
    own = equal(read(resource, "objectLockEnabled"), option=True)
    inside = equal(read(resource, "objectLockConfiguration.objectLockEnabled"), "Enabled")
    yield from found(
        not_(any_of([own, inside, separate.exist])), resource, "objectLockEnabled", True
    )


@resource_rule(
    types=("aws:s3/bucketAcl:BucketAcl",),
    concern="security",
    severity="high",
    title="S3 bucket ACL lets everyone view its permissions",
    risk="Attackers learn who can read and write the bucket.",
    fix="grants to canonical users only, or object ownership BucketOwnerEnforced",
    same_intent_as=("CKV_AWS_375", "CKV2_AWS_43", "s3_bucket_public_list_acl"),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
)
def s3_acl_no_global_permissions_view(resource: Resource) -> Iterator[Finding]:
    for path, grant in items(resource, "accessControlPolicy.grants"):
        everyone = one_of(at(grant, "grantee.uri"), EVERYONE)
        views = one_of(at(grant, "permission"), ("READ_ACP", "FULL_CONTROL"))
        yield from found(all_of([everyone, views]), resource, path, "grants to named accounts")


@resource_rule(
    types=("aws:s3/bucketPolicy:BucketPolicy", "aws:s3/bucket:Bucket"),
    concern="availability",
    severity="high",
    title="S3 bucket policy locks everyone out",
    risk="Only the root user can delete the policy again.",
    fix="add a condition, or name the principals that are denied",
    same_intent_as=("CKV_AWS_93",),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html",
)
def s3_bucket_policy_no_lockout(resource: Resource) -> Iterator[Finding]:
    for statement in readable(resource) if is_set(resource, "policy") else ():
        plain = not_(is_specified(statement.content.get("Condition")))
        named = any_of(locks_out(action) for action in statement.actions)
        broken = all_of([statement.denies, statement.of_everyone, plain, named])
        because = f"{statement.path} denies {', '.join(map(str, statement.actions))} to everyone"
        yield from found(
            broken, resource, statement.path, "a condition or named principals", because=because
        )


def locks_out(action: object) -> Truth:
    """Return whether a pattern of actions covers changes of the bucket policy."""
    return matches(action, "s3:PutBucketPolicy")


def readable(holder: Resource) -> list[Statement]:
    """Return the statements of a policy; none of one that the provider refuses."""
    try:
        return [*statements(holder, "policy")]
    except ValueError:
        return []


RULES: tuple[Rule, ...] = (
    input_rule(
        "s3-object-customer-managed-key",
        must_be_given("kmsKeyId", "a KMS key"),
        types=("aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"),
        concern="security",
        severity="low",
        title="S3 object is not encrypted with a KMS key",
        risk="Access to the object cannot be restricted through a key policy.",
        fix="kms_key_id=key.arn",
        same_intent_as=("CKV_AWS_186",),
        aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
        regulated=True,
    ),
    s3_bucket_object_lock,
    attached_rule(
        "s3-bucket-event-notifications",
        "aws:s3/bucketNotification:BucketNotification",
        "bucket",
        "a bucket notification",
        types=("aws:s3/bucket:Bucket",),
        concern="operations",
        severity="low",
        title="S3 bucket sends no event notifications",
        risk="New and deleted objects trigger no checks.",
        fix="s3.BucketNotification(bucket=bucket.id, eventbridge=True)",
        same_intent_as=("CKV2_AWS_62", "s3_bucket_event_notifications_enabled"),
        aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html",
        regulated=True,
    ),
    input_rule(
        "s3-account-public-access-block",
        must_be("blockPublicAcls", True),
        must_be("blockPublicPolicy", True),
        must_be("ignorePublicAcls", True),
        must_be("restrictPublicBuckets", True),
        types=("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",),
        concern="security",
        severity="high",
        title="S3 public access block of the account is incomplete",
        risk="A bucket of the account can be opened to the internet.",
        fix="block_public_acls=True, block_public_policy=True, ignore_public_acls=True, "
        "restrict_public_buckets=True",
        same_intent_as=("s3_account_level_public_access_blocks",),
        aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-block-public-access-account.html",
    ),
    input_rule(
        "s3-multi-region-access-point-public-access-block",
        must_not_be("details.publicAccessBlock.blockPublicAcls", False, expected=True),
        must_not_be("details.publicAccessBlock.blockPublicPolicy", False, expected=True),
        must_not_be("details.publicAccessBlock.ignorePublicAcls", False, expected=True),
        must_not_be("details.publicAccessBlock.restrictPublicBuckets", False, expected=True),
        types=("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",),
        concern="security",
        severity="high",
        title="S3 Multi-Region Access Point has no complete public access block",
        risk="The access point can be opened to the internet; the settings cannot be changed "
        "later.",
        fix='details={"public_access_block": {...}}, or leave the defaults',
        same_intent_as=("s3_multi_region_access_point_public_access_block",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
    ),
    s3_acl_no_global_permissions_view,
    input_rule(
        "s3-object-no-public-acl",
        must_not_be(
            "acl", "public-read", "public-read-write", "authenticated-read", expected="private"
        ),
        types=(
            "aws:s3/bucketObject:BucketObject",
            "aws:s3/bucketObjectv2:BucketObjectv2",
            "aws:s3/objectCopy:ObjectCopy",
        ),
        concern="security",
        severity="high",
        title="S3 object has a public ACL",
        risk="Everyone on the internet, or with an AWS account, reads the object.",
        fix='acl="private"',
        aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
    ),
    input_rule(
        "s3-bucket-mfa-delete",
        must_be("versioningConfiguration.mfaDelete", "Enabled"),
        types=("aws:s3/bucketVersioning:BucketVersioning",),
        concern="security",
        severity="low",
        title="S3 bucket does not require MFA to delete versions",
        risk="Stolen credentials are enough to delete all versions.",
        fix='versioning_configuration={"status": "Enabled", "mfa_delete": "Enabled"}',
        same_intent_as=("s3_bucket_no_mfa_delete",),
        aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html",
        regulated=True,
    ),
    attached_rule(
        "s3-directory-bucket-lifecycle",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "bucket",
        "a lifecycle configuration",
        types=("aws:s3/directoryBucket:DirectoryBucket",),
        concern="cost",
        severity="low",
        title="S3 directory bucket has no lifecycle configuration",
        risk="Objects in the most expensive storage class are kept for ever.",
        fix="s3.BucketLifecycleConfiguration(bucket=bucket.bucket, rules=[...])",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        production=True,
    ),
    s3_bucket_policy_no_lockout,
)
