"""Rules for Amazon QLDB."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "qldb-ledger-standard-permissions",
        "permissionsMode",
        passes=["STANDARD"],
        fails=["ALLOW_ALL", None],
    ),
]
