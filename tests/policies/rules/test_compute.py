"""Rules for instances, images, containers and functions."""

import json

from costing.model import UNKNOWN
from policies.rules.apprunner import (
    apprunner_service_customer_managed_key,
    apprunner_service_no_plain_text_secrets,
)
from policies.rules.batch import batch_job_no_plain_text_secrets
from policies.rules.ec2.account import (
    ec2_ami_block_public_access,
    ec2_ami_not_public,
    ec2_ami_shared_with_organization,
    ec2_imds_account_default_v2,
    ec2_instance_ebs_optimized,
    ec2_instance_termination_protection,
    ec2_network_interface_source_destination_check,
    ec2_serial_console_disabled,
    ec2_spot_fleet_encrypted_volumes,
)
from policies.rules.ecr import ecr_registry_enhanced_scanning
from policies.rules.ecs.tasks import (
    ecs_capacity_provider_termination_protection,
    ecs_container_log_configuration,
    ecs_container_no_added_capabilities,
    ecs_container_non_root_user,
    ecs_task_no_host_ipc_mode,
    ecs_task_set_no_public_ip,
)
from policies.rules.eks import (
    eks_cluster_admin_access_entry,
    eks_cluster_api_authentication,
    eks_node_group_supported_version,
)
from policies.rules.lambda_ import (
    lambda_code_signing,
    lambda_dead_letter_queue,
    lambda_function_url_cors_restricted,
    lambda_layer_not_public,
    lambda_reserved_concurrency,
)
from policies.rules.vpc.vpn import vpc_block_public_access_options
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        ec2_serial_console_disabled,
        "aws:ec2/serialConsoleAccess:SerialConsoleAccess",
        passes=[{"enabled": False}],
        fails=[{"enabled": True}, {}],
        unknown=[{"enabled": UNKNOWN}],
    ),
    *of_inputs(
        ec2_ami_block_public_access,
        "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
        passes=[{}, {"state": "block-new-sharing"}],
        fails=[{"state": "unblocked"}],
        unknown=[{"state": UNKNOWN}],
    ),
    *of_inputs(
        ec2_imds_account_default_v2,
        "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
        passes=[{"httpTokens": "required"}],
        fails=[{"httpTokens": "optional"}, {"httpTokens": "no-preference"}, {}],
        unknown=[{"httpTokens": UNKNOWN}],
    ),
    *of_inputs(
        vpc_block_public_access_options,
        "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
        passes=[
            {"internetGatewayBlockMode": "block-bidirectional"},
            {"internetGatewayBlockMode": "block-ingress"},
        ],
        fails=[{"internetGatewayBlockMode": "off"}, {}],
        unknown=[{"internetGatewayBlockMode": UNKNOWN}],
    ),
    *of_inputs(
        ec2_ami_not_public,
        "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
        passes=[{}],
        fails=[{"group": "all"}],
        unknown=[{"group": UNKNOWN}],
    ),
    *of_inputs(
        ec2_ami_shared_with_organization,
        "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
        passes=[{"organizationArn": "value"}],
        fails=[{}],
        unknown=[{"organizationArn": UNKNOWN}],
    ),
    *of_inputs(
        ec2_spot_fleet_encrypted_volumes,
        "aws:ec2/spotFleetRequest:SpotFleetRequest",
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
        ec2_network_interface_source_destination_check,
        "aws:ec2/networkInterface:NetworkInterface",
        passes=[{}, {"sourceDestCheck": True}],
        fails=[{"sourceDestCheck": False}],
        unknown=[{"sourceDestCheck": UNKNOWN}],
    ),
    *of_inputs(
        ec2_instance_termination_protection,
        "aws:ec2/instance:Instance",
        passes=[{"disableApiTermination": True}],
        fails=[{"disableApiTermination": False}, {}],
        unknown=[{"disableApiTermination": UNKNOWN}],
    ),
    *of_inputs(
        ec2_instance_ebs_optimized,
        "aws:ec2/instance:Instance",
        passes=[{"ebsOptimized": True}],
        fails=[{"ebsOptimized": False}, {}],
        unknown=[{"ebsOptimized": UNKNOWN}],
    ),
    *of_inputs(
        apprunner_service_no_plain_text_secrets,
        "aws:apprunner/service:Service",
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
        apprunner_service_customer_managed_key,
        "aws:apprunner/service:Service",
        passes=[
            {"encryptionConfiguration": {"kmsKey": "arn:aws:kms:us-east-1:123456789012:key/1"}}
        ],
        fails=[{}],
        unknown=[{"encryptionConfiguration": {"kmsKey": UNKNOWN}}],
    ),
    *of_inputs(
        ecs_container_log_configuration,
        "aws:ecs/taskDefinition:TaskDefinition",
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
        ecs_container_non_root_user,
        "aws:ecs/taskDefinition:TaskDefinition",
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
        ecs_container_no_added_capabilities,
        "aws:ecs/taskDefinition:TaskDefinition",
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
        ecs_task_no_host_ipc_mode,
        "aws:ecs/taskDefinition:TaskDefinition",
        passes=[{}],
        fails=[{"ipcMode": "host"}],
        unknown=[{"ipcMode": UNKNOWN}],
    ),
    *of_inputs(
        ecs_task_set_no_public_ip,
        "aws:ecs/taskSet:TaskSet",
        passes=[{}, {"networkConfiguration": {"assignPublicIp": False}}],
        fails=[{"networkConfiguration": {"assignPublicIp": True}}],
        unknown=[{"networkConfiguration": {"assignPublicIp": UNKNOWN}}],
    ),
    *of_inputs(
        ecs_capacity_provider_termination_protection,
        "aws:ecs/capacityProvider:CapacityProvider",
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
        ecr_registry_enhanced_scanning,
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        passes=[{"scanType": "ENHANCED"}],
        fails=[{"scanType": "BASIC"}, {}],
        unknown=[{"scanType": UNKNOWN}],
    ),
    *of_inputs(
        eks_cluster_admin_access_entry,
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
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
        eks_cluster_api_authentication,
        "aws:eks/cluster:Cluster",
        passes=[{}, {"accessConfig": {"authenticationMode": "API"}}],
        fails=[{"accessConfig": {"authenticationMode": "CONFIG_MAP"}}],
        unknown=[{"accessConfig": {"authenticationMode": UNKNOWN}}],
    ),
    *of_inputs(
        eks_node_group_supported_version,
        "aws:eks/nodeGroup:NodeGroup",
        passes=[{}, {"version": "1.35"}],
        fails=[{"version": "1.24"}],
        unknown=[{"version": UNKNOWN}],
    ),
    *of_inputs(
        lambda_reserved_concurrency,
        "aws:lambda/function:Function",
        passes=[{"reservedConcurrentExecutions": 10}],
        fails=[{}, {"reservedConcurrentExecutions": -1}],
        unknown=[{"reservedConcurrentExecutions": UNKNOWN}],
    ),
    *of_inputs(
        lambda_dead_letter_queue,
        "aws:lambda/function:Function",
        passes=[{"deadLetterConfig": {"targetArn": "arn:aws:sqs:us-east-1:123456789012:dead"}}],
        fails=[{}],
        unknown=[{"deadLetterConfig": UNKNOWN}],
    ),
    *of_inputs(
        lambda_code_signing,
        "aws:lambda/function:Function",
        passes=[{"codeSigningConfigArn": "value"}],
        fails=[{}],
        unknown=[{"codeSigningConfigArn": UNKNOWN}],
    ),
    *of_inputs(
        lambda_layer_not_public,
        "aws:lambda/layerVersionPermission:LayerVersionPermission",
        passes=[{"principal": "123456789012"}, {"principal": "*", "organizationId": "o-1"}],
        fails=[{"principal": "*"}],
        unknown=[{"principal": UNKNOWN}],
    ),
    *of_inputs(
        lambda_function_url_cors_restricted,
        "aws:lambda/functionUrl:FunctionUrl",
        passes=[{}, {"cors": {"allowOrigins": ["https://example.com"], "allowMethods": ["*"]}}],
        fails=[{"cors": {"allowOrigins": ["*"], "allowMethods": ["*"]}}],
        unknown=[{"cors": {"allowOrigins": UNKNOWN, "allowMethods": ["*"]}}],
    ),
    *of_inputs(
        batch_job_no_plain_text_secrets,
        "aws:batch/jobDefinition:JobDefinition",
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
