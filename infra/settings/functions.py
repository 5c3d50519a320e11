"""Settings of models that are served by the request, on functions."""

from pydantic import Field

from infra.settings.group import Architecture, Group


class FunctionsSettings(Group):
    container_image: str = Field(
        description="What answers, by Lambda's contract; from the registry of this account"
    )
    architecture: Architecture = Field(default="arm64", description="That the image is made for")
    memory_mb: int = Field(
        default=2048, ge=128, le=10240, description="Memory, and with it processors"
    )
    timeout_seconds: int = Field(
        default=29, ge=1, le=29, description="Longest answer; the interface waits for no more"
    )
    min_warm: int = Field(
        default=2, ge=0, description="Instances that have loaded the model at the quietest hour"
    )
    max_warm: int = Field(default=10, ge=0, description="The same at the busiest hour")
    max_concurrency: int = Field(
        default=50, ge=1, description="Requests at a time, kept for this function of the account's"
    )
    requests_per_second: int = Field(default=100, ge=1, description="Above which it turns away")
    burst: int = Field(default=200, ge=1, description="Requests at once, above that rate")
    latency_ms: int = Field(default=2000, ge=1, description="99 of 100 answers take less")
