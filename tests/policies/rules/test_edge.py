"""Rules for distributions, APIs, web ACLs, DNS and mail."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import WEB_ACL_ASSOCIATIONS
from policies.rules.apigateway.api import (
    API,
    STAGE,
)
from policies.rules.appsync import (
    CACHE,
)
from policies.rules.route53 import (
    ASSOCIATION,
    SIGNING,
    SIGNING_KEY,
    ZONE,
)
from policies.rules.waf import (
    CLASSIC,
    GROUP,
    LOGGING,
    WEB_ACL,
)
from tests.policies.row import Row, declare, of_input, of_inputs

SECURE = {"viewerProtocolPolicy": "redirect-to-https"}
SERVER = "aws:transfer/server:Server"


def behaviors(default: Any, *ordered: Any) -> dict[str, Any]:
    return {"defaultCacheBehavior": default, "orderedCacheBehaviors": list(ordered)}


def certificate(**inputs: Any) -> dict[str, Any]:
    return {"viewerCertificate": inputs}


def staged(types: Any, *, guard: str | None = None) -> list[Resource]:
    api = declare(API, "api", {"endpointConfiguration": {"types": types}})
    stage = declare(STAGE, "stage", {"restApi": api})
    guards = [declare(guard, "guard", {"resourceArn": stage})] if guard else []
    return [api, stage, *guards]


def stages() -> Iterator[Row]:
    rule = "apigateway-stage-waf-web-acl"
    for kind in WEB_ACL_ASSOCIATIONS:
        yield Row(rule, None, staged("REGIONAL", guard=kind))
    yield Row(rule, None, staged("PRIVATE"))
    yield Row(rule, "violation", staged("REGIONAL"))
    yield Row(rule, "violation", staged(["EDGE"]))
    api = declare(API, "api")
    yield Row(rule, "violation", [api, declare(STAGE, "stage", {"restApi": api})])
    yield Row(rule, "unknown", staged(UNKNOWN))
    elsewhere = declare(WEB_ACL_ASSOCIATIONS[0], "guard", {"resourceArn": UNKNOWN})
    yield Row(rule, "unknown", [*staged("REGIONAL"), elsewhere])
    yield from of_inputs(rule, STAGE, unknown=[{"restApi": "elsewhere"}])


def zones() -> Iterator[Row]:
    rule = "route53-zone-dnssec-signing"
    zone = declare(ZONE, "zone")
    key = declare(SIGNING_KEY, "key", {"hostedZoneId": zone})

    def signing(of: Any, **more: Any) -> Resource:
        return declare(SIGNING, "signing", {"hostedZoneId": of, **more})

    yield Row(rule, None, [zone, key, signing(zone)])
    yield Row(rule, None, [zone, key, signing(key)])
    yield Row(rule, None, [declare(ZONE, "zone", {"vpcs": [{"vpcId": "vpc-1"}]})])
    yield Row(rule, None, [zone, declare(ASSOCIATION, "a", {"zoneId": zone})])
    yield Row(rule, "violation", [zone])
    yield Row(rule, "violation", [zone, key])
    yield Row(rule, "violation", [zone, key, signing(zone, signingStatus="NOT_SIGNING")])
    yield Row(rule, "unknown", [zone, signing(UNKNOWN)])
    yield Row(rule, "unknown", [zone, declare(ASSOCIATION, "a", {"zoneId": UNKNOWN})])


def acl(kind: str, *others: Resource, **inputs: Any) -> list[Resource]:
    return [declare(kind, "acl", inputs), *others]


def firewalls() -> Iterator[Row]:
    rule, made = "waf-web-acl-has-rules", declare(WEB_ACL, "acl")
    for kind in (WEB_ACL, *CLASSIC):
        yield Row(rule, None, acl(kind, rules=[{"priority": 1}]))
        yield Row(rule, "violation", acl(kind))
        yield Row(rule, "violation", acl(kind, rules=[{}]))
        yield Row(rule, "unknown", acl(kind, rules=[UNKNOWN]))
    yield Row(rule, None, acl(WEB_ACL, ruleJson="[...]"))
    yield Row(rule, None, [made, declare(GROUP, "group", {"webAclArn": made})])
    yield Row(rule, "unknown", [made, declare(GROUP, "group", {"webAclArn": UNKNOWN})])
    logs = "waf-web-acl-logging"
    yield Row(logs, None, [made, declare(LOGGING, "logs", {"resourceArn": made})])
    yield Row(logs, "violation", [made])
    yield Row(logs, "unknown", [made, declare(LOGGING, "logs", {"resourceArn": UNKNOWN})])
    for kind in CLASSIC:
        yield Row(logs, None, acl(kind, loggingConfiguration={"logDestination": "arn"}))
        yield Row(logs, "violation", acl(kind))
        yield Row(logs, "unknown", acl(kind, loggingConfiguration=UNKNOWN))


ROWS = [
    *stages(),
    *zones(),
    *firewalls(),
    *of_inputs(
        "cloudfront-distribution-viewer-https",
        passes=[
            behaviors(SECURE),
            behaviors(SECURE, {"viewerProtocolPolicy": "https-only"}, SECURE),
        ],
        fails=[
            behaviors({"viewerProtocolPolicy": "allow-all"}),
            behaviors(SECURE, SECURE, {"viewerProtocolPolicy": "allow-all"}),
        ],
        unknown=[behaviors({"viewerProtocolPolicy": UNKNOWN}), behaviors(UNKNOWN)],
    ),
    *of_inputs(
        "cloudfront-distribution-minimum-tls-1-2",
        passes=[
            certificate(minimumProtocolVersion="TLSv1.2_2021"),
            certificate(minimumProtocolVersion="TLSv1.3_2025"),
        ],
        fails=[
            {},
            certificate(cloudfrontDefaultCertificate=True),
            certificate(minimumProtocolVersion="TLSv1"),
            certificate(minimumProtocolVersion="TLSv1.1_2016"),
        ],
        unknown=[{"viewerCertificate": UNKNOWN}],
    ),
    *of_input(
        "cloudfront-distribution-waf-web-acl",
        "webAclId",
        passes=["arn:aws:wafv2:acl"],
        fails=[None],
    ),
    *of_inputs(
        "cloudfront-distribution-security-headers",
        passes=[behaviors({"responseHeadersPolicyId": "policy"})],
        fails=[{}, behaviors({})],
        unknown=[behaviors({"responseHeadersPolicyId": UNKNOWN})],
    ),
    *of_inputs(
        "cloudfront-distribution-custom-certificate",
        passes=[certificate(acmCertificateArn="arn"), certificate(iamCertificateId="id")],
        fails=[{}, certificate(cloudfrontDefaultCertificate=True)],
        unknown=[{"viewerCertificate": UNKNOWN}],
    ),
    *of_inputs(
        "apigateway-method-authorization",
        passes=[
            {"authorization": "AWS_IAM", "httpMethod": "GET"},
            {"authorization": "NONE", "httpMethod": "GET", "apiKeyRequired": True},
            {"authorization": "NONE", "httpMethod": "OPTIONS"},
        ],
        fails=[{"authorization": "NONE", "httpMethod": "GET"}, {"httpMethod": "ANY"}],
        unknown=[
            {"authorization": UNKNOWN, "httpMethod": "GET"},
            {"authorization": "NONE", "httpMethod": UNKNOWN},
        ],
    ),
    *of_input(
        "apigatewayv2-route-authorization",
        "authorizationType",
        passes=["JWT", "AWS_IAM"],
        fails=[None, "NONE"],
    ),
    *(
        row
        for rule, path in (
            ("appsync-api-cache-encryption-at-rest", "atRestEncryptionEnabled"),
            ("appsync-api-cache-encryption-in-transit", "transitEncryptionEnabled"),
        )
        for row in of_inputs(
            rule,
            CACHE,
            passes=[{path: True}],
            fails=[{}, {path: False}],
            unknown=[{path: UNKNOWN}],
        )
    ),
    *of_inputs(
        "cloudsearch-domain-https-only",
        passes=[{"endpointOptions": {"enforceHttps": True}}],
        fails=[{}, {"endpointOptions": {"enforceHttps": False}}],
        unknown=[{"endpointOptions": UNKNOWN}],
    ),
    *of_inputs(
        "ses-configuration-set-tls-required",
        passes=[{"deliveryOptions": {"tlsPolicy": "Require"}}],
        fails=[{}, {"deliveryOptions": {"tlsPolicy": "Optional"}}],
        unknown=[{"deliveryOptions": UNKNOWN}],
    ),
    *of_input(
        "transfer-server-security-policy-current",
        "securityPolicyName",
        passes=[
            "TransferSecurityPolicy-2024-01",
            "TransferSecurityPolicy-2025-03",
            "TransferSecurityPolicy-FIPS-2024-05",
            "TransferSecurityPolicy-PQ-SSH-FIPS-Experimental-2024-04",
        ],
        fails=[None, "TransferSecurityPolicy-2023-05", "TransferSecurityPolicy-Restricted-2020-06"],
    ),
    Row(
        "transfer-server-security-policy-current",
        None,
        [declare(SERVER, "server", {"securityPolicyName": "TransferSecurityPolicy-2022-03"})],
        {"oldest": "2022-03"},
    ),
    *of_inputs(
        "acm-certificate-no-wildcard-domain",
        passes=[{"domainName": "a.example.com", "subjectAlternativeNames": ["b.example.com"]}],
        fails=[
            {"domainName": "*.example.com"},
            {"domainName": "a.example.com", "subjectAlternativeNames": ["*.b.example.com"]},
        ],
        unknown=[{"domainName": UNKNOWN}],
    ),
]
