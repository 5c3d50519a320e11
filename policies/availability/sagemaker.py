"""What keeps a model answering, and its training from starting over."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.scaling import TARGET
from policies.reading.stack import Stack
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_least,
    equal,
    found,
    given,
    is_open,
    items,
    not_,
    read,
    stated,
)
from policies.reading.zones import zones_of
from policies.rule import resource_rule, stack_rule

ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
MODEL = "aws:sagemaker/model:Model"
TRAINING_JOB = "aws:sagemaker/trainingJob:TrainingJob"
DIMENSION = "sagemaker:variant:DesiredInstanceCount"
GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"


@resource_rule(
    types=(CONFIGURATION,),
    concern="availability",
    severity="high",
    fix='production_variants=[{"initial_instance_count": 2, ...}]',
    same_intent_as=(),
    url=f"{GUIDE}/deployment-best-practices.html",
    production=True,
)
def variant_has_two_instances(configuration: Resource) -> Iterator[Finding]:
    """A variant has two instances: SageMaker puts them in different zones."""
    for path, variant in items(configuration, "productionVariants"):
        serverless = is_stated(variant, "serverlessConfig")
        count = at(variant, "initialInstanceCount")
        broken = all_of([not_(serverless), not_(at_least(1 if count is None else count, 2))])
        yield from found(broken, configuration, f"{path}.initialInstanceCount", "2 or more")


def is_stated(block: object, key: str) -> Truth:
    value = at(block, key)
    return UNKNOWN if is_open(value) else value is not None


@stack_rule(
    types=(MODEL,),
    concern="availability",
    severity="high",
    fix='vpc_config={"subnets": [a.id, b.id], ...} of two zones or more',
    same_intent_as=(),
    url=f"{GUIDE}/host-vpc.html",
    production=True,
)
def model_in_two_zones(model: Resource, stack: Stack) -> Iterator[Finding]:
    """A model that is served in a VPC has subnets of two zones."""
    path = "vpcConfig.subnets"
    if stated(model, "vpcConfig"):
        yield from found(not_(zones_of(stack, model, path).at_least(2)), model, path, "two zones")


@stack_rule(
    types=(ENDPOINT,),
    concern="availability",
    severity="medium",
    fix=f'appautoscaling.Target(scalable_dimension="{DIMENSION}", resource_id=...) with a policy',
    same_intent_as=(),
    url=f"{GUIDE}/endpoint-auto-scaling.html",
    production=True,
)
def endpoint_scales(endpoint: Resource, stack: Stack) -> Iterator[Finding]:
    """An endpoint on instances scales with its requests."""
    configuration = stack.follow(endpoint, "endpointConfigName", CONFIGURATION)
    on_instances: Truth = UNKNOWN
    if isinstance(configuration, Resource):
        on_instances = not_(is_serverless(configuration))
    scaled = any_of(scales(endpoint, target, stack) for target in stack.of_type(TARGET))
    because = f"nothing scales {endpoint.name}"
    broken = all_of([on_instances, not_(scaled)])
    yield from found(broken, endpoint, "", "an appautoscaling.Target of it", because=because)


def is_serverless(configuration: Resource) -> Truth:
    variants = read(configuration, "productionVariants", [])
    if is_open(variants):
        return UNKNOWN
    return all_of(
        UNKNOWN if is_open(each) else is_stated(each, "serverlessConfig") for each in variants
    )


def scales(endpoint: Resource, target: Resource, stack: Stack) -> Truth:
    of_variants = equal(read(target, "scalableDimension"), DIMENSION)
    scaled = stack.follow(target, "resourceId", ENDPOINT)
    named = read(target, "resourceId")
    if isinstance(scaled, Resource):
        ours: Truth = scaled.urn == endpoint.urn
    elif is_open(named):
        ours = UNKNOWN
    else:
        name = read(endpoint, "name", endpoint.outputs.get("name"))
        ours = UNKNOWN if is_open(name) else str(named).startswith(f"endpoint/{name}/")
    return all_of([of_variants, ours])


@resource_rule(
    types=(ENDPOINT,),
    concern="availability",
    severity="medium",
    fix='deployment_config={"auto_rollback_configuration": {"alarms": [...]}, ...}',
    same_intent_as=(),
    url=f"{GUIDE}/deployment-guardrails-configuration.html",
    production=True,
)
def endpoint_rolls_back(endpoint: Resource) -> Iterator[Finding]:
    """An endpoint goes back to the former model by itself when an alarm says the new one fails."""
    path = "deploymentConfig.autoRollbackConfiguration"
    alarms = read(endpoint, f"{path}.alarms", [])
    back = UNKNOWN if is_open(alarms) else bool(alarms)
    yield from found(not_(back), endpoint, path, "an alarm at which it goes back")


@resource_rule(
    types=(TRAINING_JOB,),
    concern="availability",
    severity="medium",
    fix='checkpoint_config={"s3_uri": ...}, stopping_condition={"max_wait_time_in_seconds": ...}',
    same_intent_as=(),
    url=f"{GUIDE}/model-managed-spot-training.html",
)
def spot_training_keeps_checkpoints(job: Resource) -> Iterator[Finding]:
    """Training on spot keeps checkpoints, so that an interruption costs minutes, not the run."""
    spot = equal(read(job, "enableManagedSpotTraining"), option=True)
    for path in ("checkpointConfig", "stoppingCondition.maxWaitTimeInSeconds"):
        broken = all_of([spot, not_(given(job, path))])
        yield from found(broken, job, path, "stated")
