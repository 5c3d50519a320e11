"""Rules for APIs, web applications, messaging and orchestration."""

import json

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_inputs

ROWS = [
    *of_inputs(
        "apigateway-stage-xray-tracing",
        passes=[{"xrayTracingEnabled": True}],
        fails=[{"xrayTracingEnabled": False}, {}],
        unknown=[{"xrayTracingEnabled": UNKNOWN}],
    ),
    *of_inputs(
        "apigateway-stage-client-certificate",
        passes=[{"clientCertificateId": "value"}],
        fails=[{}],
        unknown=[{"clientCertificateId": UNKNOWN}],
    ),
    *of_inputs(
        "apigateway-method-settings-cache-encrypted",
        passes=[{"settings": {"cachingEnabled": True, "cacheDataEncrypted": True}}],
        fails=[
            {"settings": {"cachingEnabled": True, "cacheDataEncrypted": False}},
            {"settings": {"cachingEnabled": True}},
        ],
        unknown=[{"settings": {"cachingEnabled": True, "cacheDataEncrypted": UNKNOWN}}],
    ),
    *of_inputs(
        "apigateway-method-settings-no-data-trace",
        passes=[{}, {"settings": {"dataTraceEnabled": False}}],
        fails=[{"settings": {"dataTraceEnabled": True}}],
        unknown=[{"settings": {"dataTraceEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        "apigateway-method-settings-caching",
        passes=[{"settings": {"cachingEnabled": True}}],
        fails=[{"settings": {"cachingEnabled": False}}, {}],
        unknown=[{"settings": {"cachingEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        "apigateway-stage-cache-cluster",
        passes=[{"cacheClusterEnabled": True}],
        fails=[{"cacheClusterEnabled": False}, {}],
        unknown=[{"cacheClusterEnabled": UNKNOWN}],
    ),
    *of_inputs(
        "apigateway-method-request-validator",
        passes=[{"requestValidatorId": "value"}],
        fails=[{}],
        unknown=[{"requestValidatorId": UNKNOWN}],
    ),
    *of_inputs(
        "apigateway-stage-no-secrets-in-variables",
        passes=[{}, {"variables": {"url": "https://example.com"}}],
        fails=[{"variables": {"db_password": "correct-horse-battery"}}],
        unknown=[{"variables": UNKNOWN}],
    ),
    *of_inputs(
        "apigatewayv2-integration-private-https",
        passes=[
            {
                "connectionType": "VPC_LINK",
                "tlsConfig": {"serverNameToVerify": "internal.example.com"},
            }
        ],
        fails=[{"connectionType": "VPC_LINK"}],
        unknown=[{"connectionType": "VPC_LINK", "tlsConfig": UNKNOWN}],
    ),
    *of_inputs(
        "apigatewayv2-api-cors-not-any-origin",
        "aws:apigatewayv2/api:Api",
        passes=[
            {},
            {"corsConfiguration": {"allowOrigins": ["*"]}},
            {
                "corsConfiguration": {
                    "allowCredentials": True,
                    "allowOrigins": ["https://example.com"],
                }
            },
        ],
        fails=[{"corsConfiguration": {"allowCredentials": True, "allowOrigins": ["*"]}}],
        unknown=[{"corsConfiguration": {"allowCredentials": True, "allowOrigins": [UNKNOWN]}}],
    ),
    *of_inputs(
        "appsync-api-field-level-logging",
        passes=[
            {"logConfig": {"fieldLogLevel": "ALL"}},
            {"logConfig": {"fieldLogLevel": "ERROR"}},
            {"logConfig": {"fieldLogLevel": "INFO"}},
            {"logConfig": {"fieldLogLevel": "DEBUG"}},
        ],
        fails=[{"logConfig": {"fieldLogLevel": "NONE"}}, {}],
        unknown=[{"logConfig": {"fieldLogLevel": UNKNOWN}}],
    ),
    *of_inputs(
        "appsync-api-no-api-key-authentication",
        passes=[{}],
        fails=[{"authenticationType": "API_KEY"}],
        unknown=[{"authenticationType": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-default-root-object",
        passes=[{"defaultRootObject": "value"}],
        fails=[{}],
        unknown=[{"defaultRootObject": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-enabled",
        passes=[{}, {"enabled": True}],
        fails=[{"enabled": False}],
        unknown=[{"enabled": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-distribution-sni",
        passes=[{}, {"viewerCertificate": {"sslSupportMethod": "sni-only"}}],
        fails=[{"viewerCertificate": {"sslSupportMethod": "vip"}}],
        unknown=[{"viewerCertificate": {"sslSupportMethod": UNKNOWN}}],
    ),
    *of_inputs(
        "cloudfront-distribution-geo-restriction",
        passes=[{}],
        fails=[{"restrictions": {"geoRestriction": {"restrictionType": "none"}}}],
        unknown=[{"restrictions": {"geoRestriction": {"restrictionType": UNKNOWN}}}],
    ),
    *of_inputs(
        "cloudfront-response-headers-hsts",
        passes=[
            {
                "securityHeadersConfig": {
                    "strictTransportSecurity": {
                        "accessControlMaxAgeSec": 31536000,
                        "includeSubdomains": True,
                        "preload": True,
                        "override": True,
                    }
                }
            }
        ],
        fails=[
            {},
            {
                "securityHeadersConfig": {
                    "strictTransportSecurity": {
                        "accessControlMaxAgeSec": 3600,
                        "includeSubdomains": True,
                        "preload": True,
                        "override": True,
                    }
                }
            },
        ],
        unknown=[
            {
                "securityHeadersConfig": {
                    "strictTransportSecurity": {
                        "accessControlMaxAgeSec": UNKNOWN,
                        "includeSubdomains": True,
                        "preload": True,
                        "override": True,
                    }
                }
            }
        ],
    ),
    *of_inputs(
        "cloudfront-function-url-origin-access-control",
        passes=[
            {},
            {
                "origins": [
                    {"domainName": "a.lambda-url.eu-west-1.on.aws", "originAccessControlId": "E1"}
                ]
            },
            {"origins": [{"domainName": "example.com"}]},
        ],
        fails=[{"origins": [{"domainName": "a.lambda-url.eu-west-1.on.aws"}]}],
        unknown=[{"origins": UNKNOWN}],
    ),
    *of_inputs(
        "cloudfront-trusted-key-groups",
        passes=[{}, {"defaultCacheBehavior": {"trustedKeyGroups": ["a"]}}],
        fails=[{"defaultCacheBehavior": {"trustedSigners": ["self"]}}],
        unknown=[{"defaultCacheBehavior": {"trustedSigners": UNKNOWN}}],
    ),
    *of_inputs(
        "elasticbeanstalk-enhanced-health",
        passes=[
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:healthreporting:system",
                        "name": "HealthStreamingEnabled",
                        "value": "true",
                    }
                ]
            }
        ],
        fails=[
            {},
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:healthreporting:system",
                        "name": "HealthStreamingEnabled",
                        "value": "false",
                    }
                ]
            },
        ],
        unknown=[{"settings": UNKNOWN}],
    ),
    *of_inputs(
        "elasticbeanstalk-managed-updates",
        passes=[
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:managedactions",
                        "name": "ManagedActionsEnabled",
                        "value": "true",
                    }
                ]
            }
        ],
        fails=[
            {},
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:managedactions",
                        "name": "ManagedActionsEnabled",
                        "value": "false",
                    }
                ]
            },
        ],
        unknown=[{"settings": UNKNOWN}],
    ),
    *of_inputs(
        "elasticbeanstalk-cloudwatch-logs",
        passes=[
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:cloudwatch:logs",
                        "name": "StreamLogs",
                        "value": "true",
                    }
                ]
            }
        ],
        fails=[
            {},
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:cloudwatch:logs",
                        "name": "StreamLogs",
                        "value": "false",
                    }
                ]
            },
        ],
        unknown=[{"settings": UNKNOWN}],
    ),
    *of_inputs(
        "elasticbeanstalk-no-secrets",
        passes=[
            {},
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:application:environment",
                        "name": "STAGE",
                        "value": "prod",
                    }
                ]
            },
        ],
        fails=[
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:application:environment",
                        "name": "DB_PASSWORD",
                        "value": "correct-horse-battery",
                    }
                ]
            }
        ],
        unknown=[{"settings": UNKNOWN}],
    ),
    Row(
        "eventbridge-bus-own-policy",
        None,
        [
            declare("aws:cloudwatch/eventBus:EventBus", "event-bus"),
            declare(
                "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
                "other",
                {"eventBusName": declare("aws:cloudwatch/eventBus:EventBus", "event-bus")},
            ),
        ],
    ),
    Row(
        "eventbridge-bus-own-policy",
        "violation",
        [declare("aws:cloudwatch/eventBus:EventBus", "event-bus")],
    ),
    Row(
        "eventbridge-bus-own-policy",
        "unknown",
        [
            declare("aws:cloudwatch/eventBus:EventBus", "event-bus"),
            declare(
                "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "other", {"eventBusName": UNKNOWN}
            ),
        ],
    ),
    *of_inputs(
        "eventbridge-permission-not-public",
        passes=[
            {"principal": "123456789012"},
            {
                "principal": "*",
                "condition": {"key": "aws:PrincipalOrgID", "type": "StringEquals", "value": "o-1"},
            },
        ],
        fails=[{"principal": "*"}],
        unknown=[{"principal": UNKNOWN}],
    ),
    *of_inputs(
        "eventbridge-endpoint-replication",
        passes=[{}, {"replicationConfig": {"state": "ENABLED"}}],
        fails=[{"replicationConfig": {"state": "DISABLED"}}],
        unknown=[{"replicationConfig": {"state": UNKNOWN}}],
    ),
    *of_inputs(
        "eventbridge-api-destination-https",
        passes=[{"invocationEndpoint": "https://example.com"}],
        fails=[{"invocationEndpoint": "http://example.com"}],
        unknown=[{"invocationEndpoint": UNKNOWN}],
    ),
    *of_inputs(
        "sns-subscription-https",
        passes=[{}, {"protocol": "https"}],
        fails=[{"protocol": "http"}],
        unknown=[{"protocol": UNKNOWN}],
    ),
    *of_inputs(
        "sns-topic-no-cross-account-access",
        passes=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "s3.amazonaws.com"},
                                "Action": "sns:Publish",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            }
        ],
        fails=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                                "Action": "sns:Publish",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_inputs(
        "sqs-policy-no-wildcard-action",
        "aws:sqs/queuePolicy:QueuePolicy",
        passes=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "sns.amazonaws.com"},
                                "Action": "sqs:SendMessage",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            },
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
                        ]
                    }
                )
            },
        ],
        fails=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"AWS": "123456789012"},
                                "Action": "*",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_inputs(
        "sqs-queue-dead-letter-queue",
        passes=[{"redrivePolicy": "{}"}],
        fails=[{}],
        unknown=[{"redrivePolicy": UNKNOWN}],
    ),
    *of_inputs(
        "ses-v2-configuration-set-tls-required",
        passes=[{"deliveryOptions": {"tlsPolicy": "REQUIRE"}}],
        fails=[{"deliveryOptions": {"tlsPolicy": "OPTIONAL"}}, {}],
        unknown=[{"deliveryOptions": {"tlsPolicy": UNKNOWN}}],
    ),
    *of_inputs(
        "ses-receipt-rule-tls-required",
        passes=[{"tlsPolicy": "Require"}],
        fails=[{"tlsPolicy": "Optional"}, {}],
        unknown=[{"tlsPolicy": UNKNOWN}],
    ),
    *of_inputs(
        "sfn-state-machine-tracing",
        passes=[{"tracingConfiguration": {"enabled": True}}],
        fails=[{"tracingConfiguration": {"enabled": False}}, {}],
        unknown=[{"tracingConfiguration": {"enabled": UNKNOWN}}],
    ),
    *of_inputs(
        "sfn-state-machine-customer-managed-key",
        "aws:sfn/stateMachine:StateMachine",
        passes=[{"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY"}}],
        fails=[{"encryptionConfiguration": {"type": "AWS_OWNED_KEY"}}, {}],
        unknown=[{"encryptionConfiguration": {"type": UNKNOWN}}],
    ),
    *of_inputs(
        "sfn-state-machine-no-secrets",
        passes=[{}, {"definition": '{"States": {}}'}],
        fails=[{"definition": '{"States": {"a": {"db_password": "correct-horse-battery"}}}'}],
        unknown=[{"definition": UNKNOWN}],
    ),
    *of_inputs(
        "mq-broker-minor-version-upgrade",
        passes=[{"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}, {}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        "mwaa-scheduler-logs",
        passes=[{"loggingConfiguration": {"schedulerLogs": {"enabled": True}}}],
        fails=[{"loggingConfiguration": {"schedulerLogs": {"enabled": False}}}, {}],
        unknown=[{"loggingConfiguration": {"schedulerLogs": {"enabled": UNKNOWN}}}],
    ),
    *of_inputs(
        "mwaa-webserver-logs",
        passes=[{"loggingConfiguration": {"webserverLogs": {"enabled": True}}}],
        fails=[{"loggingConfiguration": {"webserverLogs": {"enabled": False}}}, {}],
        unknown=[{"loggingConfiguration": {"webserverLogs": {"enabled": UNKNOWN}}}],
    ),
    *of_inputs(
        "amplify-app-no-secrets",
        "aws:amplify/app:App",
        passes=[{}, {"environmentVariables": {"STAGE": "prod"}}],
        fails=[{"environmentVariables": {"API_KEY": "correct-horse-battery"}}],
        unknown=[{"environmentVariables": UNKNOWN}],
    ),
    *of_inputs(
        "iot-policy-no-wildcard",
        passes=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": "iot:Connect",
                                "Resource": "arn:aws:iot:us-east-1:123456789012:client/a",
                            }
                        ]
                    }
                )
            }
        ],
        fails=[
            {
                "policy": json.dumps(
                    {"Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}]}
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_inputs(
        "iot-logging",
        passes=[{}],
        fails=[{"disableAllLogs": True}, {"defaultLogLevel": "DISABLED"}],
        unknown=[{"disableAllLogs": UNKNOWN}, {"defaultLogLevel": UNKNOWN}],
    ),
    *of_inputs(
        "gamelift-fleet-no-public-administration",
        passes=[
            {
                "ec2InboundPermissions": [
                    {"fromPort": 7777, "toPort": 7777, "ipRange": "0.0.0.0/0", "protocol": "UDP"}
                ]
            }
        ],
        fails=[
            {
                "ec2InboundPermissions": [
                    {"fromPort": 22, "toPort": 22, "ipRange": "0.0.0.0/0", "protocol": "TCP"}
                ]
            }
        ],
        unknown=[{"ec2InboundPermissions": UNKNOWN}],
    ),
    *of_inputs(
        "synthetics-canary-no-secrets",
        passes=[{}, {"runConfig": {"environmentVariables": {"STAGE": "prod"}}}],
        fails=[
            {"runConfig": {"environmentVariables": {"LOGIN_PASSWORD": "correct-horse-battery"}}}
        ],
        unknown=[{"runConfig": {"environmentVariables": UNKNOWN}}],
    ),
]
