"""Rules for Amazon MWAA."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "mwaa-scheduler-logs",
        "loggingConfiguration.schedulerLogs.enabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "mwaa-webserver-logs",
        "loggingConfiguration.webserverLogs.enabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "mwaa-web-server-private",
        "webserverAccessMode",
        passes=[None, "PRIVATE_ONLY"],
        fails=["PUBLIC_ONLY"],
    ),
]
