"""Lambda function from a container image that the docker provider builds."""

import json

import pulumi_aws as aws
import pulumi_docker as docker

repository = aws.ecr.Repository("classifier", force_delete=True)
token = aws.ecr.get_authorization_token_output(registry_id=repository.registry_id)
image = docker.Image(
    "classifier",
    build={"context": "app", "platform": "linux/arm64"},
    image_name=repository.repository_url,
    registry={
        "server": repository.repository_url,
        "username": "AWS",
        "password": token.password,
    },
)
role = aws.iam.Role(
    "classifier",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
    managed_policy_arns=[aws.iam.ManagedPolicy.AWS_LAMBDA_BASIC_EXECUTION_ROLE],
)
function = aws.lambda_.Function(
    "classifier",
    package_type="Image",
    image_uri=image.repo_digest,
    role=role.arn,
    architectures=["arm64"],
    memory_size=3008,
    timeout=60,
    ephemeral_storage={"size": 2048},
)
aws.lambda_.ProvisionedConcurrencyConfig(
    "classifier",
    function_name=function.name,
    qualifier=aws.lambda_.Alias(
        "live", function_name=function.arn, function_version="1", name="live"
    ).name,
    provisioned_concurrent_executions=2,
)
