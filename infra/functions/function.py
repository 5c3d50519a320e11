"""Lambda function that serves a model with provisioned concurrency behind an HTTP API.

A function in a VPC runs in the zones of its subnets.
https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import appautoscaling, lambda_

from infra.aws.alarm import Alarm
from infra.aws.image import image_uri
from infra.aws.log_group import log_group
from infra.aws.policy_document import (
    Statement,
    allow,
    allow_key,
    assumed_by,
    read_parameters,
    read_secrets,
)
from infra.aws.role import service_role
from infra.aws.security_group import egress_group
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.functions.http_api import HttpApiArgs, http_api
from infra.functions.settings import FunctionsSettings

ALIAS = "live"
NETWORK_RESOURCES = ("network-interface", "security-group", "subnet")
TRACING_ACTIONS = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")
TARGET_UTILIZATION = 0.7  # of provisioned concurrency


@dataclass(frozen=True, slots=True)
class FunctionsArgs:
    context: Context
    settings: FunctionsSettings
    subnets: Subnets  # private
    key_arn: pulumi.Input[str]
    client_group_ids: Sequence[pulumi.Input[str]] = ()  # security groups of store clients
    permissions: Sequence[Statement] = ()  # additional IAM statements, such as of data stores
    depends_on: Sequence[pulumi.Resource] = ()  # required when the function starts


def permissions(context: Context, settings: FunctionsSettings) -> list[Statement]:
    """Return the permissions of the function, without those of the data stores."""
    read = [context.bucket_arn(purpose) for purpose in ("models", "features")]
    return [
        allow(["s3:ListBucket"], read),
        allow(["s3:GetObject"], [f"{each}/*" for each in read]),
        allow_key(context, "data", "s3", "lambda"),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [context.arn("logs", f"log-group:{context.path('functions')}:*")],
        ),
        allow(
            [
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:UnassignPrivateIpAddresses",
            ],
            [context.arn("ec2", f"{each}/*") for each in NETWORK_RESOURCES],
        ),
        # These actions have no resource level.
        allow(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", *TRACING_ACTIONS], ["*"]),
        read_parameters(context),
        *read_secrets(list(settings.secrets.values())),
    ]


class Functions(pulumi.ComponentResource):
    """Lambda function with an alias, scaled provisioned concurrency and an HTTP API."""

    def __init__(
        self, name: str, args: FunctionsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Functions", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("functions", "serving")
        self.child = pulumi.ResourceOptions(parent=self)

        self.function = self._function()
        self.alias = lambda_.Alias(
            name,
            name=ALIAS,
            function_name=self.function.name,
            function_version=self.function.version,
            opts=self.child,
        )
        if args.settings.min_provisioned_concurrency:
            self._provisioned_concurrency()
        self.api = http_api(name, self._api_args(), self.child)
        self.url = self.api.api_endpoint
        self.alarms = [
            *function_alarms(self.function.name),
            *api_alarms(args.settings, self.api.id),
        ]
        self.register_outputs({"url": self.url, "function_arn": self.function.arn})

    def _api_args(self) -> HttpApiArgs:
        args = self.args
        return HttpApiArgs(
            context=args.context,
            function=self.function,
            alias=self.alias,
            requests_per_second=args.settings.requests_per_second,
            burst=args.settings.burst,
            tags=self.tags,
        )

    def _function(self) -> lambda_.Function:
        args, settings, context = self.args, self.args.settings, self.args.context
        statements = [*permissions(context, settings), *args.permissions]
        role, policy = service_role(
            self.name, assumed_by("lambda"), statements, self.tags, self.child
        )
        logs = log_group(self.name, context.path("functions"), args.context, self.tags, self.child)
        group = egress_group(
            self.name, args.subnets.vpc_id, "Lambda function: no ingress", self.tags, self.child
        )
        return lambda_.Function(
            self.name,
            description="Serves a model",
            package_type="Image",
            image_uri=image_uri(context, settings.container_image),
            architectures=[settings.architecture],
            memory_size=settings.memory_mb,
            timeout=settings.timeout_seconds,
            reserved_concurrent_executions=settings.reserved_concurrency,
            publish=True,  # a new version for each deployment, which the alias points to
            role=role.arn,
            kms_key_arn=args.key_arn,
            environment={
                "variables": {
                    "MODELS_BUCKET": context.bucket("models"),
                    "FEATURES_BUCKET": context.bucket("features"),
                    "PARAMETERS": context.path(),  # endpoints of the data stores
                    **settings.environment,
                    **settings.secrets,
                }
            },
            vpc_config={
                "subnet_ids": args.subnets.ids,
                "security_group_ids": [group, *args.client_group_ids],
            },
            logging_config={"log_format": "JSON", "log_group": logs.name},
            tracing_config={"mode": "Active"},
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy, *args.depends_on]),
        )

    def _provisioned_concurrency(self) -> None:
        """Create provisioned concurrency with target tracking."""
        settings = self.args.settings
        provisioned = lambda_.ProvisionedConcurrencyConfig(
            self.name,
            function_name=self.function.name,
            qualifier=self.alias.name,
            provisioned_concurrent_executions=settings.min_provisioned_concurrency,
            opts=pulumi.ResourceOptions(
                parent=self,
                ignore_changes=["provisionedConcurrentExecutions"],  # set by the scaling policy
            ),
        )
        target = appautoscaling.Target(
            self.name,
            service_namespace="lambda",
            scalable_dimension="lambda:function:ProvisionedConcurrency",
            resource_id=pulumi.Output.concat("function:", self.function.name, ":", ALIAS),
            min_capacity=settings.min_provisioned_concurrency,
            max_capacity=settings.max_provisioned_concurrency,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[provisioned]),
        )
        appautoscaling.Policy(
            self.name,
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            policy_type="TargetTrackingScaling",
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {
                    "predefined_metric_type": "LambdaProvisionedConcurrencyUtilization"
                },
                "target_value": TARGET_UTILIZATION,
            },
            opts=self.child,
        )


def function_alarms(function: pulumi.Output[str]) -> list[Alarm]:
    alias_dimensions = {
        "FunctionName": function,
        "Resource": pulumi.Output.concat(function, ":", ALIAS),
    }
    return [
        Alarm(
            name="errors",
            description="Function errors: check its log group",
            namespace="AWS/Lambda",
            metric="Errors",
            dimensions=alias_dimensions,
            statistic="Sum",
            threshold=5,
        ),
        Alarm(
            name="throttles",
            description="Invocations are throttled: raise reserved_concurrency or the quota",
            namespace="AWS/Lambda",
            metric="Throttles",
            dimensions=alias_dimensions,
            statistic="Sum",
            threshold=0,
        ),
    ]


def api_alarms(settings: FunctionsSettings, api: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name="api-5xx",
            description="HTTP API returns 5xx errors",
            namespace="AWS/ApiGateway",
            metric="5xx",
            dimensions={"ApiId": api},
            statistic="Sum",
            threshold=5,
        ),
        Alarm(
            name="latency",
            description=f"HTTP API latency (p99) is above {settings.latency_ms} ms",
            namespace="AWS/ApiGateway",
            metric="Latency",  # milliseconds
            dimensions={"ApiId": api},
            statistic="p99",
            threshold=settings.latency_ms,
        ),
    ]


def add_functions(d: Deployment, subnets: Subnets) -> None:
    """Availability: Lambda spreads provisioned concurrency over the zones of the subnets."""
    if settings := d.settings.functions:
        args = FunctionsArgs(
            context=d.context,
            settings=settings,
            subnets=subnets,
            key_arn=d.keys["data"],
            client_group_ids=d.client_group_ids,
            permissions=d.permissions,
            depends_on=d.required,
        )
        d.outputs["functions_url"] = d.create(Functions, "functions", args).url
