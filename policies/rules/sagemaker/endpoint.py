"""Rules for Amazon SageMaker: endpoint."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    blocks,
    equal,
    found,
    is_partial,
    is_set,
    is_unknown,
    items,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.sagemaker_jobs import has_local_storage
from policies.engine.selectors.scaling import TARGET
from policies.engine.selectors.tokens import SAGEMAKER_ENDPOINT, SAGEMAKER_ENDPOINT_CONFIGURATION
from policies.engine.selectors.zones import zones_of
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_be_own_key

GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"
ENDPOINT_CONFIGURATION = SAGEMAKER_ENDPOINT_CONFIGURATION
MODEL = "aws:sagemaker/model:Model"
ENDPOINT = SAGEMAKER_ENDPOINT
CONFIGURATION = SAGEMAKER_ENDPOINT_CONFIGURATION
DIMENSION = "sagemaker:variant:DesiredInstanceCount"


@resource_rule(
    types=(CONFIGURATION,),
    concern="availability",
    severity="high",
    title="SageMaker endpoint variant has a single instance",
    risk=("The loss of its zone stops the endpoint; SageMaker spreads two instances over zones."),
    fix='production_variants=[{"initial_instance_count": 2, ...}]',
    aws_docs=f"{GUIDE}/deployment-best-practices.html",
    production=True,
)
def sagemaker_endpoint_variant_two_instances(configuration: Resource) -> Iterator[Finding]:
    if is_set(configuration, "asyncInferenceConfig"):
        return  # an asynchronous endpoint can scale to zero
    for path, variant in items(configuration, "productionVariants"):
        serverless = is_specified(variant, "serverlessConfig")
        count = at(variant, "initialInstanceCount")
        broken = all_of([not_(serverless), not_(at_least(1 if count is None else count, 2))])
        yield from found(broken, configuration, f"{path}.initialInstanceCount", "at least 2")


def is_specified(block: object, key: str) -> Truth:
    value = at(block, key)
    return UNKNOWN if is_unknown(value) else value is not None


@stack_rule(
    types=(MODEL,),
    concern="availability",
    severity="high",
    title="SageMaker model in a VPC has subnets in a single zone",
    risk="The loss of the zone stops the endpoint.",
    fix='vpc_config={"subnets": [a.id, b.id], ...} with subnets in at least two zones',
    aws_docs=f"{GUIDE}/host-vpc.html",
    production=True,
)
def sagemaker_model_two_zones(model: Resource, stack: Stack) -> Iterator[Finding]:
    path = "vpcConfig.subnets"
    if is_set(model, "vpcConfig"):
        yield from found(not_(zones_of(stack, model, path).at_least(2)), model, path, "two zones")


@stack_rule(
    types=(ENDPOINT,),
    concern="availability",
    severity="medium",
    title="SageMaker endpoint has no autoscaling",
    risk="Load above the fixed number of instances fails, and idle instances are charged.",
    fix=f'appautoscaling.Target(scalable_dimension="{DIMENSION}", resource_id=...) with a policy',
    aws_docs=f"{GUIDE}/endpoint-auto-scaling.html",
    production=True,
)
def sagemaker_endpoint_autoscaling(endpoint: Resource, stack: Stack) -> Iterator[Finding]:
    configuration = stack.follow(endpoint, "endpointConfigName", CONFIGURATION)
    on_instances: Truth = UNKNOWN
    if isinstance(configuration, Resource):
        on_instances = not_(is_serverless(configuration))
    scaled = any_of(scales(endpoint, target, stack) for target in stack.of_type(TARGET))
    because = f"no appautoscaling.Target scales {endpoint.name}"
    broken = all_of([on_instances, not_(scaled)])
    yield from found(broken, endpoint, "", "an appautoscaling.Target for it", because=because)


def is_serverless(configuration: Resource) -> Truth:
    variants = read(configuration, "productionVariants", [])
    if is_unknown(variants):
        return UNKNOWN
    return all_of(
        UNKNOWN if is_unknown(each) else is_specified(each, "serverlessConfig") for each in variants
    )


def scales(endpoint: Resource, target: Resource, stack: Stack) -> Truth:
    of_variants = equal(read(target, "scalableDimension"), DIMENSION)
    scaled = stack.follow(target, "resourceId", ENDPOINT)
    named = read(target, "resourceId")
    if isinstance(scaled, Resource):
        ours: Truth = scaled.urn == endpoint.urn
    elif is_unknown(named):
        ours = UNKNOWN
    else:
        name = read(endpoint, "name", endpoint.outputs.get("name"))
        ours = UNKNOWN if is_unknown(name) else str(named).startswith(f"endpoint/{name}/")
    return all_of([of_variants, ours])


@resource_rule(
    types=(ENDPOINT,),
    concern="availability",
    severity="medium",
    title="SageMaker endpoint has no automatic rollback",
    risk="A faulty model version stays in service until someone notices.",
    fix=(
        'deployment_config={"auto_rollback_configuration": {"alarms": [{"alarm_name": '
        "alarm.name}]}}"
    ),
    aws_docs=f"{GUIDE}/deployment-guardrails-configuration.html",
    production=True,
)
def sagemaker_endpoint_auto_rollback(endpoint: Resource) -> Iterator[Finding]:
    path = "deploymentConfig.autoRollbackConfiguration"
    alarms = read(endpoint, f"{path}.alarms", [])
    back = UNKNOWN if is_unknown(alarms) else bool(alarms)
    yield from found(not_(back), endpoint, path, "alarms that trigger a rollback")


def takes_key(configuration: Resource) -> Truth:
    """Return whether SageMaker accepts a key: no instance type has a local disk.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
    """
    types = [at(each, "instanceType") for each in blocks(configuration, "productionVariants")]
    return not_(
        any_of(
            UNKNOWN if is_unknown(each) or is_partial(each) else has_local_storage(each)
            for each in types
        )
    )


RULES: tuple[Rule, ...] = (
    input_rule(
        "sagemaker-endpoint-customer-managed-key",
        must_be_own_key("kmsKeyArn", when=takes_key),
        types=(ENDPOINT_CONFIGURATION,),
        concern="security",
        severity="medium",
        title="SageMaker endpoint configuration has no customer managed KMS key",
        risk="Access to data on the instances' volumes cannot be restricted or revoked "
        "through a key policy.",
        fix="kms_key_arn=key.arn",
        same_intent_as=("CKV_AWS_98",),
        aws_docs=f"{GUIDE}/encryption-at-rest.html",
        production=True,
    ),
    input_rule(
        "sagemaker-model-network-isolation",
        must_be("enableNetworkIsolation", True),
        types=(MODEL,),
        concern="security",
        severity="medium",
        title="SageMaker model has no network isolation",
        risk="A compromised container can send inference data to the internet.",
        fix="enable_network_isolation=True",
        same_intent_as=("CKV_AWS_370",),
        aws_docs=f"{GUIDE}/mkt-algo-model-internet-free.html",
    ),
    sagemaker_endpoint_variant_two_instances,
    sagemaker_model_two_zones,
    sagemaker_endpoint_autoscaling,
    sagemaker_endpoint_auto_rollback,
)
