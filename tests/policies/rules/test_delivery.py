"""Rules for build and delivery services."""

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

ROWS = [
    *of_inputs(
        "codebuild-project-artifacts-encrypted",
        passes=[
            {"artifacts": {"type": "S3"}},
            {"artifacts": {"type": "NO_ARTIFACTS", "encryptionDisabled": True}},
        ],
        fails=[{"artifacts": {"type": "S3", "encryptionDisabled": True}}],
        unknown=[{"artifacts": {"type": "S3", "encryptionDisabled": UNKNOWN}}],
    ),
    *of_inputs(
        "codebuild-project-customer-managed-key",
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
        "codebuild-project-no-plain-text-secrets",
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
        "codebuild-source-url-no-credentials",
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
    *of_input(
        "codebuild-report-group-encrypted",
        "exportConfig.s3Destination.encryptionDisabled",
        passes=[None, False],
        fails=[True],
    ),
    *of_inputs(
        "codebuild-webhook-anchored-patterns",
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
        "codepipeline-artifact-store-customer-managed-key",
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
        "codecommit-repository-approval-rule",
        None,
        [
            declare("aws:codecommit/repository:Repository", "repository"),
            declare(
                "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
                "other",
                {"repositoryName": declare("aws:codecommit/repository:Repository", "repository")},
            ),
        ],
    ),
    Row(
        "codecommit-repository-approval-rule",
        "violation",
        [declare("aws:codecommit/repository:Repository", "repository")],
    ),
    Row(
        "codecommit-repository-approval-rule",
        "unknown",
        [
            declare("aws:codecommit/repository:Repository", "repository"),
            declare(
                "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
                "other",
                {"repositoryName": UNKNOWN},
            ),
        ],
    ),
    *of_input(
        "codeguru-reviewer-customer-managed-key",
        "kmsKeyDetails.encryptionOption",
        passes=["CUSTOMER_MANAGED_CMK"],
        fails=["AWS_OWNED_CMK", None],
    ),
    *of_inputs(
        "imagebuilder-distribution-customer-managed-key",
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
        "imagebuilder-recipe-encrypted-volumes",
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
    *of_input(
        "imagebuilder-imdsv2-required",
        "instanceMetadataOptions.httpTokens",
        passes=["required"],
        fails=["optional", None],
    ),
    *of_input("cloudformation-stack-service-role", "iamRoleArn", passes=["value"], fails=[None]),
    *of_input(
        "servicecatalog-portfolio-shared-in-organization", "type", passes=[None], fails=["ACCOUNT"]
    ),
]
