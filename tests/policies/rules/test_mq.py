"""Rules for Amazon MQ."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "mq-broker-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[True],
        fails=[False, None],
    ),
]
