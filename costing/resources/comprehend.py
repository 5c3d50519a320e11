"""Amazon Comprehend: custom models. https://aws.amazon.com/comprehend/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "comprehend"
INFERRED = "monthly_inference_units"  # of 100 characters
CLASSIFYING = (
    Line("monthly_training_seconds", "Training", "CustomClassification-Training", Unit.SECONDS),
    Line(INFERRED, "Inference", "CustomClassification-Requests", Unit.REQUESTS),
)
RECOGNIZING = (
    Line("monthly_training_seconds", "Training", "CustomEntity-Training", Unit.SECONDS),
    Line(INFERRED, "Inference", "CustomEntity-Requests", Unit.REQUESTS),
)


class DocumentClassifier(PricedResource):
    """A custom model by the month, its training, and asynchronous inference."""

    type = "aws:comprehend/documentClassifier:DocumentClassifier"
    usage = usage_of("DocumentClassifierUsage", CLASSIFYING)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "CustomClassification-ModelStorage")
        yield Meter("Model management", sku, Decimal(1), Unit.MONTHS)
        yield from metered(SERVICE, CLASSIFYING, usage)


class EntityRecognizer(PricedResource):
    """As a classifier."""

    type = "aws:comprehend/entityRecognizer:EntityRecognizer"
    usage = usage_of("EntityRecognizerUsage", RECOGNIZING)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "CustomEntity-ModelStorage")
        yield Meter("Model management", sku, Decimal(1), Unit.MONTHS)
        yield from metered(SERVICE, RECOGNIZING, usage)
