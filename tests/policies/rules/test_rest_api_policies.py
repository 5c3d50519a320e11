"""Rules for Amazon API Gateway: callers that a resource policy admits."""

import json
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.rules.apigateway.access import METHOD, REST_API, REST_API_POLICY
from tests.policies.row import Row, declare, of_inputs

RULE = "apigateway-rest-api-policy-limits-callers"


def statement(effect: str, **more: Any) -> dict[str, Any]:
    return {
        "Effect": effect,
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "execute-api:/*",
        **more,
    }


def policy(*statements: dict[str, Any]) -> dict[str, str]:
    return {"policy": json.dumps({"Version": "2012-10-17", "Statement": statements})}


OPEN = statement("Allow")
ENDPOINT_ONLY = {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}
OFFICE_ONLY = {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}}
EVERYWHERE = {"NotIpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}}


def with_method(**inputs: Any) -> list[Resource]:
    api = declare(REST_API, "api", {})
    return [
        api,
        declare(REST_API_POLICY, "open", {"restApiId": api, **policy(OPEN)}),
        declare(METHOD, "method", {"restApi": api, **inputs}),
    ]


def of_api(types: object) -> list[Resource]:
    api = declare(REST_API, "api", {"endpointConfiguration": {"types": types}})
    inputs = {"restApi": api, "authorization": "NONE", "httpMethod": "GET"}
    return [api, declare(METHOD, "method", inputs)]


ROWS = [
    row
    for kind in (REST_API, REST_API_POLICY)
    for row in of_inputs(
        RULE,
        kind,
        passes=[
            {},
            policy(OPEN, statement("Deny", Condition=ENDPOINT_ONLY)),
            policy(OPEN, statement("Deny", Condition=OFFICE_ONLY)),
            policy(statement("Allow", Condition={"IpAddress": {"aws:SourceIp": "203.0.113.7"}})),
            policy(statement("Allow", Principal={"AWS": "arn:aws:iam::123456789012:root"})),
        ],
        fails=[
            policy(OPEN),
            policy(OPEN, statement("Deny", Condition=EVERYWHERE)),
            policy(OPEN, statement("Deny", Condition=ENDPOINT_ONLY, Resource="execute-api:/a/*")),
            policy(OPEN, statement("Deny", Condition={"Bool": {"aws:SecureTransport": "false"}})),
            policy(statement("Allow", Action="execute-api:*", Resource="*")),
        ],
        unknown=[{"policy": UNKNOWN}],
    )
] + [
    Row(RULE, None, with_method(authorization="CUSTOM")),
    Row(RULE, "violation", with_method(authorization="AWS_IAM")),
    Row(RULE, "unknown", with_method(authorization=UNKNOWN)),
    Row("apigateway-method-authorization", None, of_api("PRIVATE")),
    Row("apigateway-method-authorization", "violation", of_api("REGIONAL")),
    Row("apigateway-method-authorization", "unknown", of_api(UNKNOWN)),
]
