"""Amazon Bedrock. https://aws.amazon.com/bedrock/pricing/.

A bill names a model in its own way, which is known of Amazon's own models and some others.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from typing_extensions import override

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonBedrock"
BILLED = {  # the beginning of a model's id → its name on a bill
    "amazon.nova-2-lite": "Nova2.0Lite",
    "amazon.nova-lite": "NovaLite",
    "amazon.nova-micro": "NovaMicro",
    "amazon.nova-premier": "NovaPremier",
    "amazon.nova-pro": "NovaPro",
    "amazon.titan-embed-text-v1": "TitanEmbeddingsG1-Text",
    "amazon.titan-embed-text-v2": "TitanEmbeddingV2-Text",
    "meta.llama3-1-70b": "Llama3-1-70B",
}
COMMITTED = {None: "NoCommit", "OneMonth": "1month", "SixMonths": "6month"}


def billed_as(model: str) -> str:
    """Return a model's name on a bill; its id where that name is not known.

    `model` is an id, an ARN of one, or an inference profile: "us.amazon.nova-lite-v1:0".
    """
    identity = model.rpartition("/")[2]
    for start, name in BILLED.items():
        if start in identity:
            return name
    return identity


class ThroughputUsage(ResourceUsage):
    hourly_model_unit_price: Quantity = None  # USD, of a model whose price the book lacks


class ProvisionedModelThroughput(PricedResource):
    """Model units all month, at the price of the model and of the time committed to.

    AWS publishes few of these prices and quotes others: then usage may give one.
    """

    type = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"
    usage = ThroughputUsage

    model_arn: str
    model_units: Decimal
    commitment_duration: Literal["OneMonth", "SixMonths"] | None = None

    @override
    @charges("Provisioned throughput")
    def meters(self, usage: ThroughputUsage, links: Links) -> Iterator[Meter]:
        model, term = billed_as(self.model_arn), COMMITTED[self.commitment_duration]
        yield Meter(
            f"Provisioned throughput ({model}, {term})",
            Sku(SERVICE, f"{model}-ProvisionedThroughput-{term}-ModelUnits"),
            self.model_units * HOURS_PER_MONTH,
            Unit.HOURS,
            usage_unit_price=usage.hourly_model_unit_price,
        )


def tokens(model: str, direction: Literal["input", "output"], quantity: Quantity) -> Meter:
    name = billed_as(model)
    return Meter(
        f"{direction.capitalize()} tokens ({name})",
        Sku(SERVICE, f"{name}-{direction}-tokens"),
        quantity,
        Unit.TOKENS,
        usage=f"monthly_{direction}_tokens",
    )


class AgentUsage(ResourceUsage):
    monthly_input_tokens: Quantity = None
    monthly_output_tokens: Quantity = None


class AgentAgent(PricedResource):
    """Tokens of the model that an agent invokes."""

    type = "aws:bedrock/agentAgent:AgentAgent"
    usage = AgentUsage
    left_out = (
        LeftOut(
            "Guardrail text units",
            "guardrailConfigurations",
            reason="the price book has no price of guardrail policies",
        ),
    )

    foundation_model: str

    @override
    @charges("Input tokens", "Output tokens")
    def meters(self, usage: AgentUsage, links: Links) -> Iterator[Meter]:
        yield tokens(self.foundation_model, "input", usage.monthly_input_tokens)
        yield tokens(self.foundation_model, "output", usage.monthly_output_tokens)


class KnowledgeBaseUsage(ResourceUsage):
    monthly_input_tokens: Quantity = None  # embedded: documents and queries


class VectorConfiguration(Block):
    embedding_model_arn: str


class KnowledgeBaseConfiguration(Block):
    vector_knowledge_base_configuration: VectorConfiguration | None = None


class AgentKnowledgeBase(PricedResource):
    """The tokens that the embedding model reads; the vector store is another resource."""

    type = "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"
    usage = KnowledgeBaseUsage

    knowledge_base_configuration: KnowledgeBaseConfiguration

    @override
    @charges("Input tokens")
    def meters(self, usage: KnowledgeBaseUsage, links: Links) -> Iterator[Meter]:
        vectors = self.knowledge_base_configuration.vector_knowledge_base_configuration
        if vectors is None:
            raise InputError("queries of a knowledge base without vectors: no cost model yet")
        yield tokens(vectors.embedding_model_arn, "input", usage.monthly_input_tokens)
