"""Rules for Amazon Bedrock."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
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
]
