"""Sessions on instances: through Systems Manager, recorded, with no key and no open port."""

import json

from infra.policy import Statement
from infra.scope import Scope

IDLE_MINUTES, LONGEST_MINUTES = 20, 60


def session_document(scope: Scope) -> str:
    """Return the name by which people ask for it, and policies allow it."""
    return f"{scope.prefix}-session"


def session_log(scope: Scope) -> str:
    return scope.path("sessions")


def preferences(scope: Scope) -> str:
    """Return how a session runs: it ends when nobody types, and all it shows is in the log.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
    """
    inputs = {
        "cloudWatchLogGroupName": session_log(scope),
        "cloudWatchEncryptionEnabled": True,
        "cloudWatchStreamingEnabled": True,
        "idleSessionTimeout": str(IDLE_MINUTES),
        "maxSessionDuration": str(LONGEST_MINUTES),
        "runAsEnabled": False,
    }
    return json.dumps(
        {
            "schemaVersion": "1.0",
            "description": "A recorded shell",
            "sessionType": "Standard_Stream",
            "inputs": inputs,
        }
    )


def write_sessions(scope: Scope) -> list[Statement]:
    """Return what an instance needs to record the sessions on it."""
    group = scope.arn("logs", f"log-group:{session_log(scope)}:*")
    return [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": [group],
        },
        {
            "Effect": "Allow",
            "Action": ["logs:DescribeLogGroups"],
            "Resource": [scope.arn("logs", "log-group:*")],
        },
    ]
