"""CodePipeline from GitHub to ECS, and a role for GitHub Actions without keys."""

import json
from pathlib import Path

import pulumi
import pulumi_aws as aws

repository = pulumi.Config().require("repository")
connection = aws.codestarconnections.Connection("github", provider_type="GitHub")
artifacts = aws.s3.Bucket("artifacts", force_destroy=True)
images = aws.ecr.Repository(
    "shop",
    image_scanning_configuration={"scan_on_push": True},
    image_tag_mutability="IMMUTABLE",
)
aws.ecr.LifecyclePolicy(
    "shop",
    repository=images.name,
    policy=json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "selection": {
                        "tagStatus": "any",
                        "countType": "imageCountMoreThan",
                        "countNumber": 30,
                    },
                    "action": {"type": "expire"},
                }
            ]
        }
    ),
)


def assume(*services: str) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": list(services)},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    )


role = aws.iam.Role(
    "pipeline", assume_role_policy=assume("codepipeline.amazonaws.com", "codebuild.amazonaws.com")
)
aws.iam.RolePolicy(
    "pipeline",
    role=role.id,
    policy=pulumi.Output.all(
        bucket=artifacts.arn, connection=connection.arn, images=images.arn
    ).apply(
        lambda arns: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": "s3:*", "Resource": f"{arns['bucket']}/*"},
                    {
                        "Effect": "Allow",
                        "Action": "codestar-connections:UseConnection",
                        "Resource": arns["connection"],
                    },
                    {"Effect": "Allow", "Action": "ecr:*", "Resource": arns["images"]},
                ],
            }
        )
    ),
)
builds = {
    name: aws.codebuild.Project(
        name,
        service_role=role.arn,
        artifacts={"type": "CODEPIPELINE"},
        build_timeout=30,
        environment={
            "compute_type": size,
            "image": "aws/codebuild/amazonlinux2-x86_64-standard:5.0",
            "type": "LINUX_CONTAINER",
            "privileged_mode": name == "image",
            "environment_variables": [{"name": "REPOSITORY_URL", "value": images.repository_url}],
        },
        source={"type": "CODEPIPELINE", "buildspec": Path("buildspec.yml").read_text()},
    )
    for name, size in (("test", "BUILD_GENERAL1_SMALL"), ("image", "BUILD_GENERAL1_LARGE"))
}


def action(name: str, category: str, provider: str, configuration: dict, **extra: object) -> dict:
    return {
        "name": name,
        "category": category,
        "owner": "AWS",
        "provider": provider,
        "version": "1",
        "configuration": configuration,
        **extra,
    }


pipeline = aws.codepipeline.Pipeline(
    "shop",
    role_arn=role.arn,
    pipeline_type="V2",
    artifact_stores=[{"location": artifacts.bucket, "type": "S3"}],
    stages=[
        {
            "name": "Source",
            "actions": [
                action(
                    "GitHub",
                    "Source",
                    "CodeStarSourceConnection",
                    {
                        "ConnectionArn": connection.arn,
                        "FullRepositoryId": repository,
                        "BranchName": "main",
                    },
                    output_artifacts=["source"],
                )
            ],
        },
        *(
            {
                "name": name.title(),
                "actions": [
                    action(
                        name,
                        "Build",
                        "CodeBuild",
                        {"ProjectName": build.name},
                        input_artifacts=["source"],
                        output_artifacts=[f"{name}-out"],
                    )
                ],
            }
            for name, build in builds.items()
        ),
        {
            "name": "Approve",
            "actions": [action("Approve", "Approval", "Manual", {})],
        },
    ],
)
github = aws.iam.OpenIdConnectProvider(
    "github",
    url="https://token.actions.githubusercontent.com",
    client_id_lists=["sts.amazonaws.com"],
)
aws.iam.Role(
    "github-actions",
    assume_role_policy=aws.iam.get_policy_document_output(
        statements=[
            {
                "actions": ["sts:AssumeRoleWithWebIdentity"],
                "principals": [{"type": "Federated", "identifiers": [github.arn]}],
                "conditions": [
                    {
                        "test": "StringLike",
                        "variable": "token.actions.githubusercontent.com:sub",
                        "values": [f"repo:{repository}:*"],
                    }
                ],
            }
        ]
    ).json,
    max_session_duration=3600,
)
topic = aws.sns.Topic("builds")
aws.codestarnotifications.NotificationRule(
    "failed",
    detail_type="BASIC",
    event_type_ids=["codepipeline-pipeline-pipeline-execution-failed"],
    resource=pipeline.arn,
    targets=[{"address": topic.arn}],
)
pulumi.export("repository", images.repository_url)
