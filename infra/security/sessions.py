"""Session Manager preferences: logged shell sessions without SSH keys or open ports."""

import json

from infra.aws.session import session_log
from infra.context import Context

IDLE_MINUTES, MAX_MINUTES = 20, 60


def session_preferences(context: Context) -> str:
    """Return the session document: idle timeout, maximum duration and streaming to the log group.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
    """
    inputs = {
        "cloudWatchLogGroupName": session_log(context),
        "cloudWatchEncryptionEnabled": True,
        "cloudWatchStreamingEnabled": True,
        "idleSessionTimeout": str(IDLE_MINUTES),
        "maxSessionDuration": str(MAX_MINUTES),
        "runAsEnabled": False,
    }
    return json.dumps(
        {
            "schemaVersion": "1.0",
            "description": "Logged shell session",
            "sessionType": "Standard_Stream",
            "inputs": inputs,
        }
    )
