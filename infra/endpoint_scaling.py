"""How an endpoint's instances follow its requests.

https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
"""

from collections.abc import Mapping

import pulumi
from pulumi_aws import appautoscaling, cloudwatch

from infra.endpoint_plan import VARIANT, OfInstances, least
from infra.settings import AsynchronousSettings, RealtimeSettings

COOL_DOWN = {"in": 300, "out": 60}  # seconds
BACKLOG = "ApproximateBacklogSizePerInstance"


def scale(
    name: str,
    endpoint: pulumi.Output[str],
    settings: OfInstances,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> None:
    target = appautoscaling.Target(
        name,
        service_namespace="sagemaker",
        scalable_dimension="sagemaker:variant:DesiredInstanceCount",
        resource_id=pulumi.Output.concat("endpoint/", endpoint, "/variant/", VARIANT),
        min_capacity=least(settings),
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
        target_tracking_scaling_policy_configuration=plan_tracking(settings, endpoint),
        opts=child,
    )
    if isinstance(settings, AsynchronousSettings):
        wake(f"{name}-wake", endpoint, target, tags, child)


def plan_tracking(
    settings: OfInstances, endpoint: pulumi.Input[str]
) -> appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgsDict:
    """Hold the requests of each instance, or those that wait for each, near what is stated."""
    if isinstance(settings, RealtimeSettings):
        return {
            "predefined_metric_specification": {
                "predefined_metric_type": "SageMakerVariantInvocationsPerInstance"
            },
            "target_value": settings.requests_per_instance,
            "scale_in_cooldown": COOL_DOWN["in"],
            "scale_out_cooldown": COOL_DOWN["out"],
        }
    return {
        "customized_metric_specification": {
            "namespace": "AWS/SageMaker",
            "metric_name": BACKLOG,
            "statistic": "Average",
            "dimensions": [{"name": "EndpointName", "value": endpoint}],
        },
        "target_value": settings.waiting_per_instance,
        "scale_in_cooldown": COOL_DOWN["in"],
        "scale_out_cooldown": COOL_DOWN["out"],
    }


def wake(
    name: str,
    endpoint: pulumi.Output[str],
    target: appautoscaling.Target,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> None:
    """Start the first instance: without any there is no backlog of each, to track."""
    policy = appautoscaling.Policy(
        name,
        service_namespace=target.service_namespace,
        scalable_dimension=target.scalable_dimension,
        resource_id=target.resource_id,
        policy_type="StepScaling",
        step_scaling_policy_configuration={
            "adjustment_type": "ChangeInCapacity",
            "metric_aggregation_type": "Average",
            "cooldown": COOL_DOWN["in"],
            "step_adjustments": [{"metric_interval_lower_bound": "0", "scaling_adjustment": 1}],
        },
        opts=child,
    )
    cloudwatch.MetricAlarm(
        name,
        alarm_description="A request waits, and no instance is there",
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
