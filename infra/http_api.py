"""An HTTP interface in front of a function: knows who asks, bounds how much, records what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import apigatewayv2, lambda_

from infra.logs import LogKeeping, log_group
from infra.scope import Scope

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
RECORDED = {
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
class HttpApi:
    scope: Scope
    function: lambda_.Function
    alias: lambda_.Alias
    requests_per_second: int
    burst: int
    logs: LogKeeping
    tags: Mapping[str, str]


def http_api(name: str, args: HttpApi, child: pulumi.ResourceOptions) -> apigatewayv2.Api:
    """Make an interface whose callers sign each request: their IAM policies say who may."""
    api = apigatewayv2.Api(
        name,
        name=f"{args.scope.prefix}-{name}",
        description="Answers with a model; requests are signed (IAM)",
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
        source_account=args.scope.account,
        source_arn=pulumi.Output.concat(api.execution_arn, "/*/POST/predict"),
        opts=child,
    )
    stage(name, api, args, child)
    return api


def stage(
    name: str, api: apigatewayv2.Api, args: HttpApi, child: pulumi.ResourceOptions
) -> apigatewayv2.Stage:
    path = args.scope.path(name, "requests")
    group = log_group(f"{name}-requests", path, args.logs, args.tags, child)
    return apigatewayv2.Stage(
        name,
        name="$default",
        api_id=api.id,
        auto_deploy=True,
        access_log_settings={"destination_arn": group.arn, "format": json.dumps(RECORDED)},
        default_route_settings={
            "throttling_rate_limit": args.requests_per_second,
            "throttling_burst_limit": args.burst,
            "detailed_metrics_enabled": True,
        },
        tags=args.tags,
        opts=child,
    )
