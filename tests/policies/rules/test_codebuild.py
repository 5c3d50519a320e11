"""Rules for AWS CodeBuild."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "codebuild-project-logging",
        passes=[
            {},
            {
                "logsConfig": {
                    "s3Logs": {"status": "ENABLED"},
                    "cloudwatchLogs": {"status": "DISABLED"},
                }
            },
        ],
        fails=[{"logsConfig": {"cloudwatchLogs": {"status": "DISABLED"}}}],
        unknown=[{"logsConfig": UNKNOWN}],
    ),
    *of_input(
        "codebuild-project-not-public", "projectVisibility", passes=[None], fails=["PUBLIC_READ"]
    ),
]
