"""Rules for Amazon API Gateway: HTTP APIs."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, found, items, read
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import input_is, input_rule, must_be_given


@resource_rule(
    types=("aws:apigatewayv2/api:Api", "aws:lambda/functionUrl:FunctionUrl"),
    concern="security",
    severity="medium",
    title="API Gateway or Lambda CORS admits every origin with credentials",
    risk="Any website can call the API in the name of a signed-in user.",
    fix='allow_origins=["https://app.example.com"]',
    same_intent_as=("awslambda_function_url_cors_policy",),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
)
def apigatewayv2_api_cors_not_any_origin(resource: Resource) -> Iterator[Finding]:
    block = "corsConfiguration" if read(resource, "corsConfiguration") is not None else "cors"
    for path, origin in items(resource, f"{block}.allowOrigins"):
        shared = equal(read(resource, f"{block}.allowCredentials"), option=True)
        yield from found(all_of([shared, equal(origin, "*")]), resource, path, "listed origins")


RULES: tuple[Rule, ...] = (
    input_rule(
        "apigatewayv2-integration-private-https",
        must_be_given(
            "tlsConfig", "a TLS configuration", when=input_is("connectionType", "VPC_LINK")
        ),
        types=("aws:apigatewayv2/integration:Integration",),
        concern="security",
        severity="medium",
        title="API Gateway calls a private integration without TLS",
        risk="Requests between the API and its backend can be read in the VPC.",
        fix='tls_config={"server_name_to_verify": "internal.example.com"}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html",
        production=True,
    ),
    apigatewayv2_api_cors_not_any_origin,
)
