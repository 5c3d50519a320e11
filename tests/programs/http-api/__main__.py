"""HTTP API with a JWT authorizer: one Lambda function a route, archived from a folder."""

import json

import pulumi
import pulumi_aws as aws

ROUTES = {"POST /items": "create", "GET /items": "list"}

table = aws.dynamodb.Table(
    "items",
    attributes=[
        aws.dynamodb.TableAttributeArgs(name="owner", type="S"),
        aws.dynamodb.TableAttributeArgs(name="id", type="S"),
    ],
    hash_key="owner",
    range_key="id",
    read_capacity=10,
    write_capacity=5,
    ttl=aws.dynamodb.TableTtlArgs(attribute_name="expires", enabled=True),
)
users = aws.cognito.UserPool("users", auto_verified_attributes=["email"])
client = aws.cognito.UserPoolClient(
    "web", user_pool_id=users.id, explicit_auth_flows=["ALLOW_USER_SRP_AUTH"]
)
role = aws.iam.Role(
    "functions",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "sts:AssumeRole",
                    "Effect": "Allow",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                }
            ],
        }
    ),
)
aws.iam.RolePolicyAttachment(
    "logs", role=role.name, policy_arn=aws.iam.ManagedPolicy.AWS_LAMBDA_BASIC_EXECUTION_ROLE
)
aws.iam.RolePolicy(
    "table",
    role=role.id,
    policy=table.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["dynamodb:Query", "dynamodb:PutItem"],
                        "Resource": arn,
                    }
                ],
            }
        )
    ),
)
layer = aws.lambda_.LayerVersion(
    "shared",
    layer_name="shared",
    code=pulumi.FileArchive("./layer"),
    compatible_runtimes=[aws.lambda_.Runtime.PYTHON3D12],
)
api = aws.apigatewayv2.Api(
    "items",
    protocol_type="HTTP",
    cors_configuration={"allow_origins": ["*"], "allow_methods": ["GET", "POST"]},
)
region = aws.get_region()
authorizer = aws.apigatewayv2.Authorizer(
    "jwt",
    api_id=api.id,
    authorizer_type="JWT",
    identity_sources=["$request.header.Authorization"],
    jwt_configuration={
        "audiences": [client.id],
        "issuer": users.id.apply(
            lambda pool: f"https://cognito-idp.{region.region}.amazonaws.com/{pool}"
        ),
    },
)
for route, module in ROUTES.items():
    function = aws.lambda_.Function(
        module,
        role=role.arn,
        runtime=aws.lambda_.Runtime.PYTHON3D12,
        handler=f"{module}.handler",
        layers=[layer.arn],
        timeout=10,
        code=pulumi.AssetArchive(
            {
                f"{module}.py": pulumi.FileAsset(f"functions/{module}.py"),
                "config.json": pulumi.StringAsset(json.dumps({"route": route})),
            }
        ),
        environment={"variables": {"TABLE": table.name}},
        tracing_config={"mode": "Active"},
    )
    aws.cloudwatch.LogGroup(
        module,
        name=function.name.apply(lambda name: f"/aws/lambda/{name}"),
        retention_in_days=30,
    )
    integration = aws.apigatewayv2.Integration(
        module,
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_uri=function.invoke_arn,
        payload_format_version="2.0",
    )
    aws.apigatewayv2.Route(
        module,
        api_id=api.id,
        route_key=route,
        authorization_type="JWT",
        authorizer_id=authorizer.id,
        target=integration.id.apply(lambda id_: f"integrations/{id_}"),
    )
    aws.lambda_.Permission(
        module,
        action="lambda:InvokeFunction",
        function=function.name,
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(api.execution_arn, "/*/*"),
    )
stage = aws.apigatewayv2.Stage("default", api_id=api.id, name="$default", auto_deploy=True)
pulumi.export("url", stage.invoke_url)
