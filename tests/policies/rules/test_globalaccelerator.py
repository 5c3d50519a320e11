"""Rules for AWS Global Accelerator."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "globalaccelerator-flow-logs",
        "attributes.flowLogsEnabled",
        passes=[True],
        fails=[False, None],
    ),
]
