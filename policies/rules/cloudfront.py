"""Rules for Amazon CloudFront."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    any_of,
    blocks,
    found,
    given,
    is_unknown,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import DISTRIBUTION

GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide"
SECURE = ("redirect-to-https", "https-only")
MODERN = ("TLSv1.2", "TLSv1.3")


@resource_rule(
    types=(DISTRIBUTION,),
    concern="security",
    severity="medium",
    title="CloudFront distribution serves viewers over plain HTTP",
    risk="Requests and responses can be read and changed in transit.",
    fix='viewer_protocol_policy="redirect-to-https" on each behavior',
    same_intent_as=("CKV_AWS_34",),
    aws_docs=f"{GUIDE}/using-https-viewers-to-cloudfront.html",
)
def cloudfront_distribution_viewer_https(distribution: Resource) -> Iterator[Finding]:
    for path in ("defaultCacheBehavior", "orderedCacheBehaviors"):
        for each, behavior in items(distribution, path):
            policy = at(behavior, "viewerProtocolPolicy")
            where = f"{each}.viewerProtocolPolicy"
            yield from found(not_(one_of(policy, SECURE)), distribution, where, SECURE[0])


@resource_rule(
    types=(DISTRIBUTION,),
    concern="security",
    severity="medium",
    title="CloudFront distribution accepts TLS versions older than 1.2",
    risk=(
        "Old TLS versions have known attacks; the default CloudFront certificate allows TLS 1.0."
    ),
    fix='viewer_certificate={..., "minimum_protocol_version": "TLSv1.2_2021"}',
    same_intent_as=("CKV_AWS_174",),
    aws_docs=f"{GUIDE}/secure-connections-supported-viewer-protocols-ciphers.html",
)
def cloudfront_distribution_minimum_tls_1_2(distribution: Resource) -> Iterator[Finding]:
    path = "viewerCertificate.minimumProtocolVersion"
    version = read(distribution, path)
    old = UNKNOWN if is_unknown(version) else not str(version).startswith(MODERN)
    yield from found(old, distribution, path, "TLSv1.2_2021")


@resource_rule(
    types=(DISTRIBUTION,),
    concern="security",
    severity="medium",
    title="CloudFront distribution has no AWS WAF web ACL",
    risk="Injection attempts, bots and request floods reach the origin unfiltered.",
    fix="web_acl_id=acl.arn",
    same_intent_as=("CKV_AWS_68",),
    aws_docs=f"{GUIDE}/distribution-web-awswaf.html",
)
def cloudfront_distribution_waf_web_acl(distribution: Resource) -> Iterator[Finding]:
    yield from found(not_(given(distribution, "webAclId")), distribution, "webAclId", "a web ACL")


@resource_rule(
    types=(DISTRIBUTION,),
    concern="security",
    severity="low",
    title="CloudFront distribution has no response headers policy",
    risk="Browsers do not enforce HSTS, framing and content-type protections.",
    fix="response_headers_policy_id=policy.id on each behavior",
    same_intent_as=("CKV2_AWS_32",),
    aws_docs=f"{GUIDE}/understanding-response-headers-policies.html",
)
def cloudfront_distribution_security_headers(distribution: Resource) -> Iterator[Finding]:
    path = "defaultCacheBehavior.responseHeadersPolicyId"
    yield from found(
        not_(given(distribution, path)), distribution, path, "a response headers policy"
    )


@resource_rule(
    types=(DISTRIBUTION,),
    concern="security",
    severity="low",
    title=("CloudFront distribution uses the default certificate instead of an ACM certificate"),
    risk=(
        "The minimum TLS version cannot be set, and viewers cannot use the team's own domain name."
    ),
    fix='viewer_certificate={"acm_certificate_arn": certificate.arn, ...}',
    same_intent_as=("CKV2_AWS_42",),
    aws_docs=f"{GUIDE}/cnames-and-https-requirements.html",
)
def cloudfront_distribution_custom_certificate(distribution: Resource) -> Iterator[Finding]:
    block = "viewerCertificate"
    own: Truth = any_of(
        given(distribution, f"{block}.{each}") for each in ("acmCertificateArn", "iamCertificateId")
    )
    yield from found(not_(own), distribution, block, "an ACM certificate")


@resource_rule(
    types=(DISTRIBUTION,),
    concern="availability",
    severity="low",
    title="CloudFront distribution has no origin failover",
    risk="When the only origin fails, all requests fail.",
    fix=(
        "origin_groups=[{...}] with two origins, and target_origin_id of the behaviors "
        "set to the group"
    ),
    same_intent_as=("CKV_AWS_310",),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html",
    production=True,
)
def cloudfront_distribution_origin_failover(distribution: Resource) -> Iterator[Finding]:
    path = "originGroups"
    criteria = [at(group, "failoverCriteria") for group in blocks(distribution, path)]
    fails_over = any_of(UNKNOWN if is_unknown(each) else bool(each) for each in criteria)
    yield from found(not_(fails_over), distribution, path, "an origin group with failover")


RULES: tuple[Rule, ...] = (
    cloudfront_distribution_viewer_https,
    cloudfront_distribution_minimum_tls_1_2,
    cloudfront_distribution_waf_web_acl,
    cloudfront_distribution_security_headers,
    cloudfront_distribution_custom_certificate,
    cloudfront_distribution_origin_failover,
)
