"""The registry: container images that nobody overwrites, scanned, aged, copied where needed.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication-creation-templates.html
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ecr

from infra.policy import document
from infra.scope import Scope
from infra.settings import RegistrySettings


@dataclass(frozen=True, slots=True)
class RegistryArgs:
    scope: Scope
    settings: RegistrySettings
    regions: Sequence[str]  # that get a copy of each image
    key_arn: pulumi.Input[str]
    protected: bool
    tags: Mapping[str, str]


def plan_ageing(settings: RegistrySettings) -> str:
    """Keep the newest tagged images, and for a while those that have lost their tag."""
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


def pulled_by_functions(scope: Scope) -> str:
    """Let Lambda pull images for this account's functions; all others come with their own role."""
    return document(
        {
            "Sid": "FunctionsPull",
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            "Condition": {"ArnLike": {"aws:SourceArn": scope.arn("lambda", "function:*")}},
        }
    )


class Registry(pulumi.ComponentResource):
    """A repository for each image of the stack; who deploys needs to know their names."""

    def __init__(
        self, name: str, args: RegistryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Registry", name, None, opts)
        self.name, self.args = name, args
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
            name=f"{self.args.scope.prefix}/{purpose}",
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": self.args.key_arn}],
            force_delete=not self.args.protected,
            tags=self.args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.protected),
        )
        ecr.LifecyclePolicy(
            f"{self.name}-{purpose}",
            repository=repository.id,
            policy=plan_ageing(self.args.settings),
            opts=self.child,
        )
        ecr.RepositoryPolicy(
            f"{self.name}-{purpose}",
            repository=repository.id,
            policy=pulled_by_functions(self.args.scope),
            opts=self.child,
        )
        return repository

    def _template(self, region: str) -> ecr.RepositoryCreationTemplate:
        """Say how a copy is kept: a repository that replication makes takes nothing over."""
        return ecr.RepositoryCreationTemplate(
            f"{self.name}-{region}",
            region=region,
            prefix=self.args.scope.prefix,
            description=f"Copies of the images of {self.args.scope.prefix}",
            applied_fors=["REPLICATION"],
            image_tag_mutability="IMMUTABLE",
            encryption_configurations=[{"encryption_type": "KMS"}],  # AWS's own key of that region
            lifecycle_policy=plan_ageing(self.args.settings),
            repository_policy=pulled_by_functions(self.args.scope),
            opts=self.child,
        )

    def _replicate(self, templates: Sequence[pulumi.Resource]) -> None:
        account = self.args.scope.account
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
                                "filter": f"{self.args.scope.prefix}/",
                                "filter_type": "PREFIX_MATCH",
                            }
                        ],
                    }
                ]
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(templates)),
        )
