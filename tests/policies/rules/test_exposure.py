"""Rules for endpoints, ports, origins and governance of stricter environments."""

from collections.abc import Iterator
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    BUCKET,
    DOMAIN,
    ELASTICACHE_CLUSTER,
    IAM_ROLE_POLICY,
    IAM_USER_POLICY,
    REPLICATION_GROUP,
    ROLE,
    VPC,
    VPC_ENDPOINT,
)
from policies.rules.cross_service.exposure import CORS, SAML, WEBSITE
from policies.rules.cross_service.governance import (
    GROUP_ATTACHMENT,
    GROUP_POLICY,
    IAM_GROUP,
    QUERY_LOGS,
    TABLE_ASSOCIATION,
    WEB_ACL,
)
from tests.policies.row import Row, declare, of_input, of_inputs

POLICY = "aws:iam/policy:Policy"
POOL = "aws:cognito/userPool:UserPool"


def cors(origin: object, *methods: object) -> dict[str, Any]:
    return {"corsRules": [{"allowedOrigins": [origin], "allowedMethods": list(methods)}]}


def exposure() -> Iterator[Row]:
    for kind in (BUCKET, CORS):
        yield from of_inputs(
            "s3-bucket-cors-not-any-origin",
            kind,
            passes=[{}, cors("*", "GET"), cors("https://shop.example.com", "PUT")],
            fails=[cors("*", "GET", "PUT"), cors("*", "DELETE")],
            unknown=[cors(UNKNOWN, "PUT"), cors("*", UNKNOWN)],
        )
    yield from of_inputs(
        "s3-bucket-no-website",
        BUCKET,
        passes=[{}],
        fails=[{"website": {"indexDocument": "index.html"}}],
        unknown=[{"website": UNKNOWN}],
    )
    yield from of_inputs(
        "s3-bucket-no-website",
        WEBSITE,
        passes=[{"redirectAllRequestsTo": {"hostName": "shop.example.com"}}],
        fails=[{"indexDocument": {"suffix": "index.html"}}],
        unknown=[{"redirectAllRequestsTo": UNKNOWN}],
    )
    yield from of_input(
        "apigateway-rest-api-private-endpoint",
        "endpointConfiguration.types",
        passes=["PRIVATE", ["PRIVATE"]],
        fails=[None, "REGIONAL", ["EDGE"]],
    )
    yield from of_inputs(
        "elb-load-balancer-internal",
        passes=[{"internal": True}, {"loadBalancerType": "gateway"}],
        fails=[{}, {"internal": False}],
        unknown=[{"internal": UNKNOWN}],
    )
    yield from of_input(
        "elb-network-listener-tls",
        "protocol",
        passes=[None, "TLS", "HTTPS", "UDP"],
        fails=["TCP", "TCP_UDP"],
    )
    for kind in (REPLICATION_GROUP, ELASTICACHE_CLUSTER):
        yield from of_inputs(
            "elasticache-non-default-port",
            kind,
            passes=[{"engine": "redis", "port": 6380}, {"engine": "memcached", "port": 6379}],
            fails=[{}, {"engine": "valkey", "port": 6379}, {"engine": "memcached"}],
            unknown=[{"port": UNKNOWN}, {"engine": UNKNOWN}],
        )
    member = {"replicationGroupId": "group"}
    yield from of_inputs("elasticache-non-default-port", ELASTICACHE_CLUSTER, passes=[member])
    yield from of_input(
        "redshift-non-default-port", "port", passes=[5440], fails=[None, 5439, "5439"]
    )
    yield from of_inputs(
        "opensearch-dashboards-authentication",
        passes=[{"cognitoOptions": {"enabled": True}}],
        fails=[{}, {"cognitoOptions": {"enabled": False}}],
        unknown=[{"cognitoOptions": {"enabled": UNKNOWN}}],
    )
    domain = declare(DOMAIN, "search", {"domainName": "search"})
    saml = declare(SAML, "search", {"domainName": domain})
    yield Row("opensearch-dashboards-authentication", None, [domain, saml])
    yield from of_inputs(
        "ec2-instance-own-security-group",
        passes=[{"vpcSecurityGroupIds": ["sg-1"]}, {"launchTemplate": {"id": "lt-1"}}],
        fails=[{}, {"vpcSecurityGroupIds": []}],
        unknown=[{"vpcSecurityGroupIds": UNKNOWN}, {"launchTemplate": UNKNOWN}],
    )
    yield from of_input(
        "directconnect-connection-macsec", "requestMacsec", passes=[True], fails=[None, False]
    )


