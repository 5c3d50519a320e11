"""Rules for Amazon CodeGuru."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "codeguru-reviewer-customer-managed-key",
        "kmsKeyDetails.encryptionOption",
        passes=["CUSTOMER_MANAGED_CMK"],
        fails=["AWS_OWNED_CMK", None],
    ),
]
