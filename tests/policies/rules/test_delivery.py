"""Rules for build and delivery services."""

from costing.model import UNKNOWN
from policies.rules.cloudformation import cloudformation_stack_service_role
from policies.rules.codebuild import (
    codebuild_project_artifacts_encrypted,
    codebuild_project_customer_managed_key,
    codebuild_project_no_plain_text_secrets,
    codebuild_report_group_encrypted,
    codebuild_source_url_no_credentials,
    codebuild_webhook_anchored_patterns,
)
from policies.rules.codecommit import codecommit_repository_approval_rule
from policies.rules.codeguru import codeguru_reviewer_customer_managed_key
from policies.rules.codepipeline import codepipeline_artifact_store_customer_managed_key
from policies.rules.imagebuilder import (
    imagebuilder_distribution_customer_managed_key,
    imagebuilder_imdsv2_required,
    imagebuilder_recipe_encrypted_volumes,
)
from policies.rules.servicecatalog import servicecatalog_portfolio_shared_in_organization
from tests.policies.row import Row, declare, of_inputs

ROWS = [
    *of_inputs(
        codebuild_project_artifacts_encrypted,
        "aws:codebuild/project:Project",
        passes=[
            {"artifacts": {"type": "S3"}},
            {"artifacts": {"type": "NO_ARTIFACTS", "encryptionDisabled": True}},
        ],
        fails=[{"artifacts": {"type": "S3", "encryptionDisabled": True}}],
        unknown=[{"artifacts": {"type": "S3", "encryptionDisabled": UNKNOWN}}],
    ),
    *of_inputs(
        codebuild_project_customer_managed_key,
        "aws:codebuild/project:Project",
        passes=[
            {
                "artifacts": {"type": "S3"},
                "encryptionKey": "arn:aws:kms:us-east-1:123456789012:key/1",
            },
            {"artifacts": {"type": "NO_ARTIFACTS"}},
        ],
        fails=[{"artifacts": {"type": "S3"}}],
        unknown=[{"artifacts": {"type": "S3"}, "encryptionKey": UNKNOWN}],
    ),
    *of_inputs(
        codebuild_project_no_plain_text_secrets,
        "aws:codebuild/project:Project",
        passes=[
            {},
            {
                "environment": {
                    "environmentVariables": [
                        {
                            "name": "DB_PASSWORD",
                            "type": "SECRETS_MANAGER",
                            "value": "build/db:password",
                        }
                    ]
                }
            },
            {"environment": {"environmentVariables": [{"name": "STAGE", "value": "prod"}]}},
        ],
        fails=[
            {
                "environment": {
                    "environmentVariables": [
                        {"name": "DB_PASSWORD", "value": "correct-horse-battery"}
                    ]
                }
            },
            {
                "environment": {
                    "environmentVariables": [
                        {"name": "AWS_ACCESS_KEY_ID", "value": "AKIAIOSFODNN7EXAMPLE"}
                    ]
                }
            },
        ],
        unknown=[{"environment": {"environmentVariables": UNKNOWN}}],
    ),
    *of_inputs(
        codebuild_source_url_no_credentials,
        "aws:codebuild/project:Project",
        passes=[{"source": {"type": "GITHUB", "location": "https://github.com/example/app.git"}}],
        fails=[
            {
                "source": {
                    "type": "BITBUCKET",
                    "location": "https://x-token-auth:abc123@bitbucket.org/example/app.git",
                }
            }
        ],
        unknown=[{"source": {"type": "GITHUB", "location": UNKNOWN}}],
    ),
    *of_inputs(
        codebuild_report_group_encrypted,
        "aws:codebuild/reportGroup:ReportGroup",
        passes=[{}, {"exportConfig": {"s3Destination": {"encryptionDisabled": False}}}],
        fails=[{"exportConfig": {"s3Destination": {"encryptionDisabled": True}}}],
        unknown=[{"exportConfig": {"s3Destination": {"encryptionDisabled": UNKNOWN}}}],
    ),
    *of_inputs(
        codebuild_webhook_anchored_patterns,
        "aws:codebuild/webhook:Webhook",
        passes=[
            {},
            {
                "filterGroups": [
                    {"filters": [{"type": "ACTOR_ACCOUNT_ID", "pattern": "^(12345|67890)$"}]}
                ]
            },
        ],
        fails=[
            {
                "filterGroups": [
                    {"filters": [{"type": "ACTOR_ACCOUNT_ID", "pattern": "12345|67890"}]}
                ]
            }
        ],
        unknown=[{"filterGroups": UNKNOWN}],
    ),
    *of_inputs(
        codepipeline_artifact_store_customer_managed_key,
        "aws:codepipeline/pipeline:Pipeline",
        passes=[
            {
                "artifactStores": [
                    {
                        "location": "artifacts",
                        "type": "S3",
                        "encryptionKey": {
                            "id": "arn:aws:kms:us-east-1:123456789012:key/1",
                            "type": "KMS",
                        },
                    }
                ]
            }
        ],
        fails=[{"artifactStores": [{"location": "artifacts", "type": "S3"}]}],
        unknown=[{"artifactStores": UNKNOWN}],
    ),
    Row(
        codecommit_repository_approval_rule,
        None,
        [
            declare("aws:codecommit/repository:Repository", "it"),
            declare(
                "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
                "other",
                {"repositoryName": declare("aws:codecommit/repository:Repository", "it")},
            ),
        ],
    ),
    Row(
        codecommit_repository_approval_rule,
        "violation",
        [declare("aws:codecommit/repository:Repository", "it")],
    ),
    Row(
        codecommit_repository_approval_rule,
        "unknown",
        [
            declare("aws:codecommit/repository:Repository", "it"),
            declare(
                "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
                "other",
                {"repositoryName": UNKNOWN},
            ),
        ],
    ),
    *of_inputs(
        codeguru_reviewer_customer_managed_key,
        "aws:codegurureviewer/repositoryAssociation:RepositoryAssociation",
        passes=[{"kmsKeyDetails": {"encryptionOption": "CUSTOMER_MANAGED_CMK"}}],
        fails=[{"kmsKeyDetails": {"encryptionOption": "AWS_OWNED_CMK"}}, {}],
        unknown=[{"kmsKeyDetails": {"encryptionOption": UNKNOWN}}],
    ),
    *of_inputs(
        imagebuilder_distribution_customer_managed_key,
        "aws:imagebuilder/distributionConfiguration:DistributionConfiguration",
        passes=[
            {
                "distributions": [
                    {
                        "region": "us-east-1",
                        "amiDistributionConfiguration": {
                            "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1"
                        },
                    }
                ]
            }
        ],
        fails=[
            {
                "distributions": [
                    {"region": "us-east-1", "amiDistributionConfiguration": {"name": "image"}}
                ]
            }
        ],
        unknown=[{"distributions": UNKNOWN}],
    ),
    *of_inputs(
        imagebuilder_recipe_encrypted_volumes,
        "aws:imagebuilder/imageRecipe:ImageRecipe",
        passes=[
            {},
            {
                "blockDeviceMappings": [
                    {
                        "ebs": {
                            "encrypted": "true",
                            "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1",
                        }
                    }
                ]
            },
        ],
        fails=[{"blockDeviceMappings": [{"ebs": {"volumeType": "gp3"}}]}],
        unknown=[{"blockDeviceMappings": UNKNOWN}],
    ),
    *of_inputs(
        imagebuilder_imdsv2_required,
        "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration",
        passes=[{"instanceMetadataOptions": {"httpTokens": "required"}}],
        fails=[{"instanceMetadataOptions": {"httpTokens": "optional"}}, {}],
        unknown=[{"instanceMetadataOptions": {"httpTokens": UNKNOWN}}],
    ),
    *of_inputs(
        cloudformation_stack_service_role,
        "aws:cloudformation/stack:Stack",
        passes=[{"iamRoleArn": "value"}],
        fails=[{}],
        unknown=[{"iamRoleArn": UNKNOWN}],
    ),
    *of_inputs(
        servicecatalog_portfolio_shared_in_organization,
        "aws:servicecatalog/portfolioShare:PortfolioShare",
        passes=[{}],
        fails=[{"type": "ACCOUNT"}],
        unknown=[{"type": UNKNOWN}],
    ),
]
