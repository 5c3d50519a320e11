"""Rules for audit, detection and account settings."""

import json

from costing.model import UNKNOWN
from policies.rules.cloudtrail import (
    MONITORED,
)
from tests.policies.row import Row, declare, of_input, of_inputs

TRAIL = declare("aws:cloudtrail/trail:Trail", "trail", {"cloudWatchLogsGroupArn": "arn:aws:logs:g"})
METRIC_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
FILTERS = [
    declare(METRIC_FILTER, f"filter-{index}", {"pattern": " ".join(words)})
    for index, words in enumerate(MONITORED.values())
]
GROUPS = ("AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAnonymousIpList")
ACL = declare(
    "aws:wafv2/webAcl:WebAcl",
    "acl",
    {
        "rules": [
            {"statement": {"managedRuleGroupStatement": {"name": name, "vendorName": "AWS"}}}
            for name in GROUPS
        ]
    },
)
OPEN_ACL = declare("aws:wafv2/webAcl:WebAcl", "acl")
BALANCER = declare("aws:lb/loadBalancer:LoadBalancer", "balancer")
DISTRIBUTION = declare("aws:cloudfront/distribution:Distribution", "distribution")

ROWS = [
    Row("cloudtrail-events-alarmed", None, [TRAIL, *FILTERS]),
    Row("cloudtrail-events-alarmed", None, [declare("aws:cloudtrail/trail:Trail", "trail")]),
    Row("cloudtrail-events-alarmed", "violation", [TRAIL, *FILTERS[1:]]),
    Row(
        "cloudtrail-events-alarmed",
        "unknown",
        [TRAIL, *FILTERS[1:], declare(METRIC_FILTER, "other", {"pattern": UNKNOWN})],
    ),
    *of_inputs(
        "waf-rule-has-action",
        "aws:wafv2/webAcl:WebAcl",
        passes=[
            {},
            {"rules": [{"priority": 1, "action": {"block": {}}}]},
            {"rules": [{"priority": 1, "overrideAction": {"none": {}}}]},
        ],
        fails=[{"rules": [{"priority": 1}]}],
        unknown=[{"rules": UNKNOWN}],
    ),
    *of_inputs(
        "waf-web-acl-known-bad-inputs",
        passes=[
            {
                "rules": [
                    {
                        "priority": 1,
                        "overrideAction": {"none": {}},
                        "statement": {
                            "managedRuleGroupStatement": {
                                "name": "AWSManagedRulesKnownBadInputsRuleSet",
                                "vendorName": "AWS",
                            }
                        },
                    }
                ]
            }
        ],
        fails=[
            {},
            {
                "rules": [
                    {
                        "priority": 1,
                        "overrideAction": {"count": {}},
                        "statement": {
                            "managedRuleGroupStatement": {
                                "name": "AWSManagedRulesKnownBadInputsRuleSet",
                                "vendorName": "AWS",
                            }
                        },
                    }
                ]
            },
        ],
        unknown=[{"rules": UNKNOWN}],
    ),
    *of_inputs(
        "waf-rule-cloudwatch-metrics",
        "aws:wafv2/webAcl:WebAcl",
        passes=[
            {},
            {"rules": [{"priority": 1, "visibilityConfig": {"cloudwatchMetricsEnabled": True}}]},
        ],
        fails=[
            {"rules": [{"priority": 1}]},
            {"rules": [{"priority": 1, "visibilityConfig": {"cloudwatchMetricsEnabled": False}}]},
        ],
        unknown=[{"rules": UNKNOWN}],
    ),
    *of_inputs(
        "waf-classic-not-empty",
        "aws:waf/rule:Rule",
        passes=[{"predicates": [{"dataId": "a", "negated": False, "type": "IPMatch"}]}],
        fails=[{}],
        unknown=[{"predicates": UNKNOWN}],
    ),
    *of_inputs(
        "ssm-session-encryption",
        passes=[
            {},
            {
                "documentType": "Session",
                "content": json.dumps(
                    {
                        "schemaVersion": "1.0",
                        "sessionType": "Standard_Stream",
                        "inputs": {
                            "kmsKeyId": "alias/sessions",
                            "s3BucketName": "logs",
                            "s3EncryptionEnabled": True,
                        },
                    }
                ),
            },
        ],
        fails=[
            {
                "documentType": "Session",
                "content": json.dumps(
                    {
                        "schemaVersion": "1.0",
                        "sessionType": "Standard_Stream",
                        "inputs": {"kmsKeyId": "", "s3BucketName": ""},
                    }
                ),
            }
        ],
        unknown=[{"documentType": "Session", "content": UNKNOWN}],
    ),
    *of_inputs(
        "ssm-session-logging",
        passes=[
            {},
            {
                "documentType": "Session",
                "content": json.dumps(
                    {
                        "schemaVersion": "1.0",
                        "sessionType": "Standard_Stream",
                        "inputs": {
                            "kmsKeyId": "alias/sessions",
                            "s3BucketName": "logs",
                            "s3EncryptionEnabled": True,
                        },
                    }
                ),
            },
        ],
        fails=[
            {
                "documentType": "Session",
                "content": json.dumps(
                    {
                        "schemaVersion": "1.0",
                        "sessionType": "Standard_Stream",
                        "inputs": {"kmsKeyId": "", "s3BucketName": ""},
                    }
                ),
            }
        ],
        unknown=[{"documentType": "Session", "content": UNKNOWN}],
    ),
    *of_input(
        "ssm-document-no-secrets",
        "content",
        passes=[None, "echo hello"],
        fails=["export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ),
    *of_inputs(
        "ssm-document-public-sharing-blocked",
        passes=[
            {
                "settingId": "/ssm/documents/console/public-sharing-permission",
                "settingValue": "Disable",
            },
            {
                "settingId": "/ssm/managed-instance/default-ec2-instance-management-role",
                "settingValue": "x",
            },
        ],
        fails=[
            {
                "settingId": "/ssm/documents/console/public-sharing-permission",
                "settingValue": "Enable",
            }
        ],
        unknown=[
            {
                "settingId": "/ssm/documents/console/public-sharing-permission",
                "settingValue": UNKNOWN,
            }
        ],
    ),
    *of_inputs(
        "ssm-automation-logging",
        passes=[
            {
                "settingId": "/ssm/automation/customer-script-log-destination",
                "settingValue": "CloudWatch",
            }
        ],
        fails=[
            {"settingId": "/ssm/automation/customer-script-log-destination", "settingValue": "None"}
        ],
        unknown=[
            {
                "settingId": "/ssm/automation/customer-script-log-destination",
                "settingValue": UNKNOWN,
            }
        ],
    ),
    *of_input("cloudtrail-sns-topic", "snsTopicName", passes=["value"], fails=[None]),
    *of_inputs(
        "cloudtrail-insights",
        passes=[{"insightSelectors": [{"insightType": "ApiCallRateInsight"}]}],
        fails=[{}],
        unknown=[{"insightSelectors": UNKNOWN}],
    ),
    *of_inputs(
        "cloudtrail-management-events",
        passes=[
            {},
            {"eventSelectors": [{"readWriteType": "All", "includeManagementEvents": True}]},
        ],
        fails=[
            {"eventSelectors": [{"readWriteType": "WriteOnly"}]},
            {"eventSelectors": [{"includeManagementEvents": False}]},
        ],
        unknown=[{"eventSelectors": UNKNOWN}],
    ),
    *of_input(
        "cloudtrail-event-data-store-termination-protection",
        "terminationProtectionEnabled",
        passes=[None, True],
        fails=[False],
    ),
    *of_inputs(
        "config-aggregator-all-regions",
        passes=[{"accountAggregationSource": {"allRegions": True, "accountIds": ["123456789012"]}}],
        fails=[
            {"accountAggregationSource": {"regions": ["us-east-1"], "accountIds": ["123456789012"]}}
        ],
        unknown=[
            {"accountAggregationSource": {"allRegions": UNKNOWN, "accountIds": ["123456789012"]}}
        ],
    ),
    *of_input("config-recorder-enabled", "isEnabled", passes=[None, True], fails=[False]),
    *of_input(
        "guardduty-organization-auto-enable",
        "autoEnableOrganizationMembers",
        passes=["ALL", "NEW"],
        fails=["NONE", None],
    ),
    *of_inputs(
        "guardduty-feature-enabled",
        "aws:guardduty/detectorFeature:DetectorFeature",
        passes=[
            {"name": "S3_DATA_EVENTS", "status": "ENABLED"},
            {"name": "RUNTIME_MONITORING", "status": "DISABLED"},
        ],
        fails=[{"name": "S3_DATA_EVENTS", "status": "DISABLED"}],
        unknown=[{"name": "S3_DATA_EVENTS", "status": UNKNOWN}],
    ),
    *of_inputs(
        "guardduty-runtime-monitoring",
        "aws:guardduty/detectorFeature:DetectorFeature",
        passes=[
            {"name": "RUNTIME_MONITORING", "status": "ENABLED"},
            {"name": "S3_DATA_EVENTS", "status": "DISABLED"},
        ],
        fails=[{"name": "RUNTIME_MONITORING", "status": "DISABLED"}],
        unknown=[{"name": "RUNTIME_MONITORING", "status": UNKNOWN}],
    ),
    *of_input(
        "guardduty-finding-frequency",
        "findingPublishingFrequency",
        passes=["FIFTEEN_MINUTES"],
        fails=["SIX_HOURS", None],
    ),
    *of_input("macie-account-enabled", "status", passes=[None, "ENABLED"], fails=["PAUSED"]),
    *of_input(
        "inspector-scans-all-resource-types",
        "resourceTypes",
        passes=[["EC2", "ECR", "LAMBDA"]],
        fails=[None, ["other"]],
    ),
    *of_input(
        "inspector-lambda-code-scanning",
        "resourceTypes",
        passes=[["LAMBDA_CODE"]],
        fails=[None, ["other"]],
    ),
    *of_inputs(
        "inspector-organization-auto-enable",
        passes=[{"autoEnable": {"ec2": True, "ecr": True, "lambda": True}}],
        fails=[
            {"autoEnable": {"ecr": True, "lambda": True, "ec2": False}},
            {"autoEnable": {"ec2": True, "lambda": True, "ecr": False}},
            {"autoEnable": {"ec2": True, "ecr": True, "lambda": False}},
        ],
        unknown=[
            {"autoEnable": {"ecr": True, "lambda": True, "ec2": UNKNOWN}},
            {"autoEnable": {"ec2": True, "lambda": True, "ecr": UNKNOWN}},
            {"autoEnable": {"ec2": True, "ecr": True, "lambda": UNKNOWN}},
        ],
    ),
    *of_input(
        "securityhub-default-standards", "enableDefaultStandards", passes=[None], fails=[False]
    ),
    *of_inputs(
        "securityhub-organization-auto-enable",
        passes=[
            {"autoEnable": True},
            {"autoEnable": False, "organizationConfiguration": {"configurationType": "CENTRAL"}},
        ],
        fails=[{"autoEnable": False}],
        unknown=[{"autoEnable": UNKNOWN}],
    ),
    *of_input(
        "cloudwatch-log-group-one-year", "retentionInDays", passes=[None, 365, 0], fails=[30]
    ),
    *of_inputs(
        "guardduty-runtime-agents",
        passes=[
            {
                "name": "RUNTIME_MONITORING",
                "status": "ENABLED",
                "additionalConfigurations": [
                    {"name": "ECS_FARGATE_AGENT_MANAGEMENT", "status": "ENABLED"},
                    {"name": "EC2_AGENT_MANAGEMENT", "status": "ENABLED"},
                ],
            },
            {"name": "S3_DATA_EVENTS", "status": "ENABLED"},
        ],
        fails=[{"name": "RUNTIME_MONITORING", "status": "ENABLED"}],
        unknown=[
            {"name": "RUNTIME_MONITORING", "status": "ENABLED", "additionalConfigurations": UNKNOWN}
        ],
    ),
    Row("waf-protected-resource-log4j", None, [DISTRIBUTION]),
    Row(
        "waf-protected-resource-log4j",
        None,
        [
            ACL,
            declare("aws:cloudfront/distribution:Distribution", "distribution", {"webAclId": ACL}),
        ],
    ),
    Row(
        "waf-protected-resource-log4j",
        "violation",
        [
            OPEN_ACL,
            declare(
                "aws:cloudfront/distribution:Distribution", "distribution", {"webAclId": OPEN_ACL}
            ),
        ],
    ),
    Row(
        "waf-protected-resource-log4j",
        "violation",
        [
            OPEN_ACL,
            BALANCER,
            declare(
                "aws:wafv2/webAclAssociation:WebAclAssociation",
                "link",
                {"resourceArn": BALANCER, "webAclArn": OPEN_ACL},
            ),
        ],
    ),
    Row(
        "waf-protected-resource-log4j",
        "unknown",
        [
            declare(
                "aws:cloudfront/distribution:Distribution", "distribution", {"webAclId": UNKNOWN}
            )
        ],
    ),
]
