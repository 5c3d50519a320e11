"""Rules for instances, images, containers and functions."""

import json

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input("ec2-serial-console-disabled", "enabled", passes=[False], fails=[True, None]),
    *of_input(
        "ec2-ami-block-public-access",
        "state",
        passes=[None, "block-new-sharing"],
        fails=["unblocked"],
    ),
    *of_input(
        "ec2-imds-account-default-v2",
        "httpTokens",
        passes=["required"],
        fails=["optional", "no-preference", None],
    ),
    *of_input(
        "vpc-block-public-access-options",
        "internetGatewayBlockMode",
        passes=["block-bidirectional", "block-ingress"],
        fails=["off", None],
    ),
    *of_input("ec2-ami-not-public", "group", passes=[None], fails=["all"]),
    *of_input(
        "ec2-ami-shared-with-organization", "organizationArn", passes=["value"], fails=[None]
    ),
    *of_inputs(
        "ec2-spot-fleet-encrypted-volumes",
        passes=[
            {},
            {
                "launchSpecifications": [
                    {"ebsBlockDevices": [{"deviceName": "b", "encrypted": True}]}
                ]
            },
        ],
        fails=[{"launchSpecifications": [{"ebsBlockDevices": [{"deviceName": "b"}]}]}],
        unknown=[{"launchSpecifications": UNKNOWN}],
    ),
    *of_input(
        "ec2-network-interface-source-destination-check",
        "sourceDestCheck",
        passes=[None, True],
        fails=[False],
    ),
    *of_input(
        "ec2-instance-termination-protection",
        "disableApiTermination",
        passes=[True],
        fails=[False, None],
    ),
    *of_input("ec2-instance-ebs-optimized", "ebsOptimized", passes=[True], fails=[False, None]),
    *of_inputs(
        "apprunner-service-no-plain-text-secrets",
        passes=[
            {},
            {
                "sourceConfiguration": {
                    "imageRepository": {
                        "imageConfiguration": {"runtimeEnvironmentVariables": {"STAGE": "prod"}}
                    }
                }
            },
        ],
        fails=[
            {
                "sourceConfiguration": {
                    "imageRepository": {
                        "imageConfiguration": {
                            "runtimeEnvironmentVariables": {"DB_PASSWORD": "correct-horse-battery"}
                        }
                    }
                }
            }
        ],
        unknown=[
            {
                "sourceConfiguration": {
                    "imageRepository": {
                        "imageConfiguration": {"runtimeEnvironmentVariables": UNKNOWN}
                    }
                }
            }
        ],
    ),
    *of_input(
        "apprunner-service-customer-managed-key",
        "encryptionConfiguration.kmsKey",
        passes=["arn:aws:kms:us-east-1:123456789012:key/1"],
        fails=[None],
    ),
    *of_inputs(
        "ecs-container-log-configuration",
        passes=[
            {
                "containerDefinitions": json.dumps(
                    [
                        {
                            "name": "app",
                            "image": "app:1",
                            "logConfiguration": {"logDriver": "awslogs"},
                        }
                    ]
                )
            }
        ],
        fails=[{"containerDefinitions": json.dumps([{"name": "app", "image": "app:1"}])}],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_inputs(
        "ecs-container-non-root-user",
        passes=[
            {
                "containerDefinitions": json.dumps(
                    [{"name": "app", "image": "app:1", "user": "1000"}]
                )
            }
        ],
        fails=[
            {"containerDefinitions": json.dumps([{"name": "app", "image": "app:1"}])},
            {
                "containerDefinitions": json.dumps(
                    [{"name": "app", "image": "app:1", "user": "root"}]
                )
            },
        ],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_inputs(
        "ecs-container-no-added-capabilities",
        passes=[
            {"containerDefinitions": json.dumps([{"name": "app", "image": "app:1"}])},
            {
                "containerDefinitions": json.dumps(
                    [
                        {
                            "name": "app",
                            "image": "app:1",
                            "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
                        }
                    ]
                )
            },
        ],
        fails=[
            {
                "containerDefinitions": json.dumps(
                    [
                        {
                            "name": "app",
                            "image": "app:1",
                            "linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"]}},
                        }
                    ]
                )
            }
        ],
        unknown=[{"containerDefinitions": UNKNOWN}],
    ),
    *of_input("ecs-task-no-host-ipc-mode", "ipcMode", passes=[None], fails=["host"]),
    *of_input(
        "ecs-task-set-no-public-ip",
        "networkConfiguration.assignPublicIp",
        passes=[None, False],
        fails=[True],
    ),
    *of_inputs(
        "ecs-capacity-provider-termination-protection",
        passes=[
            {
                "autoScalingGroupProvider": {
                    "managedScaling": {"status": "ENABLED"},
                    "managedTerminationProtection": "ENABLED",
                }
            },
            {},
        ],
        fails=[{"autoScalingGroupProvider": {"managedScaling": {"status": "ENABLED"}}}],
        unknown=[
            {
                "autoScalingGroupProvider": {
                    "managedScaling": {"status": "ENABLED"},
                    "managedTerminationProtection": UNKNOWN,
                }
            }
        ],
    ),
    *of_input(
        "ecr-registry-enhanced-scanning", "scanType", passes=["ENHANCED"], fails=["BASIC", None]
    ),
    *of_inputs(
        "eks-cluster-admin-access-entry",
        passes=[
            {
                "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
                "accessScope": {"type": "cluster"},
            }
        ],
        fails=[
            {
                "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                "accessScope": {"type": "cluster"},
            }
        ],
        unknown=[{"policyArn": UNKNOWN, "accessScope": {"type": "cluster"}}],
    ),
    *of_input(
        "eks-cluster-api-authentication",
        "accessConfig.authenticationMode",
        passes=[None, "API"],
        fails=["CONFIG_MAP"],
    ),
    *of_input("eks-node-group-supported-version", "version", passes=[None, "1.35"], fails=["1.24"]),
    *of_input(
        "lambda-reserved-concurrency", "reservedConcurrentExecutions", passes=[10], fails=[None, -1]
    ),
    *of_inputs(
        "lambda-dead-letter-queue",
        passes=[{"deadLetterConfig": {"targetArn": "arn:aws:sqs:us-east-1:123456789012:dead"}}],
        fails=[{}],
        unknown=[{"deadLetterConfig": UNKNOWN}],
    ),
    *of_input("lambda-code-signing", "codeSigningConfigArn", passes=["value"], fails=[None]),
    *of_inputs(
        "lambda-layer-not-public",
        passes=[{"principal": "123456789012"}, {"principal": "*", "organizationId": "o-1"}],
        fails=[{"principal": "*"}],
        unknown=[{"principal": UNKNOWN}],
    ),
    *of_inputs(
        "lambda-function-url-cors-restricted",
        passes=[{}, {"cors": {"allowOrigins": ["https://example.com"], "allowMethods": ["*"]}}],
        fails=[{"cors": {"allowOrigins": ["*"], "allowMethods": ["*"]}}],
        unknown=[{"cors": {"allowOrigins": UNKNOWN, "allowMethods": ["*"]}}],
    ),
    *of_inputs(
        "batch-job-no-plain-text-secrets",
        passes=[
            {},
            {
                "containerProperties": json.dumps(
                    {"image": "app", "environment": [{"name": "STAGE", "value": "prod"}]}
                )
            },
        ],
        fails=[
            {
                "containerProperties": json.dumps(
                    {
                        "image": "app",
                        "environment": [{"name": "DB_PASSWORD", "value": "correct-horse-battery"}],
                    }
                )
            }
        ],
        unknown=[{"containerProperties": UNKNOWN}],
    ),
]
