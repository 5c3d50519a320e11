"""Rules for AWS Transfer Family."""

from tests.policies.row import of_input

ROWS = [
    *of_input("transfer-connector-logging", "loggingRole", passes=["value"], fails=[None]),
    *of_input(
        "transfer-server-logging",
        "loggingRole",
        passes=["arn:aws:iam::123456789012:role/logs"],
        fails=[None],
    ),
    *of_input("transfer-server-not-public", "endpointType", passes=["VPC"], fails=[None, "PUBLIC"]),
    *of_input(
        "transfer-server-no-ftp", "protocols", passes=[None, ["SFTP"]], fails=[["SFTP", "FTP"]]
    ),
]
