"""Settings of the Lambda function that serves models."""

from pydantic import Field

from infra.aws.instance_type import Architecture
from infra.aws.setting import Arn, EnvironmentVariable, SettingsGroup


class FunctionsSettings(SettingsGroup):
    container_image: str = Field(
        description="Container image with the Lambda runtime interface in this region's ECR; "
        "REPOSITORY:TAG is in the stack's own registry"
    )
    environment: dict[EnvironmentVariable, str] = Field(
        default={}, description="Additional environment variables of the function"
    )
    secrets: dict[EnvironmentVariable, Arn] = Field(
        default={},
        description="Secrets Manager secrets the function may read, by the environment variable "
        "that holds the ARN",
    )
    architecture: Architecture = Field(
        default="arm64", description="Instruction set architecture of the image"
    )
    memory_mb: int = Field(
        default=2048, ge=128, le=10240, description="Memory, MiB; vCPUs are proportional to it"
    )
    timeout_seconds: int = Field(
        default=29,
        ge=1,
        le=29,
        description="Function timeout, seconds; API Gateway waits no longer than 29",
    )
    min_provisioned_concurrency: int = Field(
        default=2, ge=0, description="Minimum provisioned concurrency, concurrent executions"
    )
    max_provisioned_concurrency: int = Field(
        default=10, ge=0, description="Maximum provisioned concurrency, concurrent executions"
    )
    reserved_concurrency: int = Field(
        default=50, ge=1, description="Reserved concurrency, concurrent executions"
    )
    requests_per_second: int = Field(
        default=100, ge=1, description="API Gateway throttling rate, requests per second"
    )
    burst: int = Field(default=200, ge=1, description="API Gateway throttling burst, requests")
    latency_ms: int = Field(
        default=2000, ge=1, description="Latency objective (99th percentile), milliseconds"
    )
