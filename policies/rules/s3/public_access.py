"""Rules for Amazon S3: public access."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.fix_forms import argument
from policies.engine.logic import Truth, all_of, any_of, equal, forbid, found, not_, read
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.access_lists import Right, grants_public
from policies.engine.selectors.buckets import (
    ACCOUNT_BLOCK,
    PUBLIC_ACCESS_BLOCK,
    delivers_from_cloudfront,
)
from policies.engine.selectors.tokens import BUCKET, BUCKET_ACL, S3_ACCESS_POINT
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be

GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
BLOCKS_PAGE = f"{GUIDE}/access-control-block-public-access.html"
OWNERSHIP_CONTROLS = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
ACCESS_POINT = S3_ACCESS_POINT
FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@stack_rule(
    types=(BUCKET,),
    concern="security",
    severity="high",
    title="S3 bucket does not block public access",
    risk="An ACL or a bucket policy can make its objects public.",
    fix=(
        "s3.BucketPublicAccessBlock(bucket=bucket.id, block_public_acls=True, "
        "block_public_policy=True, ignore_public_acls=True, "
        "restrict_public_buckets=True)"
    ),
    same_intent_as=("CKV2_AWS_6",),
    aws_docs=BLOCKS_PAGE,
)
def s3_bucket_public_access_block(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    blocks = stack.attached(bucket, "bucket", PUBLIC_ACCESS_BLOCK)
    accounts = stack.of_type(ACCOUNT_BLOCK)
    around = any_of(blocks_all(each) for each in accounts if each.account == bucket.account)
    closed = any_of([*(blocks_all(each) for each in blocks.found), around])
    if closed is False and blocks.unknown:
        closed = UNKNOWN
    because = f"no BucketPublicAccessBlock exists for {bucket.name}"
    if blocks.found:
        because = f"{blocks.found[0].name} does not block all public access to {bucket.name}"
    yield from found(
        not_(closed),
        bucket,
        "",
        "a public access block with all four settings True",
        because=because,
    )


def blocks_all(block: Resource) -> Truth:
    flags = (
        "blockPublicAcls",
        "blockPublicPolicy",
    )  # settings that refuse public ACLs and policies
    return all_of(equal(read(block, flag), option=True) for flag in flags)


@stack_rule(
    types=(BUCKET, BUCKET_ACL),
    concern="security",
    severity="critical",
    title="S3 bucket ACL allows public read access",
    risk="Anyone can list or read the objects.",
    fix=(
        'acl="private"; BucketOwnershipControls with "BucketOwnerEnforced" turns ACLs '
        "off, but also CloudFront's standard logs to this bucket"
    ),
    same_intent_as=("CKV_AWS_20",),
    aws_docs=f"{GUIDE}/about-object-ownership.html",
)
def s3_bucket_no_public_read_acl(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    yield from opened(bucket, stack, "READ", "allows public read access")


@stack_rule(
    types=(BUCKET, BUCKET_ACL),
    concern="security",
    severity="critical",
    title="S3 bucket ACL allows public write access",
    risk="Anyone can add, replace or delete objects.",
    fix=(
        'acl="private"; BucketOwnershipControls with "BucketOwnerEnforced" turns ACLs '
        "off, but also CloudFront's standard logs to this bucket"
    ),
    same_intent_as=("CKV_AWS_57",),
    aws_docs=f"{GUIDE}/about-object-ownership.html",
)
def s3_bucket_no_public_write_acl(bucket: Resource, stack: Stack) -> Iterator[Finding]:
    yield from opened(bucket, stack, "WRITE", "allows public write access")


def opened(bucket: Resource, stack: Stack, right: Right, what: str) -> Iterator[Finding]:
    """Yield findings for public ACLs; a separate ACL is reported on its bucket where known."""
    if bucket.type == BUCKET_ACL:
        if not isinstance(stack.follow(bucket, "bucket", BUCKET), Resource):
            yield from found(grants_public(bucket, right), bucket, "acl", "private")
        return
    lists = [bucket, *stack.attached(bucket, "bucket", BUCKET_ACL).found]
    for each in lists:
        because = f"the ACL of {each.name} {what}"
        path = "acl" if each is bucket else f"{each.name}: acl"
        yield from found(grants_public(each, right), bucket, path, "private", because=because)


@stack_rule(
    types=(OWNERSHIP_CONTROLS,),
    concern="security",
    severity="medium",
    title="S3 bucket has ACLs enabled",
    risk=(
        "Access is granted in two places, and uploads of other accounts are not owned "
        "by the bucket's owner."
    ),
    fix='rule={"object_ownership": "BucketOwnerEnforced"}',
    same_intent_as=("CKV2_AWS_65",),
    aws_docs=f"{GUIDE}/about-object-ownership.html",
)
def s3_bucket_acls_disabled(controls: Resource, stack: Stack) -> Iterator[Finding]:
    bucket = stack.follow(controls, "bucket", BUCKET)
    logs = isinstance(bucket, Resource) and delivers_from_cloudfront(stack, bucket)
    path = "rule.objectOwnership"
    broken = all_of([not_(equal(read(controls, path), "BucketOwnerEnforced")), not_(logs)])
    yield from found(broken, controls, path, "BucketOwnerEnforced")


@resource_rule(
    types=(ACCESS_POINT,),
    concern="security",
    severity="high",
    title="S3 access point does not block public access",
    risk="An ACL or a policy can make objects public; the setting cannot be changed later.",
    fix=(
        "public_access_block_configuration with all four settings True, or remove it "
        "(all are True by default)"
    ),
    same_intent_as=("CKV_AWS_392",),
    aws_docs=f"{GUIDE}/access-points-bpa-settings.html",
)
def s3_access_point_public_access_block(point: Resource) -> Iterator[Finding]:
    for flag in FLAGS:
        path = f"publicAccessBlockConfiguration.{flag}"
        yield from forbid(point, path, False, expected=True)


def block_rule(name: str, flag: str, *, title: str, risk: str, peer: str) -> Rule:
    """Return the rule that a public access block has one of its four settings."""
    return input_rule(
        name,
        must_be(flag, True),
        types=(PUBLIC_ACCESS_BLOCK, ACCOUNT_BLOCK),
        concern="security",
        severity="high",
        title=title,
        risk=risk,
        fix=f"{argument(flag)}=True",
        same_intent_as=(peer,),
        aws_docs=BLOCKS_PAGE,
    )


RULES: tuple[Rule, ...] = (
    s3_bucket_public_access_block,
    block_rule(
        "s3-public-access-block-blocks-public-acls",
        "blockPublicAcls",
        title="S3 Block Public Access allows public ACLs",
        risk="New public ACLs can be set on buckets and objects.",
        peer="CKV_AWS_53",
    ),
    block_rule(
        "s3-public-access-block-blocks-public-policy",
        "blockPublicPolicy",
        title="S3 Block Public Access allows public bucket policies",
        risk="A bucket policy can make all objects public.",
        peer="CKV_AWS_54",
    ),
    block_rule(
        "s3-public-access-block-ignores-public-acls",
        "ignorePublicAcls",
        title="S3 Block Public Access honours existing public ACLs",
        risk="Objects with an older public ACL stay public.",
        peer="CKV_AWS_55",
    ),
    block_rule(
        "s3-public-access-block-restricts-public-buckets",
        "restrictPublicBuckets",
        title="S3 Block Public Access does not restrict buckets with a public policy",
        risk="Other accounts keep access to a bucket whose policy was public before.",
        peer="CKV_AWS_56",
    ),
    s3_bucket_no_public_read_acl,
    s3_bucket_no_public_write_acl,
    s3_bucket_acls_disabled,
    s3_access_point_public_access_block,
)
