"""API Gateway HTTP API in front of a Lambda function: IAM authorization, throttling, logs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import apigatewayv2, lambda_

from infra.aws.log_group import log_group
from infra.context import Context

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
LOG_FORMAT = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "caller": "$context.identity.caller",
    "ip": "$context.identity.sourceIp",
    "route": "$context.routeKey",
    "status": "$context.status",
    "latency": "$context.responseLatency",
    "error": "$context.integrationErrorMessage",
}


@dataclass(frozen=True, slots=True)
class HttpApiArgs:
    context: Context
    function: lambda_.Function
    alias: lambda_.Alias
    requests_per_second: int
    burst: int
    tags: Mapping[str, str]


def http_api(name: str, args: HttpApiArgs, child: pulumi.ResourceOptions) -> apigatewayv2.Api:
    """Create an API with IAM authorization: callers sign requests (Signature Version 4)."""
    api = apigatewayv2.Api(
        name,
        name=f"{args.context.prefix}-{name}",
        description="Serves a model; requests are signed (IAM)",
        protocol_type="HTTP",
        tags=args.tags,
        opts=child,
    )
    integration = apigatewayv2.Integration(
        name,
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_method="POST",
        integration_uri=args.alias.invoke_arn,
        payload_format_version="2.0",
        opts=child,
    )
    apigatewayv2.Route(
        name,
        api_id=api.id,
        route_key="POST /predict",
        authorization_type="AWS_IAM",
        target=pulumi.Output.concat("integrations/", integration.id),
        opts=child,
    )
    lambda_.Permission(
        name,
        action="lambda:InvokeFunction",
        function=args.function.name,
        qualifier=args.alias.name,
        principal="apigateway.amazonaws.com",
        source_account=args.context.account,
        source_arn=pulumi.Output.concat(api.execution_arn, "/*/POST/predict"),
        opts=child,
    )
    stage(name, api, args, child)
    return api


def stage(
    name: str, api: apigatewayv2.Api, args: HttpApiArgs, child: pulumi.ResourceOptions
) -> apigatewayv2.Stage:
    path = args.context.path(name, "requests")
    group = log_group(f"{name}-requests", path, args.context, args.tags, child)
    return apigatewayv2.Stage(
        name,
        name="$default",
        api_id=api.id,
        auto_deploy=True,
        access_log_settings={"destination_arn": group.arn, "format": json.dumps(LOG_FORMAT)},
        default_route_settings={
            "throttling_rate_limit": args.requests_per_second,
            "throttling_burst_limit": args.burst,
            "detailed_metrics_enabled": True,
        },
        tags=args.tags,
        opts=child,
    )
