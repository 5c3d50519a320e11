"""Rules for AWS Amplify."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "amplify-app-no-secrets",
        "aws:amplify/app:App",
        passes=[{}, {"environmentVariables": {"STAGE": "prod"}}],
        fails=[{"environmentVariables": {"API_KEY": "correct-horse-battery"}}],
        unknown=[{"environmentVariables": UNKNOWN}],
    ),
]
