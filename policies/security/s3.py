"""What keeps buckets closed."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.access_lists import Right, lets_anyone
from policies.reading.buckets import (
    ACCESS_LOGGERS,
    ACCOUNT_BLOCK,
    BUCKET_POLICY,
    LOGGERS,
    PUBLIC_ACCESS_BLOCK,
    encrypted_by_kms,
    logged,
    receives,
)
from policies.reading.documents import Statement, listed, statements
from policies.reading.stack import Stack
from policies.reading.tokens import BUCKET_ACLS, BUCKETS
from policies.reading.values import (
    Truth,
    Undecided,
    all_of,
    any_of,
    equal,
    found,
    is_open,
    not_,
    read,
    refuse,
    stated,
    want,
)
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
BLOCKS_PAGE = f"{GUIDE}/access-control-block-public-access.html"
OWNERSHIP_CONTROLS = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
ACCESS_POINT = "aws:s3/accessPoint:AccessPoint"
FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@stack_rule(
    types=BUCKETS,
    concern="security",
    severity="high",
    fix="s3.BucketPublicAccessBlock(bucket=bucket.id), its four flags True",
    same_intent_as=("CKV2_AWS_6",),
    url=BLOCKS_PAGE,
)
def bucket_public_access_blocked(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """No list or policy can open a bucket to the public, whoever writes it."""
    blocks = stack.attached(bucket, "bucket", PUBLIC_ACCESS_BLOCK)
    accounts = stack.of_type(ACCOUNT_BLOCK)
    around = any_of(blocks_all(each) for each in accounts if each.account == bucket.account)
    closed = any_of([*(blocks_all(each) for each in blocks.found), around])
    if closed is False and blocks.open:
        closed = UNKNOWN
    because = f"no public access block closes {bucket.name}"
    if blocks.found:
        because = f"{blocks.found[0].name} leaves {bucket.name} open"
    yield from found(not_(closed), bucket, "", "a public access block", because=because)


def blocks_all(block: Resource) -> Truth:
    flags = ("blockPublicAcls", "blockPublicPolicy")  # those that refuse what would open it
    return all_of(equal(read(block, flag), option=True) for flag in flags)


@resource_rule(
    types=(PUBLIC_ACCESS_BLOCK, ACCOUNT_BLOCK),
    concern="security",
    severity="high",
    fix="block_public_acls=True",
    same_intent_as=("CKV_AWS_53",),
    url=BLOCKS_PAGE,
)
def block_refuses_public_lists(block: Resource) -> Iterator[Finding]:
    """A public access block refuses access lists that are public."""
    yield from want(block, "blockPublicAcls", True)


@resource_rule(
    types=(PUBLIC_ACCESS_BLOCK, ACCOUNT_BLOCK),
    concern="security",
    severity="high",
    fix="block_public_policy=True",
    same_intent_as=("CKV_AWS_54",),
    url=BLOCKS_PAGE,
)
def block_refuses_public_policies(block: Resource) -> Iterator[Finding]:
    """A public access block refuses policies that are public."""
    yield from want(block, "blockPublicPolicy", True)


@resource_rule(
    types=(PUBLIC_ACCESS_BLOCK, ACCOUNT_BLOCK),
    concern="security",
    severity="high",
    fix="ignore_public_acls=True",
    same_intent_as=("CKV_AWS_55",),
    url=BLOCKS_PAGE,
)
def block_ignores_public_lists(block: Resource) -> Iterator[Finding]:
    """A public access block takes no notice of access lists that were public before it."""
    yield from want(block, "ignorePublicAcls", True)


@resource_rule(
    types=(PUBLIC_ACCESS_BLOCK, ACCOUNT_BLOCK),
    concern="security",
    severity="high",
    fix="restrict_public_buckets=True",
    same_intent_as=("CKV_AWS_56",),
    url=BLOCKS_PAGE,
)
def block_restricts_public_buckets(block: Resource) -> Iterator[Finding]:
    """A public access block keeps others out of a bucket whose policy was public before it."""
    yield from want(block, "restrictPublicBuckets", True)


@stack_rule(
    types=BUCKETS,
    concern="security",
    severity="medium",
    fix='s3.BucketPolicy with Deny, Principal "*", s3:*, Bool {"aws:SecureTransport": "false"}',
    same_intent_as=(),
    url=f"{GUIDE}/security-best-practices.html",
)
def bucket_tls_only(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """A bucket refuses requests without TLS."""
    policies = stack.attached(bucket, "bucket", BUCKET_POLICY)
    refusals = [refuses_plain(each) for each in policies.found]
    if stated(bucket, "policy"):
        refusals.append(refuses_plain(bucket))
    closed = any_of(refusals)
    if closed is False and policies.open:
        closed = UNKNOWN
    because = f"no policy of {bucket.name} denies requests without TLS"
    yield from found(not_(closed), bucket, "policy", "Deny without TLS", because=because)


def refuses_plain(holder: Resource) -> Truth:
    """Whether a statement denies everything to everyone who comes without TLS."""
    try:
        return any_of([*map(denies_plain, statements(holder, "policy"))])
    except Undecided:
        return UNKNOWN


def denies_plain(statement: Statement) -> Truth:
    plain = any_of(
        all_of([operator.startswith("Bool"), key == "aws:securetransport", is_false(value)])
        if operator
        else UNKNOWN
        for operator, key, value in statement.conditions
    )
    everything = any_of(reaches_objects(each) for each in statement.resources)
    return all_of(
        [statement.denies, statement.anyone, statement.of_action("s3:getobject"), plain, everything]
    )


def is_false(value: object) -> Truth:
    return any_of(equal(each, option=False) for each in listed(value))


def reaches_objects(resource: object) -> Truth:
    """Whether a bucket policy's resource is all objects: "arn:aws:s3:::name/*"."""
    if is_open(resource):
        return UNKNOWN
    text = str(resource)
    return text == "*" or (text.endswith("/*") and "/" not in text[:-2])


