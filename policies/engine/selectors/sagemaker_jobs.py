"""Training and processing jobs of Amazon SageMaker, in every form that can declare them.

A training job, the training jobs of a tuning job, and the steps of a pipeline, whose definition
has the arguments of the API:
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html and
API_CreateProcessingJob.html (2026-12-01).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from costing.aws.instance_types import instance_types
from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK
from policies.engine.logic import (
    Truth,
    UnknownInput,
    equal,
    is_partial,
    is_unknown,
    items,
    json_object,
    names_resources,
)
from policies.engine.selectors.tokens import SAGEMAKER_TRAINING_JOB

TUNING_JOB = "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob"
PIPELINE = "aws:sagemaker/pipeline:Pipeline"
TRAINING_TYPES = (SAGEMAKER_TRAINING_JOB, TUNING_JOB)
PATHS: Mapping[str, Mapping[str, str]] = {
    "Training": {
        "isolation": "enableNetworkIsolation",
        "network": "vpcConfig",
        "traffic": "enableInterContainerTrafficEncryption",
        "instances": "resourceConfig.instanceCount",
        "type": "resourceConfig.instanceType",
        "volume": "resourceConfig.volumeKmsKeyId",
        "output": "outputDataConfig.kmsKeyId",
    },
    "Processing": {
        "isolation": "networkConfig.enableNetworkIsolation",
        "network": "networkConfig.vpcConfig",
        "traffic": "networkConfig.enableInterContainerTrafficEncryption",
        "instances": "processingResources.clusterConfig.instanceCount",
        "type": "processingResources.clusterConfig.instanceType",
        "volume": "processingResources.clusterConfig.volumeKmsKeyId",
        "output": "processingOutputConfig.kmsKeyId",
    },
}
NESTED = ("IfSteps", "ElseSteps")  # of a condition step


@dataclass(frozen=True, slots=True)
class Job:
    resource: Resource
    kind: str  # "Training" or "Processing"
    path: str  # of its inputs, "" for those of the resource
    content: Any
    in_document: bool = False  # keys begin with a capital letter
    parameters: Mapping[str, Any] = field(default_factory=dict)  # of a pipeline: their defaults

    def where(self, setting: str) -> str:
        path = PATHS[self.kind][setting]
        if self.in_document:
            path = ".".join(part[:1].upper() + part[1:] for part in path.split("."))
        return f"{self.path}.{path}" if self.path else path

    def value(self, setting: str) -> Any:  # noqa: ANN401 (JSON)
        path = self.where(setting)
        found = self.content
        for part in (path[len(self.path) + 1 :] if self.path else path).split("."):
            found = self.computed(at(found, part))
        return found

    def computed(self, value: Any) -> Any:  # noqa: ANN401 (JSON)
        """Return a value of a document; an execution computes what is not a parameter's default."""
        if isinstance(value, Mapping) and ("Get" in value or "Std:Join" in value):
            name = str(value.get("Get", "")).removeprefix("Parameters.")
            return self.computed(self.parameters.get(name, UNKNOWN))
        return UNKNOWN if value == UNKNOWN_MARK else value

    def given(self, setting: str) -> Truth:
        value = self.value(setting)
        if is_unknown(value):
            path = "pipelineDefinition" if self.in_document else self.where(setting)
            return True if names_resources(self.resource, path) else UNKNOWN
        return value not in (None, "", {})

    @property
    def has_local_storage(self) -> Truth:
        """Return whether an instance type has a local disk, which takes no key of the caller."""
        value = self.value("type")
        if is_unknown(value) or is_partial(value):
            return UNKNOWN
        return has_local_storage(value)


def has_local_storage(instance_type: object) -> Truth:
    """Return whether an instance type, "ml.g5.xlarge", has a local disk."""
    known = instance_types().get(str(instance_type).removeprefix("ml."))
    return known is not None and bool(known.local_storage_gb)


def jobs(resource: Resource) -> Iterator[Job]:
    """Yield the jobs that a resource declares. Raises UnknownInput."""
    if resource.type == PIPELINE:
        definition = json_object(resource, "pipelineDefinition")
        declared = definition.get("Parameters")
        parameters = {
            at(each, "Name"): at(each, "DefaultValue")
            for each in (declared if isinstance(declared, list) else ())
        }
        for path, step in steps(resource, definition.get("Steps"), "pipelineDefinition.Steps"):
            yield from of_step(resource, path, step, parameters)
    elif resource.type == TUNING_JOB:
        for key in ("trainingJobDefinition", "trainingJobDefinitions"):
            for path, content in items(resource, key):
                yield Job(resource, "Training", path, content)
    else:
        yield Job(resource, "Training", "", resource.inputs)


def steps(resource: Resource, listed: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if isinstance(listed, str):
        raise UnknownInput(resource, path)
    for index, step in enumerate(listed if isinstance(listed, list) else ()):
        where = f"{path}[{index}]"
        yield where, step
        for key in NESTED:
            inner = at(step, f"Arguments.{key}")
            yield from steps(resource, inner, f"{where}.Arguments.{key}")


def of_step(
    resource: Resource,
    path: str,
    step: Any,  # noqa: ANN401 (JSON)
    parameters: Mapping[str, Any],
) -> Iterator[Job]:
    named, where = at(step, "Type"), f"{path}.Arguments"
    content = at(step, "Arguments")
    tuning = equal(named, "Tuning")
    kinds = {kind: equal(named, kind) for kind in PATHS}
    if isinstance(step, str) or UNKNOWN in {tuning, *kinds.values()} or isinstance(content, str):
        raise UnknownInput(resource, path)
    for kind, of_kind in kinds.items():
        if of_kind:
            yield Job(resource, kind, where, content, in_document=True, parameters=parameters)
    for key in ("TrainingJobDefinition", "TrainingJobDefinitions") if tuning else ():
        value = at(content, key)
        for index, each in enumerate(value if isinstance(value, list) else [value]):
            inner = f"{where}.{key}[{index}]" if isinstance(value, list) else f"{where}.{key}"
            if isinstance(each, str):
                raise UnknownInput(resource, inner)
            if each is not None:
                job = Job(resource, "Training", inner, each, in_document=True)
                yield replace(job, parameters=parameters)