def governance() -> Iterator[Row]:
    yield from of_input(
        "organizations-all-features",
        "featureSet",
        passes=[None, "ALL"],
        fails=["CONSOLIDATED_BILLING"],
    )
    yield from of_input(
        "iam-permission-set-session-duration",
        "sessionDuration",
        passes=[None, "PT1H", "PT8H", "PT30M"],
        fails=["PT8H30M", "PT12H"],
    )
    encrypted = {"defaultCacheBehavior": {"fieldLevelEncryptionId": "id"}}
    yield from of_inputs(
        "cloudfront-distribution-field-level-encryption",
        passes=[encrypted],
        fails=[{"defaultCacheBehavior": {"viewerProtocolPolicy": "https-only"}}],
        unknown=[{"defaultCacheBehavior": {"fieldLevelEncryptionId": UNKNOWN}}],
    )
    pool = declare(POOL, "users")
    acl = declare(WEB_ACL, "users", {"resourceArn": pool})
    yield Row("cognito-user-pool-waf-web-acl", "violation", [pool])
    yield Row("cognito-user-pool-waf-web-acl", None, [pool, acl])
    unclear = declare(WEB_ACL, "users", {"resourceArn": UNKNOWN})
    yield Row("cognito-user-pool-waf-web-acl", "unknown", [pool, unclear])
    yield from inline()
    vpc = declare(VPC, "vpc")
    logs = declare(QUERY_LOGS, "vpc", {"resourceId": vpc})
    yield Row("route53-resolver-query-logging", "violation", [vpc])
    yield Row("route53-resolver-query-logging", None, [vpc, logs])
    unclear = declare(QUERY_LOGS, "vpc", {"resourceId": UNKNOWN})
    yield Row("route53-resolver-query-logging", "unknown", [vpc, unclear])
    rule = "vpc-gateway-endpoint-has-route-table"
    yield from of_inputs(
        rule,
        VPC_ENDPOINT,
        passes=[{"routeTableIds": ["rtb-1"]}, {"vpcEndpointType": "Interface"}],
        fails=[{}, {"vpcEndpointType": "Gateway", "routeTableIds": []}],
        unknown=[{"routeTableIds": UNKNOWN}],
    )
    endpoint = declare(VPC_ENDPOINT, "s3")
    table = declare(TABLE_ASSOCIATION, "s3", {"vpcEndpointId": endpoint})
    yield Row(rule, None, [endpoint, table])
    retained = {"enabled": True, "retainStacksOnAccountRemoval": True}
    yield from of_inputs(
        "cloudformation-stack-set-retention",
        passes=[{}, {"autoDeployment": retained}],
        fails=[{"autoDeployment": {"enabled": True}}],
        unknown=[{"autoDeployment": {**retained, "enabled": UNKNOWN,
                                     "retainStacksOnAccountRemoval": False}}],
    )  # fmt: skip


def statement(**more: Any) -> dict[str, Any]:
    return {"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", **more}]}


def group_with(policy: Any) -> list[Resource]:
    group = declare(IAM_GROUP, "people", {"name": "people"})
    return [group, declare(GROUP_POLICY, "people", {"group": group, "policy": policy})]


def inline() -> Iterator[Row]:
    mfa = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    rule = "iam-group-mfa-required"
    yield Row(rule, "violation", [declare(IAM_GROUP, "people")])
    yield Row(rule, "violation", group_with(statement()))
    yield Row(rule, None, group_with(statement(Condition=mfa)))
    yield Row(rule, "unknown", group_with(UNKNOWN))
    group = declare(IAM_GROUP, "people")
    policy = declare(POLICY, "mfa", {"policy": statement(Condition=mfa)})
    attached = declare(GROUP_ATTACHMENT, "people", {"group": group, "policyArn": policy})
    yield Row(rule, None, [group, policy, attached])
    rule = "iam-no-inline-policies"
    for kind in (IAM_ROLE_POLICY, IAM_USER_POLICY, GROUP_POLICY):
        yield Row(rule, "violation", [declare(kind, "own", {"policy": statement()})])
    yield from of_input(
        rule, "inlinePolicies", kind=ROLE, passes=[None, []], fails=[[{"name": "own"}]]
    )


ROWS = [*exposure(), *governance()]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rows(row: Row) -> None:
    assert row.agrees()
