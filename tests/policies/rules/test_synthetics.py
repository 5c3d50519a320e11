"""Rules for Amazon CloudWatch Synthetics."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "synthetics-canary-no-secrets",
        passes=[{}, {"runConfig": {"environmentVariables": {"STAGE": "prod"}}}],
        fails=[
            {"runConfig": {"environmentVariables": {"LOGIN_PASSWORD": "correct-horse-battery"}}}
        ],
        unknown=[{"runConfig": {"environmentVariables": UNKNOWN}}],
    ),
]
