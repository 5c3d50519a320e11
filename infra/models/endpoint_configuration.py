"""Production variant, deployment guardrails, data capture and alarms of an endpoint.

https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
"""

from collections.abc import Sequence
from typing import Literal

import pulumi
from pulumi_aws import sagemaker

from infra.aws.alarm import Alarm
from infra.context import Context
from infra.models.settings import AsynchronousSettings, RealtimeSettings, ServerlessSettings

Kind = Literal["realtime", "asynchronous", "serverless"]
InstanceSettings = RealtimeSettings | AsynchronousSettings
EndpointSettings = InstanceSettings | ServerlessSettings

VARIANT = "all"
INITIAL_INSTANCES = 2  # SageMaker places two instances in two zones
DEPLOYMENT = {
    "canary_percent": 50,  # of capacity
    "bake_seconds": 300,  # before all traffic shifts
    "termination_wait_seconds": 300,  # of the old fleet
    "timeout_seconds": 3600,
}


def production_variant(
    settings: EndpointSettings, model: pulumi.Input[str]
) -> sagemaker.EndpointConfigurationProductionVariantArgsDict:
    """Return the single production variant; asynchronous endpoints scale to zero later."""
    variant: sagemaker.EndpointConfigurationProductionVariantArgsDict = {
        "variant_name": VARIANT,
        "model_name": model,
        "initial_variant_weight": 1,
    }
    if isinstance(settings, ServerlessSettings):
        variant["serverless_config"] = {
            "memory_size_in_mb": settings.memory_mb,
            "max_concurrency": settings.max_concurrency,
            "provisioned_concurrency": settings.provisioned_concurrency,
        }
        return variant
    variant["instance_type"] = settings.instance_type
    variant["initial_instance_count"] = min_instances(settings) or INITIAL_INSTANCES
    if isinstance(settings, RealtimeSettings):
        variant["routing_configs"] = [{"routing_strategy": "LEAST_OUTSTANDING_REQUESTS"}]
    return variant


def min_instances(settings: InstanceSettings) -> int:
    return settings.min_instances if isinstance(settings, RealtimeSettings) else 0


def deployment_config(
    alarms: Sequence[pulumi.Input[str]],
) -> sagemaker.EndpointDeploymentConfigArgsDict:
    """Return a blue/green deployment with a canary and automatic rollback on alarms."""
    return {
        "blue_green_update_policy": {
            "traffic_routing_configuration": {
                "type": "CANARY",
                "canary_size": {"type": "CAPACITY_PERCENT", "value": DEPLOYMENT["canary_percent"]},
                "wait_interval_in_seconds": DEPLOYMENT["bake_seconds"],
            },
            "termination_wait_in_seconds": DEPLOYMENT["termination_wait_seconds"],
            "maximum_execution_timeout_in_seconds": DEPLOYMENT["timeout_seconds"],
        },
        "auto_rollback_configuration": {"alarms": [{"alarm_name": each} for each in alarms]},
    }


def data_capture(
    context: Context, settings: RealtimeSettings, key_arn: pulumi.Input[str]
) -> sagemaker.EndpointConfigurationDataCaptureConfigArgsDict | None:
    """Return data capture of requests and responses, for drift detection and retraining."""
    if not settings.capture_percent:
        return None
    return {
        "enable_capture": True,
        "initial_sampling_percentage": settings.capture_percent,
        "destination_s3_uri": f"s3://{context.bucket('data')}/captured",
        "kms_key_id": key_arn,
        "capture_options": [{"capture_mode": "Input"}, {"capture_mode": "Output"}],
    }


def async_inference(
    context: Context, settings: AsynchronousSettings, key_arn: pulumi.Input[str]
) -> sagemaker.EndpointConfigurationAsyncInferenceConfigArgsDict:
    return {
        "output_config": {
            "s3_output_path": f"s3://{context.bucket('data')}/answers",
            "s3_failure_path": f"s3://{context.bucket('data')}/unanswered",
            "kms_key_id": key_arn,
        },
        "client_config": {
            "max_concurrent_invocations_per_instance": settings.concurrent_invocations
        },
    }


def rollback_alarms(settings: EndpointSettings, endpoint: str) -> list[Alarm]:
    """Return the alarms that roll back a deployment."""
    dimensions = {"EndpointName": endpoint, "VariantName": VARIANT}
    errors = Alarm(
        name="errors",
        description="Endpoint returns 5xx errors; a deployment in progress is rolled back",
        namespace="AWS/SageMaker",
        metric="Invocation5XXErrors",
        dimensions=dimensions,
        statistic="Sum",
        threshold=5,
        datapoints=2,
    )
    if not isinstance(settings, RealtimeSettings):
        return [errors]
    latency = Alarm(
        name="latency",
        description=f"Model latency (p99) is above {settings.latency_ms} ms",
        namespace="AWS/SageMaker",
        metric="ModelLatency",  # microseconds
        dimensions=dimensions,
        statistic="p99",
        threshold=settings.latency_ms * 1000,
    )
    return [errors, latency]


def endpoint_alarms(settings: EndpointSettings, endpoint: pulumi.Input[str]) -> list[Alarm]:
    """Return alarms on memory, concurrency or queueing time."""
    variant = {"EndpointName": endpoint, "VariantName": VARIANT}
    if isinstance(settings, AsynchronousSettings):
        return [
            Alarm(
                name="queue-age",
                description=f"A request has been queued for {settings.max_wait_minutes} minutes",
                namespace="AWS/SageMaker",
                metric="ApproximateAgeOfOldestRequest",  # seconds
                dimensions={"EndpointName": endpoint},
                statistic="Maximum",
                threshold=settings.max_wait_minutes * 60,
            )
        ]
    if isinstance(settings, ServerlessSettings):
        return [
            Alarm(
                name="concurrency",
                description="Concurrency is near its limit: raise max_concurrency",
                namespace="AWS/SageMaker",
                metric="ServerlessConcurrentExecutionsUtilization",
                dimensions=variant,
                statistic="Maximum",
                threshold=0.9,
            )
        ]
    return [
        Alarm(
            name="memory",
            description="Memory utilization is above 90 percent: use a larger instance type",
            namespace="/aws/sagemaker/Endpoints",
            metric="MemoryUtilization",
            dimensions=variant,
            threshold=90,
        )
    ]
