"""Rules for Amazon CloudFront."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
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
from policies.rules._shared.input_rules import input_rule, must_be_given

GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide"
SECURE = ("redirect-to-https", "https-only")
MODERN = ("TLSv1.2", "TLSv1.3")
S3_ORIGIN = re.compile(r"\.s3[.-](?!website)[a-z0-9.-]*amazonaws\.com$")
IDENTITY = "s3OriginConfig.originAccessIdentity"


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
    risk="If the only origin fails, all requests fail.",
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


@resource_rule(
    types=("aws:cloudfront/distribution:Distribution",),
    concern="security",
    severity="high",
    title="CloudFront distribution uses plain HTTP to its origin",
    risk="Requests and responses can be read between CloudFront and the origin.",
    fix='custom_origin_config={"origin_protocol_policy": "https-only", ...}',
    same_intent_as=("CKV2_AWS_72",),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
)
def cloudfront_distribution_origin_https(resource: Resource) -> Iterator[Finding]:
    for path, origin in items(resource, "origins"):
        policy = at(origin, "customOriginConfig.originProtocolPolicy")
        where = f"{path}.customOriginConfig.originProtocolPolicy"
        yield from found(
            one_of(policy, ("http-only", "match-viewer")), resource, where, "https-only"
        )


@resource_rule(
    types=("aws:cloudfront/distribution:Distribution",),
    concern="security",
    severity="medium",
    title="CloudFront distribution accepts outdated TLS versions from its origin",
    risk="SSLv3, TLS 1.0 and TLS 1.1 have known attacks.",
    fix='custom_origin_config={"origin_ssl_protocols": ["TLSv1.2"], ...}',
    same_intent_as=("CKV2_AWS_54",),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-ciphers-cloudfront-to-origin.html",
)
def cloudfront_distribution_origin_tls_1_2(resource: Resource) -> Iterator[Finding]:
    for path, origin in items(resource, "origins"):
        protocols = at(origin, "customOriginConfig.originSslProtocols")
        listed = [protocols] if is_unknown(protocols) else protocols or ()
        old = any_of(not_(equal(each, "TLSv1.2")) for each in listed)
        yield from found(
            old, resource, f"{path}.customOriginConfig.originSslProtocols", ["TLSv1.2"]
        )


@resource_rule(
    types=("aws:cloudfront/distribution:Distribution",),
    concern="security",
    severity="medium",
    title="CloudFront distribution has an S3 origin without origin access control",
    risk="The bucket must be public, or the distribution cannot read it.",
    fix="origin_access_control_id=control.id on the origin",
    same_intent_as=("CKV2_AWS_46",),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
)
def cloudfront_distribution_origin_access_control(resource: Resource) -> Iterator[Finding]:
    for path, origin in items(resource, "origins"):
        domain = at(origin, "domainName")
        bucket = UNKNOWN if is_unknown(domain) else bool(S3_ORIGIN.search(str(domain)))
        access = [at(origin, each) for each in ("originAccessControlId", IDENTITY)]
        controlled = any_of(UNKNOWN if is_unknown(each) else bool(each) for each in access)
        broken = all_of([bucket, not_(controlled)])
        yield from found(
            broken, resource, f"{path}.originAccessControlId", "an origin access control"
        )


RULES: tuple[Rule, ...] = (
    cloudfront_distribution_viewer_https,
    cloudfront_distribution_minimum_tls_1_2,
    input_rule(
        "cloudfront-distribution-waf-web-acl",
        must_be_given("webAclId", "a web ACL"),
        types=(DISTRIBUTION,),
        concern="security",
        severity="medium",
        title="CloudFront distribution has no AWS WAF web ACL",
        risk="Injection attempts, bots and request floods reach the origin unfiltered.",
        fix="web_acl_id=acl.arn",
        same_intent_as=("CKV_AWS_68",),
        aws_docs=f"{GUIDE}/distribution-web-awswaf.html",
        production=True,
    ),
    input_rule(
        "cloudfront-distribution-security-headers",
        must_be_given("defaultCacheBehavior.responseHeadersPolicyId", "a response headers policy"),
        types=(DISTRIBUTION,),
        concern="security",
        severity="low",
        title="CloudFront distribution has no response headers policy",
        risk="Browsers do not enforce HSTS, framing and content-type protections.",
        fix="response_headers_policy_id=policy.id on each behavior",
        same_intent_as=("CKV2_AWS_32",),
        aws_docs=f"{GUIDE}/understanding-response-headers-policies.html",
    ),
    cloudfront_distribution_custom_certificate,
    cloudfront_distribution_origin_failover,
    cloudfront_distribution_origin_https,
    cloudfront_distribution_origin_tls_1_2,
    cloudfront_distribution_origin_access_control,
    input_rule(
        "cloudfront-distribution-access-logging",
        must_be_given("loggingConfig.bucket", "a log bucket"),
        types=("aws:cloudfront/distribution:Distribution",),
        concern="operations",
        severity="low",
        title="CloudFront distribution has no access logging",
        risk="Requests cannot be traced after an incident.",
        fix='logging_config={"bucket": logs.bucket_domain_name}',
        same_intent_as=("CKV_AWS_86",),
        aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html",
        production=True,
    ),
)
