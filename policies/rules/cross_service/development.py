"""Rules for several AWS services: development."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, any_of, at_least, found, not_, one_of, read
from policies.engine.rule import Rule, Settings, stack_rule, tagged_rule
from policies.engine.selectors.changes import changed
from policies.engine.selectors.scaling import TARGET
from policies.engine.selectors.tags import Tags
from policies.engine.selectors.tokens import (
    DATABASE,
    GROUP,
    REPLICATION_GROUP,
    SAGEMAKER_ENDPOINT,
    SAGEMAKER_ENDPOINT_CONFIGURATION,
    SERVICE,
    VOLUME,
)
from policies.engine.stack import Stack

ENVIRONMENT = "environment"
DEVELOPMENT = ("dev", "development", "test", "testing", "staging", "sandbox", "qa")
SCHEDULE = "aws:autoscaling/schedule:Schedule"
SCHEDULED_ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
ENDPOINT = SAGEMAKER_ENDPOINT
# Settings that only production needs, and their value for development.
LUXURIES: Mapping[str, tuple[str, tuple[object, ...], object]] = {
    DATABASE: ("multiAz", (True,), False),
    REPLICATION_GROUP: ("multiAzEnabled", (True,), False),
    VOLUME: ("type", ("io1", "io2"), "gp3"),
}


def is_development(tags: Tags) -> Truth:
    environment = tags.named(ENVIRONMENT)
    return False if environment is None else one_of(environment, DEVELOPMENT)


def modest(part: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    path, _, plain = LUXURIES[part.type]
    return changed(part.inputs, path, plain)


@tagged_rule(
    types=tuple(LUXURIES),
    concern="cost",
    severity="low",
    title=("RDS, ElastiCache or EBS resource of a development environment is built for production"),
    risk=(
        "A standby and provisioned storage double the cost of an environment that "
        "tolerates downtime."
    ),
    fix=(
        'multi_az=False on a database, type="gp3" on a volume, where the environment is development'
    ),
    aws_docs="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/welcome.html",
    manual_fix=modest,
)
def development_no_production_redundancy(part: Resource, tags: Tags) -> Iterator[Finding]:
    path, luxuries, plain = LUXURIES[part.type]
    broken = all_of([is_development(tags), one_of(read(part, path), luxuries)])
    yield from found(broken, part, path, plain)


@stack_rule(
    types=(GROUP, SERVICE),
    concern="cost",
    severity="low",
    title="EC2 Auto Scaling group or ECS service of a development environment runs at night",
    risk=("About two thirds of the hours of a week are outside working hours and are paid for."),
    fix=(
        "add an autoscaling.Schedule with min_size=0 and a recurrence, or an "
        "appautoscaling.ScheduledAction"
    ),
    aws_docs="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html",
)
def development_off_hours_schedule(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    path = "minSize" if fleet.type == GROUP else "desiredCount"
    awake = at_least(read(fleet, path, 0), 1)
    because = f"no schedule stops {fleet.name} outside working hours"
    broken = all_of([is_development(stack.tags(fleet)), awake, not_(sleeps(fleet, stack))])
    yield from found(broken, fleet, path, "a schedule", because=because)


def sleeps(fleet: Resource, stack: Stack) -> Truth:
    if fleet.type == GROUP:
        schedules = stack.attached(fleet, "autoscalingGroupName", SCHEDULE)
        return any_of([bool(schedules.found), *(UNKNOWN for _ in schedules.unknown)])
    targets = stack.attached(fleet, "resourceId", TARGET).found
    actions = [stack.attached(fleet, "resourceId", SCHEDULED_ACTION)]
    actions += [stack.attached(each, "resourceId", SCHEDULED_ACTION) for each in targets]
    known: Truth = any(each.found for each in actions)
    return any_of([known, *(UNKNOWN for each in actions for _ in each.unknown)])


@stack_rule(
    types=(ENDPOINT,),
    concern="cost",
    severity="low",
    title="SageMaker endpoint of a development environment has instances running all month",
    risk="Idle endpoint instances cost the same as busy ones.",
    fix="use a serverless variant, or an asynchronous endpoint that scales to zero",
    aws_docs="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
)
def development_no_always_on_sagemaker_endpoint(
    endpoint: Resource, stack: Stack
) -> Iterator[Finding]:
    kind = SAGEMAKER_ENDPOINT_CONFIGURATION
    configuration = stack.follow(endpoint, "endpointConfigName", kind)
    rare: Truth = UNKNOWN
    if isinstance(configuration, Resource):
        variants = read(configuration, "productionVariants[0].serverlessConfig")
        asynchronous = read(configuration, "asyncInferenceConfig")
        rare = any_of(map(is_there, (variants, asynchronous)))
    broken = all_of([is_development(stack.tags(endpoint)), not_(rare)])
    yield from found(broken, endpoint, "", "a serverless or asynchronous endpoint")


def is_there(value: object) -> Truth:
    return UNKNOWN if value is UNKNOWN else value is not None


RULES: tuple[Rule, ...] = (
    development_no_production_redundancy,
    development_off_hours_schedule,
    development_no_always_on_sagemaker_endpoint,
)
