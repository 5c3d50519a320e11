from costing.resources.comprehend import DocumentClassifier, EntityRecognizer
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a model by the month, and its training",
        DocumentClassifier,
        {},
        {
            "CustomClassification-ModelStorage": 1,
            "CustomClassification-Training": 3600,
            "CustomClassification-Requests": 200,
        },
        usage={"monthly_training_seconds": 3600, "monthly_inference_units": 200},
    ),
    Case(
        "so of entities",
        EntityRecognizer,
        {},
        {
            "CustomEntity-ModelStorage": 1,
            "CustomEntity-Training": None,
            "CustomEntity-Requests": None,
        },
    ),
]
