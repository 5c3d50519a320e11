"""Rules for machine learning and AI services."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "sagemaker-monitoring-job-network-isolation",
        passes=[{"networkConfig": {"enableNetworkIsolation": True}}],
        fails=[{"networkConfig": {"enableNetworkIsolation": False}}, {}],
        unknown=[{"networkConfig": {"enableNetworkIsolation": UNKNOWN}}],
    ),
    *of_inputs(
        "sagemaker-monitoring-job-output-key",
        passes=[{"dataQualityJobOutputConfig": {"kmsKeyId": "value"}}],
        fails=[{}],
        unknown=[{"dataQualityJobOutputConfig": {"kmsKeyId": UNKNOWN}}],
    ),
    *of_inputs(
        "sagemaker-training-network-isolation",
        passes=[{"enableNetworkIsolation": True}],
        fails=[{"enableNetworkIsolation": False}, {}],
        unknown=[{"enableNetworkIsolation": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-training-in-vpc",
        passes=[{"vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-training-volume-and-output-keys",
        passes=[
            {
                "resourceConfig": {"volumeKmsKeyId": "value"},
                "outputDataConfig": {"kmsKeyId": "value"},
            }
        ],
        fails=[
            {"outputDataConfig": {"kmsKeyId": "value"}},
            {"resourceConfig": {"volumeKmsKeyId": "value"}},
        ],
        unknown=[
            {
                "outputDataConfig": {"kmsKeyId": "value"},
                "resourceConfig": {"volumeKmsKeyId": UNKNOWN},
            },
            {
                "resourceConfig": {"volumeKmsKeyId": "value"},
                "outputDataConfig": {"kmsKeyId": UNKNOWN},
            },
        ],
    ),
    *of_inputs(
        "sagemaker-training-container-traffic-encrypted",
        passes=[
            {"resourceConfig": {"instanceCount": 2}, "enableInterContainerTrafficEncryption": True},
            {"resourceConfig": {"instanceCount": 1}},
        ],
        fails=[{"resourceConfig": {"instanceCount": 2}}],
        unknown=[
            {
                "resourceConfig": {"instanceCount": 2},
                "enableInterContainerTrafficEncryption": UNKNOWN,
            }
        ],
    ),
    *of_inputs(
        "sagemaker-model-in-vpc",
        passes=[{"vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-model-private-registry",
        passes=[
            {
                "vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
                "primaryContainer": {"image": "a", "imageConfig": {"repositoryAccessMode": "Vpc"}},
            },
            {"primaryContainer": {"image": "a"}},
        ],
        fails=[
            {
                "vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
                "primaryContainer": {"image": "a"},
            }
        ],
        unknown=[
            {
                "vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
                "primaryContainer": UNKNOWN,
            }
        ],
    ),
    *of_inputs(
        "sagemaker-feature-group-customer-managed-key",
        passes=[
            {
                "offlineStoreConfig": {
                    "s3StorageConfig": {
                        "s3Uri": "s3://a",
                        "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1",
                    }
                }
            }
        ],
        fails=[{"offlineStoreConfig": {"s3StorageConfig": {"s3Uri": "s3://a"}}}],
        unknown=[
            {"offlineStoreConfig": {"s3StorageConfig": {"s3Uri": "s3://a", "kmsKeyId": UNKNOWN}}}
        ],
    ),
    *of_inputs(
        "sagemaker-domain-identity-center",
        passes=[{}, {"authMode": "SSO"}],
        fails=[{"authMode": "IAM"}],
        unknown=[{"authMode": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-notebook-supported-platform",
        passes=[{}],
        fails=[
            {"platformIdentifier": "notebook-al1-v1"},
            {"platformIdentifier": "notebook-al2-v1"},
            {"platformIdentifier": "notebook-al2-v2"},
        ],
        unknown=[{"platformIdentifier": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-notebook-no-secrets",
        passes=[{}],
        fails=[
            {"onStart": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
            {"onCreate": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
        ],
        unknown=[{"onStart": UNKNOWN}, {"onCreate": UNKNOWN}],
    ),
    *of_inputs(
        "bedrock-model-invocation-logging",
        passes=[{}, {"loggingConfig": {"textDataDeliveryEnabled": True}}],
        fails=[{"loggingConfig": {"textDataDeliveryEnabled": False}}],
        unknown=[{"loggingConfig": {"textDataDeliveryEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        "bedrock-guardrail-prompt-attack-filter",
        passes=[
            {
                "contentPolicyConfig": {
                    "filtersConfigs": [
                        {"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}
                    ]
                }
            }
        ],
        fails=[
            {},
            {
                "contentPolicyConfig": {
                    "filtersConfigs": [
                        {"type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH"}
                    ]
                }
            },
        ],
        unknown=[{"contentPolicyConfig": {"filtersConfigs": UNKNOWN}}],
    ),
    *of_inputs(
        "bedrock-guardrail-sensitive-information-filter",
        passes=[
            {
                "sensitiveInformationPolicyConfig": {
                    "piiEntitiesConfigs": [{"type": "EMAIL", "action": "ANONYMIZE"}]
                }
            }
        ],
        fails=[{}],
        unknown=[{"sensitiveInformationPolicyConfig": UNKNOWN}],
    ),
    *of_inputs(
        "bedrock-guardrail-contextual-grounding",
        passes=[
            {
                "contextualGroundingPolicyConfig": {
                    "filtersConfigs": [{"type": "GROUNDING", "threshold": 0.7}]
                }
            }
        ],
        fails=[{}],
        unknown=[{"contextualGroundingPolicyConfig": UNKNOWN}],
    ),
    *of_inputs(
        "bedrock-custom-model-in-vpc",
        passes=[{"vpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_inputs(
        "bedrock-custom-model-customer-managed-key",
        passes=[{"customModelKmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"customModelKmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        "bedrock-prompt-customer-managed-key",
        "aws:bedrock/agentPrompt:AgentPrompt",
        passes=[{"customerEncryptionKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}],
        unknown=[{"customerEncryptionKeyArn": UNKNOWN}],
    ),
    *of_inputs(
        "bedrock-knowledge-base-source-key",
        passes=[{"serverSideEncryptionConfiguration": {"kmsKeyArn": "value"}}],
        fails=[{}],
        unknown=[{"serverSideEncryptionConfiguration": {"kmsKeyArn": UNKNOWN}}],
    ),
    *of_inputs(
        "bedrock-agentcore-runtime-in-vpc",
        passes=[{"networkConfiguration": {"networkMode": "VPC"}}],
        fails=[{"networkConfiguration": {"networkMode": "PUBLIC"}}, {}],
        unknown=[{"networkConfiguration": {"networkMode": UNKNOWN}}],
    ),
    *of_inputs(
        "bedrock-agentcore-gateway-authorization",
        passes=[{}],
        fails=[{"authorizerType": "NONE"}],
        unknown=[{"authorizerType": UNKNOWN}],
    ),
    *of_inputs(
        "bedrock-agentcore-browser-not-public",
        passes=[{"networkConfiguration": {"networkMode": "VPC"}}],
        fails=[{"networkConfiguration": {"networkMode": "PUBLIC"}}, {}],
        unknown=[{"networkConfiguration": {"networkMode": UNKNOWN}}],
    ),
    *of_inputs(
        "bedrock-agentcore-browser-recording",
        passes=[{"recording": {"enabled": True}}],
        fails=[{"recording": {"enabled": False}}, {}],
        unknown=[{"recording": {"enabled": UNKNOWN}}],
    ),
    *of_inputs(
        "comprehend-model-customer-managed-key",
        "aws:comprehend/entityRecognizer:EntityRecognizer",
        passes=[{"modelKmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"modelKmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        "comprehend-volume-customer-managed-key",
        "aws:comprehend/entityRecognizer:EntityRecognizer",
        passes=[{"volumeKmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"volumeKmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        "connect-video-storage-customer-managed-key",
        passes=[
            {
                "storageConfig": {
                    "storageType": "KINESIS_VIDEO_STREAM",
                    "kinesisVideoStreamConfig": {"encryptionConfig": {"keyId": "value"}},
                }
            }
        ],
        fails=[{"storageConfig": {"storageType": "KINESIS_VIDEO_STREAM"}}],
        unknown=[
            {
                "storageConfig": {
                    "storageType": "KINESIS_VIDEO_STREAM",
                    "kinesisVideoStreamConfig": {"encryptionConfig": {"keyId": UNKNOWN}},
                }
            }
        ],
    ),
    *of_inputs(
        "connect-s3-storage-customer-managed-key",
        passes=[
            {
                "storageConfig": {
                    "storageType": "S3",
                    "s3Config": {"encryptionConfig": {"keyId": "value"}},
                }
            }
        ],
        fails=[{"storageConfig": {"storageType": "S3"}}],
        unknown=[
            {
                "storageConfig": {
                    "storageType": "S3",
                    "s3Config": {"encryptionConfig": {"keyId": UNKNOWN}},
                }
            }
        ],
    ),
    *of_inputs(
        "connect-instance-flow-logs",
        passes=[{"contactFlowLogsEnabled": True}],
        fails=[{"contactFlowLogsEnabled": False}, {}],
        unknown=[{"contactFlowLogsEnabled": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-monitoring-schedule-network-isolation",
        passes=[
            {
                "monitoringScheduleConfig": {
                    "monitoringJobDefinition": {"networkConfig": {"enableNetworkIsolation": True}}
                }
            },
            {"monitoringScheduleConfig": {"monitoringJobDefinitionName": "a"}},
        ],
        fails=[{"monitoringScheduleConfig": {"monitoringJobDefinition": {"roleArn": "a"}}}],
        unknown=[{"monitoringScheduleConfig": {"monitoringJobDefinition": UNKNOWN}}],
    ),
]
