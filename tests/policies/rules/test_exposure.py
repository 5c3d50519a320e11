"""Rules for exposure, secrets, logging and backups of further services."""

import json

from costing.model import UNKNOWN
from policies.engine.selectors.tokens import NETWORKFIREWALL_FIREWALL, WAFV2_WEB_ACL_ASSOCIATION
from tests.policies.row import Row, declare, of_inputs

API = declare("aws:appsync/graphQLApi:GraphQLApi", "api")
FIREWALL = declare(NETWORKFIREWALL_FIREWALL, "firewall")
LOGGING = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"


def with_variable(name: str, value: str) -> dict[str, str]:
    environment = [{"name": name, "value": value}]
    return {"containerDefinitions": json.dumps([{"name": "app", "environment": environment}])}


ROWS = [
    *of_inputs(
        "ebs-snapshot-public-access-block",
        passes=[{"state": "block-all-sharing"}],
        fails=[{"state": "unblocked"}],
        unknown=[{"state": UNKNOWN}],
    ),
    *of_inputs(
        "ebs-snapshot-not-public",
        passes=[{"accountId": "123456789012"}],
        fails=[{"accountId": "all"}],
        unknown=[{"accountId": UNKNOWN}],
    ),
    *of_inputs(
        "ssm-document-not-public",
        passes=[{"permissions": {"type": "Share", "accountIds": "123456789012"}}, {}],
        fails=[
            {"permissions": {"type": "Share", "accountIds": "All"}},
            {"permissions": {"type": "Share", "account_ids": "all"}},
        ],
        unknown=[{"permissions": UNKNOWN}],
    ),
    *of_inputs(
        "mwaa-web-server-private",
        passes=[{}, {"webserverAccessMode": "PRIVATE_ONLY"}],
        fails=[{"webserverAccessMode": "PUBLIC_ONLY"}],
        unknown=[{"webserverAccessMode": UNKNOWN}],
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
    *of_inputs(
        "transfer-server-not-public",
        passes=[{"endpointType": "VPC"}],
        fails=[{}, {"endpointType": "PUBLIC"}],
        unknown=[{"endpointType": UNKNOWN}],
    ),
    *of_inputs(
        "transfer-server-no-ftp",
        passes=[{}, {"protocols": ["SFTP"]}],
        fails=[{"protocols": ["SFTP", "FTP"]}],
        unknown=[{"protocols": UNKNOWN}],
    ),
    *of_inputs(
        "apigateway-domain-minimum-tls-1-2",
        passes=[{}, {"securityPolicy": "TLS_1_2"}],
        fails=[{"securityPolicy": "TLS_1_0"}],
        unknown=[{"securityPolicy": UNKNOWN}],
    ),
    *of_inputs(
        "docdb-cluster-backup-retention",
        "aws:docdb/cluster:Cluster",
        passes=[{"backupRetentionPeriod": 7}],
        fails=[{}, {"backupRetentionPeriod": 1}],
        unknown=[{"backupRetentionPeriod": UNKNOWN}],
    ),
    *of_inputs(
        "docdb-cluster-backup-retention",
        "aws:neptune/cluster:Cluster",
        passes=[{"backupRetentionPeriod": 7}],
        fails=[{}, {"backupRetentionPeriod": 1}],
        unknown=[{"backupRetentionPeriod": UNKNOWN}],
    ),
    *of_inputs(
        "neptune-cluster-deletion-protection",
        passes=[{"deletionProtection": True}],
        fails=[{}],
        unknown=[{"deletionProtection": UNKNOWN}],
    ),
    *of_inputs(
        "emr-block-public-access",
        passes=[{"blockPublicSecurityGroupRules": True}],
        fails=[{"blockPublicSecurityGroupRules": False}],
        unknown=[{"blockPublicSecurityGroupRules": UNKNOWN}],
    ),
    *of_inputs(
        "ec2-ami-copy-encrypted",
        passes=[{"encrypted": True}],
        fails=[{}],
        unknown=[{"encrypted": UNKNOWN}],
    ),
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
    *of_inputs(
        "cognito-user-pool-mfa",
        passes=[{"mfaConfiguration": "ON"}],
        fails=[{}, {"mfaConfiguration": "OFF"}],
        unknown=[{"mfaConfiguration": UNKNOWN}],
    ),
    *of_inputs(
        "cognito-user-pool-deletion-protection",
        passes=[{"deletionProtection": "ACTIVE"}],
        fails=[{}],
        unknown=[{"deletionProtection": UNKNOWN}],
    ),
    *of_inputs(
        "dynamodb-table-deletion-protection",
        passes=[{"deletionProtectionEnabled": True}],
        fails=[{}],
        unknown=[{"deletionProtectionEnabled": UNKNOWN}],
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
    *of_inputs(
        "ecs-task-no-host-network-mode",
        passes=[{}, {"networkMode": "awsvpc"}],
        fails=[{"networkMode": "host"}],
        unknown=[{"networkMode": UNKNOWN}],
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
    *of_inputs(
        "codebuild-project-not-public",
        passes=[{}],
        fails=[{"projectVisibility": "PUBLIC_READ"}],
        unknown=[{"projectVisibility": UNKNOWN}],
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
    *of_inputs(
        "sagemaker-domain-vpc-only",
        passes=[{"appNetworkAccessType": "VpcOnly"}],
        fails=[{}],
        unknown=[{"appNetworkAccessType": UNKNOWN}],
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
