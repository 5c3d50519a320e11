"""The model registry, and the pipeline that trains each model in the same safe way for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, sagemaker

from infra.alarms import Event
from infra.model_role import join_network, pull_images, write_logs
from infra.model_training import Surroundings, definition
from infra.policy import Statement, allow, document
from infra.roles import allow_key, taken_on_by
from infra.scope import Scope
from infra.security_groups import outward_group
from infra.settings import ModelRegistrySettings

ROLE = "model-registry"


@dataclass(frozen=True, slots=True)
class ModelRegistryArgs:
    scope: Scope
    settings: ModelRegistrySettings
    vpc_id: pulumi.Input[str]
    subnet_ids: Sequence[pulumi.Input[str]]  # private, one a zone
    key_arn: pulumi.Input[str]
    tags: Mapping[str, str]
    default_tags: Mapping[str, str]  # the provider's, which reach no job by themselves


def models_name(scope: Scope) -> str:
    """Return the model package group's name, by which releases are found."""
    return f"{scope.prefix}-models"


def permissions(scope: Scope) -> list[Statement]:
    """Return what the pipeline and its jobs may do.

    https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
    """
    data, models = scope.bucket_arn("data"), scope.bucket_arn("models")
    checkpoints = scope.bucket_arn("checkpoints")
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
            [scope.arn("sagemaker", f"{kind}/*") for kind in kinds],
        ),
        {
            **allow(["iam:PassRole"], [scope.role_arn(ROLE)]),
            "Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
        },
        allow(["s3:ListBucket"], [data, models, checkpoints]),
        allow(["s3:GetObject"], [f"{data}/*", f"{models}/*", f"{checkpoints}/*"]),
        allow(["s3:PutObject"], [f"{models}/candidates/*", f"{checkpoints}/*"]),
        allow(["s3:DeleteObject"], [f"{checkpoints}/*"]),
        allow_key(scope, "data", "s3", "sagemaker", "ec2"),
        write_logs(scope),
        *pull_images(scope),
        *join_network(scope),
    ]


class ModelRegistry(pulumi.ComponentResource):
    """A SageMaker pipeline, its role, and the registry of what it has trained."""

    def __init__(
        self, name: str, args: ModelRegistryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:ModelRegistry", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.models = sagemaker.ModelPackageGroup(
            name,
            model_package_group_name=models_name(args.scope),
            model_package_group_description=f"Models of {args.scope.prefix}, by version",
            tags=args.tags,
            opts=self.child,
        ).model_package_group_name
        role, policy = self._role()
        self.pipeline = sagemaker.Pipeline(
            name,
            pipeline_name=args.scope.prefix,
            pipeline_display_name=args.scope.prefix,
            pipeline_description="Trains in isolation, and registers the model",
            role_arn=role.arn,
            pipeline_definition=self._definition(role),
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.events = [failed(args.scope), registered(args.scope)]
        self.register_outputs({"pipeline": self.pipeline.pipeline_name})

    def _role(self) -> tuple[iam.Role, iam.RolePolicy]:
        scope = self.args.scope
        role = iam.Role(
            self.name,
            name=scope.role(ROLE),  # its own policy names it
            description="What the pipeline and its training jobs may do",
            assume_role_policy=taken_on_by(scope, "sagemaker"),
            tags=self.args.tags,
            opts=self.child,
        )
        policy = iam.RolePolicy(
            self.name, role=role.id, policy=document(*permissions(scope)), opts=self.child
        )
        return role, policy

    def _definition(self, role: iam.Role) -> pulumi.Output[str]:
        args = self.args
        group = outward_group(
            self.name, args.vpc_id, "Training jobs: nobody calls them", args.tags, self.child
        )
        around = pulumi.Output.all(
            key_arn=args.key_arn,
            role_arn=role.arn,
            subnet_ids=list(args.subnet_ids),
            security_group_id=group,
            models=self.models,
            tags={**args.default_tags, **args.tags},
        )
        return pulumi.Output.json_dumps(
            around.apply(lambda known: definition(args.scope, args.settings, Surroundings(**known)))
        )


def failed(scope: Scope) -> Event:
    return Event(
        name="failed",
        meaning="The training pipeline has failed: see its execution in SageMaker",
        pattern={
            "source": ["aws.sagemaker"],
            "detail-type": ["SageMaker Model Building Pipeline Execution Status Change"],
            "detail": {
                "currentPipelineExecutionStatus": ["Failed"],
                "pipelineArn": [scope.arn("sagemaker", f"pipeline/{scope.prefix}")],
            },
        },
    )


def registered(scope: Scope) -> Event:
    """Hear of a model that waits: nobody else asks for the yes."""
    return Event(
        name="model-waits",
        meaning="A new model is in the registry, and waits for approval",
        pattern={
            "source": ["aws.sagemaker"],
            "detail-type": ["SageMaker Model Package State Change"],
            "detail": {
                "ModelPackageGroupName": [models_name(scope)],
                "ModelApprovalStatus": ["PendingManualApproval"],
            },
        },
    )
