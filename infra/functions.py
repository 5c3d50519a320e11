"""Functions: a model on Lambda, warm before it is asked, behind an interface that knows who asks.

Lambda runs in three zones by itself; in the VPC, in those whose subnets it is given.
https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import appautoscaling, lambda_

from infra.alarms import Alarm
from infra.http_api import HttpApi, http_api
from infra.logs import LogKeeping, log_group
from infra.policy import Statement, allow, assumed_by
from infra.roles import allow_key, service_role
from infra.scope import Scope
from infra.security_groups import outward_group
from infra.settings import FunctionsSettings

ALIAS = "live"
INTERFACES = ("network-interface", "security-group", "subnet")
TRACES = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")
UTILIZATION = 0.7  # of what is warm, to scale towards


@dataclass(frozen=True, slots=True)
class FunctionsArgs:
    scope: Scope
    settings: FunctionsSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    client_groups: Sequence[pulumi.Input[str]]  # security groups that let into the stores
    permissions: Sequence[Statement]  # what it may do with the stores
    key_arn: pulumi.Input[str]
    logs: LogKeeping
    tags: Mapping[str, str]


def permissions(scope: Scope) -> list[Statement]:
    """Return what every function may do; the stores' own come on top."""
    read = [scope.bucket_arn(purpose) for purpose in ("models", "features")]
    return [
        allow(["s3:ListBucket"], read),
        allow(["s3:GetObject"], [f"{each}/*" for each in read]),
        allow_key(scope, "data", "s3", "lambda"),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [scope.arn("logs", f"log-group:{scope.path('functions')}:*")],
        ),
        allow(
            [
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:UnassignPrivateIpAddresses",
            ],
            [scope.arn("ec2", f"{each}/*") for each in INTERFACES],
        ),
        # These know no narrower resource.
        allow(["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", *TRACES], ["*"]),
    ]


class Functions(pulumi.ComponentResource):
    """A function, the alias that callers know, as many warm as are asked for, an HTTP interface."""

    def __init__(
        self, name: str, args: FunctionsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Functions", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.function = self._function()
        self.alias = lambda_.Alias(
            name,
            name=ALIAS,
            function_name=self.function.name,
            function_version=self.function.version,
            opts=self.child,
        )
        if args.settings.min_warm:
            self._keep_warm()
        self.api = http_api(name, self._served(), self.child)
        self.url = self.api.api_endpoint
        self.alarms = [
            *function_alarms(self.function.name),
            *api_alarms(args.settings, self.api.id),
        ]
        self.register_outputs({"url": self.url})

    def _served(self) -> HttpApi:
        args = self.args
        return HttpApi(
            scope=args.scope,
            function=self.function,
            alias=self.alias,
            requests_per_second=args.settings.requests_per_second,
            burst=args.settings.burst,
            logs=args.logs,
            tags=args.tags,
        )

    def _function(self) -> lambda_.Function:
        args, settings, scope = self.args, self.args.settings, self.args.scope
        statements = [*permissions(scope), *args.permissions]
        role, policy = service_role(
            self.name, assumed_by("lambda"), statements, args.tags, self.child
        )
        logs = log_group(self.name, scope.path("functions"), args.logs, args.tags, self.child)
        group = outward_group(
            self.name, args.vpc_id, "Functions: nobody calls them directly", args.tags, self.child
        )
        return lambda_.Function(
            self.name,
            description="Answers with a model",
            package_type="Image",
            image_uri=settings.container_image,
            architectures=[settings.architecture],
            memory_size=settings.memory_mb,
            timeout=settings.timeout_seconds,
            reserved_concurrent_executions=settings.max_concurrency,
            publish=True,  # a version for each release: the alias names one
            role=role.arn,
            kms_key_arn=args.key_arn,
            environment={
                "variables": {
                    "MODELS_BUCKET": scope.bucket("models"),
                    "FEATURES_BUCKET": scope.bucket("features"),
                }
            },
            vpc_config={
                "subnet_ids": list(args.subnet_ids),
                "security_group_ids": [group, *args.client_groups],
            },
            logging_config={"log_format": "JSON", "log_group": logs.name},
            tracing_config={"mode": "Active"},
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _keep_warm(self) -> None:
        """Have instances ready before they are asked, more when those are busy."""
        settings = self.args.settings
        warm = lambda_.ProvisionedConcurrencyConfig(
            self.name,
            function_name=self.function.name,
            qualifier=self.alias.name,
            provisioned_concurrent_executions=settings.min_warm,
            opts=pulumi.ResourceOptions(
                parent=self,
                ignore_changes=["provisionedConcurrentExecutions"],  # the scaling's business
            ),
        )
        target = appautoscaling.Target(
            self.name,
            service_namespace="lambda",
            scalable_dimension="lambda:function:ProvisionedConcurrency",
            resource_id=pulumi.Output.concat("function:", self.function.name, ":", ALIAS),
            min_capacity=settings.min_warm,
            max_capacity=settings.max_warm,
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[warm]),
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
                "target_value": UTILIZATION,
            },
            opts=self.child,
        )


def function_alarms(function: pulumi.Output[str]) -> list[Alarm]:
    of_alias = {
        "FunctionName": function,
        "Resource": pulumi.Output.concat(function, ":", ALIAS),
    }
    return [
        Alarm(
            name="errors",
            meaning="The function fails: look at its log",
            namespace="AWS/Lambda",
            metric="Errors",
            dimensions=of_alias,
            statistic="Sum",
            threshold=5,
        ),
        Alarm(
            name="throttles",
            meaning="Requests are turned away: raise max_concurrency, or the account's own",
            namespace="AWS/Lambda",
            metric="Throttles",
            dimensions=of_alias,
            statistic="Sum",
            threshold=0,
        ),
    ]


def api_alarms(settings: FunctionsSettings, api: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name="api-5xx",
            meaning="The interface answers with errors",
            namespace="AWS/ApiGateway",
            metric="5xx",
            dimensions={"ApiId": api},
            statistic="Sum",
            threshold=5,
        ),
        Alarm(
            name="latency",
            meaning=f"One answer in a hundred takes more than {settings.latency_ms} ms",
            namespace="AWS/ApiGateway",
            metric="Latency",  # milliseconds
            dimensions={"ApiId": api},
            statistic="p99",
            threshold=settings.latency_ms,
        ),
    ]
