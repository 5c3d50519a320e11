from costing.model import UNKNOWN
from costing.resources.bedrock import (
    AgentAgent,
    AgentKnowledgeBase,
    ProvisionedModelThroughput,
    billed_as,
)
from tests.costing.resources.case import Case

MODELS = "arn:aws:bedrock:us-east-1::foundation-model/"
NOVA = f"{MODELS}amazon.nova-2-lite-v1:0:256k"
CLAUDE = f"{MODELS}anthropic.claude-3-haiku-20240307-v1:0"
BOUGHT = "anthropic.claude-3-haiku-20240307-v1:0-ProvisionedThroughput-6month-ModelUnits"
VECTORS = {
    "type": "VECTOR",
    "vectorKnowledgeBaseConfiguration": {
        "embeddingModelArn": f"{MODELS}amazon.titan-embed-text-v2:0",
    },
}

CASES = [
    Case(
        "model units all month",
        ProvisionedModelThroughput,
        {"modelArn": NOVA, "modelUnits": 2},
        {"Nova2.0Lite-ProvisionedThroughput-NoCommit-ModelUnits": 1460},
    ),
    Case(
        "cheaper by the month",
        ProvisionedModelThroughput,
        {"modelArn": NOVA, "modelUnits": 1, "commitmentDuration": "OneMonth"},
        {"Nova2.0Lite-ProvisionedThroughput-1month-ModelUnits": 730},
    ),
    Case(
        "at a price of one's own",
        ProvisionedModelThroughput,
        {"modelArn": CLAUDE, "modelUnits": 1, "commitmentDuration": "SixMonths"},
        {BOUGHT: 730},
        usage={"hourly_model_unit_price": 25},
    ),
    Case(
        "or at none",
        ProvisionedModelThroughput,
        {"modelArn": CLAUDE, "modelUnits": 1, "commitmentDuration": "SixMonths"},
        {BOUGHT: 730},
        unpriced=[BOUGHT],
    ),
    Case(
        "an agent is charged for its model's tokens",
        AgentAgent,
        {"foundationModel": "us.amazon.nova-pro-v1:0"},
        {"NovaPro-input-tokens": 10_000_000, "NovaPro-output-tokens": None},
        usage={"monthly_input_tokens": "1e7"},
    ),
    Case(
        "a knowledge base for those that it embeds",
        AgentKnowledgeBase,
        {"knowledgeBaseConfiguration": VECTORS},
        {"TitanEmbeddingV2-Text-input-tokens": None},
    ),
]


def test_model_without_bill_name_uses_its_id() -> None:
    assert billed_as(CLAUDE) == "anthropic.claude-3-haiku-20240307-v1:0"
    assert billed_as("eu.amazon.nova-lite-v1:0") == "NovaLite"


def test_unknown_price_dimension_is_a_gap() -> None:
    assert (
        "foundationModel is known only after deployment"
        in Case("", AgentAgent, {"foundationModel": UNKNOWN}, {}).reasons()
    )
    assert (
        "without vectors"
        in Case(
            "", AgentKnowledgeBase, {"knowledgeBaseConfiguration": {"type": "SQL"}}, {}
        ).reasons()
    )
