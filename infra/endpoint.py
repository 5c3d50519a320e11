"""A SageMaker endpoint: a model that answers at once, from a queue, or by the request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam, sagemaker

from infra.endpoint_plan import (
    EndpointSettings,
    Kind,
    endpoint_alarms,
    plan_capture,
    plan_queue,
    plan_release,
    plan_variant,
    rollback_alarms,
)
from infra.endpoint_scaling import scale
from infra.logs import LogKeeping, log_group
from infra.model_role import join_network, pull_images, write_logs
from infra.policy import Statement, allow
from infra.roles import allow_key, service_role, taken_on_by
from infra.rollback import rollback_alarm
from infra.scope import Scope
from infra.security_groups import outward_group
from infra.settings import AsynchronousSettings, RealtimeSettings, ServerlessSettings, has_disk

FOLDERS = {"realtime": ["captured"], "asynchronous": ["answers", "unanswered"], "serverless": []}


@dataclass(frozen=True, slots=True)
class EndpointArgs:
    scope: Scope
    kind: Kind
    settings: EndpointSettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    key_arn: pulumi.Input[str]
    logs: LogKeeping
    tags: Mapping[str, str]


def permissions(scope: Scope, kind: Kind) -> list[Statement]:
    """Return what an endpoint may do: read its model, and write where it is asked to."""
    models, data = scope.bucket_arn("models"), scope.bucket_arn("data")
    read = [f"{models}/*", *([f"{data}/*"] if kind == "asynchronous" else [])]
    written = [f"{data}/{folder}/*" for folder in FOLDERS[kind]]
    return [
        allow(["s3:ListBucket"], [models, data]),
        allow(["s3:GetObject"], read),
        *([allow(["s3:PutObject"], written)] if written else []),
        allow_key(scope, "data", "s3"),
        allow(["cloudwatch:PutMetricData"], ["*"]),  # knows no narrower resource
        write_logs(scope),
        *pull_images(scope),
        *([] if kind == "serverless" else join_network(scope)),
    ]


class Endpoint(pulumi.ComponentResource):
    """A model and what serves it, under a name that does not change with a release."""

    def __init__(
        self, name: str, args: EndpointArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Endpoint", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)
        self.known_as = f"{args.scope.prefix}-{args.kind}"

        trust = taken_on_by(args.scope, "sagemaker")
        statements = permissions(args.scope, args.kind)
        role, policy = service_role(name, trust, statements, args.tags, self.child)
        logs = log_group(
            name, f"/aws/sagemaker/Endpoints/{self.known_as}", args.logs, args.tags, self.child
        )
        rollback = [
            rollback_alarm(name, each, args.scope, args.tags, self.child)
            for each in rollback_alarms(args.settings, self.known_as)
        ]
        configuration = self._configuration(self._model(role, policy))
        self.endpoint = self._endpoint(configuration, rollback, logs)
        if not isinstance(args.settings, ServerlessSettings):
            scale(name, self.endpoint.name, args.settings, args.tags, self.child)
        self.alarms = endpoint_alarms(args.settings, self.endpoint.name)
        self.register_outputs({"endpoint": self.endpoint.name})

    def _model(self, role: iam.Role, policy: iam.RolePolicy) -> sagemaker.Model:
        """Shut the container off; a serverless one cannot be, as it is in no network of ours."""
        args, settings = self.args, self.args.settings
        shut = args.kind != "serverless"
        return sagemaker.Model(
            self.name,
            execution_role_arn=role.arn,
            enable_network_isolation=shut,
            vpc_config=self._network() if shut else None,
            primary_container={
                "image": settings.container_image,
                "model_data_url": f"s3://{args.scope.bucket('models')}/{settings.artifact}",
                "environment": settings.environment,
            },
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

    def _network(self) -> sagemaker.ModelVpcConfigArgsDict:
        group = outward_group(
            self.name,
            self.args.vpc_id,
            "Model containers: nobody calls them but SageMaker",
            self.args.tags,
            self.child,
        )
        return {"subnets": list(self.args.subnet_ids), "security_group_ids": [group]}

    def _configuration(self, model: sagemaker.Model) -> sagemaker.EndpointConfiguration:
        """Encrypt the volume with our key; a machine's own disks it encrypts itself."""
        args, settings = self.args, self.args.settings
        own_key, capture, queue = False, None, None
        if not isinstance(settings, ServerlessSettings):
            own_key = not has_disk(settings.instance_type.removeprefix("ml."))
        if isinstance(settings, RealtimeSettings):
            capture = plan_capture(args.scope, settings, args.key_arn)
        if isinstance(settings, AsynchronousSettings):
            queue = plan_queue(args.scope, settings, args.key_arn)
        return sagemaker.EndpointConfiguration(
            self.name,
            kms_key_arn=args.key_arn if own_key else None,
            production_variants=[plan_variant(settings, model.name)],
            data_capture_config=capture,
            async_inference_config=queue,
            tags=args.tags,
            opts=self.child,
        )

    def _endpoint(
        self,
        configuration: sagemaker.EndpointConfiguration,
        rollback: Sequence[cloudwatch.MetricAlarm],
        logs: cloudwatch.LogGroup,
    ) -> sagemaker.Endpoint:
        guarded = self.args.kind != "serverless"
        return sagemaker.Endpoint(
            self.name,
            name=self.known_as,  # callers know it by that
            endpoint_config_name=configuration.name,
            deployment_config=plan_release([each.name for each in rollback]) if guarded else None,
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[logs]),
        )


def invoke(scope: Scope, kinds: Sequence[Kind]) -> Statement:
    """Return what whoever asks the endpoints needs to be allowed."""
    actions = {"asynchronous": "sagemaker:InvokeEndpointAsync"}
    return allow(
        sorted({actions.get(each, "sagemaker:InvokeEndpoint") for each in kinds}),
        [scope.arn("sagemaker", f"endpoint/{scope.prefix}-{each}") for each in kinds],
    )
