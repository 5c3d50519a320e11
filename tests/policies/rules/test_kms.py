"""Rules for AWS KMS."""

from tests.policies.row import of_input

ROWS = [
    *of_input("kms-key-not-multi-region", "multiRegion", passes=[None, False], fails=[True]),
    *of_input(
        "kms-key-policy-lockout-check",
        "bypassPolicyLockoutSafetyCheck",
        passes=[None, False],
        fails=[True],
    ),
]
