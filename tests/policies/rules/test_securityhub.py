"""Rules for AWS Security Hub."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "securityhub-default-standards", "enableDefaultStandards", passes=[None], fails=[False]
    ),
    *of_inputs(
        "securityhub-organization-auto-enable",
        passes=[
            {"autoEnable": True},
            {"autoEnable": False, "organizationConfiguration": {"configurationType": "CENTRAL"}},
        ],
        fails=[{"autoEnable": False}],
        unknown=[{"autoEnable": UNKNOWN}],
    ),
]
