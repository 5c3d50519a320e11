"""Rules for Amazon CloudFront."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "cloudfront-distribution-default-root-object",
        "defaultRootObject",
        passes=["value"],
        fails=[None],
    ),
    *of_input("cloudfront-distribution-enabled", "enabled", passes=[None, True], fails=[False]),
    *of_input(
        "cloudfront-distribution-sni",
        "viewerCertificate.sslSupportMethod",
        passes=[None, "sni-only"],
        fails=["vip"],
    ),
    *of_input(
        "cloudfront-distribution-geo-restriction",
        "restrictions.geoRestriction.restrictionType",
        passes=[None],
        fails=["none"],
    ),
    *of_inputs(
        "cloudfront-response-headers-hsts",
        passes=[
            {
                "securityHeadersConfig": {
                    "strictTransportSecurity": {
                        "accessControlMaxAgeSec": 31536000,
                        "includeSubdomains": True,
                        "preload": True,
                        "override": True,
                    }
                }
            }
        ],
        fails=[
            {},
            {
                "securityHeadersConfig": {
                    "strictTransportSecurity": {
                        "accessControlMaxAgeSec": 3600,
                        "includeSubdomains": True,
                        "preload": True,
                        "override": True,
                    }
                }
            },
        ],
        unknown=[
            {
                "securityHeadersConfig": {
                    "strictTransportSecurity": {
                        "accessControlMaxAgeSec": UNKNOWN,
                        "includeSubdomains": True,
                        "preload": True,
                        "override": True,
                    }
                }
            }
        ],
    ),
    *of_inputs(
        "cloudfront-function-url-origin-access-control",
        passes=[
            {},
            {
                "origins": [
                    {"domainName": "a.lambda-url.eu-west-1.on.aws", "originAccessControlId": "E1"}
                ]
            },
            {"origins": [{"domainName": "example.com"}]},
        ],
        fails=[{"origins": [{"domainName": "a.lambda-url.eu-west-1.on.aws"}]}],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-trusted-key-groups",
        passes=[{}, {"defaultCacheBehavior": {"trustedKeyGroups": ["a"]}}],
        fails=[{"defaultCacheBehavior": {"trustedSigners": ["self"]}}],
        unknown=[{"defaultCacheBehavior": {"trustedSigners": UNKNOWN}}],
    ),
    *of_inputs(
        "cloudfront-distribution-origin-https",
        passes=[
            {"origins": [{"domainName": "a", "originId": "a"}]},
            {"origins": [{"customOriginConfig": {"originProtocolPolicy": "https-only"}}]},
        ],
        fails=[
            {"origins": [{"customOriginConfig": {"originProtocolPolicy": "http-only"}}]},
            {"origins": [{"customOriginConfig": {"originProtocolPolicy": "match-viewer"}}]},
        ],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-origin-tls-1-2",
        passes=[
            {"origins": [{"customOriginConfig": {"originSslProtocols": ["TLSv1.2"]}}]},
            {"origins": [{}]},
        ],
        fails=[{"origins": [{"customOriginConfig": {"originSslProtocols": ["SSLv3", "TLSv1.2"]}}]}],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-origin-access-control",
        passes=[
            {
                "origins": [
                    {"domainName": "b.s3.eu-west-1.amazonaws.com", "originAccessControlId": "E1"}
                ]
            },
            {
                "origins": [
                    {
                        "domainName": "b.s3.amazonaws.com",
                        "s3OriginConfig": {
                            "originAccessIdentity": "origin-access-identity/cloudfront/E1"
                        },
                    }
                ]
            },
            {"origins": [{"domainName": "example.com"}]},
            {"origins": [{"domainName": "b.s3-website-us-east-1.amazonaws.com"}]},
        ],
        fails=[{"origins": [{"domainName": "b.s3.eu-west-1.amazonaws.com"}]}],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-access-logging",
        passes=[{"loggingConfig": {"bucket": "logs.s3.amazonaws.com"}}],
        fails=[{}],
        unknown=[{"loggingConfig": UNKNOWN}],
    ),
]
