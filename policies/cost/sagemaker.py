"""What machine learning costs that nobody stops."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import NOTEBOOK
from policies.reading.values import found, given, not_
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg"


@resource_rule(
    types=(NOTEBOOK,),
    concern="cost",
    severity="low",
    fix="lifecycle_config_name of a configuration that stops the notebook when it is idle",
    same_intent_as=(),
    url=f"{GUIDE}/notebook-lifecycle-config.html",
)
def notebook_stops_when_idle(notebook: Resource) -> Iterator[Finding]:
    """A notebook stops by itself: one that is left on for a weekend costs three days' work."""
    path = "lifecycleConfigName"
    yield from found(not_(given(notebook, path)), notebook, path, "a configuration that stops it")


@resource_rule(
    types=("aws:sagemaker/trainingJob:TrainingJob",),
    concern="cost",
    severity="medium",
    fix='stopping_condition={"max_runtime_in_seconds": ...} of what it takes, and some',
    same_intent_as=(),
    url=f"{GUIDE}/how-it-works-training.html",
)
def training_time_bounded(job: Resource) -> Iterator[Finding]:
    """A training job that hangs is stopped when it has taken too long, not after a day."""
    path = "stoppingCondition.maxRuntimeInSeconds"
    yield from found(not_(given(job, path)), job, path, "the longest that it may take")
