"""Rules for APIs, web applications, messaging and orchestration."""

import json

from costing.model import UNKNOWN
from policies.rules.amplify import amplify_app_no_secrets
from policies.rules.apigateway.http import (
    apigatewayv2_api_cors_not_any_origin,
    apigatewayv2_integration_private_https,
)
from policies.rules.apigateway.rest import (
    apigateway_method_request_validator,
    apigateway_method_settings_cache_encrypted,
    apigateway_method_settings_caching,
    apigateway_method_settings_no_data_trace,
    apigateway_stage_cache_cluster,
    apigateway_stage_client_certificate,
    apigateway_stage_no_secrets_in_variables,
    apigateway_stage_xray_tracing,
)
from policies.rules.appsync import (
    appsync_api_field_level_logging,
    appsync_api_no_api_key_authentication,
)
from policies.rules.cloudfront.delivery import (
    cloudfront_distribution_default_root_object,
    cloudfront_distribution_enabled,
    cloudfront_distribution_geo_restriction,
    cloudfront_distribution_sni,
    cloudfront_function_url_origin_access_control,
    cloudfront_response_headers_hsts,
    cloudfront_trusted_key_groups,
)
from policies.rules.elasticbeanstalk import (
    elasticbeanstalk_cloudwatch_logs,
    elasticbeanstalk_enhanced_health,
    elasticbeanstalk_managed_updates,
    elasticbeanstalk_no_secrets,
)
from policies.rules.eventbridge import (
    eventbridge_api_destination_https,
    eventbridge_bus_own_policy,
    eventbridge_endpoint_replication,
    eventbridge_permission_not_public,
)
from policies.rules.gamelift import gamelift_fleet_no_public_administration
from policies.rules.iot import iot_logging, iot_policy_no_wildcard
from policies.rules.mq import mq_broker_minor_version_upgrade
from policies.rules.mwaa import mwaa_scheduler_logs, mwaa_webserver_logs
from policies.rules.ses import ses_receipt_rule_tls_required, ses_v2_configuration_set_tls_required
from policies.rules.sfn import (
    sfn_state_machine_customer_managed_key,
    sfn_state_machine_no_secrets,
    sfn_state_machine_tracing,
)
from policies.rules.sns import sns_subscription_https, sns_topic_no_cross_account_access
from policies.rules.sqs import sqs_policy_no_wildcard_action, sqs_queue_dead_letter_queue
from policies.rules.synthetics import synthetics_canary_no_secrets
from tests.policies.row import Row, declare, of_inputs

