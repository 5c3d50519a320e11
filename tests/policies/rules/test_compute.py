"""Rules for instances, images, containers and functions."""

import json

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "ec2-serial-console-disabled",
        passes=[{"enabled": False}],
        fails=[{"enabled": True}, {}],
        unknown=[{"enabled": UNKNOWN}],
    ),
    *of_inputs(
        "ec2-ami-block-public-access",
        passes=[{}, {"state": "block-new-sharing"}],
        fails=[{"state": "unblocked"}],
        unknown=[{"state": UNKNOWN}],
    ),
    *of_inputs(
        "ec2-imds-account-default-v2",
        passes=[{"httpTokens": "required"}],
        fails=[{"httpTokens": "optional"}, {"httpTokens": "no-preference"}, {}],
        unknown=[{"httpTokens": UNKNOWN}],
    ),
    *of_inputs(
        "vpc-block-public-access-options",
        passes=[
            {"internetGatewayBlockMode": "block-bidirectional"},
            {"internetGatewayBlockMode": "block-ingress"},
        ],
        fails=[{"internetGatewayBlockMode": "off"}, {}],
        unknown=[{"internetGatewayBlockMode": UNKNOWN}],
    ),
    *of_inputs(
        "ec2-ami-not-public",
        passes=[{}],
        fails=[{"group": "all"}],
        unknown=[{"group": UNKNOWN}],
    ),
    *of_inputs(
        "ec2-ami-shared-with-organization",
        passes=[{"organizationArn": "value"}],
        fails=[{}],
        unknown=[{"organizationArn": UNKNOWN}],
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
    *of_inputs(
        "ec2-network-interface-source-destination-check",
        passes=[{}, {"sourceDestCheck": True}],
        fails=[{"sourceDestCheck": False}],
        unknown=[{"sourceDestCheck": UNKNOWN}],
    ),
    *of_inputs(
        "ec2-instance-termination-protection",
        passes=[{"disableApiTermination": True}],
        fails=[{"disableApiTermination": False}, {}],
        unknown=[{"disableApiTermination": UNKNOWN}],
    ),
    *of_inputs(
        "ec2-instance-ebs-optimized",
        passes=[{"ebsOptimized": True}],
        fails=[{"ebsOptimized": False}, {}],
        unknown=[{"ebsOptimized": UNKNOWN}],
    ),
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
    *of_inputs(
        "apprunner-service-customer-managed-key",
        passes=[
            {"encryptionConfiguration": {"kmsKey": "arn:aws:kms:us-east-1:123456789012:key/1"}}
        ],
        fails=[{}],
        unknown=[{"encryptionConfiguration": {"kmsKey": UNKNOWN}}],
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
    *of_inputs(
        "ecs-task-no-host-ipc-mode",
        passes=[{}],
        fails=[{"ipcMode": "host"}],
        unknown=[{"ipcMode": UNKNOWN}],
    ),
    *of_inputs(
        "ecs-task-set-no-public-ip",
        passes=[{}, {"networkConfiguration": {"assignPublicIp": False}}],
        fails=[{"networkConfiguration": {"assignPublicIp": True}}],
        unknown=[{"networkConfiguration": {"assignPublicIp": UNKNOWN}}],
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
    *of_inputs(
        "ecr-registry-enhanced-scanning",
        passes=[{"scanType": "ENHANCED"}],
        fails=[{"scanType": "BASIC"}, {}],
        unknown=[{"scanType": UNKNOWN}],
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
    *of_inputs(
        "eks-cluster-api-authentication",
        passes=[{}, {"accessConfig": {"authenticationMode": "API"}}],
        fails=[{"accessConfig": {"authenticationMode": "CONFIG_MAP"}}],
        unknown=[{"accessConfig": {"authenticationMode": UNKNOWN}}],
    ),
    *of_inputs(
        "eks-node-group-supported-version",
        passes=[{}, {"version": "1.35"}],
        fails=[{"version": "1.24"}],
        unknown=[{"version": UNKNOWN}],
    ),
    *of_inputs(
        "lambda-reserved-concurrency",
        passes=[{"reservedConcurrentExecutions": 10}],
        fails=[{}, {"reservedConcurrentExecutions": -1}],
        unknown=[{"reservedConcurrentExecutions": UNKNOWN}],
    ),
    *of_inputs(
        "lambda-dead-letter-queue",
        passes=[{"deadLetterConfig": {"targetArn": "arn:aws:sqs:us-east-1:123456789012:dead"}}],
        fails=[{}],
        unknown=[{"deadLetterConfig": UNKNOWN}],
    ),
    *of_inputs(
        "lambda-code-signing",
        passes=[{"codeSigningConfigArn": "value"}],
        fails=[{}],
        unknown=[{"codeSigningConfigArn": UNKNOWN}],
    ),
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
