"""SageMaker training pipeline and model registry."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, sagemaker

from infra.aws.alarm import Event
from infra.aws.policy_document import (
    Statement,
    allow,
    allow_key,
    assumed_in_account,
    document,
    grant_key,
)
from infra.aws.security_group import egress_group
from infra.aws.subnets import Subnets
from infra.context import Context
from infra.deployment import Deployment
from infra.models.pipeline_definition import PipelineInputs, pipeline_definition
from infra.models.sagemaker_role import join_network, pull_images, write_logs
from infra.models.settings import ModelRegistrySettings

ROLE = "model-registry"


@dataclass(frozen=True, slots=True)
class ModelRegistryArgs:
    context: Context
    settings: ModelRegistrySettings
    subnets: Subnets  # private
    key_arn: pulumi.Input[str]


def models_name(context: Context) -> str:
    """Return the name of the model package group."""
    return f"{context.prefix}-models"


def pipeline_permissions(context: Context) -> list[Statement]:
    """Return the permissions of the pipeline and its training jobs.

    https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    """
    data, models = context.bucket_arn("data"), context.bucket_arn("models")
    checkpoints = context.bucket_arn("checkpoints")
    kinds = ("training-job", "model-package", "model-package-group", "pipeline")
    return [
        allow(
            [
                "sagemaker:AddTags",
                "sagemaker:CreateModelPackage",
                "sagemaker:CreateTrainingJob",
                "sagemaker:DescribeModelPackage",
                "sagemaker:DescribeModelPackageGroup",
                "sagemaker:DescribeTrainingJob",
                "sagemaker:StopTrainingJob",
            ],
            [context.arn("sagemaker", f"{kind}/*") for kind in kinds],
        ),
        {
            **allow(["iam:PassRole"], [context.role_arn(ROLE)]),
            "Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
        },
        allow(["s3:ListBucket"], [data, models, checkpoints]),
        allow(["s3:GetObject"], [f"{data}/*", f"{models}/*", f"{checkpoints}/*"]),
        allow(["s3:PutObject"], [f"{models}/candidates/*", f"{checkpoints}/*"]),
        allow(["s3:DeleteObject"], [f"{checkpoints}/*"]),
        allow_key(context, "data", "s3", "sagemaker", "ec2"),
        grant_key(context, "data"),  # encrypted volumes of the training instances
        write_logs(context),
        *pull_images(context),
        *join_network(context),
    ]


class ModelRegistry(pulumi.ComponentResource):
    """SageMaker pipeline with its role, and model package group with approval."""

    def __init__(
        self, name: str, args: ModelRegistryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:ModelRegistry", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("model-registry", "training")
        self.child = pulumi.ResourceOptions(parent=self)

        self.models = sagemaker.ModelPackageGroup(
            name,
            model_package_group_name=models_name(args.context),
            model_package_group_description=f"Models of {args.context.prefix}, by version",
            tags=self.tags,
            opts=self.child,
        ).model_package_group_name
        role, policy = self._role()
        self.pipeline = sagemaker.Pipeline(
            name,
            pipeline_name=args.context.prefix,
            pipeline_display_name=args.context.prefix,
            pipeline_description="Trains with network isolation and registers the model",
            role_arn=role.arn,
            pipeline_definition=self._definition(role),
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.events = [pipeline_failed(args.context), approval_pending(args.context)]
        self.register_outputs({"pipeline": self.pipeline.pipeline_name})

    def _role(self) -> tuple[iam.Role, iam.RolePolicy]:
        context = self.args.context
        role = iam.Role(
            self.name,
            name=context.role(ROLE),  # its own policy refers to it
            description="SageMaker pipeline and its training jobs",
            assume_role_policy=assumed_in_account(context, "sagemaker"),
            tags=self.tags,
            opts=self.child,
        )
        policy = iam.RolePolicy(
            self.name,
            role=role.id,
            policy=document(*pipeline_permissions(context)),
            opts=self.child,
        )
        return role, policy

    def _definition(self, role: iam.Role) -> pulumi.Output[str]:
        args = self.args
        group = egress_group(
            self.name,
            args.subnets.vpc_id,
            "SageMaker training jobs: no ingress",
            self.tags,
            self.child,
        )
        inputs = PipelineInputs(
            key_arn=args.key_arn,
            role_arn=role.arn,
            subnet_ids=args.subnets.ids,
            security_group_id=group,
            models=self.models,
            tags={**args.context.default_tags, **self.tags},
        )
        return pulumi.Output.json_dumps(pipeline_definition(args.context, args.settings, inputs))


def pipeline_failed(context: Context) -> Event:
    return Event(
        name="failed",
        description="Training pipeline failed: check its execution in SageMaker",
        pattern={
            "source": ["aws.sagemaker"],
            "detail-type": ["SageMaker Model Building Pipeline Execution Status Change"],
            "detail": {
                "currentPipelineExecutionStatus": ["Failed"],
                "pipelineArn": [context.arn("sagemaker", f"pipeline/{context.prefix}")],
            },
        },
    )


def approval_pending(context: Context) -> Event:
    """Return the event of a model package version that needs approval."""
    return Event(
        name="approval-pending",
        description="A new model package version is pending manual approval",
        pattern={
            "source": ["aws.sagemaker"],
            "detail-type": ["SageMaker Model Package State Change"],
            "detail": {
                "ModelPackageGroupName": [models_name(context)],
                "ModelApprovalStatus": ["PendingManualApproval"],
            },
        },
    )


def add_model_registry(d: Deployment, subnets: Subnets) -> None:
    """Availability: managed spot training in any zone resumes from a checkpoint in another."""
    if settings := d.settings.model_registry:
        args = ModelRegistryArgs(d.context, settings, subnets, d.keys["data"])
        registry = d.create(ModelRegistry, "model-registry", args)
        d.outputs["training_pipeline"] = registry.pipeline.pipeline_name
        d.outputs["model_registry"] = registry.models
