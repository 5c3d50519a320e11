"""Rules for Elastic Load Balancing: load balancer."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "elb-classic-access-logging",
        passes=[{"accessLogs": {"bucket": "logs"}}],
        fails=[{}],
        unknown=[{"accessLogs": UNKNOWN}],
    ),
]
