"""Rules for Amazon API Gateway."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.references import leads_to
from policies.engine.selectors.tokens import WEB_ACL_ASSOCIATIONS
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be_given, must_not_be

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
API = "aws:apigateway/restApi:RestApi"
STAGE = "aws:apigateway/stage:Stage"
HTTP_API = "aws:apigatewayv2/api:Api"
METHOD = "aws:apigateway/method:Method"
ROUTE = "aws:apigatewayv2/route:Route"
SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
EVERY_METHOD = "*/*"


@stack_rule(
    types=(METHOD,),
    concern="security",
    severity="high",
    title="API Gateway method accepts unauthenticated requests",
    risk="Anyone on the internet can call the method and the backend behind it.",
    fix='authorization="AWS_IAM", "CUSTOM" or "COGNITO_USER_POOLS"; or api_key_required=True',
    same_intent_as=("CKV_AWS_59", "CKV2_AWS_70"),
    aws_docs=f"{GUIDE}/apigateway-control-access-to-api.html",
)
def apigateway_method_authorization(method: Resource, stack: Stack) -> Iterator[Finding]:
    unauthenticated = equal(read(method, "authorization", "NONE"), "NONE")
    keyless = not_(equal(read(method, "apiKeyRequired"), option=True))
    preflight = equal(read(method, "httpMethod"), "OPTIONS")
    broken = all_of([unauthenticated, keyless, not_(preflight), not_(is_private(method, stack))])
    yield from found(broken, method, "authorization", "AWS_IAM, or an authorizer")


def is_private(method: Resource, stack: Stack) -> Truth:
    """Return whether an API can be reached through VPC endpoints only; its policy limits them."""
    api = stack.follow(method, "restApi", API)
    if not isinstance(api, Resource):
        return False
    return any_of(equal(each, "PRIVATE") for each in blocks(api, "endpointConfiguration.types"))


@stack_rule(
    types=(ROUTE,),
    concern="security",
    severity="high",
    title="API Gateway route accepts unauthenticated requests",
    risk="Anyone on the internet can call the route and the backend behind it.",
    fix='authorization_type="AWS_IAM", "JWT" or "CUSTOM"',
    same_intent_as=("CKV_AWS_309",),
    aws_docs=f"{GUIDE}/http-api-access-control.html",
)
def apigatewayv2_route_authorization(route: Resource, stack: Stack) -> Iterator[Finding]:
    path = "authorizationType"
    authorizes = one_of(read(route, path), ("AWS_IAM", "CUSTOM", "JWT"))
    broken = all_of([takes_authorizer(route, stack), not_(authorizes)])
    yield from found(broken, route, path, "AWS_IAM, JWT or CUSTOM")


def takes_authorizer(route: Resource, stack: Stack) -> Truth:
    """Return whether a route can have an authorizer.

    A CORS preflight request has no credentials. In WebSocket APIs only $connect is authorized.
    """
    key = read(route, "routeKey", "")
    if is_unknown(key):
        return UNKNOWN
    if str(key).startswith("OPTIONS ") or key == "$disconnect":
        return False
    api = stack.follow(route, "apiId", HTTP_API)
    if key == "$connect" or str(key).count("/") or not isinstance(api, Resource):
        return True
    return not_(equal(read(api, "protocolType"), "WEBSOCKET"))


@stack_rule(
    types=(STAGE,),
    concern="security",
    severity="medium",
    title="API Gateway stage has no AWS WAF web ACL",
    risk="Injection attempts, bots and request floods reach the API unfiltered.",
    fix="wafv2.WebAclAssociation(resource_arn=stage.arn, web_acl_arn=acl.arn)",
    same_intent_as=("CKV2_AWS_29",),
    aws_docs=f"{GUIDE}/apigateway-control-access-aws-waf.html",
)
def apigateway_stage_waf_web_acl(stage: Resource, stack: Stack) -> Iterator[Finding]:
    firewalls = stack.attached(stage, "resourceArn", *WEB_ACL_ASSOCIATIONS)
    protected = True if firewalls.found else (UNKNOWN if firewalls.unknown else False)
    broken = all_of([is_public(stage, stack), not_(protected)])
    because = f"no web ACL is associated with {stage.name}"
    yield from found(broken, stage, "", "a web ACL", because=because)


def is_public(stage: Resource, stack: Stack) -> Truth:
    api = stack.follow(stage, "restApi", API)
    if not isinstance(api, Resource):
        return UNKNOWN
    return not_(all_of(equal(kind, "PRIVATE") for kind in kinds(api)))


def kinds(api: Resource) -> list[object]:
    return [*blocks(api, "endpointConfiguration.types")] or ["EDGE"]


@stack_rule(
    types=(STAGE,),
    concern="operations",
    severity="low",
    title="API Gateway stage does not log execution errors",
    risk="A failing integration leaves no record, so its cause cannot be found.",
    fix=(
        "apigateway.MethodSettings(stage_name=stage.stage_name, rest_api=api.id, "
        'method_path="*/*", settings={"logging_level": "ERROR"})'
    ),
    same_intent_as=("CKV2_AWS_4",),
    aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    production=True,
)
def apigateway_stage_execution_logging(stage: Resource, stack: Stack) -> Iterator[Finding]:
    logs = any_of(
        all_of(
            [
                of_stage(each, stage, stack),
                equal(read(each, "methodPath"), EVERY_METHOD),
                one_of(read(each, "settings.loggingLevel"), ("ERROR", "INFO")),
            ]
        )
        for each in stack.of_type(SETTINGS)
    )
    because = f"no MethodSettings for */* enables logging on {stage.name}"
    yield from found(not_(logs), stage, "", "logging_level ERROR", because=because)


def of_stage(settings: Resource, stage: Resource, stack: Stack) -> Truth:
    """Return whether method settings belong to a stage, by its name and its API."""
    named = leads_to(stack, settings, "stageName", stage, "stageName")
    apis = [stack.follow(each, "restApi", API) for each in (settings, stage)]
    apart = all(isinstance(api, Resource) for api in apis) and apis[0] != apis[1]
    return all_of([named, not apart])


RULES: tuple[Rule, ...] = (
    apigateway_method_authorization,
    apigatewayv2_route_authorization,
    apigateway_stage_waf_web_acl,
    apigateway_stage_execution_logging,
    input_rule(
        "apigateway-stage-access-logging",
        must_be_given("accessLogSettings", "a log group"),
        types=(STAGE, "aws:apigatewayv2/stage:Stage"),
        concern="operations",
        severity="low",
        title="API Gateway stage has no access logging",
        risk="Callers and their requests cannot be traced after an incident.",
        fix='access_log_settings={"destination_arn": group.arn, "format": "..."}',
        same_intent_as=("CKV_AWS_76", "CKV_AWS_95"),
        aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
        production=True,
    ),
    input_rule(
        "apigateway-domain-minimum-tls-1-2",
        must_not_be("securityPolicy", "TLS_1_0", expected="TLS_1_2"),
        types=("aws:apigateway/domainName:DomainName",),
        concern="security",
        severity="medium",
        title="API Gateway domain accepts TLS 1.0",
        risk="TLS 1.0 and its ciphers have known attacks.",
        fix='security_policy="TLS_1_2"',
        same_intent_as=("CKV_AWS_206",),
        aws_docs="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
    ),
)
