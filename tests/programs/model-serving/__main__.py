"""SageMaker: endpoints with autoscaling, a training pipeline, a registry, a domain for people."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

MODELS: dict[str, dict[str, Any]] = pulumi.Config().require_object("models")
account = aws.get_caller_identity().account_id
region = aws.get_region().region
artifacts = aws.s3.Bucket("artifacts")
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
aws.iam.RolePolicyAttachment(
    "sagemaker",
    role=role.name,
    policy_arn="arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
)
image = aws.sagemaker.get_prebuilt_ecr_image(
    repository_name="sagemaker-scikit-learn", image_tag="1.2-1-cpu-py3"
)


def variant(model: aws.sagemaker.Model, settings: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"variant_name": "live", "model_name": model.name}
    if settings.get("serverless"):
        return made | {
            "serverless_config": {
                "memory_size_in_mb": settings["memory"],
                "max_concurrency": settings["concurrency"],
            }
        }
    return made | {
        "instance_type": settings["instance"],
        "initial_instance_count": settings["count"],
    }


for name, settings in MODELS.items():
    model = aws.sagemaker.Model(
        name,
        execution_role_arn=role.arn,
        primary_container={
            "image": image.registry_path,
            "model_data_url": artifacts.bucket.apply(
                lambda bucket, name=name: f"s3://{bucket}/{name}/model.tar.gz"
            ),
        },
    )
    configuration = aws.sagemaker.EndpointConfiguration(
        name,
        production_variants=[variant(model, settings)],
        data_capture_config=None
        if settings.get("serverless")
        else {
            "enable_capture": True,
            "initial_sampling_percentage": 10,
            "destination_s3_uri": pulumi.Output.concat("s3://", artifacts.bucket, "/capture"),
            "capture_options": [{"capture_mode": "InputAndOutput"}],
        },
    )
    endpoint = aws.sagemaker.Endpoint(name, endpoint_config_name=configuration.name)
    if "max" in settings:
        target = aws.appautoscaling.Target(
            name,
            min_capacity=settings["count"],
            max_capacity=settings["max"],
            resource_id=endpoint.name.apply(lambda id_: f"endpoint/{id_}/variant/live"),
            scalable_dimension="sagemaker:variant:DesiredInstanceCount",
            service_namespace="sagemaker",
        )
        aws.appautoscaling.Policy(
            name,
            policy_type="TargetTrackingScaling",
            resource_id=target.resource_id,
            scalable_dimension=target.scalable_dimension,
            service_namespace=target.service_namespace,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {
                    "predefined_metric_type": "SageMakerVariantInvocationsPerInstance"
                },
                "target_value": 500,
            },
        )
registry = aws.sagemaker.ModelPackageGroup("ranking", model_package_group_name="ranking")
pipeline = aws.sagemaker.Pipeline(
    "train",
    pipeline_name="train",
    pipeline_display_name="train",
    role_arn=role.arn,
    pipeline_definition=Path("pipelines/train.json").read_text(),
)
vpc = aws.ec2.get_vpc(default=True)
domain = aws.sagemaker.Domain(
    "team",
    domain_name="team",
    auth_mode="IAM",
    vpc_id=vpc.id,
    subnet_ids=aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}]).ids,
    default_user_settings={"execution_role": role.arn},
)
for user in ("ada", "grace"):
    aws.sagemaker.UserProfile(user, domain_id=domain.id, user_profile_name=user)
pulumi.export("registry", f"arn:aws:sagemaker:{region}:{account}:model-package-group/ranking")