ROWS = [
    *of_inputs(
        apigateway_stage_xray_tracing,
        "aws:apigateway/stage:Stage",
        passes=[{"xrayTracingEnabled": True}],
        fails=[{"xrayTracingEnabled": False}, {}],
        unknown=[{"xrayTracingEnabled": UNKNOWN}],
    ),
    *of_inputs(
        apigateway_stage_client_certificate,
        "aws:apigateway/stage:Stage",
        passes=[{"clientCertificateId": "value"}],
        fails=[{}],
        unknown=[{"clientCertificateId": UNKNOWN}],
    ),
    *of_inputs(
        apigateway_method_settings_cache_encrypted,
        "aws:apigateway/methodSettings:MethodSettings",
        passes=[{"settings": {"cachingEnabled": True, "cacheDataEncrypted": True}}],
        fails=[
            {"settings": {"cachingEnabled": True, "cacheDataEncrypted": False}},
            {"settings": {"cachingEnabled": True}},
        ],
        unknown=[{"settings": {"cachingEnabled": True, "cacheDataEncrypted": UNKNOWN}}],
    ),
    *of_inputs(
        apigateway_method_settings_no_data_trace,
        "aws:apigateway/methodSettings:MethodSettings",
        passes=[{}, {"settings": {"dataTraceEnabled": False}}],
        fails=[{"settings": {"dataTraceEnabled": True}}],
        unknown=[{"settings": {"dataTraceEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        apigateway_method_settings_caching,
        "aws:apigateway/methodSettings:MethodSettings",
        passes=[{"settings": {"cachingEnabled": True}}],
        fails=[{"settings": {"cachingEnabled": False}}, {}],
        unknown=[{"settings": {"cachingEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        apigateway_stage_cache_cluster,
        "aws:apigateway/stage:Stage",
        passes=[{"cacheClusterEnabled": True}],
        fails=[{"cacheClusterEnabled": False}, {}],
        unknown=[{"cacheClusterEnabled": UNKNOWN}],
    ),
    *of_inputs(
        apigateway_method_request_validator,
        "aws:apigateway/method:Method",
        passes=[{"requestValidatorId": "value"}],
        fails=[{}],
        unknown=[{"requestValidatorId": UNKNOWN}],
    ),
    *of_inputs(
        apigateway_stage_no_secrets_in_variables,
        "aws:apigateway/stage:Stage",
        passes=[{}, {"variables": {"url": "https://example.com"}}],
        fails=[{"variables": {"db_password": "correct-horse-battery"}}],
        unknown=[{"variables": UNKNOWN}],
    ),
    *of_inputs(
        apigatewayv2_integration_private_https,
        "aws:apigatewayv2/integration:Integration",
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
        apigatewayv2_api_cors_not_any_origin,
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
        appsync_api_field_level_logging,
        "aws:appsync/graphQLApi:GraphQLApi",
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
        appsync_api_no_api_key_authentication,
        "aws:appsync/graphQLApi:GraphQLApi",
        passes=[{}],
        fails=[{"authenticationType": "API_KEY"}],
        unknown=[{"authenticationType": UNKNOWN}],
    ),
    *of_inputs(
        cloudfront_distribution_default_root_object,
        "aws:cloudfront/distribution:Distribution",
        passes=[{"defaultRootObject": "value"}],
        fails=[{}],
        unknown=[{"defaultRootObject": UNKNOWN}],
    ),
    *of_inputs(
        cloudfront_distribution_enabled,
        "aws:cloudfront/distribution:Distribution",
        passes=[{}, {"enabled": True}],
        fails=[{"enabled": False}],
        unknown=[{"enabled": UNKNOWN}],
    ),
    *of_inputs(
        cloudfront_distribution_sni,
        "aws:cloudfront/distribution:Distribution",
        passes=[{}, {"viewerCertificate": {"sslSupportMethod": "sni-only"}}],
        fails=[{"viewerCertificate": {"sslSupportMethod": "vip"}}],
        unknown=[{"viewerCertificate": {"sslSupportMethod": UNKNOWN}}],
    ),
    *of_inputs(
        cloudfront_distribution_geo_restriction,
        "aws:cloudfront/distribution:Distribution",
        passes=[{}],
        fails=[{"restrictions": {"geoRestriction": {"restrictionType": "none"}}}],
        unknown=[{"restrictions": {"geoRestriction": {"restrictionType": UNKNOWN}}}],
    ),
    *of_inputs(
        cloudfront_response_headers_hsts,
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
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
        cloudfront_function_url_origin_access_control,
        "aws:cloudfront/distribution:Distribution",
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
        cloudfront_trusted_key_groups,
        "aws:cloudfront/distribution:Distribution",
        passes=[{}, {"defaultCacheBehavior": {"trustedKeyGroups": ["a"]}}],
        fails=[{"defaultCacheBehavior": {"trustedSigners": ["self"]}}],
        unknown=[{"defaultCacheBehavior": {"trustedSigners": UNKNOWN}}],
    ),
    *of_inputs(
        elasticbeanstalk_enhanced_health,
        "aws:elasticbeanstalk/environment:Environment",
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
        elasticbeanstalk_managed_updates,
        "aws:elasticbeanstalk/environment:Environment",
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
        elasticbeanstalk_cloudwatch_logs,
        "aws:elasticbeanstalk/environment:Environment",
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
        elasticbeanstalk_no_secrets,
        "aws:elasticbeanstalk/environment:Environment",
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
        eventbridge_bus_own_policy,
        None,
        [
            declare("aws:cloudwatch/eventBus:EventBus", "it"),
            declare(
                "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
                "other",
                {"eventBusName": declare("aws:cloudwatch/eventBus:EventBus", "it")},
            ),
        ],
    ),
    Row(
        eventbridge_bus_own_policy, "violation", [declare("aws:cloudwatch/eventBus:EventBus", "it")]
    ),
    Row(
        eventbridge_bus_own_policy,
        "unknown",
        [
            declare("aws:cloudwatch/eventBus:EventBus", "it"),
            declare(
                "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "other", {"eventBusName": UNKNOWN}
            ),
        ],
    ),
    *of_inputs(
        eventbridge_permission_not_public,
        "aws:cloudwatch/eventPermission:EventPermission",
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
        eventbridge_endpoint_replication,
        "aws:cloudwatch/eventEndpoint:EventEndpoint",
        passes=[{}, {"replicationConfig": {"state": "ENABLED"}}],
        fails=[{"replicationConfig": {"state": "DISABLED"}}],
        unknown=[{"replicationConfig": {"state": UNKNOWN}}],
    ),
    *of_inputs(
        eventbridge_api_destination_https,
        "aws:cloudwatch/eventApiDestination:EventApiDestination",
        passes=[{"invocationEndpoint": "https://example.com"}],
        fails=[{"invocationEndpoint": "http://example.com"}],
        unknown=[{"invocationEndpoint": UNKNOWN}],
    ),
    *of_inputs(
        sns_subscription_https,
        "aws:sns/topicSubscription:TopicSubscription",
        passes=[{}, {"protocol": "https"}],
        fails=[{"protocol": "http"}],
        unknown=[{"protocol": UNKNOWN}],
    ),
    *of_inputs(
        sns_topic_no_cross_account_access,
        "aws:sns/topicPolicy:TopicPolicy",
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
        sqs_policy_no_wildcard_action,
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
        sqs_queue_dead_letter_queue,
        "aws:sqs/queue:Queue",
        passes=[{"redrivePolicy": "{}"}],
        fails=[{}],
        unknown=[{"redrivePolicy": UNKNOWN}],
    ),
    *of_inputs(
        ses_v2_configuration_set_tls_required,
        "aws:sesv2/configurationSet:ConfigurationSet",
        passes=[{"deliveryOptions": {"tlsPolicy": "REQUIRE"}}],
        fails=[{"deliveryOptions": {"tlsPolicy": "OPTIONAL"}}, {}],
        unknown=[{"deliveryOptions": {"tlsPolicy": UNKNOWN}}],
    ),
    *of_inputs(
        ses_receipt_rule_tls_required,
        "aws:ses/receiptRule:ReceiptRule",
        passes=[{"tlsPolicy": "Require"}],
        fails=[{"tlsPolicy": "Optional"}, {}],
        unknown=[{"tlsPolicy": UNKNOWN}],
    ),
    *of_inputs(
        sfn_state_machine_tracing,
        "aws:sfn/stateMachine:StateMachine",
        passes=[{"tracingConfiguration": {"enabled": True}}],
        fails=[{"tracingConfiguration": {"enabled": False}}, {}],
        unknown=[{"tracingConfiguration": {"enabled": UNKNOWN}}],
    ),
    *of_inputs(
        sfn_state_machine_customer_managed_key,
        "aws:sfn/stateMachine:StateMachine",
        passes=[{"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY"}}],
        fails=[{"encryptionConfiguration": {"type": "AWS_OWNED_KEY"}}, {}],
        unknown=[{"encryptionConfiguration": {"type": UNKNOWN}}],
    ),
    *of_inputs(
        sfn_state_machine_no_secrets,
        "aws:sfn/stateMachine:StateMachine",
        passes=[{}, {"definition": '{"States": {}}'}],
        fails=[{"definition": '{"States": {"a": {"db_password": "correct-horse-battery"}}}'}],
        unknown=[{"definition": UNKNOWN}],
    ),
    *of_inputs(
        mq_broker_minor_version_upgrade,
        "aws:mq/broker:Broker",
        passes=[{"autoMinorVersionUpgrade": True}],
        fails=[{"autoMinorVersionUpgrade": False}, {}],
        unknown=[{"autoMinorVersionUpgrade": UNKNOWN}],
    ),
    *of_inputs(
        mwaa_scheduler_logs,
        "aws:mwaa/environment:Environment",
        passes=[{"loggingConfiguration": {"schedulerLogs": {"enabled": True}}}],
        fails=[{"loggingConfiguration": {"schedulerLogs": {"enabled": False}}}, {}],
        unknown=[{"loggingConfiguration": {"schedulerLogs": {"enabled": UNKNOWN}}}],
    ),
    *of_inputs(
        mwaa_webserver_logs,
        "aws:mwaa/environment:Environment",
        passes=[{"loggingConfiguration": {"webserverLogs": {"enabled": True}}}],
        fails=[{"loggingConfiguration": {"webserverLogs": {"enabled": False}}}, {}],
        unknown=[{"loggingConfiguration": {"webserverLogs": {"enabled": UNKNOWN}}}],
    ),
    *of_inputs(
        amplify_app_no_secrets,
        "aws:amplify/app:App",
        passes=[{}, {"environmentVariables": {"STAGE": "prod"}}],
        fails=[{"environmentVariables": {"API_KEY": "correct-horse-battery"}}],
        unknown=[{"environmentVariables": UNKNOWN}],
    ),
    *of_inputs(
        iot_policy_no_wildcard,
        "aws:iot/policy:Policy",
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
        iot_logging,
        "aws:iot/loggingOptions:LoggingOptions",
        passes=[{}],
        fails=[{"disableAllLogs": True}, {"defaultLogLevel": "DISABLED"}],
        unknown=[{"disableAllLogs": UNKNOWN}, {"defaultLogLevel": UNKNOWN}],
    ),
    *of_inputs(
        gamelift_fleet_no_public_administration,
        "aws:gamelift/fleet:Fleet",
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
        synthetics_canary_no_secrets,
        "aws:synthetics/canary:Canary",
        passes=[{}, {"runConfig": {"environmentVariables": {"STAGE": "prod"}}}],
        fails=[
            {"runConfig": {"environmentVariables": {"LOGIN_PASSWORD": "correct-horse-battery"}}}
        ],
        unknown=[{"runConfig": {"environmentVariables": UNKNOWN}}],
    ),
]
