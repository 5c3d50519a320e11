"""Rules for Amazon Bedrock."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    any_of,
    equal,
    found,
    items,
    not_,
    one_of,
)
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import (
    input_rule,
    must_be,
    must_be_given,
    must_be_own_key,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/bedrock/latest/userguide"
AGENT = "aws:bedrock/agentAgent:AgentAgent"


@resource_rule(
    types=("aws:bedrock/guardrail:Guardrail",),
    concern="security",
    severity="medium",
    title="Bedrock guardrail does not filter prompt attacks",
    risk="Prompts can override the instructions of the application.",
    fix=(
        'content_policy_config={"filters_configs": [{"type": "PROMPT_ATTACK", '
        '"input_strength": "HIGH", "output_strength": "NONE"}]}'
    ),
    same_intent_as=("bedrock_guardrail_prompt_attack_filter_enabled",),
    aws_docs="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-prompt-attack.html",
)
def bedrock_guardrail_prompt_attack_filter(resource: Resource) -> Iterator[Finding]:
    filters = [each for _, each in items(resource, "contentPolicyConfig.filtersConfigs")]
    strong = any_of(
        all_of(
            [
                equal(at(each, "type"), "PROMPT_ATTACK"),
                one_of(at(each, "inputStrength"), ("HIGH", "MEDIUM")),
            ]
        )
        for each in filters
    )
    yield from found(
        not_(strong),
        resource,
        "contentPolicyConfig.filtersConfigs",
        "PROMPT_ATTACK with input strength HIGH",
    )


RULES: tuple[Rule, ...] = (
    input_rule(
        "bedrock-agent-customer-managed-key",
        must_be_own_key("customerEncryptionKeyArn"),
        types=(AGENT,),
        concern="security",
        severity="medium",
        title="Bedrock agent has no customer managed KMS key",
        risk="Access to agent sessions and instructions cannot be restricted or revoked "
        "through a key policy.",
        fix="customer_encryption_key_arn=key.arn",
        same_intent_as=("CKV_AWS_373",),
        aws_docs=f"{GUIDE}/encryption-agents.html",
    ),
    input_rule(
        "bedrock-agent-guardrail",
        must_be_given("guardrailConfigurations", "a guardrail"),
        types=(AGENT,),
        concern="security",
        severity="medium",
        title="Bedrock agent has no guardrail",
        risk="Harmful content, prompt attacks and personal data pass through unfiltered.",
        fix='guardrail_configurations=[{"guardrail_identifier": ..., "guardrail_version": ...}]',
        same_intent_as=("CKV_AWS_383",),
        aws_docs=f"{GUIDE}/agents-guardrail.html",
    ),
    input_rule(
        "bedrock-model-invocation-logging",
        must_not_be("loggingConfig.textDataDeliveryEnabled", False, expected=True),
        types=("aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration",),
        concern="security",
        severity="medium",
        title="Bedrock invocation logging leaves out prompts and answers",
        risk="Misuse of models cannot be investigated.",
        fix='logging_config={"text_data_delivery_enabled": True, ...}',
        same_intent_as=("bedrock_model_invocation_logging_text_data_enabled",),
        aws_docs="https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html",
    ),
    bedrock_guardrail_prompt_attack_filter,
    input_rule(
        "bedrock-guardrail-sensitive-information-filter",
        must_be_given("sensitiveInformationPolicyConfig", "a filter for personal data"),
        types=("aws:bedrock/guardrail:Guardrail",),
        concern="security",
        severity="medium",
        title="Bedrock guardrail does not filter personal data",
        risk="Answers can contain personal data of prompts and documents.",
        fix='sensitive_information_policy_config={"pii_entities_configs": [{"type": "EMAIL", '
        '"action": "ANONYMIZE"}]}',
        same_intent_as=("bedrock_guardrail_sensitive_information_filter_enabled",),
        aws_docs="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-sensitive-filters.html",
    ),
    input_rule(
        "bedrock-guardrail-contextual-grounding",
        must_be_given("contextualGroundingPolicyConfig", "a grounding filter"),
        types=("aws:bedrock/guardrail:Guardrail",),
        concern="security",
        severity="low",
        title="Bedrock guardrail does not check answers against their sources",
        risk="Invented answers reach users.",
        fix='contextual_grounding_policy_config={"filters_configs": [{"type": "GROUNDING", '
        '"threshold": 0.7}]}',
        same_intent_as=("bedrock_guardrail_contextual_grounding_filter_enabled",),
        aws_docs="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-contextual-grounding-check.html",
        regulated=True,
    ),
    input_rule(
        "bedrock-custom-model-in-vpc",
        must_be_given("vpcConfig", "subnets and security groups"),
        types=("aws:bedrock/customModel:CustomModel",),
        concern="security",
        severity="medium",
        title="Bedrock customization job runs outside of a VPC",
        risk="Training data is read past the VPC's endpoints and policies.",
        fix='vpc_config={"subnet_ids": [...], "security_group_ids": [...]}',
        aws_docs="https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-model-customization.html",
        production=True,
    ),
    input_rule(
        "bedrock-custom-model-customer-managed-key",
        must_be_given("customModelKmsKeyId", "a customer managed key"),
        types=("aws:bedrock/customModel:CustomModel",),
        concern="security",
        severity="low",
        title="Bedrock custom model is not encrypted with a customer managed key",
        risk="Access to the model cannot be restricted through a key policy.",
        fix="custom_model_kms_key_id=key.arn",
        same_intent_as=("bedrock_custom_model_encrypted_with_cmk",),
        aws_docs="https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html",
    ),
    input_rule(
        "bedrock-prompt-customer-managed-key",
        must_be_own_key("customerEncryptionKeyArn"),
        types=("aws:bedrock/agentPrompt:AgentPrompt", "aws:bedrock/agentFlow:AgentFlow"),
        concern="security",
        severity="low",
        title="Bedrock prompt or flow is not encrypted with a customer managed key",
        risk="Access to prompts cannot be restricted through a key policy.",
        fix="customer_encryption_key_arn=key.arn",
        same_intent_as=("bedrock_prompt_encrypted_with_cmk",),
        aws_docs="https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-prompts.html",
    ),
    input_rule(
        "bedrock-knowledge-base-source-key",
        must_be_given("serverSideEncryptionConfiguration.kmsKeyArn", "a customer managed key"),
        types=("aws:bedrock/agentDataSource:AgentDataSource",),
        concern="security",
        severity="low",
        title="Bedrock knowledge base reads its source without a customer managed key",
        risk="Access to ingested data cannot be restricted through a key policy.",
        fix='server_side_encryption_configuration={"kms_key_arn": key.arn}',
        same_intent_as=("bedrock_knowledge_base_encrypted_with_cmk",),
        aws_docs="https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html",
    ),
    input_rule(
        "bedrock-agentcore-runtime-in-vpc",
        must_be("networkConfiguration.networkMode", "VPC"),
        types=("aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime",),
        concern="security",
        severity="medium",
        title="Bedrock AgentCore runtime is in the public network",
        risk="Agents reach any host of the internet.",
        fix='network_configuration={"network_mode": "VPC", ...}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/bedrockagentcore-controls.html",
        production=True,
    ),
    input_rule(
        "bedrock-agentcore-gateway-authorization",
        must_not_be("authorizerType", "NONE", expected="CUSTOM_JWT or AWS_IAM"),
        types=("aws:bedrock/agentcoreGateway:AgentcoreGateway",),
        concern="security",
        severity="high",
        title="Bedrock AgentCore gateway admits callers without authorization",
        risk="Anyone can call the tools behind the gateway.",
        fix='authorizer_type="CUSTOM_JWT"',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/bedrockagentcore-controls.html",
    ),
    input_rule(
        "bedrock-agentcore-browser-not-public",
        must_be("networkConfiguration.networkMode", "VPC"),
        types=("aws:bedrock/agentcoreBrowser:AgentcoreBrowser",),
        concern="security",
        severity="medium",
        title="Bedrock AgentCore browser is in the public network",
        risk="An agent can be led to any host of the internet.",
        fix='network_configuration={"network_mode": "VPC", ...}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/bedrockagentcore-controls.html",
        production=True,
    ),
    input_rule(
        "bedrock-agentcore-browser-recording",
        must_be("recording.enabled", True),
        types=("aws:bedrock/agentcoreBrowser:AgentcoreBrowser",),
        concern="operations",
        severity="low",
        title="Bedrock AgentCore browser records no sessions",
        risk="Actions of an agent cannot be reconstructed.",
        fix='recording={"enabled": True, "s3_location": {...}}',
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/bedrockagentcore-controls.html",
        production=True,
    ),
)
