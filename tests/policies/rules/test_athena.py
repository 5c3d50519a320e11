"""Rules for Amazon Athena."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "athena-workgroup-metrics",
        "configuration.publishCloudwatchMetricsEnabled",
        passes=[None, True],
        fails=[False],
    ),
    *of_input(
        "athena-workgroup-scan-limit",
        "configuration.bytesScannedCutoffPerQuery",
        passes=[1099511627776],
        fails=[None],
    ),
]
