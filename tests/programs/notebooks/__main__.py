"""SageMaker notebook for each researcher, with a feature store and an endpoint."""

import json

import pulumi
import pulumi_aws as aws

role = aws.iam.Role(
    "sagemaker",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "sagemaker.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
)
for researcher in pulumi.Config().require_object("researchers"):
    aws.sagemaker.NotebookInstance(
        researcher, instance_type="ml.t3.large", role_arn=role.arn, volume_size=50
    )
store = aws.s3.Bucket("features")
aws.sagemaker.FeatureGroup(
    "clicks",
    feature_group_name="clicks",
    record_identifier_feature_name="user",
    event_time_feature_name="at",
    role_arn=role.arn,
    feature_definitions=[
        {"feature_name": "user", "feature_type": "String"},
        {"feature_name": "at", "feature_type": "Fractional"},
    ],
    online_store_config={"enable_online_store": True},
    offline_store_config={
        "s3_storage_config": {"s3_uri": store.bucket.apply(lambda name: f"s3://{name}/")}
    },
)
model = aws.sagemaker.Model(
    "ranking",
    execution_role_arn=role.arn,
    primary_container={"image": "246618743249.dkr.ecr.us-west-2.amazonaws.com/ranking:1"},
)
configuration = aws.sagemaker.EndpointConfiguration(
    "ranking",
    production_variants=[
        {
            "variant_name": "main",
            "model_name": model.name,
            "instance_type": "ml.g5.xlarge",
            "initial_instance_count": 2,
        }
    ],
)
endpoint = aws.sagemaker.Endpoint("ranking", endpoint_config_name=configuration.name)
target = aws.appautoscaling.Target(
    "ranking",
    min_capacity=2,
    max_capacity=6,
    resource_id=endpoint.name.apply(lambda name: f"endpoint/{name}/variant/main"),
    scalable_dimension="sagemaker:variant:DesiredInstanceCount",
    service_namespace="sagemaker",
)
aws.appautoscaling.Policy(
    "ranking",
    policy_type="TargetTrackingScaling",
    resource_id=target.resource_id,
    scalable_dimension=target.scalable_dimension,
    service_namespace=target.service_namespace,
    target_tracking_scaling_policy_configuration={
        "target_value": 200,
        "predefined_metric_specification": {
            "predefined_metric_type": "SageMakerVariantInvocationsPerInstance"
        },
    },
)
