"""Rules for Amazon Comprehend."""

from tests.policies.row import of_input

ROWS = [
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
]
