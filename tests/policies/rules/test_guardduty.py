"""Rules for Amazon GuardDuty."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "guardduty-organization-auto-enable",
        "autoEnableOrganizationMembers",
        passes=["ALL", "NEW"],
        fails=["NONE", None],
    ),
    *of_inputs(
        "guardduty-feature-enabled",
        "aws:guardduty/detectorFeature:DetectorFeature",
        passes=[
            {"name": "S3_DATA_EVENTS", "status": "ENABLED"},
            {"name": "RUNTIME_MONITORING", "status": "DISABLED"},
        ],
        fails=[{"name": "S3_DATA_EVENTS", "status": "DISABLED"}],
        unknown=[{"name": "S3_DATA_EVENTS", "status": UNKNOWN}],
    ),
    *of_inputs(
        "guardduty-runtime-monitoring",
        "aws:guardduty/detectorFeature:DetectorFeature",
        passes=[
            {"name": "RUNTIME_MONITORING", "status": "ENABLED"},
            {"name": "S3_DATA_EVENTS", "status": "DISABLED"},
        ],
        fails=[{"name": "RUNTIME_MONITORING", "status": "DISABLED"}],
        unknown=[{"name": "RUNTIME_MONITORING", "status": UNKNOWN}],
    ),
    *of_input(
        "guardduty-finding-frequency",
        "findingPublishingFrequency",
        passes=["FIFTEEN_MINUTES"],
        fails=["SIX_HOURS", None],
    ),
    *of_inputs(
        "guardduty-runtime-agents",
        passes=[
            {
                "name": "RUNTIME_MONITORING",
                "status": "ENABLED",
                "additionalConfigurations": [
                    {"name": "ECS_FARGATE_AGENT_MANAGEMENT", "status": "ENABLED"},
                    {"name": "EC2_AGENT_MANAGEMENT", "status": "ENABLED"},
                ],
            },
            {"name": "S3_DATA_EVENTS", "status": "ENABLED"},
        ],
        fails=[{"name": "RUNTIME_MONITORING", "status": "ENABLED"}],
        unknown=[
            {"name": "RUNTIME_MONITORING", "status": "ENABLED", "additionalConfigurations": UNKNOWN}
        ],
    ),
]
