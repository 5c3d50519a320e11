"""Rules for Amazon WorkSpaces."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "workspaces-no-local-administrator",
        "workspaceCreationProperties.userEnabledAsLocalAdministrator",
        passes=[None, False],
        fails=[True],
    ),
]
