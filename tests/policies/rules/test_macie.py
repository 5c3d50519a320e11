"""Rules for Amazon Macie."""

from tests.policies.row import of_input

ROWS = [
    *of_input("macie-account-enabled", "status", passes=[None, "ENABLED"], fails=["PAUSED"]),
]
