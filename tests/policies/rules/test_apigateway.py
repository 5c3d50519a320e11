"""Rules for Amazon API Gateway."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "apigateway-stage-xray-tracing", "xrayTracingEnabled", passes=[True], fails=[False, None]
    ),
    *of_input(
        "apigateway-stage-client-certificate", "clientCertificateId", passes=["value"], fails=[None]
    ),
    *of_inputs(
        "apigateway-method-settings-cache-encrypted",
        passes=[{"settings": {"cachingEnabled": True, "cacheDataEncrypted": True}}],
        fails=[
            {"settings": {"cachingEnabled": True, "cacheDataEncrypted": False}},
            {"settings": {"cachingEnabled": True}},
        ],
        unknown=[{"settings": {"cachingEnabled": True, "cacheDataEncrypted": UNKNOWN}}],
    ),
    *of_input(
        "apigateway-method-settings-no-data-trace",
        "settings.dataTraceEnabled",
        passes=[None, False],
        fails=[True],
    ),
    *of_input(
        "apigateway-method-settings-caching",
        "settings.cachingEnabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "apigateway-stage-cache-cluster", "cacheClusterEnabled", passes=[True], fails=[False, None]
    ),
    *of_input(
        "apigateway-method-request-validator", "requestValidatorId", passes=["value"], fails=[None]
    ),
    *of_inputs(
        "apigateway-stage-no-secrets-in-variables",
        passes=[{}, {"variables": {"url": "https://example.com"}}],
        fails=[{"variables": {"db_password": "correct-horse-battery"}}],
        unknown=[{"variables": UNKNOWN}],
    ),
    *of_inputs(
        "apigatewayv2-integration-private-https",
        passes=[
            {
                "connectionType": "VPC_LINK",
                "tlsConfig": {"serverNameToVerify": "internal.example.com"},
            }
        ],
        fails=[{"connectionType": "VPC_LINK"}],
        unknown=[{"connectionType": "VPC_LINK", "tlsConfig": UNKNOWN}],
    ),
    *of_inputs(
        "apigatewayv2-api-cors-not-any-origin",
        "aws:apigatewayv2/api:Api",
        passes=[
            {},
            {"corsConfiguration": {"allowOrigins": ["*"]}},
            {
                "corsConfiguration": {
                    "allowCredentials": True,
                    "allowOrigins": ["https://example.com"],
                }
            },
        ],
        fails=[{"corsConfiguration": {"allowCredentials": True, "allowOrigins": ["*"]}}],
        unknown=[{"corsConfiguration": {"allowCredentials": True, "allowOrigins": [UNKNOWN]}}],
    ),
    *of_input(
        "apigateway-domain-minimum-tls-1-2",
        "securityPolicy",
        passes=[None, "TLS_1_2"],
        fails=["TLS_1_0"],
    ),
]
