"""Rules for Amazon SageMaker: training."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, found, given, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import (
    SAGEMAKER_DATA_QUALITY_JOB_DEFINITION,
    SAGEMAKER_TRAINING_JOB,
)
from policies.rules._shared.input_rules import input_rule, must_be, must_be_given

GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"
QUALITY_JOB = SAGEMAKER_DATA_QUALITY_JOB_DEFINITION
TRAINING_JOB = SAGEMAKER_TRAINING_JOB


@resource_rule(
    types=(TRAINING_JOB,),
    concern="availability",
    severity="medium",
    title="SageMaker training job on Spot saves no checkpoints",
    risk="An interruption loses the whole run.",
    fix=(
        'checkpoint_config={"s3_uri": "s3://bucket/checkpoints"}, '
        'stopping_condition={"max_runtime_in_seconds": 43200, '
        '"max_wait_time_in_seconds": 86400}'
    ),
    aws_docs=f"{GUIDE}/model-managed-spot-training.html",
)
def sagemaker_spot_training_checkpoints(job: Resource) -> Iterator[Finding]:
    spot = equal(read(job, "enableManagedSpotTraining"), option=True)
    for path in ("checkpointConfig", "stoppingCondition.maxWaitTimeInSeconds"):
        broken = all_of([spot, not_(given(job, path))])
        yield from found(broken, job, path, "a maximum runtime")


RULES: tuple[Rule, ...] = (
    input_rule(
        "sagemaker-monitoring-job-encryption-in-transit",
        must_be("networkConfig.enableInterContainerTrafficEncryption", True),
        types=(QUALITY_JOB,),
        concern="security",
        severity="medium",
        title="SageMaker monitoring job does not encrypt traffic between its instances",
        risk="Data can be read on the network.",
        fix='network_config={"enable_inter_container_traffic_encryption": True}',
        same_intent_as=("CKV_AWS_369",),
        aws_docs=f"{GUIDE}/train-encrypt.html",
    ),
    sagemaker_spot_training_checkpoints,
    input_rule(
        "sagemaker-training-maximum-runtime",
        must_be_given("stoppingCondition.maxRuntimeInSeconds", "maximum runtime, in seconds"),
        types=(SAGEMAKER_TRAINING_JOB,),
        concern="cost",
        severity="medium",
        title="SageMaker training job has no maximum runtime",
        risk="A job that hangs is charged for up to a day or more.",
        fix='stopping_condition={"max_runtime_in_seconds": 86400}, the expected duration '
        "with a margin",
        aws_docs=f"{GUIDE}/how-it-works-training.html",
    ),
)
