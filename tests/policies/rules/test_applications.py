"""Rules for APIs, web applications, messaging and orchestration."""

import json

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

ROWS = [
    *of_input(
        "apigateway-stage-xray-tracing", "xrayTracingEnabled", passes=[True], fails=[False, None]
    ),
    *of_input(
        "apigateway-stage-client-certificate", "clientCertificateId", passes=["value"], fails=[None]
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
    *of_input(
        "apigateway-method-settings-no-data-trace",
        "settings.dataTraceEnabled",
        passes=[None, False],
        fails=[True],
    ),
    *of_input(
        "apigateway-method-settings-caching",
        "settings.cachingEnabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "apigateway-stage-cache-cluster", "cacheClusterEnabled", passes=[True], fails=[False, None]
    ),
    *of_input(
        "apigateway-method-request-validator", "requestValidatorId", passes=["value"], fails=[None]
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
    *of_input(
        "appsync-api-field-level-logging",
        "logConfig.fieldLogLevel",
        passes=["ALL", "ERROR", "INFO", "DEBUG"],
        fails=["NONE", None],
    ),
    *of_input(
        "appsync-api-no-api-key-authentication",
        "authenticationType",
        passes=[None],
        fails=["API_KEY"],
    ),
    *of_input(
        "cloudfront-distribution-default-root-object",
        "defaultRootObject",
        passes=["value"],
        fails=[None],
    ),
    *of_input("cloudfront-distribution-enabled", "enabled", passes=[None, True], fails=[False]),
    *of_input(
        "cloudfront-distribution-sni",
        "viewerCertificate.sslSupportMethod",
        passes=[None, "sni-only"],
        fails=["vip"],
    ),
    *of_input(
        "cloudfront-distribution-geo-restriction",
        "restrictions.geoRestriction.restrictionType",
        passes=[None],
        fails=["none"],
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
    *of_input(
        "eventbridge-endpoint-replication",
        "replicationConfig.state",
        passes=[None, "ENABLED"],
        fails=["DISABLED"],
    ),
    *of_input(
        "eventbridge-api-destination-https",
        "invocationEndpoint",
        passes=["https://example.com"],
        fails=["http://example.com"],
    ),
    *of_input("sns-subscription-https", "protocol", passes=[None, "https"], fails=["http"]),
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
    *of_input("sqs-queue-dead-letter-queue", "redrivePolicy", passes=["{}"], fails=[None]),
    *of_input(
        "ses-v2-configuration-set-tls-required",
        "deliveryOptions.tlsPolicy",
        passes=["REQUIRE"],
        fails=["OPTIONAL", None],
    ),
    *of_input(
        "ses-receipt-rule-tls-required", "tlsPolicy", passes=["Require"], fails=["Optional", None]
    ),
    *of_input(
        "sfn-state-machine-tracing",
        "tracingConfiguration.enabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "sfn-state-machine-customer-managed-key",
        "encryptionConfiguration.type",
        passes=["CUSTOMER_MANAGED_KMS_KEY"],
        fails=["AWS_OWNED_KEY", None],
        kind="aws:sfn/stateMachine:StateMachine",
    ),
    *of_input(
        "sfn-state-machine-no-secrets",
        "definition",
        passes=[None, '{"States": {}}'],
        fails=['{"States": {"a": {"db_password": "correct-horse-battery"}}}'],
    ),
    *of_input(
        "mq-broker-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "mwaa-scheduler-logs",
        "loggingConfiguration.schedulerLogs.enabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "mwaa-webserver-logs",
        "loggingConfiguration.webserverLogs.enabled",
        passes=[True],
        fails=[False, None],
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
