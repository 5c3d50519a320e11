"""Rules for Amazon VPC: callers of endpoints and endpoint services."""

import json
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import VPC
from policies.rules.vpc.endpoints import APIS, ENDPOINT, PERMISSION, POLICY, SERVICE
from tests.policies.row import Row, declare, of_input, of_inputs

S3 = {"serviceName": "com.amazonaws.us-east-1.s3"}
PARTNER = {"serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1", "vpcEndpointType": "Interface"}


def allowing(**more: Any) -> dict[str, str]:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **more}
    return {"policy": json.dumps({"Statement": [statement]})}


OWN = allowing(Condition={"StringEquals": {"aws:ResourceOrgID": "o-1"}})
GATEWAY = declare(ENDPOINT, "gateway", S3)
RULE = "vpc-interface-endpoints-for-aws-apis"
NETWORK = declare(VPC, "network", {"cidrBlock": "10.0.0.0/16"})
OPEN = {"vpcId": NETWORK, "serviceName": UNKNOWN}


def interfaces(*services: str) -> list[Resource]:
    return [
        declare(
            ENDPOINT,
            service,
            {
                "vpcId": NETWORK,
                "vpcEndpointType": "Interface",
                "serviceName": f"com.amazonaws.us-east-1.{service}",
            },
        )
        for service in services
    ]


ROWS = [
    *of_input(
        "vpc-endpoint-service-named-principals",
        "allowedPrincipals",
        passes=[None, ["arn:aws:iam::123456789012:root"]],
        fails=[["*"]],
        kind=SERVICE,
    ),
    *of_input(
        "vpc-endpoint-service-named-principals",
        "principalArn",
        passes=["arn:aws:iam::123456789012:root"],
        fails=["*"],
        kind=PERMISSION,
    ),
    *of_inputs(
        "vpc-endpoint-policy-restricted",
        ENDPOINT,
        passes=[
            {**S3, **OWN},
            {**S3, **allowing(Resource="arn:aws:s3:::bucket/*")},
            PARTNER,
            {"vpcEndpointType": "GatewayLoadBalancer", **S3},
        ],
        fails=[S3, {**S3, **allowing()}],
        unknown=[{"serviceName": UNKNOWN}, {**S3, "policy": UNKNOWN}],
    ),
    *of_inputs("vpc-endpoint-policy-restricted", POLICY, passes=[OWN], fails=[allowing()]),
    Row(
        "vpc-endpoint-policy-restricted",
        None,
        [GATEWAY, declare(POLICY, "own", {"vpcEndpointId": GATEWAY, **OWN})],
    ),
    Row(RULE, None, [NETWORK, *interfaces(*APIS)]),
    Row(RULE, "violation", [NETWORK, *interfaces(*APIS[1:])]),
    Row(RULE, "unknown", [NETWORK, *interfaces(*APIS[1:]), declare(ENDPOINT, "other", OPEN)]),
]
