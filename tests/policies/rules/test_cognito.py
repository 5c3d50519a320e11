"""Rules for Amazon Cognito."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "cognito-user-pool-password-policy",
        passes=[{"passwordPolicy": {"minimumLength": 12}}],
        fails=[{}, {"passwordPolicy": {"minimumLength": 6}}],
        unknown=[{"passwordPolicy": UNKNOWN}],
    ),
    *of_input("cognito-user-pool-mfa", "mfaConfiguration", passes=["ON"], fails=[None, "OFF"]),
    *of_input(
        "cognito-user-pool-deletion-protection",
        "deletionProtection",
        passes=["ACTIVE"],
        fails=[None],
    ),
]
