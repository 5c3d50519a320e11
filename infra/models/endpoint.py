"""SageMaker inference endpoint: real-time, asynchronous or serverless."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam, sagemaker

from infra.aws.alarm import rollback_alarm
from infra.aws.image import image_uri
from infra.aws.instance_type import has_instance_store
from infra.aws.log_group import log_group
from infra.aws.policy_document import (
    Statement,
    allow,
    allow_key,
    assumed_in_account,
    grant_key,
)
from infra.aws.role import service_role
from infra.aws.security_group import egress_group
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.models.endpoint_configuration import (
    EndpointSettings,
    Kind,
    async_inference,
    data_capture,
    deployment_config,
    endpoint_alarms,
    production_variant,
    rollback_alarms,
)
from infra.models.endpoint_scaling import add_scaling
from infra.models.sagemaker_role import join_network, pull_images, write_logs
from infra.models.settings import AsynchronousSettings, RealtimeSettings, ServerlessSettings

FOLDERS = {"realtime": ["captured"], "asynchronous": ["answers", "unanswered"], "serverless": []}


@dataclass(frozen=True, slots=True)
class EndpointArgs:
    context: Context
    kind: Kind
    settings: EndpointSettings
    subnets: Subnets  # private
    key_arn: pulumi.Input[str]


def permissions(context: Context, kind: Kind) -> list[Statement]:
    """Return the permissions of an endpoint: read its model, write captures or results."""
    models, data = context.bucket_arn("models"), context.bucket_arn("data")
    read = [f"{models}/*", *([f"{data}/*"] if kind == "asynchronous" else [])]
    writable = [f"{data}/{folder}/*" for folder in FOLDERS[kind]]
    return [
        allow(["s3:ListBucket"], [models, data]),
        allow(["s3:GetObject"], read),
        *([allow(["s3:PutObject"], writable)] if writable else []),
        allow_key(context, "data", "s3"),
        grant_key(context, "data"),  # encrypted volumes of the instances
        allow(["cloudwatch:PutMetricData"], ["*"]),  # has no resource level
        write_logs(context),
        *pull_images(context),
        *([] if kind == "serverless" else join_network(context)),
    ]


class Endpoint(pulumi.ComponentResource):
    """SageMaker model, endpoint configuration and endpoint with a stable name."""

    def __init__(
        self, name: str, args: EndpointArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Endpoint", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags(f"endpoint-{args.kind}", "serving")
        self.child = pulumi.ResourceOptions(parent=self)
        self.physical_name = f"{args.context.prefix}-{args.kind}"

        trust = assumed_in_account(args.context, "sagemaker")
        statements = permissions(args.context, args.kind)
        role, policy = service_role(name, trust, statements, self.tags, self.child)
        logs = log_group(
            name,
            f"/aws/sagemaker/Endpoints/{self.physical_name}",
            args.context,
            self.tags,
            self.child,
        )
        rollback = [
            rollback_alarm(name, each, args.context, self.tags, self.child)
            for each in rollback_alarms(args.settings, self.physical_name)
        ]
        configuration = self._configuration(self._model(role, policy))
        self.endpoint = self._endpoint(configuration, rollback, logs)
        if not isinstance(args.settings, ServerlessSettings):
            add_scaling(name, self.endpoint.name, args.settings, self.tags, self.child)
        self.alarms = endpoint_alarms(args.settings, self.endpoint.name)
        self.register_outputs({"endpoint": self.endpoint.name, "arn": self.endpoint.arn})

    def _model(self, role: iam.Role, policy: iam.RolePolicy) -> sagemaker.Model:
        """Create the model with network isolation, which serverless inference does not support."""
        args, settings = self.args, self.args.settings
        isolated = args.kind != "serverless"
        return sagemaker.Model(
            self.name,
            execution_role_arn=role.arn,
            enable_network_isolation=isolated,
            vpc_config=self._network() if isolated else None,
            primary_container={
                "image": image_uri(args.context, settings.container_image),
                "model_data_url": f"s3://{args.context.bucket('models')}/{settings.artifact}",
                "environment": settings.environment,
            },
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _network(self) -> sagemaker.ModelVpcConfigArgsDict:
        group = egress_group(
            self.name,
            self.args.subnets.vpc_id,
            "SageMaker model containers: no ingress",
            self.tags,
            self.child,
        )
        return {"subnets": self.args.subnets.ids, "security_group_ids": [group]}

    def _configuration(self, model: sagemaker.Model) -> sagemaker.EndpointConfiguration:
        """Create the configuration; instance store volumes support no customer managed key."""
        args, settings = self.args, self.args.settings
        customer_key, capture, asynchronous = False, None, None
        if not isinstance(settings, ServerlessSettings):
            customer_key = not has_instance_store(settings.instance_type.removeprefix("ml."))
        if isinstance(settings, RealtimeSettings):
            capture = data_capture(args.context, settings, args.key_arn)
        if isinstance(settings, AsynchronousSettings):
            asynchronous = async_inference(args.context, settings, args.key_arn)
        return sagemaker.EndpointConfiguration(
            self.name,
            kms_key_arn=args.key_arn if customer_key else None,
            production_variants=[production_variant(settings, model.name)],
            data_capture_config=capture,
            async_inference_config=asynchronous,
            tags=self.tags,
            opts=self.child,
        )

    def _endpoint(
        self,
        configuration: sagemaker.EndpointConfiguration,
        rollback: Sequence[cloudwatch.MetricAlarm],
        logs: cloudwatch.LogGroup,
    ) -> sagemaker.Endpoint:
        has_instances = self.args.kind != "serverless"
        return sagemaker.Endpoint(
            self.name,
            name=self.physical_name,  # known to clients
            endpoint_config_name=configuration.name,
            deployment_config=deployment_config([each.name for each in rollback])
            if has_instances
            else None,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[logs]),
        )


def invoke(context: Context, kinds: Sequence[Kind]) -> Statement:
    """Allow invoking the endpoints of these kinds."""
    actions = {"asynchronous": "sagemaker:InvokeEndpointAsync"}
    return allow(
        sorted({actions.get(each, "sagemaker:InvokeEndpoint") for each in kinds}),
        [context.arn("sagemaker", f"endpoint/{context.prefix}-{each}") for each in kinds],
    )


def add_endpoints(d: Deployment, subnets: Subnets) -> None:
    """Availability: real-time endpoints have two instances in two zones, asynchronous a queue."""
    endpoints = d.settings.endpoints
    if endpoints is None:
        return
    configured: dict[Kind, EndpointSettings | None] = {
        "realtime": endpoints.realtime,
        "asynchronous": endpoints.asynchronous,
        "serverless": endpoints.serverless,
    }
    for kind, settings in configured.items():
        if settings:
            args = EndpointArgs(
                context=d.context,
                kind=kind,
                settings=settings,
                subnets=subnets,
                key_arn=d.keys["data"],
            )
            endpoint = d.create(Endpoint, f"endpoint-{kind}", args)
            d.allow_clients([invoke(d.context, [kind])])
            d.outputs[f"endpoint_{kind}"] = endpoint.endpoint.name
