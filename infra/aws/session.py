"""Session Manager permissions of EC2 instances."""

from infra.aws.policy_document import Statement
from infra.context import Context


def session_log(context: Context) -> str:
    return context.path("sessions")


def session_document(context: Context) -> str:
    """Return the name of the session document, which policies refer to."""
    return f"{context.prefix}-session"


def record_sessions(context: Context) -> list[Statement]:
    """Return the permissions an instance needs to log its sessions."""
    group = context.arn("logs", f"log-group:{session_log(context)}:*")
    return [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": [group],
        },
        {
            "Effect": "Allow",
            "Action": ["logs:DescribeLogGroups"],
            "Resource": [context.arn("logs", "log-group:*")],
        },
    ]
