"""Rules for AWS DataSync."""

from costing.model import SECRET, UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "datasync-location-no-secret-key",
        "secretKey",
        passes=[None, SECRET],
        fails=["wJalrXUtnFEMI"],
    ),
    *of_inputs(
        "datasync-task-logging",
        passes=[{"cloudwatchLogGroupArn": "value"}],
        fails=[{}, {"cloudwatchLogGroupArn": "value", "options": {"logLevel": "OFF"}}],
        unknown=[
            {"cloudwatchLogGroupArn": UNKNOWN},
            {"cloudwatchLogGroupArn": "value", "options": {"logLevel": UNKNOWN}},
        ],
    ),
]
