"""Rules for AWS CodeBuild."""

from collections.abc import Mapping

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

WITHOUT_APPROVAL = {"pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"}}
OWN_ACCOUNT = {"type": "ACTOR_ACCOUNT_ID", "pattern": "^(12345)$"}


def group(events: str, *others: Mapping[str, str]) -> dict[str, object]:
    return {"filters": [{"type": "EVENT", "pattern": events}, *others]}


ROWS = [
    *of_inputs(
        "codebuild-project-logging",
        passes=[
            {},
            {
                "logsConfig": {
                    "s3Logs": {"status": "ENABLED"},
                    "cloudwatchLogs": {"status": "DISABLED"},
                }
            },
        ],
        fails=[{"logsConfig": {"cloudwatchLogs": {"status": "DISABLED"}}}],
        unknown=[{"logsConfig": UNKNOWN}],
    ),
    *of_input(
        "codebuild-project-not-public", "projectVisibility", passes=[None], fails=["PUBLIC_READ"]
    ),
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
        "codebuild-webhook-filter-groups",
        passes=[{"filterGroups": [group("PUSH")]}, {"branchFilter": "^main$"}],
        fails=[{}, {"filterGroups": []}],
        unknown=[{"filterGroups": UNKNOWN}],
    ),
    *of_inputs(
        "codebuild-webhook-pull-requests-approved",
        passes=[
            {},
            {"pullRequestBuildPolicy": {"requiresCommentApproval": "ALL_PULL_REQUESTS"}},
            {"filterGroups": [group("PUSH")], **WITHOUT_APPROVAL},
            {"filterGroups": [group("PULL_REQUEST_CREATED", OWN_ACCOUNT)], **WITHOUT_APPROVAL},
        ],
        fails=[
            WITHOUT_APPROVAL,
            {"filterGroups": [group("PUSH, PULL_REQUEST_CREATED")], **WITHOUT_APPROVAL},
        ],
        unknown=[{"filterGroups": UNKNOWN, **WITHOUT_APPROVAL}],
    ),
]
