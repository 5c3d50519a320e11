"""Rules for AWS Config."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "config-aggregator-all-regions",
        passes=[{"accountAggregationSource": {"allRegions": True, "accountIds": ["123456789012"]}}],
        fails=[
            {"accountAggregationSource": {"regions": ["us-east-1"], "accountIds": ["123456789012"]}}
        ],
        unknown=[
            {"accountAggregationSource": {"allRegions": UNKNOWN, "accountIds": ["123456789012"]}}
        ],
    ),
    *of_input("config-recorder-enabled", "isEnabled", passes=[None, True], fails=[False]),
]
