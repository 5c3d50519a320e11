"""Rules for Amazon API Gateway: callers that the resource policy of a REST API admits."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, any_of, equal, found, not_, one_of, read
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.denials import admitting_anyone
from policies.engine.selectors.documents import statements
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
REST_API = "aws:apigateway/restApi:RestApi"
REST_API_POLICY = "aws:apigateway/restApiPolicy:RestApiPolicy"
METHOD = "aws:apigateway/method:Method"
INVOKE = "execute-api:Invoke"
AUTHORIZERS = ("CUSTOM", "COGNITO_USER_POOLS")


@stack_rule(
    types=(REST_API, REST_API_POLICY),
    concern="security",
    severity="high",
    title="API Gateway resource policy lets any caller invoke the REST API",
    risk="The policy protects nothing: a private API can be called from every VPC endpoint, "
    "a public one by every AWS account and the internet.",
    fix='a Deny statement with "NotIpAddress": {"aws:SourceIp": [...]}, or with '
    '"StringNotEquals": {"aws:SourceVpce": endpoint.id}',
    same_intent_as=(),
    aws_docs=f"{GUIDE}/apigateway-resource-policies-examples.html",
)
def apigateway_rest_api_policy_limits_callers(
    resource: Resource, stack: Stack
) -> Iterator[Finding]:
    every = [*statements(resource, "policy")]
    for statement, anyone in admitting_anyone(every, INVOKE):
        broken = all_of([anyone, not_(authorizes_all_methods(resource, stack))])
        because = f"{statement.path} allows any principal to invoke the API"
        expected = "a named principal, or a condition"
        actual = {key: each for key, each in statement.content.items() if key != "Condition"}
        yield from found(broken, resource, statement.path, expected, actual=actual, because=because)


def authorizes_all_methods(resource: Resource, stack: Stack) -> Truth:
    """Return whether an authorizer examines the callers of every method of the API."""
    api: object = resource
    if resource.type == REST_API_POLICY:
        api = stack.follow(resource, "restApiId", REST_API)
    if not isinstance(api, Resource):
        return UNKNOWN if api is UNKNOWN and stack.of_type(METHOD) else False
    methods = stack.attached(api, "restApi", METHOD)
    authorized = all_of(
        any_of(
            [
                one_of(read(each, "authorization", "NONE"), AUTHORIZERS),
                equal(read(each, "httpMethod"), "OPTIONS"),
            ]
        )
        for each in methods.found
    )
    if methods.unknown:
        return all_of([UNKNOWN, authorized])
    return all_of([bool(methods.found), authorized])


RULES: tuple[Rule, ...] = (apigateway_rest_api_policy_limits_callers,)
