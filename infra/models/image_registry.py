"""ECR repositories with immutable tags, scanning, lifecycle policy and replication.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication-creation-templates.html
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import ecr

from infra.aws.policy_document import document
from infra.context import Context
from infra.deployment import Deployment
from infra.models.settings import RegistrySettings


@dataclass(frozen=True, slots=True)
class ImageRegistryArgs:
    context: Context
    settings: RegistrySettings
    regions: Sequence[str]  # that images are replicated to
    key_arn: pulumi.Input[str]


def lifecycle_policy(settings: RegistrySettings) -> str:
    """Return a policy that expires untagged images by age and tagged ones by number."""
    untagged = {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": settings.untagged_days,
    }
    tagged = {
        "tagStatus": "tagged",
        "tagPatternList": ["*"],
        "countType": "imageCountMoreThan",
        "countNumber": settings.keep_images,
    }
    return json.dumps(
        {
            "rules": [
                {"rulePriority": priority, "selection": each, "action": {"type": "expire"}}
                for priority, each in enumerate((untagged, tagged), start=1)
            ]
        }
    )


def allow_lambda_pull(context: Context) -> str:
    """Allow Lambda to pull images for this account's functions; others use IAM roles."""
    return document(
        {
            "Sid": "AllowLambdaPull",
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            "Condition": {"ArnLike": {"aws:SourceArn": context.arn("lambda", "function:*")}},
        }
    )


class ImageRegistry(pulumi.ComponentResource):
    """One ECR repository per image name of the stack."""

    def __init__(
        self, name: str, args: ImageRegistryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Registry", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("registry", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        templates = [self._template(region) for region in args.regions]
        self.repositories = {each: self._repository(each) for each in args.settings.repositories}
        if args.regions:
            self._replicate(templates)
        urls = {purpose: each.repository_url for purpose, each in self.repositories.items()}
        self.register_outputs(urls)

    def _repository(self, purpose: str) -> ecr.Repository:
        repository = ecr.Repository(
            f"{self.name}-{purpose}",
            name=f"{self.args.context.prefix}/{purpose}",
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": self.args.key_arn}],
            force_delete=not self.args.context.protected,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.context.protected),
        )
        ecr.LifecyclePolicy(
            f"{self.name}-{purpose}",
            repository=repository.id,
            policy=lifecycle_policy(self.args.settings),
            opts=self.child,
        )
        ecr.RepositoryPolicy(
            f"{self.name}-{purpose}",
            repository=repository.id,
            policy=allow_lambda_pull(self.args.context),
            opts=self.child,
        )
        return repository

    def _template(self, region: str) -> ecr.RepositoryCreationTemplate:
        """Create a template for replicated repositories, which copy no settings of their source."""
        return ecr.RepositoryCreationTemplate(
            f"{self.name}-{region}",
            region=region,
            prefix=self.args.context.prefix,
            description=f"Replicated images of {self.args.context.prefix}",
            applied_fors=["REPLICATION"],
            image_tag_mutability="IMMUTABLE",
            encryption_configurations=[
                {"encryption_type": "KMS"}
            ],  # AWS managed key of that region
            lifecycle_policy=lifecycle_policy(self.args.settings),
            repository_policy=allow_lambda_pull(replace(self.args.context, region=region)),
            opts=self.child,
        )

    def _replicate(self, templates: Sequence[pulumi.Resource]) -> None:
        account = self.args.context.account
        ecr.ReplicationConfiguration(
            self.name,
            replication_configuration={
                "rules": [
                    {
                        "destinations": [
                            {"region": region, "registry_id": account}
                            for region in self.args.regions
                        ],
                        "repository_filters": [
                            {
                                "filter": f"{self.args.context.prefix}/",
                                "filter_type": "PREFIX_MATCH",
                            }
                        ],
                    }
                ]
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(templates)),
        )


def add_image_registry(d: Deployment) -> None:
    """Availability: images are replicated to the standby region when they are pushed."""
    if settings := d.settings.registry:
        standby = {d.settings.standby.region} if d.settings.standby else set()
        regions = sorted({*settings.replicate_to, *standby} - {d.context.region})
        args = ImageRegistryArgs(d.context, settings, regions, d.keys["data"])
        d.create(ImageRegistry, "registry", args)
