"""Rules for exposure, secrets, logging and backups of further services."""

import json

from costing.model import UNKNOWN
from policies.engine.selectors.tokens import NETWORKFIREWALL_FIREWALL, WAFV2_WEB_ACL_ASSOCIATION
from policies.rules.apigateway.api import apigateway_domain_minimum_tls_1_2
from policies.rules.appsync import appsync_api_waf_web_acl
from policies.rules.cloudfront.distribution import (
    cloudfront_distribution_access_logging,
    cloudfront_distribution_origin_access_control,
    cloudfront_distribution_origin_https,
    cloudfront_distribution_origin_tls_1_2,
)
from policies.rules.codebuild import codebuild_project_logging, codebuild_project_not_public
from policies.rules.cognito import (
    cognito_user_pool_deletion_protection,
    cognito_user_pool_mfa,
    cognito_user_pool_password_policy,
)
from policies.rules.dms import dms_endpoint_tls
from policies.rules.docdb import docdb_cluster_backup_retention, neptune_cluster_deletion_protection
from policies.rules.dynamodb import dynamodb_table_deletion_protection
from policies.rules.ebs import ebs_snapshot_not_public, ebs_snapshot_public_access_block
from policies.rules.ec2.instances import ec2_ami_copy_encrypted
from policies.rules.ecs.services import (
    ecs_container_no_plain_text_secrets,
    ecs_task_no_host_network_mode,
)
from policies.rules.elb.load_balancer import elb_classic_access_logging
from policies.rules.emr import emr_block_public_access
from policies.rules.iam.attachments import iam_no_users
from policies.rules.msk import msk_cluster_no_unauthenticated_access
from policies.rules.mwaa import mwaa_web_server_private
from policies.rules.networkfirewall import network_firewall_logging
from policies.rules.opensearch.domain import opensearch_serverless_collection_not_public
from policies.rules.sagemaker.notebook import sagemaker_domain_vpc_only
from policies.rules.ssm import ssm_document_not_public
from policies.rules.transfer import transfer_server_no_ftp, transfer_server_not_public
from tests.policies.row import Row, declare, of_inputs

API = declare("aws:appsync/graphQLApi:GraphQLApi", "api")
FIREWALL = declare(NETWORKFIREWALL_FIREWALL, "firewall")
LOGGING = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"


def with_variable(name: str, value: str) -> dict[str, str]:
    environment = [{"name": name, "value": value}]
    return {"containerDefinitions": json.dumps([{"name": "app", "environment": environment}])}