@stack_rule(
    types=BUCKETS,
    concern="security",
    severity="medium",
    fix="s3.BucketLogging(bucket=bucket.id, target_bucket=logs.id, target_prefix=...)",
    same_intent_as=("CKV_AWS_18",),
    url=f"{GUIDE}/ServerLogs.html",
)
def bucket_logs_accesses(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """Who reads and writes objects is written down; not where that itself is written to."""
    if (kept := logged(stack, bucket)) is True:
        return
    broken = not_(any_of([kept, receives(stack, bucket, ACCESS_LOGGERS)]))
    because = f"nobody writes down who uses {bucket.name}"
    yield from found(broken, bucket, "logging", "a BucketLogging of it", because=because)


@stack_rule(
    types=BUCKETS,
    concern="security",
    severity="medium",
    fix='apply_server_side_encryption_by_default={"sse_algorithm": "aws:kms", ...}',
    same_intent_as=("CKV_AWS_145",),
    url=f"{GUIDE}/UsingKMSEncryption.html",
)
def bucket_encrypted_by_kms(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """Objects are encrypted by a key of KMS; AWS writes logs to no bucket that is."""
    if (encrypted := encrypted_by_kms(stack, bucket)) is True:
        return
    broken = not_(any_of([encrypted, receives(stack, bucket, LOGGERS)]))
    because = f"no key of KMS encrypts {bucket.name}"
    path = "serverSideEncryptionConfiguration"
    yield from found(broken, bucket, path, "aws:kms", because=because)


@stack_rule(
    types=(*BUCKETS, *BUCKET_ACLS),
    concern="security",
    severity="critical",
    fix='no acl, and a BucketOwnershipControls with "BucketOwnerEnforced"',
    same_intent_as=("CKV_AWS_20",),
    url=f"{GUIDE}/about-object-ownership.html",
)
def bucket_list_lets_nobody_read(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """No access list lets everybody, or everybody with an AWS account, read a bucket."""
    yield from opened(bucket, stack, "READ", "lets anyone read")


@stack_rule(
    types=(*BUCKETS, *BUCKET_ACLS),
    concern="security",
    severity="critical",
    fix='no acl, and a BucketOwnershipControls with "BucketOwnerEnforced"',
    same_intent_as=("CKV_AWS_57",),
    url=f"{GUIDE}/about-object-ownership.html",
)
def bucket_list_lets_nobody_write(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    """No access list lets everybody, or everybody with an AWS account, write to a bucket."""
    yield from opened(bucket, stack, "WRITE", "lets anyone write")


def opened(bucket: Resource, stack: Stack, right: Right, what: str) -> Iterator[Finding]:
    """Find fault with what opens a bucket: a list apart is its bucket's, where that is known."""
    if bucket.type in BUCKET_ACLS:
        if not isinstance(stack.follow(bucket, "bucket", *BUCKETS), Resource):
            yield from found(lets_anyone(bucket, right), bucket, "acl", "private")
        return
    lists = [bucket, *stack.attached(bucket, "bucket", *BUCKET_ACLS).found]
    for each in lists:
        because = f"the access list of {each.name} {what}"
        path = "acl" if each is bucket else f"{each.name}: acl"
        yield from found(lets_anyone(each, right), bucket, path, "private", because=because)


@resource_rule(
    types=(OWNERSHIP_CONTROLS,),
    concern="security",
    severity="medium",
    fix='rule={"object_ownership": "BucketOwnerEnforced"}',
    same_intent_as=("CKV2_AWS_65",),
    url=f"{GUIDE}/about-object-ownership.html",
)
def bucket_takes_no_access_lists(controls: Resource) -> Iterator[Finding]:
    """Policies alone say who may use a bucket: its owner owns all in it, and lists do not count."""
    yield from want(controls, "rule.objectOwnership", "BucketOwnerEnforced")


@resource_rule(
    types=(ACCESS_POINT,),
    concern="security",
    severity="high",
    fix="public_access_block_configuration with all four flags True, or none of it",
    same_intent_as=("CKV_AWS_392",),
    url=f"{GUIDE}/access-points-bpa-settings.html",
)
def access_point_not_public(point: Resource) -> Iterator[Finding]:
    """An access point lets no list or policy open it; that cannot be changed later."""
    for flag in FLAGS:
        path = f"publicAccessBlockConfiguration.{flag}"
        yield from refuse(point, path, False, wanted=True)
