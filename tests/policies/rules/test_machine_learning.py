"""Rules for machine learning and AI services."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "sagemaker-monitoring-job-network-isolation",
        "networkConfig.enableNetworkIsolation",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "sagemaker-monitoring-job-output-key",
        "dataQualityJobOutputConfig.kmsKeyId",
        passes=["value"],
        fails=[None],
    ),
    *of_input(
        "sagemaker-training-network-isolation",
        "enableNetworkIsolation",
        passes=[True],
        fails=[False, None],
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
    *of_input("sagemaker-domain-identity-center", "authMode", passes=[None, "SSO"], fails=["IAM"]),
    *of_input(
        "sagemaker-notebook-supported-platform",
        "platformIdentifier",
        passes=[None],
        fails=["notebook-al1-v1", "notebook-al2-v1", "notebook-al2-v2"],
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
    *of_input(
        "bedrock-model-invocation-logging",
        "loggingConfig.textDataDeliveryEnabled",
        passes=[None, True],
        fails=[False],
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
    *of_input(
        "bedrock-custom-model-customer-managed-key",
        "customModelKmsKeyId",
        passes=["value"],
        fails=[None],
    ),
    *of_input(
        "bedrock-prompt-customer-managed-key",
        "customerEncryptionKeyArn",
        passes=["arn:aws:kms:us-east-1:123456789012:key/1"],
        fails=[None],
        kind="aws:bedrock/agentPrompt:AgentPrompt",
    ),
    *of_input(
        "bedrock-knowledge-base-source-key",
        "serverSideEncryptionConfiguration.kmsKeyArn",
        passes=["value"],
        fails=[None],
    ),
    *of_input(
        "bedrock-agentcore-runtime-in-vpc",
        "networkConfiguration.networkMode",
        passes=["VPC"],
        fails=["PUBLIC", None],
    ),
    *of_input(
        "bedrock-agentcore-gateway-authorization", "authorizerType", passes=[None], fails=["NONE"]
    ),
    *of_input(
        "bedrock-agentcore-browser-not-public",
        "networkConfiguration.networkMode",
        passes=["VPC"],
        fails=["PUBLIC", None],
    ),
    *of_input(
        "bedrock-agentcore-browser-recording",
        "recording.enabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "comprehend-model-customer-managed-key",
        "modelKmsKeyId",
        passes=["value"],
        fails=[None],
        kind="aws:comprehend/entityRecognizer:EntityRecognizer",
    ),
    *of_input(
        "comprehend-volume-customer-managed-key",
        "volumeKmsKeyId",
        passes=["value"],
        fails=[None],
        kind="aws:comprehend/entityRecognizer:EntityRecognizer",
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
    *of_input(
        "connect-instance-flow-logs", "contactFlowLogsEnabled", passes=[True], fails=[False, None]
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
