"""Rules for audit, detection and account settings."""

import json

from costing.model import UNKNOWN
from policies.rules.cloudtrail import (
    MONITORED,
    cloudtrail_event_data_store_termination_protection,
    cloudtrail_events_alarmed,
    cloudtrail_insights,
    cloudtrail_management_events,
    cloudtrail_sns_topic,
)
from policies.rules.cloudwatch import cloudwatch_log_group_one_year
from policies.rules.config import config_aggregator_all_regions, config_recorder_enabled
from policies.rules.guardduty import (
    guardduty_feature_enabled,
    guardduty_finding_frequency,
    guardduty_organization_auto_enable,
    guardduty_runtime_agents,
    guardduty_runtime_monitoring,
)
from policies.rules.inspector import (
    inspector_lambda_code_scanning,
    inspector_organization_auto_enable,
    inspector_scans_all_resource_types,
)
from policies.rules.macie import macie_account_enabled
from policies.rules.securityhub import (
    securityhub_default_standards,
    securityhub_organization_auto_enable,
)
from policies.rules.ssm import (
    ssm_automation_logging,
    ssm_document_no_secrets,
    ssm_document_public_sharing_blocked,
    ssm_session_encryption,
    ssm_session_logging,
)
from policies.rules.waf import (
    waf_classic_not_empty,
    waf_protected_resource_log4j,
    waf_rule_cloudwatch_metrics,
    waf_rule_has_action,
    waf_web_acl_known_bad_inputs,
)
from tests.policies.row import Row, declare, of_inputs

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
DISTRIBUTION = declare("aws:cloudfront/distribution:Distribution", "it")

