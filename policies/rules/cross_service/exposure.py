"""Rules for several services: endpoints, ports and origins that stricter environments restrict."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    forbid,
    found,
    given,
    is_unknown,
    items,
    not_,
    one_of,
    read,
    require,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import (
    BUCKET,
    DOMAIN,
    ELASTICACHE_CLUSTER,
    INSTANCE,
    LISTENER,
    LOAD_BALANCER,
    REPLICATION_GROUP,
    WAREHOUSE,
)
from policies.engine.stack import Stack

WEBSITE = "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"
CORS = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"
REST_API = "aws:apigateway/restApi:RestApi"
SAML = "aws:opensearch/domainSamlOptions:DomainSamlOptions"
CHANGING = ("PUT", "POST", "DELETE")
PORTS = {"redis": 6379, "valkey": 6379, "memcached": 11211}


@resource_rule(
    types=(BUCKET, CORS),
    concern="security",
    severity="medium",
    title="S3 bucket lets pages of every origin change objects (CORS)",
    risk="A page of any site can write and delete with the permissions of its visitor.",
    fix='allowed_origins=["https://shop.example.com"]',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html",
    production=True,
)
def s3_bucket_cors_not_any_origin(bucket: Resource) -> Iterator[Finding]:
    for path, rule in items(bucket, "corsRules"):
        origins = any_of(equal(each, "*") for each in parts(rule, "allowedOrigins"))
        changing = any_of(one_of(each, CHANGING) for each in parts(rule, "allowedMethods"))
        where = f"{path}.allowedOrigins"
        yield from found(all_of([origins, changing]), bucket, where, "the origins of your pages")


def parts(block: Any, key: str) -> list[Any]:  # noqa: ANN401 (JSON)
    value = at(block, key)
    return value if isinstance(value, list) else [] if value is None else [value]


@resource_rule(
    types=(BUCKET, WEBSITE),
    concern="security",
    severity="low",
    title="S3 bucket serves a website",
    risk="Website endpoints have no TLS, and the objects have to be public.",
    fix="cloudfront.Distribution with an origin access control, and no website configuration",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html",
    regulated=True,
)
def s3_bucket_no_website(bucket: Resource) -> Iterator[Finding]:
    if bucket.type == WEBSITE:
        redirects = given(bucket, "redirectAllRequestsTo")
        yield from found(not_(redirects), bucket, "", "no website configuration")
    else:
        yield from found(given(bucket, "website"), bucket, "website", "no website configuration")


@resource_rule(
    types=(REST_API,),
    concern="security",
    severity="low",
    title="API Gateway REST API has a public endpoint",
    risk="The API can be reached and attacked from the internet.",
    fix='endpoint_configuration={"types": "PRIVATE", "vpc_endpoint_ids": [endpoint.id]}',
    same_intent_as=("apigateway_restapi_public",),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html",
    regulated=True,
)
def apigateway_rest_api_private_endpoint(api: Resource) -> Iterator[Finding]:
    types = read(api, "endpointConfiguration.types", [])
    each = types if isinstance(types, list) else [types]
    private = any_of(equal(kind, "PRIVATE") for kind in each)
    yield from found(not_(private), api, "endpointConfiguration.types", "PRIVATE")


@resource_rule(
    types=(LOAD_BALANCER,),
    concern="security",
    severity="low",
    title="ELB load balancer faces the internet",
    risk="Its targets can be attacked from the internet.",
    fix="internal=True, unless the service is for the public",
    same_intent_as=("elbv2_internet_facing",),
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
    regulated=True,
)
def elb_load_balancer_internal(balancer: Resource) -> Iterator[Finding]:
    gateway = equal(read(balancer, "loadBalancerType"), "gateway")  # has no public address
    public = not_(equal(read(balancer, "internal", default=False), option=True))
    yield from found(all_of([public, not_(gateway)]), balancer, "internal", expected=True)


@resource_rule(
    types=(LISTENER,),
    concern="security",
    severity="low",
    title="ELB network load balancer listener passes TCP without TLS",
    risk="Nothing shows whether the targets encrypt what they receive.",
    fix=(
        'protocol="TLS", certificate_arn=certificate.arn, '
        'ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06"'
    ),
    same_intent_as=("elbv2_nlb_tls_termination_enabled",),
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html",
    regulated=True,
)
def elb_network_listener_tls(listener: Resource) -> Iterator[Finding]:
    yield from forbid(listener, "protocol", "TCP", "TCP_UDP", expected="TLS")


@resource_rule(
    types=(REPLICATION_GROUP, ELASTICACHE_CLUSTER),
    concern="security",
    severity="low",
    title="ElastiCache cluster listens on the default port of its engine",
    risk="Automated scans find the cluster.",
    fix="port=6380",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html",
    regulated=True,
)
def elasticache_non_default_port(cluster: Resource) -> Iterator[Finding]:
    engine = read(cluster, "engine", "redis")
    port = read(cluster, "port")
    usual = any_of(
        all_of([equal(engine, name), is_port(port, each)]) for name, each in PORTS.items()
    )
    member = given(cluster, "replicationGroupId")  # has the port of its group
    broken = all_of([usual, not_(member)])
    yield from found(broken, cluster, "port", "a port other than the engine's default")


def is_port(port: object, number: int) -> Truth:
    """Return whether a port is this one; an absent port is the default."""
    return UNKNOWN if is_unknown(port) else port is None or str(port) == str(number)


@resource_rule(
    types=(WAREHOUSE,),
    concern="security",
    severity="low",
    title="Redshift cluster listens on the default port",
    risk="Automated scans find the cluster.",
    fix="port=5440",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-console.html",
    regulated=True,
)
def redshift_non_default_port(cluster: Resource) -> Iterator[Finding]:
    default = is_port(read(cluster, "port"), 5439)
    yield from found(default, cluster, "port", "a port other than 5439")


@stack_rule(
    types=(DOMAIN,),
    concern="security",
    severity="low",
    title="OpenSearch Dashboards of the domain have no Cognito or SAML authentication",
    risk="People share a password of the domain, or the access policy has to admit addresses.",
    fix='cognito_options={"enabled": True, ...}, or an opensearch.DomainSamlOptions',
    same_intent_as=("opensearch_service_domains_use_cognito_authentication_for_kibana",),
    aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cognito-auth.html",
    regulated=True,
)
def opensearch_dashboards_authentication(domain: Resource, stack: Stack) -> Iterator[Finding]:
    cognito = equal(read(domain, "cognitoOptions.enabled"), option=True)
    saml = stack.attached(domain, "domainName", SAML).exist
    broken = not_(any_of([cognito, saml]))
    yield from found(broken, domain, "cognitoOptions.enabled", expected=True)


@resource_rule(
    types=(INSTANCE,),
    concern="security",
    severity="low",
    title="EC2 instance uses the default security group of its VPC",
    risk="It exchanges traffic with everything else that names no group.",
    fix="vpc_security_group_ids=[group.id]",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    production=True,
)
def ec2_instance_own_security_group(instance: Resource) -> Iterator[Finding]:
    named = any_of(
        any_of(UNKNOWN if is_unknown(each) else True for each in blocks(instance, key))
        if key != "launchTemplate"
        else given(instance, key)
        for key in (
            "vpcSecurityGroupIds",
            "securityGroups",
            "networkInterfaces",
            "primaryNetworkInterface",
            "launchTemplate",
        )
    )
    yield from found(not_(named), instance, "vpcSecurityGroupIds", "a security group of its own")


@resource_rule(
    types=("aws:directconnect/connection:Connection",),
    concern="security",
    severity="low",
    title="AWS Direct Connect connection does not ask for MACsec",
    risk="Traffic between your router and AWS is not encrypted.",
    fix='request_macsec=True, encryption_mode="must_encrypt"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/directconnect/latest/UserGuide/MACsec.html",
    regulated=True,
)
def directconnect_connection_macsec(connection: Resource) -> Iterator[Finding]:
    yield from require(connection, "requestMacsec", True)


RULES: tuple[Rule, ...] = (
    s3_bucket_cors_not_any_origin,
    s3_bucket_no_website,
    apigateway_rest_api_private_endpoint,
    elb_load_balancer_internal,
    elb_network_listener_tls,
    elasticache_non_default_port,
    redshift_non_default_port,
    opensearch_dashboards_authentication,
    ec2_instance_own_security_group,
    directconnect_connection_macsec,
)
