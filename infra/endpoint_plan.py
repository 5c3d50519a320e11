"""What an endpoint runs, how a release of it goes out, and what is watched of it.

https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
"""

from collections.abc import Sequence
from typing import Literal

import pulumi
from pulumi_aws import sagemaker

from infra.alarms import Alarm
from infra.scope import Scope
from infra.settings import AsynchronousSettings, RealtimeSettings, ServerlessSettings

Kind = Literal["realtime", "asynchronous", "serverless"]
OfInstances = RealtimeSettings | AsynchronousSettings
EndpointSettings = OfInstances | ServerlessSettings

VARIANT = "all"
TWO = 2  # instances, which SageMaker puts into two zones
RELEASE = {
    "canary_percent": 50,  # of two instances, one
    "watched_seconds": 300,  # before the rest follows
    "kept_seconds": 300,  # what was there before, once nothing asks it any more
    "longest_seconds": 3600,
}


def plan_variant(
    settings: EndpointSettings, model: pulumi.Input[str]
) -> sagemaker.EndpointConfigurationProductionVariantArgsDict:
    """Start with two instances: the queue of an asynchronous endpoint soon asks for fewer."""
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
    variant["initial_instance_count"] = least(settings) or TWO
    if isinstance(settings, RealtimeSettings):
        variant["routing_configs"] = [{"routing_strategy": "LEAST_OUTSTANDING_REQUESTS"}]
    return variant


def least(settings: OfInstances) -> int:
    return settings.min_instances if isinstance(settings, RealtimeSettings) else 0


def plan_release(alarms: Sequence[pulumi.Input[str]]) -> sagemaker.EndpointDeploymentConfigArgsDict:
    """Let a part of the requests try the new instances, and go back when an alarm says so."""
    return {
        "blue_green_update_policy": {
            "traffic_routing_configuration": {
                "type": "CANARY",
                "canary_size": {"type": "CAPACITY_PERCENT", "value": RELEASE["canary_percent"]},
                "wait_interval_in_seconds": RELEASE["watched_seconds"],
            },
            "termination_wait_in_seconds": RELEASE["kept_seconds"],
            "maximum_execution_timeout_in_seconds": RELEASE["longest_seconds"],
        },
        "auto_rollback_configuration": {"alarms": [{"alarm_name": each} for each in alarms]},
    }


def plan_capture(
    scope: Scope, settings: RealtimeSettings, key_arn: pulumi.Input[str]
) -> sagemaker.EndpointConfigurationDataCaptureConfigArgsDict | None:
    """Keep what was asked and answered, to see drift and to train on."""
    if not settings.capture_percent:
        return None
    return {
        "enable_capture": True,
        "initial_sampling_percentage": settings.capture_percent,
        "destination_s3_uri": f"s3://{scope.bucket('data')}/captured",
        "kms_key_id": key_arn,
        "capture_options": [{"capture_mode": "Input"}, {"capture_mode": "Output"}],
    }


def plan_queue(
    scope: Scope, settings: AsynchronousSettings, key_arn: pulumi.Input[str]
) -> sagemaker.EndpointConfigurationAsyncInferenceConfigArgsDict:
    return {
        "output_config": {
            "s3_output_path": f"s3://{scope.bucket('data')}/answers",
            "s3_failure_path": f"s3://{scope.bucket('data')}/unanswered",
            "kms_key_id": key_arn,
        },
        "client_config": {"max_concurrent_invocations_per_instance": settings.concurrent},
    }


def rollback_alarms(settings: EndpointSettings, endpoint: str) -> list[Alarm]:
    """Return what a release is turned back for: it errs, or it is late."""
    dimensions = {"EndpointName": endpoint, "VariantName": VARIANT}
    errors = Alarm(
        name="errors",
        meaning="The endpoint answers with errors: a release that does is turned back",
        namespace="AWS/SageMaker",
        metric="Invocation5XXErrors",
        dimensions=dimensions,
        statistic="Sum",
        threshold=5,
        of_them=2,
    )
    if not isinstance(settings, RealtimeSettings):
        return [errors]
    latency = Alarm(
        name="latency",
        meaning=f"One answer in a hundred takes more than {settings.latency_ms} ms",
        namespace="AWS/SageMaker",
        metric="ModelLatency",  # microseconds
        dimensions=dimensions,
        statistic="p99",
        threshold=settings.latency_ms * 1000,
    )
    return [errors, latency]


def endpoint_alarms(settings: EndpointSettings, endpoint: pulumi.Input[str]) -> list[Alarm]:
    """Return what else is watched: instances that are full, requests that wait for long."""
    variant = {"EndpointName": endpoint, "VariantName": VARIANT}
    if isinstance(settings, AsynchronousSettings):
        return [
            Alarm(
                name="waiting",
                meaning=f"A request has waited for {settings.oldest_minutes} minutes",
                namespace="AWS/SageMaker",
                metric="ApproximateAgeOfOldestRequest",  # seconds
                dimensions={"EndpointName": endpoint},
                statistic="Maximum",
                threshold=settings.oldest_minutes * 60,
            )
        ]
    if isinstance(settings, ServerlessSettings):
        return [
            Alarm(
                name="full",
                meaning="As many requests as are let in are at work: raise max_concurrency",
                namespace="AWS/SageMaker",
                metric="ServerlessConcurrentExecutionsUtilization",
                dimensions=variant,
                statistic="Maximum",
                threshold=0.9,
            )
        ]
    return [
        Alarm(
            name="full",
            meaning="Instances have no memory left: take a larger type",
            namespace="/aws/sagemaker/Endpoints",
            metric="MemoryUtilization",
            dimensions=variant,
            threshold=90,
        )
    ]
