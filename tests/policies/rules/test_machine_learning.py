"""Rules for machine learning and AI services."""

from costing.model import UNKNOWN
from policies.rules.bedrock import (
    bedrock_agentcore_browser_not_public,
    bedrock_agentcore_browser_recording,
    bedrock_agentcore_gateway_authorization,
    bedrock_agentcore_runtime_in_vpc,
    bedrock_custom_model_customer_managed_key,
    bedrock_custom_model_in_vpc,
    bedrock_guardrail_contextual_grounding,
    bedrock_guardrail_prompt_attack_filter,
    bedrock_guardrail_sensitive_information_filter,
    bedrock_knowledge_base_source_key,
    bedrock_model_invocation_logging,
    bedrock_prompt_customer_managed_key,
)
from policies.rules.comprehend import (
    comprehend_model_customer_managed_key,
    comprehend_volume_customer_managed_key,
)
from policies.rules.connect import (
    connect_instance_flow_logs,
    connect_s3_storage_customer_managed_key,
    connect_video_storage_customer_managed_key,
)
from policies.rules.sagemaker.jobs import (
    sagemaker_domain_identity_center,
    sagemaker_feature_group_customer_managed_key,
    sagemaker_model_in_vpc,
    sagemaker_model_private_registry,
    sagemaker_monitoring_job_network_isolation,
    sagemaker_monitoring_job_output_key,
    sagemaker_monitoring_schedule_network_isolation,
    sagemaker_notebook_no_secrets,
    sagemaker_notebook_supported_platform,
    sagemaker_training_container_traffic_encrypted,
    sagemaker_training_in_vpc,
    sagemaker_training_network_isolation,
    sagemaker_training_volume_and_output_keys,
)
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        sagemaker_monitoring_job_network_isolation,
        "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
        passes=[{"networkConfig": {"enableNetworkIsolation": True}}],
        fails=[{"networkConfig": {"enableNetworkIsolation": False}}, {}],
        unknown=[{"networkConfig": {"enableNetworkIsolation": UNKNOWN}}],
    ),
    *of_inputs(
        sagemaker_monitoring_job_output_key,
        "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",
        passes=[{"dataQualityJobOutputConfig": {"kmsKeyId": "value"}}],
        fails=[{}],
        unknown=[{"dataQualityJobOutputConfig": {"kmsKeyId": UNKNOWN}}],
    ),
    *of_inputs(
        sagemaker_training_network_isolation,
        "aws:sagemaker/trainingJob:TrainingJob",
        passes=[{"enableNetworkIsolation": True}],
        fails=[{"enableNetworkIsolation": False}, {}],
        unknown=[{"enableNetworkIsolation": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_training_in_vpc,
        "aws:sagemaker/trainingJob:TrainingJob",
        passes=[{"vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_training_volume_and_output_keys,
        "aws:sagemaker/trainingJob:TrainingJob",
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
        sagemaker_training_container_traffic_encrypted,
        "aws:sagemaker/trainingJob:TrainingJob",
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
        sagemaker_model_in_vpc,
        "aws:sagemaker/model:Model",
        passes=[{"vpcConfig": {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_model_private_registry,
        "aws:sagemaker/model:Model",
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
        sagemaker_feature_group_customer_managed_key,
        "aws:sagemaker/featureGroup:FeatureGroup",
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
        sagemaker_domain_identity_center,
        "aws:sagemaker/domain:Domain",
        passes=[{}, {"authMode": "SSO"}],
        fails=[{"authMode": "IAM"}],
        unknown=[{"authMode": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_notebook_supported_platform,
        "aws:sagemaker/notebookInstance:NotebookInstance",
        passes=[{}],
        fails=[
            {"platformIdentifier": "notebook-al1-v1"},
            {"platformIdentifier": "notebook-al2-v1"},
            {"platformIdentifier": "notebook-al2-v2"},
        ],
        unknown=[{"platformIdentifier": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_notebook_no_secrets,
        "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration",
        passes=[{}],
        fails=[
            {"onStart": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
            {"onCreate": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"},
        ],
        unknown=[{"onStart": UNKNOWN}, {"onCreate": UNKNOWN}],
    ),
    *of_inputs(
        bedrock_model_invocation_logging,
        "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",
        passes=[{}, {"loggingConfig": {"textDataDeliveryEnabled": True}}],
        fails=[{"loggingConfig": {"textDataDeliveryEnabled": False}}],
        unknown=[{"loggingConfig": {"textDataDeliveryEnabled": UNKNOWN}}],
    ),
    *of_inputs(
        bedrock_guardrail_prompt_attack_filter,
        "aws:bedrock/guardrail:Guardrail",
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
        bedrock_guardrail_sensitive_information_filter,
        "aws:bedrock/guardrail:Guardrail",
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
        bedrock_guardrail_contextual_grounding,
        "aws:bedrock/guardrail:Guardrail",
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
        bedrock_custom_model_in_vpc,
        "aws:bedrock/customModel:CustomModel",
        passes=[{"vpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_inputs(
        bedrock_custom_model_customer_managed_key,
        "aws:bedrock/customModel:CustomModel",
        passes=[{"customModelKmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"customModelKmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        bedrock_prompt_customer_managed_key,
        "aws:bedrock/agentPrompt:AgentPrompt",
        passes=[{"customerEncryptionKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1"}],
        fails=[{}],
        unknown=[{"customerEncryptionKeyArn": UNKNOWN}],
    ),
    *of_inputs(
        bedrock_knowledge_base_source_key,
        "aws:bedrock/agentDataSource:AgentDataSource",
        passes=[{"serverSideEncryptionConfiguration": {"kmsKeyArn": "value"}}],
        fails=[{}],
        unknown=[{"serverSideEncryptionConfiguration": {"kmsKeyArn": UNKNOWN}}],
    ),
    *of_inputs(
        bedrock_agentcore_runtime_in_vpc,
        "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime",
        passes=[{"networkConfiguration": {"networkMode": "VPC"}}],
        fails=[{"networkConfiguration": {"networkMode": "PUBLIC"}}, {}],
        unknown=[{"networkConfiguration": {"networkMode": UNKNOWN}}],
    ),
    *of_inputs(
        bedrock_agentcore_gateway_authorization,
        "aws:bedrock/agentcoreGateway:AgentcoreGateway",
        passes=[{}],
        fails=[{"authorizerType": "NONE"}],
        unknown=[{"authorizerType": UNKNOWN}],
    ),
    *of_inputs(
        bedrock_agentcore_browser_not_public,
        "aws:bedrock/agentcoreBrowser:AgentcoreBrowser",
        passes=[{"networkConfiguration": {"networkMode": "VPC"}}],
        fails=[{"networkConfiguration": {"networkMode": "PUBLIC"}}, {}],
        unknown=[{"networkConfiguration": {"networkMode": UNKNOWN}}],
    ),
    *of_inputs(
        bedrock_agentcore_browser_recording,
        "aws:bedrock/agentcoreBrowser:AgentcoreBrowser",
        passes=[{"recording": {"enabled": True}}],
        fails=[{"recording": {"enabled": False}}, {}],
        unknown=[{"recording": {"enabled": UNKNOWN}}],
    ),
    *of_inputs(
        comprehend_model_customer_managed_key,
        "aws:comprehend/entityRecognizer:EntityRecognizer",
        passes=[{"modelKmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"modelKmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        comprehend_volume_customer_managed_key,
        "aws:comprehend/entityRecognizer:EntityRecognizer",
        passes=[{"volumeKmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"volumeKmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        connect_video_storage_customer_managed_key,
        "aws:connect/instanceStorageConfig:InstanceStorageConfig",
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
        connect_s3_storage_customer_managed_key,
        "aws:connect/instanceStorageConfig:InstanceStorageConfig",
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
        connect_instance_flow_logs,
        "aws:connect/instance:Instance",
        passes=[{"contactFlowLogsEnabled": True}],
        fails=[{"contactFlowLogsEnabled": False}, {}],
        unknown=[{"contactFlowLogsEnabled": UNKNOWN}],
    ),
    *of_inputs(
        sagemaker_monitoring_schedule_network_isolation,
        "aws:sagemaker/monitoringSchedule:MonitoringSchedule",
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
