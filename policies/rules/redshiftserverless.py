"""Rules for Amazon Redshift Serverless."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, found, items, not_, one_of
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import input_rule, must_be, must_list, must_not_be


@resource_rule(
    types=("aws:redshiftserverless/workgroup:Workgroup",),
    concern="security",
    severity="medium",
    title="Redshift Serverless workgroup accepts connections without TLS",
    risk="Queries and results can be read in transit.",
    fix='config_parameters=[{"parameter_key": "require_ssl", "parameter_value": "true"}]',
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


RULES: tuple[Rule, ...] = (
    input_rule(
        "redshift-serverless-enhanced-vpc-routing",
        must_be("enhancedVpcRouting", True),
        types=("aws:redshiftserverless/workgroup:Workgroup",),
        concern="security",
        severity="medium",
        title="Redshift Serverless workgroup does not use enhanced VPC routing",
        risk="COPY and UNLOAD traffic leaves through the internet.",
        fix="enhanced_vpc_routing=True",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
    ),
    input_rule(
        "redshift-serverless-not-public",
        must_not_be("publiclyAccessible", True, expected=False),
        types=("aws:redshiftserverless/workgroup:Workgroup",),
        concern="security",
        severity="critical",
        title="Redshift Serverless workgroup is reachable from the internet",
        risk="Anyone can connect to the warehouse.",
        fix="publicly_accessible=False",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
    ),
    redshift_serverless_ssl_required,
    input_rule(
        "redshift-serverless-custom-administrator-name",
        must_not_be("adminUsername", "admin", expected="a name that cannot be guessed"),
        types=("aws:redshiftserverless/namespace:Namespace",),
        concern="security",
        severity="low",
        title="Redshift Serverless namespace has the default administrator name",
        risk="One half of the credentials is known to attackers.",
        fix='admin_username="platform_owner"',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
        production=True,
    ),
    input_rule(
        "redshift-serverless-log-exports",
        must_list("logExports", "connectionlog", "userlog"),
        types=("aws:redshiftserverless/namespace:Namespace",),
        concern="operations",
        severity="medium",
        title="Redshift Serverless namespace does not export its logs",
        risk="Connections and changes of users leave no record.",
        fix='log_exports=["connectionlog", "userlog", "useractivitylog"]',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html",
    ),
)
