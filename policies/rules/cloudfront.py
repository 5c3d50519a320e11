"""Rules for cloudfront."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    any_of,
    blocks,
    found,
    given,
    is_open,
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
    title="Viewers are served over HTTPS, whatever they ask for.",
    risk="",
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
    title="Viewers speak TLS 1.2 or newer; with CloudFront's own certificate 1.0 will do.",
    risk="",
    fix='viewer_certificate={..., "minimum_protocol_version": "TLSv1.2_2021"}',
    same_intent_as=("CKV_AWS_174",),
    aws_docs=f"{GUIDE}/secure-connections-supported-viewer-protocols-ciphers.html",
)
def cloudfront_distribution_minimum_tls_1_2(distribution: Resource) -> Iterator[Finding]:
    path = "viewerCertificate.minimumProtocolVersion"
    version = read(distribution, path)
    old = UNKNOWN if is_open(version) else not str(version).startswith(MODERN)
    yield from found(old, distribution, path, "TLSv1.2_2021")


@resource_rule(
    types=(DISTRIBUTION,),
    concern="security",
    severity="medium",
    title="Requests pass a web ACL before they are answered.",
    risk="",
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
    title="Answers carry the headers that tell a browser what a page may do.",
    risk="",
    fix="response_headers_policy_id=policy.id on each behavior",
    same_intent_as=("CKV2_AWS_32",),
    aws_docs=f"{GUIDE}/understanding-response-headers-policies.html",
)
def cloudfront_distribution_security_headers(distribution: Resource) -> Iterator[Finding]:
    path = "defaultCacheBehavior.responseHeadersPolicyId"
    yield from found(not_(given(distribution, path)), distribution, path, "a policy")


@resource_rule(
    types=(DISTRIBUTION,),
    concern="security",
    severity="low",
    title="Viewers come by a name of ours, whose certificate sets what TLS they speak.",
    risk="",
    fix='viewer_certificate={"acm_certificate_arn": certificate.arn, ...}',
    same_intent_as=("CKV2_AWS_42",),
    aws_docs=f"{GUIDE}/cnames-and-https-requirements.html",
)
def cloudfront_distribution_custom_certificate(distribution: Resource) -> Iterator[Finding]:
    block = "viewerCertificate"
    own: Truth = any_of(
        given(distribution, f"{block}.{each}") for each in ("acmCertificateArn", "iamCertificateId")
    )
    yield from found(not_(own), distribution, block, "a certificate of ours")


@resource_rule(
    types=(DISTRIBUTION,),
    concern="availability",
    severity="low",
    title="A second origin answers when the first does not.",
    risk="",
    fix="origin_groups=[{...}] of two origins, and behaviors that use it",
    same_intent_as=("CKV_AWS_310",),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html",
    production=True,
)
def cloudfront_distribution_origin_failover(distribution: Resource) -> Iterator[Finding]:
    path = "originGroups"
    criteria = [at(group, "failoverCriteria") for group in blocks(distribution, path)]
    fails_over = any_of(UNKNOWN if is_open(each) else bool(each) for each in criteria)
    yield from found(not_(fails_over), distribution, path, "a group with failover")


RULES: tuple[Rule, ...] = (
    cloudfront_distribution_viewer_https,
    cloudfront_distribution_minimum_tls_1_2,
    cloudfront_distribution_waf_web_acl,
    cloudfront_distribution_security_headers,
    cloudfront_distribution_custom_certificate,
    cloudfront_distribution_origin_failover,
)
