"""Rules for Amazon CloudFront: delivery."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    any_of,
    at_least,
    equal,
    found,
    is_unknown,
    items,
    not_,
    one_of,
    read,
    require,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.sessions import is_given
from policies.rules._shared.input_rules import input_rule, must_be_given, must_not_be

YEAR = 31_536_000  # seconds


@resource_rule(
    types=("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",),
    concern="security",
    severity="low",
    title="CloudFront response headers policy does not enforce HTTPS",
    risk="A browser can be made to use plain HTTP before the redirect.",
    fix=(
        'security_headers_config={"strict_transport_security": {"access_control_max_age_sec":'
        ' 31536000, "include_subdomains": True, "preload": True, "override": True}}'
    ),
    same_intent_as=("CKV_AWS_259",),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    production=True,
)
def cloudfront_response_headers_hsts(resource: Resource) -> Iterator[Finding]:
    block = "securityHeadersConfig.strictTransportSecurity"
    age = f"{block}.accessControlMaxAgeSec"
    yield from found(not_(at_least(read(resource, age), YEAR)), resource, age, f"at least {YEAR}")
    for key in ("includeSubdomains", "preload", "override"):
        yield from require(resource, f"{block}.{key}", True)


@resource_rule(
    types=("aws:cloudfront/distribution:Distribution",),
    concern="security",
    severity="medium",
    title="CloudFront origin is a Lambda function URL without origin access control",
    risk="The function can be called without the distribution, its web ACL and its logs.",
    fix='cloudfront.OriginAccessControl(origin_access_control_origin_type="lambda", ...)',
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html",
)
def cloudfront_function_url_origin_access_control(resource: Resource) -> Iterator[Finding]:
    for path, origin in items(resource, "origins"):
        domain = at(origin, "domainName")
        url = UNKNOWN if is_unknown(domain) else ".lambda-url." in str(domain or "")
        open_ = not_(is_given(at(origin, "originAccessControlId")))
        yield from found(
            all_of([url, open_]), resource, f"{path}.originAccessControlId", "an access control"
        )


@resource_rule(
    types=("aws:cloudfront/distribution:Distribution",),
    concern="security",
    severity="low",
    title="CloudFront distribution verifies signed URLs with the root user's key pair",
    risk="The keys can only be managed by the root user and cannot be rotated by API.",
    fix=('default_cache_behavior={"trusted_key_groups": [group.id]} in place of trusted_signers'),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html",
)
def cloudfront_trusted_key_groups(resource: Resource) -> Iterator[Finding]:
    for path in ("defaultCacheBehavior.trustedSigners", "orderedCacheBehaviors"):
        for where, item in items(resource, path):
            signers = at(item, "trustedSigners") if path == "orderedCacheBehaviors" else item
            broken = UNKNOWN if is_unknown(signers) else bool(signers)
            yield from found(broken, resource, where, "trusted_key_groups")


@resource_rule(
    types=("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",),
    concern="security",
    severity="medium",
    title="CloudFront response headers policy admits every origin with credentials",
    risk="Scripts of any website act with the session of the visitor.",
    fix='cors_config={"access_control_allow_origins": {"items": ["https://app.example.com"]}, ...}',
    aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
)
def cloudfront_response_headers_cors_restricted(resource: Resource) -> Iterator[Finding]:
    path = "corsConfig.accessControlAllowOrigins.items"
    everyone = any_of(one_of(each, ("*",)) for _, each in items(resource, path))
    credentials = equal(read(resource, "corsConfig.accessControlAllowCredentials"), option=True)
    yield from found(all_of([everyone, credentials]), resource, path, "listed origins")


RULES: tuple[Rule, ...] = (
    cloudfront_response_headers_cors_restricted,
    input_rule(
        "cloudfront-distribution-default-root-object",
        must_be_given("defaultRootObject", "a default root object"),
        types=("aws:cloudfront/distribution:Distribution",),
        concern="security",
        severity="low",
        title="CloudFront distribution has no default root object",
        risk="A request for the root lists or exposes what the origin returns for it.",
        fix='default_root_object="index.html"',
        same_intent_as=("CKV_AWS_305", "cloudfront_distributions_default_root_object"),
        aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html",
        regulated=True,
    ),
    input_rule(
        "cloudfront-distribution-enabled",
        must_not_be("enabled", False, expected=True),
        types=("aws:cloudfront/distribution:Distribution",),
        concern="operations",
        severity="low",
        title="CloudFront distribution is disabled",
        risk="Viewers get errors instead of content.",
        fix="enabled=True, or remove the distribution",
        same_intent_as=("CKV_AWS_216",),
        aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html",
    ),
    input_rule(
        "cloudfront-distribution-sni",
        must_not_be("viewerCertificate.sslSupportMethod", "vip", expected="sni-only"),
        types=("aws:cloudfront/distribution:Distribution",),
        concern="cost",
        severity="low",
        title="CloudFront distribution uses dedicated IP addresses for HTTPS",
        risk="Dedicated addresses are billed each month; current clients do not need them.",
        fix='viewer_certificate={"ssl_support_method": "sni-only", ...}',
        same_intent_as=("cloudfront_distributions_https_sni_enabled",),
        aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-https-dedicated-ip-or-sni.html",
    ),
    input_rule(
        "cloudfront-distribution-geo-restriction",
        must_not_be(
            "restrictions.geoRestriction.restrictionType", "none", expected="whitelist or blacklist"
        ),
        types=("aws:cloudfront/distribution:Distribution",),
        concern="security",
        severity="low",
        title="CloudFront distribution has no geographic restriction",
        risk="The content is served to countries in which it is not offered.",
        fix='restrictions={"geo_restriction": {"restriction_type": "whitelist", "locations": '
        "[...]}}",
        same_intent_as=("CKV_AWS_374", "cloudfront_distributions_geo_restrictions_enabled"),
        aws_docs="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html",
        regulated=True,
    ),
    cloudfront_response_headers_hsts,
    cloudfront_function_url_origin_access_control,
    cloudfront_trusted_key_groups,
)
