"""Auto scaling of endpoint instances.

https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
"""

from collections.abc import Mapping

import pulumi
from pulumi_aws import appautoscaling, cloudwatch

from infra.models.endpoint_configuration import VARIANT, InstanceSettings, min_instances
from infra.models.settings import AsynchronousSettings, RealtimeSettings

COOLDOWN = {"in": 300, "out": 60}  # seconds
BACKLOG = "ApproximateBacklogSizePerInstance"


def add_scaling(
    name: str,
    endpoint: pulumi.Output[str],
    settings: InstanceSettings,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> None:
    target = appautoscaling.Target(
        name,
        service_namespace="sagemaker",
        scalable_dimension="sagemaker:variant:DesiredInstanceCount",
        resource_id=pulumi.Output.concat("endpoint/", endpoint, "/variant/", VARIANT),
        min_capacity=min_instances(settings),
        max_capacity=settings.max_instances,
        tags=tags,
        opts=child,
    )
    appautoscaling.Policy(
        name,
        service_namespace=target.service_namespace,
        scalable_dimension=target.scalable_dimension,
        resource_id=target.resource_id,
        policy_type="TargetTrackingScaling",
        target_tracking_scaling_policy_configuration=target_tracking(settings, endpoint),
        opts=child,
    )
    if isinstance(settings, AsynchronousSettings):
        scale_from_zero(f"{name}-scale-from-zero", endpoint, target, tags, child)


def target_tracking(
    settings: InstanceSettings, endpoint: pulumi.Input[str]
) -> appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgsDict:
    """Return target tracking on invocations, or on queued requests, per instance."""
    if isinstance(settings, RealtimeSettings):
        return {
            "predefined_metric_specification": {
                "predefined_metric_type": "SageMakerVariantInvocationsPerInstance"
            },
            "target_value": settings.requests_per_instance,
            "scale_in_cooldown": COOLDOWN["in"],
            "scale_out_cooldown": COOLDOWN["out"],
        }
    return {
        "customized_metric_specification": {
            "namespace": "AWS/SageMaker",
            "metric_name": BACKLOG,
            "statistic": "Average",
            "dimensions": [{"name": "EndpointName", "value": endpoint}],
        },
        "target_value": settings.backlog_per_instance,
        "scale_in_cooldown": COOLDOWN["in"],
        "scale_out_cooldown": COOLDOWN["out"],
    }


def scale_from_zero(
    name: str,
    endpoint: pulumi.Output[str],
    target: appautoscaling.Target,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> None:
    """Add a step scaling policy that launches the first instance.

    Without instances the backlog per instance, which target tracking uses, is not defined.
    """
    policy = appautoscaling.Policy(
        name,
        service_namespace=target.service_namespace,
        scalable_dimension=target.scalable_dimension,
        resource_id=target.resource_id,
        policy_type="StepScaling",
        step_scaling_policy_configuration={
            "adjustment_type": "ChangeInCapacity",
            "metric_aggregation_type": "Average",
            "cooldown": COOLDOWN["in"],
            "step_adjustments": [{"metric_interval_lower_bound": "0", "scaling_adjustment": 1}],
        },
        opts=child,
    )
    cloudwatch.MetricAlarm(
        name,
        alarm_description="Requests are queued and no instance is running: scale out",
        namespace="AWS/SageMaker",
        metric_name="HasBacklogWithoutCapacity",
        dimensions={"EndpointName": endpoint},
        statistic="Average",
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=1,
        period=60,
        evaluation_periods=2,
        treat_missing_data="missing",
        alarm_actions=[policy.arn],
        tags=tags,
        opts=child,
    )
