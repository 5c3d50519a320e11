"""What tells what an interface was asked, and what it answered."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.references import leads_to
from policies.reading.stack import Stack
from policies.reading.values import Truth, all_of, any_of, equal, found, given, not_, one_of, read
from policies.rule import resource_rule, stack_rule

API = "aws:apigateway/restApi:RestApi"
STAGE = "aws:apigateway/stage:Stage"
SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
EVERY_METHOD = "*/*"


@stack_rule(
    types=(STAGE,),
    concern="operations",
    severity="low",
    fix='apigateway.MethodSettings(method_path="*/*", settings={"logging_level": "ERROR"})',
    same_intent_as=("CKV2_AWS_4",),
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
)
def stage_logs_errors(stage: Resource, stack: Stack) -> Iterator[Finding]:
    """Every method of a stage logs what went wrong with it."""
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
    because = f"no settings of every method log for {stage.name}"
    yield from found(not_(logs), stage, "", "logging_level ERROR", because=because)


def of_stage(settings: Resource, stage: Resource, stack: Stack) -> Truth:
    """A stage's name is one of many "prod": its interface tells which."""
    named = leads_to(stack, settings, "stageName", stage, "stageName")
    apis = [stack.follow(each, "restApi", API) for each in (settings, stage)]
    apart = all(isinstance(api, Resource) for api in apis) and apis[0] != apis[1]
    return all_of([named, not apart])


@resource_rule(
    types=(STAGE, "aws:apigatewayv2/stage:Stage"),
    concern="operations",
    severity="low",
    fix='access_log_settings={"destination_arn": group.arn, "format": "..."}',
    same_intent_as=("CKV_AWS_76", "CKV_AWS_95"),
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
)
def stage_logs_accesses(stage: Resource) -> Iterator[Finding]:
    """An interface says who called it, and what it answered."""
    path = "accessLogSettings"
    yield from found(not_(given(stage, path)), stage, path, "a log group")
