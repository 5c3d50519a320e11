"""Rules for Amazon Redshift Serverless."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, forbid, found, items, not_, one_of, require
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.lists import lists


@resource_rule(
    types=("aws:redshiftserverless/workgroup:Workgroup",),
    concern="security",
    severity="medium",
    title="Redshift Serverless workgroup does not use enhanced VPC routing",
    risk="COPY and UNLOAD traffic leaves through the internet.",
    fix="enhanced_vpc_routing=True",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
)
def redshift_serverless_enhanced_vpc_routing(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "enhancedVpcRouting", True)


@resource_rule(
    types=("aws:redshiftserverless/workgroup:Workgroup",),
    concern="security",
    severity="critical",
    title="Redshift Serverless workgroup is reachable from the internet",
    risk="Anyone can connect to the warehouse.",
    fix="publicly_accessible=False",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
)
def redshift_serverless_not_public(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "publiclyAccessible", True, expected=False)


@resource_rule(
    types=("aws:redshiftserverless/workgroup:Workgroup",),
    concern="security",
    severity="medium",
    title="Redshift Serverless workgroup accepts connections without TLS",
    risk="Queries and results can be read in transit.",
    fix='config_parameters=[{"parameter_key": "require_ssl", "parameter_value": "true"}]',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
)
def redshift_serverless_ssl_required(resource: Resource) -> Iterator[Finding]:
    path = "configParameters"
    required = any_of(
        all_of(
            [
                equal(at(each, "parameterKey"), "require_ssl"),
                one_of(at(each, "parameterValue"), ("true", True)),
            ]
        )
        for _, each in items(resource, path)
    )
    yield from found(not_(required), resource, path, "require_ssl=true")


@resource_rule(
    types=("aws:redshiftserverless/namespace:Namespace",),
    concern="security",
    severity="low",
    title="Redshift Serverless namespace has the default administrator name",
    risk="One half of the credentials is known to attackers.",
    fix='admin_username="platform_owner"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
    production=True,
)
def redshift_serverless_custom_administrator_name(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "adminUsername", "admin", expected="a name that cannot be guessed")


@resource_rule(
    types=("aws:redshiftserverless/namespace:Namespace",),
    concern="operations",
    severity="medium",
    title="Redshift Serverless namespace does not export its logs",
    risk="Connections and changes of users leave no record.",
    fix='log_exports=["connectionlog", "userlog", "useractivitylog"]',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
)
def redshift_serverless_log_exports(resource: Resource) -> Iterator[Finding]:
    path = "logExports"
    for expected in ("connectionlog", "userlog"):
        yield from found(not_(lists(resource, path, expected)), resource, path, expected)


RULES: tuple[Rule, ...] = (
    redshift_serverless_enhanced_vpc_routing,
    redshift_serverless_not_public,
    redshift_serverless_ssl_required,
    redshift_serverless_custom_administrator_name,
    redshift_serverless_log_exports,
)