ROWS = [
    *of_inputs(
        ebs_snapshot_public_access_block,
        "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        passes=[{"state": "block-all-sharing"}],
        fails=[{"state": "unblocked"}],
        unknown=[{"state": UNKNOWN}],
    ),
    *of_inputs(
        ebs_snapshot_not_public,
        "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission",
        passes=[{"accountId": "123456789012"}],
        fails=[{"accountId": "all"}],
        unknown=[{"accountId": UNKNOWN}],
    ),
    *of_inputs(
        ssm_document_not_public,
        "aws:ssm/document:Document",
        passes=[{"permissions": {"type": "Share", "accountIds": "123456789012"}}, {}],
        fails=[
            {"permissions": {"type": "Share", "accountIds": "All"}},
            {"permissions": {"type": "Share", "account_ids": "all"}},
        ],
        unknown=[{"permissions": UNKNOWN}],
    ),
    *of_inputs(
        mwaa_web_server_private,
        "aws:mwaa/environment:Environment",
        passes=[{}, {"webserverAccessMode": "PRIVATE_ONLY"}],
        fails=[{"webserverAccessMode": "PUBLIC_ONLY"}],
        unknown=[{"webserverAccessMode": UNKNOWN}],
    ),
    *of_inputs(
        cloudfront_distribution_origin_https,
        "aws:cloudfront/distribution:Distribution",
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
        cloudfront_distribution_origin_tls_1_2,
        "aws:cloudfront/distribution:Distribution",
        passes=[
            {"origins": [{"customOriginConfig": {"originSslProtocols": ["TLSv1.2"]}}]},
            {"origins": [{}]},
        ],
        fails=[{"origins": [{"customOriginConfig": {"originSslProtocols": ["SSLv3", "TLSv1.2"]}}]}],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        cloudfront_distribution_origin_access_control,
        "aws:cloudfront/distribution:Distribution",
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
        cloudfront_distribution_access_logging,
        "aws:cloudfront/distribution:Distribution",
        passes=[{"loggingConfig": {"bucket": "logs.s3.amazonaws.com"}}],
        fails=[{}],
        unknown=[{"loggingConfig": UNKNOWN}],
    ),
    *of_inputs(
        dms_endpoint_tls,
        "aws:dms/endpoint:Endpoint",
        passes=[{"engineName": "postgres", "sslMode": "require"}, {"engineName": "s3"}],
        fails=[{"engineName": "mysql"}, {"engineName": "postgres", "sslMode": "none"}],
        unknown=[{"sslMode": "none", "engineName": UNKNOWN}],
    ),
    *of_inputs(
        transfer_server_not_public,
        "aws:transfer/server:Server",
        passes=[{"endpointType": "VPC"}],
        fails=[{}, {"endpointType": "PUBLIC"}],
        unknown=[{"endpointType": UNKNOWN}],
    ),
    *of_inputs(
        transfer_server_no_ftp,
        "aws:transfer/server:Server",
        passes=[{}, {"protocols": ["SFTP"]}],
        fails=[{"protocols": ["SFTP", "FTP"]}],
        unknown=[{"protocols": UNKNOWN}],
    ),
    *of_inputs(
        apigateway_domain_minimum_tls_1_2,
        "aws:apigateway/domainName:DomainName",
        passes=[{}, {"securityPolicy": "TLS_1_2"}],
        fails=[{"securityPolicy": "TLS_1_0"}],
        unknown=[{"securityPolicy": UNKNOWN}],
    ),
    *of_inputs(
        docdb_cluster_backup_retention,
        "aws:docdb/cluster:Cluster",
        passes=[{"backupRetentionPeriod": 7}],
        fails=[{}, {"backupRetentionPeriod": 1}],
        unknown=[{"backupRetentionPeriod": UNKNOWN}],
    ),
    *of_inputs(
        docdb_cluster_backup_retention,
        "aws:neptune/cluster:Cluster",
        passes=[{"backupRetentionPeriod": 7}],
        fails=[{}, {"backupRetentionPeriod": 1}],
        unknown=[{"backupRetentionPeriod": UNKNOWN}],
    ),
    *of_inputs(
        neptune_cluster_deletion_protection,
        "aws:neptune/cluster:Cluster",
        passes=[{"deletionProtection": True}],
        fails=[{}],
        unknown=[{"deletionProtection": UNKNOWN}],
    ),
    *of_inputs(
        emr_block_public_access,
        "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration",
        passes=[{"blockPublicSecurityGroupRules": True}],
        fails=[{"blockPublicSecurityGroupRules": False}],
        unknown=[{"blockPublicSecurityGroupRules": UNKNOWN}],
    ),
    *of_inputs(
        ec2_ami_copy_encrypted,
        "aws:ec2/amiCopy:AmiCopy",
        passes=[{"encrypted": True}],
        fails=[{}],
        unknown=[{"encrypted": UNKNOWN}],
    ),
    *of_inputs(
        elb_classic_access_logging,
        "aws:elb/loadBalancer:LoadBalancer",
        passes=[{"accessLogs": {"bucket": "logs"}}],
        fails=[{}],
        unknown=[{"accessLogs": UNKNOWN}],
    ),
    *of_inputs(
        cognito_user_pool_password_policy,
        "aws:cognito/userPool:UserPool",
        passes=[{"passwordPolicy": {"minimumLength": 12}}],
        fails=[{}, {"passwordPolicy": {"minimumLength": 6}}],
        unknown=[{"passwordPolicy": UNKNOWN}],
    ),
    *of_inputs(
        cognito_user_pool_mfa,
        "aws:cognito/userPool:UserPool",
        passes=[{"mfaConfiguration": "ON"}],
        fails=[{}, {"mfaConfiguration": "OFF"}],
        unknown=[{"mfaConfiguration": UNKNOWN}],
    ),
    *of_inputs(
        cognito_user_pool_deletion_protection,
        "aws:cognito/userPool:UserPool",
        passes=[{"deletionProtection": "ACTIVE"}],
        fails=[{}],
        unknown=[{"deletionProtection": UNKNOWN}],
    ),
    *of_inputs(
        dynamodb_table_deletion_protection,
        "aws:dynamodb/table:Table",
        passes=[{"deletionProtectionEnabled": True}],
        fails=[{}],
        unknown=[{"deletionProtectionEnabled": UNKNOWN}],
    ),
    *of_inputs(
        ecs_container_no_plain_text_secrets,
        "aws:ecs/taskDefinition:TaskDefinition",
        passes=[with_variable("LEVEL", "info")],
        fails=[
            with_variable("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            with_variable("DB_PASSWORD", "hunter2hunter2"),
        ],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_inputs(
        ecs_task_no_host_network_mode,
        "aws:ecs/taskDefinition:TaskDefinition",
        passes=[{}, {"networkMode": "awsvpc"}],
        fails=[{"networkMode": "host"}],
        unknown=[{"networkMode": UNKNOWN}],
    ),
    *of_inputs(
        codebuild_project_logging,
        "aws:codebuild/project:Project",
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
        codebuild_project_not_public,
        "aws:codebuild/project:Project",
        passes=[{}],
        fails=[{"projectVisibility": "PUBLIC_READ"}],
        unknown=[{"projectVisibility": UNKNOWN}],
    ),
    *of_inputs(
        opensearch_serverless_collection_not_public,
        "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy",
        passes=[
            {"type": "network", "policy": '[{"AllowFromPublic": false}]'},
            {"type": "encryption", "policy": "{}"},
        ],
        fails=[{"type": "network", "policy": '[{"AllowFromPublic":true}]'}],
        unknown=[{"type": "network", "policy": UNKNOWN}],
    ),
    *of_inputs(
        msk_cluster_no_unauthenticated_access,
        "aws:msk/cluster:Cluster",
        passes=[
            {"clientAuthentication": {"sasl": {"iam": True}}},
            {"clientAuthentication": {"tls": {"certificateAuthorityArns": ["arn"]}}},
        ],
        fails=[{}, {"clientAuthentication": {"unauthenticated": True, "sasl": {"iam": True}}}],
        unknown=[{"clientAuthentication": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_domain_vpc_only,
        "aws:sagemaker/domain:Domain",
        passes=[{"appNetworkAccessType": "VpcOnly"}],
        fails=[{}],
        unknown=[{"appNetworkAccessType": UNKNOWN}],
    ),
    Row(
        network_firewall_logging,
        None,
        [FIREWALL, declare(LOGGING, "logs", {"firewallArn": FIREWALL})],
    ),
    Row(network_firewall_logging, "violation", [FIREWALL]),
    Row(
        network_firewall_logging,
        "unknown",
        [FIREWALL, declare(LOGGING, "logs", {"firewallArn": UNKNOWN})],
    ),
    Row(
        appsync_api_waf_web_acl,
        None,
        [API, declare(WAFV2_WEB_ACL_ASSOCIATION, "acl", {"resourceArn": API})],
    ),
    Row(appsync_api_waf_web_acl, "violation", [API]),
    Row(
        appsync_api_waf_web_acl,
        "unknown",
        [API, declare(WAFV2_WEB_ACL_ASSOCIATION, "acl", {"resourceArn": UNKNOWN})],
    ),
    Row(iam_no_users, None, [declare("aws:iam/role:Role", "role")]),
    *of_inputs(iam_no_users, "aws:iam/user:User", fails=[{}]),
    *of_inputs(iam_no_users, "aws:iam/userLoginProfile:UserLoginProfile", fails=[{}]),
]
