"""Rules for AWS Directory Service."""

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_input

ROWS = [
    *of_input(
        "directoryservice-radius-protocol",
        "authenticationProtocol",
        passes=["MS-CHAPv2"],
        fails=["PAP", "CHAP", "MS-CHAPv1", None],
    ),
    Row(
        "directoryservice-log-forwarding",
        None,
        [
            declare("aws:directoryservice/directory:Directory", "directory"),
            declare(
                "aws:directoryservice/logSubscription:LogSubscription",
                "other",
                {"directoryId": declare("aws:directoryservice/directory:Directory", "directory")},
            ),
        ],
    ),
    Row(
        "directoryservice-log-forwarding",
        "violation",
        [declare("aws:directoryservice/directory:Directory", "directory")],
    ),
    Row(
        "directoryservice-log-forwarding",
        "unknown",
        [
            declare("aws:directoryservice/directory:Directory", "directory"),
            declare(
                "aws:directoryservice/logSubscription:LogSubscription",
                "other",
                {"directoryId": UNKNOWN},
            ),
        ],
    ),
]
