"""Lambda function and DynamoDB table behind an HTTP API."""

import json

import pulumi
import pulumi_aws as aws

table = aws.dynamodb.Table(
    "counters",
    attributes=[{"name": "path", "type": "S"}],
    hash_key="path",
    billing_mode="PAY_PER_REQUEST",
)
role = aws.iam.Role(
    "handler",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                    "Effect": "Allow",
                }
            ],
        }
    ),
)
aws.iam.RolePolicy(
    "handler",
    role=role.name,
    policy=table.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Action": ["dynamodb:UpdateItem", "dynamodb:GetItem"],
                        "Resource": arn,
                        "Effect": "Allow",
                    }
                ],
            }
        )
    ),
)
function = aws.lambda_.Function(
    "handler",
    role=role.arn,
    runtime=aws.lambda_.Runtime.PYTHON3D12,
    handler="handler.handler",
    code=pulumi.AssetArchive({".": pulumi.FileArchive("./app")}),
    environment={"variables": {"TABLE": table.name}},
    memory_size=256,
)
api = aws.apigatewayv2.Api("counters", protocol_type="HTTP")
integration = aws.apigatewayv2.Integration(
    "counters",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=function.invoke_arn,
    payload_format_version="2.0",
)
route = aws.apigatewayv2.Route(
    "default",
    api_id=api.id,
    route_key="$default",
    target=integration.id.apply(lambda id_: f"integrations/{id_}"),
)
aws.apigatewayv2.Stage(
    "default",
    api_id=api.id,
    name="$default",
    auto_deploy=True,
    opts=pulumi.ResourceOptions(depends_on=[route]),
)
aws.lambda_.Permission(
    "counters",
    action="lambda:InvokeFunction",
    principal="apigateway.amazonaws.com",
    function=function.name,
    source_arn=pulumi.Output.format("{0}/*/*", api.execution_arn),
)
pulumi.export("url", api.api_endpoint)
