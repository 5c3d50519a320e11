"""A model that costs nothing while nobody asks it."""

import json

import pulumi
import pulumi_aws as aws

role = aws.iam.Role(
    "model",
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
config = pulumi.Config()
model = aws.sagemaker.Model(
    "classifier",
    execution_role_arn=role.arn,
    enable_network_isolation=True,
    primary_container={
        "image": config.require("image"),
        "model_data_url": config.require("model"),
    },
)
configuration = aws.sagemaker.EndpointConfiguration(
    "classifier",
    production_variants=[
        {
            "variant_name": "only",
            "model_name": model.name,
            "serverless_config": {"max_concurrency": 10, "memory_size_in_mb": 4096},
        }
    ],
)
endpoint = aws.sagemaker.Endpoint("classifier", endpoint_config_name=configuration.name)

pulumi.export("endpoint", endpoint.name)
