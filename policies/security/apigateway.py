"""What keeps interfaces from being called by anyone."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.values import Truth, all_of, blocks, equal, found, not_, one_of, read
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
API = "aws:apigateway/restApi:RestApi"
STAGE = "aws:apigateway/stage:Stage"
METHOD = "aws:apigateway/method:Method"
ROUTE = "aws:apigatewayv2/route:Route"
FIREWALLS = (
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "aws:wafregional/webAclAssociation:WebAclAssociation",
)


@resource_rule(
    types=(METHOD,),
    concern="security",
    severity="high",
    fix='authorization="AWS_IAM", "CUSTOM" or "COGNITO_USER_POOLS"; or api_key_required=True',
    same_intent_as=("CKV_AWS_59",),
    url=f"{GUIDE}/apigateway-control-access-to-api.html",
)
def method_asks_who_calls(method: Resource) -> Iterator[Finding]:
    """An interface knows who calls it; what a browser asks before it calls is nobody's."""
    nobody = equal(read(method, "authorization", "NONE"), "NONE")
    keyless = not_(equal(read(method, "apiKeyRequired"), option=True))
    preflight = equal(read(method, "httpMethod"), "OPTIONS")
    broken = all_of([nobody, keyless, not_(preflight)])
    yield from found(broken, method, "authorization", "AWS_IAM, or an authorizer")


@resource_rule(
    types=(ROUTE,),
    concern="security",
    severity="high",
    fix='authorization_type="AWS_IAM", "JWT" or "CUSTOM"',
    same_intent_as=("CKV_AWS_309",),
    url=f"{GUIDE}/http-api-access-control.html",
)
def route_asks_who_calls(route: Resource) -> Iterator[Finding]:
    """A route knows who calls it."""
    path = "authorizationType"
    asks = one_of(read(route, path), ("AWS_IAM", "CUSTOM", "JWT"))
    yield from found(not_(asks), route, path, "AWS_IAM, JWT or CUSTOM")


@stack_rule(
    types=(STAGE,),
    concern="security",
    severity="medium",
    fix="wafv2.WebAclAssociation(resource_arn=stage.arn, web_acl_arn=acl.arn)",
    same_intent_as=("CKV2_AWS_29",),
    url=f"{GUIDE}/apigateway-control-access-aws-waf.html",
)
def stage_behind_firewall(stage: Resource, stack: Stack) -> Iterator[Finding]:
    """Requests from the internet pass a web ACL before an interface answers them."""
    firewalls = stack.attached(stage, "resourceArn", *FIREWALLS)
    guarded = True if firewalls.found else (UNKNOWN if firewalls.open else False)
    broken = all_of([is_public(stage, stack), not_(guarded)])
    because = f"no web ACL stands before {stage.name}"
    yield from found(broken, stage, "", "a web ACL", because=because)


def is_public(stage: Resource, stack: Stack) -> Truth:
    api = stack.follow(stage, "restApi", API)
    if not isinstance(api, Resource):
        return UNKNOWN
    return not_(all_of(equal(kind, "PRIVATE") for kind in kinds(api)))


def kinds(api: Resource) -> list[object]:
    return [*blocks(api, "endpointConfiguration.types")] or ["EDGE"]