ROWS = [
    Row(cloudtrail_events_alarmed, None, [TRAIL, *FILTERS]),
    Row(cloudtrail_events_alarmed, None, [declare("aws:cloudtrail/trail:Trail", "trail")]),
    Row(cloudtrail_events_alarmed, "violation", [TRAIL, *FILTERS[1:]]),
    Row(
        cloudtrail_events_alarmed,
        "unknown",
        [TRAIL, *FILTERS[1:], declare(METRIC_FILTER, "other", {"pattern": UNKNOWN})],
    ),
    *of_inputs(
        waf_rule_has_action,
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
        waf_web_acl_known_bad_inputs,
        "aws:wafv2/webAcl:WebAcl",
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
        waf_rule_cloudwatch_metrics,
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
        waf_classic_not_empty,
        "aws:waf/rule:Rule",
        passes=[{"predicates": [{"dataId": "a", "negated": False, "type": "IPMatch"}]}],
        fails=[{}],
        unknown=[{"predicates": UNKNOWN}],
    ),
    *of_inputs(
        ssm_session_encryption,
        "aws:ssm/document:Document",
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
        ssm_session_logging,
        "aws:ssm/document:Document",
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
        ssm_document_no_secrets,
        "aws:ssm/document:Document",
        passes=[{}, {"content": "echo hello"}],
        fails=[
            {"content": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
        ],
        unknown=[{"content": UNKNOWN}],
    ),
    *of_inputs(
        ssm_document_public_sharing_blocked,
        "aws:ssm/serviceSetting:ServiceSetting",
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
        ssm_automation_logging,
        "aws:ssm/serviceSetting:ServiceSetting",
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
    *of_inputs(
        cloudtrail_sns_topic,
        "aws:cloudtrail/trail:Trail",
        passes=[{"snsTopicName": "value"}],
        fails=[{}],
        unknown=[{"snsTopicName": UNKNOWN}],
    ),
    *of_inputs(
        cloudtrail_insights,
        "aws:cloudtrail/trail:Trail",
        passes=[{"insightSelectors": [{"insightType": "ApiCallRateInsight"}]}],
        fails=[{}],
        unknown=[{"insightSelectors": UNKNOWN}],
    ),
    *of_inputs(
        cloudtrail_management_events,
        "aws:cloudtrail/trail:Trail",
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
    *of_inputs(
        cloudtrail_event_data_store_termination_protection,
        "aws:cloudtrail/eventDataStore:EventDataStore",
        passes=[{}, {"terminationProtectionEnabled": True}],
        fails=[{"terminationProtectionEnabled": False}],
        unknown=[{"terminationProtectionEnabled": UNKNOWN}],
    ),
    *of_inputs(
        config_aggregator_all_regions,
        "aws:cfg/configurationAggregator:ConfigurationAggregator",
        passes=[{"accountAggregationSource": {"allRegions": True, "accountIds": ["123456789012"]}}],
        fails=[
            {"accountAggregationSource": {"regions": ["us-east-1"], "accountIds": ["123456789012"]}}
        ],
        unknown=[
            {"accountAggregationSource": {"allRegions": UNKNOWN, "accountIds": ["123456789012"]}}
        ],
    ),
    *of_inputs(
        config_recorder_enabled,
        "aws:cfg/recorderStatus:RecorderStatus",
        passes=[{}, {"isEnabled": True}],
        fails=[{"isEnabled": False}],
        unknown=[{"isEnabled": UNKNOWN}],
    ),
    *of_inputs(
        guardduty_organization_auto_enable,
        "aws:guardduty/organizationConfiguration:OrganizationConfiguration",
        passes=[{"autoEnableOrganizationMembers": "ALL"}, {"autoEnableOrganizationMembers": "NEW"}],
        fails=[{"autoEnableOrganizationMembers": "NONE"}, {}],
        unknown=[{"autoEnableOrganizationMembers": UNKNOWN}],
    ),
    *of_inputs(
        guardduty_feature_enabled,
        "aws:guardduty/detectorFeature:DetectorFeature",
        passes=[
            {"name": "S3_DATA_EVENTS", "status": "ENABLED"},
            {"name": "RUNTIME_MONITORING", "status": "DISABLED"},
        ],
        fails=[{"name": "S3_DATA_EVENTS", "status": "DISABLED"}],
        unknown=[{"name": "S3_DATA_EVENTS", "status": UNKNOWN}],
    ),
    *of_inputs(
        guardduty_runtime_monitoring,
        "aws:guardduty/detectorFeature:DetectorFeature",
        passes=[
            {"name": "RUNTIME_MONITORING", "status": "ENABLED"},
            {"name": "S3_DATA_EVENTS", "status": "DISABLED"},
        ],
        fails=[{"name": "RUNTIME_MONITORING", "status": "DISABLED"}],
        unknown=[{"name": "RUNTIME_MONITORING", "status": UNKNOWN}],
    ),
    *of_inputs(
        guardduty_finding_frequency,
        "aws:guardduty/detector:Detector",
        passes=[{"findingPublishingFrequency": "FIFTEEN_MINUTES"}],
        fails=[{"findingPublishingFrequency": "SIX_HOURS"}, {}],
        unknown=[{"findingPublishingFrequency": UNKNOWN}],
    ),
    *of_inputs(
        macie_account_enabled,
        "aws:macie2/account:Account",
        passes=[{}, {"status": "ENABLED"}],
        fails=[{"status": "PAUSED"}],
        unknown=[{"status": UNKNOWN}],
    ),
    *of_inputs(
        inspector_scans_all_resource_types,
        "aws:inspector2/enabler:Enabler",
        passes=[{"resourceTypes": ["EC2", "ECR", "LAMBDA"]}],
        fails=[{}, {"resourceTypes": ["other"]}],
        unknown=[{"resourceTypes": UNKNOWN}],
    ),
    *of_inputs(
        inspector_lambda_code_scanning,
        "aws:inspector2/enabler:Enabler",
        passes=[{"resourceTypes": ["LAMBDA_CODE"]}],
        fails=[{}, {"resourceTypes": ["other"]}],
        unknown=[{"resourceTypes": UNKNOWN}],
    ),
    *of_inputs(
        inspector_organization_auto_enable,
        "aws:inspector2/organizationConfiguration:OrganizationConfiguration",
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
    *of_inputs(
        securityhub_default_standards,
        "aws:securityhub/account:Account",
        passes=[{}],
        fails=[{"enableDefaultStandards": False}],
        unknown=[{"enableDefaultStandards": UNKNOWN}],
    ),
    *of_inputs(
        securityhub_organization_auto_enable,
        "aws:securityhub/organizationConfiguration:OrganizationConfiguration",
        passes=[
            {"autoEnable": True},
            {"autoEnable": False, "organizationConfiguration": {"configurationType": "CENTRAL"}},
        ],
        fails=[{"autoEnable": False}],
        unknown=[{"autoEnable": UNKNOWN}],
    ),
    *of_inputs(
        cloudwatch_log_group_one_year,
        "aws:cloudwatch/logGroup:LogGroup",
        passes=[{}, {"retentionInDays": 365}, {"retentionInDays": 0}],
        fails=[{"retentionInDays": 30}],
        unknown=[{"retentionInDays": UNKNOWN}],
    ),
    *of_inputs(
        guardduty_runtime_agents,
        "aws:guardduty/detectorFeature:DetectorFeature",
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
    Row(waf_protected_resource_log4j, None, [DISTRIBUTION]),
    Row(
        waf_protected_resource_log4j,
        None,
        [ACL, declare("aws:cloudfront/distribution:Distribution", "it", {"webAclId": ACL})],
    ),
    Row(
        waf_protected_resource_log4j,
        "violation",
        [
            OPEN_ACL,
            declare("aws:cloudfront/distribution:Distribution", "it", {"webAclId": OPEN_ACL}),
        ],
    ),
    Row(
        waf_protected_resource_log4j,
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
        waf_protected_resource_log4j,
        "unknown",
        [declare("aws:cloudfront/distribution:Distribution", "it", {"webAclId": UNKNOWN})],
    ),
]
