"""Rules for Amazon Kinesis and Data Firehose."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "kinesis-analytics-snapshots",
        "applicationConfiguration.applicationSnapshotConfiguration.snapshotsEnabled",
        passes=[None, True],
        fails=[False],
    ),
]
