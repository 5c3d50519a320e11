"""Rules for Amazon Bedrock."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, given, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key

GUIDE = "https://docs.aws.amazon.com/bedrock/latest/userguide"
AGENT = "aws:bedrock/agentAgent:AgentAgent"


@resource_rule(
    types=(AGENT,),
    concern="security",
    severity="medium",
    title="Bedrock agent has no customer managed KMS key",
    risk=(
        "Access to agent sessions and instructions cannot be restricted or revoked "
        "through a key policy."
    ),
    fix="customer_encryption_key_arn=key.arn",
    same_intent_as=("CKV_AWS_373",),
    aws_docs=f"{GUIDE}/encryption-agents.html",
)
def bedrock_agent_customer_managed_key(agent: Resource) -> Iterator[Finding]:
    path = "customerEncryptionKeyArn"
    yield from found(not_(own_key(agent, path)), agent, path, A_KEY_OF_OURS)


@resource_rule(
    types=(AGENT,),
    concern="security",
    severity="medium",
    title="Bedrock agent has no guardrail",
    risk="Harmful content, prompt attacks and personal data pass through unfiltered.",
    fix='guardrail_configurations=[{"guardrail_identifier": ..., "guardrail_version": ...}]',
    same_intent_as=("CKV_AWS_383",),
    aws_docs=f"{GUIDE}/agents-guardrail.html",
)
def bedrock_agent_guardrail(agent: Resource) -> Iterator[Finding]:
    path = "guardrailConfigurations"
    yield from found(not_(given(agent, path)), agent, path, "a guardrail")


RULES: tuple[Rule, ...] = (
    bedrock_agent_customer_managed_key,
    bedrock_agent_guardrail,
)
