"""Rules for exposure, secrets, logging and backups of further services."""

import json

from costing.model import UNKNOWN
from policies.engine.selectors.tokens import NETWORKFIREWALL_FIREWALL, WAFV2_WEB_ACL_ASSOCIATION
from tests.policies.row import Row, declare, of_input, of_inputs

API = declare("aws:appsync/graphQLApi:GraphQLApi", "api")
FIREWALL = declare(NETWORKFIREWALL_FIREWALL, "firewall")
LOGGING = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"


def with_variable(name: str, value: str) -> dict[str, str]:
    environment = [{"name": name, "value": value}]
    return {"containerDefinitions": json.dumps([{"name": "app", "environment": environment}])}


ROWS = [
    *of_input(
        "ebs-snapshot-public-access-block",
        "state",
        passes=["block-all-sharing"],
        fails=["unblocked"],
    ),
    *of_input("ebs-snapshot-not-public", "accountId", passes=["123456789012"], fails=["all"]),
    *of_inputs(
        "ssm-document-not-public",
        passes=[{"permissions": {"type": "Share", "accountIds": "123456789012"}}, {}],
        fails=[
            {"permissions": {"type": "Share", "accountIds": "All"}},
            {"permissions": {"type": "Share", "account_ids": "all"}},
        ],
        unknown=[{"permissions": UNKNOWN}],
    ),
    *of_input(
        "mwaa-web-server-private",
        "webserverAccessMode",
        passes=[None, "PRIVATE_ONLY"],
        fails=["PUBLIC_ONLY"],
    ),
    *of_inputs(
        "cloudfront-distribution-origin-https",
        passes=[
            {"origins": [{"domainName": "a", "originId": "a"}]},
            {"origins": [{"customOriginConfig": {"originProtocolPolicy": "https-only"}}]},
        ],
        fails=[
            {"origins": [{"customOriginConfig": {"originProtocolPolicy": "http-only"}}]},
            {"origins": [{"customOriginConfig": {"originProtocolPolicy": "match-viewer"}}]},
        ],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-origin-tls-1-2",
        passes=[
            {"origins": [{"customOriginConfig": {"originSslProtocols": ["TLSv1.2"]}}]},
            {"origins": [{}]},
        ],
        fails=[{"origins": [{"customOriginConfig": {"originSslProtocols": ["SSLv3", "TLSv1.2"]}}]}],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-origin-access-control",
        passes=[
            {
                "origins": [
                    {"domainName": "b.s3.eu-west-1.amazonaws.com", "originAccessControlId": "E1"}
                ]
            },
            {
                "origins": [
                    {
                        "domainName": "b.s3.amazonaws.com",
                        "s3OriginConfig": {
                            "originAccessIdentity": "origin-access-identity/cloudfront/E1"
                        },
                    }
                ]
            },
            {"origins": [{"domainName": "example.com"}]},
            {"origins": [{"domainName": "b.s3-website-us-east-1.amazonaws.com"}]},
        ],
        fails=[{"origins": [{"domainName": "b.s3.eu-west-1.amazonaws.com"}]}],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-access-logging",
        passes=[{"loggingConfig": {"bucket": "logs.s3.amazonaws.com"}}],
        fails=[{}],
        unknown=[{"loggingConfig": UNKNOWN}],
    ),
    *of_inputs(
        "dms-endpoint-tls",
        passes=[{"engineName": "postgres", "sslMode": "require"}, {"engineName": "s3"}],
        fails=[{"engineName": "mysql"}, {"engineName": "postgres", "sslMode": "none"}],
        unknown=[{"sslMode": "none", "engineName": UNKNOWN}],
    ),
    *of_input("transfer-server-not-public", "endpointType", passes=["VPC"], fails=[None, "PUBLIC"]),
    *of_input(
        "transfer-server-no-ftp", "protocols", passes=[None, ["SFTP"]], fails=[["SFTP", "FTP"]]
    ),
    *of_input(
        "apigateway-domain-minimum-tls-1-2",
        "securityPolicy",
        passes=[None, "TLS_1_2"],
        fails=["TLS_1_0"],
    ),
    *of_input(
        "docdb-cluster-backup-retention",
        "backupRetentionPeriod",
        passes=[7],
        fails=[None, 1],
        kind="aws:docdb/cluster:Cluster",
    ),
    *of_input(
        "docdb-cluster-backup-retention",
        "backupRetentionPeriod",
        passes=[7],
        fails=[None, 1],
        kind="aws:neptune/cluster:Cluster",
    ),
    *of_input(
        "neptune-cluster-deletion-protection", "deletionProtection", passes=[True], fails=[None]
    ),
    *of_input(
        "emr-block-public-access", "blockPublicSecurityGroupRules", passes=[True], fails=[False]
    ),
    *of_input("ec2-ami-copy-encrypted", "encrypted", passes=[True], fails=[None]),
    *of_inputs(
        "elb-classic-access-logging",
        passes=[{"accessLogs": {"bucket": "logs"}}],
        fails=[{}],
        unknown=[{"accessLogs": UNKNOWN}],
    ),
    *of_inputs(
        "cognito-user-pool-password-policy",
        passes=[{"passwordPolicy": {"minimumLength": 12}}],
        fails=[{}, {"passwordPolicy": {"minimumLength": 6}}],
        unknown=[{"passwordPolicy": UNKNOWN}],
    ),
    *of_input("cognito-user-pool-mfa", "mfaConfiguration", passes=["ON"], fails=[None, "OFF"]),
    *of_input(
        "cognito-user-pool-deletion-protection",
        "deletionProtection",
        passes=["ACTIVE"],
        fails=[None],
    ),
    *of_input(
        "dynamodb-table-deletion-protection",
        "deletionProtectionEnabled",
        passes=[True],
        fails=[None],
    ),
    *of_inputs(
        "ecs-container-no-plain-text-secrets",
        passes=[with_variable("LEVEL", "info")],
        fails=[
            with_variable("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            with_variable("DB_PASSWORD", "hunter2hunter2"),
        ],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_input(
        "ecs-task-no-host-network-mode", "networkMode", passes=[None, "awsvpc"], fails=["host"]
    ),
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
        "opensearch-serverless-collection-not-public",
        passes=[
            {"type": "network", "policy": '[{"AllowFromPublic": false}]'},
            {"type": "encryption", "policy": "{}"},
        ],
        fails=[{"type": "network", "policy": '[{"AllowFromPublic":true}]'}],
        unknown=[{"type": "network", "policy": UNKNOWN}],
    ),
    *of_inputs(
        "msk-cluster-no-unauthenticated-access",
        passes=[
            {"clientAuthentication": {"sasl": {"iam": True}}},
            {"clientAuthentication": {"tls": {"certificateAuthorityArns": ["arn"]}}},
        ],
        fails=[{}, {"clientAuthentication": {"unauthenticated": True, "sasl": {"iam": True}}}],
        unknown=[{"clientAuthentication": UNKNOWN}],
    ),
    *of_input(
        "sagemaker-domain-vpc-only", "appNetworkAccessType", passes=["VpcOnly"], fails=[None]
    ),
    Row(
        "network-firewall-logging",
        None,
        [FIREWALL, declare(LOGGING, "logs", {"firewallArn": FIREWALL})],
    ),
    Row("network-firewall-logging", "violation", [FIREWALL]),
    Row(
        "network-firewall-logging",
        "unknown",
        [FIREWALL, declare(LOGGING, "logs", {"firewallArn": UNKNOWN})],
    ),
    Row(
        "appsync-api-waf-web-acl",
        None,
        [API, declare(WAFV2_WEB_ACL_ASSOCIATION, "acl", {"resourceArn": API})],
    ),
    Row("appsync-api-waf-web-acl", "violation", [API]),
    Row(
        "appsync-api-waf-web-acl",
        "unknown",
        [API, declare(WAFV2_WEB_ACL_ASSOCIATION, "acl", {"resourceArn": UNKNOWN})],
    ),
    Row("iam-no-users", None, [declare("aws:iam/role:Role", "role")]),
    *of_inputs("iam-no-users", "aws:iam/user:User", fails=[{}]),
    *of_inputs("iam-no-users", "aws:iam/userLoginProfile:UserLoginProfile", fails=[{}]),
]
