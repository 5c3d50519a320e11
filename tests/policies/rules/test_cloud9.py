"""Rules for AWS Cloud9."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "cloud9-environment-ssm-connection",
        "connectionType",
        passes=["CONNECT_SSM"],
        fails=["CONNECT_SSH", None],
    ),
]
