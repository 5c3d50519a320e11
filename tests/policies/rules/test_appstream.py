"""Rules for Amazon AppStream."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "appstream-no-default-internet-access",
        "enableDefaultInternetAccess",
        passes=[None, False],
        fails=[True],
        kind="aws:appstream/fleet:Fleet",
    ),
    *of_inputs(
        "appstream-session-limits",
        passes=[{"maxUserDurationInSeconds": 36000, "disconnectTimeoutInSeconds": 300}],
        fails=[
            {"disconnectTimeoutInSeconds": 300, "maxUserDurationInSeconds": 36001},
            {"maxUserDurationInSeconds": 36000, "disconnectTimeoutInSeconds": 301},
        ],
        unknown=[
            {"disconnectTimeoutInSeconds": 300, "maxUserDurationInSeconds": UNKNOWN},
            {"maxUserDurationInSeconds": 36000, "disconnectTimeoutInSeconds": UNKNOWN},
        ],
    ),
    *of_input(
        "appstream-idle-disconnect",
        "idleDisconnectTimeoutInSeconds",
        passes=[600],
        fails=[None, 3600],
    ),
]
