"""Settings of the ways to serve a model that are not the fleet."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from infra.settings.group import Group

MlInstanceType = Annotated[str, StringConstraints(pattern=r"^ml\.[a-z0-9-]+\.[a-z0-9-]+$")]
Artifact = Annotated[str, StringConstraints(pattern=r"^[^/].*\.tar\.gz$")]


class ModelSettings(Group):
    """A model as SageMaker takes it."""

    container_image: str = Field(description="What answers, by SageMaker's contract; from ECR")
    artifact: Artifact = Field(description="The model in the models bucket: v1/model.tar.gz")
    environment: dict[str, str] = Field(default={}, description="What the container is told")


class RealtimeSettings(ModelSettings):
    """Answers at once, on instances that are always there."""

    instance_type: MlInstanceType = Field(description="Such as ml.c7i.large")
    min_instances: int = Field(
        default=2, ge=1, description="Instances at the quietest hour; two are in two zones"
    )
    max_instances: int = Field(default=4, ge=1, description="Instances at the busiest hour")
    requests_per_instance: int = Field(
        default=600, ge=1, description="Requests a minute that an instance is meant for"
    )
    latency_ms: int = Field(
        default=1000, ge=1, description="99 of 100 answers take less, or a release is turned back"
    )
    capture_percent: int = Field(
        default=20, ge=0, le=100, description="Share of requests and answers that is kept"
    )


class AsynchronousSettings(ModelSettings):
    """Answers when it can, into a bucket, on instances that come and go with the queue."""

    instance_type: MlInstanceType = Field(description="Such as ml.g5.xlarge")
    max_instances: int = Field(default=4, ge=1, description="Instances when many wait")
    waiting_per_instance: int = Field(
        default=5, ge=1, description="Requests that wait for each instance, to scale towards"
    )
    concurrent: int = Field(default=2, ge=1, description="Requests an instance works on at a time")
    oldest_minutes: int = Field(
        default=60, ge=1, description="Age of the oldest request that somebody hears of"
    )


class ServerlessSettings(ModelSettings):
    """Answers after a start, on nothing that is there before; in no network of ours."""

    memory_mb: Literal[1024, 2048, 3072, 4096, 5120, 6144] = Field(
        default=4096, description="Memory, and with it processors"
    )
    max_concurrency: int = Field(default=20, ge=1, le=200, description="Requests at a time")
    provisioned_concurrency: int | None = Field(
        default=None, ge=1, le=200, description="Of these, how many find it started"
    )


class EndpointsSettings(Group):
    realtime: RealtimeSettings | None = Field(
        default=None, description="A SageMaker endpoint that answers at once"
    )
    asynchronous: AsynchronousSettings | None = Field(
        default=None, description="A SageMaker endpoint with a queue, down to no instance"
    )
    serverless: ServerlessSettings | None = Field(
        default=None, description="A SageMaker endpoint by the request"
    )
